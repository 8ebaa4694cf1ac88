#include "core/arch/roofline.h"

#include <algorithm>

namespace headroom {
namespace {

double bandwidthFor(const Roofs& roofs, double workingSet) {
  for (const Roofs::Level& level : roofs.memory)
    if (workingSet <= level.bytes) return level.bandwidth;
  return roofs.memory.back().bandwidth;
}

/// The rows of a measurement that were taken with the most threads.
std::vector<Json> withAllThreads(const Json& rows) {
  std::int64_t most = 0;
  for (const Json& row : rows) most = std::max(most, row.value("threads", std::int64_t{0}));
  std::vector<Json> chosen;
  for (const Json& row : rows)
    if (row.value("threads", std::int64_t{0}) == most) chosen.push_back(row);
  return chosen;
}

}  // namespace

std::string_view word(Bound bound) {
  switch (bound) {
    case Bound::Products:
      return "compute";
    case Bound::Memory:
      return "memory";
  }
  return "";
}

Result<Roofs> roofsFrom(const Json& doctor, Precision precision, bool gpu) {
  const Error missing = badInput("There are no measured roofs in it; measure them with `headroom doctor`.");
  if (!doctor.is_object() || !doctor.contains("roofs") || !doctor["roofs"].is_object()) return missing;
  const Json& all = doctor["roofs"];
  if (gpu && !(all.contains("gpu") && all["gpu"].is_object())) return missing;
  const Json& measured = gpu ? all["gpu"] : all;
  Roofs roofs;
  try {
    for (const Json& row : withAllThreads(measured.at("matmul")))
      if (row.value("precision", "") == word(precision))
        roofs.products = std::max(roofs.products, row.value("flops", 0.0));
    for (const Json& row : withAllThreads(measured.at("triad")))
      roofs.memory.push_back({row.value("bytes", 0.0), row.value("bandwidth", 0.0)});
  } catch (const Json::exception&) {
    return missing;
  }
  std::sort(roofs.memory.begin(), roofs.memory.end(), [](const auto& a, const auto& b) { return a.bytes < b.bytes; });
  const bool sound =
      roofs.products > 0 && !roofs.memory.empty() &&
      std::all_of(roofs.memory.begin(), roofs.memory.end(), [](const auto& l) { return l.bandwidth > 0; });
  if (!sound) return missing;
  return roofs;
}

StepTime stepTime(const Graph& graph, const ModelCost& cost, const Recipe& recipe, const Roofs& roofs) {
  const Extent extent{std::max<std::int64_t>(1, recipe.batch / recipe.accumulation), graph.context};
  StepTime time;
  time.sites.resize(graph.sites.size());
  std::vector<double> products(graph.sites.size()), memory(graph.sites.size());
  for (const Node& node : graph.nodes) {
    const OpCost op = opCost(graph, node, extent, recipe.precision);
    const auto pass = [&](double flops, double bytes) {
      const double ofProducts = flops / roofs.products, ofMemory = bytes / bandwidthFor(roofs, bytes);
      products[node.site] += ofProducts;
      memory[node.site] += ofMemory;
      time.sites[node.site].seconds += std::max(ofProducts, ofMemory);
    };
    pass(op.executedForwardFlops, op.forwardBytes);
    pass(op.executedBackwardFlops, op.backwardBytes);
  }
  for (std::size_t i = 0; i < time.sites.size(); ++i) {
    time.sites[i].bound = products[i] > memory[i] ? Bound::Products : Bound::Memory;
    time.seconds += time.sites[i].seconds * static_cast<double>(recipe.accumulation);
  }
  double traffic = 0;
  for (const SiteCost& site : cost.sites) traffic += site.cost.forwardBytes + site.cost.backwardBytes;
  traffic = cost.trafficPerStep - traffic * static_cast<double>(recipe.accumulation);
  time.optimizerSeconds = std::max(0.0, traffic) / roofs.memory.back().bandwidth;
  time.seconds += time.optimizerSeconds;
  return time;
}

}  // namespace headroom

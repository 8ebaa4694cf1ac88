#include "core/arch/roofline.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headroom {
namespace {

double bandwidthFor(const Roofs& roofs, double workingSet) {
  for (const Roofs::Level& level : roofs.memory)
    if (workingSet <= level.bytes) return level.bandwidth;
  return roofs.memory.back().bandwidth;
}

/// FLOP/s of a linear map, between the measured widths on a straight line in their logarithms.
double linearRate(const Roofs& roofs, std::int64_t in, std::int64_t out) {
  const double width = std::sqrt(static_cast<double>(in) * static_cast<double>(out));
  for (std::size_t i = 0; i < roofs.linear.size(); ++i) {
    if (width > roofs.linear[i].width) continue;
    if (i == 0) return roofs.linear[i].flops;
    const Roofs::Linear &below = roofs.linear[i - 1], &above = roofs.linear[i];
    const double share = std::log(width / below.width) / std::log(above.width / below.width);
    return below.flops * std::pow(above.flops / below.flops, share);
  }
  return std::max(roofs.products, roofs.linear.empty() ? 0 : roofs.linear.back().flops);
}

/// The measured attention nearest in head width, then in context.
Roofs::Attention attentionRate(const Roofs& roofs, const AttentionOp& op, std::int64_t context) {
  Roofs::Attention nearest{.forward = roofs.products, .backward = roofs.products};
  double least = std::numeric_limits<double>::infinity();
  for (const Roofs::Attention& row : roofs.attention) {
    const double distance = 100 * std::abs(std::log(row.headWidth / static_cast<double>(op.headWidth))) +
                            std::abs(std::log(row.context / static_cast<double>(context)));
    if (distance < least) nearest = row, least = distance;
  }
  return nearest;
}

/// Seconds of arithmetic, forward and backward.
struct Arithmetic {
  double forward = 0, backward = 0;
};
Arithmetic arithmetic(const Node& node, const OpCost& op, std::int64_t context, const Roofs& roofs) {
  Roofs::Attention rate{.forward = roofs.products, .backward = roofs.products};
  if (const auto* linear = std::get_if<LinearOp>(&node.op))
    rate.forward = rate.backward = linearRate(roofs, linear->in, linear->out);
  const auto* attention = std::get_if<AttentionOp>(&node.op);
  const bool fused = attention && attention->kernel != AttentionKernel::Math && !roofs.attention.empty();
  if (fused) rate = attentionRate(roofs, *attention, context);
  // A fused kernel was measured with its softmax. Backward pointwise arithmetic is about twice the forward one's.
  const double elementwise = roofs.elementwise > 0 && !fused ? op.elementwiseFlops / roofs.elementwise : 0;
  return {op.executedForwardFlops / rate.forward + elementwise,
          op.executedBackwardFlops / rate.backward + 2 * elementwise};
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
    case Bound::Compute:
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
    const auto rows = [&](const char* name) {
      std::vector<Json> chosen;
      if (!measured.contains(name)) return chosen;
      for (const Json& row : withAllThreads(measured.at(name)))
        if (row.value("precision", "") == word(precision)) chosen.push_back(row);
      return chosen;
    };
    for (const Json& row : rows("linear")) roofs.linear.push_back({row.at("width"), row.at("flops")});
    for (const Json& row : rows("elementwise")) roofs.elementwise = row.at("flops");
    for (const Json& row : rows("attention"))
      roofs.attention.push_back(
          {row.at("head_width"), row.at("context"), row.at("forward_flops"), row.at("backward_flops")});
    for (const Json& row : withAllThreads(measured.at("triad")))
      roofs.memory.push_back({row.value("bytes", 0.0), row.value("bandwidth", 0.0)});
  } catch (const Json::exception&) {
    return missing;
  }
  std::sort(roofs.memory.begin(), roofs.memory.end(), [](const auto& a, const auto& b) { return a.bytes < b.bytes; });
  std::sort(roofs.linear.begin(), roofs.linear.end(), [](const auto& a, const auto& b) { return a.width < b.width; });
  const bool sound =
      roofs.products > 0 && !roofs.memory.empty() && roofs.elementwise >= 0 &&
      std::all_of(roofs.memory.begin(), roofs.memory.end(), [](const auto& l) { return l.bandwidth > 0; }) &&
      std::all_of(roofs.linear.begin(), roofs.linear.end(), [](const auto& l) { return l.width > 0 && l.flops > 0; }) &&
      std::all_of(roofs.attention.begin(), roofs.attention.end(),
                  [](const auto& a) { return a.headWidth > 0 && a.context > 0 && a.forward > 0 && a.backward > 0; });
  if (!sound) return missing;
  return roofs;
}

OpTime opTime(const Node& node, const OpCost& cost, std::int64_t context, const Roofs& roofs, double workingSet) {
  const Arithmetic computing = arithmetic(node, cost, context, roofs);
  const auto moving = [&](double bytes) { return bytes / bandwidthFor(roofs, std::max(bytes, workingSet)); };
  return {{computing.forward, moving(cost.forwardBytes)}, {computing.backward, moving(cost.backwardBytes)}};
}

StepTime stepTime(const Graph& graph, const ModelCost& cost, const Recipe& recipe, const Roofs& roofs) {
  const Extent extent{std::max<std::int64_t>(1, recipe.batch / recipe.accumulation), graph.context};
  StepTime time;
  time.sites.resize(graph.sites.size());
  std::vector<double> compute(graph.sites.size()), memory(graph.sites.size());
  for (const Node& node : graph.nodes) {
    const OpTime op = opTime(node, opCost(graph, node, extent, recipe.precision), graph.context, roofs);
    for (const PassTime& pass : {op.forward, op.backward}) {
      compute[node.site] += pass.computing;
      memory[node.site] += pass.moving;
      time.sites[node.site].seconds += pass.seconds();
    }
  }
  for (std::size_t i = 0; i < time.sites.size(); ++i) {
    time.sites[i].bound = compute[i] > memory[i] ? Bound::Compute : Bound::Memory;
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

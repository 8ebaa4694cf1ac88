// The whole model's cost: sums over nodes, exact where they are counts, with the memory of training.
#include <algorithm>

#include "core/arch/cost.h"
#include "core/arch/hidden_matrices.h"
#include "core/arch/step_memory.h"
#include "core/base/json.h"

namespace headroom {
namespace {

constexpr double kFp32 = 4;

void add(OpCost& sum, const OpCost& cost) {
  sum.forwardFlops += cost.forwardFlops;
  sum.backwardFlops += cost.backwardFlops;
  sum.executedForwardFlops += cost.executedForwardFlops;
  sum.executedBackwardFlops += cost.executedBackwardFlops;
  sum.forwardBytes += cost.forwardBytes;
  sum.backwardBytes += cost.backwardBytes;
  sum.savedBytes += cost.savedBytes;
  sum.workBytes = std::max(sum.workBytes, cost.workBytes);
  sum.elementwiseFlops += cost.elementwiseFlops;
}

Error tooLarge(const std::string& what) {
  return badInput("the model has more " + what + " than 2^63 − 1; try smaller sizes.");
}

/// Elements of a parameter; the builder has checked that they fit.
std::int64_t count(const Parameter& parameter) {
  std::int64_t product = 1;
  for (const std::int64_t extent : parameter.shape) product *= extent;
  return product;
}

/// What one update of the recipe's optimizer keeps and moves, each tensor once, gradients read twice (by the clipping
/// norm, too).
struct OptimizerCost {
  double stateBytes = 0, trafficBytes = 0;
};

OptimizerCost optimizerCost(const Graph& graph, const Recipe& recipe) {
  const bool muon = recipe.optimizer == OptimizerKind::Muon;
  const double product = bytesInProducts(recipe.precision);  // bytes an element of Newton–Schulz
  const std::vector<bool> hidden = hiddenMatrices(graph);
  OptimizerCost cost;
  for (std::size_t i = 0; i < graph.parameters.size(); ++i) {
    const Parameter& parameter = graph.parameters[i];
    const double bytes = kFp32 * static_cast<double>(count(parameter));
    const bool adam = recipe.optimizer == OptimizerKind::AdamW || (muon && !hidden[i]);
    const double moments = adam ? 2 : 1;  // the others keep a momentum alone
    cost.stateBytes += moments * bytes;
    cost.trafficBytes += (4 + 2 * moments) * bytes;  // gradient twice, weight and moments read and written
    if (recipe.average != Average::None) {
      cost.stateBytes += bytes;
      cost.trafficBytes += 3 * bytes;  // weight read, average read and written
    }
    if (!muon || adam) continue;
    // Each Newton–Schulz step on X [m, n], m ≤ n: A = X·Xᵀ; B = b·A + c·A·A; a·X + B·X.
    const auto [less, more] = std::minmax(parameter.shape.end()[-2], parameter.shape.back());
    const double m = static_cast<double>(less), n = static_cast<double>(more), matrices = bytes / kFp32 / (m * n);
    cost.trafficBytes += matrices * kNewtonSchulzSteps * product * (3 * m * n + 4 * m * m);
  }
  return cost;
}

/// Of an attention.
std::optional<std::int64_t> pairsSeen(const Node& node, std::int64_t context) {
  if (const auto* op = std::get_if<AttentionOp>(&node.op)) return attendedPairs(*op, context);
  if (const auto* op = std::get_if<BlockSparseAttentionOp>(&node.op)) return attendedPairs(*op, context);
  return {};
}

Json siteJson(const SiteCost& site) {
  return {{"site", site.site},
          {"block", site.block},
          {"parameters", site.parameters},
          {"flops", jsonNumber(site.cost.forwardFlops + site.cost.backwardFlops)},
          {"flops_executed", jsonNumber(site.cost.executedForwardFlops + site.cost.executedBackwardFlops)},
          {"bytes", jsonNumber(site.cost.forwardBytes + site.cost.backwardBytes)},
          {"saved_bytes", jsonNumber(site.cost.savedBytes)}};
}

}  // namespace

Result<ModelCost> modelCost(const Graph& graph, const Recipe& recipe) {
  ModelCost total;
  double attended = 0, causal = 0;
  std::int64_t asleep = 0;  // parameters of experts that a token does not meet
  for (const Site& site : graph.sites) total.sites.push_back({site.name, site.block, 0, {}});

  const Extent extent{std::max<std::int64_t>(1, recipe.batch / recipe.accumulation), graph.context};
  std::vector<bool> parameterSeen(graph.parameters.size()), valueKept(graph.nodes.size());
  for (const Node& node : graph.nodes) {
    SiteCost& site = total.sites[node.site];
    for (const ParameterId id : node.parameters) {
      if (parameterSeen[id.index]) continue;
      parameterSeen[id.index] = true;
      const std::int64_t own = count(graph.parameters[id.index]);
      site.parameters += own;  // no more than the sum below, which is checked
      if (__builtin_add_overflow(total.parameters, own, &total.parameters)) return tooLarge("parameters");
      if (const auto* experts = std::get_if<ExpertsOp>(&node.op))
        asleep += own / experts->experts * (experts->experts - experts->active);
    }
    const std::optional<std::int64_t> flops = forwardFlopsPerToken(graph, node);
    if (!flops || __builtin_add_overflow(total.flopsPerTokenForward, *flops, &total.flopsPerTokenForward))
      return tooLarge("FLOPs a token");
    if (std::holds_alternative<CacheOp>(node.op))
      total.kvCacheBytesPerToken +=
          node.shape.back().factor * static_cast<std::int64_t>(bytesInProducts(recipe.precision));

    if (const std::optional<std::int64_t> pairs = pairsSeen(node, graph.context)) {
      attended += static_cast<double>(*pairs);
      causal += static_cast<double>(attendedPairs(AttentionOp{}, graph.context));
    }

    OpCost cost = opCost(graph, node, extent, recipe.precision);
    const Kept kept = keptForBackward(graph, node, extent, recipe.precision);
    cost.savedBytes = kept.extraBytes;
    for (const ValueId value : kept.values) {
      if (valueKept[value.index]) continue;
      valueKept[value.index] = true;
      cost.savedBytes += valueBytes(graph, value, extent, recipe.precision);
    }
    add(site.cost, cost);
  }
  if (__builtin_mul_overflow(total.flopsPerTokenForward, 3, &total.flopsPerToken)) return tooLarge("FLOPs a token");
  total.parametersActive = total.parameters - asleep;

  if (causal > 0) total.attentionDensity = attended / causal;

  OpCost all;
  for (const SiteCost& site : total.sites) add(all, site.cost);
  const double parameters = static_cast<double>(total.parameters),
               accumulation = static_cast<double>(recipe.accumulation);
  const double copies =  // narrowed ones beside the fp32 masters
      recipe.precision == Precision::Fp32 ? 0 : bytesInProducts(recipe.precision) * parameters;
  const double tokens = static_cast<double>(recipe.batch) * static_cast<double>(graph.context);
  total.flopsPerTokenExecuted = (all.executedForwardFlops + all.executedBackwardFlops) / (tokens / accumulation);
  total.flopsPerStep = static_cast<double>(total.flopsPerToken) * tokens;
  const OptimizerCost optimizer = optimizerCost(graph, recipe);
  total.trafficPerMicroBatch = all.forwardBytes + all.backwardBytes;
  total.trafficPerStep = accumulation * total.trafficPerMicroBatch + optimizer.trafficBytes + 2 * copies;
  total.parameterBytes = kFp32 * parameters + copies;
  total.gradientBytes = kFp32 * parameters;
  total.optimizerBytes = optimizer.stateBytes;
  const StepMemory memory = stepMemory(graph, extent, recipe);
  total.activationBytes = memory.activations;
  total.peakBytes = total.parameterBytes + total.optimizerBytes + std::max(memory.peak, total.gradientBytes);
  return total;
}

Json toJson(const ModelCost& cost) {
  Json sites = Json::array();
  for (const SiteCost& site : cost.sites) sites.push_back(siteJson(site));
  return {{"parameters", cost.parameters},
          {"parameters_active", cost.parametersActive},
          {"flops_per_token", cost.flopsPerToken},
          {"flops_per_token_forward", cost.flopsPerTokenForward},
          {"flops_per_token_executed", jsonNumber(cost.flopsPerTokenExecuted)},
          {"kv_cache_bytes_per_token", cost.kvCacheBytesPerToken},
          {"attention_density", cost.attentionDensity ? jsonNumber(*cost.attentionDensity) : Json()},
          {"counter_version", kCounterVersion},
          {"flops_per_step", jsonNumber(cost.flopsPerStep)},
          {"traffic_per_step", jsonNumber(cost.trafficPerStep)},
          {"memory",
           {{"parameters", jsonNumber(cost.parameterBytes)},
            {"gradients", jsonNumber(cost.gradientBytes)},
            {"optimizer", jsonNumber(cost.optimizerBytes)},
            {"activations", jsonNumber(cost.activationBytes)},
            {"peak", jsonNumber(cost.peakBytes)}}},
          {"sites", sites}};
}

}  // namespace headroom

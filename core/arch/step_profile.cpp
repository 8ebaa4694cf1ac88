#include "core/arch/step_profile.h"

#include <algorithm>
#include <map>

namespace headroom {
namespace {

double real(std::int64_t value) {
  return static_cast<double>(value);
}

bool ofTraining(const Op& op) {
  return std::holds_alternative<TargetsOp>(op) || std::holds_alternative<CrossEntropyOp>(op) ||
         std::holds_alternative<RouterLoadOp>(op) || std::holds_alternative<BalanceLossOp>(op) ||
         std::holds_alternative<RouterZLossOp>(op);
}

bool isAttention(const Op& op) {
  return std::holds_alternative<AttentionOp>(op) || std::holds_alternative<BlockSparseAttentionOp>(op);
}

/// Ops that work number by number or row by row, so that they can be part of the op that takes their result.
bool isPointwise(const Op& op) {
  return std::holds_alternative<AddOp>(op) || std::holds_alternative<MulOp>(op) ||
         std::holds_alternative<ScaleOp>(op) || std::holds_alternative<SoftcapOp>(op) ||
         std::holds_alternative<LayerNormOp>(op) || std::holds_alternative<RmsNormOp>(op) ||
         std::holds_alternative<RotaryOp>(op) || std::holds_alternative<ActivationOp>(op) ||
         std::holds_alternative<DropoutOp>(op) || std::holds_alternative<GateOp>(op) ||
         std::holds_alternative<ScaleChannelsOp>(op) || std::holds_alternative<AddPositionsOp>(op) ||
         std::holds_alternative<AddSinusoidsOp>(op);
}

/// Which values a decoder has of all positions: the cache, and what is computed from it before attention.
std::vector<bool> valuesOfAllPositions(const Graph& graph) {
  std::vector<bool> all(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    all[i] = std::holds_alternative<CacheOp>(node.op) ||
             (!isAttention(node.op) &&
              std::any_of(node.inputs.begin(), node.inputs.end(), [&](ValueId id) { return all[id.index]; }));
  }
  return all;
}

/// Attention of one new query a sequence over everything the mask lets it see.
OpCost decodedAttention(const Graph& graph, const Node& node, double batch, Precision precision) {
  const auto newest = [&](const auto& op) {
    return real(attendedPairs(op, graph.context) - (graph.context > 1 ? attendedPairs(op, graph.context - 1) : 0));
  };
  const double low = bytesInProducts(precision);
  OpCost cost;
  double heads = 0, kvHeads = 0, width = 0, keys = 0;
  if (const auto* op = std::get_if<AttentionOp>(&node.op)) {
    heads = real(op->heads), kvHeads = real(op->kvHeads), width = real(op->headWidth + op->valueWidth);
    keys = newest(*op);
    // Scores written and read twice over, as in training.
    if (op->kernel == AttentionKernel::Math) cost.forwardBytes = 4 * 4 * batch * heads * keys;
  } else if (const auto* sparse = std::get_if<BlockSparseAttentionOp>(&node.op)) {
    heads = real(sparse->heads), kvHeads = real(sparse->kvHeads), width = 2 * real(sparse->headWidth);
    keys = newest(*sparse);
  }
  cost.forwardFlops = cost.executedForwardFlops = 2 * batch * heads * width * keys;
  cost.forwardBytes += batch * low * (kvHeads * width * keys + heads * width);
  cost.elementwiseFlops = 5 * batch * heads * keys;
  return cost;
}

OpCost decodedCost(const Graph& graph, const Node& node, std::int64_t batch, Precision precision, bool allPositions) {
  if (isAttention(node.op)) return decodedAttention(graph, node, real(batch), precision);
  OpCost cost = opCost(graph, node, {batch, allPositions ? graph.context : 1}, precision);
  if (const auto* op = std::get_if<ExpertsOp>(&node.op)) {
    // Few tokens do not wake all experts.
    const double matrix = real(node.shape.back().factor) * real(op->width),
                 asleep = std::max<double>(0, real(op->experts) - real(batch * op->active));
    cost.forwardBytes -= asleep * matrix * (op->gated ? 3 : 2) * bytesInProducts(precision);
  }
  return cost;
}

/// Takes off what fusing saves: a value of which a single op makes use, and its gradient.
void fuse(const Graph& graph, Extent extent, Precision precision, std::vector<OpCost>& costs) {
  std::vector<int> uses(graph.nodes.size());
  for (const Node& node : graph.nodes)
    for (const ValueId input : node.inputs) ++uses[input.index];
  for (const AuxiliaryLoss& loss : graph.losses) ++uses[loss.value.index];
  for (const Report& report : graph.reports) ++uses[report.value.index];
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    for (const ValueId input : graph.nodes[i].inputs) {
      const Op &maker = graph.nodes[input.index].op, &user = graph.nodes[i].op;
      const bool takes = isPointwise(user) || (std::holds_alternative<LinearOp>(user) && isPointwise(maker));
      const bool gives = isPointwise(maker) || std::holds_alternative<LinearOp>(maker);
      if (uses[input.index] != 1 || !takes || !gives) continue;
      const double bytes = valueBytes(graph, input, extent, precision);
      for (OpCost* cost : {&costs[i], &costs[input.index]}) {
        cost->forwardBytes = std::max(0.0, cost->forwardBytes - bytes);
        cost->backwardBytes = std::max(0.0, cost->backwardBytes - bytes);
      }
    }
}

/// Sums of the passes of one element.
struct Sum {
  ProfilePoint point;
  double computing = 0, moving = 0;

  void add(double flops, double bytes, const PassTime& time, double times) {
    point.flops += times * flops;
    point.bytes += times * bytes;
    point.seconds += times * time.seconds();
    computing += time.computing;
    moving += time.moving;
    point.bound = computing > moving ? Bound::Compute : Bound::Memory;
  }
};

}  // namespace

std::string_view word(Phase phase) {
  switch (phase) {
    case Phase::Training:
      return "training";
    case Phase::Prefill:
      return "prefill";
    case Phase::Decode:
      return "decode";
  }
  return "";
}

StepProfile stepProfile(const Graph& graph, const ModelCost& cost, const Recipe& recipe, const Roofs& roofs,
                        const ProfileOptions& options) {
  const bool training = options.phase == Phase::Training, decode = options.phase == Phase::Decode;
  const std::int64_t batch = training ? std::max<std::int64_t>(1, recipe.batch / recipe.accumulation) : recipe.batch;
  const Extent extent{batch, decode ? 1 : graph.context};
  const double times = training ? real(recipe.accumulation) : 1;
  const std::vector<bool> all = decode ? valuesOfAllPositions(graph) : std::vector<bool>(graph.nodes.size());

  std::vector<OpCost> costs(graph.nodes.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (!training && ofTraining(node.op)) continue;
    costs[i] = decode ? decodedCost(graph, node, batch, recipe.precision, all[i])
                      : opCost(graph, node, extent, recipe.precision);
  }
  if (options.fused) fuse(graph, extent, recipe.precision, costs);

  // A token reads all weights and the whole cache: no op finds its own where the last token left them.
  double workingSet = 0;
  if (decode)
    for (const OpCost& one : costs) workingSet += one.forwardBytes;

  std::map<std::string, std::size_t> places;
  std::vector<Sum> sums;  // forward and backward side by side
  std::vector<bool> siteSeen(graph.sites.size());
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    const Site& site = graph.sites[node.site];
    const auto [place, fresh] = places.try_emplace(site.path, sums.size());
    if (fresh)
      for (const bool backward : {false, true})
        sums.push_back({.point = {.path = site.path, .block = site.block, .backward = backward}});
    Sum &forward = sums[place->second], &backward = sums[place->second + 1];
    if (!siteSeen[node.site]) ++forward.point.copies, ++backward.point.copies;
    siteSeen[node.site] = true;
    const OpCost& one = costs[i];
    const OpTime time = opTime(node, one, graph.context, roofs, workingSet);
    forward.add(one.executedForwardFlops + one.elementwiseFlops, one.forwardBytes, time.forward, times);
    if (training)
      backward.add(one.executedBackwardFlops + 2 * one.elementwiseFlops, one.backwardBytes, time.backward, times);
  }

  StepProfile profile{.tokens = real(recipe.batch) * real(decode ? 1 : graph.context)};
  for (Sum& sum : sums)
    if (sum.point.bytes > 0 || sum.point.flops > 0) profile.points.push_back(std::move(sum.point));
  if (training) {
    ProfilePoint optimizer{.block = "optimizer", .copies = 1};
    optimizer.bytes = std::max(0.0, cost.trafficPerStep - times * cost.trafficPerMicroBatch);
    optimizer.seconds = optimizer.bytes / roofs.memory.back().bandwidth;
    profile.points.push_back(std::move(optimizer));
  }
  for (const ProfilePoint& point : profile.points) {
    profile.seconds += point.seconds;
    profile.bytes += point.bytes;
    profile.flops += point.flops;
  }
  return profile;
}

}  // namespace headroom

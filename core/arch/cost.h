// What a model costs: exact counts from the graph, no LibTorch. Counter version 1: a multiply-add is 2 FLOPs, attention
// counts the keys of its mask.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/arch/graph.h"
#include "core/arch/recipe.h"
#include "core/base/json.h"

namespace headroom {

inline constexpr int kCounterVersion = 1;

struct OpCost {
  double forwardFlops = 0;  // model FLOPs of one forward pass over the extent
  double backwardFlops = 0;
  double executedForwardFlops = 0;   // what the kernel does (a written-out softmax computes the masked half as well)
  double executedBackwardFlops = 0;  // with recomputation (flash attention recomputes its scores)
  double forwardBytes = 0;           // read + written by the op, each tensor once
  double backwardBytes = 0;
  double savedBytes = 0;        // activations kept for the backward pass, as if no other op kept them
  double workBytes = 0;         // the largest temporary tensors of its backward pass
  double elementwiseFlops = 0;  // forward pass, about; reported apart, in no total
};
OpCost opCost(const Graph& graph, const Node& node, Extent extent, Precision precision);
/// Exact model FLOPs of the forward pass for one token at the graph's context; nothing beyond 2^63 − 1.
std::optional<std::int64_t> forwardFlopsPerToken(const Graph& graph, const Node& node);

/// What the backward pass of a node needs: values of the graph (kept once, however many nodes need them) and more.
struct Kept {
  std::vector<ValueId> values;
  double extraBytes = 0;  // statistics, probabilities, narrowed copies
};
Kept keptForBackward(const Graph& graph, const Node& node, Extent extent, Precision precision);
double valueBytes(const Graph& graph, ValueId value, Extent extent, Precision precision);

struct SiteCost {
  std::string site, block;
  std::int64_t parameters = 0;  // new ones at this site: a tied table counts once
  OpCost cost;
};

struct ModelCost {
  std::int64_t parameters = 0, parametersActive = 0;
  std::int64_t flopsPerToken = 0;  // training: forward + backward, model FLOPs, at the context
  std::int64_t flopsPerTokenForward = 0;
  double flopsPerTokenExecuted = 0;
  std::int64_t kvCacheBytesPerToken = 0;
  /// Pairs (query, key) that all attentions see over those of causal ones, at the context: 1 when dense, more where
  /// branches see a key twice; nothing without attention.
  std::optional<double> attentionDensity;
  /// Bytes touched by one optimizer step: forward, backward and optimizer (modelled op traffic).
  double trafficPerStep = 0;
  double trafficPerMicroBatch = 0;  // its forward and backward part
  double flopsPerStep = 0;          // of a whole batch, as the traffic
  /// Memory at the micro-batch (batch/accumulation); the program itself, some 300 MB, is not in it.
  double parameterBytes = 0, gradientBytes = 0, optimizerBytes = 0, activationBytes = 0, peakBytes = 0;
  std::vector<SiteCost> sites;
};
/// Errors (BadInput): a count beyond 2^63 − 1.
Result<ModelCost> modelCost(const Graph& graph, const Recipe& recipe);
/// The object of `headroom cost --json`.
Json toJson(const ModelCost& cost);

}  // namespace headroom

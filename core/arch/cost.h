// What a model costs: exact counts from the graph, no LibTorch. Counter version 1: a multiply-add is 2 FLOPs, attention counts the keys of its mask.
#pragma once

#include <string>
#include <vector>

#include "core/arch/graph.h"
#include "core/arch/recipe.h"
#include "core/base/json.h"

namespace headroom {

inline constexpr int kCounterVersion = 1;

struct OpCost {
  double forwardFlops = 0;           // model FLOPs of one forward pass over the extent
  double backwardFlops = 0;
  double executedBackwardFlops = 0;  // with recomputation (flash attention recomputes its scores)
  double forwardBytes = 0;           // read + written by the op, each tensor once
  double backwardBytes = 0;
  double savedBytes = 0;             // activations kept for the backward pass
  double elementwiseFlops = 0;       // reported apart, in no total
};
OpCost opCost(const Graph& graph, const Node& node, Extent extent, Precision precision);

struct SiteCost {
  std::string site, block;
  std::int64_t parameters = 0;  // new ones at this site: a tied table counts once
  OpCost cost;
};

struct ModelCost {
  std::int64_t parameters = 0, parametersActive = 0;
  double flopsPerToken = 0;           // training: forward + backward, model FLOPs, at the context
  double flopsPerTokenForward = 0;
  double flopsPerTokenExecuted = 0;
  std::int64_t kvCacheBytesPerToken = 0;
  double trafficPerStep = 0;          // bytes touched by one optimizer step: forward, backward and optimizer (modelled op traffic)
  double flopsPerStep = 0;
  double parameterBytes = 0, gradientBytes = 0, optimizerBytes = 0, activationBytes = 0, peakBytes = 0;
  std::vector<SiteCost> sites;
};
/// Errors (BadInput): a count beyond 2^63 − 1.
Result<ModelCost> modelCost(const Graph& graph, const Recipe& recipe);
/// The object of `headroom cost --json`.
Json toJson(const ModelCost& cost);

}  // namespace headroom

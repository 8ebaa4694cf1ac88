// The memory of a training step, by walking its forward and backward pass: what is alive at every op.
#pragma once

#include "core/arch/cost.h"

namespace headroom {

/// Bytes. Not in it: the program itself, and the update's temporaries, which are small beside the backward pass.
struct StepMemory {
  double activations = 0;  // kept for the backward pass when the loss is reached
  double work = 0;         // what the peak has beyond weights, moments, gradients so far and activations still kept
  double peak = 0;         // of activations, gradients and work together; weights and moments come on top
};
/// Of one micro-batch. The last linear layer and its loss are taken as one op that makes its logits in pieces, as
/// training on a CPU does it; with several micro-batches the gradients of the first ones are alive from the start.
StepMemory stepMemory(const Graph& graph, Extent extent, const Recipe& recipe);

}  // namespace headroom

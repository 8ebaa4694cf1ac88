// Which parameters are matrices inside the model: what Muon orthogonalises.
#pragma once

#include <vector>

#include "core/arch/graph.h"

namespace headroom {

/// By index of the parameter: whether it is a matrix, or a stack of those of experts, read by matrix products alone,
/// none of which makes the logits. Not embeddings, heads, gains, biases.
std::vector<bool> hiddenMatrices(const Graph& graph);

}  // namespace headroom

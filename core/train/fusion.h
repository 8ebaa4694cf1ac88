// Rewrites of the plan: several nodes of a graph as one instruction. The graph and its blocks know nothing of them.
#pragma once

#include <optional>
#include <vector>

#include "core/train/plan.h"

namespace headroom {

struct Fusion {
  Instruction instruction;
  std::vector<std::uint32_t> nodes;  // whose values it gives, or which it makes superfluous
};

/// Every fusion among the nodes up to `last`, by the node at whose place its instruction stands:
/// - slices that cut one value into consecutive pieces → one split (always);
/// - the last linear layer and the cross-entropy of its logits → linearCrossEntropy();
/// - a sum of the residual stream and the LayerNorm that reads it → fastNormedSum().
std::vector<std::optional<Fusion>> fusions(const Graph& graph, std::uint32_t last, const LoweringOptions& options);

/// The type in which a norm may be given: that of matrix products when nothing else reads it and the kernel has it.
at::ScalarType keptType(const Graph& graph, std::uint32_t node, const LoweringOptions& options);

}  // namespace headroom

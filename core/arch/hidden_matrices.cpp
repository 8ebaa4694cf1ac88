#include "core/arch/hidden_matrices.h"

namespace headroom {

std::vector<bool> hiddenMatrices(const Graph& graph) {
  const auto isLinear = [&](std::uint32_t node) { return std::holds_alternative<LinearOp>(graph.nodes[node].op); };
  const auto isExperts = [&](std::uint32_t node) { return std::holds_alternative<ExpertsOp>(graph.nodes[node].op); };
  std::uint32_t head = graph.logits.index;  // a cap may follow it
  while (!isLinear(head) && !graph.nodes[head].inputs.empty()) head = graph.nodes[head].inputs[0].index;
  std::vector<bool> hidden;
  for (const Parameter& parameter : graph.parameters) hidden.push_back(parameter.shape.size() >= 2);
  for (std::uint32_t node = 0; node < graph.nodes.size(); ++node)
    for (const ParameterId id : graph.nodes[node].parameters)
      if ((!isLinear(node) && !isExperts(node)) || node == head) hidden[id.index] = false;
  return hidden;
}

}  // namespace headroom

#include "core/train/plan.h"

#include <algorithm>
#include <optional>

#include "core/train/fusion.h"
#include "core/train/lowering.h"

namespace headroom {

std::vector<Instruction> makePlan(const Graph& graph, ValueId goal, const LoweringOptions& options) {
  std::vector<bool> needed(graph.nodes.size(), false);
  needed[goal.index] = true;
  for (std::uint32_t node = goal.index + 1; node-- > 0;)
    if (needed[node])
      for (ValueId input : graph.nodes[node].inputs) needed[input.index] = true;

  std::vector<Instruction> plan;
  std::vector<std::optional<Fusion>> fused = fusions(graph, goal, options);
  std::vector<bool> done(graph.nodes.size(), false);  // by a fusion
  for (std::uint32_t node = 0; node <= goal.index; ++node) {
    const bool all = fused[node] && std::all_of(fused[node]->nodes.begin(), fused[node]->nodes.end(),
                                                [&](std::uint32_t part) { return needed[part] && !done[part]; });
    if (!all) fused[node].reset();
    for (std::uint32_t part : fused[node] ? fused[node]->nodes : std::vector<std::uint32_t>{}) done[part] = true;
  }
  for (std::uint32_t node = 0; node <= goal.index; ++node) {
    if (fused[node]) plan.push_back(std::move(fused[node]->instruction));
    if (!needed[node] || done[node]) continue;
    Instruction instruction{.run = lower(graph, node, options)};
    for (ValueId input : graph.nodes[node].inputs) instruction.inputs.push_back(input.index);
    plan.push_back(std::move(instruction));
  }

  std::vector<bool> read(graph.nodes.size(), false);
  read[goal.index] = true;
  for (auto instruction = plan.rbegin(); instruction != plan.rend(); ++instruction)
    for (std::uint32_t input : instruction->inputs)
      if (!read[input]) {
        read[input] = true;
        instruction->dead.push_back(input);
      }
  return plan;
}

at::Tensor run(const std::vector<Instruction>& plan, ValueId goal, Frame& frame) {
  for (const Instruction& instruction : plan) {
    instruction.run(frame);
    for (std::uint32_t value : instruction.dead) frame.values[value].reset();
  }
  return std::move(frame.values[goal.index]);
}

}  // namespace headroom

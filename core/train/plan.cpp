#include "core/train/plan.h"

#include <algorithm>
#include <optional>

#include "core/train/fusion.h"
#include "core/train/lowering.h"

namespace headroom {

std::vector<Instruction> makePlan(const Graph& graph, const std::vector<ValueId>& goals,
                                  const LoweringOptions& options) {
  std::vector<bool> needed(graph.nodes.size(), false);
  std::uint32_t last = 0;
  for (const ValueId goal : goals) needed[goal.index] = true, last = std::max(last, goal.index);
  for (std::uint32_t node = last + 1; node-- > 0;)
    if (needed[node])
      for (ValueId input : graph.nodes[node].inputs) needed[input.index] = true;

  std::vector<Instruction> plan;
  std::vector<std::optional<Fusion>> fused = fusions(graph, last, options);
  std::vector<bool> done(graph.nodes.size(), false);  // by a fusion
  for (std::uint32_t node = 0; node <= last; ++node) {
    const bool all = fused[node] && std::all_of(fused[node]->nodes.begin(), fused[node]->nodes.end(),
                                                [&](std::uint32_t part) { return needed[part] && !done[part]; });
    if (!all) fused[node].reset();
    for (std::uint32_t part : fused[node] ? fused[node]->nodes : std::vector<std::uint32_t>{}) done[part] = true;
  }
  for (std::uint32_t node = 0; node <= last; ++node) {
    if (fused[node]) plan.push_back(std::move(fused[node]->instruction));
    if (!needed[node] || done[node]) continue;
    Instruction instruction{.run = lower(graph, node, options)};
    for (ValueId input : graph.nodes[node].inputs) instruction.inputs.push_back(input.index);
    plan.push_back(std::move(instruction));
  }

  std::vector<bool> read(graph.nodes.size(), false);
  for (const ValueId goal : goals) read[goal.index] = true;
  for (auto instruction = plan.rbegin(); instruction != plan.rend(); ++instruction)
    for (std::uint32_t input : instruction->inputs)
      if (!read[input]) {
        read[input] = true;
        instruction->dead.push_back(input);
      }
  return plan;
}

void run(const std::vector<Instruction>& plan, Frame& frame) {
  for (const Instruction& instruction : plan) {
    instruction.run(frame);
    for (std::uint32_t value : instruction.dead) frame.values[value].reset();
  }
}

bool canBeReplayed(const Graph& graph) {
  return std::none_of(graph.nodes.begin(), graph.nodes.end(),
                      [](const Node& node) { return std::holds_alternative<ExpertsOp>(node.op); });
}

}  // namespace headroom

#include "core/train/plan.h"

#include <algorithm>

#include "core/train/lowering.h"

namespace headroom {
namespace {

/// Slices that cut one value into consecutive pieces (q, k, v of one product) become a single split: its gradient is
/// one concatenation instead of a full-size sum for every piece. Returns the pieces when `first` is the first of such a
/// set.
std::vector<std::uint32_t> splitAt(const Graph& graph, std::uint32_t first) {
  const auto* slice = std::get_if<SliceOp>(&graph.nodes[first].op);
  if (!slice || slice->offset != 0) return {};
  const std::uint32_t source = graph.nodes[first].inputs[0].index;
  std::vector<std::uint32_t> pieces;
  std::int64_t end = 0;
  for (std::uint32_t user = first; user < graph.nodes.size(); ++user) {
    const auto& inputs = graph.nodes[user].inputs;
    if (std::find(inputs.begin(), inputs.end(), ValueId{source}) == inputs.end()) continue;
    const auto* piece = std::get_if<SliceOp>(&graph.nodes[user].op);
    if (!piece || piece->offset != end) return {};
    end += piece->width;
    pieces.push_back(user);
  }
  const Dim whole = graph.nodes[source].shape.back();
  return whole.isConcrete() && end == whole.factor && pieces.size() > 1 ? pieces : std::vector<std::uint32_t>{};
}

Instruction split(const Graph& graph, std::vector<std::uint32_t> pieces) {
  const std::uint32_t source = graph.nodes[pieces[0]].inputs[0].index;
  std::vector<std::int64_t> widths;
  for (std::uint32_t piece : pieces) widths.push_back(std::get<SliceOp>(graph.nodes[piece].op).width);
  return {.run =
              [source, pieces, widths](Frame& f) {
                const std::vector<at::Tensor> parts = f.values[source].split_with_sizes(widths, -1);
                for (std::size_t i = 0; i < pieces.size(); ++i) f.values[pieces[i]] = parts[i];
              },
          .inputs = {source}};
}

}  // namespace

std::vector<Instruction> makePlan(const Graph& graph, ValueId goal, const LoweringOptions& options) {
  std::vector<bool> needed(graph.nodes.size(), false);
  needed[goal.index] = true;
  for (std::uint32_t node = goal.index + 1; node-- > 0;)
    if (needed[node])
      for (ValueId input : graph.nodes[node].inputs) needed[input.index] = true;

  std::vector<Instruction> plan;
  std::vector<bool> done(graph.nodes.size(), false);
  for (std::uint32_t node = 0; node <= goal.index; ++node) {
    if (!needed[node] || done[node]) continue;
    const std::vector<std::uint32_t> pieces = splitAt(graph, node);
    if (!pieces.empty()) {
      plan.push_back(split(graph, pieces));
      for (std::uint32_t piece : pieces) done[piece] = true;
      continue;
    }
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

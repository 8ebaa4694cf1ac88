#include "core/arch/what_if.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace headroom {
namespace {

void forEachBlock(Elements& elements, const std::function<void(Element&)>& visit) {
  for (Element& element : elements) {
    if (element.kind == Element::Kind::Block) visit(element);
    forEachBlock(element.body, visit);
  }
}

/// The first attention of the built model; null when it has none of this kind.
const AttentionOp* attentionOf(const Graph& graph) {
  for (const Node& node : graph.nodes)
    if (const auto* op = std::get_if<AttentionOp>(&node.op)) return op;
  return nullptr;
}

/// A changed architecture, or the reason against it.
struct Changed {
  std::string from, to, obstacle;
  Architecture architecture;
};

Changed obstacle(const std::string& why) {
  return {.obstacle = why};
}

Changed otherKernel(Architecture architecture, const AttentionOp& op) {
  const bool math = op.kernel == AttentionKernel::Math;
  Changed changed{.from = std::string(word(op.kernel)), .to = math ? "flash" : "math"};
  bool found = false;
  forEachBlock(architecture.body, [&](Element& element) {
    for (const ParamSpec& spec : paramSpecs(element)) {
      if (spec.name != "kernel") continue;
      write(element, spec, changed.to);
      found = true;
    }
  });
  if (!found) return obstacle("Its attention has only one way to be computed.");
  changed.architecture = std::move(architecture);
  return changed;
}

Changed oneKeyForAll(Architecture architecture, const AttentionOp& op) {
  if (op.kvHeads == 1) return obstacle("All its heads share one key and value already.");
  bool found = false;
  forEachBlock(architecture.body, [&](Element& element) {
    if (element.block == "attention.gqa") {
      element.params["kv_heads"] = std::int64_t{1};
      found = true;
    } else if (element.block == "attention.mha") {
      element.block = "attention.mqa";
      found = true;
    }
  });
  if (!found) return obstacle("Its attention keeps no keys and values by head.");
  return {.from = std::to_string(op.kvHeads), .to = "1", .architecture = std::move(architecture)};
}

Changed halfTheHeads(Architecture architecture, const AttentionOp& op) {
  const auto size = architecture.sizes.find("heads");
  if (size == architecture.sizes.end()) return obstacle("It has no size 'heads' to halve.");
  if (op.heads % 2 != 0) return obstacle("Its " + std::to_string(op.heads) + " heads cannot be halved.");
  size->second = op.heads / 2;
  return {.from = std::to_string(op.headWidth),
          .to = std::to_string(2 * op.headWidth),
          .architecture = std::move(architecture)};
}

Changed changedBy(Change change, const Architecture& architecture, const AttentionOp* attention) {
  if (change == Change::Fusing) return {.architecture = architecture};
  if (!attention) return obstacle("It has no attention.");
  switch (change) {
    case Change::FlashAttention:
      return otherKernel(architecture, *attention);
    case Change::KvSharing:
      return oneKeyForAll(architecture, *attention);
    case Change::WiderHeads:
      return halfTheHeads(architecture, *attention);
    case Change::Fusing:
      break;
  }
  return {.architecture = architecture};
}

BuildOptions buildOptions(const Recipe& recipe, Phase phase) {
  const bool training = phase == Phase::Training;
  return {.dropout = training ? recipe.dropout : 0, .targets = training};
}

}  // namespace

std::string_view word(Change change) {
  switch (change) {
    case Change::FlashAttention:
      return "flash-attention";
    case Change::Fusing:
      return "fusing";
    case Change::KvSharing:
      return "kv-sharing";
    case Change::WiderHeads:
      return "wider-heads";
  }
  return "";
}

Result<StepProfile> profileOf(const Architecture& architecture, const Recipe& recipe, const Roofs& roofs,
                              const ProfileOptions& options) {
  HEADROOM_ASSIGN(const Graph graph, build(architecture, buildOptions(recipe, options.phase)));
  HEADROOM_ASSIGN(const ModelCost cost, modelCost(graph, recipe));
  return stepProfile(graph, cost, recipe, roofs, options);
}

Result<std::vector<WhatIf>> whatIfs(const Architecture& architecture, const Recipe& recipe, const Roofs& roofs,
                                    Phase phase) {
  HEADROOM_ASSIGN(const Graph graph, build(architecture, buildOptions(recipe, phase)));
  std::vector<WhatIf> found;
  for (const Change change : kChanges) {
    Changed changed = changedBy(change, architecture, attentionOf(graph));
    WhatIf one{.change = change, .from = changed.from, .to = changed.to, .after = {}, .obstacle = changed.obstacle};
    if (one.obstacle.empty()) {
      Result<StepProfile> after =
          profileOf(changed.architecture, recipe, roofs, {.phase = phase, .fused = change == Change::Fusing});
      if (after)
        one.after = std::move(*after);
      else
        one.obstacle = after.error().message;
    }
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace headroom

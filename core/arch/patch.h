// Patches: how an arm changes a baseline. They find elements by name, block or family, never by place, and two patches
// that touch the same thing are an error that names both.
#pragma once

#include <string>
#include <vector>

#include "core/arch/architecture.h"

namespace headroom {

/// Which elements a patch is about: all that is given must match.
struct Selector {
  std::string name, block, family;
};

struct Patch {
  enum class Kind : std::uint8_t { Set, Replace, InsertBefore, InsertAfter, Remove, WrapInResidual, Sizes };
  Kind kind = Kind::Set;
  Selector find;
  std::map<std::string, Written> values;  // Set: parameters; Sizes: sizes
  Element element;                        // Replace, InsertBefore, InsertAfter
};

/// An arm: named, ordered patches. Format headroom.arm, version 1:
/// {"find": {"family": "attention"}, "before": {"block": "norm.layer"}} — and likewise "after", "replace" with an
/// element, "set" with parameters, "remove": true, "wrap": "residual"; or {"sizes": {"kv_heads": 1}}.
struct Arm {
  std::string name, title, about, source;
  std::vector<Patch> patches;
};
Result<Arm> armFromJson(const Json& document, const std::string& source);

/// The baseline with all arms, in order.
Result<Architecture> withArms(const Architecture& baseline, const std::vector<Arm>& arms);

}  // namespace headroom

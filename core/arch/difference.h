// What differs between two architectures or two recipes: elements are matched by what they are, not by where they
// stand, so that one block put in front of the others is one difference.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/arch/architecture.h"
#include "core/arch/recipe.h"

namespace headroom {

/// One thing that was added, removed or changed. Places are document paths of elements; an absent one is not in that
/// document, and both are absent for a size or a key of the recipe.
struct Difference {
  enum class Kind : std::uint8_t { Added, Removed, Changed };
  Kind kind = Kind::Changed;
  std::optional<ElementPath> before, after;
  std::string what;      // "norm.layer", "attention.mha.heads", "width", "learning_rate"
  std::string from, to;  // as written; "" where there is none
  bool operator==(const Difference&) const = default;
};

/// Sizes first, by name; then elements in order of `other`, what was removed where it stood. What inner elements differ
/// in is said of them; something added or removed is said once, of its outermost element. No differences means that
/// both build the same model. Matching takes the fewest additions and removals, weighed by size, that keep the order.
std::vector<Difference> differences(const Architecture& baseline, const Architecture& other);
/// By key, in the order of the recipe.
std::vector<Difference> differences(const Recipe& baseline, const Recipe& other);

/// "+ norm.layer", "− norm.layer", "width: 64 → 96".
std::string toText(const Difference& difference);

}  // namespace headroom

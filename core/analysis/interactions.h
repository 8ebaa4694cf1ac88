// Do changes add up? Additivity, pairwise interactions and Shapley shares of k changes, from the gains of their sets.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/analysis/intervals.h"

namespace headroom {

/// Bit i: change i is in the set.
using ChangeSet = std::uint32_t;
/// d = ln CEG of a set against none, by seed.
using SetGains = std::map<ChangeSet, std::map<std::int64_t, double>>;

/// What to train: all sets for up to four changes, else each alone, each left out, and all. Ascending, without the
/// empty set. 1 to 31 changes.
std::vector<ChangeSet> interactionDesign(unsigned changes);

struct Interactions {
  /// v(all) / Σ v({i}): 1 = gains multiply, below 1 = they overlap. Empty where a set is missing or the sum is less
  /// than two of its standard errors.
  std::optional<double> additivity;
  /// v({i, j}) − v({i}) − v({j}) as a gain (1 = none); [i][j], empty on the diagonal and where a set is missing.
  std::vector<std::vector<std::optional<GainEstimate>>> pairwise;
  /// Shapley 1953: Σ over S without i of |S|!(k−|S|−1)!/k! · [v(S ∪ i) − v(S)] as a gain; their product is the gain of
  /// all. Empty without the full factorial.
  std::vector<std::optional<GainEstimate>> shapley;
};

/// Everything is computed for each seed that all sets involved share, then gets its interval (intervals.h).
Interactions interactions(unsigned changes, const SetGains& gains, double confidence = 0.95);

}  // namespace headroom

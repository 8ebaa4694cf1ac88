// Fair learning rates: the same number of trials for every arm and scale, on a grid of factors of two that grows while
// its best lies on an edge.
#pragma once

#include <optional>
#include <vector>

namespace headroom {

struct RateTrial {
  double rate = 0;
  double loss = 0;  // not finite: diverged
};

struct TunedRate {
  double rate = 0;  // vertex of the parabola in ln rate through the best trial and its two neighbours
  double bestTrial = 0, bestLoss = 0;
  std::optional<double> next;  // the best lies on an edge: try this one too
};

/// Trials in any order; losses of equal rates are averaged. Empty when none has a finite loss. On an edge, or beside a
/// trial that diverged, the rate is the best trial's.
std::optional<TunedRate> tunedRate(const std::vector<RateTrial>& trials);

/// How much a wrong rate costs: mean over the grid of min(L, L_init) − L*, L* the least. 0: every rate does as well.
std::optional<double> rateSensitivity(const std::vector<RateTrial>& trials, double initialLoss);

}  // namespace headroom

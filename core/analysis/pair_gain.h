// Pairs of runs of equal seed at one scale → d = ln CEG of each pair, for steps, FLOPs and seconds; or the reason why
// not. The gain is read over the last 30 % of the slower side's training in log compute, at nine losses.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/loss_curve.h"

namespace headroom {

struct RunPair {
  const UsableRun* baseline;
  const UsableRun* arm;
};

struct TargetOptions {
  std::optional<double> loss;  // else the last loss that all runs reached
  double extrapolate = 1;      // how far past a run's last compute a power law may be asked; 1 = not at all
  double confidence = 0.95;    // of the interval of a fitted floor
};

struct PairGains {
  struct AtLoss {
    double loss = 0;
    std::vector<double> d;  // steps, one a pair
  };
  std::string refusal;  // then the rest is empty
  double target = 0;
  std::optional<double> extrapolated;    // largest factor past a run's last step
  std::vector<double> step, flop, wall;  // ln CEG, one a pair; empty where unknown
  std::vector<AtLoss> curve;             // 25 losses from the target to the end of the overlap
  double baselineLnFlops = 0;            // at the target, mean over pairs; where flop is known
  bool pinned = true;                    // false: a power law was not pinned down by its points
};

/// Needs a pair, and all runs usable.
PairGains pairGains(const std::vector<RunPair>& pairs, const TargetOptions& options = {});

/// |dL/dlnC| of a run over the last 30 % of its training in log steps: what turns noise of the loss into noise of
/// ln CEG (planning.h).
double endSlope(const UsableRun& run);

}  // namespace headroom

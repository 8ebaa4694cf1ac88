// The gain of a run over a baseline while either may still train: three gains, by the paper's rule, provisional.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/ceg_paper.h"
#include "core/analysis/curves.h"

namespace headroom {

/// A gain, or why there is none.
struct Gain {
  std::optional<double> value;
  std::string reason;  // exactly when there is no value
};

/// The arm's gain as it stood at one of its evaluations: the baseline's evaluations to the arm's smallest smoothed loss
/// so far ÷ the arm's. The last point is where the arm passes the baseline's last loss.
struct LiveGainPoint {
  std::int64_t step = 0;
  double loss = 0;
  double gain = 0;
};

struct LiveCeg {
  std::string label = "paper estimator, provisional, not annealed";
  PaperGain paper;                   // the step gain with its target and counts
  Gain step, flop, wall;             // never show one without the other two
  std::vector<LiveGainPoint> curve;  // of the step gain
  std::vector<std::string> warnings;
};

/// Steps by the paper's rule; FLOPs and seconds by the cost of a step: CEG_FLOP = CEG_step · f_b/f_v and CEG_wall =
/// CEG_step · τ_b/τ_v, f = FLOPs a step, τ = median seconds a step (the interval from step 0 is start-up and left out).
LiveCeg liveCeg(CurveView baseline, CurveView arm);

}  // namespace headroom

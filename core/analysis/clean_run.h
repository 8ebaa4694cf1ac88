// One run's evaluations → the points that count: without step 0, spikes and what came after the run diverged.
//
// A point is off when its loss lies above the least running median of three before it by more than h = max(0.02, 4σ),
// σ = 1.4826 · median |second difference| / √6. Three off in a row: unstable; the last three: diverged.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/analysis/curves.h"

namespace headroom {

struct CleanRun {
  std::vector<CurvePoint> points;  // in order of step, step > 0, losses finite
  bool diverged = false, unstable = false;
  std::int64_t divergedAt = 0;  // the step from which on it had diverged
};

CleanRun cleanRun(CurveView curve);

/// Spread of one evaluation's loss, from second differences: what a smooth curve cannot explain. 0 below three points.
double evaluationNoise(CurveView points);

/// Median of Δseconds/Δstep between points; the interval from step 0 is start-up, and a clean run has no step 0.
/// Empty where unknown or not above 0.
std::optional<double> medianStepSeconds(CurveView points);

}  // namespace headroom

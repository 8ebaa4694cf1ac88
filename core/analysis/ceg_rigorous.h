// Compute-equivalent gain with its uncertainty: every pair of runs (same scale, same seed) becomes one number
// d = ln CEG, then small-sample statistics on those numbers. The gain to believe; the paper's rule is in ceg_paper.h.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/curves.h"
#include "core/analysis/gain_bound.h"
#include "core/analysis/intervals.h"
#include "core/analysis/noise_floor.h"
#include "core/analysis/scale_slope.h"
#include "core/base/result.h"

namespace headroom {

struct RigorousOptions {
  std::optional<double> target;       // a loss; else the last that arm and baseline both reached
  double extrapolate = 1;             // 1 (off) to 4: how far past the measured compute a power law may be asked
  std::optional<std::string> sameAs;  // --aa: an arm with the baseline's mathematics, a second noise floor
  double equivalence = 0.05, confidence = 0.95;
};

struct RigorousCell {
  enum class Status { Ok, OnePair, Refused };
  struct AtLoss {
    double loss = 0;
    GainEstimate gain;
  };
  std::string arm, scale;
  Status status = Status::Refused;
  std::string reason;  // exactly when not Ok
  std::size_t pairs = 0;
  std::optional<double> targetLoss, extrapolated;  // extrapolated: factor past the data
  std::optional<GainEstimate> step, flop, wall;    // never show one without the other two
  std::optional<GainBound> bound;                  // of what was refused because no loss was reached by both
  std::string whyNoFlop, whyNoWall;                // where one is absent although step is there
  std::optional<double> p, pHolm;                  // two-sided, of no gain a step
  std::size_t divergedArm = 0, divergedBaseline = 0;
  std::map<std::int64_t, double> stepBySeed;  // ln CEG_step of each pair
  std::vector<AtLoss> curve;                  // of the step gain, from the target up to the end of the overlap
};
std::string_view word(RigorousCell::Status status);

struct RigorousResult {
  std::string baseline;
  std::size_t rows = 0, runs = 0;
  std::vector<std::string> warnings;
  std::vector<RigorousCell> cells;  // by scale, arm
  std::vector<ArmVerdict> arms;
  std::vector<NoiseFloor> floors;
};

/// BadInput: an option out of its range; `baseline` or `sameAs` is no arm of the table. Everything else has an answer,
/// even if all it says is why there is no gain. Does not depend on the order of runs.
Result<RigorousResult> rigorousCeg(const CurveTable& table, const std::string& baseline,
                                   const RigorousOptions& options = {});

}  // namespace headroom

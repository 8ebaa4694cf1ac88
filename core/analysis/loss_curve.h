// Points of a run → a curve: isotonic regression, then straight lines in (loss, ln compute) between its knots.
//
// Pool adjacent violators with equal weights, decreasing: Barlow, Bartholomew, Bremner & Brunk 1972. Knots are block
// means, never a block's edges, which are biased at the end. Straight lines cannot overshoot as a spline can.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/clean_run.h"

namespace headroom {

/// Mean of a block.
struct Knot {
  double lnStep = 0, lnFlops = 0, loss = 0;
};

/// Block means of the isotonic (decreasing) regression of the losses; points in order of step.
std::vector<Knot> pooledKnots(const std::vector<Knot>& points);

/// Losses fall strictly from knot to knot, so compute is a function of the loss; defined from first() down to last().
class LossCurve {
 public:
  LossCurve() = default;
  explicit LossCurve(CurveView points);

  const std::vector<Knot>& knots() const { return m_knots; }
  double first() const { return m_knots.front().loss; }
  double last() const { return m_knots.back().loss; }

  double lnStepAt(double loss) const { return at(loss, &Knot::lnStep); }
  double lnFlopsAt(double loss) const { return at(loss, &Knot::lnFlops); }
  /// The other way; constant beyond the ends.
  double lossAt(double lnStep) const;

 private:
  double at(double loss, double Knot::*compute) const;
  std::vector<Knot> m_knots;
};

/// A run ready to be compared, or the reason why it cannot be.
struct UsableRun {
  CleanRun clean;
  LossCurve curve;      // unless there is a problem
  std::string problem;  // "only 2 usable points; a run needs 4"
  bool hasFlops = false;
  std::optional<double> stepSeconds;

  bool usable() const { return problem.empty(); }
  double lastStep() const { return static_cast<double>(clean.points.back().step); }
  double flopsPerStep() const { return clean.points.back().flops / lastStep(); }
};

UsableRun usableRun(CurveView curve);

/// Runs of one arm at one scale, by seed.
using SeedRuns = std::map<std::int64_t, const UsableRun*>;

}  // namespace headroom

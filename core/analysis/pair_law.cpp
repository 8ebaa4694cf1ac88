// A target below the data: each pair of runs gets two power laws with one floor, and ln CEG is read from them.
#include "core/analysis/pair_law.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/statistics.h"
#include "core/base/units.h"

namespace headroom {
namespace {

constexpr std::size_t kMostPoints = 2000;

/// "9.1", "4"
std::string times(double factor) {
  return (factor == std::round(factor) ? shortest(factor) : formatFixed(factor, 1)) + "×";
}

/// Where a target under the floor would be asked for; "" where it lies above.
std::string floorProblem(const std::vector<PowerLawFit>& fits, double target, double confidence) {
  std::vector<double> floors;
  for (const PowerLawFit& fit : fits) floors.push_back(fit.floor);
  double half = 0;
  if (floors.size() > 1) {
    const double n = static_cast<double>(floors.size());
    half = studentQuantile((1 + confidence) / 2, n - 1) * std::sqrt(variance(floors) / n);
  }
  const double highest = *std::max_element(floors.begin(), floors.end());
  if (target > highest && target > mean(floors) + half) return "";
  return "the target lies within the fitted floor " + formatFixed(mean(floors), 2) +
         (floors.size() > 1 ? " ± " + formatFixed(half, 2) : "");
}

}  // namespace

LawPoints latePoints(const UsableRun& run) {
  LawPoints points;
  const double last = run.lastStep();
  for (const CurvePoint& point : run.clean.points) {
    if (10 * static_cast<double>(point.step) <= last) continue;
    points.lnC.push_back(std::log(static_cast<double>(point.step)));
    points.lnL.push_back(std::log(point.loss));
  }
  if (points.lnC.size() <= kMostPoints) return points;
  // The first point at or past each of 2,000 equal distances in ln C.
  LawPoints thinned;
  const double begin = points.lnC.front(), reach = points.lnC.back() - begin;
  std::size_t next = 0;
  for (std::size_t i = 0; i < points.lnC.size(); ++i) {
    if (points.lnC[i] < begin + reach * static_cast<double>(next) / static_cast<double>(kMostPoints - 1)) continue;
    thinned.lnC.push_back(points.lnC[i]);
    thinned.lnL.push_back(points.lnL[i]);
    while (next < kMostPoints &&
           points.lnC[i] >= begin + reach * static_cast<double>(next) / static_cast<double>(kMostPoints - 1))
      ++next;
  }
  return thinned;
}

PairLaws fitPairs(const std::vector<RunPair>& pairs, double target, const PairLawOptions& options) {
  PairLaws laws;
  for (const RunPair& pair : pairs) {
    for (const UsableRun* run : {pair.baseline, pair.arm})
      if (run->curve.last() <= 0 || std::any_of(run->clean.points.begin(), run->clean.points.end(),
                                                [](const CurvePoint& point) { return point.loss <= 0; }))
        return laws.refusal = "a power law needs losses above 0", laws;
    const std::optional<PowerLawFit> fit = fitPowerLaws({latePoints(*pair.baseline), latePoints(*pair.arm)});
    if (!fit) return laws.refusal = "too few points past a tenth of the runs to fit a curve", laws;
    laws.pinned = laws.pinned && fit->pinned;
    laws.fits.push_back(*fit);
  }
  laws.refusal = floorProblem(laws.fits, target, options.confidence);
  if (!laws.refusal.empty()) return laws;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    laws.factor = std::max({laws.factor, std::exp(laws.fits[i].lnComputeAt(0, target)) / pairs[i].baseline->lastStep(),
                            std::exp(laws.fits[i].lnComputeAt(1, target)) / pairs[i].arm->lastStep()});
  }
  if (laws.factor > options.most)
    laws.refusal = "the target would need " + times(laws.factor) + " the measured compute; at most " +
                   times(options.most) + " is extrapolated";
  return laws;
}

}  // namespace headroom

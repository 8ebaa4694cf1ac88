// What two copies of the baseline would show by chance.
#include "core/analysis/noise_floor.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/analysis/statistics.h"

namespace headroom {

std::optional<double> seedFloor(const std::vector<const UsableRun*>& baseline, double confidence) {
  if (baseline.size() < 2) return std::nullopt;
  double lowest = -std::numeric_limits<double>::infinity(), top = std::numeric_limits<double>::infinity();
  for (const UsableRun* run : baseline) {
    lowest = std::max(lowest, run->curve.last());
    top = std::min(top, run->curve.first());
  }
  if (lowest > top) return std::nullopt;
  std::vector<double> steps;
  for (const UsableRun* run : baseline) steps.push_back(run->curve.lnStepAt(lowest));
  const double n = static_cast<double>(steps.size());
  return std::exp(studentQuantile((1 + confidence) / 2, n - 1) * std::sqrt(variance(steps) * 2 / n));
}

}  // namespace headroom

#include "ui/runs/seed_means.h"

#include <algorithm>
#include <cmath>

namespace headroom {

namespace {

/// NaN outside the curve and beside values that are no numbers.
double valueAt(const SeedCurve& curve, double x) {
  const auto above = std::lower_bound(curve.x.begin(), curve.x.end(), x);
  if (above == curve.x.end()) return NAN;
  const auto i = static_cast<std::size_t>(above - curve.x.begin());
  if (*above == x) return curve.y[i];
  if (i == 0) return NAN;
  const double part = (x - curve.x[i - 1]) / (curve.x[i] - curve.x[i - 1]);
  return curve.y[i - 1] + part * (curve.y[i] - curve.y[i - 1]);
}

}  // namespace

MeanCurve meanOverSeeds(const std::vector<SeedCurve>& seeds) {
  MeanCurve result;
  const SeedCurve* coarsest = nullptr;
  double from = -INFINITY, to = INFINITY;
  for (const auto& seed : seeds) {
    if (seed.x.empty()) continue;
    if (!coarsest || seed.x.size() < coarsest->x.size()) coarsest = &seed;
    from = std::max(from, seed.x.front());
    to = std::min(to, seed.x.back());
  }
  if (!coarsest) return result;
  for (const double x : coarsest->x) {
    if (x < from || x > to) continue;
    double sum = 0, low = INFINITY, high = -INFINITY;
    int count = 0;
    for (const auto& seed : seeds) {
      const double y = seed.x.empty() ? NAN : valueAt(seed, x);
      if (!std::isfinite(y)) continue;
      sum += y;
      low = std::min(low, y);
      high = std::max(high, y);
      ++count;
    }
    result.x.push_back(x);
    result.mean.push_back(count > 0 ? sum / count : NAN);
    result.low.push_back(count > 0 ? low : NAN);
    result.high.push_back(count > 0 ? high : NAN);
  }
  return result;
}

}  // namespace headroom

// Smoothing of a noisy curve: exponential average weighted by the distance between points, without the bias of its
// start.
#pragma once

#include <optional>

namespace headroom {

/// m ← βm + (1−β)y, w ← βw + (1−β), value = m/w, with β = weight^(Δx / typical Δx): a gap forgets as much as the points
/// missing in it would have. Values that are not finite pass through and leave the average as it is.
class Smoother {
 public:
  explicit Smoother(double weight) : m_weight(weight) {}
  double next(double x, double y);

 private:
  double m_weight;
  std::optional<double> m_lastX;
  std::optional<double> m_spacing;           // of the first two points: typical, and known at once
  double m_distance = 1, m_beta = m_weight;  // of the last point: evenly spaced points need no power
  double m_mean = 0, m_total = 0;
};

}  // namespace headroom

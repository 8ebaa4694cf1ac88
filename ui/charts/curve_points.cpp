#include "ui/charts/curve_points.h"

#include <algorithm>

namespace headroom {

void CurvePoints::append(std::span<const double> x, std::span<const double> y) {
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
    measured->append(x[i], y[i]);
    if (smoothed) smoothed->append(x[i], smoother.next(x[i], y[i]));
    if (!canBeDrawn(y[i]) && notNumbers++ == 0) firstNotNumber = x[i];
  }
}

CurvePoints curvePoints(std::span<const double> x, std::span<const double> y, double weight) {
  CurvePoints points{.smoother = Smoother(weight), .weight = weight};
  if (weight > 0) points.smoothed = std::make_shared<MinMaxPyramid>();
  points.append(x, y);
  return points;
}

CurvePoints smoothedAgain(const CurvePoints& points, double weight) {
  CurvePoints again = points;
  again.weight = weight;
  again.smoother = Smoother(weight);
  again.smoothed.reset();
  if (weight <= 0) return again;
  again.smoothed = std::make_shared<MinMaxPyramid>();
  const auto &x = points.measured->x(), &y = points.measured->y();
  for (std::size_t i = 0; i < x.size(); ++i) again.smoothed->append(x[i], again.smoother.next(x[i], y[i]));
  return again;
}

}  // namespace headroom

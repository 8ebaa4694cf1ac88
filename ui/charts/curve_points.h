// The numbers behind one curve: as measured, and smoothed beside it. Both are shared and never change once another
// thread may read them; only their owner's thread appends.
#pragma once

#include <memory>
#include <span>

#include "ui/charts/min_max_pyramid.h"
#include "ui/charts/smoother.h"

namespace headroom {

struct CurvePoints {
  std::shared_ptr<MinMaxPyramid> measured = std::make_shared<MinMaxPyramid>();
  std::shared_ptr<MinMaxPyramid> smoothed;  // null without smoothing
  Smoother smoother{0};
  double weight = 0;           // of the smoothing
  std::size_t notNumbers = 0;  // values that cannot be drawn
  double firstNotNumber = 0;   // where the first of them stands

  const MinMaxPyramid& shown() const { return smoothed ? *smoothed : *measured; }
  void append(std::span<const double> x, std::span<const double> y);
};

CurvePoints curvePoints(std::span<const double> x, std::span<const double> y, double weight);
/// The same points smoothed otherwise; shares the measured ones.
CurvePoints smoothedAgain(const CurvePoints& points, double weight);

}  // namespace headroom

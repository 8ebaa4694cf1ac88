// Where the pieces of a gain chart stand: shared by its painter and by the widget that finds rows under the mouse.
#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QRectF>

#include "ui/charts/gain_chart.h"

namespace headroom {

struct GainChartLayout {
  QRectF area, title, legend, plot, note;
  double from = 0.5, to = 2;  // of the axis
  double rowsTop = 0, rowHeight = 0;
  std::size_t rows = 0;

  /// Clamped to the plot.
  double x(double gain) const;
  QRectF row(std::size_t index) const;
  static double leastRowHeight(const QFontMetricsF& metrics) { return metrics.height() * 1.9; }
};

GainChartLayout layoutOf(const GainChart& chart, const QRectF& area, const QFont& font);

QString gainChartTitle(const GainChart& chart);
/// One row in words.
QString describe(const GainRow& row);

}  // namespace headroom

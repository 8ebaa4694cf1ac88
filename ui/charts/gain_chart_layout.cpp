#include "ui/charts/gain_chart_layout.h"

#include <algorithm>
#include <cmath>

namespace headroom {

namespace {

constexpr double kMostBeyond = 3;  // how far past the outermost gain a bar is drawn before it ends in an arrow

/// From the smallest to the largest gain with their bars, 1 and the noise floor; a bar of two seeds may be hundreds
/// wide.
void fitAxis(const GainChart& chart, GainChartLayout& layout) {
  double low = chart.floorLow.value_or(1), high = chart.floorHigh.value_or(1);
  for (const GainRow& row : chart.rows)
    for (const ShownGain* gain : {&row.step, &row.flop, &row.wall}) {
      if (!gain->ceg || !(*gain->ceg > 0)) continue;
      low = std::min(low, *gain->ceg);
      high = std::max(high, *gain->ceg);
    }
  double from = low, to = high;
  for (const GainRow& row : chart.rows)
    for (const ShownGain* gain : {&row.step, &row.flop, &row.wall}) {
      if (!gain->ceg || !gain->low || !gain->high) continue;
      from = std::min(from, std::max(*gain->low, low / kMostBeyond));
      to = std::max(to, std::min(*gain->high, high * kMostBeyond));
    }
  const double margin = std::max(std::pow(to / from, 0.06), 1.03);
  layout.from = std::max(from / margin, 1e-6);
  layout.to = to * margin;
}

}  // namespace

double GainChartLayout::x(double gain) const {
  const double share = std::log(std::clamp(gain, from, to) / from) / std::log(to / from);
  return plot.left() + plot.width() * share;
}

QRectF GainChartLayout::row(std::size_t index) const {
  return {area.left(), rowsTop + rowHeight * static_cast<double>(index), area.width(), rowHeight};
}

GainChartLayout layoutOf(const GainChart& chart, const QRectF& area, const QFont& font) {
  GainChartLayout layout;
  layout.area = area;
  layout.rows = chart.rows.size();
  const QFontMetricsF metrics(font);
  QFont strong = font;
  strong.setWeight(QFont::DemiBold);
  const double line = metrics.height() + 4, left = area.left() + 14, right = area.right() - 14;
  const double titleWidth = QFontMetricsF(strong).horizontalAdvance(gainChartTitle(chart)) + 4;
  const double legendWidth = metrics.horizontalAdvance(QStringLiteral("per step per FLOP per second here")) + 92;
  double top = area.top() + 8;
  const bool beside = titleWidth + 18 + legendWidth <= right - left;
  layout.title = QRectF(left, top, beside ? titleWidth : right - left, line);
  if (beside) {
    layout.legend = QRectF(left + titleWidth + 18, top, right - left - titleWidth - 18, line);
  } else {
    top += line;
    layout.legend = QRectF(left, top, right - left, line);
  }
  top += line + 2;
  const double noteHeight = chart.note.isEmpty() ? 6 : line;
  layout.note = QRectF(left, area.bottom() - noteHeight - 2, right - left, noteHeight);

  double names = metrics.horizontalAdvance(QStringLiteral("MMMM")),
         values = metrics.horizontalAdvance("0.00 [0.00, 0.00]");
  for (const GainRow& row : chart.rows) {
    names = std::max(names, metrics.horizontalAdvance(row.name));
    values = std::max(values, metrics.horizontalAdvance(gainText(row.step)));
  }
  names = std::min(names + 24, area.width() * 0.28);
  values = std::min(values + 28, area.width() * 0.34);
  const double bottom = layout.note.top() - metrics.height() - 4;  // below it: the numbers of the axis
  layout.plot = QRectF(left + names, top, std::max(right - left - names - values, 20.0), std::max(bottom - top, 20.0));
  layout.rowsTop = top + metrics.height() * 0.95;  // the word at the noise floor
  layout.rowHeight =
      std::max(layout.plot.bottom() - layout.rowsTop, 8.0) / std::max<double>(1, static_cast<double>(layout.rows));
  fitAxis(chart, layout);
  return layout;
}

}  // namespace headroom

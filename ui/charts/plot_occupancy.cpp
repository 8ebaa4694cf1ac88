#include "ui/charts/plot_occupancy.h"

#include <algorithm>
#include <cmath>

#include "ui/charts/line_clip.h"

namespace headroom {

int PlotOccupancy::column(double x) const {
  return static_cast<int>(std::clamp(std::floor(x / m_plot.width() * kColumns), -1.0, double{kColumns}));
}

int PlotOccupancy::row(double y) const {
  return static_cast<int>(std::clamp(std::floor(y / m_plot.height() * kRows), -1.0, double{kRows}));
}

void PlotOccupancy::mark(double x, double y) {
  const int c = column(x), r = row(y);
  if (c >= 0 && c < kColumns && r >= 0 && r < kRows) m_cells.set(static_cast<std::size_t>(r * kColumns + c));
}

void PlotOccupancy::addLine(QPointF from, QPointF to) {
  if (m_plot.isEmpty() || !std::isfinite(from.x() + from.y() + to.x() + to.y())) return;
  const auto seen = clipped(from, to, QRectF(QPointF(0, 0), m_plot));
  if (!seen) return;
  const double cells =
      std::max(std::abs(seen->dx()) / m_plot.width() * kColumns, std::abs(seen->dy()) / m_plot.height() * kRows);
  const int steps = static_cast<int>(cells * 2) + 1;
  for (int i = 0; i <= steps; ++i) {  // steps of half a cell
    const QPointF at = seen->pointAt(static_cast<double>(i) / steps);
    mark(at.x(), at.y());
  }
}

void PlotOccupancy::addRect(const QRectF& rect) {
  if (m_plot.isEmpty() || !rect.isValid()) return;
  for (int r = std::max(row(rect.top()), 0); r <= std::min(row(rect.bottom()), kRows - 1); ++r)
    for (int c = std::max(column(rect.left()), 0); c <= std::min(column(rect.right()), kColumns - 1); ++c)
      m_cells.set(static_cast<std::size_t>(r * kColumns + c));
}

bool PlotOccupancy::isFree(const QRectF& rect) const {
  if (m_plot.isEmpty() || rect.left() < 0 || rect.top() < 0 || rect.right() > m_plot.width() ||
      rect.bottom() > m_plot.height())
    return false;
  // A cell around it stays free too: curves are wider than a point.
  for (int r = std::max(row(rect.top()) - 1, 0); r <= std::min(row(rect.bottom()) + 1, kRows - 1); ++r)
    for (int c = std::max(column(rect.left()) - 1, 0); c <= std::min(column(rect.right()) + 1, kColumns - 1); ++c)
      if (m_cells.test(static_cast<std::size_t>(r * kColumns + c))) return false;
  return true;
}

std::optional<QPointF> PlotOccupancy::placeFor(QSizeF size, std::optional<QPointF> current) const {
  const auto fits = [&](QPointF place) { return isFree(QRectF(place, size)); };
  if (current && fits(*current)) return current;
  const double gap = 6, right = m_plot.width() - size.width() - gap, bottom = m_plot.height() - size.height() - gap;
  for (const QPointF corner : {QPointF(right, gap), QPointF(right, bottom), QPointF(gap, gap), QPointF(gap, bottom)})
    if (fits(corner)) return corner;
  const double across = m_plot.width() / kColumns * 2, down = m_plot.height() / kRows * 2;
  for (double x = right; x >= gap; x -= across)
    for (double y = gap; y <= bottom; y += down)
      if (fits({x, y})) return QPointF(x, y);
  return {};
}

}  // namespace headroom

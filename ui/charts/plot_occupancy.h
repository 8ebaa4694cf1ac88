// Which parts of a plot are drawn on: a coarse raster that finds a place for a legend where it covers no curve.
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <bitset>
#include <optional>

namespace headroom {

class PlotOccupancy {
 public:
  explicit PlotOccupancy(QSizeF plot) : m_plot(plot) {}

  /// In pixels from the plot's top left corner; what lies outside counts where it crosses the plot.
  void addLine(QPointF from, QPointF to);
  void addRect(const QRectF& rect);
  bool isFree(const QRectF& rect) const;
  /// Top left corner of a free rectangle of this size: `current` while that is free, else the corners from the top
  /// right on, else any other place; empty when there is none.
  std::optional<QPointF> placeFor(QSizeF size, std::optional<QPointF> current) const;

 private:
  static constexpr int kColumns = 64, kRows = 40;
  int column(double x) const;
  int row(double y) const;
  void mark(double x, double y);

  QSizeF m_plot;
  std::bitset<kColumns * kRows> m_cells;
};

}  // namespace headroom

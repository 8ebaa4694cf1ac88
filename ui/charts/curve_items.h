// How a curve is drawn in a QCustomPlot: a line through decimated points, and the intervals around it.
#pragma once

#include <qcustomplot.h>

#include <span>

#include "ui/charts/chart_spec.h"
#include "ui/charts/min_max_pyramid.h"
#include "ui/charts/plot_occupancy.h"

namespace headroom {

/// QCPGraph draws every segment in a call of its own and copies all points three times a frame, which is several times
/// slower.
class LineItem : public QCPAbstractPlottable {
 public:
  LineItem(QCPAxis* x, QCPAxis* y);

  /// `dots`: a disc at every point as well, while they do not touch.
  void setLook(const QPen& pen, bool dots);
  /// Ascending in x; a y that is no number is a gap.
  void setPoints(std::vector<ChartPoint> points);
  const std::vector<ChartPoint>& points() const { return m_points; }
  /// Where points lie beyond the plot's top or bottom, a mark at the border points at them.
  void setMarksOutliers(bool on) { m_marksOutliers = on; }
  void occupy(PlotOccupancy& occupancy) const;

  double selectTest(const QPointF& place, bool onlySelectable, QVariant* details = nullptr) const override;
  QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const override;
  QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                         const QCPRange& within = QCPRange()) const override;

 protected:
  void draw(QCPPainter* painter) override;
  void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

 private:
  /// Pieces between gaps, in pixels.
  std::vector<QPolygonF> pieces() const;
  void drawOutlierMarks(QCPPainter* painter) const;

  std::vector<ChartPoint> m_points;
  bool m_dots = false;
  bool m_marksOutliers = false;
};

/// Whiskers or a band, behind the curve.
class SpreadItem : public QCPAbstractPlottable {
 public:
  SpreadItem(QCPAxis* x, QCPAxis* y, const std::vector<double>& xs, const ChartSeries& series);

  void setLook(const QColor& whiskers, const QColor& band);
  /// Least and greatest bound of the points with x in the range, above 0 when `positive`.
  std::optional<std::pair<double, double>> bounds(const QCPRange& x, bool positive) const;
  void occupy(PlotOccupancy& occupancy) const;

  double selectTest(const QPointF&, bool, QVariant* = nullptr) const override { return -1; }
  QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const override;
  QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                         const QCPRange& within = QCPRange()) const override;

 protected:
  void draw(QCPPainter* painter) override;
  void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

 private:
  QPointF pixel(std::size_t point, double value) const;

  std::vector<double> m_x, m_low, m_high;  // of the points that have an interval
  bool m_band = false;
};

}  // namespace headroom

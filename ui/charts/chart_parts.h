// Pieces that QCustomPlot lacks: a caption row that elides, numbers with SI prefixes on an axis, one decimated curve.
#pragma once

#include <qcustomplot.h>

#include "ui/charts/chart_spec.h"
#include "ui/charts/min_max_pyramid.h"
#include "ui/charts/smoother.h"

namespace headroom {

/// One line of text at the left, one at the right; the left one elides when both do not fit.
class CaptionRow : public QCPLayoutElement {
 public:
  explicit CaptionRow(QCustomPlot* plot) : QCPLayoutElement(plot) { setMargins(QMargins(0, 0, 0, 0)); }
  void setTexts(const QString& left, const QString& right);
  void setLook(const QFont& leftFont, const QColor& leftColour, const QFont& rightFont, const QColor& rightColour);
  QSize minimumOuterSizeHint() const override;
  QSize maximumOuterSizeHint() const override;

 protected:
  void draw(QCPPainter* painter) override;
  void applyDefaultAntialiasingHint(QCPPainter*) const override {}

 private:
  int textHeight() const;
  QString m_left, m_right;
  QFont m_leftFont, m_rightFont;
  QColor m_leftColour, m_rightColour;
};

/// 0, 25 k, 50 k.
class PrefixedTicker : public QCPAxisTicker {
 protected:
  QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;
};
/// Round numbers between the powers of ten where the axis spans little.
class LogTicker : public QCPAxisTickerLog {
 protected:
  QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
};
class PrefixedLogTicker : public LogTicker {
 protected:
  QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;
};

/// Draws its line in one call: QCPGraph makes one of every segment, which is several times slower for thousands of
/// them.
class LineGraph : public QCPGraph {
 public:
  using QCPGraph::QCPGraph;

 protected:
  void drawLinePlot(QCPPainter* painter, const QVector<QPointF>& lines) const override;
};

/// The intervals of a series' points, behind its curve: whiskers or a band.
class SpreadGraph : public QCPGraph {
 public:
  using QCPGraph::QCPGraph;
  void setSpread(std::vector<double> x, const ChartSeries& series);
  /// Least and greatest bound of the points with x in the range, above 0 when `positive`.
  std::optional<std::pair<double, double>> bounds(const QCPRange& x, bool positive) const;

 protected:
  void draw(QCPPainter* painter) override;

 private:
  QPointF pixel(std::size_t point, double value) const;
  std::vector<double> m_x, m_low, m_high;  // of the points that have an interval
  bool m_band = false;
};

/// A series with its points, its smoothed twin and the graphs that draw them.
struct Curve {
  ChartSeries description;  // without points
  MinMaxPyramid points;
  MinMaxPyramid smoothed;  // empty without smoothing
  Smoother smoother{0};
  QCPGraph* graph = nullptr;      // the strong line
  QCPGraph* raw = nullptr;        // faint, behind; only with smoothing
  SpreadGraph* spread = nullptr;  // only of a series with intervals
  bool hidden = false;

  void append(std::span<const double> x, std::span<const double> y, double smoothing);
  void smoothAgain(double smoothing);
  /// Gives the graphs what is visible between the columns' edges; returns how many points that are.
  std::size_t show(std::span<const double> edges, double tolerance, bool logarithmicY);
};

}  // namespace headroom

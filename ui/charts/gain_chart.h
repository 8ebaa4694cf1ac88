// Compute-equivalent gains of one scale with their intervals: per step, per FLOP and per second, always together, the
// noise floor behind them. Plain data, one painter for the window and for paper, and the widget.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QRectF>
#include <QString>
#include <QWidget>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "ui/theme.h"

class QPainter;

namespace headroom {

struct ShownGain {
  std::optional<double> ceg;        // absent: `reason` says why
  std::optional<double> low, high;  // both or none; none: one pair, `reason` says so
  QString reason;
  bool operator==(const ShownGain&) const = default;
};

struct GainRow {
  QString name;  // the arm
  ShownGain step, flop, wall;
  bool operator==(const GainRow&) const = default;
};

struct GainChart {
  QString title;  // "Compute-equivalent gain, 95 % intervals, 3 seeds"
  QString scale;
  std::vector<GainRow> rows;
  std::optional<double> floorLow, floorHigh;  // what two copies of the baseline would show by chance
  QString note;                               // at the foot: provisional, points in mid-schedule
  QString empty;                              // shown while there is no row
  bool operator==(const GainChart&) const = default;
};

/// "1.44 [1.36, 1.53]", "1.44" without an interval, "–" where there is none.
QString gainText(const ShownGain& gain);
/// The chart in words: every gain with its interval or with the reason why it is not there.
QString describe(const GainChart& chart);
/// Columns: arm, scale, of each gain value, low, high, reason; all digits.
QString toCsv(const GainChart& chart);

/// Height that shows every row without squeezing.
int gainChartHeight(const GainChart& chart, const QFont& font);
/// Draws with the painter's font; the background is the caller's.
void paintGainChart(QPainter& painter, QRectF area, const GainChart& chart, const ThemeColours& colours);
/// As a picture, without a window: for reports.
QByteArray gainChartSvg(const GainChart& chart, QSize size, const ThemeColours& colours = lightColours());
QImage gainChartImage(const GainChart& chart, QSize size, const ThemeColours& colours = lightColours(),
                      double scale = 2);

/// A click on a row, or Return on the one chosen with the arrow keys, names it.
class GainChartView : public QWidget {
  Q_OBJECT

 public:
  explicit GainChartView(QWidget* parent = nullptr);

  void setChart(GainChart chart);
  const GainChart& chart() const { return m_chart; }
  int currentRow() const { return m_row; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  /// Empty where there is no such row.
  QRectF rowRect(int row) const;

  Result<void> savePng(const QString& file) const;
  Result<void> saveSvg(const QString& file) const;
  Result<void> savePdf(const QString& file) const;
  Result<void> saveCsv(const QString& file) const;
  void copyToClipboard() const;

 Q_SIGNALS:
  void rowActivated(const QString& name);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  int rowAt(QPointF place) const;
  void choose(int row);

  GainChart m_chart;
  int m_row = -1;    // chosen by key or mouse
  int m_hover = -1;  // under the mouse
};

}  // namespace headroom

// The one chart of the program: live curves on screen, the same curves on paper. Draws through a decimation that keeps
// every extreme.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QWidget>
#include <memory>
#include <span>

#include "ui/charts/chart_spec.h"
#include "ui/theme.h"

class QCustomPlot;

namespace headroom {

/// Drag zooms into a rectangle, Shift+drag pans, the wheel zooms along x (Ctrl: along y), a double click fits, a click
/// on a legend entry hides its curve, a click on a curve names it. While nothing is zoomed the axes follow the data.
class ChartView : public QWidget {
  Q_OBJECT

 public:
  explicit ChartView(QWidget* parent = nullptr);
  ~ChartView() override;

  /// Replaces everything. Series that keep their key keep being hidden or shown; a zoomed view stays.
  void setSpec(ChartSpec spec);
  /// What is shown now, with all points: for tables and exports.
  ChartSpec spec() const;
  /// Adds points to one series. Costs the new points and one repaint, however long the series is. An unknown key is
  /// passed over.
  void append(const QString& key, std::span<const double> x, std::span<const double> y);
  void setReferences(std::vector<ReferenceLine> references);
  void setNote(const QString& note);

  /// 0: as measured; towards 1: smoother (weight of the past a typical point).
  void setSmoothing(double weight);
  double smoothing() const;
  void setXScale(AxisScale scale);
  void setYScale(AxisScale scale);
  void fit();
  /// A vertical line with the values of all series at x (NaN: none). For charts that share one crosshair.
  void setCrosshair(double x);
  void setHidden(const QString& key, bool hidden);
  bool isHidden(const QString& key) const;
  /// Otherwise the widget's palette decides.
  void setColours(const ThemeColours& colours);

  bool savePng(const QString& file, double scale = 2);
  bool saveSvg(const QString& file);
  bool savePdf(const QString& file);
  bool saveCsv(const QString& file) const;
  QByteArray svg(QSize size);
  QImage image(QSize size, double scale = 2);
  void copyToClipboard();

  /// Draws now and returns when done: for benchmarks and tests.
  void replotNow();

 Q_SIGNALS:
  void crosshairMoved(double x);
  void seriesClicked(const QString& key);

 protected:
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  struct Private;
  const std::unique_ptr<Private> m;
};

/// A chart as a picture, without a window on screen: for reports. SVG is vectors with text.
QByteArray chartSvg(const ChartSpec& spec, QSize size, const ThemeColours& colours = lightColours());
QImage chartImage(const ChartSpec& spec, QSize size, const ThemeColours& colours = lightColours(), double scale = 2);

}  // namespace headroom

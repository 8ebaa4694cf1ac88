// The one chart of the program: live curves on screen, the same curves on paper. Draws through a decimation that keeps
// every extreme.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QWidget>
#include <memory>
#include <span>

#include "core/base/result.h"
#include "ui/charts/chart_settings.h"
#include "ui/charts/chart_spec.h"
#include "ui/theme.h"

class QMenu;

namespace headroom {

/// While nothing is zoomed the axes follow the data; a zoomed chart stays where it is and offers the way back.
///
/// Mouse: drag zooms into a rectangle, Shift+drag or the middle button pans, the wheel zooms along x (Ctrl: along y), a
/// double click fits, a click on a legend entry hides its curve (Ctrl: all others), a click on a curve names it.
/// Keys: left and right move the crosshair, up and down choose a curve, Return names it, Space hides it, Shift+arrows
/// pan, + and − zoom along x (Ctrl: along y), Home fits, Escape takes the crosshair away, Ctrl+C copies.
class ChartView : public QWidget {
  Q_OBJECT

 public:
  explicit ChartView(QWidget* parent = nullptr);
  ~ChartView() override;

  /// Replaces everything. Groups that were hidden stay hidden; a zoomed view and the person's settings stay.
  void setSpec(ChartSpec spec);
  /// What is shown now, with all points: for tables and exports.
  ChartSpec spec() const;
  /// Adds points to one series. Costs the new points and, at the next redraw, one frame, however long the series is.
  /// An unknown key is passed over.
  void append(const QString& key, std::span<const double> x, std::span<const double> y);
  bool has(const QString& key) const;
  void setReferences(std::vector<ReferenceLine> references);
  void setNote(const QString& note);
  /// The note at the foot in full: the spec's, outliers, values that are no numbers.
  QString note() const;

  /// What a person chose for this chart; stronger than the spec and the page.
  void setSettings(const ChartSettings& settings);
  const ChartSettings& settings() const;
  /// Of the page. 0: as measured; towards 1: smoother (weight of the past a typical point).
  void setSmoothing(double weight);
  double smoothing() const;

  void fit();
  bool isZoomed() const;
  /// Factor below 1: nearer. Around the crosshair, else around the middle.
  void zoom(Qt::Orientation along, double factor);
  /// By this part of what is seen; positive: to the right, upwards.
  void pan(Qt::Orientation along, double part);
  /// What is seen now: least and greatest.
  std::pair<double, double> visibleX() const;
  std::pair<double, double> visibleY() const;

  /// A vertical line with the values of all series at x (NaN: none). For charts that share one crosshair.
  void setCrosshair(double x);
  double crosshair() const;
  /// The table at the crosshair in words; empty without one.
  QString crosshairText() const;
  void setHidden(const QString& key, bool hidden);
  bool isHidden(const QString& key) const;
  /// Otherwise the widget's palette decides.
  void setColours(const ThemeColours& colours);

  Result<void> savePng(const QString& file, double scale = 2);
  Result<void> saveSvg(const QString& file);
  Result<void> savePdf(const QString& file);
  Result<void> saveCsv(const QString& file) const;
  QByteArray svg(QSize size);
  QImage image(QSize size, double scale = 2);
  /// Picture, SVG and table at once: the receiver takes what it can.
  void copyToClipboard();
  /// Everything that can be done with this chart, the widget's own actions() among it. The caller shows and deletes it.
  QMenu* makeMenu();

  /// Draws now and returns when done: for benchmarks and tests.
  void replotNow();
  /// Where the legend and each point of a curve are drawn, in the widget's pixels: for tests.
  QRect legendRect() const;
  QPointF pixelOf(double x, double y) const;

 Q_SIGNALS:
  void crosshairMoved(double x);
  void seriesClicked(const QString& key);
  void settingsChanged();

 protected:
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  struct Private;
  const std::unique_ptr<Private> m;
};

/// A chart as a picture, without a window on screen: for reports. SVG is vectors with text.
QByteArray chartSvg(const ChartSpec& spec, QSize size, const ThemeColours& colours = lightColours());
QImage chartImage(const ChartSpec& spec, QSize size, const ThemeColours& colours = lightColours(), double scale = 2);

}  // namespace headroom

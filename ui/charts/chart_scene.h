// The picture inside a ChartView: captions, axes, curves, legend, reference lines and crosshair, arranged before every
// frame and for paper. Private to ui/charts.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <cmath>

#include "ui/charts/chart_curves.h"
#include "ui/charts/chart_legend.h"
#include "ui/charts/chart_parts.h"
#include "ui/charts/chart_ranges.h"
#include "ui/charts/chart_settings.h"
#include "ui/charts/value_table.h"

namespace headroom {

/// A QCustomPlot that can be laid out without being drawn.
class ChartPlot : public QCustomPlot {
 public:
  using QCustomPlot::QCustomPlot;
  void layOut() { updateLayout(); }
};

class ChartScene : public QObject {
  Q_OBJECT

 public:
  explicit ChartScene(QWidget* view);

  ChartPlot& plot() { return *m_plot; }
  ChartCurves& curves() { return m_curves; }
  const ChartSpec& shape() const { return m_shape; }  // all but the points
  const ChartSettings& settings() const { return m_settings; }
  const ThemeColours& colours() const { return m_own ? *m_own : coloursFor(m_view->palette()); }

  void setSpec(ChartSpec spec);
  ChartSpec spec() const;
  void setSettings(const ChartSettings& settings);
  /// Of the page; a chart's own setting is stronger.
  void setSmoothing(double weight);
  void setReferences(std::vector<ReferenceLine> references);
  void setNote(const QString& note);
  void setColours(const ThemeColours& colours) { m_own = &colours; }
  /// Fonts and colours again.
  void restyle();
  /// Room for the buttons over the title's right end.
  void setHeaderInset(int pixels);

  bool isZoomed() const { return m_zoomedX || m_zoomedY; }
  void fit();
  void setRanges(std::optional<QCPRange> x, std::optional<QCPRange> y);

  double crosshair() const { return m_crossX; }
  void setCrosshair(double x);
  /// The curve whose values stand out; empty: none.
  void choose(const QString& key);
  const QString& chosen() const { return m_chosen; }
  /// Also draws the mouse's nearest curve strong.
  void setMouseHeight(double pixel) { m_mouseHeight = pixel; }
  ValueTable valueTable() const;

  const ChartLegend::Row* legendRowAt(QPointF place) const { return m_legend->rowAt(place); }
  /// The nearest visible curve within a finger's width; null when there is none.
  const Curve* curveAt(QPointF place) const;

  /// Before every frame on screen.
  void prepare();
  /// Ranges, places and words for a picture of this size, until toScreen().
  void toPaper(QSize size);
  void toScreen(const QRect& viewport, double crosshair);
  QRect legendRect() const { return m_legend->realVisibility() ? m_legend->rect() : QRect(); }
  bool noteContains(const QPoint& place) const { return m_note->rect().contains(place); }
  bool headerContains(const QPoint& place) const { return m_header->rect().contains(place); }
  /// The chart in words for who cannot see it: what is chosen and under the crosshair first.
  void updateDescription();
  /// The note with what the chart itself has to say: outliers, values that are no numbers.
  QString fullNote() const;

 Q_SIGNALS:
  void frameWanted();
  void zoomChanged();

 private:
  void build();
  void styleAxis(QCPAxis* axis);
  void styleCurves(bool many);
  void applyAxes();
  void applySmoothing();
  void rebuildReferences();
  void placeReferenceLabels();
  void fitX();
  void fitY(const std::optional<Outliers>& outliers = {});
  std::size_t fill();
  std::optional<Outliers> outliers() const;
  /// What costs more than a frame may: the legend's place and the words. True when the picture changed.
  bool settle();
  bool placeLegend();
  void setLegendBeside(bool beside);
  void updateLegendRows();
  void updateNote();
  void updateCrosshair();
  bool logarithmicX() const { return m_shape.x.scale == AxisScale::Logarithmic; }
  bool logarithmicY() const { return m_shape.y.scale == AxisScale::Logarithmic; }
  QColor colourOf(const ChartSeries& series) const;
  QFont smallFont() const;

  QWidget* m_view;
  ChartPlot* m_plot;
  ChartCurves m_curves;
  CaptionRow* m_header = nullptr;
  CaptionRow* m_axisTitles = nullptr;
  CaptionRow* m_note = nullptr;
  ChartLegend* m_legend = nullptr;
  QCPLayoutGrid* m_beside = nullptr;  // holds the legend when it stands right of the chart
  QCPItemText* m_emptyText = nullptr;
  QCPItemStraightLine* m_crossLine = nullptr;
  ValueTableItem* m_values = nullptr;
  std::vector<QCPAbstractItem*> m_referenceItems;  // line, label, line, label…
  ChartSpec m_shape;
  AxisScale m_ownX = AxisScale::Linear, m_ownY = AxisScale::Linear;  // as the spec came, before the settings
  ChartSettings m_settings;
  double m_pageSmoothing = 0;
  std::optional<Outliers> m_outliers;
  std::optional<QPointF> m_legendPlace;
  QSize m_legendRoom;  // the plot's size that it was found for
  QSize m_legendFor;   // the plot's size when the legend went beside: at another size it may come back
  double m_crossX = NAN, m_mouseHeight = NAN;
  QString m_chosen;
  int m_headerInset = 0;  // on screen
  bool m_zoomedX = false, m_zoomedY = false;
  const ThemeColours* m_own = nullptr;
  QElapsedTimer m_sinceSettled;
  QTimer m_settleSoon;
};

/// While it lives, the scene is that of a picture of this size.
class ScenePaper {
 public:
  ScenePaper(ChartScene& scene, QSize size)
      : m_scene(scene), m_screen(scene.plot().viewport()), m_crosshair(scene.crosshair()) {
    scene.toPaper(size);
  }
  ~ScenePaper() { m_scene.toScreen(m_screen, m_crosshair); }
  ScenePaper(const ScenePaper&) = delete;
  ScenePaper& operator=(const ScenePaper&) = delete;

 private:
  ChartScene& m_scene;
  const QRect m_screen;
  const double m_crosshair;
};

}  // namespace headroom

// The charts below the table: drawn for the selected runs, grown as they train, arranged by the person, one crosshair
// for all.
#pragma once

#include <QTimer>
#include <QWidget>
#include <map>
#include <set>

#include "ui/charts/chart_grid.h"
#include "ui/charts/chart_view.h"
#include "ui/models/series_store.h"
#include "ui/runs/run_chart_specs.h"
#include "ui/runs/run_colours.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;

namespace headroom {

class RunCharts : public QWidget {
  Q_OBJECT

 public:
  explicit RunCharts(SeriesStore& store, QWidget* parent = nullptr);

  /// `shown` are drawn; `baseline` (may be empty, may be one of them) is what gains are counted against.
  void show(std::vector<RunId> shown, const RunId& baseline);
  void setRoofs(const MemoryRoofs& roofs);
  ChartView* chart(RunChart which) const { return m_charts.at(which); }
  ChartGrid& grid() { return *m_grid; }

  /// Of the page, and of one chart (none: that of the page).
  void setX(ChartX x);
  void setX(RunChart which, std::optional<ChartX> x);
  ChartX xOf(RunChart which) const;
  void setByArm(bool on);
  bool byArm() const;
  void setSmoothing(double weight);

  /// What the charts remember from one day to the next: order, sizes, axes, smoothing. JSON.
  QByteArray arrangement() const;
  /// What is not understood is passed over.
  void restoreArrangement(const QByteArray& json);

 Q_SIGNALS:
  void runClicked(const headroom::RunId& run);
  /// The person changed what arrangement() tells.
  void arranged();

 private:
  QWidget* makeControls();
  void addChart(RunChart which);
  void addXMenu(RunChart which);
  void redraw();
  void redrawOne(RunChart which);
  void redrawSoon(RunChart which);
  void drawNext();
  void grow(const RunId& run, const std::map<std::string, std::size_t>& from);
  void shareCrosshair(RunChart from, double x);
  std::vector<const RunCurves*> loaded() const;
  RunChartOptions optionsFor(RunChart which) const;

  SeriesStore& m_store;
  QTimer m_draw;  // charts that wait are drawn one a turn, so that keys and mouse come in between
  std::set<RunChart> m_waiting;
  std::map<RunChart, ChartView*> m_charts;
  std::map<RunChart, ChartX> m_ownX;
  ChartGrid* m_grid = nullptr;
  QComboBox* m_x = nullptr;
  QCheckBox* m_byArm = nullptr;
  QSlider* m_smoothing = nullptr;
  QLabel* m_smoothingText = nullptr;
  std::vector<RunId> m_shown;
  RunId m_baseline;
  MemoryRoofs m_roofs;
  RunColours m_colours;
};

}  // namespace headroom

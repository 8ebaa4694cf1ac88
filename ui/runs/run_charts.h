// The grid of charts below the table: drawn for the selected runs, grown as they train, one crosshair for all.
#pragma once

#include <QTimer>
#include <QWidget>
#include <map>

#include "ui/charts/chart_view.h"
#include "ui/models/series_store.h"
#include "ui/runs/run_chart_specs.h"

class QComboBox;
class QSlider;
class QLabel;

namespace headroom {

class RunCharts : public QWidget {
  Q_OBJECT

 public:
  explicit RunCharts(SeriesStore& store, QWidget* parent = nullptr);

  /// `shown` are drawn; `baseline` (may be empty, may be one of them) is what gains are counted against.
  void show(std::vector<RunId> shown, const RunId& baseline);
  void setRoofs(const MemoryRoofs& roofs);
  ChartView* chart(RunChart which) const { return m_charts.at(which); }

 Q_SIGNALS:
  void runClicked(const headroom::RunId& run);

 private:
  QWidget* makeControls();
  void redraw();
  void redrawOne(RunChart which);
  void grow(const RunId& run, const std::map<std::string, std::size_t>& from);
  std::vector<const RunCurves*> loaded() const;
  RunChartOptions options() const;

  SeriesStore& m_store;
  QTimer m_redraw;
  std::map<RunChart, ChartView*> m_charts;
  QComboBox* m_x = nullptr;
  QSlider* m_smoothing = nullptr;
  QLabel* m_smoothingText = nullptr;
  std::vector<RunId> m_shown;
  RunId m_baseline;
  MemoryRoofs m_roofs;
};

}  // namespace headroom

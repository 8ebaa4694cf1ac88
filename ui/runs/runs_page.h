// The Runs page: what is happening, what happened? Filter line and table above, charts of the selected runs below.
#pragma once

#include <QWidget>

#include "ui/models/runs_model.h"
#include "ui/models/series_store.h"
#include "ui/runs/run_actions.h"
#include "ui/runs/run_charts.h"

class QComboBox;
class QItemSelectionModel;
class QLabel;
class QLineEdit;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace headroom {

class RunsPage : public QWidget {
  Q_OBJECT

 public:
  RunsPage(RunsModel& model, SeriesStore& store, EngineClient& engine, QWidget* parent = nullptr);

  RunActions& actions() { return *m_actions; }
  RunCharts& charts() { return *m_charts; }
  QTableView& table() { return *m_table; }
  QLineEdit& filterLine() { return *m_filterLine; }
  /// Stands above the table (the tiles of the devices); owned by the page, replaces an earlier one.
  void setHeaderWidget(QWidget* widget);
  void select(const std::vector<RunId>& runs);
  std::vector<RunId> selection() const;
  /// What the page remembers from one day to the next.
  QByteArray layoutState() const;
  void restoreLayout(const QByteArray& state);
  void showProblem(const QString& sentence);
  /// The runs are known: an empty table may now say that there are none.
  void runsRead();

 Q_SIGNALS:
  void demoRequested();

 private:
  QWidget* makeTablePanel();
  QWidget* makeEmptyPage();
  void applyFilter();
  void selectionMoved();
  void runsMoved();
  void offerBaselines();
  RunId chosenBaseline() const;
  void updateCount();
  void copyTable(bool onlySelected);

  RunsModel& m_model;
  SeriesStore& m_store;
  RunsProxy* m_proxy;
  RunActions* m_actions;
  QStackedWidget* m_stack;
  QSplitter* m_splitter;
  QLineEdit* m_filterLine;
  QLabel* m_count;
  QLabel* m_problem;
  QTableView* m_table;
  QComboBox* m_baseline;
  QWidget* m_header = nullptr;
  RunCharts* m_charts;
  bool m_read = false;
  bool m_chose = false;  // a person selected runs: the page does not choose any more
};

}  // namespace headroom

// The Runs page: what is happening, what happened? Filter line and table above; below, one at a time: charts of the
// selected runs and what else is known of them.
#pragma once

#include <QWidget>

#include "core/study/study.h"
#include "ui/models/workbench.h"
#include "ui/runs/filter_line.h"
#include "ui/runs/run_actions.h"
#include "ui/runs/run_charts.h"
#include "ui/runs/run_notice.h"
#include "ui/runs/run_table.h"
#include "ui/runs/section.h"
#include "ui/runs/section_stack.h"

class QComboBox;
class QLabel;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QVBoxLayout;

namespace headroom {

class RunsPage : public QWidget {
  Q_OBJECT

 public:
  explicit RunsPage(Workbench& workbench, QWidget* parent = nullptr);

  RunActions& actions() { return *m_actions; }
  RunCharts& charts() { return *m_charts; }
  RunTable& table() { return *m_table; }
  FilterLine& filterLine() { return *m_filterLine; }
  SectionStack& sections() { return *m_sections; }
  /// For menus: what can be done with runs, and how they are looked at.
  QList<QAction*> runActions() const;
  QList<QAction*> viewActions() const { return m_views; }
  /// Stands above the table (the tiles of the devices); owned by the page, replaces an earlier one.
  void setHeaderWidget(QWidget* widget);

  void select(const std::vector<RunId>& runs) { m_table->select(runs); }
  std::vector<RunId> selection() const { return m_table->selection(); }
  /// What the page remembers from one day to the next.
  QByteArray layoutState() const;
  void restoreLayout(const QByteArray& state);
  void showProblem(const QString& sentence);
  /// The runs are known: an empty table may now say that there are none.
  void runsRead();

 Q_SIGNALS:
  void demoRequested();
  /// "Add to study": to be looked at and started on its own page.
  void studyRequested(const headroom::Study& study);

 private:
  QWidget* makeTablePanel();
  QWidget* makeEmptyPage();
  void makeSections();
  void makeViewActions();
  QAction* addView(const QString& text, const QKeySequence& key, std::function<void()> done);
  void fillViews(QMenu* menu);
  void saveView();
  void showMenu(const QPoint& at);
  void makeStudy(const std::vector<RunId>& runs);
  void refreshSections();
  QStringList valuesOf(const QString& field) const;
  void selectionMoved();
  void runsMoved();
  void followNewRuns();
  void offerBaselines();
  RunId chosenBaseline() const;
  void updateCount();

  Workbench& m_workbench;
  RunsModel& m_model;
  RunsProxy* m_proxy;
  RunActions* m_actions;
  QList<QAction*> m_views;
  QVBoxLayout* m_layout;
  QWidget* m_header = nullptr;
  QStackedWidget* m_stack;
  QSplitter* m_splitter;
  FilterLine* m_filterLine;
  QLabel* m_count;
  QLabel* m_problem;
  RunTable* m_table;
  QComboBox* m_baseline;
  QPushButton* m_overlay;
  QAction *m_copyRows, *m_copyTable;
  RunCharts* m_charts;
  const SectionContext m_context;
  RunNotice* m_notice;
  SectionStack* m_sections;
  bool m_read = false;
  bool m_chose = false;      // a person selected runs: the page does not choose any more
  bool m_following = false;  // the page is choosing
};

}  // namespace headroom

// The Study page: does it help, by how much, and will it last?
#pragma once

#include <QWidget>

#include "ui/study/results_view.h"
#include "ui/study/study_actions.h"
#include "ui/study/study_header.h"
#include "ui/study/study_planner.h"
#include "ui/study/study_store.h"

class QPushButton;
class QStackedWidget;
class QTimer;

namespace headroom {

class NewStudySheet;

class StudyPage : public QWidget {
  Q_OBJECT

 public:
  /// `store` may be null: then what the two slots below are given is shown.
  StudyPage(StudyStore* store, AskEngine ask, std::filesystem::path database, QWidget* parent = nullptr);

  StudyHeader& header() { return *m_header; }
  ResultsView& results() { return *m_results; }
  StudyActions& actions() { return *m_actions; }
  /// For the menu Study.
  std::vector<QAction*> menuActions() const { return m_menu; }
  /// With a template's name: as if that template had been chosen in it.
  NewStudySheet* openSheet(const QString& from = {});
  /// The next version of the study that is shown; null where none is.
  NewStudySheet* openEditor();
  void openCases();

 public Q_SLOTS:
  void showStudies(const std::vector<headroom::StudyRow>& studies, const headroom::StudyId& chosen);
  void showResult(const std::shared_ptr<const headroom::StudyResult>& result);
  void showProblem(const QString& sentence);
  void showMessage(const QString& sentence);
  void setMachines(const headroom::Json& machines);

 Q_SIGNALS:
  void runsRequested(const std::vector<headroom::RunId>& runs, const QString& filter);

 private:
  QWidget* makeEmptyPage();
  void connectButtons();
  void makeMenu();
  void followButtons();
  void askReport();
  void openPlan(bool seeds);

  StudyStore* m_store;
  StudyActions* m_actions;
  StudyPlanner* m_planner;
  StudyHeader* m_header;
  ResultsView* m_results;
  QStackedWidget* m_stack;  // results, waiting, empty
  QLabel* m_message;
  QTimer* m_messageEnds;
  std::vector<QAction*> m_menu;
  std::vector<std::pair<QAction*, QPushButton*>> m_buttonActions;  // disabled together, for the same reason
  std::shared_ptr<const StudyResult> m_result;
  StudyId m_awaited;  // was started here and is not in the list yet
};

}  // namespace headroom

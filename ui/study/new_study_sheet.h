// A new study in four steps: baseline, arms, settings, plan. Nothing starts before the plan was seen.
#pragma once

#include <QDialog>
#include <memory>

#include "ui/study/plan_view.h"
#include "ui/study/study_actions.h"
#include "ui/study/study_form.h"

class QTimer;
class QToolButton;

namespace headroom {

class NewStudySheet : public QDialog {
  Q_OBJECT

 public:
  NewStudySheet(StudyActions& actions, StudyPlanner& planner, QWidget* parent = nullptr);

  StudyForm& form() { return *m_form; }
  PlanView& plan() { return *m_plan; }
  QPushButton* startButton() { return m_start; }
  QPushButton* nextButton() { return m_next; }
  int step() const;
  void goTo(int step);

 private:
  void replan();
  void update();
  void save();

  StudyActions& m_actions;
  StudyPlanner& m_planner;
  StudyForm* m_form;
  PlanView* m_plan;
  QStackedWidget* m_pages;  // form, plan
  QLabel* m_problem;
  std::vector<QToolButton*> m_steps;
  QPushButton *m_back, *m_next, *m_start, *m_copy, *m_save;
  std::shared_ptr<const PlannedStudy> m_planned;
};

}  // namespace headroom

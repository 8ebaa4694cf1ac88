// A study's definition in four steps: baseline, arms, settings, plan; or all of it as JSON. A new one, or the next
// version of one that is there. Nothing starts before the plan was seen, and a plan is always of what stands here.
#pragma once

#include <QDialog>
#include <memory>

#include "core/study/study_result.h"
#include "ui/study/plan_view.h"
#include "ui/study/study_actions.h"
#include "ui/study/study_form.h"
#include "ui/study/study_json.h"

class QComboBox;
class QToolButton;

namespace headroom {

class NewStudySheet : public QDialog {
  Q_OBJECT

 public:
  enum class Purpose { NewStudy, NextVersion };

  /// `shown`: the study that is shown, or null; its runs can say how large noise is, and the next version is its.
  NewStudySheet(StudyActions& actions, StudyPlanner& planner, std::shared_ptr<const StudyResult> shown, Purpose purpose,
                QWidget* parent = nullptr);

  StudyForm& form() { return *m_form; }
  StudyJson& json() { return *m_json; }
  PlanView& plan() { return *m_plan; }
  QPushButton* startButton() { return m_start; }
  QPushButton* nextButton() { return m_next; }
  QPushButton* jsonButton() { return m_asJson; }
  QComboBox* noise() { return m_noise; }
  /// As the form says, or the JSON while that is shown.
  Result<Study> study() const;
  int step() const;
  void goTo(int step);

 private:
  QWidget* makePlan();
  void makeButtons(class QVBoxLayout& layout);
  void showJson(bool shown);
  void definitionChanged();
  void accepted();
  void replan();
  void update();
  void save();

  StudyActions& m_actions;
  StudyPlanner& m_planner;
  const std::shared_ptr<const StudyResult> m_shown;
  std::shared_ptr<const StudyResult> m_known;  // what the next version follows; null: a new study
  StudyForm* m_form;
  StudyJson* m_json;
  PlanView* m_plan;
  QComboBox* m_noise;
  QStackedWidget* m_pages;  // form, plan, JSON
  QLabel* m_problem;
  std::vector<QToolButton*> m_steps;
  QPushButton *m_back, *m_next, *m_start, *m_copy, *m_save, *m_asJson;
  std::shared_ptr<const PreparedStudy> m_planned;  // of what stands here now, and it fits
};

}  // namespace headroom

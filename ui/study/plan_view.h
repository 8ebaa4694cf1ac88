// What a study will take and what it can find, before anything starts; and the dialog that shows it, also for more
// seeds.
#pragma once

#include <QDialog>
#include <memory>
#include <optional>

#include "ui/study/plan_tables.h"
#include "ui/study/study_planner.h"
#include "ui/study/text_table.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace headroom {

/// "1, 2, 5" or "1-3"; BadInput says what is wrong.
Result<std::vector<std::int64_t>> seedsFrom(const QString& text);
QString seedsText(const std::vector<std::int64_t>& seeds);

class PlanView : public QWidget {
  Q_OBJECT

 public:
  explicit PlanView(QWidget* parent = nullptr);
  void showWaiting();
  void showPlan(const PreparedStudy& prepared);
  void showProblem(const QString& sentence);
  TableCard& table() { return *m_table; }
  QString problem() const;

 private:
  QLabel* m_summary;
  QLabel* m_problem;
  QLabel* m_warnings;
  TableCard* m_table;
};

/// Plan of a study that is there; with `asksSeeds` a line for more of them and a button that adds them.
class PlanDialog : public QDialog {
  Q_OBJECT

 public:
  PlanDialog(std::shared_ptr<const StudyResult> study, StudyPlanner& planner, bool asksSeeds,
             QWidget* parent = nullptr);
  QLineEdit* seeds() { return m_seeds; }
  QPushButton* addButton() { return m_add; }
  QPushButton* copyButton() { return m_copy; }
  PlanView& view() { return *m_view; }

 Q_SIGNALS:
  void seedsAccepted(const std::shared_ptr<const headroom::PreparedStudy>& plan);
  /// The command line that adds the seeds that are written is wanted.
  void commandWanted(const std::vector<std::int64_t>& seeds);

 private:
  void replan();

  const std::shared_ptr<const StudyResult> m_known;
  StudyPlanner& m_planner;
  PlanView* m_view;
  QLineEdit* m_seeds = nullptr;
  QPushButton *m_add = nullptr, *m_copy = nullptr;
  std::shared_ptr<const PreparedStudy> m_plan;
};

}  // namespace headroom

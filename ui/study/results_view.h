// What a study found, in tabs of one question each; the first screen shows gains, whether they last, runs and verdicts.
#pragma once

#include <QTabWidget>
#include <memory>

#include "core/study/study_result.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/gain_chart.h"
#include "ui/study/matrix_view.h"
#include "ui/study/text_table.h"

class QComboBox;
class QLabel;

namespace headroom {

class ResultsView : public QTabWidget {
  Q_OBJECT

 public:
  enum Tab { Gains, Losses, Together, Rates, Numbers, Plan, Notes };

  explicit ResultsView(QWidget* parent = nullptr);

  /// Scale, arm, tab, scroll and selection stay where they can.
  void show(std::shared_ptr<const StudyResult> result);
  void chooseScale(const QString& scale);
  void chooseArm(const QString& arm);
  QString scale() const;
  QString arm() const;

  GainChartView& gains() { return *m_gains; }
  ChartView& compute() { return *m_compute; }
  ChartView& alongLoss() { return *m_alongLoss; }
  ChartView& losses() { return *m_losses; }
  MatrixView& matrix() { return *m_matrix; }
  TableCard& verdicts() { return *m_verdicts; }

 Q_SIGNALS:
  /// Runs behind a figure, and words that find them on the Runs page.
  void runsRequested(const std::vector<headroom::RunId>& runs, const QString& filter);

 private:
  QWidget* makeGains();
  QWidget* makeLosses();
  QWidget* scrolled(const std::vector<QWidget*>& parts);
  QComboBox* scaleBox();
  QComboBox* armBox();
  void fillBoxes();
  void draw();
  void askRuns(const std::string& arm, const std::string& scale, std::optional<std::int64_t> seed);

  std::shared_ptr<const StudyResult> m_result;
  std::vector<QComboBox*> m_scales, m_arms;  // all of a kind show the same
  GainChartView* m_gains;
  ChartView* m_compute;
  ChartView* m_alongLoss;
  ChartView* m_losses;
  QLabel* m_progress;
  MatrixView* m_matrix;
  TableCard *m_verdicts, *m_pairwise, *m_shapley, *m_rates, *m_shared, *m_gainTable, *m_laws, *m_paper, *m_done,
      *m_decisions;
  QLabel* m_togetherLines;
  QLabel* m_together;
  QLabel* m_planLines;
  QLabel* m_notes;
};

}  // namespace headroom

// The configuration of one run, or what differs between several: settings, environment and results side by side.
#pragma once

#include "ui/models/run_comparison.h"
#include "ui/runs/section.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace headroom {

class ComparisonView : public Section {
  Q_OBJECT

 public:
  static constexpr std::size_t kMostCompared = 20;

  explicit ComparisonView(const SectionContext& context);
  void refresh() override;
  RunComparison& model() { return *m_model; }
  QLineEdit& search() { return *m_search; }
  QCheckBox& onlyDifferences() { return *m_only; }

 private:
  void read(const std::vector<RunId>& runs);
  void tell();
  void copyCommand() const;

  RunComparison* m_model;
  QCheckBox* m_only;
  QLineEdit* m_search;
  QLabel* m_told;
  QPushButton* m_command;
  QTableView* m_view;
  std::vector<RunId> m_runs;
  QString m_read;
};

}  // namespace headroom

// The checkpoints of the selected runs, and what their models write: samples of one prompt side by side.
#pragma once

#include "ui/models/sampler.h"
#include "ui/models/text_rows.h"
#include "ui/runs/section.h"

class QDoubleSpinBox;
class QHBoxLayout;
class QLineEdit;
class QPushButton;
class QSpinBox;
class QTableView;

namespace headroom {

class CheckpointsView : public Section {
  Q_OBJECT

 public:
  static constexpr std::size_t kMostSideBySide = 4;

  explicit CheckpointsView(const SectionContext& context);
  void refresh() override;

  QTableView& view() { return *m_view; }
  QLineEdit& prompt() { return *m_prompt; }
  QPushButton& sampleButton() { return *m_sample; }
  QPushButton& cancelButton() { return *m_cancel; }
  Sampler& sampler() { return *m_sampler; }

 private:
  struct Checkpoint {
    RunId run;
    QString name;  // of the run
    std::int64_t step = 0;
    std::uint64_t bytes = 0;
    std::int64_t writtenNs = 0;
    double loss = RunSummary::kUnknown;  // of the last evaluation up to it
  };
  struct Sample {
    SampleRequest request;
    QString text;
  };
  static Result<std::vector<Checkpoint>> read(const RunReader& reader, const RunFiles& files,
                                              const std::vector<RunId>& runs);
  std::vector<Checkpoint> selected() const;
  SampleRequest requestFor(const Checkpoint& checkpoint) const;
  const Sample* sampleOf(const Checkpoint& checkpoint) const;
  void sampleSelected();
  void keep(const SampleRequest& request, const QString& text);
  void fill();
  void showSideBySide();
  void update();

  Sampler* m_sampler;
  TextRows* m_rows;
  QTableView* m_view;
  QLineEdit* m_prompt;
  QSpinBox *m_count, *m_seed;
  QDoubleSpinBox* m_temperature;
  QPushButton *m_sample, *m_cancel, *m_copy;
  QLabel* m_told;
  QHBoxLayout* m_texts;
  std::vector<Checkpoint> m_checkpoints;
  std::vector<Sample> m_samples;  // of this session, the newest last
  QString m_read, m_shown;
};

}  // namespace headroom

// One run in words: how it stands, why it ended, what it is called, and what happened to it.
#pragma once

#include "ui/models/text_rows.h"
#include "ui/runs/section.h"

class QGridLayout;
class QLabel;
class QTableView;

namespace headroom {

class RunOverview : public Section {
  Q_OBJECT

 public:
  explicit RunOverview(const SectionContext& context);
  void refresh() override;
  QTableView& history() { return *m_view; }

 private:
  void readHistory();
  QLabel* addFact(const QString& title);

  QGridLayout* m_facts;
  QLabel *m_name, *m_state, *m_model, *m_numbers, *m_times, *m_tags, *m_note, *m_folder;
  TextRows* m_history;
  QTableView* m_view;
  QString m_read;  // what the history stands for
};

/// "failed at step 120 of 400: ended without a word (killed? out of memory?)."
QString stateSentence(const RunSummary& run);

}  // namespace headroom

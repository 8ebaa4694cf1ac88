// The end of a run's log as it grows, with a line to find things in it.
#pragma once

#include <QTimer>

#include "ui/runs/section.h"

class QCheckBox;
class QLineEdit;
class QPlainTextEdit;

namespace headroom {

class LogView : public Section {
  Q_OBJECT

 public:
  explicit LogView(const SectionContext& context);
  void refresh() override;
  QPlainTextEdit& text() { return *m_text; }
  QLineEdit& search() { return *m_search; }

 private:
  void read();
  void take(const FilePart& part);
  void find(bool backwards);

  QPlainTextEdit* m_text;
  QLineEdit* m_search;
  QCheckBox* m_follow;
  QLabel* m_told;
  QTimer m_timer;
  RunId m_run;
  std::uint64_t m_known = 0;  // bytes of the file that are shown or passed over
  bool m_asking = false;
};

/// Fit for a text field: valid, without colours of a terminal and other control characters.
QString logText(std::string_view bytes);

}  // namespace headroom

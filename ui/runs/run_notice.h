// When the selected run ended badly: what happened in words, the log one click away, and the way on.
#pragma once

#include <QFrame>

#include "ui/runs/section.h"

class QLabel;
class QPushButton;

namespace headroom {

class RunNotice : public QFrame {
  Q_OBJECT

 public:
  explicit RunNotice(const SectionContext& context);
  /// Shows itself for a failed, lost or diverged run.
  void refresh();

 private:
  const SectionContext& m_context;
  QLabel* m_text;
  QPushButton *m_log, *m_onward;
};

}  // namespace headroom

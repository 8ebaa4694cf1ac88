// The whole definition of a study as JSON, with the sentence that says what is wrong and where.
#pragma once

#include <QWidget>

#include "core/study/study.h"

class QPlainTextEdit;

namespace headroom {

class StudyJson : public QWidget {
  Q_OBJECT

 public:
  explicit StudyJson(QWidget* parent = nullptr);

  void setStudy(const Study& study);
  /// What is written, or the first thing that is wrong with it.
  Result<Study> study() const;
  QPlainTextEdit& text() { return *m_text; }

 Q_SIGNALS:
  void changed();

 private:
  QPlainTextEdit* m_text;
};

}  // namespace headroom

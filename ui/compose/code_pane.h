// The model as PyTorch source beside the diagram; it follows the edit.
#pragma once

#include <QWidget>

#include "ui/compose/compose_document.h"

class QLabel;
class QPlainTextEdit;

namespace headroom {

/// Source is written on another thread, and only while the pane is shown.
class CodePane : public QWidget {
  Q_OBJECT

 public:
  explicit CodePane(ComposeDocument& document, QWidget* parent = nullptr);
  QString source() const;
  /// The one line above the source: whose it is, or why there is none.
  QString caption() const;

 Q_SIGNALS:
  /// The source is that of the document.
  void written();
  void saveAsked();

 protected:
  void showEvent(QShowEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void refresh();
  void take(const Result<std::string>& source, const QString& name);

  ComposeDocument& m_document;
  QLabel* m_caption;
  QPlainTextEdit* m_text;
  class Highlighter* m_highlighter;
  LatestJob m_job;
};

}  // namespace headroom

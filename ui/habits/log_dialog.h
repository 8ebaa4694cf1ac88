// The end of a log file, to read, to follow and to copy.
#pragma once

#include <QDialog>

class QLabel;
class QPlainTextEdit;

namespace headroom {

class LogDialog : public QDialog {
  Q_OBJECT

 public:
  static constexpr qint64 kShown = 256 * 1024;  // bytes: the end is what is asked for

  LogDialog(const QString& title, const QString& file, QWidget* parent = nullptr);
  void read();
  QString text() const;

 private:
  const QString m_file;
  QPlainTextEdit* m_text;
  QLabel* m_note;
};

}  // namespace headroom

// The user guide: chapters that are compiled in, so that they open without a network; searchable, in the window's
// language.
#pragma once

#include <QDialog>

class QLineEdit;
class QListWidget;
class QTextBrowser;

namespace headroom {

class GuideWindow : public QDialog {
  Q_OBJECT

 public:
  /// `language` is a code; chapters that it lacks are shown in English.
  explicit GuideWindow(const QString& language, QWidget* parent = nullptr);

  /// "runs", "gains" …; an unknown one shows the first.
  void openChapter(const QString& id);
  QString chapter() const;
  QTextBrowser& browser() { return *m_browser; }
  QLineEdit& line() { return *m_line; }
  QListWidget& list() { return *m_list; }

 private:
  void showRow(int row);
  /// Chapters that hold the words, and the first place in the one that is open.
  void search(const QString& words);
  void follow(const QUrl& link);

  QString m_language;
  QLineEdit* m_line;
  QListWidget* m_list;
  QTextBrowser* m_browser;
};

/// The chapters' ids in reading order.
QStringList guideChapters();
/// Markdown; empty when there is no such chapter.
QString guideText(const QString& chapter, const QString& language);

}  // namespace headroom

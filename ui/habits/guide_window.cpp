#include "ui/habits/guide_window.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFile>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QSplitter>
#include <QTextBrowser>
#include <QVBoxLayout>
#include <algorithm>

/// As of the icons: the chapters lie in a static library.
static void linkGuide() {
  Q_INIT_RESOURCE(guide);
}

namespace headroom {

namespace {

/// Of a chapter: its first line, "# Runs".
QString titleOf(const QString& markdown) {
  return markdown.section('\n', 0, 0).mid(2);
}

}  // namespace

QStringList guideChapters() {
  return {"start", "compose", "runs",  "study", "gains",   "hardware", "plan",
          "learn", "report",  "files", "cli",   "trouble", "words"};
}

QString guideText(const QString& chapter, const QString& language) {
  linkGuide();
  for (const QString& code : {language, QStringLiteral("en")}) {
    QFile file(QStringLiteral(":/guide/%1/%2.md").arg(code, chapter));
    if (file.open(QIODevice::ReadOnly)) return QString::fromUtf8(file.readAll());
  }
  return {};
}

GuideWindow::GuideWindow(const QString& language, QWidget* parent)
    : QDialog(parent),
      m_language(language),
      m_line(new QLineEdit),
      m_list(new QListWidget),
      m_browser(new QTextBrowser) {
  setWindowTitle(tr("User guide"));
  resize(900, 640);
  m_line->setPlaceholderText(tr("Search in all chapters"));
  m_line->setAccessibleName(tr("Search in the guide"));
  m_line->setClearButtonEnabled(true);
  m_list->setAccessibleName(tr("Chapters"));
  m_browser->setAccessibleName(tr("Chapter"));
  m_browser->setOpenLinks(false);
  m_browser->document()->setDocumentMargin(16);
  for (const QString& id : guideChapters()) {
    auto* item = new QListWidgetItem(titleOf(guideText(id, m_language)), m_list);
    item->setData(Qt::UserRole, id);
  }
  auto* left = new QWidget;
  auto* column = new QVBoxLayout(left);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_line);
  column->addWidget(m_list, 1);
  auto* sides = new QSplitter;
  sides->addWidget(left);
  sides->addWidget(m_browser);
  sides->setStretchFactor(1, 1);
  sides->setSizes({220, 680});
  sides->setChildrenCollapsible(false);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(sides, 1);
  layout->addWidget(buttons);
  connect(m_list, &QListWidget::currentRowChanged, this, &GuideWindow::showRow);
  connect(m_line, &QLineEdit::textChanged, this, &GuideWindow::search);
  connect(m_browser, &QTextBrowser::anchorClicked, this, &GuideWindow::follow);
  m_list->setCurrentRow(0);
}

QString GuideWindow::chapter() const {
  const auto* item = m_list->currentItem();
  return item ? item->data(Qt::UserRole).toString() : QString();
}

void GuideWindow::openChapter(const QString& id) {
  m_list->setCurrentRow(std::max<int>(0, static_cast<int>(guideChapters().indexOf(id))));
}

void GuideWindow::showRow(int row) {
  if (row < 0) return;
  m_browser->setMarkdown(guideText(m_list->item(row)->data(Qt::UserRole).toString(), m_language));
  if (!m_line->text().isEmpty()) m_browser->find(m_line->text());
}

void GuideWindow::search(const QString& words) {
  int first = -1;
  for (int row = 0; row < m_list->count(); ++row) {
    auto* item = m_list->item(row);
    const bool holds = guideText(item->data(Qt::UserRole).toString(), m_language).contains(words, Qt::CaseInsensitive);
    item->setHidden(!holds);
    if (holds && first < 0) first = row;
  }
  if (first < 0) return;
  if (m_list->currentItem() == nullptr || m_list->currentItem()->isHidden()) return m_list->setCurrentRow(first);
  m_browser->moveCursor(QTextCursor::Start);
  m_browser->find(words);
}

void GuideWindow::follow(const QUrl& link) {
  if (link.isRelative() && link.path().endsWith(QLatin1String(".md")))
    openChapter(link.path().chopped(3));
  else
    QDesktopServices::openUrl(link);
}

}  // namespace headroom

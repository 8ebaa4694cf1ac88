#include "ui/runs/log_view.h"

#include <QCheckBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextCursor>
#include <QVBoxLayout>

#include "core/base/text.h"

namespace headroom {

namespace {

constexpr std::size_t kTail = 256 * 1024;  // bytes that are read at once: the end of a log says most
constexpr int kMostLines = 20'000;
constexpr qsizetype kLongestLine = 2'000;  // characters; a longer one takes seconds to be laid out
constexpr int kEveryMs = 1'000;

}  // namespace

QString logText(std::string_view bytes) {
  const QString all = QString::fromStdString(toUtf8(bytes));
  QString text;
  text.reserve(all.size());
  qsizetype column = 0;
  for (qsizetype i = 0; i < all.size(); ++i) {
    const QChar c = all[i];
    if (c == '\x1b' && i + 1 < all.size() && all[i + 1] == '[') {  // a colour or a movement, up to its letter
      i += 2;
      while (i < all.size() && !all[i].isLetter()) ++i;
      continue;
    }
    const bool newLine = c == '\n';
    // A progress bar returns to the beginning of its line: each state of it becomes a line.
    if (newLine || (c == '\r' && i + 1 < all.size() && all[i + 1] != '\n')) {
      text += '\n';
      column = 0;
    } else if (c == '\t' || c.unicode() >= 0x20) {
      if (++column == kLongestLine) text += QStringLiteral("…");
      if (column < kLongestLine) text += c;
    }
  }
  return text;
}

LogView::LogView(const SectionContext& context)
    : Section(context),
      m_text(new QPlainTextEdit),
      m_search(new QLineEdit),
      m_follow(new QCheckBox(tr("&Follow"))),
      m_told(makeHint()) {
  m_text->setReadOnly(true);
  m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_text->setMaximumBlockCount(kMostLines);
  m_text->setUndoRedoEnabled(false);
  m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_text->setAccessibleName(tr("Log of the run"));
  m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_search->setPlaceholderText(tr("Find in the log"));
  m_search->setAccessibleName(tr("Find in the log"));
  m_search->setClearButtonEnabled(true);
  m_search->setMaximumWidth(300);
  m_follow->setChecked(true);
  m_follow->setToolTip(tr("Keep the newest line in sight"));
  auto* panel = new QFrame;
  panel->setProperty("panel", true);
  auto* inside = new QVBoxLayout(panel);
  inside->setContentsMargins(8, 8, 8, 8);
  auto* bar = new QHBoxLayout;
  bar->addWidget(m_search);
  bar->addWidget(m_follow);
  bar->addWidget(m_told, 1);
  inside->addLayout(bar);
  inside->addWidget(m_text, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(panel);
  m_timer.setInterval(kEveryMs);
  connect(&m_timer, &QTimer::timeout, this, &LogView::read);
  connect(m_search, &QLineEdit::returnPressed, this, [this] { find(true); });
  connect(m_search, &QLineEdit::textEdited, this, [this] {
    m_text->moveCursor(QTextCursor::End);
    find(true);
  });
}

void LogView::refresh() {
  const auto* run = this->run();
  const RunId id = run ? run->id : RunId{};
  if (id != m_run) {
    m_run = id;
    m_known = 0;
    m_text->clear();
    m_told->setText(run ? QString() : tr("Select a run in the table."));
  }
  if (!run) return m_timer.stop();
  if (!m_timer.isActive()) read();
  // After its end a last line may still be written; the timer stops when nothing came.
  m_timer.start();
}

void LogView::read() {
  if (m_asking || m_run.empty()) return;
  if (!isVisible()) return m_timer.stop();
  m_asking = true;
  const std::optional<std::uint64_t> from = m_known > 0 ? std::optional(m_known) : std::nullopt;
  context().workbench.reader().ask<FilePart>(
      this,
      [run = m_run, from, files = context().workbench.files()](const RunReader&) {
        return files->read(run, "log.txt", from, kTail);
      },
      [this, run = m_run](Result<FilePart> part) {
        m_asking = false;
        if (run != m_run) return read();
        if (part) return take(*part);
        m_told->setText(QString::fromStdString(part.error().message));
      });
}

void LogView::take(const FilePart& part) {
  if (part.size < m_known) {  // another file by now: from its end
    m_known = 0;
    m_text->clear();
    return read();
  }
  const auto* run = this->run();
  if (part.bytes.empty() && (!run || !isLive(run->state))) m_timer.stop();
  if (m_known == 0)
    m_told->setText(
        part.size == 0 ? tr("The log is empty so far.")
        : part.from > 0
            ? tr("The last %1 of %2 bytes; all of it lies in the run's folder.").arg(part.bytes.size()).arg(part.size)
            : QString());
  m_known = part.from + part.bytes.size();
  if (part.bytes.empty()) return;
  QString text = logText(part.bytes);
  QScrollBar* bar = m_text->verticalScrollBar();
  const int place = bar->value();
  QTextCursor end(m_text->document());
  end.movePosition(QTextCursor::End);
  end.insertText(text);
  bar->setValue(m_follow->isChecked() ? bar->maximum() : place);
  if (part.from + part.bytes.size() < part.size) read();
}

void LogView::find(bool backwards) {
  const QString wanted = m_search->text();
  if (wanted.isEmpty()) return m_told->clear();
  const auto flags = backwards ? QTextDocument::FindBackward : QTextDocument::FindFlags();
  bool found = m_text->find(wanted, flags);
  if (!found) {
    m_text->moveCursor(backwards ? QTextCursor::End : QTextCursor::Start);
    found = m_text->find(wanted, flags);
  }
  m_told->setText(found ? QString() : tr("Not in the part of the log that is shown."));
  if (found) m_follow->setChecked(false);
}

}  // namespace headroom

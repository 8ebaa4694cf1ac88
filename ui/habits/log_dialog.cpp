#include "ui/habits/log_dialog.h"

#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QFile>
#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace headroom {

LogDialog::LogDialog(const QString& title, const QString& file, QWidget* parent)
    : QDialog(parent), m_file(file), m_text(new QPlainTextEdit), m_note(new QLabel) {
  setWindowTitle(title);
  resize(760, 480);
  m_text->setReadOnly(true);
  m_text->setAccessibleName(title);
  m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_note->setProperty("dim", true);
  m_note->setWordWrap(true);
  m_note->setTextFormat(Qt::PlainText);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
  const auto add = [&](const QString& label, auto&& act) {
    auto* button = buttons->addButton(label, QDialogButtonBox::ActionRole);
    connect(button, &QPushButton::clicked, this, act);
  };
  add(tr("Read again"), [this] { read(); });
  add(tr("Copy"), [this] { QApplication::clipboard()->setText(text()); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->addWidget(m_note);
  layout->addWidget(m_text, 1);
  layout->addWidget(buttons);
  read();
}

void LogDialog::read() {
  QFile file(m_file);
  if (!file.open(QIODevice::ReadOnly)) {
    m_text->clear();
    m_note->setText(tr("%1: there is no log yet, or it lies on another machine.").arg(m_file));
    return;
  }
  const bool cut = file.size() > kShown && file.seek(file.size() - kShown);
  m_text->setPlainText(QString::fromUtf8(file.read(kShown)));
  m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->maximum());
  m_note->setText(cut ? tr("%1, its end").arg(m_file) : m_file);
}

QString LogDialog::text() const {
  return m_text->toPlainText();
}

}  // namespace headroom

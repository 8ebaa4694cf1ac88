#include "ui/habits/notice_bar.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <algorithm>

namespace headroom {

NoticeBar::NoticeBar(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
  m_layout->setContentsMargins(8, 8, 8, 0);
  m_layout->setSpacing(4);
  hide();
}

void NoticeBar::show(const Notice& notice) {
  withdraw(notice.id);
  if (m_rows.size() == kMost) withdraw(m_rows.front().first);
  auto* row = new QFrame;
  row->setProperty("notice", true);
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(12, 6, 6, 6);
  auto* text = new QLabel(notice.text);
  text->setObjectName(QStringLiteral("text"));
  text->setTextFormat(Qt::PlainText);
  text->setWordWrap(true);
  text->setProperty("problem", notice.problem);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text->setAccessibleName(notice.problem ? tr("Problem: %1").arg(notice.text) : notice.text);
  layout->addWidget(text, 1);
  for (const auto& [label, act] : notice.buttons) {
    auto* button = new QPushButton(label);
    connect(button, &QPushButton::clicked, this, act);
    layout->addWidget(button);
  }
  auto* close = new QPushButton(tr("Dismiss"));
  const auto leave = [this, id = notice.id, row] {
    // Not a newer one of the same name.
    if (std::any_of(m_rows.begin(), m_rows.end(), [row](const auto& known) { return known.second == row; }))
      withdraw(id);
  };
  connect(close, &QPushButton::clicked, this, leave);
  layout->addWidget(close);
  m_layout->addWidget(row);
  m_rows.emplace_back(notice.id, row);
  if (notice.seconds > 0) QTimer::singleShot(notice.seconds * 1000, row, leave);
  setVisible(true);
}

void NoticeBar::withdraw(const QString& id) {
  const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&](const auto& row) { return row.first == id; });
  if (found == m_rows.end()) return;
  found->second->hide();
  found->second->deleteLater();
  m_rows.erase(found);
  setVisible(!m_rows.empty());
}

QString NoticeBar::textOf(const QString& id) const {
  for (const auto& [known, row] : m_rows) {
    if (known == id) return row->findChild<QLabel*>(QStringLiteral("text"))->text();
  }
  return {};
}

}  // namespace headroom

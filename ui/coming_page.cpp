#include "ui/coming_page.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace headroom {

ComingPage::ComingPage(const QString& title, const QString& question, const QString& coming, const QString& meanwhile,
                       const QString& command, QWidget* parent)
    : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setAlignment(Qt::AlignCenter);
  layout->setSpacing(12);
  const auto add = [&](const QString& text, const char* look) {
    auto* label = new QLabel(text);
    if (look) label->setProperty(look, true);
    label->setAlignment(Qt::AlignCenter);
    label->setWordWrap(true);
    label->setFixedWidth(560);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    layout->addWidget(label, 0, Qt::AlignHCenter);
  };
  add(title, "heading");
  add(question, nullptr);
  add(tr("Not in this version yet. %1").arg(coming), "dim");
  add(tr("Meanwhile: %1").arg(meanwhile), nullptr);
  if (command.isEmpty()) return;
  auto* copy = new QPushButton(tr("Copy: %1").arg(command));
  copy->setToolTip(tr("Copies the command, to paste into a terminal"));
  connect(copy, &QPushButton::clicked, this, [command] { QGuiApplication::clipboard()->setText(command); });
  layout->addWidget(copy, 0, Qt::AlignHCenter);
}

}  // namespace headroom

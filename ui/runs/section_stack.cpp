#include "ui/runs/section_stack.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/runs/section.h"

namespace headroom {

SectionStack::SectionStack(QWidget* parent)
    : QWidget(parent), m_tabs(new QTabBar), m_bar(new QHBoxLayout), m_stack(new QStackedWidget) {
  m_tabs->setDrawBase(false);
  m_tabs->setExpanding(false);
  m_tabs->setAccessibleName(tr("What is shown of the selected runs"));
  m_bar->setContentsMargins(0, 0, 0, 0);
  m_bar->addWidget(m_tabs, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  layout->addLayout(m_bar);
  layout->addWidget(m_stack, 1);
  connect(m_tabs, &QTabBar::currentChanged, this, &SectionStack::showAt);
}

void SectionStack::add(const QString& id, const QString& title, Make make) {
  m_entries.push_back({id, std::move(make), nullptr});
  m_tabs->addTab(title);
}

void SectionStack::addCorner(QWidget* widget) {
  m_bar->addWidget(widget);
}

void SectionStack::show(const QString& id) {
  const auto found =
      std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& entry) { return entry.id == id; });
  if (found != m_entries.end()) m_tabs->setCurrentIndex(static_cast<int>(found - m_entries.begin()));
}

QString SectionStack::current() const {
  const int place = m_tabs->currentIndex();
  return place < 0 ? QString() : m_entries[static_cast<std::size_t>(place)].id;
}

QWidget* SectionStack::made(const QString& id) const {
  const auto found =
      std::find_if(m_entries.begin(), m_entries.end(), [&](const auto& entry) { return entry.id == id; });
  return found == m_entries.end() ? nullptr : found->widget;
}

void SectionStack::showAt(int place) {
  if (place < 0) return;
  auto& entry = m_entries[static_cast<std::size_t>(place)];
  if (!entry.widget) {
    entry.widget = entry.make();
    m_stack->addWidget(entry.widget);
  }
  m_stack->setCurrentWidget(entry.widget);
  refresh();
  Q_EMIT currentChanged(entry.id);
}

void SectionStack::refresh() {
  if (auto* section = dynamic_cast<Section*>(m_stack->currentWidget())) section->refresh();
}

}  // namespace headroom

#include "ui/habits/window_menus.h"

#include <QMenu>
#include <QMenuBar>
#include <algorithm>

namespace headroom {

WindowMenus::WindowMenus(QMenuBar& bar, QObject* parent)
    : QObject(parent), m_nothing(new QAction(tr("Nothing to edit on this page"), this)) {
  m_menus = {bar.addMenu(tr("&File")), bar.addMenu(tr("&Edit")),  bar.addMenu(tr("&View")),
             bar.addMenu(tr("&Run")),  bar.addMenu(tr("&Study")), bar.addMenu(tr("&Help"))};
  for (auto* menu : m_menus) menu->setToolTipsVisible(true);
  m_nothing->setEnabled(false);
}

void WindowMenus::markPagePart(Menu menu) {
  m_marks[menu] = m_menus[menu]->addSeparator();
}

void WindowMenus::put(Menu menu, const std::vector<QAction*>& actions) {
  for (auto* action : actions) m_menus[menu]->insertAction(m_marks[menu], action);
}

void WindowMenus::addAlways(Menu menu, const std::vector<QAction*>& actions) {
  put(menu, actions);
}

void WindowMenus::showPage(const PageActions& actions) {
  const std::vector<QAction*> none{m_nothing};
  for (const auto& [menu, shown] :
       {std::pair(File, actions.file), std::pair(Edit, actions.edit.empty() ? none : actions.edit),
        std::pair(View, actions.view)}) {
    for (auto* old : m_ofPage[menu]) m_menus[menu]->removeAction(old);
    put(menu, shown);
    m_ofPage[menu] = shown;
  }
}

namespace {

void collect(const QMenu& menu, const QString& path, const std::vector<QAction*>& except,
             std::vector<PaletteEntry>& entries) {
  for (auto* action : menu.actions()) {
    if (action->isSeparator() || !action->isVisible()) continue;
    if (const auto* deeper = action->menu())
      collect(*deeper, path + QStringLiteral(" ▸ ") + plainText(deeper->title()), except, entries);
    else if (std::find(except.begin(), except.end(), action) == except.end())
      entries.push_back(entryOf(*action, path));
  }
}

}  // namespace

std::vector<PaletteEntry> WindowMenus::entries(const std::vector<QAction*>& except) const {
  std::vector<QAction*> left = except;
  left.push_back(m_nothing);
  std::vector<PaletteEntry> entries;
  for (const auto* menu : m_menus) collect(*menu, plainText(menu->title()), left, entries);
  return entries;
}

}  // namespace headroom

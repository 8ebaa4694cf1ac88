// The menus of the window: what is always there, and the part of the page that is shown.
#pragma once

#include <QObject>
#include <QString>
#include <array>
#include <vector>

#include "ui/habits/page_actions.h"
#include "ui/habits/palette_entry.h"

class QMenu;
class QMenuBar;

namespace headroom {

class WindowMenus : public QObject {
  Q_OBJECT

 public:
  enum Menu { File, Edit, View, Run, Study, Help, MenuCount };

  explicit WindowMenus(QMenuBar& bar, QObject* parent = nullptr);

  QMenu& menu(Menu menu) { return *m_menus[menu]; }
  /// Ends what stands above the page's part of this menu: from here on, below it.
  void markPagePart(Menu menu);
  /// Adds to the page's part for good.
  void addAlways(Menu menu, const std::vector<QAction*>& actions);
  /// Replaces the page's part of File, Edit and View.
  void showPage(const PageActions& actions);
  /// Everything in the menus, submenus too; without `except`.
  std::vector<PaletteEntry> entries(const std::vector<QAction*>& except = {}) const;

 private:
  void put(Menu menu, const std::vector<QAction*>& actions);

  std::array<QMenu*, MenuCount> m_menus;
  std::array<QAction*, MenuCount> m_marks{};  // the separator that the page's part stands before
  std::array<std::vector<QAction*>, MenuCount> m_ofPage;
  QAction* m_nothing;
};

}  // namespace headroom

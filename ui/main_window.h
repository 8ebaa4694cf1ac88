// The main window: a rail of six pages, menus, a palette, a status bar. Pages are made when they are first shown.
#pragma once

#include <QMainWindow>
#include <QVariantMap>
#include <functional>
#include <map>
#include <vector>

#include "ui/habits/page_actions.h"
#include "ui/habits/palette_entry.h"
#include "ui/habits/recent_files.h"
#include "ui/models/workbench.h"
#include "ui/theme.h"

class QLabel;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace headroom {

class CommandPalette;
class WindowMenus;

/// One entry of the rail. `make` is called once, at the first visit.
struct WindowPage {
  QString id, title, icon;
  std::function<QWidget*()> make;
};

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  MainWindow(Workbench& workbench, Theme& theme, std::vector<WindowPage> pages, QWidget* parent = nullptr);

  /// An unknown id shows the first page.
  void showPage(const QString& id);
  QString currentPage() const;
  /// Made when it was not yet.
  QWidget* page(const QString& id);

  /// In the menus and the palette; to be called while the page is made.
  void setPageActions(const QString& page, PageActions actions);
  /// What the page remembers beside its splitters; to be called while the page is made.
  void setPageState(const QString& page, PageState state);
  /// Something else that Ctrl+K finds.
  void addToPalette(PaletteEntries source);
  /// A panel at the right edge, beside every page; hidden until somebody shows it. The window owns it.
  void setSidePanel(QWidget* panel);

  CommandPalette& commandPalette() { return *m_palette; }
  WindowMenus& menus() { return *m_menus; }
  RecentFiles& recentFiles() { return m_recent; }
  QString engineText() const;

  /// Place, page, splitters, and what pages remember. Of pages that were not visited: what they remembered before.
  QVariantMap session() const;
  void restoreSession(const QVariantMap& session);

  /// From here on pages are really made: called by the first paint, so that it comes early.
  void fillPages();

 Q_SIGNALS:
  void firstPainted();
  void closing();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void closeEvent(QCloseEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct MadePage {
    QWidget* widget = nullptr;
    PageActions actions;
    PageState state;
    QVariantMap remembered;  // from the last session, until the page is made
  };

  QWidget* makeRail();
  void makeMenus();
  void makeThemeMenu();
  void makeHelpMenu();
  void makePalette();
  void makeStatusBar();
  void updateStatus();
  void openPalette();
  void makeMissingPage();
  void showShortcuts();
  void showAbout();
  int indexOf(const QString& id) const;
  MadePage& made(const QString& id) { return m_made[static_cast<std::size_t>(indexOf(id))]; }

  Workbench& m_workbench;
  Theme& m_theme;
  const std::vector<WindowPage> m_pages;
  std::vector<MadePage> m_made;
  std::vector<QToolButton*> m_buttons;
  RecentFiles m_recent;
  QStackedWidget* m_stack;
  QSplitter* m_sides;  // pages | side panel
  WindowMenus* m_menus;
  CommandPalette* m_palette;
  QLabel* m_engine = nullptr;
  QLabel* m_counts = nullptr;
  QLabel* m_machine = nullptr;
  QLabel* m_disk = nullptr;
  QByteArray m_sidesState;
  bool m_painted = false;
  bool m_fill = false;
};

}  // namespace headroom

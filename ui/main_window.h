// The main window: a rail of six pages, menus, a palette, a status bar. Pages are made when they are first shown.
#pragma once

#include <QKeySequence>
#include <QMainWindow>
#include <QVariantMap>
#include <functional>
#include <map>
#include <vector>

#include "ui/habits/opened_file.h"
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
class NoticeBar;
class WindowMenus;

/// A page; `make` is called once, at the first visit. Without an icon it is not in the rail.
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

  /// What opens files of this kind.
  void setOpener(FileKind kind, std::function<void(const QString& path)> open);
  /// Opens a file or folder, or says why not.
  void open(const QString& path);
  /// Lets a person choose files.
  void chooseFiles();
  void showGuide(const QString& chapter = {});
  void showLog(const QString& title, const QString& file);

  NoticeBar& notices() { return *m_notices; }
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
  void runRequested(const headroom::RunId& run);
  /// Close and start again: something takes effect then.
  void restartRequested();
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
  void makeLanguageMenu();
  void makeHelpMenu();
  void makePalette();
  void makeStatusBar();
  void watchTrouble();
  bool takeDrop(QEvent& event, QObject* watched);
  void updateStatus();
  void openPalette();
  void makeMissingPage();
  void showShortcuts();
  void showAbout();
  int indexOf(const QString& id) const;
  /// Ctrl+1 … of the pages in the rail, in its order.
  QKeySequence keysOf(std::size_t page) const;
  MadePage& made(const QString& id) { return m_made[static_cast<std::size_t>(indexOf(id))]; }

  Workbench& m_workbench;
  Theme& m_theme;
  const std::vector<WindowPage> m_pages;
  std::vector<MadePage> m_made;
  std::vector<QToolButton*> m_buttons;
  RecentFiles m_recent;
  std::map<FileKind, std::function<void(const QString&)>> m_openers;
  NoticeBar* m_notices;
  QStackedWidget* m_stack;
  QSplitter* m_sides;  // pages | side panel
  WindowMenus* m_menus;
  CommandPalette* m_palette;
  QLabel* m_engine = nullptr;
  QLabel* m_counts = nullptr;
  QLabel* m_machine = nullptr;
  QLabel* m_disk = nullptr;
  std::vector<QAction*> m_notInPalette;
  QByteArray m_sidesState;
  bool m_painted = false;
  bool m_fill = false;
};

}  // namespace headroom

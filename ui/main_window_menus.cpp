// The window's menus and what Ctrl+K finds in it.
#include "ui/main_window.h"

#include <QActionGroup>
#include <QDesktopServices>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QTimer>
#include <QUrl>
#include <algorithm>

#include "core/engine/socket_path.h"
#include "ui/habits/about_dialog.h"
#include "ui/habits/command_palette.h"
#include "ui/habits/guide_window.h"
#include "ui/habits/language.h"
#include "ui/habits/log_dialog.h"
#include "ui/habits/notice_bar.h"
#include "ui/habits/shortcuts_dialog.h"
#include "ui/habits/window_menus.h"

namespace headroom {

QKeySequence MainWindow::keysOf(std::size_t page) const {
  if (m_pages[page].icon.isEmpty()) return {};
  const auto inRail = std::count_if(m_pages.begin(), m_pages.begin() + static_cast<std::ptrdiff_t>(page) + 1,
                                    [](const WindowPage& each) { return !each.icon.isEmpty(); });
  return QKeySequence(QStringLiteral("Ctrl+%1").arg(inRail));
}

void MainWindow::makeMenus() {
  m_menus = new WindowMenus(*menuBar(), this);
  auto& file = m_menus->menu(WindowMenus::File);
  m_menus->markPagePart(WindowMenus::File);
  file.addAction(tr("Open a &file…"), QKeySequence(QStringLiteral("Ctrl+Shift+O")), this, &MainWindow::chooseFiles);
  m_recent.showIn(*file.addMenu(tr("Open &recent")));
  file.addAction(tr("Show the &folder of the runs"), this, [this] {
    QDesktopServices::openUrl(
        QUrl::fromLocalFile(QString::fromStdString(m_workbench.database().parent_path().string())));
  });
  file.addSeparator();
  auto* quit = file.addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
  quit->setToolTip(tr("Runs go on; the window can be opened again at any time"));

  auto& edit = m_menus->menu(WindowMenus::Edit);
  m_menus->markPagePart(WindowMenus::Edit);
  m_notInPalette.push_back(
      edit.addAction(tr("&Find anything…"), QKeySequence(QStringLiteral("Ctrl+K")), this, &MainWindow::openPalette));

  auto& view = m_menus->menu(WindowMenus::View);
  for (std::size_t i = 0; i < m_pages.size(); ++i) {
    auto* action = view.addAction(m_pages[i].title, this, [this, id = m_pages[i].id] { showPage(id); });
    action->setShortcut(keysOf(i));
    m_notInPalette.push_back(action);  // there a page is a page, no action
  }
  view.addSeparator();
  m_menus->markPagePart(WindowMenus::View);
  makeThemeMenu();
  makeLanguageMenu();
  auto* full = view.addAction(tr("F&ull screen"), QKeySequence(Qt::Key_F11), this,
                              [this](bool on) { on ? showFullScreen() : showNormal(); });
  full->setCheckable(true);

  auto& run = m_menus->menu(WindowMenus::Run);
  run.addAction(tr("Train the &demo"), this, [this] {
    m_workbench.trainDemo();
    showPage(QStringLiteral("runs"));
  });
  run.addSeparator();
  m_menus->markPagePart(WindowMenus::Run);
  m_menus->markPagePart(WindowMenus::Study);
  for (const auto& [menu, id] : {std::pair(WindowMenus::Run, "runs"), std::pair(WindowMenus::Study, "study")}) {
    connect(&m_menus->menu(menu), &QMenu::aboutToShow, this, [this, id = QString(id)] {
      if (m_fill) page(id);  // its actions are known when it is made
    });
  }
  makeHelpMenu();
}

void MainWindow::makeThemeMenu() {
  auto* themes = m_menus->menu(WindowMenus::View).addMenu(tr("&Theme"));
  auto* group = new QActionGroup(this);
  const std::pair<ThemeChoice, QString> choices[] = {{ThemeChoice::System, tr("As the &system")},
                                                     {ThemeChoice::Light, tr("&Light")},
                                                     {ThemeChoice::Dark, tr("&Dark")}};
  for (const auto& [choice, text] : choices) {
    auto* action = themes->addAction(text);
    action->setCheckable(true);
    action->setChecked(m_theme.choice() == choice);
    action->setActionGroup(group);
    connect(action, &QAction::triggered, this, [this, choice = choice] { m_theme.choose(choice); });
    connect(&m_theme, &Theme::changed, action,
            [this, action, choice = choice] { action->setChecked(m_theme.choice() == choice); });
  }
}

void MainWindow::makeLanguageMenu() {
  auto* menu = m_menus->menu(WindowMenus::View).addMenu(tr("&Language"));
  auto* group = new QActionGroup(this);
  const QString chosen = QSettings().value("language", "system").toString();
  const auto add = [&](const QString& code, const QString& text) {
    auto* action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(chosen == code);
    action->setActionGroup(group);
    connect(action, &QAction::triggered, this, [this, code] {
      QSettings().setValue("language", code);
      m_notices->show({.id = "language",
                       .text = tr("The language changes at the next start of the window. Runs go on meanwhile."),
                       .buttons = {{tr("Start again now"), [this] { Q_EMIT restartRequested(); }}}});
    });
  };
  add(QStringLiteral("system"), tr("As the &system"));
  for (const auto& language : languages()) add(language.code, language.name);
}

void MainWindow::makeHelpMenu() {
  auto& help = m_menus->menu(WindowMenus::Help);
  help.addAction(tr("User &guide"), QKeySequence(QKeySequence::HelpContents), this,
                 [this] { showGuide(currentPage()); });
  help.addAction(tr("&Keyboard shortcuts"), QKeySequence(QStringLiteral("Ctrl+/")), this, &MainWindow::showShortcuts);
  help.addAction(tr("&Log of the engine"), this, [this] {
    showLog(tr("Log of the engine"), QString::fromStdString(engineLogPath(m_workbench.database()).string()));
  });
  help.addSeparator();
  help.addAction(tr("&About Headroom"), this, &MainWindow::showAbout);
}

void MainWindow::makePalette() {
  m_palette = new CommandPalette(this);
  addToPalette([this] {
    std::vector<PaletteEntry> entries;
    for (std::size_t i = 0; i < m_pages.size(); ++i)
      entries.push_back({.kind = tr("Page"),
                         .title = m_pages[i].title,
                         .keys = keysOf(i).toString(QKeySequence::NativeText),
                         .act = [this, id = m_pages[i].id] { showPage(id); }});
    return entries;
  });
  addToPalette([this] { return m_menus->entries(m_notInPalette); });
  addToPalette([this] {  // of the pages that are not shown
    std::vector<PaletteEntry> entries;
    for (std::size_t i = 0; i < m_pages.size(); ++i) {
      if (static_cast<int>(i) == m_stack->currentIndex()) continue;
      for (const auto* list : {&m_made[i].actions.file, &m_made[i].actions.edit, &m_made[i].actions.view})
        for (auto* action : *list)
          if (!action->isSeparator())
            entries.push_back(entryOf(*action, m_pages[i].title, [this, id = m_pages[i].id] { showPage(id); }));
    }
    return entries;
  });
}

void MainWindow::addToPalette(PaletteEntries source) {
  m_palette->addSource(std::move(source));
}

void MainWindow::openPalette() {
  m_palette->find();
  if (m_fill) QTimer::singleShot(0, this, &MainWindow::makeMissingPage);
}

void MainWindow::makeMissingPage() {
  if (!m_palette->isVisible()) return;
  const auto missing =
      std::find_if(m_made.begin(), m_made.end(), [](const MadePage& made) { return made.widget == nullptr; });
  if (missing == m_made.end()) return m_palette->refresh();
  page(m_pages[static_cast<std::size_t>(missing - m_made.begin())].id);
  QTimer::singleShot(0, this, &MainWindow::makeMissingPage);
}

void MainWindow::showGuide(const QString& chapter) {
  auto* guide = findChild<GuideWindow*>();
  if (!guide) guide = new GuideWindow(languageFor(QSettings().value("language").toString()), this);
  guide->openChapter(chapter);
  guide->show();
  guide->raise();
  guide->activateWindow();
}

void MainWindow::showLog(const QString& title, const QString& file) {
  auto* log = new LogDialog(title, file, this);
  log->setAttribute(Qt::WA_DeleteOnClose);
  log->show();
}

void MainWindow::showShortcuts() {
  auto* dialog = new ShortcutsDialog(m_menus->entries(), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void MainWindow::showAbout() {
  const auto& greeting = m_workbench.engine().greeting();
  const QString version =
      greeting.is_object() ? QString::fromStdString(greeting.value("version", std::string())) : QString();
  auto* dialog = new AboutDialog(version.isEmpty() ? engineText() : tr("Engine %1").arg(version),
                                 QString::fromStdString(m_workbench.database().string()), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

}  // namespace headroom

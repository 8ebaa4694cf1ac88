#include "ui/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QStorageInfo>
#include <QThread>
#include <QTimer>
#include <QToolButton>
#include <QUrl>
#include <algorithm>

#include "core/base/units.h"
#include "ui/habits/about_dialog.h"
#include "ui/habits/command_palette.h"
#include "ui/habits/shortcuts_dialog.h"
#include "ui/habits/state_file.h"
#include "ui/habits/window_menus.h"
#include "ui/icons.h"

namespace headroom {

MainWindow::MainWindow(Workbench& workbench, Theme& theme, std::vector<WindowPage> pages, QWidget* parent)
    : QMainWindow(parent),
      m_workbench(workbench),
      m_theme(theme),
      m_pages(std::move(pages)),
      m_made(m_pages.size()),
      m_recent(stateFile()) {
  const QString database = QString::fromStdString(m_workbench.database().string());
  setWindowTitle(tr("Headroom — %1").arg(database.section('/', -1)));
  setWindowFilePath(database);
  setWindowIcon(themedIcon(QStringLiteral("headroom")));
  m_stack = new QStackedWidget;
  for (std::size_t i = 0; i < m_pages.size(); ++i) m_stack->addWidget(new QWidget);
  m_sides = new QSplitter;
  m_sides->setChildrenCollapsible(false);
  m_sides->addWidget(m_stack);
  auto* centre = new QWidget;
  auto* layout = new QHBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(makeRail());
  layout->addWidget(m_sides, 1);
  setCentralWidget(centre);
  makeMenus();
  makePalette();
  makeStatusBar();
  resize(1440, 900);
  showPage(m_pages.front().id);
  qApp->installEventFilter(this);
}

QWidget* MainWindow::makeRail() {
  auto* rail = new QWidget;
  rail->setProperty("rail", true);
  rail->setAttribute(Qt::WA_StyledBackground);
  rail->setFixedWidth(fontMetrics().horizontalAdvance(QStringLiteral("MHardwareM")) + 8);
  auto* layout = new QVBoxLayout(rail);
  layout->setContentsMargins(6, 10, 6, 10);
  layout->setSpacing(4);
  for (const auto& page : m_pages) {
    auto* button = new QToolButton;
    button->setText(page.title);
    button->setIcon(themedIcon(page.icon));
    button->setIconSize(QSize(24, 24));
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAutoExclusive(true);
    button->setProperty("railButton", true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setMinimumHeight(54);
    button->setAccessibleName(page.title);
    connect(button, &QToolButton::clicked, this, [this, id = page.id] { showPage(id); });
    layout->addWidget(button);
    m_buttons.push_back(button);
  }
  layout->addStretch(1);
  return rail;
}

void MainWindow::makeMenus() {
  m_menus = new WindowMenus(*menuBar(), this);
  auto& file = m_menus->menu(WindowMenus::File);
  m_menus->markPagePart(WindowMenus::File);
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
  edit.addAction(tr("&Find anything…"), QKeySequence(QStringLiteral("Ctrl+K")), this, &MainWindow::openPalette);

  auto& view = m_menus->menu(WindowMenus::View);
  for (std::size_t i = 0; i < m_pages.size(); ++i) {
    view.addAction(m_pages[i].title, QKeySequence(QStringLiteral("Ctrl+%1").arg(i + 1)), this,
                   [this, id = m_pages[i].id] { showPage(id); });
  }
  view.addSeparator();
  m_menus->markPagePart(WindowMenus::View);
  makeThemeMenu();
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

void MainWindow::makeHelpMenu() {
  auto& help = m_menus->menu(WindowMenus::Help);
  help.addAction(tr("&Keyboard shortcuts"), QKeySequence(QStringLiteral("Ctrl+/")), this, &MainWindow::showShortcuts);
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
                         .keys = QStringLiteral("Ctrl+%1").arg(i + 1),
                         .act = [this, id = m_pages[i].id] { showPage(id); }});
    return entries;
  });
  addToPalette([this] {
    // The pages stand above already, and what an action of the palette itself would do is done.
    auto entries = m_menus->entries();
    std::erase_if(entries, [this](const PaletteEntry& entry) {
      return entry.keys == QLatin1String("Ctrl+K") ||
             std::any_of(m_pages.begin(), m_pages.end(), [&](const auto& page) {
               return entry.title ==
                      plainText(m_menus->menu(WindowMenus::View).title()) + QStringLiteral(" ▸ ") + page.title;
             });
    });
    return entries;
  });
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

/// One a turn of the event loop, so that typing is not held up.
void MainWindow::makeMissingPage() {
  if (!m_palette->isVisible()) return;
  const auto missing =
      std::find_if(m_made.begin(), m_made.end(), [](const MadePage& made) { return made.widget == nullptr; });
  if (missing == m_made.end()) return m_palette->refresh();
  page(m_pages[static_cast<std::size_t>(missing - m_made.begin())].id);
  QTimer::singleShot(0, this, &MainWindow::makeMissingPage);
}

void MainWindow::setPageActions(const QString& id, PageActions actions) {
  m_menus->addAlways(WindowMenus::Run, actions.run);
  m_menus->addAlways(WindowMenus::Study, actions.study);
  made(id).actions = std::move(actions);
}

void MainWindow::setPageState(const QString& id, PageState state) {
  made(id).state = std::move(state);
}

void MainWindow::setSidePanel(QWidget* panel) {
  panel->hide();
  m_sides->addWidget(panel);
  m_sides->setStretchFactor(0, 1);
  m_sides->setStretchFactor(1, 0);
  m_sides->restoreState(m_sidesState);
  panel->hide();
}

void MainWindow::showShortcuts() {
  auto* dialog = new ShortcutsDialog(m_menus->entries(), this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->open();
}

void MainWindow::makeStatusBar() {
  statusBar()->setSizeGripEnabled(false);
  m_engine = new QLabel;
  m_counts = new QLabel;
  m_machine = new QLabel(tr("CPU %1 threads").arg(QThread::idealThreadCount()));
  m_disk = new QLabel;
  for (auto* label : {m_engine, m_counts, m_machine, m_disk}) statusBar()->addWidget(label);
  m_engine->setTextFormat(Qt::RichText);
  auto* find = new QToolButton;
  find->setText(tr("Ctrl+K finds anything"));
  find->setProperty("link", true);
  find->setAutoRaise(true);
  connect(find, &QToolButton::clicked, this, &MainWindow::openPalette);
  statusBar()->addPermanentWidget(find);
  connect(&m_workbench.engine(), &EngineClient::stateChanged, this, &MainWindow::updateStatus);
  connect(&m_workbench.runs(), &RunsModel::runsChanged, this, &MainWindow::updateStatus);
  connect(&m_theme, &Theme::changed, this, &MainWindow::updateStatus);
  connect(&m_workbench, &Workbench::problemFound, this,
          [this](const QString& sentence) { statusBar()->showMessage(sentence, 15'000); });
  updateStatus();
}

QString MainWindow::engineText() const {
  switch (m_workbench.engine().state()) {
    case EngineClient::State::Connected:
      return tr("Engine");
    case EngineClient::State::Connecting:
      return tr("Engine: connecting…");
    case EngineClient::State::Offline: {
      const QString problem = m_workbench.engine().problem();
      return problem.isEmpty() ? tr("Engine: not started yet") : problem;
    }
  }
  return {};
}

void MainWindow::updateStatus() {
  const auto& colours = m_theme.colours();
  QColor dot = colours.waiting;
  if (m_workbench.engine().state() == EngineClient::State::Connected) dot = colours.running;
  if (!m_workbench.engine().problem().isEmpty()) dot = colours.error;
  m_engine->setText(
      QStringLiteral("<span style='color:%1'>●</span>&nbsp; %2").arg(dot.name(), engineText().toHtmlEscaped()));
  m_engine->setToolTip(engineText());
  const auto& runs = m_workbench.runs();
  const int running = runs.count(RunState::Running) + runs.count(RunState::Starting);
  m_counts->setText(tr("%1 running · %2 queued").arg(running).arg(runs.count(RunState::Queued)));
  const QStorageInfo disk(QString::fromStdString(m_workbench.database().parent_path().string()));
  m_disk->setText(
      disk.isValid()
          ? tr("free disk %1").arg(QString::fromStdString(formatUnit(static_cast<double>(disk.bytesAvailable()), "B")))
          : QString());
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

int MainWindow::indexOf(const QString& id) const {
  const auto found = std::find_if(m_pages.begin(), m_pages.end(), [&](const auto& page) { return page.id == id; });
  return found == m_pages.end() ? 0 : static_cast<int>(found - m_pages.begin());
}

QWidget* MainWindow::page(const QString& id) {
  const int index = indexOf(id);
  auto& made = m_made[static_cast<std::size_t>(index)];
  if (made.widget) return made.widget;
  made.widget = m_pages[static_cast<std::size_t>(index)].make();
  QWidget* placeholder = m_stack->widget(index);
  const bool current = m_stack->currentIndex() == index;
  m_stack->insertWidget(index, made.widget);
  m_stack->removeWidget(placeholder);
  delete placeholder;
  if (current) {
    m_stack->setCurrentIndex(index);
    m_menus->showPage(made.actions);
  }
  restoreSplitters(*made.widget, made.remembered.value("splitters").toMap());
  const QByteArray own = made.remembered.value("own").toByteArray();
  if (made.state.restore && !own.isEmpty()) made.state.restore(own);
  return made.widget;
}

void MainWindow::showPage(const QString& id) {
  const int index = indexOf(id);
  const bool moved = m_stack->currentIndex() != index;
  if (m_fill) page(id);
  m_stack->setCurrentIndex(index);
  m_buttons[static_cast<std::size_t>(index)]->setChecked(true);
  m_menus->showPage(m_made[static_cast<std::size_t>(index)].actions);
  // The page's keys work when the focus is in it; who walks along the rail with the keyboard stays there.
  if (m_fill && moved && !m_buttons[static_cast<std::size_t>(index)]->hasFocus()) m_stack->currentWidget()->setFocus();
}

QString MainWindow::currentPage() const {
  return m_pages[static_cast<std::size_t>(m_stack->currentIndex())].id;
}

void MainWindow::fillPages() {
  m_fill = true;
  showPage(currentPage());
  m_stack->currentWidget()->setFocus();
}

void MainWindow::paintEvent(QPaintEvent* event) {
  QMainWindow::paintEvent(event);
  if (m_painted) return;
  m_painted = true;
  // The children paint in the same pass: when the event loop is back, the first paint has ended.
  QTimer::singleShot(0, this, &MainWindow::firstPainted);
}

QVariantMap MainWindow::session() const {
  QVariantMap pages;
  for (std::size_t i = 0; i < m_pages.size(); ++i) {
    const auto& made = m_made[i];
    QVariantMap state = made.remembered;
    if (made.widget) {
      state["splitters"] = splittersOf(*made.widget);
      if (made.state.save) state["own"] = made.state.save();
    }
    pages[m_pages[i].id] = state;
  }
  return {{"geometry", saveGeometry()},
          {"page", currentPage()},
          {"sides", m_sides->count() > 1 ? m_sides->saveState() : m_sidesState},
          {"pages", pages}};
}

void MainWindow::restoreSession(const QVariantMap& session) {
  restoreGeometry(session.value("geometry").toByteArray());
  const QVariantMap pages = session.value("pages").toMap();
  for (std::size_t i = 0; i < m_pages.size(); ++i) m_made[i].remembered = pages.value(m_pages[i].id).toMap();
  m_sidesState = session.value("sides").toByteArray();
  if (const QString page = session.value("page").toString(); !page.isEmpty()) showPage(page);
}

/// Ctrl+K finds things even where a line of text has the focus and would take it for itself.
bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::ShortcutOverride) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_K && key->modifiers() == Qt::ControlModifier) {
      event->ignore();
      return true;
    }
  }
  return QMainWindow::eventFilter(watched, event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
  Q_EMIT closing();
  event->accept();
}

}  // namespace headroom

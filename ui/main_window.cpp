#include "ui/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QStorageInfo>
#include <QThread>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/units.h"
#include "ui/habits/notice_bar.h"
#include "ui/habits/state_file.h"
#include "ui/habits/window_menus.h"
#include "ui/icons.h"

namespace headroom {

namespace {

/// A page that needs more room than a small or much magnified screen has is scrolled; it makes no window larger.
QWidget* scrolled(QWidget* page) {
  auto* area = new QScrollArea;
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  area->setFocusPolicy(Qt::NoFocus);
  area->setFocusProxy(page);
  area->setWidget(page);
  return area;
}

}  // namespace

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
  setAcceptDrops(true);
  setWindowIcon(themedIcon(QStringLiteral("headroom")));
  m_stack = new QStackedWidget;
  for (std::size_t i = 0; i < m_pages.size(); ++i) m_stack->addWidget(new QWidget);
  m_sides = new QSplitter;
  m_sides->setChildrenCollapsible(false);
  m_sides->addWidget(m_stack);
  m_notices = new NoticeBar;
  auto* centre = new QWidget;
  auto* layout = new QHBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(makeRail());
  auto* column = new QVBoxLayout;
  column->addWidget(m_notices);
  column->addWidget(m_sides, 1);
  layout->addLayout(column, 1);
  setCentralWidget(centre);
  makeMenus();
  makePalette();
  makeStatusBar();
  watchTrouble();
  resize(1440, 900);
  showPage(m_pages.front().id);
  connect(&m_recent, &RecentFiles::chosen, this, &MainWindow::open);
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
    if (page.icon.isEmpty()) {
      m_buttons.push_back(nullptr);
      continue;
    }
    auto* button = new QToolButton;
    button->setText(page.title);
    button->setIcon(themedIcon(page.icon));
    button->setIconSize(QSize(24, 24));
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setProperty("railButton", true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setMinimumHeight(54);
    button->setObjectName("rail." + page.id);
    button->setAccessibleName(page.title);
    connect(button, &QToolButton::clicked, this, [this, id = page.id] { showPage(id); });
    layout->addWidget(button);
    m_buttons.push_back(button);
  }
  layout->addStretch(1);
  return rail;
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

/// The engine, runs that fail, and the place of the database.

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
  m_stack->insertWidget(index, scrolled(made.widget));
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
  auto* button = m_buttons[static_cast<std::size_t>(index)];
  for (auto* other : m_buttons)
    if (other) other->setChecked(other == button);
  m_menus->showPage(m_made[static_cast<std::size_t>(index)].actions);
  // The page's keys work when the focus is in it; who walks along the rail with the keyboard stays there.
  if (m_fill && moved && !(button && button->hasFocus())) m_stack->currentWidget()->setFocus();
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

/// Files may be dropped anywhere: before a line of text takes their names for words.

/// Ctrl+K finds things even where a line of text has the focus and would take it for itself.

bool MainWindow::eventFilter(QObject* watched, QEvent* event) {
  const bool drags =
      event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove || event->type() == QEvent::Drop;
  if (drags && takeDrop(*event, watched)) return true;
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

#include "ui/main_window.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QStackedWidget>
#include <QStatusBar>
#include <QStorageInfo>
#include <QThread>
#include <QTimer>
#include <QToolButton>
#include <algorithm>

#include "core/base/units.h"
#include "ui/icons.h"

namespace headroom {

MainWindow::MainWindow(Workbench& workbench, Theme& theme, std::vector<WindowPage> pages, QWidget* parent)
    : QMainWindow(parent),
      m_workbench(workbench),
      m_theme(theme),
      m_pages(std::move(pages)),
      m_made(m_pages.size(), nullptr) {
  const QString database = QString::fromStdString(m_workbench.database().string());
  setWindowTitle(tr("Headroom — %1").arg(database.section('/', -1)));
  setWindowFilePath(database);
  setWindowIcon(themedIcon(QStringLiteral("headroom")));
  m_stack = new QStackedWidget;
  for (std::size_t i = 0; i < m_pages.size(); ++i) m_stack->addWidget(new QWidget);
  auto* centre = new QWidget;
  auto* layout = new QHBoxLayout(centre);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(makeRail());
  layout->addWidget(m_stack, 1);
  setCentralWidget(centre);
  makeMenus();
  makeStatusBar();
  resize(1440, 900);
  showPage(m_pages.front().id);
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
    button->setObjectName("rail." + page.id);
    button->setAccessibleName(page.title);
    connect(button, &QToolButton::clicked, this, [this, id = page.id] { showPage(id); });
    layout->addWidget(button);
    m_buttons.push_back(button);
  }
  layout->addStretch(1);
  return rail;
}

void MainWindow::makeMenus() {
  auto* file = menuBar()->addMenu(tr("&File"));
  auto* quit = file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
  quit->setToolTip(tr("Runs go on; the window can be opened again at any time"));
  auto* view = menuBar()->addMenu(tr("&View"));
  for (std::size_t i = 0; i < m_pages.size(); ++i) {
    view->addAction(m_pages[i].title, QKeySequence(QStringLiteral("Ctrl+%1").arg(i + 1)), this,
                    [this, id = m_pages[i].id] { showPage(id); });
  }
  view->addSeparator();
  auto* themes = view->addMenu(tr("&Theme"));
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
  m_runMenu = menuBar()->addMenu(tr("&Run"));
  m_runMenu->setToolTipsVisible(true);
  m_runMenu->addAction(tr("Train the &demo"), this, [this] { m_workbench.trainDemo(); });
  m_runMenu->addSeparator();
  m_studyMenu = menuBar()->addMenu(tr("&Study"));
  m_studyMenu->setToolTipsVisible(true);
  connect(m_studyMenu, &QMenu::aboutToShow, this, [this] {
    if (m_fill && currentPage() != QLatin1String("study")) page(QStringLiteral("study"));
  });
  auto* help = menuBar()->addMenu(tr("&Help"));
  help->addAction(tr("&About Headroom"), this, &MainWindow::showAbout);
}

void MainWindow::setSidePanel(QWidget* panel) {
  panel->hide();
  centralWidget()->layout()->addWidget(panel);
}

void MainWindow::setRunActions(const std::vector<QAction*>& actions) {
  for (auto* action : actions) m_runMenu->addAction(action);
}

void MainWindow::setStudyActions(const std::vector<QAction*>& actions) {
  for (auto* action : actions) m_studyMenu->addAction(action);
}

void MainWindow::makeStatusBar() {
  statusBar()->setSizeGripEnabled(false);
  m_engine = new QLabel;
  m_counts = new QLabel;
  m_machine = new QLabel(tr("CPU %1 threads").arg(QThread::idealThreadCount()));
  m_disk = new QLabel;
  for (auto* label : {m_engine, m_counts, m_machine, m_disk}) statusBar()->addWidget(label);
  m_engine->setTextFormat(Qt::RichText);
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
  QMessageBox::about(this, tr("About Headroom"),
                     tr("<h3>Headroom %1</h3><p>Measures whether a change to a language model really helps.</p>"
                        "<p>GPL-3.0-or-later, with a permission to link CUDA libraries. It stands on Qt %2, "
                        "QCustomPlot 2.1 (GPL), SQLite, "
                        "SQLiteCpp, nlohmann-json, and (in the worker) LibTorch.</p>")
                         .arg(QStringLiteral(HEADROOM_VERSION), QString::fromLatin1(qVersion())));
}

int MainWindow::indexOf(const QString& id) const {
  const auto found = std::find_if(m_pages.begin(), m_pages.end(), [&](const auto& page) { return page.id == id; });
  return found == m_pages.end() ? 0 : static_cast<int>(found - m_pages.begin());
}

QWidget* MainWindow::page(const QString& id) {
  const int index = indexOf(id);
  auto& made = m_made[static_cast<std::size_t>(index)];
  if (made) return made;
  made = m_pages[static_cast<std::size_t>(index)].make();
  QWidget* placeholder = m_stack->widget(index);
  const bool current = m_stack->currentIndex() == index;
  m_stack->insertWidget(index, made);
  m_stack->removeWidget(placeholder);
  delete placeholder;
  if (current) m_stack->setCurrentIndex(index);
  return made;
}

void MainWindow::showPage(const QString& id) {
  const int index = indexOf(id);
  if (m_fill) page(id);
  m_stack->setCurrentIndex(index);
  m_buttons[static_cast<std::size_t>(index)]->setChecked(true);
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

void MainWindow::closeEvent(QCloseEvent* event) {
  Q_EMIT closing();
  event->accept();
}

}  // namespace headroom

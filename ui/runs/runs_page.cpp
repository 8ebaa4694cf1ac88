#include "ui/runs/runs_page.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <map>
#include <type_traits>

#include "core/base/text.h"
#include "ui/models/run_views.h"
#include "ui/runs/checkpoints_view.h"
#include "ui/runs/column_chooser.h"
#include "ui/runs/comparison_view.h"
#include "ui/runs/files_view.h"
#include "ui/runs/log_view.h"
#include "ui/runs/queue_view.h"
#include "ui/runs/run_overview.h"
#include "ui/runs/study_of_runs.h"

namespace headroom {

namespace {

constexpr std::size_t kMostShown = 10;  // curves a chart can tell apart
constexpr std::size_t kLongestEntry = 40;

QToolButton* buttonFor(QAction* action) {
  auto* button = new QToolButton;
  button->setDefaultAction(action);
  button->setProperty("plain", true);
  button->setAccessibleName(action->text());
  button->setToolButtonStyle(action->icon().isNull() ? Qt::ToolButtonTextOnly : Qt::ToolButtonIconOnly);
  button->setIconSize(QSize(18, 18));
  if (action->menu()) button->setPopupMode(QToolButton::InstantPopup);
  return button;
}

QString entry(const std::string& name) {
  return QString::fromStdString(oneLine(name, kLongestEntry));
}

}  // namespace

RunsPage::RunsPage(Workbench& workbench, QWidget* parent)
    : QWidget(parent),
      m_workbench(workbench),
      m_model(workbench.runs()),
      m_proxy(new RunsProxy(m_model, this)),
      m_actions(new RunActions(workbench.engine(), m_model, workbench.database(), this)),
      m_layout(new QVBoxLayout(this)),
      m_stack(new QStackedWidget),
      m_context{.workbench = workbench,
                .actions = *m_actions,
                .selection = [this] { return selection(); },
                .current = [this] { return m_table->currentRun(); },
                .say = [this](const QString& sentence) { showProblem(sentence); },
                .goTo = [this](const QString& section) { m_sections->show(section); }} {
  m_splitter = new QSplitter(Qt::Vertical);
  m_splitter->setChildrenCollapsible(false);
  m_splitter->setHandleWidth(8);
  m_splitter->addWidget(makeTablePanel());
  makeSections();
  auto* below = new QWidget;
  auto* column = new QVBoxLayout(below);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(6);
  m_notice = new RunNotice(m_context);
  column->addWidget(m_notice);
  column->addWidget(m_sections, 1);
  m_splitter->addWidget(below);
  m_splitter->setStretchFactor(0, 2);
  m_splitter->setStretchFactor(1, 5);
  m_splitter->setSizes({270, 560});
  m_stack->addWidget(m_splitter);
  m_stack->addWidget(makeEmptyPage());
  m_layout->setContentsMargins(8, 8, 8, 8);
  m_layout->addWidget(m_stack, 1);
  makeViewActions();

  connect(m_filterLine, &FilterLine::problemFound, this, &RunsPage::showProblem);
  connect(m_filterLine, &FilterLine::filterChanged, this, [this](const RunFilter& filter) {
    m_proxy->setFilter(filter);
    updateCount();
  });
  connect(m_table, &RunTable::selectionMoved, this, &RunsPage::selectionMoved);
  connect(m_table, &RunTable::menuAsked, this, &RunsPage::showMenu);
  connect(m_table, &QTableView::activated, this, [this] { m_sections->show(QStringLiteral("charts")); });
  connect(m_baseline, &QComboBox::currentIndexChanged, this, &RunsPage::selectionMoved);
  connect(&m_model, &RunsModel::runsChanged, this, &RunsPage::runsMoved);
  connect(m_actions, &RunActions::problemFound, this, &RunsPage::showProblem);
  connect(m_actions, &RunActions::studyWanted, this, &RunsPage::makeStudy);
  connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &RunsPage::refreshSections);
  connect(&workbench.series(), &SeriesStore::problemFound, this, &RunsPage::showProblem);
  connect(m_charts, &RunCharts::runClicked, this,
          [this](const RunId& run) { m_table->scrollTo(m_proxy->mapFromSource(m_model.indexOf(run))); });
  addActions(runActions() + m_views);
  // Keys that mean something of their own in the sections below.
  for (auto* action : {m_actions->remove, m_actions->earlier, m_actions->later, m_copyRows}) {
    action->setShortcutContext(Qt::WidgetShortcut);
    m_table->addAction(action);
  }
  setFocusProxy(m_table);
  updateCount();
}

QList<QAction*> RunsPage::runActions() const {
  const auto all = m_actions->all();
  return {all.begin(), all.end()};
}

void RunsPage::setHeaderWidget(QWidget* widget) {
  delete m_header;
  m_header = widget;
  if (widget) m_layout->insertWidget(0, widget);
}

QWidget* RunsPage::makeTablePanel() {
  auto* panel = new QFrame;
  panel->setProperty("panel", true);
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(8, 8, 8, 4);
  layout->setSpacing(6);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(6);
  m_filterLine = new FilterLine([this](const QString& field) { return valuesOf(field); });
  m_filterLine->setObjectName(QStringLiteral("runs.filter"));
  m_count = new QLabel;
  m_count->setProperty("dim", true);
  auto* views = new QToolButton;
  views->setText(tr("Views"));
  views->setProperty("plain", true);
  views->setPopupMode(QToolButton::InstantPopup);
  views->setMenu(new QMenu(views));
  views->setToolTip(tr("A filter with its columns under a name of its own"));
  views->setObjectName(QStringLiteral("views"));
  connect(views->menu(), &QMenu::aboutToShow, this, [this, menu = views->menu()] { fillViews(menu); });
  auto* columns = new QToolButton;
  columns->setText(tr("Columns"));
  columns->setProperty("plain", true);
  columns->setToolTip(tr("Which columns are shown, and in which order"));
  columns->setObjectName(QStringLiteral("columns"));
  auto* differences = new QToolButton;
  differences->setText(tr("Differences"));
  differences->setProperty("plain", true);
  differences->setToolTip(tr("What the selected runs do not have in common"));
  differences->setObjectName(QStringLiteral("differences"));
  m_overlay = new QPushButton;
  m_overlay->setProperty("accent", true);
  m_overlay->setObjectName(QStringLiteral("overlay"));
  bar->addWidget(m_filterLine, 1);
  bar->addWidget(m_count);
  bar->addWidget(views);
  bar->addWidget(columns);
  bar->addWidget(differences);
  for (auto* action : {m_actions->resume, m_actions->pause, m_actions->stop, m_actions->clone, m_actions->tag,
                       m_actions->note, m_actions->star, m_actions->remove}) {
    bar->addWidget(buttonFor(action));
  }
  bar->addWidget(m_overlay);
  m_problem = new QLabel;
  m_problem->setProperty("problem", true);
  m_problem->setWordWrap(true);
  m_problem->setTextFormat(Qt::PlainText);
  m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_problem->hide();
  m_table = new RunTable(m_model, *m_proxy);
  m_table->setObjectName(QStringLiteral("runs.table"));
  layout->addLayout(bar);
  layout->addWidget(m_problem);
  layout->addWidget(m_table, 1);
  connect(columns, &QToolButton::clicked, this, [this] { ColumnChooser(*m_table, this).exec(); });
  connect(differences, &QToolButton::clicked, this, [this] {
    m_sections->show(QStringLiteral("configuration"));
    if (auto* view = dynamic_cast<ComparisonView*>(m_sections->made(QStringLiteral("configuration"))))
      view->onlyDifferences().setChecked(true);
  });
  connect(m_overlay, &QPushButton::clicked, this, [this] { m_sections->show(QStringLiteral("charts")); });
  return panel;
}

void RunsPage::makeSections() {
  m_charts = new RunCharts(m_workbench.series());
  m_sections = new SectionStack;
  const auto add = [this]<class View>(std::type_identity<View>, const char* id, const QString& title) {
    m_sections->add(QString(id), title, [this] { return new View(m_context); });
  };
  m_sections->add(QStringLiteral("charts"), tr("Charts"), [this] { return m_charts; });
  add(std::type_identity<RunOverview>{}, "overview", tr("Overview"));
  add(std::type_identity<ComparisonView>{}, "configuration", tr("Configuration"));
  add(std::type_identity<LogView>{}, "log", tr("Log"));
  add(std::type_identity<CheckpointsView>{}, "checkpoints", tr("Checkpoints"));
  add(std::type_identity<FilesView>{}, "files", tr("Files"));
  add(std::type_identity<QueueView>{}, "queue", tr("Queue"));
  m_baseline = new QComboBox;
  m_baseline->setObjectName(QStringLiteral("runs.baseline"));
  m_baseline->setAccessibleName(tr("Baseline of the gains"));
  m_baseline->setToolTip(tr("The run that gains are counted against"));
  m_baseline->setMinimumWidth(190);
  m_sections->addCorner(m_baseline);
  connect(m_sections, &SectionStack::currentChanged, m_baseline,
          [this](const QString& id) { m_baseline->setVisible(id == QLatin1String("charts")); });
}

QWidget* RunsPage::makeEmptyPage() {
  auto* page = new QWidget;
  auto* layout = new QVBoxLayout(page);
  layout->setAlignment(Qt::AlignCenter);
  layout->setSpacing(12);
  auto* heading = new QLabel(tr("No runs yet"));
  heading->setProperty("heading", true);
  heading->setAlignment(Qt::AlignCenter);
  auto* text =
      new QLabel(tr("A run trains one model and shows its curves here while it does.\nThe demo trains a tiny GPT "
                    "without norms and the same one with them, "
                    "on text whose entropy is known: about a minute on two cores."));
  text->setProperty("dim", true);
  text->setAlignment(Qt::AlignCenter);
  auto* button = new QPushButton(tr("Train the demo"));
  button->setObjectName(QStringLiteral("trainDemo"));
  button->setProperty("accent", true);
  button->setDefault(true);
  connect(button, &QPushButton::clicked, this, &RunsPage::demoRequested);
  layout->addWidget(heading);
  layout->addWidget(text);
  layout->addWidget(button, 0, Qt::AlignCenter);
  return page;
}

QAction* RunsPage::addView(const QString& text, const QKeySequence& key, std::function<void()> done) {
  auto* action = new QAction(text, this);
  action->setShortcut(key);
  action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  connect(action, &QAction::triggered, this, std::move(done));
  m_views << action;
  return action;
}

void RunsPage::makeViewActions() {
  addView(tr("Filter the runs"), QKeySequence::Find, [this] {
    m_filterLine->setFocus();
    m_filterLine->selectAll();
  });
  addView(tr("Choose columns…"), QKeySequence(tr("Ctrl+Shift+C")), [this] { ColumnChooser(*m_table, this).exec(); });
  addView(tr("Save this view…"), QKeySequence(tr("Ctrl+Shift+V")), [this] { saveView(); });
  m_copyRows = addView(tr("Copy the rows as CSV"), QKeySequence::Copy,
                       [this] { QGuiApplication::clipboard()->setText(m_table->csv(true)); });
  m_copyTable =
      addView(tr("Copy the table as CSV"), {}, [this] { QGuiApplication::clipboard()->setText(m_table->csv(false)); });
  for (int i = 0; i < m_sections->tabs().count(); ++i) {
    addView(tr("Show: %1").arg(m_sections->tabs().tabText(i)), QKeySequence(QStringLiteral("Alt+%1").arg(i + 1)),
            [this, i] { m_sections->tabs().setCurrentIndex(i); });
  }
}

void RunsPage::fillViews(QMenu* menu) {
  menu->clear();
  const auto offer = [this](QMenu* where, const RunView& view) {
    auto* action = where->addAction(QString(view.name).replace('&', QLatin1String("&&")), this, [this, view] {
      m_table->restoreColumns(view.columns);
      m_filterLine->setText(view.filter);
    });
    action->setCheckable(true);
    action->setChecked(view.filter == m_filterLine->text());
  };
  for (const RunView& view : builtinRunViews()) offer(menu, view);
  const auto saved = savedRunViews();
  if (!saved.empty()) menu->addSeparator();
  for (const RunView& view : saved) offer(menu, view);
  menu->addSeparator();
  menu->addAction(tr("Save this view…"), this, &RunsPage::saveView);
  auto* forget = menu->addMenu(tr("Forget a view"));
  forget->setEnabled(!saved.empty());
  for (const RunView& view : saved)
    forget->addAction(QString(view.name).replace('&', QLatin1String("&&")), this,
                      [name = view.name] { removeRunView(name); });
}

void RunsPage::saveView() {
  auto* dialog = new QInputDialog(this);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Save this view"));
  dialog->setLabelText(tr("Name of this filter with its columns; one of the same name is replaced:"));
  dialog->setTextValue(m_filterLine->text().left(static_cast<int>(kLongestEntry)));
  connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& name) {
    if (!name.trimmed().isEmpty())
      saveRunView(
          {.name = name.trimmed().left(100), .filter = m_filterLine->text(), .columns = m_table->columnState()});
  });
  dialog->open();
}

void RunsPage::showMenu(const QPoint& at) {
  QMenu menu(this);
  menu.setToolTipsVisible(true);
  for (auto* action : m_actions->all()) menu.addAction(action);
  menu.addSeparator();
  menu.addAction(m_copyRows);
  menu.addAction(m_copyTable);
  menu.exec(at);
}

/// The words that runs hold there, the most frequent first.
QStringList RunsPage::valuesOf(const QString& field) const {
  std::map<QString, int> counts;
  for (int row = 0; row < m_model.rowCount(); ++row) {
    for (const QString& value : filterValues(m_model.at(row), field)) ++counts[value];
  }
  std::vector<std::pair<int, QString>> order;
  for (const auto& [value, count] : counts) order.emplace_back(-count, value);
  std::sort(order.begin(), order.end());
  QStringList values;
  for (const auto& [count, value] : order) values << value;
  return values;
}

void RunsPage::showProblem(const QString& sentence) {
  m_problem->setText(sentence);
  m_problem->setVisible(!sentence.isEmpty());
}

void RunsPage::updateCount() {
  const int all = m_model.rowCount(), shown = m_proxy->rowCount();
  m_count->setText(shown == all ? tr("%n runs", nullptr, all) : tr("%1 of %2 runs").arg(shown).arg(all));
  if (shown == all && all == 1) m_count->setText(tr("1 run"));
  const auto selected = selection().size();
  if (selected > kMostShown) m_count->setText(tr("%1 selected, the first %2 drawn").arg(selected).arg(kMostShown));
  m_overlay->setText(selected > 1 ? tr("Overlay %1").arg(std::min(selected, kMostShown)) : tr("Charts"));
  m_overlay->setEnabled(selected > 0);
  m_overlay->setToolTip(selected > 0 ? tr("Draw the selected runs in the same charts")
                                     : tr("Select runs in the table to draw them in the same charts"));
  m_stack->setCurrentIndex(m_read && all == 0 ? 1 : 0);
}

void RunsPage::runsRead() {
  if (m_read) return;
  m_read = true;
  updateCount();
}

void RunsPage::runsMoved() {
  if (!m_chose) followNewRuns();
  updateCount();
  offerBaselines();
  m_actions->update();
  m_workbench.series().refresh();
  refreshSections();
}

void RunsPage::refreshSections() {
  m_notice->refresh();
  m_sections->refresh();
}

void RunsPage::makeStudy(const std::vector<RunId>& runs) {
  m_workbench.reader().ask<Study>(
      this,
      [runs](const RunReader& reader) -> Result<Study> {
        std::vector<RunDefinition> definitions;
        for (const RunId& run : runs) {
          HEADROOM_ASSIGN(RunDefinition definition, reader.definition(run));
          definitions.push_back(std::move(definition));
        }
        return studyOfRuns(definitions);
      },
      [this](Result<Study> study) {
        if (!study) return showProblem(QString::fromStdString(study.error().message));
        Q_EMIT studyRequested(*study);
      });
}

/// Until a person selects, the page follows what trains, else what came last.
void RunsPage::followNewRuns() {
  if (m_proxy->rowCount() == 0) return;
  const auto known = selection();
  auto wanted = known;
  const auto want = [&](const RunId& run) {
    if (wanted.size() < kMostShown && std::find(wanted.begin(), wanted.end(), run) == wanted.end())
      wanted.push_back(run);
  };
  for (int row = 0; row < m_model.rowCount(); ++row) {
    if (isLive(m_model.at(row).state)) want(m_model.at(row).id);
  }
  if (wanted.empty()) want(m_proxy->at(0).id);
  if (wanted == known) return;
  m_following = true;
  select(wanted);
  m_following = false;
}

void RunsPage::offerBaselines() {
  const QString kept = m_baseline->currentData().toString();
  std::vector<std::pair<QString, QString>> wanted{{tr("Baseline: automatic"), QString()}};
  const auto selected = selection();
  const auto offer = [&](const RunSummary& run) {
    wanted.emplace_back(tr("Baseline: %1").arg(entry(run.meta.name)), QString::fromStdString(run.id.text));
  };
  for (const auto& id : selected) {
    if (wanted.size() > kMostShown) break;
    if (const auto* run = m_model.find(id)) offer(*run);
  }
  const auto* run = m_model.find(RunId{kept.toStdString()});
  const bool there = std::any_of(wanted.begin(), wanted.end(), [&](const auto& each) { return each.second == kept; });
  if (run && !there) offer(*run);
  bool same = static_cast<int>(wanted.size()) == m_baseline->count();
  for (int i = 0; same && i < m_baseline->count(); ++i) {
    const auto& [text, id] = wanted[static_cast<std::size_t>(i)];
    same = m_baseline->itemText(i) == text && m_baseline->itemData(i).toString() == id;
  }
  if (same) return;
  const QSignalBlocker quiet(m_baseline);
  m_baseline->clear();
  for (const auto& [text, id] : wanted) m_baseline->addItem(text, id);
  m_baseline->setCurrentIndex(std::max(m_baseline->findData(kept), 0));
}

RunId RunsPage::chosenBaseline() const {
  const RunId asked{m_baseline->currentData().toString().toStdString()};
  if (!asked.empty()) return asked;
  const auto selected = selection();
  for (const auto& id : selected) {
    const auto* run = m_model.find(id);
    if (run && run->arms.empty()) return id;
  }
  // The newest run without arms that is otherwise like the first selected one.
  const auto* first = selected.empty() ? nullptr : m_model.find(selected.front());
  if (!first) return {};
  for (int row = m_model.rowCount() - 1; row >= 0; --row) {
    const auto& run = m_model.at(row);
    if (run.arms.empty() && run.model == first->model && run.scale == first->scale && run.seed == first->seed &&
        run.step > 0)
      return run.id;
  }
  return selected.size() > 1 ? selected.back() : RunId{};
}

void RunsPage::selectionMoved() {
  if (!m_following) m_chose = true;
  const auto selected = selection();
  m_actions->setSelection(selected);
  offerBaselines();
  auto shown = selected;
  if (shown.size() > kMostShown) shown.resize(kMostShown);
  updateCount();
  m_charts->setRoofs(m_model.roofs());
  m_charts->show(std::move(shown), chosenBaseline());
  refreshSections();
}

QByteArray RunsPage::layoutState() const {
  const Json state{{"splitter", m_splitter->saveState().toBase64().toStdString()},
                   {"columns", m_table->columnState().toStdString()},
                   {"filter", m_filterLine->text().toStdString()},
                   {"section", m_sections->current().toStdString()}};
  return QByteArray::fromStdString(dump(state));
}

void RunsPage::restoreLayout(const QByteArray& text) {
  auto state = parseJson(text.toStdString(), "layout");
  if (!state || !state->is_object()) return;
  const auto word = [&](const char* key) {
    const Json value = state->value(key, Json());
    return value.is_string() ? value.get<std::string>() : std::string();
  };
  m_splitter->restoreState(QByteArray::fromBase64(QByteArray::fromStdString(word("splitter"))));
  m_table->restoreColumns(QByteArray::fromStdString(word("columns")));
  m_filterLine->setText(QString::fromStdString(word("filter")));
  m_sections->show(QString::fromStdString(word("section")));
}

}  // namespace headroom

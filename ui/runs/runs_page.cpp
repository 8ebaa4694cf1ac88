#include "ui/runs/runs_page.h"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "core/base/text.h"
#include "ui/runs/run_delegate.h"

namespace headroom {

namespace {

constexpr int kMostShown = 10;  // curves a chart can tell apart

QToolButton* buttonFor(QAction* action) {
  auto* button = new QToolButton;
  button->setDefaultAction(action);
  button->setProperty("plain", true);
  button->setAccessibleName(action->text());
  button->setToolButtonStyle(Qt::ToolButtonIconOnly);
  button->setIconSize(QSize(18, 18));
  return button;
}

}  // namespace

RunsPage::RunsPage(RunsModel& model, SeriesStore& store, EngineClient& engine, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_store(store),
      m_proxy(new RunsProxy(model, this)),
      m_actions(new RunActions(engine, model, this)) {
  m_stack = new QStackedWidget;
  m_splitter = new QSplitter(Qt::Vertical);
  m_splitter->setChildrenCollapsible(false);
  m_splitter->setHandleWidth(8);
  m_splitter->addWidget(makeTablePanel());
  m_charts = new RunCharts(store);
  m_splitter->addWidget(m_charts);
  m_splitter->setStretchFactor(0, 2);
  m_splitter->setStretchFactor(1, 5);
  m_splitter->setSizes({270, 560});
  m_stack->addWidget(m_splitter);
  m_stack->addWidget(makeEmptyPage());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 8, 8, 8);
  layout->addWidget(m_stack);

  connect(m_filterLine, &QLineEdit::textChanged, this, &RunsPage::applyFilter);
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RunsPage::selectionMoved);
  connect(m_baseline, &QComboBox::currentIndexChanged, this, &RunsPage::selectionMoved);
  connect(&m_model, &RunsModel::runsChanged, this, &RunsPage::runsMoved);
  connect(m_actions, &RunActions::problemFound, this, &RunsPage::showProblem);
  connect(&store, &SeriesStore::problemFound, this, &RunsPage::showProblem);
  connect(m_charts, &RunCharts::runClicked, this,
          [this](const RunId& run) { m_table->scrollTo(m_proxy->mapFromSource(m_model.indexOf(run))); });
  for (auto* action : m_actions->all()) addAction(action);
  updateCount();
}

QWidget* RunsPage::makeTablePanel() {
  auto* panel = new QFrame;
  panel->setProperty("panel", true);
  panel->setMinimumHeight(140);
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(8, 8, 8, 4);
  layout->setSpacing(6);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(6);
  m_filterLine = new QLineEdit;
  m_filterLine->setObjectName(QStringLiteral("runs.filter"));
  m_filterLine->setPlaceholderText(tr("Filter: a name, or arm:rope state:running loss<3.5"));
  m_filterLine->setAccessibleName(tr("Filter of the runs"));
  m_filterLine->setClearButtonEnabled(true);
  m_filterLine->setToolTip(
      tr("Words look in the name. Fields: %1; with < or >: %2. A minus before a term: not.")
          .arg(filterTextFields().join(QStringLiteral(", ")), filterNumberFields().join(QStringLiteral(", "))));
  m_count = new QLabel;
  m_count->setProperty("dim", true);
  m_baseline = new QComboBox;
  m_baseline->setObjectName(QStringLiteral("runs.baseline"));
  m_baseline->setAccessibleName(tr("Baseline of the gains"));
  m_baseline->setToolTip(tr("The run that gains are counted against"));
  m_baseline->setMinimumWidth(190);
  bar->addWidget(m_filterLine, 1);
  bar->addWidget(m_count);
  bar->addWidget(m_baseline);
  for (auto* action : {m_actions->resume, m_actions->pause, m_actions->stop, m_actions->clone, m_actions->tag,
                       m_actions->note, m_actions->star, m_actions->remove}) {
    bar->addWidget(buttonFor(action));
  }
  m_problem = new QLabel;
  m_problem->setProperty("problem", true);
  m_problem->setWordWrap(true);
  m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_problem->hide();

  m_table = new QTableView;
  m_table->setObjectName(QStringLiteral("runs.table"));
  m_table->setModel(m_proxy);
  m_table->setItemDelegate(new RunDelegate(m_table));
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_table->setShowGrid(false);
  m_table->setWordWrap(false);
  m_table->setSortingEnabled(true);
  m_table->setAccessibleName(tr("Runs"));
  m_table->setTabKeyNavigation(false);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
  auto* header = m_table->horizontalHeader();
  header->setHighlightSections(false);
  header->setSectionsMovable(true);
  header->setSortIndicator(RunsModel::Sparkline, Qt::DescendingOrder);
  const int widths[RunsModel::ColumnCount] = {110, 220, 130, 80, 60, 70, 90, 90, 90, 100, 140};
  for (int column = 0; column < RunsModel::ColumnCount; ++column) m_table->setColumnWidth(column, widths[column]);
  header->setStretchLastSection(true);
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(header, &QWidget::customContextMenuRequested, this, [this, header](const QPoint& at) {
    QMenu menu(this);
    for (int column = 0; column < RunsModel::ColumnCount; ++column) {
      const QString title = m_model.headerData(column, Qt::Horizontal).toString();
      auto* action = menu.addAction(title.isEmpty() ? tr("Time left") : title);
      action->setCheckable(true);
      action->setChecked(!header->isSectionHidden(column));
      connect(action, &QAction::toggled, header, [header, column](bool on) { header->setSectionHidden(column, !on); });
    }
    menu.exec(header->mapToGlobal(at));
  });
  m_table->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(m_table, &QWidget::customContextMenuRequested, this, [this](const QPoint& at) {
    QMenu menu(this);
    for (auto* action : m_actions->all()) menu.addAction(action);
    menu.addSeparator();
    menu.addAction(tr("Copy the rows as CSV"), this, [this] { copyTable(true); });
    menu.addAction(tr("Copy the table as CSV"), this, [this] { copyTable(false); });
    menu.exec(m_table->viewport()->mapToGlobal(at));
  });
  layout->addLayout(bar);
  layout->addWidget(m_problem);
  layout->addWidget(m_table, 1);
  return panel;
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

void RunsPage::applyFilter() {
  auto filter = RunFilter::parse(m_filterLine->text());
  if (filter) {
    m_problem->hide();
    m_proxy->setFilter(std::move(*filter));
  } else {
    showProblem(QString::fromStdString(filter.error().message));
  }
  updateCount();
}

void RunsPage::showProblem(const QString& sentence) {
  m_problem->setText(sentence);
  m_problem->setVisible(!sentence.isEmpty());
}

void RunsPage::updateCount() {
  const int all = m_model.rowCount(), shown = m_proxy->rowCount();
  m_count->setText(shown == all ? tr("%n runs", nullptr, all) : tr("%1 of %2 runs").arg(shown).arg(all));
  if (shown == all && all == 1) m_count->setText(tr("1 run"));
  if (const auto selected = m_table->selectionModel()->selectedRows().size(); selected > kMostShown) {
    m_count->setText(tr("%1 selected, the first %2 drawn").arg(selected).arg(kMostShown));
  }
  m_stack->setCurrentIndex(m_read && all == 0 ? 1 : 0);
}

void RunsPage::runsRead() {
  if (m_read) return;
  m_read = true;
  updateCount();
}

void RunsPage::runsMoved() {
  updateCount();
  offerBaselines();
  m_actions->update();
  // Until a person selects, the page follows what trains, else what came last.
  if (!m_chose && m_proxy->rowCount() > 0) {
    std::vector<RunId> live;
    for (int row = 0; row < m_model.rowCount(); ++row) {
      if (isLive(m_model.at(row).state) && live.size() < kMostShown) live.push_back(m_model.at(row).id);
    }
    if (live.empty() && selection().empty())
      live.push_back(m_model.at(m_proxy->mapToSource(m_proxy->index(0, 0)).row()).id);
    auto wanted = selection();
    for (const auto& run : live) {
      if (std::find(wanted.begin(), wanted.end(), run) == wanted.end() && wanted.size() < kMostShown)
        wanted.push_back(run);
    }
    if (wanted != selection()) {
      select(wanted);
      m_chose = false;
    }
  }
  m_store.refresh();
}

std::vector<RunId> RunsPage::selection() const {
  std::vector<RunId> runs;
  for (const auto& index : m_table->selectionModel()->selectedRows()) {
    runs.push_back(m_model.at(m_proxy->mapToSource(index).row()).id);
  }
  return runs;
}

void RunsPage::select(const std::vector<RunId>& runs) {
  QItemSelection rows;
  for (const auto& run : runs) {
    const auto index = m_proxy->mapFromSource(m_model.indexOf(run));
    if (index.isValid()) rows.select(index, index.siblingAtColumn(RunsModel::ColumnCount - 1));
  }
  m_table->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
}

void RunsPage::offerBaselines() {
  const QString kept = m_baseline->currentData().toString();
  std::vector<std::pair<QString, QString>> wanted{{tr("Baseline: automatic"), QString()}};
  const auto selected = selection();
  for (const auto& id : selected) {
    if (const auto* run = m_model.find(id)) {
      wanted.emplace_back(tr("Baseline: %1").arg(QString::fromStdString(run->meta.name)),
                          QString::fromStdString(id.text));
    }
  }
  if (const auto* run = m_model.find(RunId{kept.toStdString()});
      run && std::find(selected.begin(), selected.end(), run->id) == selected.end()) {
    wanted.emplace_back(tr("Baseline: %1").arg(QString::fromStdString(run->meta.name)), kept);
  }
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
  m_chose = true;
  const auto selected = selection();
  m_actions->setSelection(selected);
  offerBaselines();
  auto shown = selected;
  if (shown.size() > kMostShown) shown.resize(kMostShown);
  updateCount();
  m_charts->setRoofs(m_model.roofs());
  m_charts->show(std::move(shown), chosenBaseline());
}

void RunsPage::copyTable(bool onlySelected) {
  QStringList lines;
  const auto row = [](const QStringList& cells) {
    QStringList quoted;
    for (QString cell : cells) {
      quoted << (cell.contains(',') || cell.contains('"') ? '"' + cell.replace('"', QLatin1String("\"\"")) + '"'
                                                          : cell);
    }
    return quoted.join(',');
  };
  QStringList titles;
  for (int column = 0; column < RunsModel::Sparkline; ++column) {
    const QString title = m_model.headerData(column, Qt::Horizontal).toString();
    titles << (title.isEmpty() ? tr("Time") : title);
  }
  lines << row(titles);
  for (int i = 0; i < m_proxy->rowCount(); ++i) {
    if (onlySelected && !m_table->selectionModel()->isRowSelected(i)) continue;
    QStringList cells;
    for (int column = 0; column < RunsModel::Sparkline; ++column) cells << m_proxy->index(i, column).data().toString();
    lines << row(cells);
  }
  QGuiApplication::clipboard()->setText(lines.join('\n') + '\n');
}

QByteArray RunsPage::layoutState() const {
  QByteArray state;
  QDataStream out(&state, QIODevice::WriteOnly);
  out << m_splitter->saveState() << m_table->horizontalHeader()->saveState() << m_filterLine->text();
  return state;
}

void RunsPage::restoreLayout(const QByteArray& state) {
  QDataStream in(state);
  QByteArray splitter, header;
  QString filter;
  in >> splitter >> header >> filter;
  if (in.status() != QDataStream::Ok) return;
  m_splitter->restoreState(splitter);
  m_table->horizontalHeader()->restoreState(header);
  m_filterLine->setText(filter);
}

}  // namespace headroom

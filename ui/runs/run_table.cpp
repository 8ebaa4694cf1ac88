#include "ui/runs/run_table.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <algorithm>
#include <iterator>
#include <map>
#include <unordered_set>

#include "ui/models/csv.h"
#include "ui/runs/run_delegate.h"

namespace headroom {

namespace {

constexpr int kWidths[RunsModel::ColumnCount] = {110, 220, 130, 80, 60,  70,  90, 90, 90,  100, 140, 140,
                                                 220, 120, 80,  90, 110, 110, 80, 80, 140, 90,  100};

}  // namespace

RunTable::RunTable(RunsModel& model, RunsProxy& proxy, QWidget* parent)
    : QTableView(parent), m_model(model), m_proxy(proxy) {
  setModel(&proxy);
  setItemDelegate(new RunDelegate(this));
  setSelectionBehavior(SelectRows);
  setSelectionMode(ExtendedSelection);
  setShowGrid(false);
  setWordWrap(false);
  setSortingEnabled(true);
  setTabKeyNavigation(false);
  setAccessibleName(tr("Runs"));
  setHorizontalScrollMode(ScrollPerPixel);
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 12);
  auto* header = horizontalHeader();
  header->setHighlightSections(false);
  header->setSectionsMovable(true);
  header->setStretchLastSection(true);
  resetColumns();
  connect(&proxy, &QAbstractItemModel::modelAboutToBeReset, this, &RunTable::keepSelection);
  connect(&proxy, &QAbstractItemModel::modelReset, this, &RunTable::restoreSelection);
  for (auto changed : {&QHeaderView::sectionMoved, &QHeaderView::sectionResized})
    connect(header, changed, this, &RunTable::columnsChanged);
  connect(header, &QHeaderView::sortIndicatorChanged, this, &RunTable::columnsChanged);
}

std::vector<RunId> RunTable::selectedRows() const {
  std::vector<int> rows;
  for (const auto& range : selectionModel()->selection()) {
    for (int row = range.top(); row <= range.bottom(); ++row) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  std::vector<RunId> runs;
  for (const int row : rows) runs.push_back(m_proxy.at(row).id);
  return runs;
}

void RunTable::select(const std::vector<RunId>& runs) {
  std::vector<int> rows;
  std::vector<RunId> seen;
  std::unordered_set<RunId> known;
  for (const RunId& run : runs) {
    const auto index = m_proxy.mapFromSource(m_model.indexOf(run));
    if (!index.isValid() || !known.insert(run).second) continue;
    rows.push_back(index.row());
    seen.push_back(run);
  }
  if (!rows.empty()) {
    const auto current = m_proxy.index(rows.front(), RunsModel::Name);
    selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    scrollTo(current);
  }
  std::sort(rows.begin(), rows.end());
  QItemSelection selection;
  for (std::size_t i = 0; i < rows.size();) {  // as few ranges as there are gaps: all of 10,000 is one
    std::size_t end = i + 1;
    while (end < rows.size() && rows[end] == rows[end - 1] + 1) ++end;
    selection.select(m_proxy.index(rows[i], 0), m_proxy.index(rows[end - 1], RunsModel::ColumnCount - 1));
    i = end;
  }
  const bool otherOrder = seen != m_selected;
  m_selected = std::move(seen);
  m_told = false;
  selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
  if (otherOrder && !m_told && !m_resetting) Q_EMIT selectionMoved();
}

RunId RunTable::currentRun() const {
  const QModelIndex current = currentIndex();
  if (current.isValid() && selectionModel()->isRowSelected(current.row())) return m_proxy.at(current.row()).id;
  return m_selected.empty() ? RunId{} : m_selected.front();
}

void RunTable::keepSelection() {
  m_kept = m_selected;
  m_keptCurrent = currentIndex().isValid() ? m_proxy.at(currentIndex().row()).id : RunId{};
  m_resetting = true;
}

void RunTable::restoreSelection() {
  select(m_kept);
  if (const auto current = m_proxy.mapFromSource(m_model.indexOf(m_keptCurrent)); current.isValid())
    selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
  m_resetting = false;
  if (m_selected != m_kept) Q_EMIT selectionMoved();
}

void RunTable::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
  QTableView::selectionChanged(selected, deselected);
  const std::vector<RunId> rows = selectedRows();
  const std::unordered_set<RunId> now(rows.begin(), rows.end());
  std::erase_if(m_selected, [&](const RunId& run) { return !now.contains(run); });
  const std::unordered_set<RunId> known(m_selected.begin(), m_selected.end());
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(m_selected),
               [&](const RunId& run) { return !known.contains(run); });
  m_told = true;
  if (!m_resetting) Q_EMIT selectionMoved();
}

void RunTable::contextMenuEvent(QContextMenuEvent* event) {
  Q_EMIT menuAsked(event->globalPos());
}

std::vector<RunTable::ShownColumn> RunTable::columns() const {
  std::vector<ShownColumn> all;
  for (int place = 0; place < RunsModel::ColumnCount; ++place) {
    const int column = horizontalHeader()->logicalIndex(place);
    all.push_back({column, !isColumnHidden(column)});
  }
  return all;
}

void RunTable::setColumns(const std::vector<ShownColumn>& columns) {
  int place = 0;
  for (const auto& [column, shown] : columns) {
    if (column < 0 || column >= RunsModel::ColumnCount) continue;
    horizontalHeader()->moveSection(horizontalHeader()->visualIndex(column), place++);
    setColumnHidden(column, !shown);
  }
  // Something stays to be seen.
  if (horizontalHeader()->hiddenSectionCount() == RunsModel::ColumnCount) setColumnHidden(RunsModel::Name, false);
  Q_EMIT columnsChanged();
}

void RunTable::resetColumns() {
  std::vector<ShownColumn> all;
  for (int column = 0; column < RunsModel::ColumnCount; ++column)
    all.push_back({column, column <= RunsModel::Sparkline});
  setColumns(all);
  for (int column = 0; column < RunsModel::ColumnCount; ++column) setColumnWidth(column, kWidths[column]);
  sortByColumn(RunsModel::Created, Qt::DescendingOrder);
}

QByteArray RunTable::columnState() const {
  Json list = Json::array();
  for (const auto& [column, shown] : columns())
    list.push_back({{"column", RunsModel::columnKey(column).toStdString()},
                    {"shown", shown},
                    {"width", shown ? columnWidth(column) : 0}});
  const auto* header = horizontalHeader();
  const Json state{{"columns", list},
                   {"sort", RunsModel::columnKey(header->sortIndicatorSection()).toStdString()},
                   {"descending", header->sortIndicatorOrder() == Qt::DescendingOrder}};
  return QByteArray::fromStdString(dump(state));
}

void RunTable::restoreColumns(const QByteArray& text) {
  auto state = parseJson(text.toStdString(), "columns");
  if (!state || !state->is_object()) return;
  std::map<QString, int> known;
  for (int column = 0; column < RunsModel::ColumnCount; ++column) known[RunsModel::columnKey(column)] = column;
  const auto named = [&](const Json& word) {
    const auto found = word.is_string() ? known.find(QString::fromStdString(word.get<std::string>())) : known.end();
    return found == known.end() ? -1 : found->second;
  };
  std::vector<ShownColumn> order;
  for (const Json& each : state->value("columns", Json::array())) {
    const int column = each.is_object() ? named(each.value("column", Json())) : -1;
    const bool again =
        std::any_of(order.begin(), order.end(), [&](const auto& other) { return other.column == column; });
    if (column < 0 || again) continue;
    order.push_back({column, each.value("shown", Json(true)) != Json(false)});
    const Json width = each.value("width", Json());
    if (width.is_number_integer() && width.get<std::int64_t>() >= 20 && width.get<std::int64_t>() <= 2'000)
      setColumnWidth(column, width.get<int>());
  }
  if (!order.empty()) setColumns(order);
  if (const int column = named(state->value("sort", Json())); column >= 0)
    sortByColumn(column,
                 state->value("descending", Json(false)) == Json(true) ? Qt::DescendingOrder : Qt::AscendingOrder);
}

QString RunTable::csv(bool onlySelected) const {
  std::vector<int> rows, shown;
  for (int row = 0; row < m_proxy.rowCount(); ++row) {
    if (!onlySelected || selectionModel()->isRowSelected(row)) rows.push_back(row);
  }
  for (const auto& [column, seen] : columns()) {
    if (seen && column != RunsModel::Sparkline) shown.push_back(column);
  }
  return csvOf(m_proxy, rows, shown);
}

}  // namespace headroom

#include "ui/models/runs_proxy.h"

#include <algorithm>
#include <cmath>

namespace headroom {

namespace {

constexpr int kManyRows = 64;  // from here on one reset is cheaper than a notice a row

std::size_t number(int row) {
  return static_cast<std::size_t>(row);
}

}  // namespace

RunsProxy::RunsProxy(RunsModel& model, QObject* parent) : QAbstractProxyModel(parent), m_model(model) {
  m_collator.setNumericMode(true);
  m_collator.setCaseSensitivity(Qt::CaseInsensitive);
  setSourceModel(&model);
  connect(&model, &QAbstractItemModel::rowsInserted, this,
          [this](const QModelIndex&, int first, int last) { added(first, last); });
  connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
          [this](const QModelIndex&, int first, int last) { leaving(first, last); });
  connect(&model, &QAbstractItemModel::rowsRemoved, this,
          [this](const QModelIndex&, int first, int last) { left(first, last); });
  connect(&model, &QAbstractItemModel::dataChanged, this, &RunsProxy::changed);
  m_places.assign(number(model.rowCount()), -1);
  readKeys();
  m_rows = accepted();
  place(0, m_rows.size());
}

RunsProxy::Key RunsProxy::keyOf(int row) const {
  const QVariant value = m_model.index(row, m_column).data(RunsModel::SortRole);
  if (value.typeId() == QMetaType::Double) return {.number = value.toDouble(), .known = !std::isnan(value.toDouble())};
  const QString text = value.toString();
  return {.text = m_collator.sortKey(text), .known = !text.isEmpty()};
}

void RunsProxy::readKeys() {
  m_keys.clear();
  m_keys.reserve(number(m_model.rowCount()));
  for (int row = 0; row < m_model.rowCount(); ++row) m_keys.push_back(keyOf(row));
}

bool RunsProxy::before(int a, int b) const {
  const Key &x = m_keys[number(a)], &y = m_keys[number(b)];
  if (x.known != y.known) return x.known;
  if (x.known) {
    const int order = x.text && y.text ? x.text->compare(*y.text) : (x.number > y.number) - (x.number < y.number);
    if (order != 0) return m_order == Qt::AscendingOrder ? order < 0 : order > 0;
  }
  return m_order == Qt::AscendingOrder ? a < b : a > b;
}

std::vector<int> RunsProxy::accepted() const {
  std::vector<int> rows;
  for (int row = 0; row < m_model.rowCount(); ++row) {
    if (m_filter.matches(m_model.at(row))) rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [this](int a, int b) { return before(a, b); });
  return rows;
}

void RunsProxy::place(std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) m_places[number(m_rows[i])] = static_cast<int>(i);
}

void RunsProxy::setFilter(RunFilter filter) {
  m_filter = std::move(filter);
  std::vector<int> rows = accepted();
  if (rows == m_rows) return;
  beginResetModel();
  std::fill(m_places.begin(), m_places.end(), -1);
  m_rows = std::move(rows);
  place(0, m_rows.size());
  endResetModel();
}

void RunsProxy::sort(int column, Qt::SortOrder order) {
  if (column < 0 || column >= RunsModel::ColumnCount) {
    column = RunsModel::Created;
    order = Qt::DescendingOrder;
  }
  if (column == m_column && order == m_order) return;
  Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
  const QModelIndexList old = persistentIndexList();
  std::vector<int> sources;
  for (const QModelIndex& index : old) sources.push_back(m_rows[number(index.row())]);
  const bool otherColumn = column != m_column;
  m_column = column;
  m_order = order;
  if (otherColumn) readKeys();
  std::sort(m_rows.begin(), m_rows.end(), [this](int a, int b) { return before(a, b); });
  place(0, m_rows.size());
  QModelIndexList moved;
  for (qsizetype i = 0; i < old.size(); ++i)
    moved << createIndex(m_places[number(sources[static_cast<std::size_t>(i)])], old[i].column());
  changePersistentIndexList(old, moved);
  Q_EMIT layoutChanged({}, VerticalSortHint);
}

QModelIndex RunsProxy::mapToSource(const QModelIndex& index) const {
  return index.isValid() && index.row() < rowCount() ? m_model.index(m_rows[number(index.row())], index.column())
                                                     : QModelIndex();
}

QModelIndex RunsProxy::mapFromSource(const QModelIndex& index) const {
  if (!index.isValid() || number(index.row()) >= m_places.size()) return {};
  const int row = m_places[number(index.row())];
  return row < 0 ? QModelIndex() : createIndex(row, index.column());
}

QModelIndex RunsProxy::index(int row, int column, const QModelIndex& parent) const {
  return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

int RunsProxy::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int RunsProxy::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(RunsModel::ColumnCount);
}
QVariant RunsProxy::headerData(int section, Qt::Orientation orientation, int role) const {
  return m_model.headerData(section, orientation, role);
}

void RunsProxy::added(int first, int last) {
  const int count = last - first + 1;
  if (first != static_cast<int>(m_places.size()))
    for (int& row : m_rows) row += row >= first ? count : 0;
  m_places.insert(m_places.begin() + first, number(count), -1);
  std::vector<Key> keys;
  for (int row = first; row <= last; ++row) keys.push_back(keyOf(row));
  m_keys.insert(m_keys.begin() + first, std::make_move_iterator(keys.begin()), std::make_move_iterator(keys.end()));
  if (count < kManyRows) {
    for (int row = first; row <= last; ++row) {
      if (m_filter.matches(m_model.at(row))) insert(row);
    }
    return;
  }
  beginResetModel();
  m_rows = accepted();
  place(0, m_rows.size());
  endResetModel();
}

void RunsProxy::leaving(int first, int last) {
  for (int row = first; row <= last; ++row) {
    if (m_places[number(row)] >= 0) remove(row);
  }
}

void RunsProxy::left(int first, int last) {
  m_places.erase(m_places.begin() + first, m_places.begin() + last + 1);
  m_keys.erase(m_keys.begin() + first, m_keys.begin() + last + 1);
  for (int& row : m_rows) row -= row > last ? last - first + 1 : 0;
}

void RunsProxy::changed(const QModelIndex& from, const QModelIndex& to) {
  if (to.row() - from.row() < kManyRows) {
    for (int row = from.row(); row <= to.row(); ++row) changedOne(row);
    return;
  }
  if (from.column() <= m_column && m_column <= to.column()) readKeys();
  std::vector<int> rows = accepted();
  if (rows == m_rows) {
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, from.column()), index(rowCount() - 1, to.column()));
    return;
  }
  beginResetModel();
  std::fill(m_places.begin(), m_places.end(), -1);
  m_rows = std::move(rows);
  place(0, m_rows.size());
  endResetModel();
}

void RunsProxy::changedOne(int row) {
  m_keys[number(row)] = keyOf(row);
  const bool in = m_filter.matches(m_model.at(row));
  const int was = m_places[number(row)];
  if (!in || was < 0) {
    if (in) insert(row);
    if (was >= 0) remove(row);
    return;
  }
  const auto place = m_rows.begin() + was;
  const auto less = [this](int a, int b) { return before(a, b); };
  int now = was;  // among the others
  if (was > 0 && before(row, *(place - 1))) {
    now = static_cast<int>(std::lower_bound(m_rows.begin(), place, row, less) - m_rows.begin());
  } else if (was + 1 < rowCount() && before(*(place + 1), row)) {
    now = static_cast<int>(std::lower_bound(place + 1, m_rows.end(), row, less) - m_rows.begin()) - 1;
  }
  if (now != was) {
    beginMoveRows({}, was, was, {}, now > was ? now + 1 : now);
    m_rows.erase(place);
    m_rows.insert(m_rows.begin() + now, row);
    this->place(number(std::min(was, now)), number(std::max(was, now)) + 1);
    endMoveRows();
  }
  Q_EMIT dataChanged(index(now, 0), index(now, RunsModel::ColumnCount - 1));
}

void RunsProxy::insert(int row) {
  const auto where = std::lower_bound(m_rows.begin(), m_rows.end(), row, [this](int a, int b) { return before(a, b); });
  const int place = static_cast<int>(where - m_rows.begin());
  beginInsertRows({}, place, place);
  m_rows.insert(where, row);
  this->place(number(place), m_rows.size());
  endInsertRows();
}

void RunsProxy::remove(int row) {
  const int place = m_places[number(row)];
  beginRemoveRows({}, place, place);
  m_rows.erase(m_rows.begin() + place);
  m_places[number(row)] = -1;
  this->place(number(place), m_rows.size());
  endRemoveRows();
}

}  // namespace headroom

#include "ui/models/queue_model.h"

#include <QMimeData>
#include <algorithm>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {

namespace {

const QString kMimeType = QStringLiteral("application/x-headroom-run");

}  // namespace

QueueModel::QueueModel(RunsModel& runs, QObject* parent) : QAbstractTableModel(parent), m_runs(runs) {
  connect(&m_runs, &RunsModel::runsChanged, this, &QueueModel::refresh);
  refresh();
}

void QueueModel::refresh() {
  std::vector<RunId> rows;
  for (int row = 0; row < m_runs.rowCount(); ++row) {
    if (isLive(m_runs.at(row).state)) rows.push_back(m_runs.at(row).id);
  }
  const int live = static_cast<int>(rows.size());
  rows.insert(rows.end(), m_runs.queue().begin(), m_runs.queue().end());
  if (rows != m_rows || live != m_live) {
    beginResetModel();
    m_rows = std::move(rows);
    m_live = live;
    endResetModel();
  } else if (!m_rows.empty()) {
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
  }
}

int QueueModel::rowOf(const RunId& run) const {
  const auto found = std::find(m_rows.begin(), m_rows.end(), run);
  return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int QueueModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int QueueModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const RunSummary* run = m_runs.find(at(index.row()));
  if (!run) return {};
  if (role == Qt::TextAlignmentRole) return headerData(index.column(), Qt::Horizontal, role);
  if (role != Qt::DisplayRole) return {};
  switch (index.column()) {
    case Place:
      return waits(index.row()) ? tr("#%1").arg(index.row() - m_live + 1) : tr("now");
    case Name:
      return QString::fromStdString(oneLine(run->meta.name, 200));
    case State:
      return m_runs.indexOf(run->id).siblingAtColumn(RunsModel::State).data();
    case Priority:
      return QString::number(run->meta.priority);
    case Steps:
      return run->step > 0 ? tr("%1 of %2").arg(run->step).arg(run->steps)
                           : QString::fromStdString(formatGrouped(run->steps));
    default:
      return {};
  }
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const bool number = section == Priority || section == Steps;
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Place:
      return tr("Place");
    case Name:
      return tr("Run");
    case State:
      return tr("State");
    case Priority:
      return tr("Priority");
    case Steps:
      return tr("Steps");
    default:
      return {};
  }
}

Qt::ItemFlags QueueModel::flags(const QModelIndex& index) const {
  if (!index.isValid()) return Qt::ItemIsDropEnabled;
  const auto flags = QAbstractTableModel::flags(index);
  return waits(index.row()) ? flags | Qt::ItemIsDragEnabled | Qt::ItemIsDropEnabled : flags;
}

QStringList QueueModel::mimeTypes() const {
  return {kMimeType};
}

QMimeData* QueueModel::mimeData(const QModelIndexList& indexes) const {
  if (indexes.isEmpty()) return nullptr;
  auto* data = new QMimeData;
  data->setData(kMimeType, QByteArray::fromStdString(at(indexes.front().row()).text));
  return data;
}

/// The row that the dropped run is to stand before; on a row further down it takes that row's place.
int QueueModel::dropPlace(int from, int row, const QModelIndex& parent) const {
  if (row < 0 && parent.isValid()) row = parent.row() + (parent.row() > from ? 1 : 0);
  return std::max(row < 0 ? rowCount() : row, m_live);
}

bool QueueModel::canDropMimeData(const QMimeData* data, Qt::DropAction action, int, int, const QModelIndex&) const {
  return action == Qt::MoveAction && data->hasFormat(kMimeType);
}

bool QueueModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                              const QModelIndex& parent) {
  if (!canDropMimeData(data, action, row, column, parent)) return false;
  const RunId run{data->data(kMimeType).toStdString()};
  const int from = rowOf(run);
  if (from < 0 || !waits(from)) return false;
  const int to = dropPlace(from, row, parent);
  if (to == from || to == from + 1) return false;
  Q_EMIT moveWanted(run, to < rowCount() ? at(to) : RunId{});
  return false;  // a view that believes in the move would remove the row itself
}

}  // namespace headroom

#include "ui/models/runs_model.h"

#include <QVector>
#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {

namespace {

QString shown(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

double lossOf(const RunSummary& run) {
  return std::isnan(run.valLoss) ? run.trainLoss : run.valLoss;
}

double secondsLeft(const RunSummary& run) {
  if (!isLive(run.state) || !std::isfinite(run.stepSeconds) || run.steps <= run.step) return NAN;
  return run.stepSeconds * static_cast<double>(run.steps - run.step);
}

double secondsTaken(const RunSummary& run) {
  if (run.startedNs == 0 || run.finishedNs <= run.startedNs) return NAN;
  return static_cast<double>(run.finishedNs - run.startedNs) * 1e-9;
}

double doneShare(const RunSummary& run) {
  return run.steps > 0 ? static_cast<double>(run.step) / static_cast<double>(run.steps) : 0;
}

}  // namespace

RunsModel::RunsModel(QObject* parent) : QAbstractTableModel(parent) {}

int RunsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}
int RunsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const bool number =
      section == Seed || section == Done || section == Loss || section == TokensPerSecond || section == Bandwidth;
  if (role == Qt::TextAlignmentRole)
    return int(number ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
  if (role == Qt::ToolTipRole) {
    switch (section) {
      case Loss:
        return tr("Validation loss, nats per token; training loss until the first evaluation");
      case TokensPerSecond:
        return tr("Tokens per second, measured");
      case Bandwidth:
        return tr("Op traffic (modelled) as a share of the measured DRAM roof; above 100 %: served from cache");
      case Sparkline:
        return tr("Training loss so far");
      default:
        return {};
    }
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case State:
      return tr("State");
    case Name:
      return tr("Run");
    case Arm:
      return tr("Arm");
    case Scale:
      return tr("Scale");
    case Seed:
      return tr("Seed");
    case Done:
      return tr("Done");
    case Left:
      return QString();
    case Loss:
      return tr("Loss");
    case TokensPerSecond:
      return tr("Tokens/s");
    case Bandwidth:
      return tr("Bandwidth");
    case Sparkline:
      return tr("Curve");
    default:
      return {};
  }
}

QVariant RunsModel::text(const RunSummary& run, int column) const {
  switch (column) {
    case State:
      return shown(word(run.state));
    case Name:
      return shown(run.meta.name) + (run.meta.star ? QStringLiteral(" ★") : QString());
    case Arm:
      return run.arms.empty() ? QStringLiteral("none") : shown(listed(run.arms, "+"));
    case Scale:
      return shown(run.scale);
    case Seed:
      return QString::number(run.seed);
    case Done:
      return run.steps > 0 ? tr("%1 %").arg(static_cast<int>(100 * doneShare(run))) : QString();
    case Left:
      if (const double left = secondsLeft(run); std::isfinite(left))
        return tr("%1 left").arg(shown(formatDuration(left)));
      if (run.state == RunState::Diverged || run.state == RunState::Failed) return tr("step %1").arg(run.step);
      if (const double taken = secondsTaken(run); isEnded(run.state) && std::isfinite(taken))
        return shown(formatDuration(taken));
      return QString();
    case Loss:
      if (run.step == 0) return QString();
      return run.state == RunState::Diverged || std::isfinite(lossOf(run)) ? shown(formatFixed(lossOf(run), 4))
                                                                           : QString();
    case TokensPerSecond:
      return std::isfinite(run.tokensPerSecond) ? shown(formatCount(run.tokensPerSecond)) : QString();
    case Bandwidth:
      if (!std::isfinite(run.opTraffic)) return QString();
      return m_roofs.measured() ? tr("%1 %").arg(std::lround(100 * run.opTraffic / m_roofs.dram()))
                                : shown(formatUnit(run.opTraffic, "B/s"));
    default:
      return {};
  }
}

QVariant RunsModel::sortKey(const RunSummary& run, int column) const {
  switch (column) {
    case Seed:
      return static_cast<qulonglong>(run.seed);
    case Done:
      return doneShare(run);
    case Left:
      return secondsLeft(run);
    case Loss:
      return lossOf(run);
    case TokensPerSecond:
      return run.tokensPerSecond;
    case Bandwidth:
      return run.opTraffic;
    case Sparkline:
      return static_cast<qlonglong>(run.createdNs);
    default:
      return text(run, column);
  }
}

QString RunsModel::toolTip(const RunSummary& run, int column) const {
  if (column == State && !run.reason.empty()) return shown(run.reason);
  if (column == Bandwidth && std::isfinite(run.opTraffic)) {
    const QString traffic = shown(formatUnit(run.opTraffic, "B/s"));
    if (!m_roofs.measured())
      return tr("%1 op traffic (modelled). This machine's roofs are not measured yet: run headroom doctor.")
          .arg(traffic);
    if (run.opTraffic > m_roofs.dram())
      return tr("%1 op traffic (modelled), above the DRAM roof: served from cache").arg(traffic);
    return tr("%1 op traffic (modelled); %2").arg(traffic, m_roofs.dramRoof().label);
  }
  QString tip = tr("%1 · run %2").arg(shown(run.meta.name), shown(run.id.text));
  if (!run.meta.tags.empty()) tip += tr("\ntags: %1").arg(shown(listed(run.meta.tags)));
  if (!run.meta.notes.empty()) tip += '\n' + shown(run.meta.notes);
  return tip;
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const RunSummary& run = at(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return text(run, index.column());
    case SortRole:
      return sortKey(run, index.column());
    case Qt::ToolTipRole:
      return toolTip(run, index.column());
    case Qt::TextAlignmentRole:
      return headerData(index.column(), Qt::Horizontal, role);
    case SparklineRole:
      return index.column() == Sparkline
                 ? QVariant::fromValue(QVector<float>(run.sparkline.begin(), run.sparkline.end()))
                 : QVariant();
    case Qt::AccessibleTextRole:
      if (index.column() == Sparkline) return tr("training loss, %1 points").arg(run.sparkline.size());
      return text(run, index.column());
    default:
      return {};
  }
}

const RunSummary* RunsModel::find(const RunId& run) const {
  const auto found = m_rows.find(run);
  return found == m_rows.end() ? nullptr : &m_runs[found->second];
}

QModelIndex RunsModel::indexOf(const RunId& run) const {
  const auto found = m_rows.find(run);
  return found == m_rows.end() ? QModelIndex() : index(static_cast<int>(found->second), 0);
}

int RunsModel::count(RunState state) const {
  return static_cast<int>(
      std::count_if(m_runs.begin(), m_runs.end(), [&](const auto& run) { return run.state == state; }));
}

void RunsModel::apply(const RunChanges& changes) {
  if (changes.revision < m_revision) return;
  m_revision = changes.revision;
  std::vector<RunId> touched;
  std::vector<RunSummary> fresh;
  for (const auto& run : changes.changed) {
    touched.push_back(run.id);
    const auto found = m_rows.find(run.id);
    if (found == m_rows.end()) {
      fresh.push_back(run);
      continue;
    }
    m_runs[found->second] = run;
    const int row = static_cast<int>(found->second);
    Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
  }
  if (!fresh.empty()) {
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
    for (auto& run : fresh) {
      m_rows[run.id] = m_runs.size();
      m_runs.push_back(std::move(run));
    }
    endInsertRows();
  }
  for (const auto& run : changes.removed) {
    const auto found = m_rows.find(run);
    if (found == m_rows.end()) continue;
    const auto row = found->second;
    beginRemoveRows({}, static_cast<int>(row), static_cast<int>(row));
    m_runs.erase(m_runs.begin() + static_cast<std::ptrdiff_t>(row));
    m_rows.erase(found);
    for (auto& [id, at] : m_rows) at -= at > row ? 1 : 0;
    endRemoveRows();
    touched.push_back(run);
  }
  if (!touched.empty()) Q_EMIT runsChanged(touched);
}

void RunsModel::setRoofs(const MemoryRoofs& roofs) {
  m_roofs = roofs;
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, Bandwidth), index(rowCount() - 1, Bandwidth));
}

RunsProxy::RunsProxy(RunsModel& model, QObject* parent) : QSortFilterProxyModel(parent), m_model(model) {
  setSourceModel(&model);
  setDynamicSortFilter(true);
  sort(RunsModel::Sparkline, Qt::DescendingOrder);
}

void RunsProxy::setFilter(RunFilter filter) {
  m_filter = std::move(filter);
  invalidateFilter();
}

bool RunsProxy::filterAcceptsRow(int row, const QModelIndex&) const {
  return m_filter.matches(m_model.at(row));
}

bool RunsProxy::lessThan(const QModelIndex& left, const QModelIndex& right) const {
  const QVariant a = left.data(RunsModel::SortRole), b = right.data(RunsModel::SortRole);
  if (a.typeId() == QMetaType::Double) {
    // What is not known stands at the end of a rising column.
    const double x = a.toDouble(), y = b.toDouble();
    return std::isnan(y) ? !std::isnan(x) : x < y;
  }
  if (a.typeId() == QMetaType::LongLong) return a.toLongLong() < b.toLongLong();
  if (a.typeId() == QMetaType::ULongLong) return a.toULongLong() < b.toULongLong();
  return QString::localeAwareCompare(a.toString(), b.toString()) < 0;
}

RunsRefresher::RunsRefresher(RunsModel& model, ReaderThread& reader, QObject* parent)
    : QObject(parent), m_model(model), m_reader(reader) {}

void RunsRefresher::refresh() {
  if (m_asking) {
    m_again = true;
    return;
  }
  m_asking = true;
  m_again = false;
  m_reader.ask<RunChanges>(
      this, [since = m_model.revision()](const RunReader& reader) { return reader.runs(since); },
      [this](Result<RunChanges> changes) {
        m_asking = false;
        if (changes) {
          m_model.apply(*changes);
          Q_EMIT refreshed();
        } else {
          Q_EMIT problemFound(QString::fromStdString(changes.error().message));
        }
        if (m_again) refresh();
      });
}

void RunsRefresher::refreshRoofs() {
  m_reader.ask<Json>(
      this, [](const RunReader& reader) { return reader.roofs(); },
      [this](Result<Json> roofs) {
        if (!roofs) return;
        m_model.setRoofs(MemoryRoofs(*roofs));
        Q_EMIT roofsRead(*roofs);
      });
}

}  // namespace headroom

#include "ui/models/runs_model.h"

#include <QColor>
#include <QDateTime>
#include <QVector>
#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {

namespace {

constexpr std::size_t kLongestCell = 200;  // characters: a name of a million would be shaped anew with every paint
constexpr std::size_t kLongestTip = 1'000;

QString shown(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// What people wrote, fit for a cell.
QString cell(std::string_view text) {
  return shown(oneLine(text, kLongestCell));
}

/// Tool tips take what looks like HTML for it.
QString tip(const QString& text) {
  return QStringLiteral("<qt>") + text.toHtmlEscaped().replace('\n', QLatin1String("<br>")) + QStringLiteral("</qt>");
}

bool isNumber(int column) {
  switch (column) {
    case RunsModel::Seed:
    case RunsModel::Done:
    case RunsModel::Loss:
    case RunsModel::TokensPerSecond:
    case RunsModel::Bandwidth:
    case RunsModel::Step:
    case RunsModel::TrainLoss:
    case RunsModel::ValLoss:
    case RunsModel::Attempt:
    case RunsModel::Priority:
    case RunsModel::Took:
      return true;
    default:
      return false;
  }
}

QString lossText(double loss) {
  return std::isnan(loss) ? QString() : shown(formatFixed(loss, 4));
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

QString RunsModel::columnKey(int column) {
  static constexpr const char* kKeys[] = {"state",   "name",     "arm",     "scale",     "seed",  "done",
                                          "left",    "loss",     "speed",   "bandwidth", "curve", "tags",
                                          "note",    "model",    "device",  "step",      "train", "val",
                                          "attempt", "priority", "created", "took",      "id"};
  static_assert(std::size(kKeys) == ColumnCount);
  return column >= 0 && column < ColumnCount ? QString(kKeys[column]) : QString();
}

QString RunsModel::columnTitle(int column) {
  switch (column) {
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
      return tr("Time left");
    case Loss:
      return tr("Loss");
    case TokensPerSecond:
      return tr("Tokens/s");
    case Bandwidth:
      return tr("Bandwidth");
    case Sparkline:
      return tr("Curve");
    case Tags:
      return tr("Tags");
    case Note:
      return tr("Note");
    case Model:
      return tr("Model");
    case Device:
      return tr("Device");
    case Step:
      return tr("Step");
    case TrainLoss:
      return tr("Training loss");
    case ValLoss:
      return tr("Validation loss");
    case Attempt:
      return tr("Attempt");
    case Priority:
      return tr("Priority");
    case Created:
      return tr("Created");
    case Took:
      return tr("Took");
    case Id:
      return tr("Id");
    default:
      return {};
  }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
  switch (role) {
    case Qt::TextAlignmentRole:
      return int(isNumber(section) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::DisplayRole:
      return section == Left ? QString() : columnTitle(section);
    case Qt::AccessibleTextRole:
      return columnTitle(section);
    case Qt::ToolTipRole:
      break;
    default:
      return {};
  }
  switch (section) {
    case Left:
      return tr("Time left of a run that trains, place in the queue, time taken, or the step where it ended");
    case Loss:
      return tr("Validation loss, nats per token; training loss until the first evaluation");
    case TrainLoss:
    case ValLoss:
      return tr("The last one, nats per token");
    case TokensPerSecond:
      return tr("Tokens per second, measured");
    case Bandwidth:
      return tr("Op traffic (modelled) as a share of the measured DRAM roof; above 100 %: served from cache");
    case Sparkline:
      return tr("Training loss so far");
    case Priority:
      return tr("Higher starts first");
    default:
      return columnTitle(section);
  }
}

QVariant RunsModel::text(const RunSummary& run, int column) const {
  switch (column) {
    case State:
      return shown(word(run.state));
    case Name:
      return cell(run.meta.name) + (run.meta.star ? QStringLiteral(" ★") : QString());
    case Arm:
      return run.arms.empty() ? QStringLiteral("none") : cell(listed(run.arms, "+"));
    case Scale:
      return cell(run.scale);
    case Seed:
      return QString::number(run.seed);
    case Done:
      return run.steps > 0 ? tr("%1 %").arg(static_cast<int>(100 * doneShare(run))) : QString();
    case Left:
      if (const double left = secondsLeft(run); std::isfinite(left))
        return tr("%1 left").arg(shown(formatDuration(left)));
      if (run.state == RunState::Queued) {
        const auto place = std::find(m_queue.begin(), m_queue.end(), run.id);
        return place == m_queue.end() ? QString() : tr("#%1").arg(place - m_queue.begin() + 1);
      }
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
    case Tags:
      return cell(listed(run.meta.tags, ","));
    case Note:
      return cell(run.meta.notes);
    case Model:
      return cell(run.model);
    case Device:
      return cell(run.device);
    case Step:
      return shown(formatGrouped(run.step));
    case TrainLoss:
      return lossText(run.trainLoss);
    case ValLoss:
      return lossText(run.valLoss);
    case Attempt:
      return run.attempt > 0 ? QString::number(run.attempt) : QString();
    case Priority:
      return QString::number(run.meta.priority);
    case Created:
      return QDateTime::fromMSecsSinceEpoch(run.createdNs / 1'000'000).toString(QStringLiteral("yyyy-MM-dd hh:mm"));
    case Took:
      return std::isfinite(secondsTaken(run)) ? shown(formatDuration(secondsTaken(run))) : QString();
    case Id:
      return shown(run.id.text);
    default:
      return {};
  }
}

QVariant RunsModel::sortKey(const RunSummary& run, int column) const {
  switch (column) {
    case Seed:
      return static_cast<double>(run.seed);
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
    case Step:
      return static_cast<double>(run.step);
    case TrainLoss:
      return run.trainLoss;
    case ValLoss:
      return run.valLoss;
    case Attempt:
      return static_cast<double>(run.attempt);
    case Priority:
      return static_cast<double>(run.meta.priority);
    case Took:
      return secondsTaken(run);
    case Sparkline:
    case Created:
      return static_cast<double>(run.createdNs);
    default:
      return text(run, column);
  }
}

QString RunsModel::toolTip(const RunSummary& run, int column) const {
  if (column == State && !run.reason.empty()) return tip(shown(oneLine(run.reason, kLongestTip)));
  if (column == Bandwidth && std::isfinite(run.opTraffic)) {
    const QString traffic = shown(formatUnit(run.opTraffic, "B/s"));
    if (!m_roofs.measured())
      return tr("%1 op traffic (modelled). This machine's roofs are not measured yet: run headroom doctor.")
          .arg(traffic);
    if (run.opTraffic > m_roofs.dram())
      return tr("%1 op traffic (modelled), above the DRAM roof: served from cache").arg(traffic);
    return tr("%1 op traffic (modelled); %2").arg(traffic, m_roofs.dramRoof().label);
  }
  QString text = tr("%1 · run %2").arg(cell(run.meta.name), shown(run.id.text));
  if (!run.meta.tags.empty()) text += tr("\ntags: %1").arg(cell(listed(run.meta.tags)));
  if (!run.meta.notes.empty()) text += '\n' + shown(toUtf8(run.meta.notes.substr(0, kLongestTip)));
  return tip(text);
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
    case ColourRole:
      return run.meta.colour.empty() ? QVariant() : QVariant(QColor(shown(run.meta.colour)));
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
  orderQueue();
  if (!touched.empty()) Q_EMIT runsChanged(touched);
}

void RunsModel::orderQueue() {
  std::vector<const RunSummary*> waiting;
  for (const auto& run : m_runs) {
    if (run.state == RunState::Queued) waiting.push_back(&run);
  }
  const auto place = [](const RunSummary* run) {  // as the engine orders it
    return std::tuple(-run->meta.priority, run->meta.position, std::string_view(run->id.text));
  };
  std::sort(waiting.begin(), waiting.end(), [&](const auto* a, const auto* b) { return place(a) < place(b); });
  std::vector<RunId> queue;
  for (const auto* run : waiting) queue.push_back(run->id);
  m_queue.swap(queue);
  for (std::size_t i = 0; i < m_queue.size(); ++i) {
    if (i < queue.size() && queue[i] == m_queue[i]) continue;
    const QModelIndex cell = indexOf(m_queue[i]).siblingAtColumn(Left);
    Q_EMIT dataChanged(cell, cell);
  }
}

void RunsModel::setRoofs(const MemoryRoofs& roofs) {
  m_roofs = roofs;
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, Bandwidth), index(rowCount() - 1, Bandwidth));
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

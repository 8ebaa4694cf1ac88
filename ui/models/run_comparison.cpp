#include "ui/models/run_comparison.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "core/base/text.h"
#include "core/base/units.h"
#include "ui/models/text_rows.h"

namespace headroom {

namespace {

constexpr std::size_t kLongestValue = 2'000;

using Settings = std::vector<std::pair<QString, QString>>;

QString textOf(const Json& value) {
  return QString::fromStdString(oneLine(value.is_string() ? value.get<std::string>() : dump(value), kLongestValue));
}

void flatten(const Json& value, const QString& path, Settings& settings) {
  if (value.is_object() && !value.empty()) {
    for (const auto& [key, inner] : value.items()) {
      const QString name = QString::fromStdString(oneLine(key, 100));
      flatten(inner, path.isEmpty() ? name : path + '.' + name, settings);
    }
    return;
  }
  const bool parts = value.is_array() &&
                     std::any_of(value.begin(), value.end(), [](const Json& item) { return item.is_structured(); });
  if (!parts) {
    settings.emplace_back(path, textOf(value));
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) flatten(value[i], path + QStringLiteral("[%1]").arg(i), settings);
}

void addNumber(Settings& settings, const char* name, double value) {
  if (std::isfinite(value)) settings.emplace_back(name, QString::fromStdString(shortest(value)));
}

}  // namespace

ComparedRun comparedRun(const RunSummary& run, const Json& definition, const Json& environment) {
  ComparedRun compared{.id = run.id, .name = QString::fromStdString(oneLine(run.meta.name, 100)), .settings = {}};
  Settings& settings = compared.settings;
  flatten(definition, {}, settings);
  if (!environment.is_null()) flatten(environment, QStringLiteral("environment"), settings);
  const auto state = word(run.state);
  settings.emplace_back("result.state", QString::fromUtf8(state.data(), static_cast<qsizetype>(state.size())));
  settings.emplace_back("result.step", QString::number(run.step));
  addNumber(settings, "result.loss/train", run.trainLoss);
  addNumber(settings, "result.loss/val", run.valLoss);
  addNumber(settings, "result.throughput", run.tokensPerSecond);
  return compared;
}

void RunComparison::setRuns(std::vector<ComparedRun> runs) {
  beginResetModel();
  m_runs = std::move(runs);
  m_all.clear();
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < m_runs.size(); ++i) {
    for (const auto& [path, value] : m_runs[i].settings) {
      const auto [found, fresh] = places.try_emplace(path.toStdString(), m_all.size());
      if (fresh)
        m_all.push_back({.path = path, .values = QStringList(static_cast<qsizetype>(m_runs.size()), QString())});
      m_all[found->second].values[static_cast<qsizetype>(i)] = value;
    }
  }
  m_differences = 0;
  for (Row& row : m_all) {
    row.differs = std::any_of(row.values.begin(), row.values.end(), [&](const QString& value) {
      return value != row.values.front() || value.isNull() != row.values.front().isNull();
    });
    m_differences += row.differs ? 1 : 0;
  }
  choose();
  endResetModel();
}

void RunComparison::choose() {
  m_shown.clear();
  for (std::size_t i = 0; i < m_all.size(); ++i) {
    const Row& row = m_all[i];
    if (m_only && m_runs.size() > 1 && !row.differs) continue;
    const auto holds = [&](const QString& text) { return text.contains(m_searched, Qt::CaseInsensitive); };
    if (m_searched.isEmpty() || holds(row.path) || std::any_of(row.values.begin(), row.values.end(), holds))
      m_shown.push_back(i);
  }
}

void RunComparison::setOnlyDifferences(bool only) {
  if (only == m_only) return;
  beginResetModel();
  m_only = only;
  choose();
  endResetModel();
}

void RunComparison::setSearched(const QString& text) {
  if (text == m_searched) return;
  beginResetModel();
  m_searched = text;
  choose();
  endResetModel();
}

int RunComparison::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}
int RunComparison::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_runs.size()) + 1;
}

QVariant RunComparison::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const Row& row = m_all[m_shown[static_cast<std::size_t>(index.row())]];
  const QString& text = index.column() == 0 ? row.path : row.values[index.column() - 1];
  switch (role) {
    case Qt::DisplayRole:
      return text.isNull() ? QStringLiteral("–") : text;
    case Qt::ToolTipRole:
      return plainToolTip(row.path + '\n' + text);
    case DiffersRole:
      return index.column() > 1 && (text != row.values.front() || text.isNull() != row.values.front().isNull());
    default:
      return {};
  }
}

QVariant RunComparison::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  if (role == Qt::TextAlignmentRole) return static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole) return {};
  return section == 0 ? tr("Setting") : m_runs[static_cast<std::size_t>(section) - 1].name;
}

}  // namespace headroom

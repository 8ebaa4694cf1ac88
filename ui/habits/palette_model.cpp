#include "ui/habits/palette_model.h"

#include <QRegularExpression>
#include <algorithm>

#include "ui/habits/fuzzy.h"

namespace headroom {

void PaletteModel::setEntries(std::vector<PaletteEntry> entries) {
  beginResetModel();
  m_entries = std::move(entries);
  rank();
  endResetModel();
}

void PaletteModel::setQuery(const QString& query) {
  beginResetModel();
  m_query = query;
  rank();
  endResetModel();
}

void PaletteModel::rank() {
  std::vector<std::pair<int, std::size_t>> fits;
  for (std::size_t i = 0; i < m_entries.size(); ++i) {
    const auto& entry = m_entries[i];
    auto score = fuzzyScore(m_query, entry.title);
    if (score)
      *score *= 2;  // what the title says counts more
    else
      score = fuzzyScore(m_query, entry.title + ' ' + entry.kind + ' ' + entry.detail);
    if (score) fits.emplace_back(-*score + (entry.whyNot.isEmpty() ? 0 : 5), i);
  }
  if (!m_query.trimmed().isEmpty()) std::stable_sort(fits.begin(), fits.end());  // equal ones stay in menu order
  m_shown.clear();
  for (const auto& [score, entry] : fits) {
    if (m_shown.size() == kMost) break;
    m_shown.push_back(entry);
  }
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) return {};
  const auto& entry = at(index.row());
  switch (role) {
    case Qt::DisplayRole:
      return entry.title;
    case Qt::ToolTipRole:
    case DetailRole:
      return entry.whyNot.isEmpty() ? entry.detail : entry.whyNot;
    case Qt::AccessibleTextRole:
      return QStringList{entry.title, entry.kind, entry.keys, entry.whyNot}.filter(QRegularExpression(".")).join(", ");
    case KindRole:
      return entry.kind;
    case KeysRole:
      return entry.keys;
    case WhyNotRole:
      return entry.whyNot;
    default:
      return {};
  }
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex& index) const {
  return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

}  // namespace headroom

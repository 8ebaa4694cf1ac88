#include "ui/models/text_rows.h"

#include <algorithm>

namespace headroom {

QString plainToolTip(const QString& text) {
  constexpr qsizetype kLongest = 1'000;
  if (text.isEmpty()) return {};
  const QString shown = text.size() > kLongest ? text.left(kLongest) + QStringLiteral("…") : text;
  return QStringLiteral("<qt>") + shown.toHtmlEscaped().replace('\n', QLatin1String("<br>")) + QStringLiteral("</qt>");
}

void TextRows::set(std::vector<Row> rows) {
  if (rows == m_rows) return;
  const auto known = std::min(m_rows.size(), rows.size());
  if (rows.size() < m_rows.size()) {
    beginRemoveRows({}, static_cast<int>(known), static_cast<int>(m_rows.size()) - 1);
    m_rows.resize(known);
    endRemoveRows();
  }
  for (std::size_t i = 0; i < known; ++i) {
    if (m_rows[i] == rows[i]) continue;
    m_rows[i] = std::move(rows[i]);
    const int row = static_cast<int>(i);
    Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
  }
  if (rows.size() == known) return;
  beginInsertRows({}, static_cast<int>(known), static_cast<int>(rows.size()) - 1);
  m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin() + static_cast<std::ptrdiff_t>(known)),
                std::make_move_iterator(rows.end()));
  endInsertRows();
}

int TextRows::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}
int TextRows::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant TextRows::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  const auto& column = m_columns[static_cast<std::size_t>(index.column())];
  switch (role) {
    case Qt::DisplayRole:
      return row.cells.value(index.column());
    case Qt::ToolTipRole:
      return plainToolTip(row.toolTip);
    case Qt::TextAlignmentRole:
      return static_cast<int>((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    default:
      return {};
  }
}

QVariant TextRows::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
  const auto& column = m_columns[static_cast<std::size_t>(section)];
  if (role == Qt::DisplayRole) return column.title;
  if (role == Qt::TextAlignmentRole)
    return static_cast<int>((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  return {};
}

}  // namespace headroom

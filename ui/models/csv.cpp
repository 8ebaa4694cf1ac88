#include "ui/models/csv.h"

#include <QAbstractItemModel>
#include <numeric>

namespace headroom {

QString csvRow(QStringList cells) {
  for (QString& cell : cells) {
    const bool plain = !cell.contains(',') && !cell.contains('"') && !cell.contains('\n') && !cell.contains('\r');
    if (!plain) cell = '"' + cell.replace('"', QLatin1String("\"\"")) + '"';
  }
  return cells.join(',') + '\n';
}

QString csvOf(const QAbstractItemModel& model, const std::vector<int>& rows, const std::vector<int>& columns) {
  QStringList titles;
  for (const int column : columns) {
    const QString title = model.headerData(column, Qt::Horizontal).toString();
    titles << (title.isEmpty() ? model.headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString() : title);
  }
  QString text = csvRow(titles);
  for (const int row : rows) {
    QStringList cells;
    for (const int column : columns) cells << model.index(row, column).data().toString();
    text += csvRow(std::move(cells));
  }
  return text;
}

QString csvOf(const QAbstractItemModel& model) {
  std::vector<int> rows(static_cast<std::size_t>(model.rowCount())),
      columns(static_cast<std::size_t>(model.columnCount()));
  std::iota(rows.begin(), rows.end(), 0);
  std::iota(columns.begin(), columns.end(), 0);
  return csvOf(model, rows, columns);
}

}  // namespace headroom

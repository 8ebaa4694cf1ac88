// Tables as CSV (RFC 4180): what "Copy as CSV" puts on the clipboard.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

class QAbstractItemModel;

namespace headroom {

QString csvRow(QStringList cells);
/// Titles from the header (an empty one: its accessible text), cells as they are shown. `rows` and `columns` in this
/// order.
QString csvOf(const QAbstractItemModel& model, const std::vector<int>& rows, const std::vector<int>& columns);
/// All of it.
QString csvOf(const QAbstractItemModel& model);

}  // namespace headroom

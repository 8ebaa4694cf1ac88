// Saved views of the table of runs: a name for a filter with its columns and order. Kept in the program's settings.
#pragma once

#include <QByteArray>
#include <QString>
#include <vector>

namespace headroom {

struct RunView {
  QString name;
  QString filter;
  QByteArray columns;  // as RunTable::columnState() gives them; empty leaves them as they are
  bool operator==(const RunView&) const = default;
};

/// What every table of runs offers: all, running and waiting, failed, starred, of today.
std::vector<RunView> builtinRunViews();

/// In the order of saving. What cannot be read (another version's) is passed over.
std::vector<RunView> savedRunViews();
/// A view of the same name is replaced.
void saveRunView(const RunView& view);
void removeRunView(const QString& name);

}  // namespace headroom

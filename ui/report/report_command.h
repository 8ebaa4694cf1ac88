// `headroom-gui report`: writes a report of runs without showing a window.
#pragma once

#include <QStringList>

namespace headroom {

/// --db FILE --run ID [--run ID …] --to FILE.md|.html|.pdf. Needs a QApplication (offscreen will do): charts are
/// widgets. Returns the exit code; on failure one line stands on stderr.
int runReport(const QStringList& args);

}  // namespace headroom

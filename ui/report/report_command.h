// `headroom-gui report`: writes a report of runs or of a study without showing a window.
#pragma once

#include <QStringList>

namespace headroom {

/// --db FILE (--run ID [--run ID …] | --study ID) --to FILE.md|.html|.pdf. Needs a QApplication (offscreen will do):
/// charts are widgets. Returns the exit code; on failure one line stands on stderr.
int runReport(const QStringList& args);

}  // namespace headroom

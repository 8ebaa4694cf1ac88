// Words of a command line that is copied for a terminal.
#pragma once

#include <QString>

namespace headroom {

/// 'quoted' for a shell where it must be.
QString shellWord(const QString& word);

}  // namespace headroom

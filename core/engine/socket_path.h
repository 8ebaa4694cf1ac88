// Where the engine of a database listens: a socket in a folder that only this user may enter, named by the database's
// canonical path.
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace headroom {

/// Absolute, links resolved, whether or not the file exists yet. Two spellings of one database give one path.
std::filesystem::path canonicalDatabase(const std::filesystem::path& database);

std::filesystem::path engineLockPath(const std::filesystem::path& database);  // engine.lock beside the database
std::filesystem::path engineLogPath(const std::filesystem::path& database);   // engine.log beside the database

/// $XDG_RUNTIME_DIR/headroom/<hash>.sock; /tmp/headroom-<uid>/<hash>.sock where that is not set or too long for a
/// socket's name.
std::filesystem::path socketPath(const std::filesystem::path& database);

/// Makes the socket's folder (0700) and checks that it is this user's alone; Refused when it is somebody else's.
Result<void> prepareSocketFolder(const std::filesystem::path& socket);

/// Where to knock: the socket that a living engine noted in its lock file (its environment may differ from ours), else
/// socketPath().
std::filesystem::path knownSocket(const std::filesystem::path& database);

}  // namespace headroom

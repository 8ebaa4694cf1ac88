// Where the engine of a database listens: a socket in a folder that only this user may enter.
#include "core/engine/socket_path.h"

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/text.h"

namespace headroom {
namespace fs = std::filesystem;

fs::path canonicalDatabase(const fs::path& database) {
  std::error_code error;
  const fs::path absolute = fs::absolute(database, error);
  const fs::path canonical = fs::weakly_canonical(absolute, error);
  return error ? absolute.lexically_normal() : canonical;
}

fs::path engineLockPath(const fs::path& database) {
  return canonicalDatabase(database).parent_path() / "engine.lock";
}
fs::path engineLogPath(const fs::path& database) {
  return canonicalDatabase(database).parent_path() / "engine.log";
}

fs::path socketPath(const fs::path& database) {
  const std::string name = hash128(canonicalDatabase(database).string()) + ".sock";
  if (const char* folder = std::getenv("XDG_RUNTIME_DIR"); folder && *folder == '/') {
    const fs::path path = fs::path(folder) / "headroom" / name;
    std::error_code error;
    if (path.native().size() < sizeof(sockaddr_un::sun_path) && fs::is_directory(folder, error)) return path;
  }
  return fs::path("/tmp") / ("headroom-" + std::to_string(::getuid())) / name;
}

Result<void> prepareSocketFolder(const fs::path& socket) {
  const fs::path folder = socket.parent_path();
  const std::string name = inQuotes(folder.string(), 200);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
    return failed("Folder " + name + " for the engine's socket cannot be made: " + std::strerror(errno) +
                  "; set XDG_RUNTIME_DIR.");
  struct stat info {};
  if (::lstat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
    return refused(name + " is no folder, so the engine's socket cannot lie there; remove it or set XDG_RUNTIME_DIR.");
  if (info.st_uid != ::getuid())
    return refused("Folder " + name +
                   " belongs to somebody else, so the engine's socket would not be safe there; set XDG_RUNTIME_DIR.");
  if ((info.st_mode & 077) != 0 && ::chmod(folder.c_str(), 0700) != 0)
    return refused("Folder " + name + " is open to others and cannot be closed: " + std::strerror(errno) +
                   "; set XDG_RUNTIME_DIR.");
  return {};
}

fs::path knownSocket(const fs::path& database) {
  // The lock file of a dead engine may still name its socket: nobody answers there, and the caller starts a new engine
  // as it would anyway.
  if (const auto text = readFile(engineLockPath(database), 4096); text && !text->empty())
    if (const auto note = parseJson(*text, "engine.lock"); note && note->is_object() && note->contains("socket"))
      if (const Json& socket = note->at("socket"); socket.is_string()) {
        struct stat info {};
        const fs::path path = socket.get<std::string>();
        if (::lstat(path.c_str(), &info) == 0 && S_ISSOCK(info.st_mode) && info.st_uid == ::getuid()) return path;
      }
  return socketPath(database);
}

}  // namespace headroom

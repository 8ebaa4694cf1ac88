// Opening a database for reading alone, wherever it lies.
#include "core/runs/read_only.h"

#include <sqlite3.h>
#include <unistd.h>

#include "core/base/files.h"
#include "core/base/ids.h"
#include "core/base/text.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

constexpr int kBusyMs = 2000;

/// file:… with what an URI would take for syntax escaped.
std::string uri(const fs::path& path, const char* options) {
  std::string text = "file:";
  for (const char letter : fs::absolute(path).string()) {
    if (letter == '%' || letter == '?' || letter == '#') {
      constexpr char kHex[] = "0123456789abcdef";
      text += {'%', kHex[(letter >> 4) & 15], kHex[letter & 15]};
    } else {
      text += letter;
    }
  }
  return text + options;
}

}  // namespace

Result<ReadOnly> openReadOnly(const fs::path& database) {
  std::error_code error;
  const std::string name = inQuotes(database.string(), 200);
  if (!fs::exists(database, error))
    return badInput("There is no database " + name + "; check --db, or start a run first.");
  if (fs::is_directory(database, error)) return badInput(name + " is a folder; name the database in it.");
  const int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
  // A reader of a WAL database shares an index file beside it, which it makes when no engine has one open.
  if (::access(fs::absolute(database).parent_path().c_str(), W_OK) == 0)
    return ReadOnly{nullptr, std::make_unique<Connection>(uri(database, "?mode=ro"), flags, kBusyMs)};
  fs::path wal = database;
  wal += "-wal";
  const auto walBytes = fs::file_size(wal, error);
  if (error || walBytes == 0) {
    if (!FileLock::isHeld(fs::absolute(database).parent_path() / "engine.lock"))
      return ReadOnly{nullptr, std::make_unique<Connection>(uri(database, "?mode=ro&immutable=1"), flags, kBusyMs)};
  }
  const fs::path folder = fs::temp_directory_path() / ("headroom-copy-" + freshId());
  HEADROOM_TRY(makeFolders(folder));
  ReadOnly opened{std::make_unique<TemporaryFolder>(folder), nullptr};
  fs::path walCopy = folder / "headroom.db-wal";
  fs::copy_file(database, folder / "headroom.db", error);
  if (!error && fs::exists(wal, error)) fs::copy_file(wal, walCopy, error);
  if (error)
    return failed("Database " + name +
                  " lies in a folder that cannot be written, and it cannot be copied: " + error.message() + ".");
  opened.connection =
      std::make_unique<Connection>(uri(folder / "headroom.db", ""), SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, kBusyMs);
  return opened;
}

}  // namespace headroom

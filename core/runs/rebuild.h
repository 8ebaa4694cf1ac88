// Care for the database: check it, make it again from the run folders, copy it while it is in use.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/runs/database.h"
#include "core/runs/run_folder.h"

namespace headroom {

struct DatabaseCounts {
  std::int64_t runs = 0, points = 0, doubles = 0, states = 0, studies = 0, machines = 0;
  bool operator==(const DatabaseCounts&) const = default;
};

struct DatabaseCheck {
  bool sound = true;
  std::vector<std::string> problems;  // sentences
  DatabaseCounts counts;
};
/// SQLite's own integrity check, dangling rows, and runs whose folder is missing.
Result<DatabaseCheck> checkDatabase(const std::filesystem::path& database);

struct Rebuild {
  DatabaseCounts before, after;
  std::uint64_t skippedBytes = 0;     // damaged journal bytes passed over
  std::vector<std::string> problems;  // folders that could not be read, in sentences
  bool replaced = false;              // false: the present database holds more; the new one lies at `path`
  std::filesystem::path path;
};
/// Writes a new database from runs/, studies/ and machines/, and puts it in the place of `database` unless that holds
/// more. No engine may run (Refused otherwise); the old file is kept as <name>.before-rebuild.
Result<Rebuild> rebuildDatabase(const std::filesystem::path& database);

/// A sound copy while others read and write. Refuses to overwrite.
Result<void> backupDatabase(const std::filesystem::path& database, const std::filesystem::path& target);

/// Brings one run's folder into the database: definition, meta, states, journals. What is there already is left as it
/// is. Returns the damaged bytes passed over.
Result<std::uint64_t> recordRunFolder(Database& database, const RunFolder& folder);
/// Brings studies/<id>/ into the database, which has no such study yet. Its runs are there.
Result<void> recordStudyFolder(Database& database, const std::filesystem::path& folder);

}  // namespace headroom

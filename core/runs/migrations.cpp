// The database's schema, one migration a version. A migration that was released is never edited.
#include "core/runs/migrations.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>

#include <string>

#include "core/base/text.h"

namespace headroom {
namespace {

// Times are nanoseconds since 1970, 0 = not yet; `wall` is seconds. NULL in a number = NaN, which SQLite cannot store.
// `series` gives a key to one series of one run, so that rows are narrow and a series lies in one piece, in order of
// step.
constexpr const char* kVersion1 = R"sql(
CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO meta VALUES ('revision', 0);

CREATE TABLE runs (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  revision INTEGER NOT NULL,
  name TEXT NOT NULL, tags TEXT NOT NULL, notes TEXT NOT NULL, star INTEGER NOT NULL, colour TEXT NOT NULL,
  priority INTEGER NOT NULL, position REAL NOT NULL,
  state TEXT NOT NULL, reason TEXT NOT NULL,
  model TEXT NOT NULL, scale TEXT NOT NULL, arms TEXT NOT NULL, seed INTEGER NOT NULL,
  step INTEGER NOT NULL DEFAULT 0, steps INTEGER NOT NULL, attempt INTEGER NOT NULL DEFAULT 0,
  created_ns INTEGER NOT NULL, queued_ns INTEGER NOT NULL DEFAULT 0,
  started_ns INTEGER NOT NULL DEFAULT 0, finished_ns INTEGER NOT NULL DEFAULT 0,
  device TEXT NOT NULL, definition_hash TEXT NOT NULL, reuse_hash TEXT NOT NULL DEFAULT '',
  fork_run TEXT, fork_step INTEGER,
  train_loss REAL, val_loss REAL, tokens_per_second REAL, step_seconds REAL, op_traffic REAL, dram_bandwidth REAL,
  sparkline BLOB);
CREATE INDEX runs_by_revision ON runs (revision);
CREATE INDEX runs_by_name ON runs (name);
CREATE INDEX runs_by_reuse_hash ON runs (reuse_hash);

CREATE TABLE removed_runs (id TEXT PRIMARY KEY, revision INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE definitions (run INTEGER PRIMARY KEY, document TEXT NOT NULL);
CREATE TABLE states (
  run INTEGER NOT NULL, number INTEGER NOT NULL, state TEXT NOT NULL, wall_ns INTEGER NOT NULL,
  attempt INTEGER NOT NULL, step INTEGER NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (run, number)) WITHOUT ROWID;
CREATE TABLE attempts (
  run INTEGER NOT NULL, attempt INTEGER NOT NULL, first_step INTEGER NOT NULL,
  started_ns INTEGER NOT NULL, ended_ns INTEGER NOT NULL DEFAULT 0, reason TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (run, attempt)) WITHOUT ROWID;

CREATE TABLE series (
  key INTEGER PRIMARY KEY, run INTEGER NOT NULL, name TEXT NOT NULL, doubles INTEGER NOT NULL,
  UNIQUE (run, name, doubles));
CREATE TABLE points (
  series INTEGER NOT NULL, step INTEGER NOT NULL, attempt INTEGER NOT NULL, value REAL, wall REAL NOT NULL,
  PRIMARY KEY (series, step, attempt)) WITHOUT ROWID;
CREATE TABLE doubles (
  series INTEGER NOT NULL, step INTEGER NOT NULL, attempt INTEGER NOT NULL, value REAL, wall REAL NOT NULL,
  PRIMARY KEY (series, step, attempt)) WITHOUT ROWID;
CREATE TABLE ingest (
  run INTEGER NOT NULL, file TEXT NOT NULL, offset INTEGER NOT NULL, skipped_bytes INTEGER NOT NULL,
  PRIMARY KEY (run, file)) WITHOUT ROWID;

CREATE TABLE studies (id TEXT PRIMARY KEY, name TEXT NOT NULL, document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE study_runs (
  study TEXT NOT NULL, run TEXT NOT NULL, arm TEXT NOT NULL, scale TEXT NOT NULL, seed INTEGER NOT NULL,
  learning_rate REAL NOT NULL, horizon INTEGER NOT NULL, role TEXT NOT NULL,
  PRIMARY KEY (study, run)) WITHOUT ROWID;
CREATE INDEX study_runs_by_run ON study_runs (run);
CREATE TABLE machines (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
)sql";

// Studies keep the order of their making, and what was decided in them.
constexpr const char* kVersion2 = R"sql(
ALTER TABLE studies ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
CREATE TABLE study_decisions (
  study TEXT NOT NULL, number INTEGER NOT NULL, document TEXT NOT NULL, PRIMARY KEY (study, number)) WITHOUT ROWID;
)sql";

constexpr const char* kMigrations[] = {kVersion1, kVersion2};
static_assert(std::size(kMigrations) == kSchemaVersion);

int pragma(SQLite::Database& database, const char* name) {
  return database.execAndGet(std::string("PRAGMA ") + name).getInt();
}

/// The file's path, without what SQLite's form of an address puts around it.
std::string nameOf(const SQLite::Database& database) {
  std::string name = database.getFilename();
  if (name.starts_with("file:")) name = name.substr(5, name.find('?') - 5);
  return inQuotes(name, 200);
}

Error newer(const SQLite::Database& database, int version) {
  return refused("Database " + nameOf(database) + " was written by a newer Headroom (schema " +
                 std::to_string(version) + "; this program knows " + std::to_string(kSchemaVersion) +
                 "); use that version, or another database.");
}

}  // namespace

Result<void> checkSchema(SQLite::Database& database) {
  const int version = pragma(database, "user_version");
  if (pragma(database, "application_id") != kApplicationId)
    return badInput(nameOf(database) + " is not a database of Headroom; name another file with --db.");
  if (version > kSchemaVersion) return newer(database, version);
  if (version < kSchemaVersion)
    return refused("Database " + nameOf(database) + " has the older schema " + std::to_string(version) +
                   "; start the engine once, which brings it to schema " + std::to_string(kSchemaVersion) + ".");
  return {};
}

Result<void> migrate(SQLite::Database& database) {
  const int version = pragma(database, "user_version");
  const bool fresh = version == 0 && database.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
  if (!fresh && pragma(database, "application_id") != kApplicationId)
    return badInput(nameOf(database) + " is not a database of Headroom; name another file with --db.");
  if (version > kSchemaVersion) return newer(database, version);
  if (version == kSchemaVersion) return {};
  SQLite::Transaction transaction(database);
  for (int next = version; next < kSchemaVersion; ++next) database.exec(kMigrations[next]);
  database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
  database.exec("PRAGMA user_version = " + std::to_string(kSchemaVersion));
  transaction.commit();
  return {};
}

}  // namespace headroom

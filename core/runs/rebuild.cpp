// Care for the database: check it, make it again from the run folders, copy it while it is in use.
#include "core/runs/rebuild.h"

#include <SQLiteCpp/Backup.h>
#include <sqlite3.h>

#include <algorithm>
#include <set>

#include "core/base/files.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/migrations.h"
#include "core/runs/read_only.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

DatabaseCounts countsOf(Connection& sql) {
  const auto count = [&](const char* query) { return sql.database().execAndGet(query).getInt64(); };
  return {.runs = count("SELECT count(*) FROM runs"),
          .points = count("SELECT count(*) FROM points"),
          .doubles = count("SELECT count(*) FROM doubles"),
          .states = count("SELECT count(*) FROM states"),
          .studies = count("SELECT count(*) FROM studies"),
          .machines = count("SELECT count(*) FROM machines")};
}

/// What a database holds: how many rows, and of which run how many.
struct Contents {
  DatabaseCounts counts;
  std::map<std::string, std::int64_t> rowsOfRun;
};

Result<Contents> contentsOf(const fs::path& database) {
  return guarded(database.string(), [&]() -> Result<Contents> {
    HEADROOM_ASSIGN(ReadOnly opened, openReadOnly(database));
    HEADROOM_TRY(checkSchema(opened.connection->database()));
    Connection& sql = *opened.connection;
    Contents contents{countsOf(sql), {}};
    Query rows = sql.query(
        "SELECT id, (SELECT count(*) FROM series JOIN points ON series = series.key WHERE run = runs.key) + "
        "(SELECT count(*) FROM series JOIN doubles ON series = series.key WHERE run = runs.key) FROM runs");
    while (rows.step()) contents.rowsOfRun[rows.text(0)] = rows.integer(1);
    return contents;
  });
}

/// Something in `old` that `fresh` lacks.
bool holdsMore(const Contents& old, const Contents& fresh) {
  if (old.counts.studies > fresh.counts.studies || old.counts.machines > fresh.counts.machines) return true;
  return std::any_of(old.rowsOfRun.begin(), old.rowsOfRun.end(), [&](const auto& run) {
    const auto found = fresh.rowsOfRun.find(run.first);
    return found == fresh.rowsOfRun.end() || found->second < run.second;
  });
}

std::vector<fs::path> sortedEntries(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    paths.push_back(at->path());
  std::sort(paths.begin(), paths.end());
  return paths;
}

void removeDatabase(const fs::path& database) {
  std::error_code error;
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(fs::path(database.string() + suffix), error);
}

Result<void> moveDatabase(const fs::path& from, const fs::path& to) {
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const fs::path source(from.string() + suffix), target(to.string() + suffix);
    std::error_code error;
    if (!fs::exists(source, error)) {
      fs::remove(target, error);
      continue;
    }
    fs::rename(source, target, error);
    if (error)
      return failed(inQuotes(source.string(), 200) + " cannot be renamed to " + inQuotes(target.string(), 200) + ": " +
                    error.message() + ".");
  }
  return {};
}

/// Everything below `folder` into a fresh database.
Result<void> fill(Database& database, const fs::path& folder, Rebuild& rebuild) {
  const auto note = [&](const auto& result) {
    if (!result) rebuild.problems.push_back(result.error().message);
    return result.ok();
  };
  for (const RunFolder& run : runFolders(folder)) {
    const auto skipped = recordRunFolder(database, run);
    if (note(skipped)) rebuild.skippedBytes += *skipped;
    HEADROOM_TRY(database.checkpoint());
  }
  std::error_code error;
  for (const fs::path& study : sortedEntries(folder / "studies"))
    if (fs::exists(study / "study.json", error)) note(recordStudyFolder(database, study));
  for (const fs::path& machine : sortedEntries(folder / "machines")) {
    if (machine.extension() != ".json") continue;
    const auto roofs = readJson(machine.string());
    if (note(roofs)) HEADROOM_TRY(database.setMachine(machine.stem().string(), *roofs));
  }
  return database.checkpointAll();
}

}  // namespace

Result<std::uint64_t> recordRunFolder(Database& database, const RunFolder& folder) {
  const RunId run = folder.run();
  HEADROOM_ASSIGN(std::vector<StateRecord> states, readStates(folder));
  std::size_t known = 0;
  if (database.reader().run(run)) {
    HEADROOM_ASSIGN(const std::vector<StateRecord> stored, database.reader().states(run));
    known = stored.size();
  } else {
    HEADROOM_ASSIGN(const RunDefinition definition, loadDefinition(folder));
    HEADROOM_ASSIGN(RunMeta meta, loadMeta(folder));
    if (meta.name.empty()) meta.name = definition.name;
    std::error_code error;
    const bool draft = !fs::exists(folder.definition(), error);
    if (states.empty())
      states.push_back(
          {draft ? RunState::Draft : RunState::Failed, wallNs(), 0, 0, draft ? "" : "its history is missing"});
    HEADROOM_TRY(database.addRun(run, definition, meta, states.front()));
    known = 1;
  }
  for (; known < states.size(); ++known) HEADROOM_TRY(database.setState(run, states[known]));

  std::uint64_t skipped = 0;
  for (const JournalFile& file : journalFiles(folder)) {
    HEADROOM_ASSIGN(const std::uint64_t offset, database.ingestedTo(run, file.path.filename().string()));
    JournalReader reader(file.path, offset);
    for (;;) {
      HEADROOM_ASSIGN(const JournalBatch batch, readBatch(reader, run, file.attempt));
      if (batch.empty()) break;
      skipped += batch.skippedBytes;
      HEADROOM_TRY(database.ingest(batch));
      // A long journal must not pile up in the write-ahead log.
      if (database.walBytes() > (std::uint64_t{64} << 20)) HEADROOM_TRY(database.checkpointAll());
    }
  }
  return skipped;
}

Result<void> recordStudyFolder(Database& database, const fs::path& folder) {
  HEADROOM_ASSIGN(const Json document, readJson((folder / "study.json").string()));
  if (!document.is_object()) return badInput(inQuotes((folder / "study.json").string(), 200) + " is not an object.");
  const auto name = document.find("name");
  const StudyId study{folder.filename().string()};
  HEADROOM_TRY(
      database.addStudy(study, name != document.end() && name->is_string() ? name->get<std::string>() : "", document));
  const fs::path decisions = folder / "decisions.jsonl";
  if (std::error_code error; !fs::exists(decisions, error)) return {};
  HEADROOM_ASSIGN(const std::string lines, readFile(decisions));
  for (const std::string& line : split(lines, '\n')) {
    if (trimmed(line).empty()) continue;
    HEADROOM_ASSIGN(const Json decision, parseJson(line, decisions.string()));
    if (!decision.is_object()) return badInput(inQuotes(decisions.string(), 200) + " holds a line that is no object.");
    HEADROOM_TRY(database.addDecision(study, decision));
  }
  return {};
}

Result<DatabaseCheck> checkDatabase(const fs::path& database) {
  return guarded(database.string(), [&]() -> Result<DatabaseCheck> {
    HEADROOM_ASSIGN(ReadOnly opened, openReadOnly(database));
    HEADROOM_TRY(checkSchema(opened.connection->database()));
    Connection& sql = *opened.connection;
    DatabaseCheck check;
    {
      Query rows = sql.query("PRAGMA integrity_check(10)");
      while (rows.step())
        if (rows.text(0) != "ok") check.problems.push_back("SQLite reports: " + rows.text(0) + ".");
    }
    constexpr std::pair<const char*, const char*> kDangling[] = {
        {"SELECT count(*) FROM series WHERE run NOT IN (SELECT key FROM runs)", "series belong to no run"},
        {"SELECT count(*) FROM (SELECT DISTINCT series FROM points) WHERE series NOT IN (SELECT key FROM series)",
         "groups of points belong to no series"},
        {"SELECT count(*) FROM (SELECT DISTINCT series FROM doubles) WHERE series NOT IN (SELECT key FROM series)",
         "groups of doubles belong to no series"},
        {"SELECT count(*) FROM runs WHERE key NOT IN (SELECT run FROM definitions)", "runs have no definition"},
        {"SELECT count(*) FROM study_runs WHERE run NOT IN (SELECT id FROM runs)", "study links name no run"}};
    for (const auto& [query, what] : kDangling)
      if (const std::int64_t count = sql.database().execAndGet(query).getInt64(); count > 0)
        check.problems.push_back(std::to_string(count) + " " + what + ".");
    Query rows = sql.query("SELECT id FROM runs ORDER BY key");
    while (rows.step()) {
      const RunFolder folder = RunFolder::of(fs::absolute(database).parent_path(), RunId{rows.text(0)});
      std::error_code error;
      if (!fs::exists(folder.path(), error))
        check.problems.push_back("The folder of run " + rows.text(0) +
                                 " is missing: " + inQuotes(folder.path().string(), 200) + ".");
    }
    check.counts = countsOf(sql);
    check.sound = check.problems.empty();
    return check;
  });
}

Result<Rebuild> rebuildDatabase(const fs::path& database) {
  const fs::path folder = fs::absolute(database).parent_path();
  std::error_code error;
  if (!fs::is_directory(folder / "runs", error))
    return badInput("Folder " + inQuotes(folder.string(), 200) +
                    " holds no runs/ to make a database from; check --db.");
  HEADROOM_ASSIGN(const std::optional<FileLock> lock, FileLock::tryLock(folder / "engine.lock"));
  if (!lock) return refused("An engine is at work on this folder; stop it first with: headroom engine stop.");

  Rebuild rebuild;
  rebuild.path = database.string() + ".rebuilt";
  removeDatabase(rebuild.path);
  {
    HEADROOM_ASSIGN(Database fresh, Database::open(rebuild.path, ForeignRuns::Accept));
    HEADROOM_TRY(fill(fresh, folder, rebuild));
  }
  HEADROOM_ASSIGN(const Contents made, contentsOf(rebuild.path));
  rebuild.after = made.counts;
  if (fs::exists(database, error)) {
    const auto old = contentsOf(database);
    if (old) {
      rebuild.before = old->counts;
      if (holdsMore(*old, made)) return rebuild;
    } else {
      if (old.error().kind == ErrorKind::Refused) return old.error();  // written by a newer program
      rebuild.problems.push_back(old.error().message);
    }
    HEADROOM_TRY(moveDatabase(database, database.string() + ".before-rebuild"));
  }
  HEADROOM_TRY(moveDatabase(rebuild.path, database));
  HEADROOM_TRY(syncFile(folder));
  rebuild.replaced = true;
  rebuild.path = database;
  return rebuild;
}

Result<void> backupDatabase(const fs::path& database, const fs::path& target) {
  const std::string name = inQuotes(target.string(), 200);
  std::error_code error;
  if (fs::exists(target, error)) return badInput(name + " exists already; choose another name for the copy.");
  const fs::path temporary = target.string() + ".tmp";
  removeDatabase(temporary);
  const auto copied = guarded(database.string(), [&]() -> Result<void> {
    HEADROOM_ASSIGN(ReadOnly opened, openReadOnly(database));
    HEADROOM_TRY(checkSchema(opened.connection->database()));
    SQLite::Database copy(temporary.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    SQLite::Backup backup(copy, opened.connection->database());
    backup.executeStep(-1);  // all pages as of now
    return {};
  });
  if (copied) fs::rename(temporary, target, error);
  if (!copied || error) removeDatabase(temporary);
  if (!copied) return copied.error();
  if (error) return failed(name + " cannot be written: " + error.message() + ".");
  return syncFile(target);
}

}  // namespace headroom

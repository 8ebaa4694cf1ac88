// headroom.db: the one write connection, owned by the engine.
#include "core/runs/database.h"

#include <sqlite3.h>

#include <algorithm>
#include <span>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/runs/migrations.h"
#include "core/runs/sparkline.h"
#include "core/runs/sql_connection.h"
#include "core/runs/sql_run_reader.h"

namespace headroom {
namespace {

// 32: in a trial a third more rows a second than one row a statement.
constexpr std::size_t kRowsAStatement = 32;

namespace fs = std::filesystem;

/// Series whose latest value stands in the table of runs.
struct Shown {
  std::string_view series;
  const char* update;
};
constexpr Shown kShown[] = {
    {"loss/train", "UPDATE runs SET train_loss = ?2 WHERE key = ?1"},
    {"loss/val", "UPDATE runs SET val_loss = ?2 WHERE key = ?1"},
    {"throughput", "UPDATE runs SET tokens_per_second = ?2 WHERE key = ?1"},
    {"time/step", "UPDATE runs SET step_seconds = ?2 WHERE key = ?1"},
    {"bandwidth/op-traffic", "UPDATE runs SET op_traffic = ?2 WHERE key = ?1"},
    {"bandwidth/dram", "UPDATE runs SET dram_bandwidth = ?2 WHERE key = ?1"},
};
constexpr std::string_view kSparklineSeries = "loss/train";

std::string jsonList(const std::vector<std::string>& texts) {
  return dump(Json(texts));
}

Error noSuchRun(const RunId& run) {
  return badInput("There is no run " + inQuotes(run.text) + " in the database.");
}

bool holdsRuns(const fs::path& folder) {
  std::error_code error;
  return fs::is_directory(folder / "runs", error) && !fs::is_empty(folder / "runs", error);
}

/// Inserts a fixed number of rows with one statement: the one loop that millions of rows pass through, so SQLite's own
/// functions.
class RowInserter {
 public:
  RowInserter(sqlite3* handle, const std::string& table, std::size_t rows)
      : m_handle(handle), m_statement(nullptr, &sqlite3_finalize) {
    std::string sql = "INSERT OR REPLACE INTO " + table + " (series, step, attempt, value, wall) VALUES ";
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t first = 3 + 3 * row;
      sql += std::string(row == 0 ? "" : ", ") + "(?1, ?" + std::to_string(first) + ", ?2, ?" +
             std::to_string(first + 1) + ", ?" + std::to_string(first + 2) + ")";
    }
    sqlite3_stmt* raw = nullptr;
    const int code = sqlite3_prepare_v2(handle, sql.c_str(), -1, &raw, nullptr);
    m_statement.reset(raw);
    if (code != SQLITE_OK) throw SQLite::Exception(handle, code);
  }

  /// The series and attempt of the rows that follow.
  void begin(std::int64_t series, std::int64_t attempt) {
    sqlite3_bind_int64(m_statement.get(), 1, series);
    sqlite3_bind_int64(m_statement.get(), 2, attempt);
  }

  void insert(std::span<const SeriesPoint> rows) {
    int at = 3;
    for (const SeriesPoint& point : rows) {
      sqlite3_bind_int64(m_statement.get(), at++, point.step);
      sqlite3_bind_double(m_statement.get(), at++, point.value);
      sqlite3_bind_double(m_statement.get(), at++, point.wallTime);
    }
    const int code = sqlite3_step(m_statement.get());
    sqlite3_reset(m_statement.get());
    if (code != SQLITE_DONE) throw SQLite::Exception(m_handle, code);
  }

 private:
  sqlite3* m_handle;
  std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)> m_statement;
};

}  // namespace

struct Database::State {
  State(const fs::path& databasePath)
      : path(databasePath),
        connection(path.string(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, 1000),
        reader(connection, path.string()) {}

  fs::path path;
  Connection connection;
  SqlRunReader reader;

  /// One transaction with a new revision; `work` gets it and returns Result<void>. An error takes everything back.
  template <class Work>
  Result<void> write(Work&& work) {
    return guarded(path.string(), [&]() -> Result<void> {
      SQLite::Transaction transaction(connection.database());
      connection.execute("UPDATE meta SET value = value + 1 WHERE name = 'revision'");
      HEADROOM_ASSIGN(const std::int64_t revision, reader.revision());
      HEADROOM_TRY(work(revision));
      transaction.commit();
      return {};
    });
  }

  /// Nothing where there is no such run: one that was noted before it was made, or was deleted since.
  void link(const StudyLink& link) {
    connection.execute(
        "INSERT OR REPLACE INTO study_runs (study, run, arm, scale, seed, learning_rate, horizon, role) "
        "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE EXISTS (SELECT 1 FROM runs WHERE id = ?2)",
        link.study.text, link.run.text, link.arm, link.scale, link.seed, link.learningRate, link.horizon, link.role);
  }

  /// The run's key, its row marked as changed.
  Result<std::int64_t> touch(const RunId& run, std::int64_t revision) {
    Query row = connection.query("UPDATE runs SET revision = ? WHERE id = ? RETURNING key", revision, run.text);
    if (!row.step()) return noSuchRun(run);
    const std::int64_t key = row.integer(0);
    row.step();  // to its end, so that the update is done
    return key;
  }

  std::int64_t seriesKey(std::int64_t run, const std::string& name, bool doubles) {
    {
      Query row =
          connection.query("SELECT key FROM series WHERE run = ? AND name = ? AND doubles = ?", run, name, doubles);
      if (row.step()) return row.integer(0);
    }
    connection.execute("INSERT INTO series (run, name, doubles) VALUES (?, ?, ?)", run, name, doubles);
    return connection.database().getLastInsertRowid();
  }

  void insertState(std::int64_t run, const StateRecord& record) {
    connection.execute(
        "INSERT INTO states (run, number, state, wall_ns, attempt, step, reason) "
        "VALUES (?1, (SELECT ifnull(max(number), 0) + 1 FROM states WHERE run = ?1), ?2, ?3, ?4, ?5, ?6)",
        run, word(record.state), record.wallNs, record.attempt, record.step, record.reason);
    connection.execute(
        "UPDATE runs SET state = ?2, reason = ?3, attempt = max(attempt, ?4), "
        "queued_ns = CASE WHEN ?2 = 'queued' THEN ?5 ELSE queued_ns END, "
        "started_ns = CASE WHEN ?2 IN ('starting', 'running') AND started_ns = 0 THEN ?5 ELSE started_ns END, "
        "finished_ns = CASE WHEN ?6 THEN ?5 ELSE 0 END WHERE key = ?1",
        run, word(record.state), record.reason, record.attempt, record.wallNs, isEnded(record.state));
    if (isEnded(record.state) || record.state == RunState::Paused)
      connection.execute("UPDATE attempts SET ended_ns = ?, reason = ? WHERE run = ? AND attempt = ?", record.wallNs,
                         record.reason, run, record.attempt);
  }

  void insertPoints(std::int64_t run, std::int64_t attempt,
                    const std::map<std::string, std::vector<SeriesPoint>, std::less<>>& series, bool doubles) {
    if (series.empty()) return;
    sqlite3* const handle = connection.database().getHandle();
    RowInserter many(handle, doubles ? "doubles" : "points", kRowsAStatement);
    RowInserter one(handle, doubles ? "doubles" : "points", 1);
    for (const auto& [name, points] : series) {
      const std::int64_t key = seriesKey(run, name, doubles);
      many.begin(key, attempt);
      one.begin(key, attempt);
      std::span<const SeriesPoint> left(points);
      for (; left.size() >= kRowsAStatement; left = left.subspan(kRowsAStatement))
        many.insert(left.first(kRowsAStatement));
      for (; !left.empty(); left = left.subspan(1)) one.insert(left.first(1));
    }
  }

  void updateSummary(std::int64_t run, const JournalBatch& batch) {
    if (batch.firstStep) {
      const std::int64_t done = std::max<std::int64_t>(*batch.firstStep - 1, 0);
      connection.execute("UPDATE runs SET attempt = ?2, step = ?3 WHERE key = ?1 AND attempt <= ?2", run, batch.attempt,
                         done);
    }
    connection.execute("UPDATE runs SET step = max(step, ?3) WHERE key = ?1 AND attempt <= ?2", run, batch.attempt,
                       batch.lastStep);
    for (const Shown& shown : kShown)
      if (const auto found = batch.points.find(shown.series); found != batch.points.end())
        connection.execute(shown.update, run, found->second.back().value);

    const auto curve = batch.points.find(kSparklineSeries);
    if (curve == batch.points.end() && !batch.firstStep) return;
    Sparkline sparkline;
    {
      Query row = connection.query("SELECT sparkline FROM runs WHERE key = ?", run);
      if (row.step()) sparkline = Sparkline::fromBytes(row.text(0));
    }
    if (batch.firstStep) sparkline.cutFrom(*batch.firstStep);
    if (curve != batch.points.end())
      for (const SeriesPoint& point : curve->second) sparkline.add(point.step, static_cast<float>(point.value));
    const std::string bytes = sparkline.toBytes();
    SQLite::Statement& update = connection.prepared("UPDATE runs SET sparkline = ?2 WHERE key = ?1");
    update.bind(1, run);
    update.bind(2, bytes.data(), static_cast<int>(bytes.size()));
    update.exec();
    update.reset();
  }
};

Database::Database(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const fs::path& path, ForeignRuns foreign) {
  const std::string name = inQuotes(path.string(), 200);
  const fs::path folder = fs::absolute(path).parent_path();
  std::error_code error;
  if (fs::is_directory(path, error)) return badInput(name + " is a folder; name the database in it.");
  if (!fs::exists(path, error) && foreign == ForeignRuns::Refuse && holdsRuns(folder))
    return badInput("Folder " + inQuotes(folder.string(), 200) +
                    " already holds the runs of another database; name that one, "
                    "choose another folder, or make it again with: headroom db rebuild.");
  HEADROOM_TRY(makeFolders(folder));
  return guarded(path.string(), [&]() -> Result<Database> {
    auto state = std::make_unique<State>(path);
    SQLite::Database& database = state->connection.database();
    // A file that is refused is left as it is: closing it must not take in the WAL that lies beside it.
    const auto checkpointOnClose = [&](bool on) {
      sqlite3_db_config(database.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, on ? 0 : 1, nullptr);
    };
    checkpointOnClose(false);
    HEADROOM_TRY(migrate(database));
    checkpointOnClose(true);
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = NORMAL");
    database.exec("PRAGMA wal_autocheckpoint = 0");  // checkpoint() and checkpointAll() are called instead
    database.exec("PRAGMA cache_size = -32000");     // 32 MB: the leaves that many live series append to
    return Database(std::move(state));
  });
}

const fs::path& Database::path() const {
  return m_state->path;
}
fs::path Database::folder() const {
  return fs::absolute(m_state->path).parent_path();
}
const RunReader& Database::reader() const {
  return m_state->reader;
}

Result<void> Database::addRun(const RunId& run, const RunDefinition& definition, const RunMeta& meta,
                              const StateRecord& first) {
  return m_state->write([&](std::int64_t revision) -> Result<void> {
    Connection& sql = m_state->connection;
    if (Query row = sql.query("SELECT 1 FROM runs WHERE id = ?", run.text); row.step())
      return failed("Run " + run.text + " is in the database already.");
    sql.execute("DELETE FROM removed_runs WHERE id = ?", run.text);
    sql.execute(
        "INSERT INTO runs (id, revision, name, tags, notes, star, colour, priority, position, state, reason, model, "
        "scale, "
        "arms, seed, steps, created_ns, device, definition_hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        run.text, revision, meta.name, jsonList(meta.tags), meta.notes, meta.star, meta.colour, meta.priority,
        meta.position, word(first.state), first.reason, definition.asked.model, definition.asked.scale,
        jsonList(definition.asked.arms), definition.seed, definition.steps, first.wallNs, definition.numerics.device,
        definitionHash(definition));
    const std::int64_t key = sql.database().getLastInsertRowid();
    if (definition.from)
      sql.execute("UPDATE runs SET fork_run = ?, fork_step = ? WHERE key = ?", definition.from->run.text,
                  definition.from->step, key);
    sql.execute("INSERT INTO definitions (run, document) VALUES (?, ?)", key, dump(toJson(definition)));
    m_state->insertState(key, first);
    return {};
  });
}

Result<void> Database::setDefinition(const RunId& run, const RunDefinition& definition) {
  return m_state->write([&](std::int64_t revision) -> Result<void> {
    Connection& sql = m_state->connection;
    HEADROOM_ASSIGN(const std::int64_t key, m_state->touch(run, revision));
    if (Query row = sql.query("SELECT state FROM runs WHERE key = ?", key);
        row.step() && row.text(0) != word(RunState::Draft))
      return badInput("Run " + run.text + " is " + row.text(0) + "; only a draft can be edited. Clone it instead.");
    sql.execute("UPDATE definitions SET document = ? WHERE run = ?", dump(toJson(definition)), key);
    sql.execute(
        "UPDATE runs SET model = ?2, scale = ?3, arms = ?4, seed = ?5, steps = ?6, device = ?7, definition_hash = ?8 "
        "WHERE key = ?1",
        key, definition.asked.model, definition.asked.scale, jsonList(definition.asked.arms), definition.seed,
        definition.steps, definition.numerics.device, definitionHash(definition));
    return {};
  });
}

Result<void> Database::setState(const RunId& run, const StateRecord& record) {
  return m_state->write([&](std::int64_t revision) -> Result<void> {
    HEADROOM_ASSIGN(const std::int64_t key, m_state->touch(run, revision));
    m_state->insertState(key, record);
    return {};
  });
}

Result<void> Database::setMeta(const RunId& run, const RunMeta& meta) {
  return m_state->write([&](std::int64_t revision) -> Result<void> {
    HEADROOM_ASSIGN(const std::int64_t key, m_state->touch(run, revision));
    m_state->connection.execute(
        "UPDATE runs SET name = ?2, tags = ?3, notes = ?4, star = ?5, colour = ?6, priority = ?7, position = ?8 WHERE "
        "key = ?1",
        key, meta.name, jsonList(meta.tags), meta.notes, meta.star, meta.colour, meta.priority, meta.position);
    return {};
  });
}

Result<void> Database::removeRun(const RunId& run) {
  return m_state->write([&](std::int64_t revision) -> Result<void> {
    Connection& sql = m_state->connection;
    HEADROOM_ASSIGN(const std::int64_t key, m_state->touch(run, revision));
    sql.execute("DELETE FROM points WHERE series IN (SELECT key FROM series WHERE run = ?)", key);
    sql.execute("DELETE FROM doubles WHERE series IN (SELECT key FROM series WHERE run = ?)", key);
    sql.execute("DELETE FROM series WHERE run = ?", key);
    sql.execute("DELETE FROM states WHERE run = ?", key);
    sql.execute("DELETE FROM attempts WHERE run = ?", key);
    sql.execute("DELETE FROM ingest WHERE run = ?", key);
    sql.execute("DELETE FROM definitions WHERE run = ?", key);
    sql.execute("DELETE FROM study_runs WHERE run = ?", run.text);
    sql.execute("DELETE FROM runs WHERE key = ?", key);
    sql.execute("INSERT OR REPLACE INTO removed_runs (id, revision) VALUES (?, ?)", run.text, revision);
    return {};
  });
}

Result<void> Database::ingest(const JournalBatch& batch) {
  if (batch.empty()) return {};
  HEADROOM_ASSIGN(const std::uint64_t known, ingestedTo(batch.run, batch.file));
  if (batch.end <= known) return {};
  if (batch.begin > known)
    return failed("Journal " + inQuotes(batch.file) + " of run " + batch.run.text + " was read from byte " +
                  std::to_string(batch.begin) + ", but the database holds it only up to byte " + std::to_string(known) +
                  ".");
  return m_state->write([&](std::int64_t revision) -> Result<void> {
    Connection& sql = m_state->connection;
    HEADROOM_ASSIGN(const std::int64_t key, m_state->touch(batch.run, revision));
    if (batch.firstStep)
      sql.execute(
          "INSERT INTO attempts (run, attempt, first_step, started_ns) VALUES (?, ?, ?, ?) "
          "ON CONFLICT DO UPDATE SET first_step = excluded.first_step, started_ns = excluded.started_ns",
          key, batch.attempt, *batch.firstStep, static_cast<std::int64_t>(batch.startWallTime * 1e9));
    m_state->insertPoints(key, batch.attempt, batch.points, false);
    m_state->insertPoints(key, batch.attempt, batch.doubles, true);
    m_state->updateSummary(key, batch);
    sql.execute(
        "INSERT INTO ingest (run, file, offset, skipped_bytes) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT DO UPDATE SET offset = ?3, skipped_bytes = skipped_bytes + ?4",
        key, batch.file, batch.end, batch.skippedBytes);
    return {};
  });
}

Result<std::uint64_t> Database::ingestedTo(const RunId& run, const std::string& file) const {
  return guarded(m_state->path.string(), [&]() -> Result<std::uint64_t> {
    Query row = m_state->connection.query(
        "SELECT offset FROM ingest WHERE run = (SELECT key FROM runs WHERE id = ?) AND file = ?", run.text, file);
    return row.step() ? static_cast<std::uint64_t>(row.integer(0)) : std::uint64_t{0};
  });
}

Result<void> Database::setReuseHash(const RunId& run, const std::string& hash) {
  return m_state->write([&](std::int64_t revision) -> Result<void> {
    HEADROOM_ASSIGN(const std::int64_t key, m_state->touch(run, revision));
    m_state->connection.execute("UPDATE runs SET reuse_hash = ? WHERE key = ?", hash, key);
    return {};
  });
}

Result<void> Database::setMachine(const std::string& machine, const Json& roofs) {
  return m_state->write([&](std::int64_t) -> Result<void> {
    m_state->connection.execute("INSERT OR REPLACE INTO machines (id, document) VALUES (?, ?)", machine, dump(roofs));
    return {};
  });
}

Result<void> Database::addStudy(const StudyId& study, const std::string& name, const Json& document) {
  return m_state->write([&](std::int64_t) -> Result<void> {
    m_state->connection.execute(
        "INSERT INTO studies (id, name, document, number) VALUES (?1, ?2, ?3, (SELECT ifnull(max(number), 0) + 1 FROM "
        "studies)) ON CONFLICT (id) DO UPDATE SET name = ?2, document = ?3",
        study.text, name, dump(document));
    return {};
  });
}

namespace {

StudyLink linkOf(const StudyId& study, const Json& decision) {
  StudyLink link;
  link.study = study;
  link.run = RunId{decision.value("run", "")};
  link.arm = decision.value("arm", "");
  link.scale = decision.value("scale", "");
  link.seed = static_cast<std::uint64_t>(decision.value("seed", std::int64_t{0}));
  link.learningRate = decision.value("learning_rate", 0.0);
  link.horizon = decision.value("horizon", std::int64_t{0});
  link.role = decision.value("role", "");
  return link;
}

}  // namespace

Result<void> Database::addDecision(const StudyId& study, const Json& decision) {
  return m_state->write([&](std::int64_t) -> Result<void> {
    m_state->connection.execute(
        "INSERT INTO study_decisions (study, number, document) VALUES (?1, (SELECT ifnull(max(number), 0) + 1 FROM "
        "study_decisions WHERE study = ?1), ?2)",
        study.text, dump(decision));
    if (decision.value("kind", "") == "run") m_state->link(linkOf(study, decision));
    return {};
  });
}

Result<void> Database::linkRun(const StudyId& study, const Json& decision) {
  return linkRun(linkOf(study, decision));
}

Result<std::optional<RunId>> Database::completedRun(const std::string& reuseHash) const {
  return guarded(m_state->path.string(), [&]() -> Result<std::optional<RunId>> {
    if (reuseHash.empty()) return std::optional<RunId>();
    Query row = m_state->connection.query(
        "SELECT id FROM runs WHERE reuse_hash = ? AND state = 'completed' ORDER BY key LIMIT 1", reuseHash);
    return row.step() ? std::optional(RunId{row.text(0)}) : std::nullopt;
  });
}

Result<void> Database::linkRun(const StudyLink& link) {
  return m_state->write([&](std::int64_t) -> Result<void> {
    m_state->link(link);
    return {};
  });
}

Result<void> Database::checkpoint() {
  return guarded(m_state->path.string(), [&]() -> Result<void> {
    m_state->connection.query("PRAGMA wal_checkpoint(PASSIVE)").step();
    return {};
  });
}

Result<void> Database::checkpointAll() {
  return guarded(m_state->path.string(), [&]() -> Result<void> {
    m_state->connection.query("PRAGMA wal_checkpoint(TRUNCATE)").step();
    return {};
  });
}

std::uint64_t Database::walBytes() const {
  fs::path wal = m_state->path;
  wal += "-wal";
  std::error_code error;
  const auto bytes = fs::file_size(wal, error);
  return error ? 0 : bytes;
}

}  // namespace headroom

// Reads runs through a connection that somebody else owns.
#include "core/runs/sql_run_reader.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/runs/sparkline.h"

namespace headroom {
namespace {

#define HEADROOM_RUN_COLUMNS                                                                                      \
  "SELECT id, revision, name, tags, notes, star, colour, priority, position, state, reason, model, scale, arms, " \
  "seed, step, steps, attempt, created_ns, queued_ns, started_ns, finished_ns, device, definition_hash, "         \
  "reuse_hash, fork_run, fork_step, train_loss, val_loss, tokens_per_second, step_seconds, op_traffic, "          \
  "dram_bandwidth, sparkline FROM runs "

/// A list of texts that we wrote as JSON ourselves.
std::vector<std::string> texts(const std::string& json) {
  std::vector<std::string> list;
  if (json == "[]") return list;  // nearly always, and there may be 10,000 rows
  const auto document = parseJson(json, "list");
  if (!document || !document->is_array()) return list;
  for (const Json& item : *document)
    if (item.is_string()) list.push_back(item.get<std::string>());
  return list;
}

RunState stateFrom(const std::string& text) {
  return runStateFrom(text).value_or(RunState::Failed);
}

RunSummary summaryFrom(Query& row) {
  int column = 0;
  RunSummary run;
  run.id = RunId{row.text(column++)};
  run.revision = row.integer(column++);
  run.meta.name = row.text(column++);
  run.meta.tags = texts(row.text(column++));
  run.meta.notes = row.text(column++);
  run.meta.star = row.integer(column++) != 0;
  run.meta.colour = row.text(column++);
  run.meta.priority = row.integer(column++);
  run.meta.position = row.real(column++);
  run.state = stateFrom(row.text(column++));
  run.reason = row.text(column++);
  run.model = row.text(column++);
  run.scale = row.text(column++);
  run.arms = texts(row.text(column++));
  run.seed = static_cast<std::uint64_t>(row.integer(column++));
  run.step = row.integer(column++);
  run.steps = row.integer(column++);
  run.attempt = row.integer(column++);
  run.createdNs = row.integer(column++);
  run.queuedNs = row.integer(column++);
  run.startedNs = row.integer(column++);
  run.finishedNs = row.integer(column++);
  run.device = row.text(column++);
  run.definitionHash = row.text(column++);
  run.reuseHash = row.text(column++);
  if (!row.isNull(column)) run.from = Fork{RunId{row.text(column)}, row.integer(column + 1)};
  column += 2;
  run.trainLoss = row.real(column++);
  run.valLoss = row.real(column++);
  run.tokensPerSecond = row.real(column++);
  run.stepSeconds = row.real(column++);
  run.opTraffic = row.real(column++);
  run.dramBandwidth = row.real(column++);
  run.sparkline = Sparkline::fromBytes(row.text(column)).values;
  return run;
}

Error noSuchRun(const std::string& text) {
  return badInput("There is no run " + inQuotes(text) + "; list them with: headroom runs.");
}

}  // namespace

Result<std::int64_t> SqlRunReader::revision() const {
  return guarded(m_file, [&]() -> Result<std::int64_t> {
    Query row = m_connection.query("SELECT value FROM meta WHERE name = 'revision'");
    return row.step() ? row.integer(0) : 0;
  });
}

Result<RunChanges> SqlRunReader::runs(std::int64_t since) const {
  return guarded(m_file, [&]() -> Result<RunChanges> {
    RunChanges changes;
    // Asked first: what changes while we read is then reported once more, never missed.
    HEADROOM_ASSIGN(changes.revision, revision());
    Query rows = m_connection.query(HEADROOM_RUN_COLUMNS "WHERE revision > ? ORDER BY key", since);
    while (rows.step()) changes.changed.push_back(summaryFrom(rows));
    if (since <= 0) return changes;
    Query removed = m_connection.query("SELECT id FROM removed_runs WHERE revision > ?", since);
    while (removed.step()) changes.removed.push_back(RunId{removed.text(0)});
    return changes;
  });
}

Result<RunSummary> SqlRunReader::run(const RunId& run) const {
  return guarded(m_file, [&]() -> Result<RunSummary> {
    Query row = m_connection.query(HEADROOM_RUN_COLUMNS "WHERE id = ?", run.text);
    if (!row.step()) return noSuchRun(run.text);
    return summaryFrom(row);
  });
}

Result<RunId> SqlRunReader::findRun(std::string_view text) const {
  const std::string wanted(trimmed(text));
  if (wanted.empty()) return badInput("A run was expected: an id, the beginning of one, or a name.");
  return guarded(m_file, [&]() -> Result<RunId> {
    std::vector<std::string> named, begins;
    {
      Query rows = m_connection.query("SELECT id FROM runs WHERE id = ?", wanted);
      if (rows.step()) return RunId{rows.text(0)};
    }
    {
      Query rows = m_connection.query("SELECT id FROM runs WHERE name = ? ORDER BY key LIMIT 6", wanted);
      while (rows.step()) named.push_back(rows.text(0));
    }
    if (named.size() == 1) return RunId{named.front()};
    {
      Query rows =
          m_connection.query("SELECT id FROM runs WHERE substr(id, 1, length(?1)) = ?1 ORDER BY key LIMIT 6", wanted);
      while (rows.step()) begins.push_back(rows.text(0));
    }
    if (named.empty() && begins.size() == 1) return RunId{begins.front()};
    std::vector<std::string> several = named.empty() ? begins : named;
    if (several.empty()) return noSuchRun(wanted);
    const bool more = several.size() > 5;
    if (more) several.resize(5), several.push_back("others");
    return badInput("Several runs " + std::string(named.empty() ? "begin with " : "are named ") + inQuotes(wanted) +
                    ": " + listed(several) + "; give one id.");
  });
}

Result<std::int64_t> SqlRunReader::key(const RunId& run) const {
  Query row = m_connection.query("SELECT key FROM runs WHERE id = ?", run.text);
  if (!row.step()) return noSuchRun(run.text);
  return row.integer(0);
}

Result<RunDefinition> SqlRunReader::definition(const RunId& run) const {
  return guarded(m_file, [&]() -> Result<RunDefinition> {
    HEADROOM_ASSIGN(const std::int64_t runKey, key(run));
    Query row = m_connection.query("SELECT document FROM definitions WHERE run = ?", runKey);
    if (!row.step()) return failed("Run " + run.text + " has no definition in the database; run: headroom db rebuild.");
    const std::string source = "the definition of run " + run.text;
    HEADROOM_ASSIGN(const Json document, parseJson(row.text(0), source));
    return runDefinitionFrom(document, source);
  });
}

Result<std::vector<StateRecord>> SqlRunReader::states(const RunId& run) const {
  return guarded(m_file, [&]() -> Result<std::vector<StateRecord>> {
    HEADROOM_ASSIGN(const std::int64_t runKey, key(run));
    std::vector<StateRecord> records;
    Query rows = m_connection.query(
        "SELECT state, wall_ns, attempt, step, reason FROM states WHERE run = ? ORDER BY number", runKey);
    while (rows.step())
      records.push_back({stateFrom(rows.text(0)), rows.integer(1), rows.integer(2), rows.integer(3), rows.text(4)});
    return records;
  });
}

Result<std::vector<AttemptRecord>> SqlRunReader::attempts(const RunId& run) const {
  return guarded(m_file, [&]() -> Result<std::vector<AttemptRecord>> {
    HEADROOM_ASSIGN(const std::int64_t runKey, key(run));
    std::vector<AttemptRecord> records;
    Query rows = m_connection.query(
        "SELECT attempt, first_step, started_ns, ended_ns, reason FROM attempts WHERE run = ? ORDER BY attempt",
        runKey);
    while (rows.step())
      records.push_back({rows.integer(0), rows.integer(1), rows.integer(2), rows.integer(3), rows.text(4)});
    return records;
  });
}

Result<std::vector<std::string>> SqlRunReader::names(const RunId& run, bool doubles) const {
  return guarded(m_file, [&]() -> Result<std::vector<std::string>> {
    HEADROOM_ASSIGN(const std::int64_t runKey, key(run));
    std::vector<std::string> found;
    Query rows =
        m_connection.query("SELECT name FROM series WHERE run = ? AND doubles = ? ORDER BY name", runKey, doubles);
    while (rows.step()) found.push_back(rows.text(0));
    return found;
  });
}

Result<SeriesPoints> SqlRunReader::points(const RunId& run, const std::string& name, const SeriesOptions& options,
                                          bool doubles) const {
  return guarded(m_file, [&]() -> Result<SeriesPoints> {
    HEADROOM_ASSIGN(const std::int64_t runKey, key(run));
    SeriesPoints points;
    std::int64_t series = 0;
    {
      Query row = m_connection.query("SELECT key FROM series WHERE run = ? AND name = ? AND doubles = ?", runKey, name,
                                     doubles);
      if (!row.step()) return points;
      series = row.integer(0);
    }
    HEADROOM_ASSIGN(const std::vector<AttemptRecord> all, attempts(run));
    // An attempt's points hold up to the first step of the earliest-starting newer one.
    const auto holds = [&](std::int64_t attempt, std::int64_t step) {
      return std::none_of(all.begin(), all.end(), [&](const AttemptRecord& other) {
        return other.attempt > attempt && other.firstStep <= step;
      });
    };
    Query rows = m_connection.query(
        doubles ? "SELECT step, attempt, value, wall FROM doubles WHERE series = ? AND step > ? ORDER BY step, attempt"
                : "SELECT step, attempt, value, wall FROM points WHERE series = ? AND step > ? ORDER BY step, attempt",
        series, options.afterStep);
    while (rows.step()) {
      const std::int64_t step = rows.integer(0);
      if (!holds(rows.integer(1), step)) continue;
      const bool again = !points.steps.empty() && points.steps.back() == step;
      if (again) {  // an attempt that wrote below its first step: the newest one's value stands
        points.values.back() = rows.real(2);
        points.wallTimes.back() = rows.real(3);
        continue;
      }
      if (points.size() >= options.limit) break;
      points.steps.push_back(step);
      points.values.push_back(rows.real(2));
      points.wallTimes.push_back(rows.real(3));
    }
    return points;
  });
}

Result<std::vector<std::string>> SqlRunReader::seriesNames(const RunId& run) const {
  return names(run, false);
}

Result<std::vector<std::string>> SqlRunReader::doubleNames(const RunId& run) const {
  return names(run, true);
}

Result<SeriesPoints> SqlRunReader::series(const RunId& run, const std::string& name,
                                          const SeriesOptions& options) const {
  return points(run, name, options, false);
}

Result<SeriesPoints> SqlRunReader::doubles(const RunId& run, const std::string& name,
                                           const SeriesOptions& options) const {
  return points(run, name, options, true);
}

Result<std::vector<StudySummary>> SqlRunReader::studies() const {
  return guarded(m_file, [&]() -> Result<std::vector<StudySummary>> {
    std::vector<StudySummary> studies;
    Query rows = m_connection.query("SELECT id, name FROM studies ORDER BY number, id");
    while (rows.step()) studies.push_back({StudyId{rows.text(0)}, rows.text(1)});
    return studies;
  });
}

Result<StudyId> SqlRunReader::findStudy(std::string_view text) const {
  const std::string wanted(trimmed(text));
  if (wanted.empty()) return badInput("A study was expected: an id, the beginning of one, or a name.");
  HEADROOM_ASSIGN(const std::vector<StudySummary> all, studies());
  std::vector<StudyId> named, begins;
  for (const StudySummary& study : all) {
    if (study.id.text == wanted) return study.id;
    if (study.name == wanted) named.push_back(study.id);
    if (study.id.text.starts_with(wanted)) begins.push_back(study.id);
  }
  const std::vector<StudyId>& found = named.empty() ? begins : named;
  if (found.size() == 1) return found.front();
  if (found.empty()) return badInput("There is no study " + inQuotes(wanted) + "; see `headroom study list`.");
  std::vector<std::string> several;
  for (const StudyId& id : found)
    if (several.size() < 5) several.push_back(id.text);
  return badInput("Several studies are called " + inQuotes(wanted) + ": " + listed(several) + "; give one id.");
}

Result<Json> SqlRunReader::study(const StudyId& study) const {
  return guarded(m_file, [&]() -> Result<Json> {
    Query row = m_connection.query("SELECT document FROM studies WHERE id = ?", study.text);
    if (!row.step()) return badInput("There is no study " + inQuotes(study.text) + ".");
    return parseJson(row.text(0), "study " + study.text);
  });
}

Result<std::vector<Json>> SqlRunReader::studyDecisions(const StudyId& study) const {
  return guarded(m_file, [&]() -> Result<std::vector<Json>> {
    std::vector<Json> decisions;
    Query rows = m_connection.query("SELECT document FROM study_decisions WHERE study = ? ORDER BY number", study.text);
    while (rows.step()) {
      HEADROOM_ASSIGN(Json decision, parseJson(rows.text(0), "a decision of study " + study.text));
      decisions.push_back(std::move(decision));
    }
    return decisions;
  });
}

Result<std::vector<StudyLink>> SqlRunReader::studyLinks(const StudyId& study) const {
  return guarded(m_file, [&]() -> Result<std::vector<StudyLink>> {
    std::vector<StudyLink> links;
    Query rows = m_connection.query(
        "SELECT run, arm, scale, seed, learning_rate, horizon, role FROM study_runs WHERE study = ? ORDER BY run",
        study.text);
    while (rows.step())
      links.push_back({study, RunId{rows.text(0)}, rows.text(1), rows.text(2),
                       static_cast<std::uint64_t>(rows.integer(3)), rows.real(4), rows.integer(5), rows.text(6)});
    return links;
  });
}

Result<Json> SqlRunReader::roofs() const {
  return guarded(m_file, [&]() -> Result<Json> {
    Json machines = Json::object();
    Query rows = m_connection.query("SELECT id, document FROM machines ORDER BY id");
    while (rows.step()) {
      HEADROOM_ASSIGN(machines[rows.text(0)], parseJson(rows.text(1), "the roofs of machine " + rows.text(0)));
    }
    return machines;
  });
}

}  // namespace headroom

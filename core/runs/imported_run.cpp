// A run that was trained elsewhere, gathered in memory and written as a run folder.
#include "core/runs/imported_run.h"

#include <algorithm>
#include <cmath>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/import_export.h"
#include "core/runs/journal_writer.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFlushAt = 1u << 20;
const std::string kBeingMade = ".import-";  // runFolders() passes over it

struct Span {
  std::int64_t first = 0, last = 0;  // steps
  double begin = 0, end = 0;         // wall times
};

Span spanOf(const ImportedRun& run) {
  Span span;
  bool any = false;
  for (const auto* table : {&run.points, &run.doubles})
    for (const auto& [name, points] : *table)
      for (const SeriesPoint& point : points) {
        span.first = any ? std::min(span.first, point.step) : point.step;
        span.last = any ? std::max(span.last, point.step) : point.step;
        span.begin = any ? std::min(span.begin, point.wallTime) : point.wallTime;
        span.end = any ? std::max(span.end, point.wallTime) : point.wallTime;
        any = true;
      }
  return span;
}

std::int64_t nanoseconds(double seconds) {
  const double ns = seconds * 1e9;
  return ns > 0 && ns < 9e18 ? static_cast<std::int64_t>(ns) : 0;
}

/// All but run.json.
Result<void> completeFolder(const RunFolder& folder, const ImportedRun& run) {
  const Span span = spanOf(run);
  RunMeta meta;
  meta.name = run.definition.name;
  meta.tags = run.tags;
  HEADROOM_TRY(saveMeta(folder, meta));
  HEADROOM_TRY(writeSeries(folder.journal(1), run.points, run.doubles));
  const std::string reason = "imported from " + run.origin;
  HEADROOM_TRY(appendState(folder, {RunState::Running, nanoseconds(span.begin), 1, 0, reason}));
  return appendState(folder, {RunState::Completed, nanoseconds(span.end), 1, span.last, reason});
}

Result<void> writeFolder(const RunFolder& folder, ImportedRun& run) {
  run.definition.steps = std::max<std::int64_t>(spanOf(run).last, 0);
  HEADROOM_TRY(saveDefinition(folder, run.definition));
  return completeFolder(folder, run);
}

}  // namespace

Result<RunId> adoptRunFolder(const fs::path& databaseFolder, const fs::path& prepared) {
  const RunFolder folder(prepared.lexically_normal());
  std::error_code error;
  if (!fs::equivalent(folder.path().parent_path(), databaseFolder / "runs", error) ||
      !folder.run().text.starts_with(kBeingMade))
    return badInput(inQuotes(prepared.string(), 200) + " is no folder that was prepared below this database's runs/.");
  ImportedRun run{.tags = {"imported"}};
  HEADROOM_ASSIGN(run.definition, loadDefinition(folder));
  if (completeCheckpoints(folder).empty())
    return badInput(inQuotes(prepared.string(), 200) + " holds no checkpoint, so there is nothing to import.");
  const Json files = run.definition.data.is_object() ? run.definition.data.value("files", Json::array()) : Json();
  run.origin = files.is_array() && !files.empty() && files[0].is_string() ? files[0].get<std::string>() : "a model";
  HEADROOM_TRY(completeFolder(folder, run));
  const RunId id{freshId()};
  fs::rename(folder.path(), RunFolder::of(databaseFolder, id).path(), error);
  if (error) return failed("The imported run cannot be put in its place: " + error.message() + ".");
  return id;
}

void keepLatest(std::vector<SeriesPoint>& points) {
  std::stable_sort(points.begin(), points.end(), [](const SeriesPoint& a, const SeriesPoint& b) {
    return a.step != b.step ? a.step < b.step : a.wallTime < b.wallTime;
  });
  std::size_t kept = 0;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (i + 1 == points.size() || points[i + 1].step != points[i].step) points[kept++] = points[i];
  points.resize(kept);
}

Result<void> writeSeries(const fs::path& journal,
                         const std::map<std::string, std::vector<SeriesPoint>, std::less<>>& points,
                         const std::map<std::string, std::vector<SeriesPoint>, std::less<>>& doubles) {
  std::int64_t first = 0;  // before every step, so that nothing counts as superseded
  for (const auto* table : {&points, &doubles})
    for (const auto& [name, list] : *table)
      for (const SeriesPoint& point : list) first = std::min(first, point.step);
  HEADROOM_ASSIGN(JournalWriter writer, JournalWriter::open(journal, first));
  for (const auto& [name, list] : points) {
    for (const SeriesPoint& point : list) {
      writer.scalar(point.step, point.wallTime, name, static_cast<float>(point.value));
      if (writer.buffered() > kFlushAt) HEADROOM_TRY(writer.flush());
    }
  }
  for (const auto& [name, list] : doubles) {
    for (const SeriesPoint& point : list) {
      writer.real(point.step, point.wallTime, name, point.value);
      if (writer.buffered() > kFlushAt) HEADROOM_TRY(writer.flush());
    }
  }
  return writer.sync();
}

Result<std::vector<RunId>> writeImportedRuns(const fs::path& databaseFolder, std::vector<ImportedRun> runs) {
  std::vector<std::pair<fs::path, RunId>> made;  // hidden folder → final id
  const auto write = [&]() -> Result<void> {
    for (ImportedRun& run : runs) {
      const RunId id{freshId()};
      made.emplace_back(databaseFolder / "runs" / (kBeingMade + id.text), id);
      HEADROOM_TRY(writeFolder(RunFolder(made.back().first), run));
    }
    return {};
  };
  Result<void> outcome = write();
  std::size_t renamed = 0;
  std::error_code error;
  for (; outcome && renamed < made.size(); ++renamed) {
    fs::rename(made[renamed].first, RunFolder::of(databaseFolder, made[renamed].second).path(), error);
    if (error) outcome = failed("The imported runs cannot be put in their place: " + error.message() + ".");
    if (error) break;
  }
  if (!outcome) {
    for (std::size_t i = 0; i < made.size(); ++i)
      fs::remove_all(i < renamed ? RunFolder::of(databaseFolder, made[i].second).path() : made[i].first, error);
    return outcome.error();
  }
  std::vector<RunId> ids;
  for (const auto& [path, id] : made) ids.push_back(id);
  return ids;
}

}  // namespace headroom

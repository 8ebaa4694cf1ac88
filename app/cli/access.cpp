// How commands reach runs: the database for reading, the engine for everything that changes something.
#include "app/cli/access.h"

#include <map>

#include "core/base/text.h"
#include "core/runs/local_run_reader.h"

namespace headroom::cli {
namespace {

Result<void> mustExist(const Shared& shared) {
  std::error_code problem;
  if (std::filesystem::exists(shared.database, problem)) return {};
  return badInput("No database at " + inQuotes(shared.database.string(), 300) + ": there is none; " +
                  (shared.databaseNamed ? "check --db." : "start a run with `headroom train`, or name one with --db."));
}

}  // namespace

Result<std::unique_ptr<RunReader>> openReader(const Shared& shared) {
  HEADROOM_TRY(mustExist(shared));
  return LocalRunReader::open(shared.database);
}

Result<EngineConnection> openEngine(const Shared& shared) {
  HEADROOM_TRY(mustExist(shared));
  return openEngineOfNew(shared);
}

Result<EngineConnection> openEngineOfNew(const Shared& shared) {
  return EngineConnection::open(shared.database, StartEngine::IfMissing);
}

Result<std::vector<CurvePoint>> curveOf(const RunReader& reader, const RunId& run) {
  HEADROOM_ASSIGN(SeriesPoints losses, reader.doubles(run, "loss/val"));
  if (losses.size() == 0) {
    HEADROOM_ASSIGN(losses, reader.series(run, "loss/val"));
  }
  std::vector<CurvePoint> curve(losses.size());
  std::map<std::int64_t, std::size_t> places;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    curve[i].step = losses.steps[i];
    curve[i].loss = losses.values[i];
    places[losses.steps[i]] = i;
  }
  const std::pair<const char*, double CurvePoint::*> columns[] = {
      {"tokens", &CurvePoint::tokens}, {"flops", &CurvePoint::flops}, {"seconds", &CurvePoint::seconds}};
  for (const auto& [name, member] : columns) {
    HEADROOM_ASSIGN(const SeriesPoints points, reader.doubles(run, name));
    for (std::size_t i = 0; i < points.size(); ++i)
      if (const auto place = places.find(points.steps[i]); place != places.end())
        curve[place->second].*member = points.values[i];
  }
  return curve;
}

std::string absolutePath(const std::string& path) {
  std::error_code problem;
  const std::filesystem::path absolute = std::filesystem::absolute(path, problem);
  return problem ? path : absolute.lexically_normal().string();
}

}  // namespace headroom::cli

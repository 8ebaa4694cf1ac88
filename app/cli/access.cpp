// How commands reach runs: the database for reading, the engine for everything that changes something.
#include "app/cli/access.h"

#include <map>

#include "core/base/text.h"
#include "core/devices/machine.h"
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

Result<RunOrStudy> findRunOrStudy(const RunReader& reader, const std::string& text) {
  const Result<RunId> run = reader.findRun(text);
  const Result<StudyId> study = reader.findStudy(text);
  if (run && study && (run->text == text) == (study->text == text))
    return badInput(inQuotes(text) + " is both run " + run->text + " and study " + study->text + "; give the id.");
  if (run && !(study && study->text == text)) return RunOrStudy(*run);
  if (study) return RunOrStudy(*study);
  for (const std::string& problem : {run.error().message, study.error().message})
    if (problem.starts_with("Several")) return badInput(problem);
  return badInput("There is no run and no study " + inQuotes(text) +
                  "; see `headroom runs` and `headroom study list`.");
}

Result<EngineConnection> openEngine(const Shared& shared) {
  HEADROOM_TRY(mustExist(shared));
  return openEngineOfNew(shared);
}

Result<EngineConnection> openEngineOfNew(const Shared& shared) {
  return EngineConnection::open(shared.database, StartEngine::IfMissing);
}

Result<Json> measuredRoofs(const Shared& shared, const std::string& named) {
  namespace fs = std::filesystem;
  if (!named.empty()) return readJson(named);
  std::error_code problem;
  Json machines = Json::object();
  for (const auto& entry : fs::directory_iterator(shared.database.parent_path() / "machines", problem)) {
    if (entry.path().extension() != ".json") continue;
    HEADROOM_ASSIGN(machines[entry.path().stem().string()], readJson(entry.path().string()));
  }
  const Json own = roofsOf(machines, machineId(machineHere()));
  return own.empty() ? Json() : own.begin().value();
}

std::string absolutePath(const std::string& path) {
  std::error_code problem;
  const std::filesystem::path absolute = std::filesystem::absolute(path, problem);
  return problem ? path : absolute.lexically_normal().string();
}

}  // namespace headroom::cli

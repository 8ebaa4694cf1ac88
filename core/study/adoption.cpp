#include "core/study/adoption.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/study/study_folder.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

/// What makes a run or a study that one and no other: a person's notes and a log do not.
bool tells(const std::vector<std::string>& parts) {
  if (parts[0] == "studies") return true;
  return parts.size() == 3 && (parts[2] == "run.json" || parts[2] == "states.jsonl" || parts[2].starts_with("events."));
}

Result<bool> isSame(const BundleFile& file, const fs::path& here) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(here, error);
  if (error || size != file.size) return false;
  HEADROOM_ASSIGN(const std::string hash, hashFile128(here));
  return hash == file.hash;
}

/// Whether `value` is absent or fits, so that reading it later cannot go wrong.
bool fits(const Json& object, const std::set<std::string>& keys, bool (*right)(const Json&)) {
  return std::all_of(keys.begin(), keys.end(), [&](const std::string& key) {
    const auto found = object.find(key);
    return found == object.end() || right(*found);
  });
}
bool isText(const Json& value) {
  return value.is_string();
}
bool isInteger(const Json& value) {
  return value.is_number_integer();
}
bool isNumber(const Json& value) {
  return value.is_number();
}
bool isObject(const Json& value) {
  return value.is_object();
}
bool isFlag(const Json& value) {
  return value.is_boolean();
}
bool isTexts(const Json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), isText);
}
bool isTrials(const Json& value) {
  return value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& trial) {
           return trial.is_object() && trial.contains("rate") && trial["rate"].is_number();
         });
}

bool isDecision(const Json& decision) {
  if (!decision.is_object() || !decision.contains("kind")) return false;
  if (!fits(decision, {"kind", "state", "arm", "scale", "run", "role", "time", "data_hash", "cell", "note", "reason"},
            isText))
    return false;
  if (decision["kind"] == "rung" && !decision.contains("kept")) return false;
  return fits(decision, {"seed", "horizon", "version"}, isInteger) &&
         fits(decision, {"learning_rate", "rate"}, isNumber) && fits(decision, {"reused", "fresh"}, isFlag) &&
         fits(decision, {"kept", "dropped"}, isTexts) && fits(decision, {"cells", "plan"}, isObject) &&
         fits(decision, {"trials"}, isTrials);
}

Result<void> checkStudy(const StudyId& study, const fs::path& unpacked) {
  const StudyFolder folder = StudyFolder::of(unpacked, study);
  const std::string name = "study " + study.text + " of the bundle";
  HEADROOM_ASSIGN(const Json document, readJson(folder.document().string()));
  HEADROOM_TRY(resolvedStudyFrom(document, name));
  HEADROOM_ASSIGN(const std::string text, readFile(folder.decisions()));
  Decisions decisions;
  for (const std::string& line : split(text, '\n')) {
    if (trimmed(line).empty()) continue;
    HEADROOM_ASSIGN(Json decision, parseJson(line, name + ", decisions.jsonl"));
    if (!isDecision(decision))
      return badInput(name + ", decisions.jsonl: " + inQuotes(oneLine(line), 60) + " is no decision.");
    decisions.push_back(std::move(decision));
  }
  if (stateOf(decisions) == StudyState::Running)
    return badInput(name + " is running, so it would start to train here; export it after it was stopped.");
  return {};
}

Result<void> checkRun(const RunId& run, const fs::path& unpacked) {
  const RunFolder folder = RunFolder::of(unpacked, run);
  HEADROOM_TRY(loadDefinition(folder));
  HEADROOM_TRY(loadMeta(folder));
  HEADROOM_ASSIGN(const std::vector<StateRecord> states, readStates(folder));
  const std::string name = "run " + run.text + " of the bundle";
  if (states.empty()) return badInput(name + " has no history in its states.jsonl; export it again.");
  const RunState last = states.back().state;
  if (!isEnded(last) && last != RunState::Paused)
    return badInput(name + " is " + std::string(word(last)) +
                    ", so it would start to train here; export it after its end.");
  return {};
}

Result<void> putInPlace(const fs::path& from, const fs::path& to) {
  HEADROOM_TRY(makeFolders(to.parent_path()));
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return failed(inQuotes(to.string(), 200) + " cannot be put in its place: " + error.message() + ".");
  return syncFile(to.parent_path());
}

}  // namespace

Result<Arrivals> arrivalsOf(const BundleManifest& manifest, const fs::path& databaseFolder) {
  Arrivals arrivals;
  std::map<std::string, bool> known;  // "runs/<id>" → is here
  std::error_code error;
  const auto isHere = [&](const std::string& place) {
    return known.try_emplace(place, fs::exists(databaseFolder / place, error)).first->second;
  };
  for (const BundleFile& file : manifest.files) {
    const std::vector<std::string> parts = partsOf(file.path);
    const std::string place = parts[0] + "/" + parts[1];
    if (parts[0] == "machines") {
      if (!isHere(file.path)) arrivals.machines.push_back(fs::path(parts[1]).stem().string());
      continue;
    }
    if (parts[0] == "data" || !isHere(place) || !tells(parts)) continue;
    HEADROOM_ASSIGN(const bool same, isSame(file, databaseFolder / file.path));
    if (!same)
      return badInput((parts[0] == "runs" ? "Run " : "Study ") + inQuotes(parts[1]) +
                      " is in this database already, and differs from the bundle's in " + parts[2] +
                      "; open the bundle in a database of its own (--db).");
  }
  for (const RunId& run : manifest.runs)
    (isHere("runs/" + run.text) ? arrivals.knownRuns : arrivals.runs).push_back(run);
  for (const StudyId& study : manifest.studies)
    (isHere("studies/" + study.text) ? arrivals.knownStudies : arrivals.studies).push_back(study);
  for (const BundleData& data : manifest.data)
    if (data.leftOut.empty() && !isHere("data/" + data.hash)) arrivals.data.push_back(data.hash);
  return arrivals;
}

Result<void> checkDocuments(const BundleManifest& manifest, const fs::path& unpacked) {
  for (const RunId& run : manifest.runs) HEADROOM_TRY(checkRun(run, unpacked));
  for (const StudyId& study : manifest.studies) HEADROOM_TRY(checkStudy(study, unpacked));
  for (const BundleFile& file : manifest.files)
    if (file.path.starts_with("machines/")) HEADROOM_TRY(readJson((unpacked / file.path).string()));
  return {};
}

Result<Arrivals> moveIn(const BundleManifest& manifest, const fs::path& unpacked, const fs::path& databaseFolder) {
  HEADROOM_TRY(checkDocuments(manifest, unpacked));
  HEADROOM_ASSIGN(Arrivals arrivals, arrivalsOf(manifest, databaseFolder));
  const auto move = [&](const std::string& place) { return putInPlace(unpacked / place, databaseFolder / place); };
  for (const std::string& hash : arrivals.data) HEADROOM_TRY(move("data/" + hash));
  for (const std::string& machine : arrivals.machines) HEADROOM_TRY(move("machines/" + machine + ".json"));
  for (const RunId& run : arrivals.runs) HEADROOM_TRY(move("runs/" + run.text));
  for (const StudyId& study : arrivals.studies) HEADROOM_TRY(move("studies/" + study.text));
  return arrivals;
}

}  // namespace headroom

#include "core/study/bundle_manifest.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "core/base/json_reader.h"
#include "core/base/text.h"

namespace headroom {
namespace {

constexpr const char* kFormat = "headroom.bundle";
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kLongestName = 200, kLongestId = 32;

bool isLetterOrDigit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool isPortable(char c) {
  return isLetterOrDigit(c) || c == '.' || c == '_' || c == '-';
}
bool isId(std::string_view text) {
  return !text.empty() && text.size() <= kLongestId && std::all_of(text.begin(), text.end(), isLetterOrDigit);
}
bool isDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
bool isHash(std::string_view text) {
  return text.size() == 32 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool isStudyFile(std::string_view name) {
  if (name == "study.json" || name == "decisions.jsonl") return true;
  constexpr std::string_view kPrefix = "study.", kSuffix = ".json";
  return name.size() > kPrefix.size() + kSuffix.size() && name.starts_with(kPrefix) && name.ends_with(kSuffix) &&
         isDigits(name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size()));
}

/// lock and control.json are a living run's; draft.json is no run yet.
bool isRunFile(std::string_view name) {
  return name != "lock" && name != "control.json" && name != "draft.json" && name != "checkpoints";
}

bool isKnownPlace(const std::vector<std::string>& parts) {
  const auto at = [&](std::size_t i) { return std::string_view(parts[i]); };
  if (at(0) == "machines") return parts.size() == 2 && at(1).ends_with(".json");
  if (parts.size() < 3) return false;
  if (at(0) == "studies") return parts.size() == 3 && isId(at(1)) && isStudyFile(at(2));
  if (at(0) == "runs" && parts.size() == 3) return isId(at(1)) && isRunFile(at(2));
  if (at(0) == "runs") return parts.size() == 5 && isId(at(1)) && at(2) == "checkpoints" && isDigits(at(3));
  if (at(0) == "data")
    return parts.size() == 4 && isHash(at(1)) && (at(2) == "text" || at(2) == "tokens" || at(2) == "tokenizer");
  return false;
}

const Json* listAt(JsonReader& reader, const std::string& key) {
  const Json* list = reader.array(key);
  if (!list) reader.fail(key, "a list was expected.");
  return list;
}

template <class Id>
void readIds(JsonReader& reader, const std::string& key, std::vector<Id>& ids) {
  const Json* list = listAt(reader, key);
  for (std::size_t i = 0; list && i < list->size(); ++i) {
    if ((*list)[i].is_string() && isId((*list)[i].get_ref<const std::string&>()))
      ids.push_back(Id{(*list)[i].get<std::string>()});
    else
      reader.fail(key + "[" + std::to_string(i) + "]", "is no id.");
  }
}

Result<BundleData> dataFrom(const Json& object, const std::string& place, const std::string& source) {
  BundleData data;
  JsonReader reader(object, place, source);
  data.hash = reader.text("hash");
  data.leftOut = reader.text("left_out", "");
  if (const Json* files = reader.has("files") ? reader.array("files") : nullptr)
    for (const Json& file : *files) {
      if (file.is_string())
        data.files.push_back(file.get<std::string>());
      else
        reader.fail("files", "a list of texts was expected.");
    }
  HEADROOM_TRY(reader.finish());
  return data;
}

Result<BundleFile> fileFrom(const Json& object, const std::string& place, const std::string& source,
                            const BundleLimits& limits) {
  const std::string bundle = inQuotes(source, 200);
  BundleFile file;
  JsonReader reader(object, place, source);
  file.path = reader.text("path");
  file.size = static_cast<std::uint64_t>(reader.integer("size", {}, 0));
  file.hash = reader.text("hash");
  HEADROOM_TRY(reader.finish());
  if (file.size > limits.bytes)
    return badInput(bundle + ": " + place + " would have " + std::to_string(file.size) + " bytes; at most " +
                    std::to_string(limits.bytes) + " are unpacked.");
  if (const std::string problem = pathProblem(file.path); !problem.empty())
    return badInput(bundle + ": " + place + ": the path " + inQuotes(oneLine(file.path), 100) + " " + problem + ".");
  if (!isHash(file.hash)) return badInput(bundle + ": " + place + ": its hash is none.");
  return file;
}

/// Every file belongs to something that is listed, and everything that is listed has the files it cannot be without.
Result<void> checkComplete(const BundleManifest& manifest, const std::string& bundle) {
  std::set<std::string> paths, owners, hashes;
  for (const RunId& run : manifest.runs)
    if (!owners.insert("runs/" + run.text).second) return badInput(bundle + ": run " + run.text + " is listed twice.");
  for (const StudyId& study : manifest.studies)
    if (!owners.insert("studies/" + study.text).second)
      return badInput(bundle + ": study " + study.text + " is listed twice.");
  for (const BundleData& data : manifest.data)
    if (data.leftOut.empty()) owners.insert("data/" + data.hash);
  for (const BundleFile& file : manifest.files) {
    if (!paths.insert(file.path).second)
      return badInput(bundle + ": the file " + inQuotes(file.path, 100) + " is listed twice.");
    const std::vector<std::string> parts = partsOf(file.path);
    if (parts[0] != "machines" && !owners.contains(parts[0] + "/" + parts[1]))
      return badInput(bundle + ": " + inQuotes(file.path, 100) + " belongs to nothing that the bundle lists.");
  }
  const auto lacks = [&](const std::string& path) -> Result<void> {
    if (paths.contains(path)) return {};
    return badInput(bundle + ": " + inQuotes(path, 100) + " is missing; export it again.");
  };
  for (const RunId& run : manifest.runs)
    for (const char* name : {"/run.json", "/states.jsonl"}) HEADROOM_TRY(lacks("runs/" + run.text + name));
  for (const StudyId& study : manifest.studies)
    for (const char* name : {"/study.json", "/decisions.jsonl"}) HEADROOM_TRY(lacks("studies/" + study.text + name));
  return {};
}

}  // namespace

std::uint64_t BundleManifest::bytes() const {
  return std::accumulate(files.begin(), files.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const BundleFile& file) { return sum + file.size; });
}

std::vector<std::string> partsOf(std::string_view path) {
  return split(path, '/');
}

bool isPortableName(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName && name[0] != '.' &&
         std::all_of(name.begin(), name.end(), isPortable);
}

std::string portableName(std::string_view name) {
  std::string portable(name.substr(0, kLongestName / 2));
  for (char& c : portable)
    if (!isPortable(c)) c = '-';
  if (portable.empty() || portable[0] == '.') portable.insert(0, 1, '-');
  return portable;
}

std::string pathProblem(std::string_view path) {
  if (path.starts_with('/')) return "is absolute";
  const std::vector<std::string> parts = partsOf(path);
  for (const std::string& part : parts) {
    if (part == "..") return "leads out of the bundle";
    if (!isPortableName(part)) return "is none that a bundle writes";
  }
  return isKnownPlace(parts) ? "" : "belongs nowhere";
}

Json toJson(const BundleManifest& manifest) {
  Json studies = Json::array(), runs = Json::array(), data = Json::array(), files = Json::array();
  for (const StudyId& study : manifest.studies) studies.push_back(study.text);
  for (const RunId& run : manifest.runs) runs.push_back(run.text);
  for (const BundleData& one : manifest.data) {
    data.push_back({{"hash", one.hash}, {"included", one.leftOut.empty()}});
    if (one.leftOut.empty()) continue;
    data.back()["left_out"] = one.leftOut;
    data.back()["files"] = one.files;
  }
  for (const BundleFile& file : manifest.files)
    files.push_back({{"path", file.path}, {"size", file.size}, {"hash", file.hash}});
  return {{"format", kFormat},
          {"version", kVersion},
          {"holds", manifest.studies.empty() ? "runs" : "study"},
          {"name", manifest.name},
          {"made", manifest.made},
          {"program", {{"version", manifest.program}, {"build", manifest.build}}},
          {"studies", std::move(studies)},
          {"runs", std::move(runs)},
          {"data", std::move(data)},
          {"files", std::move(files)}};
}

Result<BundleManifest> bundleManifestFrom(const Json& document, const std::string& source, const BundleLimits& limits) {
  const std::string bundle = inQuotes(source, 200);
  if (!document.is_object() || document.value("format", Json()) != kFormat)
    return badInput(bundle + " is no bundle of Headroom's; give what `headroom export … --to bundle` wrote.");
  if (const Json version = document.value("version", Json()); version != kVersion)
    return badInput(bundle + " is a bundle of version " + oneLine(dump(version), 20) +
                    ", and this program reads version 1; use the program that wrote it, or a newer one.");
  BundleManifest manifest;
  JsonReader reader(document, "", source);
  reader.raw("format");
  reader.raw("version");
  const std::string holds = reader.choice("holds", {"study", "runs"});
  manifest.name = reader.text("name", "");
  manifest.made = reader.text("made", "");
  if (const Json* program = reader.object("program")) {
    JsonReader part(*program, "program", source);
    manifest.program = part.text("version", "");
    manifest.build = part.text("build", "");
    HEADROOM_TRY(part.finish());
  }
  readIds(reader, "studies", manifest.studies);
  readIds(reader, "runs", manifest.runs);
  const Json* data = listAt(reader, "data");
  const Json* files = listAt(reader, "files");
  if (manifest.studies.size() != (holds == "study" ? 1 : 0)) reader.fail("studies", "is not what the bundle holds.");
  HEADROOM_TRY(reader.finish());
  if (files->size() > limits.entries)
    return badInput(bundle + " holds " + std::to_string(files->size()) + " files; at most " +
                    std::to_string(limits.entries) + " are unpacked.");
  for (std::size_t i = 0; i < data->size(); ++i) {
    Json object = (*data)[i];
    const std::string place = "data[" + std::to_string(i) + "]";
    const bool included = object.is_object() && object.value("included", Json()) == true;
    if (object.is_object()) object.erase("included");
    HEADROOM_ASSIGN(BundleData one, dataFrom(object, place, source));
    if (included != one.leftOut.empty() || (included && !isHash(one.hash)))
      return badInput(bundle + ": " + place + " says neither that the data are included nor why not.");
    manifest.data.push_back(std::move(one));
  }
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < files->size(); ++i) {
    HEADROOM_ASSIGN(BundleFile file, fileFrom((*files)[i], "files[" + std::to_string(i) + "]", source, limits));
    bytes += file.size;  // each is at most limits.bytes, so this does not overflow before it is noticed
    if (bytes > limits.bytes)
      return badInput(bundle + " would unpack to more than " + std::to_string(limits.bytes) +
                      " bytes; export fewer runs at a time.");
    manifest.files.push_back(std::move(file));
  }
  HEADROOM_TRY(checkComplete(manifest, bundle));
  return manifest;
}

}  // namespace headroom

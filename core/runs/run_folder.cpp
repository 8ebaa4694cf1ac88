// One run's folder: runs/<id>/ with its paths and the small files in it (definition, meta, states, control,
// checkpoints).
#include "core/runs/run_folder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>

#include "core/base/files.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kJournalPrefix = "events.out.tfevents.", kJournalSuffix = ".headroom";
constexpr std::array<std::string_view, 5> kCommands = {"none", "stop", "pause", "checkpoint", "abort"};

std::string tenDigits(std::int64_t number) {
  std::string digits = std::to_string(number);
  return digits.size() < 10 ? std::string(10 - digits.size(), '0') + digits : digits;
}

std::optional<std::int64_t> numberFrom(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.size() < 10 || number < 0)
    return std::nullopt;
  return number;
}

/// Names in a folder; a missing or unreadable folder has none.
std::vector<fs::path> entries(const fs::path& folder) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    paths.push_back(at->path());
  return paths;
}

bool isThere(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

Result<void> saveOnce(const RunFolder& folder, const fs::path& file, const RunDefinition& definition) {
  HEADROOM_TRY(makeFolders(folder.path()));
  return replaceFile(file, dump(toJson(definition), 1) + "\n");
}

}  // namespace

RunFolder RunFolder::of(const fs::path& databaseFolder, const RunId& run) {
  return RunFolder(databaseFolder / "runs" / run.text);
}

fs::path RunFolder::checkpoint(std::int64_t step) const {
  return checkpoints() / tenDigits(step);
}

fs::path RunFolder::journal(std::int64_t attempt) const {
  return m_path / (std::string(kJournalPrefix) + tenDigits(attempt) + std::string(kJournalSuffix));
}

std::vector<RunFolder> runFolders(const fs::path& databaseFolder) {
  std::vector<RunFolder> folders;
  for (const fs::path& path : entries(databaseFolder / "runs")) {
    const RunFolder folder(path);
    // A name with a dot in front is being made.
    if (folder.run().text.starts_with('.')) continue;
    if (isThere(folder.definition()) || isThere(folder.draft())) folders.push_back(folder);
  }
  std::sort(folders.begin(), folders.end(), [](const auto& a, const auto& b) { return a.path() < b.path(); });
  return folders;
}

Result<RunDefinition> loadDefinition(const RunFolder& folder) {
  const fs::path file = isThere(folder.definition()) || !isThere(folder.draft()) ? folder.definition() : folder.draft();
  HEADROOM_ASSIGN(const Json document, readJson(file.string()));
  return runDefinitionFrom(document, file.string());
}

Result<void> saveDefinition(const RunFolder& folder, const RunDefinition& definition) {
  if (isThere(folder.definition()))
    return failed("Run " + folder.run().text +
                  " has its run.json already, which is never edited; clone the run instead.");
  HEADROOM_TRY(saveOnce(folder, folder.definition(), definition));
  std::error_code error;
  fs::remove(folder.draft(), error);
  return {};
}

Result<void> saveDraft(const RunFolder& folder, const RunDefinition& definition) {
  return saveOnce(folder, folder.draft(), definition);
}

Result<RunMeta> loadMeta(const RunFolder& folder) {
  RunMeta meta;
  if (!isThere(folder.meta())) return meta;
  HEADROOM_ASSIGN(const Json document, readJson(folder.meta().string()));
  JsonReader reader(document, "", folder.meta().string());
  reader.choice("format", {"headroom.meta"});
  reader.integer("version", std::nullopt, 1, 1);
  meta.name = reader.text("name", "");
  if (const Json* tags = reader.has("tags") ? reader.array("tags") : nullptr) {
    for (const Json& tag : *tags) {
      if (tag.is_string())
        meta.tags.push_back(tag.get<std::string>());
      else
        reader.fail("tags", "a list of texts was expected");
    }
  }
  meta.notes = reader.text("notes", "");
  meta.star = reader.flag("star", false);
  meta.colour = reader.text("colour", "");
  meta.priority = reader.integer("priority", 0);
  meta.position = reader.real("position", 0.0);
  HEADROOM_TRY(reader.finish());
  return meta;
}

Result<void> saveMeta(const RunFolder& folder, const RunMeta& meta) {
  const Json document = {
      {"format", "headroom.meta"}, {"version", 1},      {"name", meta.name},     {"tags", meta.tags},
      {"notes", meta.notes},       {"star", meta.star}, {"colour", meta.colour}, {"priority", meta.priority},
      {"position", meta.position}};
  return replaceFile(folder.meta(), dump(document, 1) + "\n");
}

Result<void> appendState(const RunFolder& folder, const StateRecord& record) {
  const Json line = {{"state", word(record.state)},
                     {"wall_ns", record.wallNs},
                     {"attempt", record.attempt},
                     {"step", record.step},
                     {"reason", record.reason}};
  // A line that was torn by a crash must not swallow this one.
  std::ifstream file(folder.states(), std::ios::binary | std::ios::ate);
  bool torn = false;
  if (file && file.tellg() > 0) {
    file.seekg(-1, std::ios::end);
    torn = file.get() != '\n';
  }
  return appendLine(folder.states(), (torn ? "\n" : "") + dump(line));
}

Result<std::vector<StateRecord>> readStates(const RunFolder& folder) {
  std::vector<StateRecord> records;
  if (!isThere(folder.states())) return records;
  HEADROOM_ASSIGN(const std::string text, readFile(folder.states()));
  for (const std::string& line : split(text, '\n')) {
    const auto document = parseJson(line, "states.jsonl");
    if (!document || !document->is_object()) continue;
    JsonReader reader(*document, "");
    StateRecord record;
    const auto state = runStateFrom(reader.text("state"));
    record.wallNs = reader.integer("wall_ns");
    record.attempt = reader.integer("attempt", 0);
    record.step = reader.integer("step", 0);
    record.reason = reader.text("reason", "");
    if (!reader.finish() || !state) continue;
    record.state = *state;
    records.push_back(std::move(record));
  }
  return records;
}

std::string_view word(Control::Command command) {
  return kCommands[static_cast<std::size_t>(command)];
}

std::optional<Control::Command> commandFrom(std::string_view word) {
  const auto found = std::find(kCommands.begin(), kCommands.end(), word);
  if (found == kCommands.end()) return std::nullopt;
  return static_cast<Control::Command>(found - kCommands.begin());
}

Result<void> writeControl(const RunFolder& folder, const Control& control) {
  const Json document = {
      {"attempt", control.attempt}, {"sequence", control.sequence}, {"command", word(control.command)}};
  return replaceFile(folder.control(), dump(document) + "\n");
}

Result<Control> readControl(const RunFolder& folder) {
  Control control;
  if (!isThere(folder.control())) return control;
  HEADROOM_ASSIGN(const Json document, readJson(folder.control().string()));
  JsonReader reader(document, "", folder.control().string());
  control.attempt = reader.integer("attempt");
  control.sequence = reader.integer("sequence");
  const std::string command = reader.choice("command", {kCommands.begin(), kCommands.end()});
  HEADROOM_TRY(reader.finish());
  control.command = *commandFrom(command);
  return control;
}

std::vector<JournalFile> journalFiles(const RunFolder& folder) {
  std::vector<JournalFile> files;
  for (const fs::path& path : entries(folder.path())) {
    const std::string name = path.filename().string();
    if (!name.starts_with(kJournalPrefix) || !name.ends_with(kJournalSuffix)) continue;
    const std::size_t digits = name.size() - std::min(name.size(), kJournalPrefix.size() + kJournalSuffix.size());
    if (const auto attempt = numberFrom(std::string_view(name).substr(kJournalPrefix.size(), digits)))
      files.push_back({*attempt, path});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.attempt < b.attempt; });
  return files;
}

std::vector<CheckpointFolder> completeCheckpoints(const RunFolder& folder) {
  std::vector<CheckpointFolder> found;
  for (const fs::path& path : entries(folder.checkpoints()))
    if (const auto step = numberFrom(path.filename().string()); step && isThere(path / "state.json"))
      found.push_back({*step, path});
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.step < b.step; });
  return found;
}

}  // namespace headroom

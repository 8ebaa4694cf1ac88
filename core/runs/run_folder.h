// One run's folder: runs/<id>/ with its paths and the small files in it (definition, meta, states, control,
// checkpoints).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/runs/run_definition.h"
#include "core/runs/run_state.h"

namespace headroom {

class RunFolder {
 public:
  explicit RunFolder(std::filesystem::path path) : m_path(std::move(path)) {}
  /// `databaseFolder` is the folder that holds headroom.db; its runs/ is beside it.
  static RunFolder of(const std::filesystem::path& databaseFolder, const RunId& run);

  const std::filesystem::path& path() const { return m_path; }
  RunId run() const { return RunId{m_path.filename().string()}; }

  std::filesystem::path definition() const { return m_path / "run.json"; }
  std::filesystem::path draft() const { return m_path / "draft.json"; }
  std::filesystem::path lock() const { return m_path / "lock"; }
  std::filesystem::path control() const { return m_path / "control.json"; }
  std::filesystem::path meta() const { return m_path / "meta.json"; }
  std::filesystem::path states() const { return m_path / "states.jsonl"; }
  std::filesystem::path log() const { return m_path / "log.txt"; }
  std::filesystem::path environment() const { return m_path / "environment.json"; }
  std::filesystem::path checkpoints() const { return m_path / "checkpoints"; }
  std::filesystem::path checkpoint(std::int64_t step) const;
  std::filesystem::path journal(std::int64_t attempt) const;

 private:
  std::filesystem::path m_path;
};

/// Every run folder below `databaseFolder`/runs that holds a run.json or draft.json, in order of name.
std::vector<RunFolder> runFolders(const std::filesystem::path& databaseFolder);

/// run.json; for a run that was never queued, draft.json.
Result<RunDefinition> loadDefinition(const RunFolder& folder);
/// Makes the folder and writes run.json, once: refused when there is one.
Result<void> saveDefinition(const RunFolder& folder, const RunDefinition& definition);
Result<void> saveDraft(const RunFolder& folder, const RunDefinition& definition);

/// What people attach to a run. The engine's.
struct RunMeta {
  std::string name;
  std::vector<std::string> tags;
  std::string notes;
  bool star = false;
  std::string colour;         // "#rrggbb" or ""
  std::int64_t priority = 0;  // higher starts first
  double position = 0;        // order in the queue among equals; smaller first
  bool operator==(const RunMeta&) const = default;
};
/// A missing meta.json is an empty RunMeta.
Result<RunMeta> loadMeta(const RunFolder& folder);
Result<void> saveMeta(const RunFolder& folder, const RunMeta& meta);

/// One line of states.jsonl: what the run became, when and why. The engine's.
struct StateRecord {
  RunState state = RunState::Draft;
  std::int64_t wallNs = 0;
  std::int64_t attempt = 0;  // 0 before the first one
  std::int64_t step = 0;
  std::string reason;
  bool operator==(const StateRecord&) const = default;
};
Result<void> appendState(const RunFolder& folder, const StateRecord& record);
/// In order of the file; a torn or foreign line is passed over. A missing file is an empty list.
Result<std::vector<StateRecord>> readStates(const RunFolder& folder);

/// What the engine asks of a live worker. Replaced by rename; the worker ignores other attempts and acknowledges the
/// sequence in its journal.
struct Control {
  enum class Command : std::uint8_t { None, Stop, Pause, Checkpoint, Abort };
  std::int64_t attempt = 0;
  std::int64_t sequence = 0;
  Command command = Command::None;
  bool operator==(const Control&) const = default;
};
std::string_view word(Control::Command command);
std::optional<Control::Command> commandFrom(std::string_view word);
Result<void> writeControl(const RunFolder& folder, const Control& control);
/// A missing file is a Control that asks nothing.
Result<Control> readControl(const RunFolder& folder);

struct JournalFile {
  std::int64_t attempt = 0;
  std::filesystem::path path;
};
/// The run's journals in order of attempt.
std::vector<JournalFile> journalFiles(const RunFolder& folder);

struct CheckpointFolder {
  std::int64_t step = 0;
  std::filesystem::path path;
};
/// Checkpoints whose folder was renamed into place and holds state.json, in order of step. Temporary folders are none.
std::vector<CheckpointFolder> completeCheckpoints(const RunFolder& folder);

}  // namespace headroom

// A study's folder studies/<id>/: study.json (resolved), study.<n>.json (its former versions), decisions.jsonl.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/ids.h"
#include "core/runs/run_reader.h"
#include "core/study/next_steps.h"

namespace headroom {

enum class StudyState : std::uint8_t { Running, Paused, Stopped, Finished };
std::string_view word(StudyState state);
/// The last state that was decided; running before any.
StudyState stateOf(const Decisions& decisions);

/// Of the data that the newest version of the study reads; "" when unknown.
std::string dataHashOf(const Decisions& decisions);

/// How a run of a study is remembered: {"kind": "run", "run", "arm", "scale", "seed", "learning_rate", "horizon",
/// "role", "reused"}.
Json runDecision(const RunId& run, const StudyRun& asked, bool reused);

class StudyFolder {
 public:
  static StudyFolder of(const std::filesystem::path& databaseFolder, const StudyId& study);

  const std::filesystem::path& path() const { return m_path; }
  std::filesystem::path document() const { return m_path / "study.json"; }
  std::filesystem::path decisions() const { return m_path / "decisions.jsonl"; }

  /// Writes study.json; an older one becomes study.<n>.json, n from 1. Its number as a version.
  Result<std::int64_t> save(const Json& study) const;
  Result<void> append(const Json& decision) const;

 private:
  explicit StudyFolder(std::filesystem::path path) : m_path(std::move(path)) {}
  std::filesystem::path m_path;
};

}  // namespace headroom

// headroom.db: the one write connection, owned by the engine. Everything in it can be made again from runs/ and
// studies/.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/runs/journal_batch.h"
#include "core/runs/run_reader.h"

namespace headroom {

/// What to do when the file is missing but its folder already holds runs/: they belong to some database, so a second
/// one is refused.
enum class ForeignRuns : std::uint8_t { Refuse, Accept };

class Database {
 public:
  /// Opens or makes the database, in WAL mode, and migrates it. Refused when it was written by a newer program;
  /// BadInput when the file is no database of ours, or is missing while its folder already holds the runs/ of another
  /// one.
  static Result<Database> open(const std::filesystem::path& path, ForeignRuns foreign = ForeignRuns::Refuse);
  Database(Database&&) noexcept;
  Database& operator=(Database&&) noexcept;
  ~Database();

  const std::filesystem::path& path() const;
  /// The folder that holds runs/.
  std::filesystem::path folder() const;
  /// Reads through this connection; lives as long as the database.
  const RunReader& reader() const;

  // Every call is one transaction, and bumps the revision.
  Result<void> addRun(const RunId& run, const RunDefinition& definition, const RunMeta& meta, const StateRecord& first);
  /// Replaces the definition: only while the run is a draft.
  Result<void> setDefinition(const RunId& run, const RunDefinition& definition);
  Result<void> setState(const RunId& run, const StateRecord& record);
  Result<void> setMeta(const RunId& run, const RunMeta& meta);
  /// Forgets the run with all its rows. Its folder is the caller's.
  Result<void> removeRun(const RunId& run);

  /// Takes in rows and the journal's new offset together. A batch that was taken in before changes nothing.
  Result<void> ingest(const JournalBatch& batch);
  /// Where reading of this journal continues (0: nothing was taken in).
  Result<std::uint64_t> ingestedTo(const RunId& run, const std::string& file) const;

  Result<void> setReuseHash(const RunId& run, const std::string& hash);
  Result<void> setMachine(const std::string& machine, const Json& roofs);
  /// A new study, or a new version of one.
  Result<void> addStudy(const StudyId& study, const std::string& name, const Json& document);
  /// One line of decisions.jsonl; one of kind "run" links that run as well.
  Result<void> addDecision(const StudyId& study, const Json& decision);
  Result<void> linkRun(const StudyLink& link);
  Result<void> linkRun(const StudyId& study, const Json& decision);  // as addDecision does for {"kind": "run"}
  /// A completed run with this reuse hash; the oldest.
  Result<std::optional<RunId>> completedRun(const std::string& reuseHash) const;

  /// Moves what it can from the WAL into the file, waiting for nobody. Call once a tick.
  Result<void> checkpoint();
  /// Moves all and empties the WAL, as far as readers allow: when walBytes() is large, and before leaving.
  Result<void> checkpointAll();
  std::uint64_t walBytes() const;

 private:
  struct State;
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> m_state;
};

}  // namespace headroom

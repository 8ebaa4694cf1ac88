// A run's folder and its rows, changed together: files first, then the database, so that the folder alone can make the
// rows again.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/runs/database.h"
#include "core/runs/run_folder.h"

namespace headroom {

class RunStore {
 public:
  explicit RunStore(Database& database) : m_database(database) {}

  Database& database() { return m_database; }
  const RunReader& reader() const { return m_database.reader(); }
  RunFolder folder(const RunId& run) const { return RunFolder::of(m_database.folder(), run); }

  /// An id that no run has, here or on the disk.
  RunId unusedId() const;
  /// Makes the folder with run.json (draft.json for a draft), meta and first state, and its row.
  Result<void> add(const RunId& run, const RunDefinition& definition, const RunMeta& meta, RunState first);

  struct Happening {
    std::int64_t attempt = 0;
    std::int64_t step = 0;
    std::string reason;
  };
  /// What follows from `event` in state `from`, stored; an event that changes nothing is not. The error of transition()
  /// when it cannot be.
  Result<RunState> happen(const RunId& run, RunState from, RunEvent event, const Happening& happening);

  Result<void> changeMeta(const RunId& run, const std::function<void(RunMeta&)>& change);
  /// Folder and rows. After a crash in between, a folder without run.json or rows without a folder may stay behind;
  /// neither comes back.
  Result<void> remove(const RunId& run);

  /// Rows for folders that have none, and states that a folder has beyond its rows: what a killed engine left half
  /// done. Problems with single folders are returned as sentences.
  std::vector<std::string> catchUp();

  /// Grows with every change of a run's state.
  std::uint64_t happenings() const { return m_happenings; }

  void touch(const RunId& run) { m_touched.insert(run); }
  /// The runs that changed since the last call.
  std::set<RunId> takeTouched() { return std::exchange(m_touched, {}); }

 private:
  Database& m_database;
  std::set<RunId> m_touched;
  std::uint64_t m_happenings = 0;
};

}  // namespace headroom

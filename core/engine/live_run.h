// One worker as the engine follows it: its journal into the database, its control file, its last word.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "core/base/files.h"
#include "core/runs/database.h"
#include "core/runs/journal_messages.h"
#include "core/runs/journal_reader.h"
#include "core/runs/run_folder.h"

namespace headroom {

class LiveRun {
 public:
  /// Continues where the database's offset of this attempt's journal stands.
  static Result<LiveRun> follow(const Database& database, RunFolder folder, std::int64_t attempt);

  const RunFolder& folder() const { return m_folder; }
  RunId run() const { return m_folder.run(); }
  std::int64_t attempt() const { return m_attempt; }
  std::int64_t lastStep() const { return m_lastStep; }
  bool hasJournal() const;
  /// The worker wrote its first records.
  bool hasBegun() const { return m_reader.offset() > 0; }
  /// Who holds the lock lives.
  bool isAlive() const { return FileLock::isHeld(m_folder.lock()); }

  /// Takes one bounded batch in. False when there was nothing new.
  Result<bool> takeIn(Database& database);

  /// What the worker said last of how it ended; empty when it said nothing of the kind.
  std::optional<StateMessage> endRecord() const;
  /// Its process: as started by us or as it said in its journal; 0 when unknown.
  std::int64_t process() const { return m_process; }
  void setProcess(std::int64_t process) { m_process = process; }

  bool abortAsked() const;
  /// Replaces control.json with the next command of this attempt.
  Result<void> command(Control::Command command);

  RunState state = RunState::Starting;
  std::string device;
  std::int64_t threads = 1;
  std::uintmax_t logBegin = 0;  // of this attempt in log.txt
  std::optional<std::chrono::steady_clock::time_point> killAfter;
  bool problemSaid = false;  // a journal that cannot be read is said once

 private:
  LiveRun(RunFolder folder, std::int64_t attempt, std::uint64_t offset);

  RunFolder m_folder;
  std::int64_t m_attempt;
  JournalReader m_reader;
  std::optional<StateMessage> m_lastMessage;
  std::int64_t m_lastStep = 0;
  std::int64_t m_process = 0;
};

}  // namespace headroom

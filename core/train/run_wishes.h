// What others want of a running worker: control.json, looked at between steps, and SIGTERM.
#pragma once

#include <sys/stat.h>

#include <atomic>
#include <cstdint>
#include <optional>

#include "core/runs/run_folder.h"

namespace headroom {

class RunWishes {
 public:
  /// `terminations` counts the signals that asked this process to end: one saves and leaves, two leave at once.
  RunWishes(RunFolder folder, std::int64_t attempt, const std::atomic<int>& terminations);

  /// A command for this attempt that was not returned before. One stat() when nothing changed.
  std::optional<Control> next();
  /// Whether to leave without saving: a second signal, or an abort that lies in control.json.
  bool leaveNow();

 private:
  void look();

  RunFolder m_folder;
  std::int64_t m_attempt;
  const std::atomic<int>& m_terminations;
  struct ::timespec m_seenTime {};
  ino_t m_seenNode = 0;
  std::int64_t m_sequence = 0;  // of the last command taken
  std::optional<Control> m_waiting;
  bool m_terminationTaken = false;
};

}  // namespace headroom

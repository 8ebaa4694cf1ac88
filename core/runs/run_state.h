// A run's life: its states, what can happen to it, and the one function that says what follows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace headroom {

enum class RunState : std::uint8_t {
  Draft,
  Queued,
  Starting,
  Running,
  Pausing,
  Paused,
  Stopping,
  Completed,
  Stopped,
  Failed,
  Diverged,
  Lost
};

/// What happens to a run. The first five are wishes of a person or the queue, the others are what a worker did.
enum class RunEvent : std::uint8_t {
  Submit,     // a draft enters the queue
  Start,      // the queue gives it a slot; a worker is being started
  AskPause,   // checkpoint, leave, free the slot
  AskStop,    // checkpoint, leave; on a waiting run: never start
  Resume,     // back into the queue as a new attempt
  Began,      // the worker's first record arrived
  Completed,  // the worker ended, each with its last record in the journal
  Stopped,
  Paused,
  Diverged,
  Failed,  // the worker's own word, or the lock is free without an end record
  Silent   // no heartbeat from another machine
};

const std::vector<RunState>& allRunStates();
/// The word used in the database, in JSON and on screen: "queued".
std::string_view word(RunState state);
std::optional<RunState> runStateFrom(std::string_view word);

/// A worker process exists (or is about to): starting, running, pausing, stopping.
bool isLive(RunState state);
/// Nothing will happen any more unless a person asks for it: completed, stopped, failed, diverged, lost.
bool isEnded(RunState state);
/// stopped, paused, failed and lost resume; completed and diverged do not.
bool canResume(RunState state);

/// The state after `event`, or (BadInput) a sentence that says why this cannot happen now.
Result<RunState> transition(RunState from, RunEvent event);

}  // namespace headroom

// A run's life: its states, what can happen to it, and the one function that says what follows.
#include "core/runs/run_state.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"

namespace headroom {
namespace {

using S = RunState;
using E = RunEvent;

struct Row {
  S from;
  E event;
  S to;
};

// Everything that can happen. A worker's end is believed in every live state, because wishes and ends cross each other.
constexpr Row kTransitions[] = {
    {S::Draft, E::Submit, S::Queued},
    {S::Draft, E::AskStop, S::Stopped},
    {S::Queued, E::Start, S::Starting},
    {S::Queued, E::AskPause, S::Paused},
    {S::Queued, E::AskStop, S::Stopped},
    {S::Queued, E::Failed, S::Failed},
    {S::Starting, E::Began, S::Running},
    {S::Starting, E::AskPause, S::Pausing},
    {S::Starting, E::AskStop, S::Stopping},
    {S::Starting, E::Completed, S::Completed},
    {S::Starting, E::Stopped, S::Stopped},
    {S::Starting, E::Paused, S::Paused},
    {S::Starting, E::Diverged, S::Diverged},
    {S::Starting, E::Failed, S::Failed},
    {S::Starting, E::Silent, S::Lost},
    {S::Running, E::Began, S::Running},
    {S::Running, E::AskPause, S::Pausing},
    {S::Running, E::AskStop, S::Stopping},
    {S::Running, E::Completed, S::Completed},
    {S::Running, E::Stopped, S::Stopped},
    {S::Running, E::Paused, S::Paused},
    {S::Running, E::Diverged, S::Diverged},
    {S::Running, E::Failed, S::Failed},
    {S::Running, E::Silent, S::Lost},
    {S::Pausing, E::Began, S::Pausing},
    {S::Pausing, E::AskPause, S::Pausing},
    {S::Pausing, E::AskStop, S::Stopping},
    {S::Pausing, E::Completed, S::Completed},
    {S::Pausing, E::Stopped, S::Stopped},
    {S::Pausing, E::Paused, S::Paused},
    {S::Pausing, E::Diverged, S::Diverged},
    {S::Pausing, E::Failed, S::Failed},
    {S::Pausing, E::Silent, S::Lost},
    {S::Stopping, E::Began, S::Stopping},
    {S::Stopping, E::AskStop, S::Stopping},
    {S::Stopping, E::Completed, S::Completed},
    {S::Stopping, E::Stopped, S::Stopped},
    {S::Stopping, E::Paused, S::Paused},
    {S::Stopping, E::Diverged, S::Diverged},
    {S::Stopping, E::Failed, S::Failed},
    {S::Stopping, E::Silent, S::Lost},
    {S::Paused, E::AskStop, S::Stopped},
    {S::Paused, E::AskPause, S::Paused},
    {S::Paused, E::Resume, S::Queued},
    {S::Stopped, E::Resume, S::Queued},
    {S::Stopped, E::AskStop, S::Stopped},
    {S::Failed, E::Resume, S::Queued},
    {S::Lost, E::Resume, S::Queued},
    // A machine that was only silent speaks again.
    {S::Lost, E::Began, S::Running},
    {S::Lost, E::Completed, S::Completed},
    {S::Lost, E::Stopped, S::Stopped},
    {S::Lost, E::Paused, S::Paused},
    {S::Lost, E::Diverged, S::Diverged},
    {S::Lost, E::Failed, S::Failed},
};

constexpr std::array<std::string_view, 12> kWords = {"draft",   "queued", "starting", "running",
                                                     "pausing", "paused", "stopping", "completed",
                                                     "stopped", "failed", "diverged", "lost"};

std::string_view deed(RunEvent event) {
  switch (event) {
    case E::Submit:
      return "be submitted";
    case E::Start:
      return "start";
    case E::AskPause:
      return "be paused";
    case E::AskStop:
      return "be stopped";
    case E::Resume:
      return "be resumed";
    case E::Began:
      return "begin to train";
    case E::Completed:
      return "complete";
    case E::Stopped:
      return "end as stopped";
    case E::Paused:
      return "end as paused";
    case E::Diverged:
      return "diverge";
    case E::Failed:
      return "fail";
    case E::Silent:
      return "be lost";
  }
  return "";
}

std::string_view advice(RunState from, RunEvent event) {
  if (event == E::Resume && from == S::Completed) return "; clone it with more steps instead";
  if (event == E::Resume && from == S::Diverged) return "; clone it with a lower learning rate instead";
  if (event == E::Resume && from == S::Draft) return "; submit it first";
  if (event == E::Resume) return "; only stopped, paused, failed and lost runs resume";
  if (event == E::AskStop || event == E::AskPause) return "; it has ended already";
  return "";
}

}  // namespace

const std::vector<RunState>& allRunStates() {
  static const std::vector<RunState> states = {S::Draft,   S::Queued, S::Starting, S::Running,
                                               S::Pausing, S::Paused, S::Stopping, S::Completed,
                                               S::Stopped, S::Failed, S::Diverged, S::Lost};
  return states;
}

std::string_view word(RunState state) {
  return kWords[static_cast<std::size_t>(state)];
}

std::optional<RunState> runStateFrom(std::string_view word) {
  const auto found = std::find(kWords.begin(), kWords.end(), word);
  if (found == kWords.end()) return std::nullopt;
  return static_cast<RunState>(found - kWords.begin());
}

bool isLive(RunState state) {
  return state == S::Starting || state == S::Running || state == S::Pausing || state == S::Stopping;
}

bool isEnded(RunState state) {
  return state == S::Completed || state == S::Stopped || state == S::Failed || state == S::Diverged || state == S::Lost;
}

bool canResume(RunState state) {
  return state == S::Stopped || state == S::Paused || state == S::Failed || state == S::Lost;
}

Result<RunState> transition(RunState from, RunEvent event) {
  for (const Row& row : kTransitions)
    if (row.from == from && row.event == event) return row.to;
  return badInput("A run that is " + std::string(word(from)) + " cannot " + std::string(deed(event)) +
                  std::string(advice(from, event)) + ".");
}

}  // namespace headroom

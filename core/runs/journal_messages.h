// What a worker says about itself in its journal: DT_STRING records of plugin "headroom" under these tags, JSON text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/runs/run_folder.h"
#include "core/runs/run_state.h"

namespace headroom {

inline constexpr std::string_view kStateTag = "state";
inline constexpr std::string_view kAckTag = "ack";

/// The worker's state: running once it trains; the last record of an attempt says how it ended
/// (completed, stopped, paused, diverged, failed) and why.
struct StateMessage {
  RunState state = RunState::Running;
  std::string reason;
  std::int64_t pid = 0;  // of the worker, for people
  bool operator==(const StateMessage&) const = default;
};
std::string toText(const StateMessage& message);
std::optional<StateMessage> stateMessageFrom(std::string_view text);

/// A command of control.json was read and is being obeyed.
struct AckMessage {
  std::int64_t sequence = 0;
  Control::Command command = Control::Command::None;
  bool operator==(const AckMessage&) const = default;
};
std::string toText(const AckMessage& message);
std::optional<AckMessage> ackMessageFrom(std::string_view text);

}  // namespace headroom

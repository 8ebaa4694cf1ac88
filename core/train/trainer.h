// Trains one attempt of a run: run.json → journal, checkpoints, environment. Torch-free to include.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "core/runs/run_folder.h"
#include "core/runs/run_state.h"

namespace headroom {

struct TrainOptions {
  std::int64_t attempt = 1;
  /// Signals received so far: one = checkpoint at the step's end and leave, two = leave now.
  const std::atomic<int>& terminations;
  std::function<void(const std::string&)> log = [](const std::string&) {};
  /// Called after every step: for tests that must act at a certain one.
  std::function<void(std::int64_t step)> afterStep = [](std::int64_t) {};
};

/// How an attempt ended; the same stands in the journal's last record.
struct TrainOutcome {
  RunState state = RunState::Completed;  // Completed, Stopped, Paused, Diverged
  std::string reason;
  std::int64_t step = 0;
};

/// The caller holds the run's lock. On an error the journal says `failed` with the same sentence.
Result<TrainOutcome> train(const RunFolder& folder, const TrainOptions& options);

}  // namespace headroom

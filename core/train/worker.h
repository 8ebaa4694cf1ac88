// The worker around the trainer: takes the run's lock, numbers the attempt, keeps the log.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>

#include "core/train/trainer.h"

namespace headroom {

struct WorkerOptions {
  std::int64_t attempt = 0;  // 0: one more than the last
  const std::atomic<int>* terminations = nullptr;
};

/// Trains the run in `folder`. The lock is the descriptor HEADROOM_LOCK_FD when a parent locked it already, else it is
/// taken here; Failed when another process holds it.
Result<TrainOutcome> trainFolder(const std::filesystem::path& folder, const WorkerOptions& options);

/// Puts the definition at `file` into `folder` as its run.json and trains it there. A folder that holds the same
/// definition already is continued; one of another run is BadInput.
Result<TrainOutcome> trainFile(const std::filesystem::path& file, const std::filesystem::path& folder,
                               const WorkerOptions& options);

}  // namespace headroom

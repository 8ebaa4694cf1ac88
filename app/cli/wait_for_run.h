// Waits until a run has ended or paused, showing its progress; Ctrl+C stops the run, twice leaves at once.
#pragma once

#include "app/cli/answer.h"
#include "core/engine/engine_connection.h"
#include "core/runs/run_reader.h"

namespace headroom::cli {

struct WaitFor {
  std::filesystem::path database;
  RunId run;
  std::string directory;
  bool silent = false;
};
/// The object of `train` (contract: run, directory, state, steps, final_val_loss, tokens_per_second, wall_seconds).
Result<Answer> waitForRun(EngineConnection engine, const WaitFor& what);

}  // namespace headroom::cli

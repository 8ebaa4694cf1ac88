// Checkpoints of a run: checkpoints/<step>/{model.safetensors, optimizer.safetensors, state.json}. The rename of the
// finished folder is the commit; what is not sound on reading is set aside and the one before it is taken.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/arch/recipe.h"
#include "core/runs/run_folder.h"
#include "core/train/safetensors.h"

namespace headroom {

/// Where a run stands, beside its tensors. Random numbers need no state: data order and dropout are pure functions of
/// (seed, sequence index).
struct CheckpointState {
  std::int64_t step = 0;                      // optimizer steps done
  std::uint64_t sequence = 0;                 // index of the next training sequence
  std::int64_t evaluated = -1;                // step of the last evaluation; −1: none yet
  std::optional<double> valLoss;              // what it gave
  double seconds = 0, tokens = 0, flops = 0;  // cumulative over all attempts: time in training steps, training work
  bool operator==(const CheckpointState&) const = default;
};

/// Everything is on the disk when this returns. A checkpoint of this step that exists already is replaced.
Result<void> writeCheckpoint(const RunFolder& folder, const CheckpointState& state,
                             const std::vector<TensorBytes>& model, const std::vector<TensorBytes>& optimizer);

struct LoadedCheckpoint {
  CheckpointState state;
  SafetensorsFile model, optimizer;
};
/// Reads one folder; BadInput when a file is missing, damaged or does not match its hash.
Result<LoadedCheckpoint> readCheckpoint(const CheckpointFolder& checkpoint);

struct ResumePoint {
  std::optional<LoadedCheckpoint> checkpoint;  // none: start from the beginning
  std::vector<std::string> setAside;           // a sentence for every newer checkpoint that was not sound
};
/// The newest sound checkpoint. Unsound newer ones are renamed to broken-<step>; half-written folders are removed.
ResumePoint findResumePoint(const RunFolder& folder);

/// Keeps the best by validation loss, the last keepLast, every keepEvery-th step's and those of `keepAt`; removes the
/// others.
void applyRetention(const RunFolder& folder, const Recipe& recipe, const std::vector<std::int64_t>& keepAt = {});

}  // namespace headroom

// All that a run needs before its first step, opened and checked; everything that can be refused is refused here.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/arch/cost.h"
#include "core/arch/recipe.h"
#include "core/runs/run_definition.h"
#include "core/runs/run_folder.h"
#include "core/train/checkpoint.h"
#include "core/train/data/sampler.h"
#include "core/train/model.h"
#include "core/train/optimizer.h"
#include "core/train/weight_average.h"

namespace headroom {

struct RunSession {
  RunFolder folder;
  RunDefinition definition;
  Recipe recipe;
  ModelCost cost;
  Numerics numerics;  // in force
  Sampler sampler;
  Model model;
  Optimizer optimizer;
  WeightAverage average;
  CheckpointState state;             // where it continues; step 0 when new
  std::vector<std::string> notices;  // sentences for the log and the journal
};

/// Reads run.json, opens the data, builds the model, checks memory, restores the newest sound checkpoint.
/// BadInput for what run.json or the data get wrong, Refused when it would not fit into memory.
Result<std::unique_ptr<RunSession>> openSession(const RunFolder& folder, std::int64_t attempt);

/// The tensors of a checkpoint, on the CPU; the average of the weights is among the optimizer's. `keep` owns copies of
/// what lies on another device.
std::vector<TensorBytes> modelTensors(const RunSession& session, std::vector<at::Tensor>& keep);
std::vector<TensorBytes> optimizerTensors(const RunSession& session, std::vector<at::Tensor>& keep);

}  // namespace headroom

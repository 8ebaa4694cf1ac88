// A model with its weights, read for use outside of training.
#pragma once

#include <optional>

#include "core/arch/architecture.h"
#include "core/runs/run_definition.h"
#include "core/train/inference.h"
#include "core/train/model.h"

namespace headroom {

struct LoadedModel {
  Architecture architecture;
  Model model;
  std::optional<RunDefinition> run;  // when it comes from one
};
Result<LoadedModel> loadModel(const ModelSource& source);

/// Refused when the weights of a graph and so many bytes besides do not fit.
Result<void> fitsIntoMemory(const Graph& graph, double besides);
double weightBytes(const Graph& graph);

}  // namespace headroom

// Our parameters ↔ their tensors. A tie is a view of a parameter in the shape of one of theirs, so that the same list
// writes and reads.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/train/huggingface/config.h"
#include "core/train/model.h"

namespace headroom::huggingface {

struct Tie {
  std::string theirs;               // "": theirs has none; ours is zeros
  std::vector<std::int64_t> shape;  // of theirs
  at::Tensor ours;                  // as many numbers in the same order; shares the parameter's memory
};

/// All tensors of the family for a model of an architecture that it fits. `config` as configOf() or describe() gives
/// it.
Result<std::vector<Tie>> ties(const Family& family, const Json& config, const Architecture& architecture,
                              const Model& model);

}  // namespace headroom::huggingface

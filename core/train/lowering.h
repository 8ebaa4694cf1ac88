// One lowering an op: how a node of the graph becomes calls of LibTorch.
#pragma once

#include "core/train/plan.h"

namespace headroom {

/// What node `index` does: reads its inputs from the frame and writes its value.
std::function<void(Frame&)> lower(const Graph& graph, std::uint32_t index, const LoweringOptions& options);

}  // namespace headroom

// The demo: a tiny GPT without norms, and the same with LayerNorm, on text whose entropy is known. A minute on two
// cores.
#pragma once

#include <vector>

#include "core/runs/run_definition.h"

namespace headroom {

/// Baseline first. Opens the embedded grammar to learn its vocabulary: not for the GUI thread of a slow machine more
/// than once.
Result<std::vector<RunDefinition>> demoDefinitions();

}  // namespace headroom

// "Add to study": the study that compares what these runs trained, to be looked at before it starts. What was trained
// already the engine reuses.
#pragma once

#include <vector>

#include "core/runs/run_definition.h"
#include "core/study/study.h"

namespace headroom {

/// Models and arms of the runs become arms (with a baseline where one is missing), their scales and seeds the study's.
/// BadInput where a run cannot be compared: imported, of a file without a scale, of other data than the others.
Result<Study> studyOfRuns(const std::vector<RunDefinition>& runs);

}  // namespace headroom

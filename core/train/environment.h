// What a run ran on: numerics decided once and kept, versions, processor, memory, GPUs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/runs/run_definition.h"
#include "core/runs/run_folder.h"

namespace headroom {

/// Sets threads and determinism of the tensor library for this process and opens the device. Returns what is in force:
/// the wanted device and threads with this machine's instruction set and this program's build. BadInput when the device
/// is not here.
Result<Numerics> bringIntoForce(const Numerics& wanted);

/// Versions, processor, memory, GPUs, and what is missing; nothing that names the machine or its user.
Json describeMachine();

/// Adds this attempt to environment.json. The first attempt's numerics are the run's; returned is, in words, how these
/// differ from them: empty when results are bit-identical to a run that was never interrupted.
Result<std::vector<std::string>> recordEnvironment(const RunFolder& folder, std::int64_t attempt,
                                                   const Numerics& numerics);

}  // namespace headroom

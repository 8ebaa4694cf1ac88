// What this machine has left for a study.
#pragma once

#include <filesystem>

#include "core/study/plan.h"

namespace headroom {

/// Bytes that can be had without swapping, or HEADROOM_MEMORY_LIMIT. Empty where neither is known.
std::optional<double> freeMemory();
/// Memory, and disk where the database is or will be.
Room roomFor(const std::filesystem::path& database);

}  // namespace headroom

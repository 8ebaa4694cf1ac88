// How much memory a run may take here.
#pragma once

#include <cstdint>
#include <string>

namespace headroom {

struct MemoryRoom {
  std::uint64_t bytes = 0;
  std::string limitedBy;  // "this machine's free memory", "the limit of this control group", "HEADROOM_MEMORY_LIMIT"
};
/// The smallest of: what the system can give without swapping, what the control group leaves, HEADROOM_MEMORY_LIMIT
/// (bytes).
MemoryRoom availableMemory();
/// The most this process ever held, bytes.
std::uint64_t peakMemory();

}  // namespace headroom

// What makers publish of their GPUs: dense rates and memory bandwidth, for dashed lines beside what was measured.
#pragma once

#include <optional>
#include <string>

namespace headroom {

struct Datasheet {
  std::string source;    // "NVIDIA H100 SXM datasheet"
  double bandwidth = 0;  // bytes/s
  double fp32 = 0;       // FLOP/s without tensor units
  double half = 0;       // FLOP/s of bf16 and fp16 in tensor units, accumulated in fp32, without sparsity
};
/// By the name that the driver gives; nothing for what is not in the list, processors among it.
std::optional<Datasheet> datasheetOf(const std::string& device);

}  // namespace headroom

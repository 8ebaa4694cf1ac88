// What a launcher answers: nothing, or one sentence. Kernels neither throw nor exit. C++17, because .cu files include
// it.
#pragma once

#include <string>

namespace headroom {

struct [[nodiscard]] KernelStatus {
  std::string error;  ///< empty when the kernel was launched (CUDA) or has run (CPU)
  bool ok() const { return error.empty(); }
};

}  // namespace headroom

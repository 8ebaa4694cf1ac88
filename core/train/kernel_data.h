// The memory of a tensor as our kernels want it. For .cpp files of this room.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include "kernels/bfloat16.h"
#include "kernels/status.h"

namespace headroom {

/// Null when the tensor is undefined. T: float, or BFloat16 for a tensor of bfloat16.
template <class T>
T* dataOf(at::Tensor& tensor) {
  return tensor.defined() ? static_cast<T*>(tensor.mutable_data_ptr()) : nullptr;
}
template <class T>
const T* constDataOf(const at::Tensor& tensor) {
  return tensor.defined() ? static_cast<const T*>(tensor.const_data_ptr()) : nullptr;
}

inline void check(const KernelStatus& status) {
  TORCH_CHECK(status.ok(), status.error);
}

}  // namespace headroom

// A linear layer in bfloat16 on a GPU whose gradient of the weights leaves the product as float32: one pass over them
// less, and no rounding, against casting before and after.
#pragma once

#include <ATen/core/Tensor.h>

namespace headroom {

/// Whether linearInBFloat16() takes this input here: on a GPU, with float32 parameters.
bool linearInBFloat16Supports(const at::Tensor& x, const at::Tensor& weight);
/// x · Wᵀ + bias as bfloat16. x: [..., in] of any float type; weight: [out, in]; bias: [out] or undefined.
at::Tensor linearInBFloat16(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

}  // namespace headroom

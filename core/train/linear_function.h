// A linear layer in bfloat16 or half on a GPU whose gradient of the weights leaves the product as float32: one pass
// over them less, and no rounding, against casting before and after.
#pragma once

#include <ATen/core/Tensor.h>

namespace headroom {

/// Whether fastLinear() takes this input here: on a GPU, with float32 parameters and products of a narrower type.
bool linearSupports(const at::Tensor& x, const at::Tensor& weight, at::ScalarType type);
/// x · Wᵀ + bias in `type`. x: [..., in] of any float type; weight: [out, in]; bias: [out] or undefined.
at::Tensor fastLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, at::ScalarType type);

}  // namespace headroom

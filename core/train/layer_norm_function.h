// LayerNorm by our kernels, forward and backward as one function of LibTorch's autograd.
#pragma once

#include <ATen/core/Tensor.h>

namespace headroom {

/// Whether our kernel takes this input here: contiguous float32.
bool layerNormSupports(const at::Tensor& x);
/// y = g·(x − mean)/√(var + eps) + b over the last dimension; undefined g and b are 1 and 0.
at::Tensor fastLayerNorm(const at::Tensor& x, const at::Tensor& gain, const at::Tensor& bias, double eps);

}  // namespace headroom

// LayerNorm by our kernels, with the residual sum before it, forward and backward as one function of LibTorch's
// autograd.
#pragma once

#include <ATen/core/Tensor.h>

namespace headroom {

struct NormedSum {
  at::Tensor sum;   // x + delta, float32: the residual stream after the branch
  at::Tensor norm;  // g·(sum − mean)/√(var + eps) + b over the last dimension
};

/// Whether our kernels take this input here: contiguous float32.
bool layerNormSupports(const at::Tensor& x);
/// Whether the norm can be given in this type: float32 or bfloat16.
constexpr bool layerNormGives(at::ScalarType type) {
  return type == at::kFloat || type == at::kBFloat16;
}
/// `type` of the norm: one that layerNormGives(). Undefined g and b are 1 and 0.
at::Tensor fastLayerNorm(const at::Tensor& x, const at::Tensor& gain, const at::Tensor& bias, double eps,
                         at::ScalarType type);
/// The same after x + delta; delta has x's shape.
NormedSum fastNormedSum(const at::Tensor& x, const at::Tensor& delta, const at::Tensor& gain, const at::Tensor& bias,
                        double eps, at::ScalarType type);

}  // namespace headroom

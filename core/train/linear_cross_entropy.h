// The last linear layer and the loss as one: logits live for some rows at a time and become their own gradient.
#pragma once

#include <ATen/core/Tensor.h>

namespace headroom {

/// Whether linearCrossEntropy() has products of this type: float32 and bfloat16.
constexpr bool linearCrossEntropySupports(at::ScalarType type) {
  return type == at::kFloat || type == at::kBFloat16;
}
/// Mean over all tokens of −log softmax(x · Wᵀ + bias)[target]; scalar, float32. x: [B, T, C] float32 or bfloat16;
/// weight: [V, C] float32; bias: [V] float32 or undefined; targets: int64 [B, T]. `type`: of the products, float32 or
/// bfloat16; gradients of weight and bias are float32. The gradient is computed with the loss, so a pass that needs no
/// gradient should run without grad mode.
at::Tensor linearCrossEntropy(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                              const at::Tensor& targets, at::ScalarType type);

}  // namespace headroom

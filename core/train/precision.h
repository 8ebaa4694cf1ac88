// The types of a precision: what matrix products and attention work in, and the way there and back.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/arch/recipe.h"

namespace headroom {

/// Of matrix products and attention; parameters, norms, the residual stream, softmax and loss are fp32.
constexpr at::ScalarType productType(Precision precision) {
  switch (precision) {
    case Precision::Fp32:
      return at::kFloat;
    case Precision::Bf16:
      return at::kBFloat16;
    case Precision::Fp16:
      return at::kHalf;
  }
  return at::kFloat;
}

/// What a matrix product takes: its operand in the type of products. With fp32 everything stays as it is, so that
/// gradients can be checked in double.
inline at::Tensor narrowed(const at::Tensor& t, Precision precision) {
  return precision == Precision::Fp32 ? t : t.to(productType(precision));
}

/// fp32 of what a product gave in a narrower type; anything else as it is.
inline at::Tensor widened(const at::Tensor& t) {
  return at::isReducedFloatingType(t.scalar_type()) ? t.to(at::kFloat) : t;
}

}  // namespace headroom

#include "core/train/activation.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/softplus.h>
#include <ATen/ops/tanh.h>

namespace headroom {

at::Tensor activated(const at::Tensor& x, ActivationKind kind) {
  switch (kind) {
    case ActivationKind::Relu:
      return at::relu(x);
    case ActivationKind::ReluSquared:
      return at::relu(x).square();
    case ActivationKind::Gelu:
      return at::gelu(x, "none");
    case ActivationKind::GeluTanh:
      return at::gelu(x, "tanh");
    case ActivationKind::Silu:
      return at::silu(x);
    case ActivationKind::Sigmoid:
      return at::sigmoid(x);
    case ActivationKind::Tanh:
      return at::tanh(x);
    case ActivationKind::Softplus:
      return at::softplus(x);
  }
  return x;
}

}  // namespace headroom

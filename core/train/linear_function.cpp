#include "core/train/linear_function.h"

#include <ATen/ops/linear.h>
#include <ATen/ops/mm.h>
#include <torch/csrc/autograd/custom_function.h>

#include <optional>

namespace headroom {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

class Linear : public torch::autograd::Function<Linear> {
 public:
  static Variable forward(AutogradContext* context, const Variable& x, const Variable& weight,
                          const std::optional<Variable>& bias, at::ScalarType type) {
    const at::Tensor in = x.to(type), w = weight.to(type);
    context->save_for_backward({in, w});
    context->saved_data["type"] = std::int64_t(x.scalar_type());
    context->saved_data["bias"] = bias.has_value();
    return at::linear(in, w, bias ? bias->to(type) : at::Tensor());
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor &in = saved[0], &w = saved[1];
    const at::Tensor dy = gradients[0].reshape({-1, w.size(0)}).contiguous();
    const at::Tensor dx = at::mm(dy, w).view(in.sizes()).to(at::ScalarType(context->saved_data["type"].toInt()));
    const at::Tensor dweight = at::mm(dy.t(), in.reshape({-1, w.size(1)}), at::kFloat);
    return {dx, dweight, context->saved_data["bias"].toBool() ? dy.sum(0, /*keepdim=*/false, at::kFloat) : at::Tensor(),
            at::Tensor()};
  }
};

}  // namespace

bool linearSupports(const at::Tensor& x, const at::Tensor& weight, at::ScalarType type) {
  return x.is_cuda() && weight.scalar_type() == at::kFloat && at::isReducedFloatingType(type);
}

at::Tensor fastLinear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, at::ScalarType type) {
  return Linear::apply(x, weight, bias.defined() ? std::optional<at::Tensor>(bias) : std::nullopt, type);
}

}  // namespace headroom

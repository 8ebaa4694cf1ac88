#include "core/train/layer_norm_function.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/zeros_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <optional>

#include "core/train/device.h"
#include "core/train/kernel_data.h"
#include "kernels/layer_norm.h"

namespace headroom {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

/// Calls work(part, first row, rows) for one even part a thread: the same parts every time, so the same bits.
template <class Work>
void forParts(std::int64_t rows, std::int64_t parts, const Work& work) {
  at::parallel_for(0, parts, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t part = begin; part < end; ++part) {
      const std::int64_t first = rows * part / parts, last = rows * (part + 1) / parts;
      if (last > first) work(part, first, last - first);
    }
  });
}

std::int64_t partsFor(std::int64_t rows) {
  return std::clamp<std::int64_t>(rows / 16, 1,
                                  at::get_num_threads());  // 16: below it a thread costs more than it saves
}

template <class Pointer>
void advance(Pointer& pointer, std::int64_t by) {
  if (pointer) pointer += by;
}

template <class T>
void forwardAs(const at::Tensor& x, const at::Tensor& delta, const at::Tensor& gain, const at::Tensor& bias, double eps,
               at::Tensor& sum, at::Tensor& y, at::Tensor& mean, at::Tensor& inverse) {
  const std::int64_t columns = x.size(-1), rows = x.numel() / columns;
  const LayerNormForward<T> whole{rows,
                                  columns,
                                  eps,
                                  constDataOf<float>(x),
                                  constDataOf<float>(gain),
                                  constDataOf<float>(bias),
                                  dataOf<T>(y),
                                  dataOf<float>(mean),
                                  dataOf<float>(inverse),
                                  constDataOf<T>(delta),
                                  delta.defined() ? dataOf<float>(sum) : nullptr};
  if (x.is_cuda()) return check(layerNormCuda(whole, currentStream(x.device())));
  forParts(rows, partsFor(rows), [&](std::int64_t, std::int64_t first, std::int64_t count) {
    LayerNormForward<T> part = whole;
    part.rows = count;
    part.x += first * columns;
    part.y += first * columns;
    part.mean += first;
    part.inverseDeviation += first;
    advance(part.delta, first * columns);
    advance(part.sum, first * columns);
    check(layerNormCpu(part));
  });
}

/// dgain and dbias have a row for each part.
template <class T>
void backwardAs(const at::Tensor& dy, const at::Tensor& x, const at::Tensor& gain, const at::Tensor& mean,
                const at::Tensor& inverse, const at::Tensor& past, at::Tensor& dx, at::Tensor& ddelta,
                at::Tensor& dgain, at::Tensor& dbias, std::int64_t parts) {
  const std::int64_t columns = x.size(-1), rows = x.numel() / columns;
  const LayerNormBackward<T> whole{rows,
                                   columns,
                                   constDataOf<T>(dy),
                                   constDataOf<float>(x),
                                   constDataOf<float>(gain),
                                   constDataOf<float>(mean),
                                   constDataOf<float>(inverse),
                                   dataOf<float>(dx),
                                   dataOf<float>(dgain),
                                   dataOf<float>(dbias),
                                   constDataOf<float>(past),
                                   dataOf<T>(ddelta)};
  if (x.is_cuda()) {
    const at::Tensor workspace =
        at::empty({std::int64_t(layerNormWorkspaceBytes(columns))}, x.options().dtype(at::kByte));
    return check(layerNormCuda(whole, workspace.data_ptr(), currentStream(x.device())));
  }
  forParts(rows, parts, [&](std::int64_t index, std::int64_t first, std::int64_t count) {
    LayerNormBackward<T> part = whole;
    part.rows = count;
    part.dy += first * columns;
    part.x += first * columns;
    part.mean += first;
    part.inverseDeviation += first;
    part.dx += first * columns;
    advance(part.past, first * columns);
    advance(part.ddelta, first * columns);
    advance(part.dgain, index * columns);
    advance(part.dbias, index * columns);
    check(layerNormCpu(part));
  });
}

class LayerNorm : public torch::autograd::Function<LayerNorm> {
 public:
  // What may be absent must come as an empty optional: apply() refuses undefined tensors. Gives the norm, and the sum
  // when there is a delta.
  static variable_list forward(AutogradContext* context, const Variable& x, const std::optional<Variable>& deltaIfAny,
                               const std::optional<Variable>& gainIfAny, const std::optional<Variable>& biasIfAny,
                               double eps, at::ScalarType type) {
    const Variable gain = gainIfAny.value_or(Variable()), bias = biasIfAny.value_or(Variable());
    const at::Tensor delta = deltaIfAny ? deltaIfAny->to(type).contiguous() : at::Tensor();
    const std::int64_t rows = x.numel() / x.size(-1);
    at::Tensor y = at::empty_like(x, x.options().dtype(type)), mean = at::empty({rows}, x.options()),
               inverse = at::empty({rows}, x.options()), sum = delta.defined() ? at::empty_like(x) : x;
    (type == at::kFloat ? forwardAs<float> : forwardAs<BFloat16>)(x, delta, gain, bias, eps, sum, y, mean, inverse);
    context->save_for_backward({sum, gain, mean, inverse});
    context->saved_data["bias"] = bias.defined();
    context->saved_data["type"] = std::int64_t(type);
    if (!delta.defined()) return {y};
    context->saved_data["delta"] = std::int64_t(deltaIfAny->scalar_type());
    return {y, sum};
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &gain = saved[1];
    const auto type = at::ScalarType(context->saved_data["type"].toInt());
    const bool hasDelta = gradients.size() > 1;
    const at::Tensor dy = gradients[0].defined() ? gradients[0].to(type).contiguous()
                                                 : at::zeros_like(x, x.options().dtype(type)),
                     past = hasDelta && gradients[1].defined() ? gradients[1].contiguous() : at::Tensor();
    const std::int64_t columns = x.size(-1), rows = x.numel() / columns, parts = x.is_cuda() ? 1 : partsFor(rows);
    at::Tensor dx = at::empty_like(x), ddelta, dgain, dbias;
    if (hasDelta && type != at::kFloat) ddelta = at::empty_like(x, x.options().dtype(type));
    if (gain.defined()) dgain = at::empty({parts, columns}, x.options());
    if (context->saved_data["bias"].toBool()) dbias = at::empty({parts, columns}, x.options());
    (type == at::kFloat ? backwardAs<float> : backwardAs<BFloat16>)(dy, x, gain, saved[2], saved[3], past, dx, ddelta,
                                                                    dgain, dbias, parts);
    const auto added = [parts](const at::Tensor& sums) {
      return !sums.defined() ? at::Tensor() : parts == 1 ? sums.squeeze(0) : sums.sum(0);
    };
    at::Tensor ofDelta;
    if (hasDelta) ofDelta = (ddelta.defined() ? ddelta : dx).to(at::ScalarType(context->saved_data["delta"].toInt()));
    return {dx, ofDelta, added(dgain), added(dbias), at::Tensor(), at::Tensor()};
  }
};

std::optional<at::Tensor> ifDefined(const at::Tensor& tensor) {
  return tensor.defined() ? std::optional<at::Tensor>(tensor) : std::nullopt;
}

}  // namespace

bool layerNormSupports(const at::Tensor& x) {
  return (x.is_cpu() || x.is_cuda()) && x.scalar_type() == at::kFloat && x.is_contiguous() && x.numel() > 0;
}

at::Tensor fastLayerNorm(const at::Tensor& x, const at::Tensor& gain, const at::Tensor& bias, double eps,
                         at::ScalarType type) {
  return LayerNorm::apply(x, std::nullopt, ifDefined(gain), ifDefined(bias), eps, type)[0];
}

NormedSum fastNormedSum(const at::Tensor& x, const at::Tensor& delta, const at::Tensor& gain, const at::Tensor& bias,
                        double eps, at::ScalarType type) {
  const variable_list both = LayerNorm::apply(x, ifDefined(delta), ifDefined(gain), ifDefined(bias), eps, type);
  return {both[1], both[0]};
}

}  // namespace headroom

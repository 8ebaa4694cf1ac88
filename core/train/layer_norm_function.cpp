#include "core/train/layer_norm_function.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <optional>

#include "core/train/device.h"
#include "kernels/layer_norm.h"

namespace headroom {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

float* dataOf(at::Tensor& tensor) {
  return tensor.defined() ? tensor.data_ptr<float>() : nullptr;
}
const float* dataOf(const at::Tensor& tensor) {
  return tensor.defined() ? tensor.const_data_ptr<float>() : nullptr;
}

void check(const KernelStatus& status) {
  TORCH_CHECK(status.ok(), status.error);
}

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

class LayerNorm : public torch::autograd::Function<LayerNorm> {
 public:
  // An absent gain or bias must come as an empty optional: apply() refuses undefined tensors.
  static Variable forward(AutogradContext* context, const Variable& x, const std::optional<Variable>& gainIfAny,
                          const std::optional<Variable>& biasIfAny, double eps) {
    const Variable gain = gainIfAny.value_or(Variable()), bias = biasIfAny.value_or(Variable());
    const std::int64_t columns = x.size(-1), rows = x.numel() / columns;
    at::Tensor y = at::empty_like(x), mean = at::empty({rows}, x.options()), inverse = at::empty({rows}, x.options());
    const LayerNormForward<float> whole{rows,         columns,   eps,          dataOf(x),      dataOf(gain),
                                        dataOf(bias), dataOf(y), dataOf(mean), dataOf(inverse)};
    if (x.is_cuda())
      check(layerNormCuda(whole, currentStream(x.device())));
    else
      forParts(rows, partsFor(rows), [&](std::int64_t, std::int64_t first, std::int64_t count) {
        LayerNormForward<float> part = whole;
        part.rows = count;
        part.x += first * columns;
        part.y += first * columns;
        part.mean += first;
        part.inverseDeviation += first;
        check(layerNormCpu(part));
      });
    context->save_for_backward({x, gain, mean, inverse});
    context->saved_data["bias"] = bias.defined();
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const variable_list saved = context->get_saved_variables();
    const at::Tensor &x = saved[0], &gain = saved[1], dy = gradients[0].contiguous();
    const bool wantGain = gain.defined(), wantBias = context->saved_data["bias"].toBool();
    const std::int64_t columns = x.size(-1), rows = x.numel() / columns, parts = x.is_cuda() ? 1 : partsFor(rows);
    at::Tensor dx = at::empty_like(x), dgain, dbias;
    if (wantGain) dgain = at::empty({parts, columns}, x.options());
    if (wantBias) dbias = at::empty({parts, columns}, x.options());
    const LayerNormBackward<float> whole{rows,          columns,          dataOf(dy),       dataOf(x),
                                         dataOf(gain),  dataOf(saved[2]), dataOf(saved[3]), dataOf(dx),
                                         dataOf(dgain), dataOf(dbias)};
    if (x.is_cuda()) {
      at::Tensor workspace;
      if (wantGain || wantBias)
        workspace = at::empty({std::int64_t(layerNormWorkspaceBytes(columns))}, x.options().dtype(at::kByte));
      check(layerNormCuda(whole, workspace.defined() ? workspace.data_ptr() : nullptr, currentStream(x.device())));
    } else
      forParts(rows, parts, [&](std::int64_t index, std::int64_t first, std::int64_t count) {
        LayerNormBackward<float> part = whole;
        part.rows = count;
        part.dy += first * columns;
        part.x += first * columns;
        part.mean += first;
        part.inverseDeviation += first;
        part.dx += first * columns;
        if (part.dgain) part.dgain += index * columns;
        if (part.dbias) part.dbias += index * columns;
        check(layerNormCpu(part));
      });
    return {dx, wantGain ? dgain.sum(0) : at::Tensor(), wantBias ? dbias.sum(0) : at::Tensor(), at::Tensor()};
  }
};

}  // namespace

bool layerNormSupports(const at::Tensor& x) {
  return (x.is_cpu() || x.is_cuda()) && x.scalar_type() == at::kFloat && x.is_contiguous() && x.numel() > 0;
}

at::Tensor fastLayerNorm(const at::Tensor& x, const at::Tensor& gain, const at::Tensor& bias, double eps) {
  const auto ifDefined = [](const at::Tensor& tensor) {
    return tensor.defined() ? std::optional<at::Tensor>(tensor) : std::nullopt;
  };
  return LayerNorm::apply(x, ifDefined(gain), ifDefined(bias), eps);
}

}  // namespace headroom

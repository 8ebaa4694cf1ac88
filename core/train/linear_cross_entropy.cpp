#include "core/train/linear_cross_entropy.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/addmm.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/mm.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <optional>

#include "core/train/device.h"
#include "core/train/kernel_data.h"
#include "kernels/cross_entropy.h"

namespace headroom {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Variable;
using torch::autograd::variable_list;

// Logits in memory at once. A GPU needs many rows to be busy; a CPU's cache holds few.
constexpr std::int64_t kLogitsOnGpu = std::int64_t{1} << 30, kLogitsOnCpu = std::int64_t{1} << 22;
constexpr std::int64_t kAlignment = 64;  // classes are padded to this, or matrix products of a GPU take a slow path

template <class T>
void crossEntropy(at::Tensor& logits, std::int64_t columns, const std::int64_t* targets, float* loss, double scale,
                  bool gradient) {
  const std::int64_t rows = logits.size(0), stride = logits.size(1);
  const CrossEntropy<T> whole{rows, columns, stride, dataOf<T>(logits), targets, loss, float(scale), gradient};
  if (logits.is_cuda()) return check(crossEntropyCuda(whole, currentStream(logits.device())));
  const std::int64_t grain = std::max<std::int64_t>(1, 16384 / stride);
  at::parallel_for(0, rows, grain, [&](std::int64_t begin, std::int64_t end) {
    CrossEntropy<T> part = whole;
    part.rows = end - begin;
    part.logits += begin * stride;
    part.targets += begin;
    part.loss += begin;
    check(crossEntropyCpu(part));
  });
}

class LinearCrossEntropy : public torch::autograd::Function<LinearCrossEntropy> {
 public:
  static Variable forward(AutogradContext* context, const Variable& x, const Variable& weight,
                          const std::optional<Variable>& bias, const Variable& targets, at::ScalarType type,
                          bool gradient) {
    const bool gpu = x.is_cuda();
    const std::int64_t classes = weight.size(0),
                       padded = gpu ? (classes + kAlignment - 1) / kAlignment * kAlignment : classes;
    const at::Tensor rows = x.flatten(0, 1).to(type).contiguous(), ids = targets.flatten().contiguous();
    const auto widened = [&](const at::Tensor& t, at::IntArrayRef padding) {
      return padded == classes ? t.to(type) : at::constant_pad_nd(t.to(type), padding, 0);
    };
    const at::Tensor w = widened(weight, {0, 0, 0, padded - classes}),
                     b = bias ? widened(*bias, {0, padded - classes}) : at::Tensor();
    const std::int64_t count = rows.size(0), bytes = padded * std::int64_t(c10::elementSize(type)),
                       atOnce = std::clamp<std::int64_t>((gpu ? kLogitsOnGpu : kLogitsOnCpu) / bytes, 1, count);
    const at::Tensor buffer = at::empty({atOnce, padded}, rows.options());
    at::Tensor losses = at::empty({count}, rows.options().dtype(at::kFloat)), dx, dweight, dbias;
    if (gradient) dx = at::empty_like(rows);
    for (std::int64_t first = 0; first < count; first += atOnce) {
      const std::int64_t n = std::min(atOnce, count - first);
      const at::Tensor in = rows.narrow(0, first, n);
      at::Tensor logits = buffer.narrow(0, 0, n);
      b.defined() ? at::addmm_out(logits, b, in, w.t()) : at::mm_out(logits, in, w.t());
      (type == at::kFloat ? crossEntropy<float> : crossEntropy<BFloat16>)(logits, classes,
                                                                          ids.const_data_ptr<std::int64_t>() + first,
                                                                          losses.mutable_data_ptr<float>() + first,
                                                                          1.0 / double(count), gradient);
      if (!gradient) continue;
      at::Tensor dxPart = dx.narrow(0, first, n);
      at::mm_out(dxPart, logits, w);
      const bool intoFloat = gpu && type != at::kFloat;  // a GPU's product of bfloat16 can leave its float32 sums
      const at::Tensor part = intoFloat ? at::mm(logits.t(), in, at::kFloat) : at::mm(logits.t(), in).to(at::kFloat);
      dweight.defined() ? dweight.add_(part) : dweight = part;
      if (!b.defined()) continue;
      const at::Tensor biasPart = logits.sum(0, /*keepdim=*/false, at::kFloat);
      dbias.defined() ? dbias.add_(biasPart) : dbias = biasPart;
    }
    // As plain data: backward() scales them in place, once.
    context->saved_data["gradient"] = gradient;
    if (gradient) {
      context->saved_data["dx"] = dx.view(x.sizes());
      context->saved_data["dweight"] = dweight.narrow(0, 0, classes);
      context->saved_data["type"] = std::int64_t(x.scalar_type());
      if (bias) context->saved_data["dbias"] = dbias.narrow(0, 0, classes);
    }
    return losses.mean();
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    auto& saved = context->saved_data;
    TORCH_CHECK(saved["gradient"].toBool(), "This loss was computed without its gradient.");
    const at::Tensor& scale = gradients[0];
    saved["gradient"] = false;
    const auto scaled = [&](const char* name) { return saved[name].toTensor().mul_(scale); };
    const bool bias = saved.find("dbias") != saved.end();
    return {scaled("dx").to(at::ScalarType(saved["type"].toInt())),
            scaled("dweight"),
            bias ? scaled("dbias") : at::Tensor(),
            at::Tensor(),
            at::Tensor(),
            at::Tensor()};
  }
};

}  // namespace

at::Tensor linearCrossEntropy(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                              const at::Tensor& targets, at::ScalarType type) {
  return LinearCrossEntropy::apply(x, weight, bias.defined() ? std::optional<at::Tensor>(bias) : std::nullopt, targets,
                                   type, at::GradMode::is_enabled());
}

}  // namespace headroom

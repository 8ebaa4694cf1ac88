#include "core/train/sequence_ops.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv1d.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/zeros.h>

#include <optional>

#include "core/train/precision.h"

namespace headroom {

at::Tensor causalConv(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, at::Tensor* memory) {
  const std::int64_t taps = weight.size(1);
  const at::Tensor before = memory && memory->defined()
                                ? *memory
                                : at::zeros({x.size(0), taps - 1, x.size(2)}, x.options().requires_grad(false));
  const at::Tensor all = at::cat({before, x}, 1);
  if (memory) *memory = all.narrow(1, all.size(1) - (taps - 1), taps - 1);
  const auto type = x.scalar_type();
  const std::optional<at::Tensor> shift = bias.defined() ? std::optional(bias.to(type)) : std::nullopt;
  return at::conv1d(all.transpose(1, 2), weight.to(type).unsqueeze(1), shift, 1, at::IntArrayRef{0}, 1, x.size(2))
      .transpose(1, 2);
}

at::Tensor selectiveScan(const ScanInputs& in, at::Tensor* memory) {
  const at::Tensor delta = in.delta.unsqueeze(-1);                          // [B, T, I, 1]
  const at::Tensor decay = (delta * -in.logA.exp()).exp();                  // [B, T, I, N]
  const at::Tensor input = delta * in.u.unsqueeze(-1) * in.b.unsqueeze(2);  // [B, T, I, N]
  at::Tensor state = memory && memory->defined() ? *memory : at::zeros_like(input.select(1, 0));
  const std::vector<at::Tensor> decays = decay.unbind(1), inputs = input.unbind(1), outputs = in.c.unbind(1);
  std::vector<at::Tensor> rows;
  rows.reserve(decays.size());
  for (std::size_t t = 0; t < decays.size(); ++t) {
    state = decays[t] * state + inputs[t];
    rows.push_back(at::matmul(state, outputs[t].unsqueeze(-1)).squeeze(-1));
  }
  if (memory) *memory = state;
  return at::stack(rows, 1) + in.d * in.u;
}

at::Tensor lstm(const at::Tensor& gates, const LstmWeights& weights, Precision precision, at::Tensor* memory) {
  const std::int64_t width = weights.recurrent.size(1);
  const at::Tensor recurrent = narrowed(weights.recurrent, precision);
  const bool known = memory && memory->defined();
  at::Tensor output =
      known ? memory->select(0, 0) : at::zeros({gates.size(0), width}, gates.options().requires_grad(false));
  at::Tensor cell = known ? memory->select(0, 1) : at::zeros_like(output);
  std::vector<at::Tensor> rows;
  for (const at::Tensor& given : gates.unbind(1)) {
    at::Tensor own = at::linear(narrowed(output, precision), recurrent).to(given.scalar_type());
    if (weights.recurrentGain.defined()) own = at::layer_norm(own, {4 * width}, weights.recurrentGain);
    const std::vector<at::Tensor> parts = (given + own).split(width, -1);
    cell = at::sigmoid(parts[1]) * cell + at::sigmoid(parts[0]) * at::tanh(parts[2]);
    const at::Tensor shown =
        weights.cellGain.defined() ? at::layer_norm(cell, {width}, weights.cellGain, weights.cellBias) : cell;
    output = at::sigmoid(parts[3]) * at::tanh(shown);
    rows.push_back(output);
  }
  if (memory) *memory = at::stack({output, cell});
  return at::stack(rows, 1);
}

at::Tensor causalBatchNorm(const at::Tensor& x, const BatchNormOp& op, at::Tensor mean, at::Tensor variance) {
  // Sums over sequences and over the places so far; centred by what was known before, so that squares stay small.
  const at::Tensor centre = mean.detach().clone(), moved = x - centre;
  const at::Tensor count =
      at::arange(1, x.size(1) + 1, x.options().requires_grad(false)).unsqueeze(-1) * double(x.size(0));
  const at::Tensor first = moved.sum(0).cumsum(0) / count, second = moved.square().sum(0).cumsum(0) / count;
  const at::Tensor spread = (second - first.square()).clamp_min(0);
  {
    const at::NoGradGuard noGrad;
    mean.lerp_(first.select(0, -1).detach() + centre, op.momentum);
    variance.lerp_(spread.select(0, -1).detach(), op.momentum);
  }
  return (moved - first) * (spread + op.eps).rsqrt();
}

}  // namespace headroom

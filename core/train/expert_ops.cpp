#include "core/train/expert_ops.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/sigmoid.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/topk.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <cmath>

#include "core/train/activation.h"

namespace headroom {
namespace {

constexpr double kTiny = 1e-20;  // keeps a division by the sum of sigmoids finite

}  // namespace

at::Tensor routerShares(const at::Tensor& scores, RouterScore score, bool normalised) {
  if (score == RouterScore::Softmax) return at::softmax(scores, -1);
  const at::Tensor shares = at::sigmoid(scores);
  return normalised ? shares / (shares.sum(-1, /*keepdim=*/true) + kTiny) : shares;
}

at::Tensor route(const at::Tensor& scores, const RouteOp& op, at::Tensor bias, bool training) {
  const at::Tensor all = routerShares(scores, op.score, false);
  const at::Tensor wanted = bias.defined() ? all.detach() + bias : all.detach();
  const at::Tensor chosen = std::get<1>(wanted.topk(op.active, -1));
  at::Tensor best = all.gather(-1, chosen);
  if (op.normalised) best = best / (best.sum(-1, /*keepdim=*/true) + kTiny);
  at::Tensor shares = at::zeros_like(all).scatter(-1, chosen, best * op.scale);
  if (!training) return shares;
  const at::NoGradGuard noGrad;
  const at::Tensor taken = at::zeros_like(all.detach()).scatter(-1, chosen, 1);
  if (bias.defined()) {
    const at::Tensor load = taken.sum(at::IntArrayRef{0, 1});
    bias.add_((load.mean() - load).sign() * op.biasRate);
  }
  if (op.capacity > 0) {
    const at::Tensor flat = taken.flatten(0, 1);  // earlier sequences come first
    const double places = std::ceil(op.capacity * double(op.active) * double(flat.size(0)) / double(op.experts));
    const at::Tensor kept = flat.cumsum(0).le(places).view_as(taken);
    const c10::AutoGradMode withGradient(true);
    return shares * kept;
  }
  return shares;
}

at::Tensor routerLoad(const at::Tensor& shares) {
  const at::Tensor taken = (shares.detach() != 0).to(shares.scalar_type()).sum(at::IntArrayRef{0, 1});
  return taken / taken.sum().clamp_min(1);
}

at::Tensor experts(const ExpertsOp& op, const at::Tensor& x, const at::Tensor& shares, const at::Tensor& first,
                   const at::Tensor& down) {
  const at::Tensor rows = x.flatten(0, 1), weights = shares.flatten(0, 1);
  const at::Tensor used = (weights.detach() != 0).t();
  // Unbound once: the gradient of so many selections would each be a tensor of all experts.
  const std::vector<at::Tensor> firsts = first.unbind(0), downs = down.unbind(0);
  at::Tensor sum = at::zeros(rows.sizes(), weights.options().requires_grad(false));
  for (std::int64_t e = 0; e < op.experts; ++e) {
    const at::Tensor mine = used[e].nonzero().squeeze(-1);
    if (mine.numel() == 0) continue;
    const auto i = std::size_t(e);
    at::Tensor hidden = at::linear(rows.index_select(0, mine), firsts[i]);
    if (op.gated) {
      const std::vector<at::Tensor> halves = hidden.split(op.width, -1);
      hidden = activated(halves[0], op.activation) * halves[1];
    } else {
      hidden = activated(hidden, op.activation);
    }
    const at::Tensor share = weights.select(1, e).index_select(0, mine).unsqueeze(-1);
    sum.index_add_(0, mine, at::linear(hidden, downs[i]).to(sum.scalar_type()) * share);
  }
  return sum.view(x.sizes()).to(x.scalar_type());
}

}  // namespace headroom

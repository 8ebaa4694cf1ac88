// Mixture of experts: who goes where, and the experts themselves. Written with LibTorch's ops.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/arch/op.h"

namespace headroom {

/// Scores [B, T, E] → probabilities; `normalised`: sigmoids divided by their sum.
at::Tensor routerShares(const at::Tensor& scores, RouterScore score, bool normalised);
/// Shares [B, T, E] of the chosen experts, zero elsewhere. `bias` [E]: added when they are chosen, moved when training;
/// undefined without. Capacity acts in training only.
at::Tensor route(const at::Tensor& scores, const RouteOp& op, at::Tensor bias, bool training);
/// [E]: which part of all choices fell on each expert.
at::Tensor routerLoad(const at::Tensor& shares);
/// x [B, T, C], shares [B, T, E], first [E, (2·)width, C], down [E, C, width] → [B, T, C].
at::Tensor experts(const ExpertsOp& op, const at::Tensor& x, const at::Tensor& shares, const at::Tensor& first,
                   const at::Tensor& down);

}  // namespace headroom

// Attention by our kernel, forward and backward as one function of LibTorch's autograd.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/arch/op.h"

namespace headroom {

/// Whether our kernel takes these here: on the CPU, values as wide as keys, float32 or bfloat16, or float64 by the slow
/// reference.
bool attentionSupports(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v);
/// What AttentionOp says, without dropout: q [B, n, heads·D], k, v [B, S, kv_heads·D] of one type → [B, n, heads·D] of
/// that type. Query i stands at position S − n + i. Softmax and sums in float32. Slices of a packed tensor are read
/// where they are. `sink`: [heads], or undefined.
at::Tensor fastAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& sink,
                         const AttentionOp& op);

}  // namespace headroom

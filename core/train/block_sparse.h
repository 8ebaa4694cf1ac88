// Attention in three branches, written out: pooled blocks, selected blocks, a window. Native Sparse Attention.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/arch/op.h"

namespace headroom {

/// Shapes as those of BlockSparseAttentionOp.
struct BlockSparseInputs {
  at::Tensor q, k, v, gates, poolKeys, poolValues;
};
/// → [B, T, heads·D]. With more keys than queries the queries are the last positions.
at::Tensor blockSparseAttention(const BlockSparseAttentionOp& op, const BlockSparseInputs& in, double dropout);

}  // namespace headroom

#include "core/train/block_sparse.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/dropout.h>
#include <ATen/ops/einsum.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/sort.h>
#include <ATen/ops/zeros_like.h>

#include <cmath>

namespace headroom {
namespace {

constexpr double kUnseen = -1e30;  // finite: a row that sees nothing must not become NaN on the way

/// softmax of the scores that `seen` lets through, zero elsewhere and in rows without any; in fp32 at least.
at::Tensor weightsOf(const at::Tensor& scores, const at::Tensor& seen) {
  return at::softmax(scores.masked_fill(seen.logical_not(), kUnseen), -1).masked_fill(seen.logical_not(), 0);
}

}  // namespace

at::Tensor blockSparseAttention(const BlockSparseAttentionOp& op, const BlockSparseInputs& in, double dropout) {
  const std::int64_t queries = in.q.size(1), keys = in.k.size(1), share = op.heads / op.kvHeads;
  const std::int64_t finished = keys / op.block, blocks = (keys + op.block - 1) / op.block;
  const auto ids = at::TensorOptions(at::kLong).device(in.q.device());
  // [B, T, n·D] → [B, kv_heads, share, T, D]: heads that share keys stand side by side.
  const at::Tensor q = in.q.unflatten(-1, {op.kvHeads, share, op.headWidth}).permute({0, 2, 3, 1, 4});
  const auto split = [&](const at::Tensor& t) {
    return t.unflatten(-1, {op.kvHeads, op.headWidth}).transpose(1, 2).unsqueeze(2);
  };
  const at::Tensor k = split(in.k), v = split(in.v);
  const at::Tensor gates = in.gates.unflatten(-1, {3, op.kvHeads, share}).permute({2, 0, 3, 4, 1}).unsqueeze(-1);
  const double factor = 1 / std::sqrt(double(op.headWidth));
  const auto scoresOf = [&](const at::Tensor& against) {
    const at::Tensor scores = at::matmul(q * factor, against.transpose(-2, -1));
    return scores.scalar_type() == at::kDouble ? scores : scores.to(at::kFloat);
  };
  const auto mixed = [&](const at::Tensor& weights, const at::Tensor& values) {
    return at::matmul(at::dropout(weights, dropout, dropout > 0).to(values.scalar_type()), values);
  };
  const at::Tensor place = at::arange(keys - queries, keys, ids).unsqueeze(-1);  // [queries, 1]
  const at::Tensor ownBlock = place.div(op.block, "floor"), key = at::arange(keys, ids);
  const at::Tensor causal = key <= place;

  at::Tensor result;
  const auto add = [&](std::int64_t branch, const at::Tensor& y) {
    const at::Tensor part = y * gates[branch].to(y.scalar_type());
    result = result.defined() ? result + part : part;
  };
  const at::Tensor blockIndex = at::arange(blocks, ids);  // [blocks]
  // What every group of heads makes of each block; the own one counts as the best.
  at::Tensor importance =
      at::zeros_like(q.detach().select(-1, 0).sum(2)).unsqueeze(-1).expand({q.size(0), op.kvHeads, queries, blocks});
  if (finished > 0) {
    const auto pooled = [&](const at::Tensor& t, const at::Tensor& rule) {
      const at::Tensor weights = at::softmax(rule, 0).to(t.scalar_type());
      return at::matmul(weights, t.narrow(3, 0, finished * op.block).unflatten(3, {finished, op.block}));
    };
    const at::Tensor seen = at::arange(finished, ids) < ownBlock;
    const at::Tensor weights = weightsOf(scoresOf(pooled(k, in.poolKeys)), seen);
    add(0, mixed(weights, pooled(v, in.poolValues)));
    importance = at::constant_pad_nd(weights.detach().sum(2), {0, blocks - finished}, 0);
  }
  const at::Tensor reachable = blockIndex <= ownBlock;  // [queries, blocks]
  const at::Tensor ranked =
      importance.masked_fill(blockIndex == ownBlock, double(op.heads) + 1).masked_fill(reachable.logical_not(), -1);
  // Among equals the first, however many blocks there are yet.
  const at::Tensor best = std::get<1>(at::sort(ranked, /*stable=*/true, -1, /*descending=*/true))
                              .narrow(-1, 0, std::min(op.selected, blocks));
  const at::Tensor chosen = at::zeros_like(ranked, at::kBool)
                                .scatter(-1, best, true)
                                .logical_and(reachable);  // [B, kv_heads, queries, blocks]
  const at::Tensor selected = chosen.index_select(-1, key.div(op.block, "floor"))
                                  .logical_and(causal)
                                  .unsqueeze(2);  // [B, kv, 1, queries, keys]
  const at::Tensor scores = scoresOf(k);
  add(1, mixed(weightsOf(scores, selected), v));
  add(2, mixed(weightsOf(scores, causal.logical_and(key > place - op.window)), v));
  return result.permute({0, 3, 1, 2, 4}).flatten(2);
}

}  // namespace headroom

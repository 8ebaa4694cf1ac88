#include "core/train/continuation.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/argmax.h>
#include <ATen/ops/cumsum.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/sort.h>
#include <ATen/ops/sum.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/topk.h>

#include <algorithm>

namespace headroom {
namespace {

bool limitedByContext(const Graph& graph) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(), [](const Node& node) {
    return std::holds_alternative<AddPositionsOp>(node.op) || std::holds_alternative<AddSinusoidsOp>(node.op) ||
           std::holds_alternative<RotaryOp>(node.op) || std::holds_alternative<AttentionOp>(node.op) ||
           std::holds_alternative<BlockSparseAttentionOp>(node.op);
  });
}

}  // namespace

std::int64_t windowStart(std::int64_t tokens, std::int64_t context) {
  if (tokens <= context) return 0;
  const std::int64_t step = context - context / 2;
  return step * ((tokens - context + step - 1) / step);
}

Continuation::Continuation(const Model& model, bool cached)
    : m_model(model), m_cached(cached), m_limited(limitedByContext(model.graph())) {}

at::Tensor Continuation::next(std::span<const std::int64_t> tokens) {
  const std::int64_t start =
      m_limited ? windowStart(static_cast<std::int64_t>(tokens.size()), m_model.graph().context) : 0;
  if (!m_cached || start != m_start) m_decoding = {};
  m_start = start;
  const std::span<const std::int64_t> fresh = tokens.subspan(std::size_t(start + m_decoding.position));
  const at::Tensor ids = at::tensor(at::IntArrayRef(fresh.data(), fresh.size()), at::kLong).unsqueeze(0);
  const at::Tensor logits = m_cached ? m_model.logits(ids, m_decoding) : m_model.logits(ids);
  return logits.select(0, 0).select(0, -1);
}

std::int64_t pick(at::Tensor logits, const SampleOptions& options, double random) {
  if (options.temperature == 0) return logits.argmax().item<std::int64_t>();
  at::Tensor ids;
  if (options.topK > 0 && options.topK < logits.size(0)) std::tie(logits, ids) = logits.topk(options.topK);
  at::Tensor shares = at::softmax(logits.to(at::kDouble) / options.temperature, -1);
  double all = 1;
  if (options.topP < 1) {
    at::Tensor order;
    std::tie(shares, order) = shares.sort(/*stable=*/true, -1, /*descending=*/true);
    ids = ids.defined() ? ids.index_select(0, order) : order;
    const at::Tensor sums = shares.cumsum(-1);
    // The fewest whose sum reaches it: those before which it is not reached.
    const std::int64_t kept = ((sums - shares) < options.topP).sum().item<std::int64_t>();
    shares = shares.narrow(0, 0, std::max<std::int64_t>(1, kept));
    all = shares.sum().item<double>();
  }
  const double* share = shares.const_data_ptr<double>();
  std::int64_t place = 0;
  for (double sum = share[0]; sum <= random * all && place + 1 < shares.size(0);) sum += share[++place];
  return ids.defined() ? ids[place].item<std::int64_t>() : place;
}

}  // namespace headroom

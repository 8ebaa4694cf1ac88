// The lowerings. A new op does not compile until it has a case here. Shapes are those of op.h.
#include "core/train/lowering.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/dropout.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <ATen/ops/full_like.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/logsumexp.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/rms_norm.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/softmax.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

#include "core/train/activation.h"
#include "core/train/attention_function.h"
#include "core/train/block_sparse.h"
#include "core/train/expert_ops.h"
#include "core/train/fusion.h"
#include "core/train/layer_norm_function.h"
#include "core/train/linear_function.h"
#include "core/train/precision.h"
#include "core/train/sequence_ops.h"

namespace headroom {
namespace {

using Run = std::function<void(Frame&)>;

/// Builds the Run of one node. `input(i)` and `parameter(i)` are the places of its operands.
class Lowering {
 public:
  Lowering(const Graph& graph, std::uint32_t index, const LoweringOptions& options)
      : m_graph(graph), m_node(graph.nodes[index]), m_index(index), m_options(options) {}

  Run operator()(const TokensOp&) const {
    return [out = m_index](Frame& f) { f.values[out] = f.tokens; };
  }

  Run operator()(const TargetsOp& op) const {
    return [out = m_index, ahead = op.ahead](Frame& f) {
      f.values[out] = f.targets;
      if (ahead == 0) return;
      const std::int64_t known = std::max<std::int64_t>(0, f.targets.size(1) - ahead);
      f.values[out] = at::full_like(f.targets, kNoTarget);
      f.values[out].narrow(1, 0, known).copy_(f.targets.narrow(1, f.targets.size(1) - known, known));
    };
  }

  Run operator()(const LookupOp&) const {
    return [out = m_index, ids = input(0), table = parameter(0)](Frame& f) {
      f.values[out] = at::embedding(f.parameters[table], f.values[ids]);
    };
  }

  Run operator()(const AddPositionsOp&) const {
    return [out = m_index, x = input(0), table = parameter(0)](Frame& f) {
      const at::Tensor& in = f.values[x];
      f.values[out] = in + f.parameters[table].narrow(0, f.start(), in.size(1));
    };
  }

  Run operator()(const AddSinusoidsOp&) const {
    return [out = m_index, x = input(0), cache = std::make_shared<Cached>()](Frame& f) {
      const at::Tensor& in = f.values[x];
      f.values[out] =
          in + cache->rows(f, in, in.size(1), [&](std::int64_t rows) { return sinusoids(rows, in.size(2)); });
    };
  }

  Run operator()(const MulOp&) const {
    return [out = m_index, a = input(0), b = input(1)](Frame& f) { f.values[out] = f.values[a] * f.values[b]; };
  }

  Run operator()(const ScaleOp& op) const {
    return [out = m_index, x = input(0), factor = op.factor](Frame& f) { f.values[out] = f.values[x] * factor; };
  }

  Run operator()(const SoftcapOp& op) const {
    return [out = m_index, x = input(0), cap = op.cap](Frame& f) { f.values[out] = (f.values[x] / cap).tanh() * cap; };
  }

  Run operator()(const AddOp&) const {
    return [out = m_index, a = input(0), b = input(1)](Frame& f) { f.values[out] = f.values[a] + f.values[b]; };
  }

  Run operator()(const LinearOp& op) const {
    const std::uint32_t bias = op.bias ? parameter(1) : 0;
    return [out = m_index, x = input(0), weight = parameter(0), bias, hasBias = op.bias,
            precision = m_options.precision, fast = m_options.fastKernels](Frame& f) {
      if (fast && linearSupports(f.values[x], f.parameters[weight], productType(precision))) {
        f.values[out] = fastLinear(f.values[x], f.parameters[weight], hasBias ? f.parameters[bias] : at::Tensor(),
                                   productType(precision));
        return;
      }
      f.values[out] = at::linear(narrowed(f.values[x], precision), narrowed(f.parameters[weight], precision),
                                 hasBias ? narrowed(f.parameters[bias], precision) : at::Tensor());
    };
  }

  Run operator()(const RmsNormOp& op) const {
    const std::uint32_t gain = op.gain ? parameter(0) : 0;
    return [out = m_index, x = input(0), gain, op](Frame& f) {
      const at::Tensor in = inGroups(widened(f.values[x]), op.groups);
      const at::Tensor y =
          at::rms_norm(in, in.size(-1), op.gain ? std::optional<at::Tensor>(f.parameters[gain]) : std::nullopt, op.eps);
      f.values[out] = y.view(f.values[x].sizes());
    };
  }

  Run operator()(const RotaryOp& op) const {
    return [out = m_index, x = input(0), op, cache = std::make_shared<Cached>()](Frame& f) {
      // In fp32: a narrow type cannot tell far positions apart.
      const at::Tensor& in = f.values[x];
      const at::Tensor heads = inGroups(widened(in), op.heads);
      const at::Tensor turns =
          cache->rows(f, heads, heads.size(1), [&](std::int64_t rows) { return rotations(op, rows); });
      const at::Tensor cosine = turns.select(1, 0), sine = turns.select(1, 1);  // [T, 1, rotated/2]
      const std::vector<at::Tensor> parts =
          heads.split_with_sizes({op.rotated / 2, op.rotated / 2, heads.size(3) - op.rotated}, -1);
      f.values[out] =
          at::cat({parts[0] * cosine - parts[1] * sine, parts[1] * cosine + parts[0] * sine, parts[2]}, -1).flatten(2);
    };
  }

  Run operator()(const LayerNormOp& op) const {
    if (op.groups > 1) return groupedLayerNorm(op);
    const std::uint32_t gain = op.gain ? parameter(0) : 0, bias = op.bias ? parameter(op.gain ? 1 : 0) : 0;
    return [out = m_index, x = input(0), gain, bias, op, fast = m_options.fastKernels,
            type = keptType(m_graph, m_index, m_options)](Frame& f) {
      const at::Tensor in = widened(f.values[x]);
      const at::Tensor g = op.gain ? f.parameters[gain] : at::Tensor(), b = op.bias ? f.parameters[bias] : at::Tensor();
      f.values[out] = fast && layerNormSupports(in) ? fastLayerNorm(in, g, b, op.eps, type)
                                                    : at::layer_norm(in, {in.size(-1)}, g, b, op.eps);
    };
  }

  Run operator()(const SliceOp& op) const {
    return [out = m_index, x = input(0), op](Frame& f) { f.values[out] = f.values[x].narrow(-1, op.offset, op.width); };
  }

  Run operator()(const AttentionOp& op) const {
    const std::uint32_t sink = op.sink ? parameter(0) : 0;
    return [out = m_index, q = input(0), k = input(1), v = input(2), op, sink, precision = m_options.precision,
            ours = op.kernel == AttentionKernel::Ours && m_options.fastKernels,
            cache = std::make_shared<Cached>()](Frame& f) {
      const double dropout = f.training ? op.dropout : 0;
      const at::Tensor qn = narrowed(f.values[q], precision), kn = narrowed(f.values[k], precision),
                       vn = narrowed(f.values[v], precision);
      if (ours && dropout == 0 && attentionSupports(qn, kn, vn)) {
        f.values[out] = fastAttention(qn, kn, vn, op.sink ? f.parameters[sink] : at::Tensor(), op);
        return;
      }
      // [B, T, n·D] → [B, heads, T, D]; heads that share keys and values see the same ones.
      const auto split = [&](const at::Tensor& t, std::int64_t heads) {
        at::Tensor s = t.unflatten(-1, {heads, t.size(-1) / heads}).transpose(1, 2);
        if (heads == op.heads) return s;
        const std::int64_t share = op.heads / heads;
        return s.unsqueeze(2).expand({s.size(0), heads, share, s.size(2), s.size(3)}).flatten(1, 2);
      };
      const at::Tensor qh = split(qn, op.heads), kh = split(kn, op.kvHeads), vh = split(vn, op.kvHeads);
      const std::int64_t queries = qh.size(2), keys = kh.size(2);
      const bool plain = op.pattern == AttentionPattern::Causal && !op.alibi;
      const bool inFastMemory = op.kernel != AttentionKernel::Math && op.softcap == 0 && !op.sink;
      // The queries are the last positions. [queries, keys] or [heads, queries, keys].
      const auto mask = [&] {
        const at::Tensor& all = cache->upTo(f, qh, keys, [&](std::int64_t context) { return scoreMask(op, context); });
        return all.narrow(-2, keys - queries, queries).narrow(-1, 0, keys);
      };
      at::Tensor y;
      if (inFastMemory && plain && (queries == keys || queries == 1))
        y = at::scaled_dot_product_attention(qh, kh, vh, std::nullopt, dropout, /*is_causal=*/queries == keys);
      else if (inFastMemory)
        y = at::scaled_dot_product_attention(qh, kh, vh, mask(), dropout);
      else
        y = materialised(op, qh, kh, vh, mask(), op.sink ? f.parameters[sink] : at::Tensor(), dropout);
      f.values[out] = y.transpose(1, 2).flatten(2);
    };
  }

  Run operator()(const BlockSparseAttentionOp& op) const {
    return [out = m_index, q = input(0), k = input(1), v = input(2), gates = input(3), poolKeys = parameter(0),
            poolValues = parameter(1), op, precision = m_options.precision](Frame& f) {
      const auto narrow = [precision](const at::Tensor& t) { return narrowed(t, precision); };
      f.values[out] = blockSparseAttention(op,
                                           {narrow(f.values[q]), narrow(f.values[k]), narrow(f.values[v]),
                                            f.values[gates], f.parameters[poolKeys], f.parameters[poolValues]},
                                           f.training ? op.dropout : 0);
    };
  }

  Run operator()(const CacheOp&) const {
    return [out = m_index, x = input(0)](Frame& f) {
      f.values[out] = f.values[x];
      if (!f.decoding) return;
      at::Tensor& all = f.decoding->memory[out];
      all = all.defined() ? at::cat({all, f.values[x]}, 1) : f.values[x];
      f.values[out] = all;
    };
  }

  Run operator()(const ConcatOp&) const {
    std::vector<std::uint32_t> inputs;
    for (std::size_t i = 0; i < m_node.inputs.size(); ++i) inputs.push_back(input(i));
    return [out = m_index, inputs](Frame& f) {
      std::vector<at::Tensor> parts;
      for (const std::uint32_t input : inputs) parts.push_back(f.values[input]);
      f.values[out] = at::cat(parts, -1);
    };
  }

  Run operator()(const ConcatHeadsOp& op) const {
    return [out = m_index, a = input(0), b = input(1), op](Frame& f) {
      const at::Tensor first = inGroups(f.values[a], op.heads);
      at::Tensor second = inGroups(f.values[b], op.shared ? 1 : op.heads);
      if (op.shared) second = second.expand({second.size(0), second.size(1), op.heads, second.size(3)});
      f.values[out] = at::cat({first, second}, -1).flatten(2);
    };
  }

  Run operator()(const SoftmaxOp&) const {
    return [out = m_index, x = input(0)](Frame& f) { f.values[out] = at::softmax(widened(f.values[x]), -1); };
  }

  Run operator()(const GateOp&) const {
    return [out = m_index, x = input(0), gates = input(1)](Frame& f) {
      const at::Tensor &in = f.values[x], g = f.values[gates].to(in.scalar_type());
      f.values[out] = (inGroups(in, g.size(-1)) * g.unsqueeze(-1)).flatten(2);
    };
  }

  Run operator()(const ScaleChannelsOp&) const {
    return [out = m_index, x = input(0), factors = parameter(0)](Frame& f) {
      f.values[out] = f.values[x] * f.parameters[factors];
    };
  }

  Run operator()(const BatchNormOp& op) const {
    const std::uint32_t gain = op.gain ? parameter(0) : 0, bias = op.bias ? parameter(op.gain ? 1 : 0) : 0;
    return [out = m_index, x = input(0), op, gain, bias, mean = state(0), variance = state(1)](Frame& f) {
      const at::Tensor in = widened(f.values[x]);
      at::Tensor y = f.training ? causalBatchNorm(in, op, f.states[mean], f.states[variance])
                                : (in - f.states[mean]) * (f.states[variance] + op.eps).rsqrt();
      if (op.gain) y = y * f.parameters[gain];
      if (op.bias) y = y + f.parameters[bias];
      f.values[out] = y;
    };
  }

  Run operator()(const CausalConvOp& op) const {
    const std::uint32_t bias = op.bias ? parameter(1) : 0;
    return [out = m_index, x = input(0), weight = parameter(0), bias, op](Frame& f) {
      f.values[out] = causalConv(f.values[x], f.parameters[weight], op.bias ? f.parameters[bias] : at::Tensor(),
                                 f.decoding ? &f.decoding->memory[out] : nullptr);
    };
  }

  Run operator()(const SelectiveScanOp&) const {
    return [out = m_index, u = input(0), delta = input(1), b = input(2), c = input(3), logA = parameter(0),
            d = parameter(1)](Frame& f) {
      f.values[out] = selectiveScan({widened(f.values[u]), widened(f.values[delta]), widened(f.values[b]),
                                     widened(f.values[c]), f.parameters[logA], f.parameters[d]},
                                    f.decoding ? &f.decoding->memory[out] : nullptr);
    };
  }

  Run operator()(const LstmOp& op) const {
    return [out = m_index, x = input(0), op, all = m_node.parameters, precision = m_options.precision](Frame& f) {
      LstmWeights weights{f.parameters[all[0].index], {}, {}, {}};
      if (op.normed)
        weights = {weights.recurrent, f.parameters[all[1].index], f.parameters[all[2].index],
                   f.parameters[all[3].index]};
      f.values[out] = lstm(widened(f.values[x]), weights, precision, f.decoding ? &f.decoding->memory[out] : nullptr);
    };
  }

  Run operator()(const RouteOp& op) const {
    const std::uint32_t bias = op.biasRate > 0 ? state(0) : 0;
    return [out = m_index, scores = input(0), op, bias](Frame& f) {
      f.values[out] = route(widened(f.values[scores]), op, op.biasRate > 0 ? f.states[bias] : at::Tensor(), f.training);
    };
  }

  Run operator()(const ExpertsOp& op) const {
    return [out = m_index, x = input(0), shares = input(1), first = parameter(0), down = parameter(1), op,
            precision = m_options.precision](Frame& f) {
      const auto narrow = [precision](const at::Tensor& t) { return narrowed(t, precision); };
      f.values[out] =
          experts(op, narrow(f.values[x]), f.values[shares], narrow(f.parameters[first]), narrow(f.parameters[down]));
    };
  }

  Run operator()(const RouterLoadOp&) const {
    return [out = m_index, shares = input(0)](Frame& f) { f.values[out] = routerLoad(f.values[shares]); };
  }

  Run operator()(const BalanceLossOp& op) const {
    return [out = m_index, scores = input(0), shares = input(1), op](Frame& f) {
      const at::Tensor load = routerLoad(f.values[shares]);
      const at::Tensor mean =
          routerShares(f.values[scores].to(load.scalar_type()), op.score, true).mean(at::IntArrayRef{0, 1});
      f.values[out] = (load * mean).sum() * double(load.size(0));
    };
  }

  Run operator()(const RouterZLossOp&) const {
    return [out = m_index, scores = input(0)](Frame& f) {
      const at::Tensor& z = f.values[scores];
      f.values[out] = at::logsumexp(widened(z), {-1}).square().mean();
    };
  }

  Run operator()(const ActivationOp& op) const {
    return [out = m_index, x = input(0), kind = op.kind](Frame& f) { f.values[out] = activated(f.values[x], kind); };
  }

  Run operator()(const DropoutOp& op) const {
    return [out = m_index, x = input(0), p = op.probability](Frame& f) {
      f.values[out] = at::dropout(f.values[x], p, f.training);
    };
  }

  Run operator()(const CrossEntropyOp&) const {
    // Smoothed: (1 − s)·(−log p[target]) + s·mean over the vocabulary of −log p (Szegedy 2015, arXiv:1512.00567, §7).
    return [out = m_index, logits = input(0), targets = input(1), smoothing = m_options.labelSmoothing](Frame& f) {
      const at::Tensor rows = f.values[logits].flatten(0, 1);
      f.values[out] = at::cross_entropy_loss(widened(rows), f.values[targets].flatten(), {}, at::Reduction::Mean,
                                             /*ignore_index=*/kNoTarget, f.training ? smoothing : 0);
    };
  }

 private:
  std::uint32_t input(std::size_t i) const { return m_node.inputs.at(i).index; }
  std::uint32_t parameter(std::size_t i) const { return m_node.parameters.at(i).index; }
  std::uint32_t state(std::size_t i) const { return m_node.states.at(i).index; }

  /// A constant of the model, a row a position: made once as far as it is needed, on the device and in the type of its
  /// use. While decoding it grows by doubling.
  struct Cached {
    at::Tensor table;
    std::int64_t known = 0;

    const at::Tensor& upTo(const Frame& f, const at::Tensor& like, std::int64_t end,
                           const std::function<at::Tensor(std::int64_t)>& make) {
      if (known >= end) return table;
      known = f.decoding ? std::max(end, 2 * known) : end;
      table = make(known).to(like.options());
      return table;
    }
    /// Those of the `count` positions from the first of the frame on.
    at::Tensor rows(const Frame& f, const at::Tensor& like, std::int64_t count,
                    const std::function<at::Tensor(std::int64_t)>& make) {
      return upTo(f, like, f.start() + count, make).narrow(0, f.start(), count);
    }
  };

  /// [B, T, C] → [B, T, groups, C/groups], or as it is with one group.
  static at::Tensor inGroups(const at::Tensor& x, std::int64_t groups) {
    return x.unflatten(-1, {groups, x.size(-1) / groups});
  }

  Run groupedLayerNorm(const LayerNormOp& op) const {
    const std::uint32_t gain = op.gain ? parameter(0) : 0, bias = op.bias ? parameter(op.gain ? 1 : 0) : 0;
    return [out = m_index, x = input(0), gain, bias, op](Frame& f) {
      const at::Tensor in = inGroups(widened(f.values[x]), op.groups);
      f.values[out] = at::layer_norm(in, {in.size(-1)}, op.gain ? f.parameters[gain] : at::Tensor(),
                                     op.bias ? f.parameters[bias] : at::Tensor(), op.eps)
                          .flatten(2);
    };
  }

  /// [T, C]
  static at::Tensor sinusoids(std::int64_t context, std::int64_t width) {
    at::Tensor table = at::empty({context, width}, at::kDouble);
    auto values = table.accessor<double, 2>();
    for (std::int64_t t = 0; t < context; ++t)
      for (std::int64_t c = 0; c < width; ++c) {
        const double angle = double(t) * std::pow(10000.0, -double(c / 2 * 2) / double(width));
        values[t][c] = c % 2 == 0 ? std::sin(angle) : std::cos(angle);
      }
    return table;
  }

  /// Cosines and sines: [T, 2, 1, rotated/2].
  static at::Tensor rotations(const RotaryOp& op, std::int64_t context) {
    const RotaryAngles angles = rotaryAngles(op);
    at::Tensor table = at::empty({context, 2, 1, op.rotated / 2}, at::kDouble);
    auto values = table.accessor<double, 4>();
    for (std::int64_t t = 0; t < context; ++t)
      for (std::int64_t i = 0; i < op.rotated / 2; ++i) {
        const double angle = double(t) * angles.frequencies[std::size_t(i)];
        values[t][0][0][i] = angles.magnitude * std::cos(angle);
        values[t][1][0][i] = angles.magnitude * std::sin(angle);
      }
    return table;
  }

  /// What is added to the scores: −∞ where the pattern sees nothing, ALiBi's slopes elsewhere. [T, T] or [heads, T, T].
  static at::Tensor scoreMask(const AttentionOp& op, std::int64_t context) {
    at::Tensor mask = at::full({context, context}, -std::numeric_limits<double>::infinity(), at::kDouble);
    auto seen = mask.accessor<double, 2>();
    for (std::int64_t query = 0; query < context; ++query)
      for (std::int64_t key = 0; key <= query; ++key)
        if (attends(op, query, key)) seen[query][key] = op.alibi ? double(key - query) : 0;
    if (!op.alibi) return mask;
    at::Tensor slopes = at::empty({op.heads, 1, 1}, at::kDouble);
    for (std::int64_t head = 0; head < op.heads; ++head)
      slopes[head] = std::exp2(-8 * double(head + 1) / double(op.heads));
    return mask * slopes;
  }

  /// softmax(cap(q·kᵀ/√D) + mask)·v with the [B, heads, T, T] weights in memory; softmax in fp32.
  static at::Tensor materialised(const AttentionOp& op, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                                 const at::Tensor& mask, const at::Tensor& sink, double dropout) {
    at::Tensor scores = at::matmul(q * (1 / std::sqrt(double(q.size(3)))), k.transpose(-2, -1));
    if (op.softcap > 0) scores = (scores / op.softcap).tanh() * op.softcap;
    scores = widened(scores) + mask;
    if (sink.defined())
      scores = at::cat({scores, sink.to(scores.scalar_type())
                                    .view({1, op.heads, 1, 1})
                                    .expand({scores.size(0), op.heads, scores.size(2), 1})},
                       -1);
    at::Tensor weights = at::dropout(at::softmax(scores, -1), dropout, dropout > 0);
    if (sink.defined()) weights = weights.narrow(-1, 0, k.size(2));
    return at::matmul(weights.to(v.scalar_type()), v);
  }

  const Graph& m_graph;
  const Node& m_node;
  std::uint32_t m_index;
  LoweringOptions m_options;
};

}  // namespace

std::function<void(Frame&)> lower(const Graph& graph, std::uint32_t index, const LoweringOptions& options) {
  return std::visit(Lowering(graph, index, options), graph.nodes[index].op);
}

}  // namespace headroom

// The lowerings. A new op does not compile until it has a case here. Shapes are those of op.h.
#include "core/train/lowering.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/dropout.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/full.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/relu.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <ATen/ops/silu.h>
#include <ATen/ops/softmax.h>

#include <cmath>
#include <limits>

#include "core/train/fusion.h"
#include "core/train/layer_norm_function.h"
#include "core/train/linear_function.h"

namespace headroom {
namespace {

using Run = std::function<void(Frame&)>;

/// Builds the Run of one node. `input(i)` and `parameter(i)` are the places of its operands.
class Lowering {
 public:
  Lowering(const Graph& graph, std::uint32_t index, const LoweringOptions& options)
      : m_graph(graph),
        m_node(graph.nodes[index]),
        m_index(index),
        m_bf16(options.precision == Precision::Bf16),
        m_options(options) {}

  Run operator()(const TokensOp&) const {
    return [out = m_index](Frame& f) { f.values[out] = f.tokens; };
  }

  Run operator()(const TargetsOp&) const {
    return [out = m_index](Frame& f) { f.values[out] = f.targets; };
  }

  Run operator()(const LookupOp&) const {
    return [out = m_index, ids = input(0), table = parameter(0)](Frame& f) {
      f.values[out] = at::embedding(f.parameters[table], f.values[ids]);
    };
  }

  Run operator()(const AddPositionsOp&) const {
    return [out = m_index, x = input(0), table = parameter(0)](Frame& f) {
      const at::Tensor& in = f.values[x];
      f.values[out] = in + f.parameters[table].narrow(0, 0, in.size(1));
    };
  }

  Run operator()(const AddOp&) const {
    return [out = m_index, a = input(0), b = input(1)](Frame& f) { f.values[out] = f.values[a] + f.values[b]; };
  }

  Run operator()(const LinearOp& op) const {
    const std::uint32_t bias = op.bias ? parameter(1) : 0;
    return [out = m_index, x = input(0), weight = parameter(0), bias, hasBias = op.bias, bf16 = m_bf16,
            fast = m_options.fastKernels](Frame& f) {
      if (bf16 && fast && linearInBFloat16Supports(f.values[x], f.parameters[weight])) {
        f.values[out] =
            linearInBFloat16(f.values[x], f.parameters[weight], hasBias ? f.parameters[bias] : at::Tensor());
        return;
      }
      const auto narrowed = [bf16](const at::Tensor& t) { return bf16 ? t.to(at::kBFloat16) : t; };
      f.values[out] = at::linear(narrowed(f.values[x]), narrowed(f.parameters[weight]),
                                 hasBias ? narrowed(f.parameters[bias]) : at::Tensor());
    };
  }

  Run operator()(const LayerNormOp& op) const {
    const std::uint32_t gain = op.gain ? parameter(0) : 0, bias = op.bias ? parameter(op.gain ? 1 : 0) : 0;
    return [out = m_index, x = input(0), gain, bias, op, bf16 = m_bf16, fast = m_options.fastKernels,
            type = keptType(m_graph, m_index, m_options)](Frame& f) {
      const at::Tensor in = bf16 ? f.values[x].to(at::kFloat) : f.values[x];
      const at::Tensor g = op.gain ? f.parameters[gain] : at::Tensor(), b = op.bias ? f.parameters[bias] : at::Tensor();
      f.values[out] = fast && layerNormSupports(in) ? fastLayerNorm(in, g, b, op.eps, type)
                                                    : at::layer_norm(in, {in.size(-1)}, g, b, op.eps);
    };
  }

  Run operator()(const SliceOp& op) const {
    return [out = m_index, x = input(0), op](Frame& f) { f.values[out] = f.values[x].narrow(-1, op.offset, op.width); };
  }

  Run operator()(const AttentionOp& op) const {
    return [out = m_index, q = input(0), k = input(1), v = input(2), op, bf16 = m_bf16](Frame& f) {
      // [B, T, n·D] → [B, heads, T, D]; heads that share keys and values see the same ones.
      const auto split = [&](const at::Tensor& t, std::int64_t heads) {
        at::Tensor s = (bf16 ? t.to(at::kBFloat16) : t).unflatten(-1, {heads, op.headWidth}).transpose(1, 2);
        if (heads == op.heads) return s;
        const std::int64_t share = op.heads / heads;
        return s.unsqueeze(2).expand({s.size(0), heads, share, s.size(2), op.headWidth}).flatten(1, 2);
      };
      const at::Tensor qh = split(f.values[q], op.heads), kh = split(f.values[k], op.kvHeads),
                       vh = split(f.values[v], op.kvHeads);
      const double dropout = f.training ? op.dropout : 0;
      const at::Tensor y = op.kernel == AttentionKernel::Flash
                               ? at::scaled_dot_product_attention(qh, kh, vh, {}, dropout, /*is_causal=*/true)
                               : materialised(qh, kh, vh, dropout);
      f.values[out] = y.transpose(1, 2).flatten(2);
    };
  }

  Run operator()(const ActivationOp& op) const {
    return [out = m_index, x = input(0), kind = op.kind](Frame& f) {
      const at::Tensor& in = f.values[x];
      switch (kind) {
        case ActivationKind::Relu:
          f.values[out] = at::relu(in);
          break;
        case ActivationKind::Gelu:
          f.values[out] = at::gelu(in, "none");
          break;
        case ActivationKind::GeluTanh:
          f.values[out] = at::gelu(in, "tanh");
          break;
        case ActivationKind::Silu:
          f.values[out] = at::silu(in);
          break;
      }
    };
  }

  Run operator()(const DropoutOp& op) const {
    return [out = m_index, x = input(0), p = op.probability](Frame& f) {
      f.values[out] = at::dropout(f.values[x], p, f.training);
    };
  }

  Run operator()(const CrossEntropyOp&) const {
    return [out = m_index, logits = input(0), targets = input(1), bf16 = m_bf16](Frame& f) {
      const at::Tensor rows = f.values[logits].flatten(0, 1);
      f.values[out] = at::cross_entropy_loss(bf16 ? rows.to(at::kFloat) : rows, f.values[targets].flatten());
    };
  }

 private:
  std::uint32_t input(std::size_t i) const { return m_node.inputs.at(i).index; }
  std::uint32_t parameter(std::size_t i) const { return m_node.parameters.at(i).index; }

  /// softmax(q·kᵀ/√D + mask)·v with the [B, heads, T, T] weights in memory; softmax in fp32.
  static at::Tensor materialised(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, double dropout) {
    const std::int64_t context = q.size(2);
    const at::Tensor mask =
        at::full({context, context}, -std::numeric_limits<double>::infinity(), q.options()).triu_(1);
    at::Tensor scores = at::matmul(q * (1 / std::sqrt(double(q.size(3)))), k.transpose(-2, -1)) + mask;
    if (q.scalar_type() == at::kBFloat16) scores = scores.to(at::kFloat);
    const at::Tensor weights = at::dropout(at::softmax(scores, -1), dropout, dropout > 0);
    return at::matmul(weights.to(v.scalar_type()), v);
  }

  const Graph& m_graph;
  const Node& m_node;
  std::uint32_t m_index;
  bool m_bf16;
  LoweringOptions m_options;
};

}  // namespace

std::function<void(Frame&)> lower(const Graph& graph, std::uint32_t index, const LoweringOptions& options) {
  return std::visit(Lowering(graph, index, options), graph.nodes[index].op);
}

}  // namespace headroom

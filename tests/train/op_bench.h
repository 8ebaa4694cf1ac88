// Graphs of one op written by hand, and the gradients that a model of one gives.
#pragma once

#include <ATen/TensorOperators.h>
#include <ATen/ops/randint.h>

#include <utility>
#include <vector>

#include "core/train/model.h"

namespace headroom::test {

inline constexpr std::int64_t kVocab = 7, kWidth = 8, kContext = 5, kBatch = 2;

/// tokens → lookup → the op under test → linear → cross-entropy, written by hand.
struct Bench {
  Graph graph;
  ValueId tokens, targets, x;
  std::vector<ValueId> auxiliaries;  // added to the loss

  Bench() {
    graph.context = kContext;
    graph.vocab = kVocab;
    graph.sites.push_back({});
    tokens = node(TokensOp{}, {}, {}, 0);
    targets = node(TargetsOp{}, {}, {}, 0);
    x = node(LookupOp{kVocab, kWidth}, {tokens}, {parameter("table", {kVocab, kWidth}, 1)}, kWidth);
  }

  ParameterId parameter(const std::string& name, std::vector<std::int64_t> shape, double scale = 0.5) {
    graph.parameters.push_back({name, std::move(shape), {Init::Kind::Normal, scale}, true});
    return {std::uint32_t(graph.parameters.size() - 1)};
  }

  ValueId node(Op op, std::vector<ValueId> inputs, std::vector<ParameterId> parameters, std::int64_t width) {
    Shape shape{Dim::batch(), Dim::context()};
    if (width > 0) shape.push_back(Dim::of(width));
    graph.nodes.push_back({std::move(op), std::move(inputs), std::move(parameters), {}, std::move(shape), 0});
    return {std::uint32_t(graph.nodes.size() - 1)};
  }

  Graph finish(ValueId last, std::int64_t width = kWidth) {
    graph.logits = node(LinearOp{width, kVocab, false}, {last}, {parameter("head", {kVocab, width})}, kVocab);
    graph.loss = node(CrossEntropyOp{}, {graph.logits, targets}, {}, 0);
    for (const ValueId auxiliary : auxiliaries) graph.loss = node(AddOp{}, {graph.loss, auxiliary}, {}, 0);
    return graph;
  }
};

inline ValueId attention(Bench& b, AttentionKernel kernel, std::int64_t kvHeads, double dropout = 0) {
  const std::int64_t heads = 4, head = 2, kv = kvHeads * head, all = heads * head + 2 * kv;
  const ValueId qkv = b.node(LinearOp{kWidth, all, true}, {b.x},
                             {b.parameter("qkv", {all, kWidth}), b.parameter("qkv.bias", {all})}, all);
  const ValueId q = b.node(SliceOp{0, heads * head}, {qkv}, {}, heads * head),
                k = b.node(SliceOp{heads * head, kv}, {qkv}, {}, kv),
                v = b.node(SliceOp{heads * head + kv, kv}, {qkv}, {}, kv);
  return b.node(AttentionOp{heads, kvHeads, head, kernel, dropout}, {q, k, v}, {}, heads * head);
}

/// The same with other properties of its scores; 4 heads of 2, 2 key heads.
inline ValueId attentionWith(Bench& b, AttentionOp op) {
  const ValueId last = attention(b, AttentionKernel::Math, 2);
  Node& node = b.graph.nodes[last.index];
  op.heads = 4, op.kvHeads = 2, op.headWidth = 2;
  if (op.sink) node.parameters.push_back(b.parameter("sink", {4}));
  node.op = op;
  return last;
}

inline ValueId gelu(Bench& b, ValueId x) {  // so that what comes after a linear op is not linear
  return b.node(ActivationOp{ActivationKind::Gelu}, {x}, {}, kWidth);
}

inline StateId state(Bench& b, const std::string& name, std::int64_t size, double start) {
  b.graph.states.push_back({name, {size}, start});
  return {std::uint32_t(b.graph.states.size() - 1)};
}

inline ValueId linear(Bench& b, ValueId x, std::int64_t in, std::int64_t out, const std::string& name) {
  return b.node(LinearOp{in, out, false}, {x}, {b.parameter(name, {out, in})}, out);
}

/// Keys for 2 heads of 4 that share queries' heads in pairs, three gates a head.
inline ValueId blockSparse(Bench& b, const BlockSparseAttentionOp& op) {
  const ValueId q = linear(b, b.x, kWidth, 16, "q"), k = linear(b, b.x, kWidth, 8, "k"),
                v = linear(b, b.x, kWidth, 8, "v");
  const ValueId gates = b.node(ActivationOp{ActivationKind::Sigmoid}, {linear(b, b.x, kWidth, 12, "gates")}, {}, 12);
  const ValueId y =
      b.node(op, {q, k, v, gates}, {b.parameter("pool_k", {op.block}), b.parameter("pool_v", {op.block})}, 16);
  return linear(b, y, 16, kWidth, "out");
}

/// A mixture of 4 experts of width 6, two at a time.
inline ValueId mixture(Bench& b, const RouteOp& route, bool gated) {
  const ValueId scores = linear(b, b.x, kWidth, 4, "router");
  const ValueId shares = b.node(route, {scores}, {}, 4);
  b.node(RouterLoadOp{}, {shares}, {}, 0);  // a number to look at: it has no gradient
  b.auxiliaries = {b.node(BalanceLossOp{route.score}, {scores, shares}, {}, 0),
                   b.node(RouterZLossOp{}, {scores}, {}, 0)};
  return b.node(ExpertsOp{.experts = 4, .active = 2, .width = 6, .gated = gated}, {b.x, shares},
                {b.parameter("first", {4, gated ? 12 : 6, kWidth}), b.parameter("down", {4, kWidth, 6})}, kWidth);
}

struct Batch {
  at::Tensor tokens, targets;
};
inline Batch batch() {
  at::manual_seed(3);
  return {at::randint(kVocab, {kBatch, kContext}, at::kLong), at::randint(kVocab, {kBatch, kContext}, at::kLong)};
}

inline double largest(const at::Tensor& difference) {
  return difference.abs().max().item<double>();
}

/// Loss and gradients of one backward pass.
inline std::pair<double, std::vector<at::Tensor>> gradients(const Model& model) {
  const Batch data = batch();
  at::manual_seed(9);
  const at::Tensor loss = model.loss(data.tokens, data.targets, /*training=*/true);
  loss.backward();
  std::vector<at::Tensor> result;
  for (const at::Tensor& parameter : model.parameters()) {
    result.push_back(parameter.grad().defined() ? parameter.grad().clone() : at::Tensor());
    at::Tensor(parameter).mutable_grad().reset();
  }
  return {loss.item<double>(), result};
}

}  // namespace headroom::test

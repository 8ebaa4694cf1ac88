// FLOPs, bytes and memory of every op. A multiply-add is 2 FLOPs; of attention only the keys of the causal mask count,
// (T+1)/2 on average; a backward pass does twice the forward's products. Traffic counts every tensor once an op.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/arch/cost.h"

namespace headroom {
namespace {

constexpr double kFp32 = 4, kIndex = 8, kFlag = 1;  // bytes

/// What is the same for every op: the node's numbers at this extent and precision.
struct Frame {
  const Graph& graph;
  const Node& node;
  Extent extent;
  Precision precision;

  double tokens() const { return static_cast<double>(extent.batch) * static_cast<double>(extent.context); }
  double low() const { return bytesInProducts(precision); }  // operands of matrix products
  double in(std::size_t i = 0) const { return valueBytes(graph, node.inputs[i], extent, precision); }
  double out() const {
    return valueBytes(graph, ValueId{static_cast<std::uint32_t>(&node - graph.nodes.data())}, extent, precision);
  }
  double count() const { return elements(node.shape, extent); }
  double inputCount(std::size_t i = 0) const { return elements(graph.nodes[node.inputs[i].index].shape, extent); }
  double scores(const AttentionOp& op) const {
    return static_cast<double>(op.heads) * tokens() * static_cast<double>(extent.context);
  }
};

void countFlops(const Frame& f, const LinearOp& op, OpCost& cost) {
  cost.forwardFlops = 2 * f.tokens() * static_cast<double>(op.in) * static_cast<double>(op.out);
  cost.backwardFlops = 2 * cost.forwardFlops;
  cost.executedForwardFlops = cost.forwardFlops;
  cost.executedBackwardFlops = cost.backwardFlops;
}

/// An op whose products are `forward` FLOPs, none of them recomputed.
OpCost products(double forward) {
  OpCost cost;
  cost.forwardFlops = cost.executedForwardFlops = forward;
  cost.backwardFlops = cost.executedBackwardFlops = 2 * forward;
  return cost;
}

double real(std::int64_t value) {
  return static_cast<double>(value);
}

/// Whether the lowering takes our kernel where it has the choice: on a CPU.
bool runsOurs(const AttentionOp& op) {
  return op.kernel == AttentionKernel::Ours && op.dropout == 0 && op.valueWidth == op.headWidth;
}

/// Pairs (query, key) of one sequence that our kernel multiplies: 32 queries at a time meet every key that one of them
/// sees (kernels/attention.h, at 16 lanes); the keys of a stride are picked for 64. Exact but for the sequence's edges.
double pairsInTiles(const AttentionOp& op, std::int64_t context) {
  constexpr double kGroup = 32, kTile = 64;
  AttentionOp window = op, causal = op;
  window.pattern = AttentionPattern::Window;
  causal.pattern = AttentionPattern::Causal;
  const double length = static_cast<double>(context), pairs = static_cast<double>(attendedPairs(op, context)),
               near = static_cast<double>(attendedPairs(window, context)),
               triangle = static_cast<double>(attendedPairs(causal, context)) + length * (kGroup - 1) / 2;
  switch (op.pattern) {
    case AttentionPattern::Causal:
      return triangle;
    case AttentionPattern::Window:
      return std::min(triangle, pairs + length * (kGroup - 1));
    case AttentionPattern::Strided:
      return std::min(triangle,
                      near + length * (kGroup - 1) + (pairs - near) * std::min(kTile, static_cast<double>(op.span)));
    case AttentionPattern::Fixed:
      return std::min(triangle, pairs + length * (kGroup - 1) / 2);
  }
  return triangle;
}

void countFlops(const Frame& f, const AttentionOp& op, OpCost& cost) {
  const double keys = static_cast<double>(attendedPairs(op, f.extent.context)) / static_cast<double>(f.extent.context);
  const double perKey = 2 * f.tokens() * static_cast<double>(op.heads) * real(op.headWidth + op.valueWidth);
  cost.forwardFlops = perKey * keys;
  cost.backwardFlops = 2 * cost.forwardFlops;
  const bool ours = runsOurs(op),
             flash = op.kernel != AttentionKernel::Math && !ours && op.pattern == AttentionPattern::Causal;
  double executedKeys = real(f.extent.context);
  if (flash) executedKeys = keys;
  if (ours) executedKeys = pairsInTiles(op, f.extent.context) / real(f.extent.context);
  cost.executedForwardFlops = perKey * executedKeys;
  cost.executedBackwardFlops = (flash || ours ? 2.5 : 2) * cost.executedForwardFlops;
}

OpCost linearCost(const Frame& f, const LinearOp& op) {
  OpCost cost;
  countFlops(f, op, cost);
  const double weights = static_cast<double>(op.in) * static_cast<double>(op.out);
  const double bias = op.bias ? static_cast<double>(op.out) * kFp32 : 0;
  const double cast = f.in() / f.inputCount() > f.low() ? f.in() + f.inputCount() * f.low() : 0;  // narrowed
  cost.forwardBytes = cast + f.inputCount() * f.low() + weights * f.low() + bias + f.out();
  // dX = dY·W and dW = dYᵀ·X: both products read dY; the weight's gradient is added to in fp32.
  cost.backwardBytes = 2 * f.out() + weights * f.low() + 2 * f.inputCount() * f.low() + 2 * weights * kFp32 + bias;
  cost.workBytes = weights * kFp32 + f.in() + f.out();
  return cost;
}

OpCost attentionCost(const Frame& f, const AttentionOp& op) {
  OpCost cost;
  countFlops(f, op, cost);
  const double operands = f.in(0) + f.in(1) + f.in(2), scores = f.scores(op) * kFp32;
  cost.forwardBytes = operands + f.out();
  cost.backwardBytes = 2 * operands + 2 * f.out();  // reads q, k, v, y, dy; writes dq, dk, dv
  if (op.kernel == AttentionKernel::Math) {
    const double passes = op.dropout > 0 ? 6 : 4;  // scores written and read, probabilities written and read
    cost.forwardBytes += passes * scores;
    cost.backwardBytes += (passes + 2) * scores;
    cost.workBytes = 2 * scores;
  }
  cost.elementwiseFlops = 5 * f.scores(op) / 2;
  return cost;
}

OpCost blockSparseCost(const Frame& f, const BlockSparseAttentionOp& op) {
  const double context = real(f.extent.context);
  const double perKey = 4 * f.tokens() * real(op.heads) * real(op.headWidth);
  OpCost cost = products(perKey * real(attendedPairs(op, f.extent.context)) / context);
  // Written out as three masked attentions, one of them over pooled keys.
  cost.executedForwardFlops = perKey * (2 * context + context / real(op.block));
  cost.executedBackwardFlops = 2 * cost.executedForwardFlops;
  const double scores = real(op.heads) * f.tokens() * context * kFp32, operands = f.in(0) + f.in(1) + f.in(2) + f.in(3);
  cost.forwardBytes = operands + f.out() + 8 * scores;
  cost.backwardBytes = 2 * operands + 2 * f.out() + 12 * scores;
  cost.workBytes = 2 * scores;
  cost.elementwiseFlops = 10 * real(op.heads) * f.tokens() * context;
  return cost;
}

OpCost expertsCost(const Frame& f, const ExpertsOp& op) {
  const double layer = real(f.node.shape.back().factor) * real(op.width), matrices = op.gated ? 3 : 2;
  const double rows = f.tokens() * real(op.active), weights = real(op.experts) * layer * matrices;
  OpCost cost = products(2 * rows * layer * matrices);
  const double hidden = rows * real(op.width) * f.low(), moved = rows * real(f.node.shape.back().factor) * f.low();
  cost.forwardBytes = f.in(0) + f.in(1) + weights * f.low() + 2 * moved + 2 * (matrices + 1) * hidden + f.out();
  cost.backwardBytes = 2 * cost.forwardBytes + 2 * weights * kFp32;
  cost.workBytes = weights / real(op.experts) * kFp32 + f.out();
  cost.elementwiseFlops = 10 * rows * real(op.width);
  return cost;
}

OpCost scanCost(const Frame& f, const SelectiveScanOp& op) {
  OpCost cost = products(f.count() * (6 * real(op.state) + 2));
  const double states = f.count() * real(op.state) * kFp32;
  cost.forwardBytes = f.in(0) + f.in(1) + f.in(2) + f.in(3) + f.out() + 3 * states;
  cost.backwardBytes = 2 * cost.forwardBytes;
  cost.workBytes = 2 * states;
  cost.elementwiseFlops = 2 * f.count() * real(op.state);
  return cost;
}

OpCost lstmCost(const Frame& f, const LstmOp& op) {
  const double weights = 4 * real(op.width) * real(op.width);
  OpCost cost = products(2 * f.tokens() * weights);
  const double steps = real(f.extent.context);  // the weights are read anew for every position
  cost.forwardBytes = f.in() + steps * weights * f.low() + 4 * f.out();
  cost.backwardBytes = 2 * cost.forwardBytes + weights * kFp32;
  cost.workBytes = weights * kFp32;
  cost.elementwiseFlops = 30 * f.count();
  return cost;
}

OpCost convolutionCost(const Frame& f, const CausalConvOp& op) {
  OpCost cost = products(2 * f.count() * real(op.taps));
  cost.forwardBytes = f.in() + f.out();
  cost.backwardBytes = 2 * f.in() + 2 * f.out();
  return cost;
}

OpCost pointwise(const Frame& f, double flops, double forwardBytes, double backwardBytes) {
  OpCost cost;
  cost.elementwiseFlops = flops * f.count();
  cost.forwardBytes = forwardBytes;
  cost.backwardBytes = backwardBytes;
  return cost;
}

}  // namespace

double valueBytes(const Graph& graph, ValueId value, Extent extent, Precision precision) {
  const Node& node = graph.nodes[value.index];
  if (std::holds_alternative<CacheOp>(node.op))  // its input under another name
    return valueBytes(graph, node.inputs[0], extent, precision);
  const double low = bytesInProducts(precision);
  // With bf16 and fp16 the residual stream, norms and the loss stay in fp32; products, attention and activations do
  // not.
  const double width = std::visit(Overloaded{
                                      [](const TokensOp&) { return kIndex; },
                                      [](const TargetsOp&) { return kIndex; },
                                      [](const LookupOp&) { return kFp32; },
                                      [](const AddPositionsOp&) { return kFp32; },
                                      [](const AddSinusoidsOp&) { return kFp32; },
                                      [](const AddOp&) { return kFp32; },
                                      [&](const MulOp&) { return low; },
                                      [](const ScaleOp&) { return kFp32; },
                                      [&](const SoftcapOp&) { return low; },
                                      [&](const LinearOp&) { return low; },
                                      [](const LayerNormOp&) { return kFp32; },
                                      [](const RmsNormOp&) { return kFp32; },
                                      [&](const RotaryOp&) { return low; },
                                      [&](const SliceOp&) { return low; },
                                      [&](const AttentionOp&) { return low; },
                                      [&](const ActivationOp&) { return low; },
                                      [&](const DropoutOp&) { return low; },
                                      [](const CrossEntropyOp&) { return kFp32; },
                                      [&](const BlockSparseAttentionOp&) { return low; },
                                      [](const CacheOp&) { return 0.0; },  // see below
                                      [&](const ConcatOp&) { return low; },
                                      [&](const ConcatHeadsOp&) { return low; },
                                      [](const SoftmaxOp&) { return kFp32; },
                                      [&](const GateOp&) { return low; },
                                      [](const ScaleChannelsOp&) { return kFp32; },
                                      [](const BatchNormOp&) { return kFp32; },
                                      [&](const CausalConvOp&) { return low; },
                                      [](const SelectiveScanOp&) { return kFp32; },
                                      [](const LstmOp&) { return kFp32; },
                                      [](const RouteOp&) { return kFp32; },
                                      [&](const ExpertsOp&) { return low; },
                                      [](const RouterLoadOp&) { return kFp32; },
                                      [](const BalanceLossOp&) { return kFp32; },
                                      [](const RouterZLossOp&) { return kFp32; },
                                  },
                                  node.op);
  return width * elements(node.shape, extent);
}

Kept keptForBackward(const Graph& graph, const Node& node, Extent extent, Precision precision) {
  const Frame f{graph, node, extent, precision};
  const ValueId self{static_cast<std::uint32_t>(&node - graph.nodes.data())};
  Kept all = std::visit(
      Overloaded{
          [](const TokensOp&) { return Kept{}; },
          [](const TargetsOp&) { return Kept{}; },
          [&](const LookupOp&) {
            return Kept{{node.inputs[0]}, 0};
          },
          [](const AddPositionsOp&) { return Kept{}; },
          [](const AddSinusoidsOp&) { return Kept{}; },
          [](const AddOp&) { return Kept{}; },
          [&](const MulOp&) {
            return Kept{node.inputs, 0};
          },
          [](const ScaleOp&) { return Kept{}; },
          [&](const SoftcapOp&) {  // the tanh
            return Kept{{}, f.out()};
          },
          [&](const LinearOp&) {
            const bool copied = f.in() / f.inputCount() > f.low();
            return copied ? Kept{{}, f.inputCount() * f.low()} : Kept{{node.inputs[0]}, 0};
          },
          [&](const LayerNormOp& op) {
            return Kept{{node.inputs[0]}, 2 * static_cast<double>(op.groups) * f.tokens() * kFp32};
          },
          [&](const RmsNormOp& op) {  // the gain's gradient needs what it multiplies
            const double normed = op.gain ? f.count() * kFp32 : 0;
            return Kept{{node.inputs[0]}, real(op.groups) * f.tokens() * kFp32 + normed};
          },
          [](const RotaryOp&) { return Kept{}; },
          [](const SliceOp&) { return Kept{}; },
          [&](const AttentionOp& op) {
            Kept kept{node.inputs, 0};
            if (op.kvHeads < op.heads && !runsOurs(op))  // shared keys and values are copied for every head
              kept = {{node.inputs[0]}, real(op.heads) * real(op.headWidth + op.valueWidth) * f.tokens() * f.low()};
            // With dropout LibTorch's kernel for a CPU writes the scores out.
            if (op.kernel != AttentionKernel::Math && op.dropout == 0) {
              kept.values.push_back(self);
              kept.extraBytes += real(op.heads) * f.tokens() * kFp32;
            } else {
              kept.extraBytes += f.scores(op) * (kFp32 + (op.dropout > 0 ? 2 * f.low() : 0));
            }
            return kept;
          },
          [&](const ActivationOp&) {
            return Kept{{node.inputs[0]}, 0};
          },
          [&](const DropoutOp&) {  // a CPU keeps factors, not flags
            return Kept{{}, f.out()};
          },
          [&](const CrossEntropyOp&) {
            return Kept{{node.inputs[1]}, f.inputCount(0) * kFp32};
          },
          [&](const BlockSparseAttentionOp& op) {
            // Weights of the selected and the near keys, with the pooled ones between them and 0.
            const double context = real(extent.context), near = real(op.heads) * f.tokens() * context;
            Kept kept{node.inputs, near * kFp32 * (2 + 1 / real(op.block))};
            if (op.dropout > 0) kept.extraBytes += 2 * near * (f.low() + kFlag);
            return kept;
          },
          [](const CacheOp&) { return Kept{}; },
          [](const ConcatOp&) { return Kept{}; },
          [](const ConcatHeadsOp&) { return Kept{}; },
          [&](const SoftmaxOp&) {
            return Kept{{self}, 0};
          },
          [&](const GateOp&) {
            return Kept{node.inputs, 0};
          },
          [&](const ScaleChannelsOp&) {
            return Kept{node.inputs, 0};
          },
          [&](const BatchNormOp&) {
            return Kept{node.inputs, 3 * f.count() * kFp32};
          },
          [&](const CausalConvOp&) {
            return Kept{node.inputs, 0};
          },
          [&](const SelectiveScanOp& op) {  // decay, input and state of every place
            return Kept{node.inputs, 3 * f.count() * real(op.state) * kFp32};
          },
          [&](const LstmOp& op) {
            return Kept{{self}, f.count() * kFp32 * (op.normed ? 16 : 10)};
          },
          [&](const RouteOp& op) {
            return Kept{{}, f.tokens() * (real(op.experts) * kFp32 + real(op.active) * (kIndex + kFp32))};
          },
          [&](const ExpertsOp& op) {
            const double rows = f.tokens() * real(op.active);
            const double wide = rows * real(op.width) * f.low() * (op.gated ? 4 : 2);
            return Kept{node.inputs,
                        wide + 2 * rows * real(node.shape.back().factor) * f.low() + rows * (kIndex + kFp32)};
          },
          [](const RouterLoadOp&) { return Kept{}; },
          [&](const BalanceLossOp&) {
            return Kept{{}, f.inputCount() * kFp32};
          },
          [&](const RouterZLossOp&) {
            return Kept{node.inputs, f.tokens() * kFp32};
          },
      },
      node.op);
  for (ValueId& value : all.values)
    while (std::holds_alternative<CacheOp>(graph.nodes[value.index].op)) value = graph.nodes[value.index].inputs[0];
  return all;
}

OpCost opCost(const Graph& graph, const Node& node, Extent extent, Precision precision) {
  const Frame f{graph, node, extent, precision};
  OpCost cost = std::visit(
      Overloaded{
          [](const TokensOp&) { return OpCost{}; },
          [](const TargetsOp&) { return OpCost{}; },
          [&](const LookupOp& op) {
            const double table = static_cast<double>(op.rows) * static_cast<double>(op.width) * kFp32;
            OpCost result = pointwise(f, 0, f.in() + 2 * f.out(), f.out() + table);
            result.workBytes = table;
            return result;
          },
          [&](const AddPositionsOp& op) {
            const double rows = static_cast<double>(extent.context) * static_cast<double>(op.width) * kFp32;
            return pointwise(f, 1, 2 * f.out() + rows, f.out() + rows);
          },
          // Backward: the gradients of both branches meet in one sum.
          [&](const AddOp&) { return pointwise(f, 1, f.in(0) + f.in(1) + f.out(), 3 * f.out()); },
          [&](const AddSinusoidsOp&) { return pointwise(f, 1, 2 * f.out(), f.out()); },
          [&](const MulOp&) { return pointwise(f, 1, f.in(0) + f.in(1) + f.out(), 5 * f.out()); },
          [&](const ScaleOp&) { return pointwise(f, 1, f.in() + f.out(), 2 * f.out()); },
          [&](const SoftcapOp&) { return pointwise(f, 10, f.in() + f.out(), 3 * f.out()); },
          [&](const LinearOp& op) { return linearCost(f, op); },
          [&](const RmsNormOp&) { return pointwise(f, 5, f.in() + f.out(), 2 * f.in() + f.out()); },
          [&](const RotaryOp&) { return pointwise(f, 3, f.in() + f.out(), 2 * f.out()); },
          [&](const LayerNormOp&) { return pointwise(f, 8, f.in() + f.out(), 2 * f.in() + f.out()); },
          // A view forward; backward its gradient is copied into place.
          [&](const SliceOp&) { return pointwise(f, 0, 0, 2 * f.out()); },
          [&](const AttentionOp& op) { return attentionCost(f, op); },
          [&](const ActivationOp& op) {
            return pointwise(f, op.kind == ActivationKind::Relu || op.kind == ActivationKind::ReluSquared ? 2 : 8,
                             f.in() + f.out(), 2 * f.in() + f.out());
          },
          [&](const DropoutOp&) {
            return pointwise(f, 2, f.in() + f.out() + kFlag * f.count(), f.in() + f.out() + kFlag * f.count());
          },
          [&](const CrossEntropyOp&) {
            const double logits = f.inputCount(0) * kFp32;
            OpCost result = pointwise(f, 0, f.in(0) + logits + f.in(1), 2 * logits);
            result.elementwiseFlops = 5 * f.inputCount(0);
            result.workBytes = logits + f.in(0);  // the logits themselves and their gradient
            return result;
          },
          [&](const BlockSparseAttentionOp& op) { return blockSparseCost(f, op); },
          [](const CacheOp&) { return OpCost{}; },
          [&](const ConcatOp&) { return pointwise(f, 0, 2 * f.out(), 2 * f.out()); },
          [&](const ConcatHeadsOp&) { return pointwise(f, 0, 2 * f.out(), 2 * f.out()); },
          [&](const SoftmaxOp&) { return pointwise(f, 5, f.in() + f.out(), 3 * f.out()); },
          [&](const GateOp&) { return pointwise(f, 1, f.in(0) + f.in(1) + f.out(), 5 * f.out()); },
          [&](const ScaleChannelsOp&) { return pointwise(f, 1, f.in() + f.out(), 3 * f.out()); },
          [&](const BatchNormOp&) { return pointwise(f, 10, 5 * f.in() + f.out(), 8 * f.in() + f.out()); },
          [&](const CausalConvOp& op) { return convolutionCost(f, op); },
          [&](const SelectiveScanOp& op) { return scanCost(f, op); },
          [&](const LstmOp& op) { return lstmCost(f, op); },
          [&](const RouteOp&) { return pointwise(f, 10, 3 * f.in() + f.out(), 3 * f.in()); },
          [&](const ExpertsOp& op) { return expertsCost(f, op); },
          [&](const RouterLoadOp&) { return pointwise(f, 0, f.in(), 0); },
          [&](const BalanceLossOp&) { return pointwise(f, 0, 2 * f.in(0) + f.in(1), 2 * f.in(0)); },
          [&](const RouterZLossOp&) { return pointwise(f, 0, f.in(), 2 * f.in()); },
      },
      node.op);
  const Kept kept = keptForBackward(graph, node, extent, precision);
  cost.savedBytes = kept.extraBytes;
  for (const ValueId value : kept.values) cost.savedBytes += valueBytes(graph, value, extent, precision);
  return cost;
}

std::optional<std::int64_t> forwardFlopsPerToken(const Graph& graph, const Node& node) {
  const auto product = [](std::initializer_list<std::int64_t> factors) -> std::optional<std::int64_t> {
    std::int64_t result = 1;
    for (const std::int64_t factor : factors)
      if (__builtin_mul_overflow(result, factor, &result)) return {};
    return result;
  };
  // `perKey` for every key that a position sees on average: whole for the causal mask, (T+1)/2 keys; else rounded down.
  const auto overKeys = [&](std::optional<std::int64_t> perKey, std::int64_t pairs) -> std::optional<std::int64_t> {
    const std::int64_t rest = pairs % graph.context, common = std::gcd(rest, graph.context);
    const auto whole = perKey ? product({*perKey, pairs / graph.context}) : perKey;
    const auto part = perKey ? product({*perKey, rest / common}) : perKey;
    std::int64_t sum = 0;
    if (!whole || !part || __builtin_add_overflow(*whole, *part / (graph.context / common), &sum)) return {};
    return sum;
  };
  return std::visit(
      Overloaded{
          [&](const LinearOp& op) {
            return product({2, op.in, op.out});
          },
          [&](const AttentionOp& op) {
            return overKeys(product({2, op.heads, op.headWidth + op.valueWidth}), attendedPairs(op, graph.context));
          },
          [&](const BlockSparseAttentionOp& op) {
            return overKeys(product({4, op.heads, op.headWidth}), attendedPairs(op, graph.context));
          },
          [&](const CausalConvOp& op) {
            return product({2, op.taps, node.shape.back().factor});
          },
          // Decay, input and read-out of every number of the state, and the channel's own way past it.
          [&](const SelectiveScanOp& op) {
            return product({6 * op.state + 2, node.shape.back().factor});
          },
          [&](const LstmOp& op) {
            return product({8, op.width, op.width});
          },
          [&](const ExpertsOp& op) {
            return product({op.gated ? 6 : 4, op.active, op.width, node.shape.back().factor});
          },
          [&](const auto&) { return product({0}); },
      },
      node.op);
}

}  // namespace headroom

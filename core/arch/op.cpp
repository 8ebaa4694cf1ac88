// The op language: names of ops and of their choices.
#include "core/arch/op.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace headroom {

std::string_view opName(const Op& op) {
  return std::visit(Overloaded{
                        [](const TokensOp&) { return "tokens"; },
                        [](const TargetsOp&) { return "targets"; },
                        [](const LookupOp&) { return "lookup"; },
                        [](const AddPositionsOp&) { return "add_positions"; },
                        [](const AddSinusoidsOp&) { return "add_sinusoids"; },
                        [](const AddOp&) { return "add"; },
                        [](const MulOp&) { return "mul"; },
                        [](const ScaleOp&) { return "scale"; },
                        [](const SoftcapOp&) { return "softcap"; },
                        [](const LinearOp&) { return "linear"; },
                        [](const LayerNormOp&) { return "layer_norm"; },
                        [](const RmsNormOp&) { return "rms_norm"; },
                        [](const RotaryOp&) { return "rotary"; },
                        [](const SliceOp&) { return "slice"; },
                        [](const AttentionOp&) { return "attention"; },
                        [](const ActivationOp&) { return "activation"; },
                        [](const DropoutOp&) { return "dropout"; },
                        [](const CrossEntropyOp&) { return "cross_entropy"; },
                        [](const BlockSparseAttentionOp&) { return "block_sparse_attention"; },
                        [](const CacheOp&) { return "cache"; },
                        [](const ConcatOp&) { return "concat"; },
                        [](const ConcatHeadsOp&) { return "concat_heads"; },
                        [](const SoftmaxOp&) { return "softmax"; },
                        [](const GateOp&) { return "gate"; },
                        [](const ScaleChannelsOp&) { return "scale_channels"; },
                        [](const BatchNormOp&) { return "batch_norm"; },
                        [](const CausalConvOp&) { return "causal_conv"; },
                        [](const SelectiveScanOp&) { return "selective_scan"; },
                        [](const LstmOp&) { return "lstm"; },
                        [](const RouteOp&) { return "route"; },
                        [](const ExpertsOp&) { return "experts"; },
                        [](const RouterLoadOp&) { return "router_load"; },
                        [](const BalanceLossOp&) { return "balance_loss"; },
                        [](const RouterZLossOp&) { return "router_z_loss"; },
                    },
                    op);
}

std::string_view word(AttentionKernel kernel) {
  switch (kernel) {
    case AttentionKernel::Math:
      return "math";
    case AttentionKernel::Flash:
      return "flash";
    case AttentionKernel::Ours:
      return "ours";
  }
  return "";
}

std::string_view word(ActivationKind kind) {
  switch (kind) {
    case ActivationKind::Relu:
      return "relu";
    case ActivationKind::ReluSquared:
      return "relu2";
    case ActivationKind::Gelu:
      return "gelu";
    case ActivationKind::GeluTanh:
      return "gelu-tanh";
    case ActivationKind::Silu:
      return "silu";
    case ActivationKind::Sigmoid:
      return "sigmoid";
    case ActivationKind::Tanh:
      return "tanh";
    case ActivationKind::Softplus:
      return "softplus";
  }
  return "";
}

std::string_view word(AttentionPattern pattern) {
  switch (pattern) {
    case AttentionPattern::Causal:
      return "causal";
    case AttentionPattern::Window:
      return "window";
    case AttentionPattern::Strided:
      return "strided";
    case AttentionPattern::Fixed:
      return "fixed";
  }
  return "";
}

std::string_view word(RotaryScaling scaling) {
  switch (scaling) {
    case RotaryScaling::None:
      return "none";
    case RotaryScaling::Linear:
      return "linear";
    case RotaryScaling::Ntk:
      return "ntk";
    case RotaryScaling::Yarn:
      return "yarn";
    case RotaryScaling::LongRope:
      return "longrope";
  }
  return "";
}

std::string_view word(RouterScore score) {
  switch (score) {
    case RouterScore::Softmax:
      return "softmax";
    case RouterScore::Sigmoid:
      return "sigmoid";
  }
  return "";
}

bool attends(const AttentionOp& op, std::int64_t query, std::int64_t key) {
  if (key > query) return false;
  switch (op.pattern) {
    case AttentionPattern::Causal:
      return true;
    case AttentionPattern::Window:
      return query - key < op.span;
    case AttentionPattern::Strided:
      return query - key < op.span || (query - key) % op.span == 0;
    case AttentionPattern::Fixed:
      return query / op.span == key / op.span || key % op.span == op.span - 1;
  }
  return false;
}

namespace {

/// 1 + 2 + … + n
std::int64_t triangle(std::int64_t n) {
  return n % 2 == 0 ? n / 2 * (n + 1) : (n + 1) / 2 * n;
}

}  // namespace

std::int64_t attendedPairs(const AttentionOp& op, std::int64_t context) {
  // Sums over positions in closed form: a context may be 2^31.
  const std::int64_t span = std::min(std::max<std::int64_t>(1, op.span), context);
  const std::int64_t window = triangle(span) + (context - span) * span;
  const std::int64_t blocks = context / span, rest = context % span;
  switch (op.pattern) {
    case AttentionPattern::Causal:
      return triangle(context);
    case AttentionPattern::Window:
      return window;
    case AttentionPattern::Strided:  // besides the window, position t sees ⌊t / span⌋ earlier ones
      return window + span * triangle(std::max<std::int64_t>(0, blocks - 1)) + rest * blocks;
    case AttentionPattern::Fixed:  // its block so far, and one position of each earlier block
      return blocks * triangle(span) + triangle(rest) + span * triangle(std::max<std::int64_t>(0, blocks - 1)) +
             rest * blocks;
  }
  return 0;
}

std::int64_t attendedPairs(const BlockSparseAttentionOp& op, std::int64_t context) {
  const std::int64_t blocks = context / op.block, rest = context % op.block;
  // A position of block j sees j finished blocks pooled, its own block so far and at most selected − 1 whole others.
  const auto firstBlocks = [](std::int64_t n) { return n > 0 ? triangle(n - 1) : 0; };  // 0 + 1 + … + (n − 1)
  const std::int64_t pooled = op.block * firstBlocks(blocks) + rest * blocks;
  const std::int64_t others = op.selected - 1, growing = std::min(blocks, others);
  const std::int64_t wholeOthers =
      op.block * (firstBlocks(growing) + (blocks - growing) * others) + rest * std::min(blocks, others);
  const std::int64_t own = blocks * triangle(op.block) + triangle(rest);
  const std::int64_t span = std::min(op.window, context);
  return pooled + op.block * wholeOthers + own + triangle(span) + (context - span) * span;
}

RotaryAngles rotaryAngles(const RotaryOp& op) {
  const auto pairs = static_cast<std::size_t>(op.rotated / 2);
  const double width = static_cast<double>(op.rotated);
  RotaryAngles angles{std::vector<double>(pairs), 1};
  double theta = op.theta;
  if (op.scaling == RotaryScaling::Ntk && op.rotated > 2) theta *= std::pow(op.factor, width / (width - 2));
  for (std::size_t i = 0; i < pairs; ++i) angles.frequencies[i] = std::pow(theta, -2 * static_cast<double>(i) / width);
  if (op.scaling == RotaryScaling::Linear)
    for (double& frequency : angles.frequencies) frequency /= op.factor;
  if (op.scaling == RotaryScaling::LongRope) {
    for (std::size_t i = 0; i < pairs; ++i) angles.frequencies[i] /= op.factors[i];
    // As its authors: √(1 + ln(factor)/ln(trained context)).
    if (op.factor > 1)
      angles.magnitude = std::sqrt(1 + std::log(op.factor) / std::log(static_cast<double>(op.trainedContext)));
  }
  if (op.scaling == RotaryScaling::Yarn) {
    // Pairs that turn often within the trained context stay, those that turn less than once are stretched.
    constexpr double kFast = 32, kSlow = 1;  // turns; the paper's α and β for Llama
    const double circle = 2 * std::numbers::pi;
    for (double& frequency : angles.frequencies) {
      const double turns = static_cast<double>(op.trainedContext) * frequency / circle;
      const double keep = std::clamp((turns - kSlow) / (kFast - kSlow), 0.0, 1.0);
      frequency *= keep + (1 - keep) / op.factor;
    }
    angles.magnitude = op.factor > 1 ? 0.1 * std::log(op.factor) + 1 : 1;
  }
  return angles;
}

}  // namespace headroom

// The op language: a typed struct an op. Everything about an op hangs on these types: shape rule and cost here
// (op_rules.cpp, op_cost.cpp), one lowering in core/train. A visitor without a case for an op does not compile, so
// nothing can be forgotten.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace headroom {

enum class AttentionKernel : std::uint8_t { Math, Flash };
enum class ActivationKind : std::uint8_t { Relu, Gelu, GeluTanh, Silu };
std::string_view word(AttentionKernel kernel);  // "flash"
std::string_view word(ActivationKind kind);     // "gelu-tanh"

/// → [B, T] the ids of the input tokens.
struct TokensOp {
  bool operator==(const TokensOp&) const = default;
};
/// → [B, T] the ids to predict.
struct TargetsOp {
  bool operator==(const TargetsOp&) const = default;
};
/// ids [B, T] × table [rows, width] → [B, T, width].
struct LookupOp {
  std::int64_t rows = 0, width = 0;
  bool operator==(const LookupOp&) const = default;
};
/// x [B, T, C] + table[0 … T−1] → [B, T, C]; table [rows, C], rows ≥ T.
struct AddPositionsOp {
  std::int64_t rows = 0, width = 0;
  bool operator==(const AddPositionsOp&) const = default;
};
/// a + b, equal shapes.
struct AddOp {
  bool operator==(const AddOp&) const = default;
};
/// y = x·Wᵀ (+ b): x [B, T, in], W [out, in], b [out] → [B, T, out].
struct LinearOp {
  std::int64_t in = 0, out = 0;
  bool bias = true;
  bool operator==(const LinearOp&) const = default;
};
/// y = g·(x − mean)/√(var + eps) + b over the last dimension; g, b [C] when present. Ba 2016.
struct LayerNormOp {
  double eps = 1e-5;
  bool gain = true, bias = true;
  bool operator==(const LayerNormOp&) const = default;
};
/// The last dimension cut in pieces, one output each: a node has one value, so `index` says which piece it is.
struct SliceOp {
  std::int64_t offset = 0, width = 0;
  bool operator==(const SliceOp&) const = default;
};
/// Causal scaled dot-product attention. q [B, T, heads·D], k, v [B, T, kv_heads·D] → [B, T, heads·D]; scale 1/√D.
struct AttentionOp {
  std::int64_t heads = 1, kvHeads = 1, headWidth = 1;
  AttentionKernel kernel = AttentionKernel::Flash;
  double dropout = 0;  // on the attention weights, in training only
  bool operator==(const AttentionOp&) const = default;
};
struct ActivationOp {
  ActivationKind kind = ActivationKind::GeluTanh;
  bool operator==(const ActivationOp&) const = default;
};
/// Zeroes with probability p in training and scales the rest by 1/(1−p); the identity in evaluation.
struct DropoutOp {
  double probability = 0;
  bool operator==(const DropoutOp&) const = default;
};
/// logits [B, T, V], targets [B, T] → scalar: mean negative log-likelihood in nats a token, computed in fp32.
struct CrossEntropyOp {
  bool operator==(const CrossEntropyOp&) const = default;
};

using Op = std::variant<TokensOp, TargetsOp, LookupOp, AddPositionsOp, AddOp, LinearOp, LayerNormOp, SliceOp,
                        AttentionOp, ActivationOp, DropoutOp, CrossEntropyOp>;

std::string_view opName(const Op& op);

/// For std::visit with one lambda a case.
template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace headroom

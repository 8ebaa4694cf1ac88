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
enum class ActivationKind : std::uint8_t { Relu, ReluSquared, Gelu, GeluTanh, Silu };
enum class AttentionPattern : std::uint8_t { Causal, Window, Strided, Fixed };
enum class RotaryScaling : std::uint8_t { None, Linear, Ntk, Yarn };
std::string_view word(AttentionKernel kernel);  // "flash"
std::string_view word(ActivationKind kind);     // "gelu-tanh"
std::string_view word(AttentionPattern pattern);
std::string_view word(RotaryScaling scaling);

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
/// x [B, T, C] + P, P[t, 2i] = sin(t / 10000^(2i/C)), P[t, 2i+1] = cos of the same. Vaswani 2017.
struct AddSinusoidsOp {
  bool operator==(const AddSinusoidsOp&) const = default;
};
/// a + b, equal shapes.
struct AddOp {
  bool operator==(const AddOp&) const = default;
};
/// a · b, element by element, equal shapes.
struct MulOp {
  bool operator==(const MulOp&) const = default;
};
/// factor · x.
struct ScaleOp {
  double factor = 1;
  bool operator==(const ScaleOp&) const = default;
};
/// cap · tanh(x / cap): keeps |y| < cap.
struct SoftcapOp {
  double cap = 30;
  bool operator==(const SoftcapOp&) const = default;
};
/// y = x·Wᵀ (+ b): x [B, T, in], W [out, in], b [out] → [B, T, out].
struct LinearOp {
  std::int64_t in = 0, out = 0;
  bool bias = true;
  bool operator==(const LinearOp&) const = default;
};
/// y = g·(x − mean)/√(var + eps) + b over the last dimension; g, b [C] when present. Ba 2016. `groups` > 1: over each
/// of so many equal parts of it, which share g and b [C/groups] (queries and keys, head by head).
struct LayerNormOp {
  double eps = 1e-5;
  bool gain = true, bias = true;
  std::int64_t groups = 1;
  bool operator==(const LayerNormOp&) const = default;
};
/// y = g·x/√(mean(x²) + eps), groups as above. Zhang & Sennrich 2019.
struct RmsNormOp {
  double eps = 1e-5;
  bool gain = true;
  std::int64_t groups = 1;
  bool operator==(const RmsNormOp&) const = default;
};
/// Rotates pairs (i, i + rotated/2) of the first `rotated` numbers of every head by position · frequency(i).
/// x [B, T, heads·D]. Su 2021; see rotaryAngles().
struct RotaryOp {
  std::int64_t heads = 1, rotated = 2;
  double theta = 10000;
  RotaryScaling scaling = RotaryScaling::None;
  double factor = 1;                // the context grows by it
  std::int64_t trainedContext = 0;  // of the model before scaling (Yarn)
  bool operator==(const RotaryOp&) const = default;
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
  /// Window: the last `span` positions. Strided: those and every span-th before. Fixed: the own block of `span` and the
  /// last position of each earlier one (Child 2019).
  AttentionPattern pattern = AttentionPattern::Causal;
  std::int64_t span = 0;
  bool alibi = false;  // scores − slope(head) · distance, slopes 2^(−8·h/heads), h = 1 … heads (Press 2021)
  double softcap = 0;  // scores ← cap · tanh(scores / cap); 0: none
  bool sink = false;   // a trained score a head that takes a share of the softmax and gives nothing; parameter [heads]
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

using Op = std::variant<TokensOp, TargetsOp, LookupOp, AddPositionsOp, AddSinusoidsOp, AddOp, MulOp, ScaleOp, SoftcapOp,
                        LinearOp, LayerNormOp, RmsNormOp, RotaryOp, SliceOp, AttentionOp, ActivationOp, DropoutOp,
                        CrossEntropyOp>;

/// How many pairs (query, key) the mask of a sequence of `context` lets through. At most context·(context + 1)/2.
std::int64_t attendedPairs(const AttentionOp& op, std::int64_t context);
/// Whether the query at position q sees the key at position k.
bool attends(const AttentionOp& op, std::int64_t query, std::int64_t key);
/// Angle a position of each rotated pair, and the factor on queries and keys that Yarn adds (1 otherwise). Su 2021;
/// linear: Chen 2023, arXiv:2306.15595; ntk: bloc97 2023; yarn: Peng 2023, arXiv:2309.00071.
struct RotaryAngles {
  std::vector<double> frequencies;  // [rotated/2]
  double magnitude = 1;
};
RotaryAngles rotaryAngles(const RotaryOp& op);

std::string_view opName(const Op& op);

/// For std::visit with one lambda a case.
template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace headroom

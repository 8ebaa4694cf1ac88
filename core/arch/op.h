// The op language: a typed struct an op. Everything about an op hangs on these types: shape rule and cost here
// (op_rules.cpp, op_cost.cpp), one lowering in core/train. A visitor without a case for an op does not compile, so
// nothing can be forgotten.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

namespace headroom {

enum class AttentionKernel : std::uint8_t { Math, Flash, Ours };
enum class ActivationKind : std::uint8_t { Relu, ReluSquared, Gelu, GeluTanh, Silu, Sigmoid, Tanh, Softplus };
enum class AttentionPattern : std::uint8_t { Causal, Window, Strided, Fixed };
enum class RotaryScaling : std::uint8_t { None, Linear, Ntk, Yarn, LongRope };
enum class RouterScore : std::uint8_t { Softmax, Sigmoid };
std::string_view word(AttentionKernel kernel);  // "flash"
std::string_view word(ActivationKind kind);     // "gelu-tanh"
std::string_view word(AttentionPattern pattern);
std::string_view word(RotaryScaling scaling);
std::string_view word(RouterScore score);

/// A target that counts for nothing in the loss.
inline constexpr std::int64_t kNoTarget = -100;

/// → [B, T] the ids of the input tokens.
struct TokensOp {
  bool operator==(const TokensOp&) const = default;
};
/// → [B, T] the ids to predict: at place t the token `ahead` places after the next one; where the sequence ends before
/// it stands kNoTarget.
struct TargetsOp {
  std::int64_t ahead = 0;
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
  std::int64_t trainedContext = 0;  // of the model before scaling (Yarn, LongRope)
  std::vector<double> factors;      // LongRope: how much slower every pair turns, [rotated/2]
  bool operator==(const RotaryOp&) const = default;
};
/// The last dimension cut in pieces, one output each: a node has one value, so `index` says which piece it is.
struct SliceOp {
  std::int64_t offset = 0, width = 0;
  bool operator==(const SliceOp&) const = default;
};
/// Causal scaled dot-product attention. q [B, T, heads·D], k [B, T, kv_heads·D], v [B, T, kv_heads·E]
/// → [B, T, heads·E]; scale 1/√D. With more keys than queries the queries are the last positions.
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
  std::int64_t valueWidth = 0;  // E; the builder makes 0 headWidth
  bool operator==(const AttentionOp&) const = default;
};
/// Three attentions over the same keys and values, their results added with a gate each (Native Sparse Attention, Yuan
/// 2025, arXiv:2502.11089): blocks of `block` positions pooled to one, the `selected` whole blocks that weigh most in
/// the pooled attention (summed over the heads that share keys; the own block always among them), and the last `window`
/// positions. q [B, T, heads·D], k, v [B, T, kv_heads·D], gates [B, T, 3·heads] in this order → [B, T, heads·D].
/// Parameters: weights that pool the keys and the values of a block, [block] each (a softmax over them is applied).
struct BlockSparseAttentionOp {
  std::int64_t heads = 1, kvHeads = 1, headWidth = 1;
  std::int64_t block = 16, selected = 2, window = 16;
  double dropout = 0;  // on the weights of all three, in training only
  bool operator==(const BlockSparseAttentionOp&) const = default;
};
/// The same value; when a text is continued token by token, of all positions so far: what stands before it is computed
/// for new positions alone, what stands behind it sees everything. Its numbers are what a token takes in the cache.
struct CacheOp {
  bool operator==(const CacheOp&) const = default;
};
/// Inputs side by side: [B, T, C₁], [B, T, C₂] … → [B, T, C₁ + C₂ + …].
struct ConcatOp {
  bool operator==(const ConcatOp&) const = default;
};
/// Side by side head by head: a [B, T, heads·A], b [B, T, heads·E] or [B, T, E] for all heads → [B, T, heads·(A + E)].
struct ConcatHeadsOp {
  std::int64_t heads = 1;
  bool shared = false;  // b is one part for all
  bool operator==(const ConcatHeadsOp&) const = default;
};
/// Over the last dimension.
struct SoftmaxOp {
  bool operator==(const SoftmaxOp&) const = default;
};
/// x [B, T, n·D] · g [B, T, n]: every part of D numbers times its own gate.
struct GateOp {
  bool operator==(const GateOp&) const = default;
};
/// x · g with a trained g [C]. LayerScale (Touvron 2021, arXiv:2103.17239).
struct ScaleChannelsOp {
  bool operator==(const ScaleChannelsOp&) const = default;
};
/// y = g·(x − mean)/√(var + eps) + b for every channel. In training mean and variance at place t are those of the
/// places 0 … t of all sequences, so that nothing is known of the future; outside of it the running statistics (two
/// states [C]), which follow those of whole batches by `momentum`. Ioffe & Szegedy 2015; the causal rule is
/// ours.
struct BatchNormOp {
  double eps = 1e-5, momentum = 0.1;
  bool gain = true, bias = true;
  bool operator==(const BatchNormOp&) const = default;
};
/// Every channel by itself: y[t] = Σ_i w[i]·x[t − taps + 1 + i] (+ b), zeros before the start. w [C, taps], b [C].
struct CausalConvOp {
  std::int64_t taps = 4;
  bool bias = true;
  bool operator==(const CausalConvOp&) const = default;
};
/// h[t] = exp(Δ[t]·A)·h[t−1] + Δ[t]·B[t]·u[t], y[t] = C[t]·h[t] + D·u[t] with a state h of `state` numbers a channel,
/// A = −exp(log_a). u, Δ [B, T, I], B, C [B, T, state] → [B, T, I]; log_a [I, state], D [I]. Gu & Dao 2023,
/// arXiv:2312.00752.
struct SelectiveScanOp {
  std::int64_t state = 16;
  bool operator==(const SelectiveScanOp&) const = default;
};
/// From what the input gives to the gates, x [B, T, 4·H], the outputs [B, T, H]: (i, f, g, o) = x + h·Uᵀ,
/// c = σ(f)·c + σ(i)·tanh(g), h = σ(o)·tanh(c). U [4·H, H]. Hochreiter & Schmidhuber 1997, forget gate of Gers 2000.
/// `normed`: LN(h·Uᵀ) and tanh(LN(c)) with gain [4·H]; gain, bias [H] (Ba 2016, arXiv:1607.06450).
struct LstmOp {
  std::int64_t width = 1;
  bool normed = false;
  bool operator==(const LstmOp&) const = default;
};
/// Scores of `experts` experts a token [B, T, E] → their shares [B, T, E], zero except for the `active` best. Shares:
/// softmax or sigmoid of the scores, made to sum to one when `normalised`, times `scale`. `capacity` > 0: no expert
/// takes more than ⌈capacity · active · tokens / experts⌉ tokens of a pass, the first ones come first; 0: all.
/// `biasRate` > 0: a state [E] is added to the shares when the best are chosen and moves by so much against the load in
/// every training pass (loss-free balancing: Wang 2024, arXiv:2408.15664).
struct RouteOp {
  std::int64_t experts = 8, active = 2;
  RouterScore score = RouterScore::Softmax;
  bool normalised = true;
  double scale = 1, capacity = 0, biasRate = 0;
  bool operator==(const RouteOp&) const = default;
};
/// y = Σ_e share_e · (f(x·W1_e) ⊙ x·W2_e)·W3_e over the experts with a share. x [B, T, C], shares [B, T, E];
/// W1 and W2 as one [E, 2·width, C], W3 [E, C, width]. Not gated: f(x·W1_e)·W3_e with W1 [E, width, C].
struct ExpertsOp {
  std::int64_t experts = 8, active = 2, width = 1;
  ActivationKind activation = ActivationKind::Silu;
  bool gated = true;
  bool operator==(const ExpertsOp&) const = default;
};
/// Shares [B, T, E] → [E]: which part of all choices fell on each expert.
struct RouterLoadOp {
  bool operator==(const RouterLoadOp&) const = default;
};
/// Scores, shares [B, T, E] → scalar: E · Σ_e load_e · mean probability_e, 1 when even. Fedus 2021, arXiv:2101.03961.
struct BalanceLossOp {
  RouterScore score = RouterScore::Softmax;
  bool operator==(const BalanceLossOp&) const = default;
};
/// Scores [B, T, E] → scalar: mean of log² Σ exp(score). Zoph 2022, arXiv:2202.08906.
struct RouterZLossOp {
  bool operator==(const RouterZLossOp&) const = default;
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
                        CrossEntropyOp, BlockSparseAttentionOp, CacheOp, ConcatOp, ConcatHeadsOp, SoftmaxOp, GateOp,
                        ScaleChannelsOp, BatchNormOp, CausalConvOp, SelectiveScanOp, LstmOp, RouteOp, ExpertsOp,
                        RouterLoadOp, BalanceLossOp, RouterZLossOp>;

/// How many pairs (query, key) the mask of a sequence of `context` lets through. At most context·(context + 1)/2.
std::int64_t attendedPairs(const AttentionOp& op, std::int64_t context);
/// Whether the query at position q sees the key at position k.
bool attends(const AttentionOp& op, std::int64_t query, std::int64_t key);
/// Pooled blocks, positions of selected blocks and of the window that all queries of a sequence see together.
std::int64_t attendedPairs(const BlockSparseAttentionOp& op, std::int64_t context);
/// Angle a position of each rotated pair, and the factor on queries and keys that Yarn and LongRope add. Su 2021;
/// linear: Chen 2023, arXiv:2306.15595; ntk: bloc97 2023; yarn: Peng 2023, arXiv:2309.00071; longrope: Ding 2024,
/// arXiv:2402.13753.
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

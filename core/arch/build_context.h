// What a block's build function works with: typed ops in, values out; shapes are checked as it goes.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <vector>

#include "core/arch/graph.h"
#include "core/base/result.h"

namespace headroom {

class Params;

/// A value under construction. After an error every op gives an invalid value and does nothing, so blocks need no
/// checks of their own.
struct Value {
  ValueId id;
  bool valid = false;
};

class BuildContext {
 public:
  /// `layers` is half the number of residual branches of the model. Without targets there is no loss.
  BuildContext(std::map<std::string, std::int64_t> sizes, double dropout, std::int64_t layers = 1,
               bool withTargets = true);

  // Ops. Names of parameters are local ("qkv"); the site's name makes them unique.
  Value tokens();
  Value targets(std::int64_t ahead = 0);
  Value lookup(Value ids, std::int64_t rows, std::int64_t width, const std::string& name, Init init);
  Value addPositions(Value x, std::int64_t rows, const std::string& name, Init init);
  Value addSinusoids(Value x);
  Value add(Value a, Value b);
  Value mul(Value a, Value b);
  Value scale(Value x, double factor);
  Value softcap(Value x, double cap);
  Value linear(Value x, std::int64_t out, const std::string& name, bool bias, Init init,
               Init biasInit = {Init::Kind::Zeros, 0});
  /// Linear with the table of an earlier lookup as its weight (a tied head); "" = the model's first lookup.
  Value linearTied(Value x, const std::string& siteOfLookup);
  /// Linear with the weights of the one that made `earlier`.
  Value linearAgain(Value x, Value earlier);
  // Within a slot of an attention, norms act on every head by itself.
  Value layerNorm(Value x, double eps, bool gain, bool bias, Init biasInit = {Init::Kind::Zeros, 0});
  Value rmsNorm(Value x, double eps, bool gain);
  /// Only in an attention's position slot: turns queries and keys. `rotated` numbers of every head; op.heads is filled
  /// in.
  Value rotary(Value x, RotaryOp op);
  /// Only in an attention's position slot: its scores fall with the distance, by a slope of every head.
  void alibi();
  Value slice(Value x, std::int64_t offset, std::int64_t width);
  /// With what the position slot asked of the scores.
  Value attention(Value q, Value k, Value v, AttentionOp op);
  /// x through the block that fills the slot `name` of `params`, which sees x [B, T, heads·D] as heads.
  Value throughSlot(const Params& params, const std::string& name, Value x, std::int64_t heads);
  /// gates [B, T, 3·heads]. An error when it sees as much as a dense attention, unless that is allowed.
  Value blockSparseAttention(Value q, Value k, Value v, Value gates, BlockSparseAttentionOp op, bool denseAllowed);
  Value activation(Value x, ActivationKind kind);
  /// Marks what a decoder keeps of a token: everything behind it sees all positions.
  Value cache(Value x);
  Value concat(const std::vector<Value>& parts);
  /// `shared`: b is one part for all heads.
  Value concatHeads(Value a, Value b, std::int64_t heads, bool shared);
  Value softmax(Value x);
  Value gate(Value x, Value gates);
  Value scaleChannels(Value x, double start, const std::string& name);
  Value batchNorm(Value x, double eps, double momentum, bool gain, bool bias);
  Value causalConv(Value x, std::int64_t taps, const std::string& name, bool bias);
  Value selectiveScan(Value u, Value delta, Value b, Value c, std::int64_t state);
  Value lstm(Value gates, std::int64_t width, bool normed, Init init);
  Value route(Value scores, RouteOp op);
  Value experts(Value x, Value shares, ExpertsOp op, Init init, Init outInit);
  Value routerLoad(Value shares);
  Value balanceLoss(Value scores, Value shares, RouterScore score);
  Value routerZLoss(Value scores);
  /// Mean nats of logits [B, T, V] against the tokens `ahead` places after the next: for auxiliary losses. Nothing
  /// without targets.
  Value crossEntropy(Value logits, std::int64_t ahead);
  Value dropout(Value x);  // with the model's dropout; the identity when it is 0
  /// Trains towards a small `value` (a scalar) as well, `weight` times; nothing without targets.
  void loss(const std::string& name, Value value, double weight);
  /// A scalar or vector that is charted as `series`/<layer>.
  void report(const std::string& series, Value value);
  /// Remembers x for `tapped`, until the name is given to another.
  void tap(const std::string& name, Value x);
  /// What was tapped before; an error that names the known taps otherwise.
  Value tapped(const std::string& name);
  /// Declares the model's result: logits [B, T, V], with the loss against targets().
  Value logits(Value logits);

  std::int64_t width(Value x) const;              // last dimension
  std::int64_t heads() const { return m_heads; }  // in a slot; 0 elsewhere
  std::int64_t size(const std::string& name) const;
  /// Residual depth of the model: for initial scales such as 0.02/√(2·layers).
  std::int64_t layers() const { return m_layers; }
  double dropoutProbability() const { return m_dropout; }
  const Shape& shape(Value x) const;

  /// A sentence about this block instance; the first one ends the build. `parameter`: the one to blame, if one is.
  Value fail(const std::string& what, const std::string& parameter = {});

  // For the builder of architectures, not for blocks.
  /// `owner`: the site whose parameters it uses; "": its own.
  void enterSite(Site site, const std::string& owner = {});
  void leaveSite();
  Result<Graph> finish();
  const std::optional<Error>& error() const { return m_error; }
  const std::string& errorParameter() const { return m_errorParameter; }
  void clearError() { m_error.reset(); }
  bool hasLogits() const { return m_logits.valid; }
  const Graph& graph() const { return m_graph; }

 private:
  Value append(Op op, const std::vector<Value>& inputs, std::vector<ParameterId> parameters, Shape shape);
  StateId state(const std::string& name, std::vector<std::int64_t> shape, double start);
  /// Unique, or that of the layer whose tensors the current site shares.
  std::string tensorName(const std::string& name);
  /// Empty after an error.
  std::vector<ParameterId> parameter(const std::string& name, std::vector<std::int64_t> shape, Init init, bool decay);
  /// False after an error, or when a value is not [B, T, C] (then the error says so).
  bool areFeatures(std::initializer_list<Value> values) { return areFeatures(std::vector<Value>(values)); }
  bool areFeatures(const std::vector<Value>& values);
  std::uint32_t currentSite();
  /// Groups of a norm here: the heads in a slot.
  std::int64_t groups() const { return m_heads > 0 ? m_heads : 1; }

  std::map<std::string, std::int64_t> m_sizes;
  double m_dropout = 0;
  std::int64_t m_heads = 0;
  bool m_alibi = false;
  std::int64_t m_layers = 1;
  bool m_withTargets = true;
  Graph m_graph;
  struct OpenSite {
    std::uint32_t site = 0;
    std::string owner;  // whose parameters it uses
  };
  std::vector<OpenSite> m_siteStack;
  std::map<std::string, int> m_taken;               // how often a name was given
  std::map<std::string, ParameterId> m_parameters;  // by unique name
  std::map<std::string, StateId> m_states;
  std::map<std::string, Value> m_taps;
  std::optional<Error> m_error;
  std::string m_errorParameter;
  std::map<std::int64_t, Value> m_targets;  // by how far ahead
  Value m_tokens, m_logits, m_loss;
};

}  // namespace headroom

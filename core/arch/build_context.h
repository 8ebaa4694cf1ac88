// What a block's build function works with: typed ops in, values out; shapes are checked as it goes.
#pragma once

#include <initializer_list>
#include <map>
#include <set>
#include <string>

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
  Value targets();
  Value lookup(Value ids, std::int64_t rows, std::int64_t width, const std::string& name, Init init);
  Value addPositions(Value x, std::int64_t rows, const std::string& name, Init init);
  Value addSinusoids(Value x);
  Value add(Value a, Value b);
  Value mul(Value a, Value b);
  Value scale(Value x, double factor);
  Value softcap(Value x, double cap);
  Value linear(Value x, std::int64_t out, const std::string& name, bool bias, Init init);
  /// Linear with the table of an earlier lookup as its weight (a tied head); "" = the model's first lookup.
  Value linearTied(Value x, const std::string& siteOfLookup);
  // Within a slot of an attention, norms act on every head by itself.
  Value layerNorm(Value x, double eps, bool gain, bool bias);
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
  Value activation(Value x, ActivationKind kind);
  Value dropout(Value x);  // with the model's dropout; the identity when it is 0
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
  void enterSite(Site site);
  void leaveSite();
  Result<Graph> finish();
  const std::optional<Error>& error() const { return m_error; }
  const std::string& errorParameter() const { return m_errorParameter; }
  void clearError() { m_error.reset(); }
  bool hasLogits() const { return m_logits.valid; }
  const Graph& graph() const { return m_graph; }

 private:
  Value append(Op op, std::initializer_list<Value> inputs, std::vector<ParameterId> parameters, Shape shape);
  /// Empty after an error.
  std::vector<ParameterId> parameter(const std::string& name, std::vector<std::int64_t> shape, Init init, bool decay);
  /// False after an error, or when a value is not [B, T, C] (then the error says so).
  bool areFeatures(std::initializer_list<Value> values);
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
  std::vector<std::uint32_t> m_siteStack;
  std::set<std::string> m_parameterNames;
  std::optional<Error> m_error;
  std::string m_errorParameter;
  Value m_tokens, m_targets, m_logits, m_loss;
};

}  // namespace headroom

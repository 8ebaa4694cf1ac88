// What a block's build function works with: typed ops in, values out; shapes are checked as it goes.
#pragma once

#include <map>
#include <string>

#include "core/arch/graph.h"
#include "core/base/result.h"

namespace headroom {

/// A value under construction. After an error every op gives an invalid value and does nothing, so blocks need no checks of their own.
struct Value {
  ValueId id;
  bool valid = false;
};

class BuildContext {
 public:
  BuildContext(std::map<std::string, std::int64_t> sizes, double dropout);

  // Ops. Names of parameters are local ("qkv"); the site's name makes them unique.
  Value tokens();
  Value targets();
  Value lookup(Value ids, std::int64_t rows, std::int64_t width, const std::string& name, Init init);
  Value addPositions(Value x, std::int64_t rows, const std::string& name, Init init);
  Value add(Value a, Value b);
  Value linear(Value x, std::int64_t out, const std::string& name, bool bias, Init init);
  /// Linear with the table of an earlier lookup as its weight (a tied head).
  Value linearTied(Value x, const std::string& siteOfLookup);
  Value layerNorm(Value x, double eps, bool gain, bool bias);
  Value slice(Value x, std::int64_t offset, std::int64_t width);
  Value attention(Value q, Value k, Value v, const AttentionOp& op);
  Value activation(Value x, ActivationKind kind);
  Value dropout(Value x);  // with the model's dropout; the identity when it is 0
  /// Declares the model's result: logits [B, T, V], with the loss against targets().
  Value logits(Value logits);

  std::int64_t width(Value x) const;  // last dimension
  std::int64_t size(const std::string& name) const;
  std::int64_t layers() const;  // residual depth of the model: for initial scales such as 0.02/√(2·layers)
  double dropoutProbability() const { return m_dropout; }
  const Shape& shape(Value x) const;

  /// A sentence about this block instance; the first one ends the build.
  Value fail(const std::string& what);

  // For the builder of architectures, not for blocks.
  void enterSite(Site site);
  void leaveSite();
  Result<Graph> finish();
  const std::optional<Error>& error() const { return m_error; }
  const Graph& graph() const { return m_graph; }

 private:
  Value append(Op op, std::vector<Value> inputs, std::vector<ParameterId> parameters = {});
  ParameterId parameter(const std::string& name, std::vector<std::int64_t> shape, Init init, bool decay);

  std::map<std::string, std::int64_t> m_sizes;
  double m_dropout = 0;
  Graph m_graph;
  std::vector<std::uint32_t> m_siteStack;
  std::optional<Error> m_error;
  Value m_tokens, m_targets, m_logits, m_loss;
};

}  // namespace headroom

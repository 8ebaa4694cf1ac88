// Starts and choices that several blocks share.
#pragma once

#include <cmath>
#include <string>

#include "core/arch/build_context.h"
#include "core/arch/params.h"

namespace headroom {

inline constexpr Init kNormal{Init::Kind::Normal, 0.02};

/// Standard deviation of a matrix that takes `in` numbers. "normal": 0.02 (GPT-2, Llama); "width": 1/√in, which keeps
/// sums of one size whatever the width (arXiv:2203.03466).
inline double spread(const std::string& rule, std::int64_t in) {
  return rule == "width" ? 1 / std::sqrt(static_cast<double>(in)) : 0.02;
}

inline Init hiddenInit(const Params& p, std::int64_t in) {
  return {Init::Kind::Normal, spread(p.choice("init"), in)};
}

/// A projection that ends a residual branch. "scaled": over √(2·layers), so that the stream's variance does not grow
/// with depth (GPT-2); "plain": as others (Llama); "zero": the branch begins as the identity (arXiv:2003.04887).
inline Init outputInit(const BuildContext& g, const Params& p, std::int64_t in) {
  const std::string& rule = p.choice("out_init");
  if (rule == "zero") return {Init::Kind::Zeros, 0};
  const double plain = spread(p.choice("init"), in);
  return {Init::Kind::Normal, rule == "plain" ? plain : plain / std::sqrt(2.0 * static_cast<double>(g.layers()))};
}

/// The two parameters that these read.
inline std::vector<ParamSpec> initParams() {
  return {choice("init", {"normal", "width"})
              .says("start of its matrices: 0.02; 1/√inputs, as wide models ask for (arXiv:2203.03466)"),
          choice("out_init", {"scaled", "plain", "zero"})
              .says("start of the last matrix: over √(2·layers) as GPT-2; as the others; zero")};
}

inline ActivationKind activationOf(const std::string& name) {
  for (const ActivationKind kind : {ActivationKind::Relu, ActivationKind::ReluSquared, ActivationKind::GeluTanh,
                                    ActivationKind::Silu, ActivationKind::Sigmoid, ActivationKind::Tanh})
    if (name == word(kind)) return kind;
  return ActivationKind::Gelu;
}

}  // namespace headroom

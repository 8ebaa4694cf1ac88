// Starts and choices that several blocks share.
#pragma once

#include <cmath>
#include <string>

#include "core/arch/build_context.h"

namespace headroom {

inline constexpr Init kNormal{Init::Kind::Normal, 0.02};

/// A projection that ends a residual branch. "scaled": 0.02/√(2·layers), so that the stream's variance does not grow
/// with depth (GPT-2); "plain": 0.02 (Llama); "zero": the branch begins as the identity (arXiv:2003.04887).
inline Init outputInit(const BuildContext& g, const std::string& rule) {
  if (rule == "plain") return kNormal;
  if (rule == "zero") return {Init::Kind::Zeros, 0};
  return {Init::Kind::Normal, 0.02 / std::sqrt(2.0 * static_cast<double>(g.layers()))};
}

inline ActivationKind activationOf(const std::string& name) {
  for (const ActivationKind kind :
       {ActivationKind::Relu, ActivationKind::ReluSquared, ActivationKind::GeluTanh, ActivationKind::Silu})
    if (name == word(kind)) return kind;
  return ActivationKind::Gelu;
}

}  // namespace headroom

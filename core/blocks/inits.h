// Initial scales that several blocks share (GPT-2).
#pragma once

#include <cmath>

#include "core/arch/build_context.h"

namespace headroom {

inline constexpr Init kNormal{Init::Kind::Normal, 0.02};

/// A projection that ends a residual branch: 0.02/√(2·layers), so that the stream's variance does not grow with depth.
inline Init residualInit(const BuildContext& g) {
  return {Init::Kind::Normal, 0.02 / std::sqrt(2.0 * static_cast<double>(g.layers()))};
}

}  // namespace headroom

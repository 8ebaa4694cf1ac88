// y[t] = x[t] + P[t], P[t, 2i] = sin(t/10000^(2i/C)), P[t, 2i+1] = cos of the same.   x, y: [B, T, C].   Vaswani et al.
// 2017.
#include "core/blocks/blocks.h"

namespace headroom {

const Block& positionSinusoidal() {
  static const Block block{
      .id = "position.sinusoidal",
      .title = "Sinusoidal positions",
      .family = Family::Position,
      .idea = "every place in the context has a fixed pattern of waves",
      .formula = "y[t] = x[t] + (sin, cos)(t / 10000^(2i/C))",
      .source = "arXiv:1706.03762",
      .params = {},
      .build = [](BuildContext& g, Value x, const Params&) { return g.dropout(g.addSinusoids(x)); },
  };
  return block;
}

}  // namespace headroom

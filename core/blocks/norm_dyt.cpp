// y = g · tanh(a · x), a trained factor a for every channel.   x, y: [B, T, C], a, g: [C].   Zhu et al. 2025 (one a for
// all channels there).
#include "core/blocks/blocks.h"

namespace headroom {

const Block& normDyt() {
  static const Block block{
      .id = "norm.dyt",
      .title = "Dynamic tanh",
      .family = Family::Norm,
      .idea = "squeezes large values instead of measuring mean and variance",
      .formula = "y = g · tanh(a · x)",
      .source = "arXiv:2503.10622",
      .params = {real("start", 0.5).in(1e-3, 1e3).says("where every a starts")},
      .build =
          [](BuildContext& g, Value x, const Params& p) {
            const Value squeezed = g.activation(g.scaleChannels(x, p.real("start"), "a"), ActivationKind::Tanh);
            return g.scaleChannels(squeezed, 1, "gain");
          },
  };
  return block;
}

}  // namespace headroom

// y = g · (x − mean x)/√(var x + eps) + b over the channels.   x, y: [B, T, C], g, b: [C].   Ba et al. 2016.
#include "core/blocks/blocks.h"

namespace headroom {

const Block& normLayer() {
  static const Block block{
      .id = "norm.layer",
      .title = "LayerNorm",
      .family = Family::Norm,
      .idea = "every token's vector is centred and scaled to unit variance",
      .formula = "y = g · (x − mean(x)) / √(var(x) + eps) + b",
      .source = "arXiv:1607.06450",
      .params = {real("eps", 1e-5).in(1e-8, 1e-2).says("keeps the division finite where the variance vanishes"),
                 flag("gain", true).says("a trained factor for every channel"),
                 flag("bias", true).says("a trained shift for every channel")},
      .build = [](BuildContext& g, Value x,
                  const Params& p) { return g.layerNorm(x, p.real("eps"), p.flag("gain"), p.flag("bias")); },
  };
  return block;
}

}  // namespace headroom

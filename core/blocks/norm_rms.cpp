// y = g · x/√(mean x² + eps) over the channels.   x, y: [B, T, C], g: [C].   Zhang & Sennrich 2019.
#include "core/blocks/blocks.h"

namespace headroom {

const Block& normRms() {
  static const Block block{
      .id = "norm.rms",
      .title = "RMSNorm",
      .family = Family::Norm,
      .idea = "every token's vector is scaled to unit length, not centred",
      .formula = "y = g · x / √(mean(x²) + eps)",
      .source = "arXiv:1910.07467",
      .params = {real("eps", 1e-5).in(1e-8, 1e-2).says("keeps the division finite where the vector vanishes"),
                 flag("gain", true).says("a trained factor for every channel")},
      .build = [](BuildContext& g, Value x, const Params& p) { return g.rmsNorm(x, p.real("eps"), p.flag("gain")); },
  };
  return block;
}

}  // namespace headroom

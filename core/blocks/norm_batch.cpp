// y = g · (x − mean)/√(var + eps) + b for every channel over places 0 … t of all sequences.   x, y: [B, T, C].   Ioffe
// & Szegedy 2015.
#include "core/blocks/blocks.h"

namespace headroom {

const Block& normBatch() {
  static const Block block{
      .id = "norm.batch",
      .title = "BatchNorm",
      .family = Family::Norm,
      .idea = "every channel is centred and scaled over the batch, without a look at later tokens",
      .formula = "y[t] = g · (x[t] − mean_{0…t}) / √(var_{0…t} + eps) + b",
      .source = "arXiv:1502.03167",
      .params = {real("eps", 1e-5).in(1e-8, 1e-2).says("keeps the division finite where the variance vanishes"),
                 real("momentum", 0.1)
                     .in(1e-4, 1)
                     .says(
                         "how fast the running statistics follow those of a batch; they are used outside of training"),
                 flag("gain", true).says("a trained factor for every channel"),
                 flag("bias", true).says("a trained shift for every channel")},
      .build =
          [](BuildContext& g, Value x, const Params& p) {
            return g.batchNorm(x, p.real("eps"), p.real("momentum"), p.flag("gain"), p.flag("bias"));
          },
  };
  return block;
}

}  // namespace headroom

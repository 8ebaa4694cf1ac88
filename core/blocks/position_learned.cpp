// y[t] = x[t] + P[t].   x, y: [B, T, C], P: [positions, C].
#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {

const Block& positionLearned() {
  static const Block block{
      .id = "position.learned",
      .title = "Learned positions",
      .family = Family::Position,
      .idea = "every place in the context has its own trained vector",
      .formula = "y[t] = x[t] + P[t]",
      .source = "Radford et al. 2019 (GPT-2)",
      .params = {integer("positions", "context").says("rows of the table: the longest context it can serve")},
      .build = [](BuildContext& g, Value x,
                  const Params& p) { return g.dropout(g.addPositions(x, p.integer("positions"), "table", kNormal)); },
  };
  return block;
}

}  // namespace headroom

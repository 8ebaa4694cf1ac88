// y[t] = E[id[t]].   id: [B, T], E: [vocab, width], y: [B, T, width].
#include <cmath>

#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {

const Block& embedToken() {
  static const Block block{
      .id = "embed.token",
      .title = "Token embedding",
      .family = Family::Embedding,
      .idea = "every token of the vocabulary has its own vector",
      .formula = "y[t] = E[id[t]]",
      .source = "Bengio et al. 2003, JMLR 3",
      .params = {integer("vocab", "vocab").says("rows of the table: how many different tokens there are"),
                 integer("width", "width").says("length of each vector: the width of the residual stream"),
                 flag("scaled", false).says("multiply by √width, as the first Transformer does")},
      .build =
          [](BuildContext& g, Value ids, const Params& p) {
            const Value x = g.lookup(ids, p.integer("vocab"), p.integer("width"), "table", kNormal);
            return p.flag("scaled") ? g.scale(x, std::sqrt(static_cast<double>(p.integer("width")))) : x;
          },
  };
  return block;
}

}  // namespace headroom

// y = x.   For a slot or an arm that is to have no positions.   Haviv et al. 2022.
#include "core/blocks/blocks.h"

namespace headroom {

const Block& positionNone() {
  static const Block block{
      .id = "position.none",
      .title = "No positions",
      .family = Family::Position,
      .idea = "the causal mask alone tells where a token stands",
      .formula = "y = x",
      .source = "arXiv:2203.16634",
      .params = {},
      .build = [](BuildContext&, Value x, const Params&) { return x; },
  };
  return block;
}

}  // namespace headroom

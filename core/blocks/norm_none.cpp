// y = x.   For a slot or an arm that is to have no norm.
#include "core/blocks/blocks.h"

namespace headroom {

const Block& normNone() {
  static const Block block{
      .id = "norm.none",
      .title = "No norm",
      .family = Family::Norm,
      .idea = "the vector stays as it is",
      .formula = "y = x",
      .source = "the identity",
      .params = {},
      .build = [](BuildContext&, Value x, const Params&) { return x; },
  };
  return block;
}

}  // namespace headroom

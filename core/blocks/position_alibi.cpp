// score(t, s) ← q_t·k_s/√D − m_h · (t − s), m_h = 2^(−8h/heads).   Press et al. 2021.
#include "core/blocks/blocks.h"

namespace headroom {

const Block& positionAlibi() {
  static const Block block{
      .id = "position.alibi",
      .title = "Linear biases (ALiBi)",
      .family = Family::Position,
      .idea = "scores fall with the distance, in every head at its own pace",
      .formula = "score(t, s) = q_t·k_s/√D − 2^(−8h/heads) · (t − s)",
      .source = "arXiv:2108.12409",
      .params = {},
      .build =
          [](BuildContext& g, Value x, const Params&) {
            g.alibi();
            return x;
          },
      .onlyInSlots = true,
  };
  return block;
}

}  // namespace headroom

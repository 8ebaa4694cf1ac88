// Pairs (i, i + R/2) of every query and key turn by t · θ^(−2i/R), R = ⌊part · D⌋ made even.   Su et al. 2021.
#include <cmath>

#include "core/blocks/blocks.h"

namespace headroom {
namespace {

RotaryScaling scalingOf(const std::string& name) {
  for (const RotaryScaling scaling : {RotaryScaling::Linear, RotaryScaling::Ntk, RotaryScaling::Yarn})
    if (name == word(scaling)) return scaling;
  return RotaryScaling::None;
}

}  // namespace

const Block& positionRope() {
  static const Block block{
      .id = "position.rope",
      .title = "Rotary positions (RoPE)",
      .family = Family::Position,
      .idea = "queries and keys turn with their place, so their product knows the distance",
      .formula = "(x_i, x_{i+R/2}) ← rotation by t · θ^(−2i/R)",
      .source = "arXiv:2104.09864",
      .params = {real("theta", 10000).in(1, 1e9).says("the slowest pair turns once in about 2π·theta positions"),
                 real("part", 1).in(0.01, 1).says("share of each head that is turned"),
                 choice("scaling", {"none", "linear", "ntk", "yarn"})
                     .says("for a context longer than trained: linear arXiv:2306.15595, yarn arXiv:2309.00071"),
                 real("factor", 1).in(1, 1e6).says("how much longer than the trained context"),
                 integer("trained_context", "context").says("the context before scaling (yarn)")},
      .build =
          [](BuildContext& g, Value x, const Params& p) {
            const std::int64_t headWidth = g.heads() > 0 ? g.width(x) / g.heads() : 0;
            const double part = p.real("part");
            const std::int64_t rotated =
                part == 1 ? headWidth : static_cast<std::int64_t>(part * static_cast<double>(headWidth)) / 2 * 2;
            return g.rotary(x, {.rotated = rotated,
                                .theta = p.real("theta"),
                                .scaling = scalingOf(p.choice("scaling")),
                                .factor = p.real("factor"),
                                .trainedContext = p.integer("trained_context")});
          },
      .onlyInSlots = true,
  };
  return block;
}

}  // namespace headroom

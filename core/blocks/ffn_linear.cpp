// y = x · W + b.   x: [B, T, C], y: [B, T, width]. Brings a stream to another width, as after branches side by side.
#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {

const Block& ffnLinear() {
  static const Block block{
      .id = "ffn.linear",
      .title = "Linear layer",
      .family = Family::FeedForward,
      .idea = "one matrix: brings the stream to a width",
      .formula = "y = x · W + b",
      .source = "Rosenblatt 1958, Psychological Review 65",
      .params = listOf(
          {integer("width", "width").says("numbers a token afterwards"), flag("bias", true).says("a trained shift")},
          initParams()),
      .build =
          [](BuildContext& g, Value x, const Params& p) {
            return g.linear(x, p.integer("width"), "out", p.flag("bias"), outputInit(g, p, g.width(x)));
          },
  };
  return block;
}

}  // namespace headroom

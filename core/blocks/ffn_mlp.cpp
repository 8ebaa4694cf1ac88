// y = f(x·W₁ + b₁)·W₂ + b₂.   x, y: [B, T, C], hidden [B, T, width].   Vaswani et al. 2017.
#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {
const Block& ffnMlp() {
  static const Block block{
      .id = "ffn.mlp",
      .title = "MLP",
      .family = Family::FeedForward,
      .idea = "every token passes through a wider hidden layer of its own",
      .formula = "y = f(x·W₁ + b₁) · W₂ + b₂",
      .source = "arXiv:1706.03762",
      .params =
          listOf({integer("width", "ffn_width").says("width of the hidden layer, usually four times the stream's"),
                  choice("activation", {"gelu", "gelu-tanh", "relu", "relu2", "silu"})
                      .says("gelu is exact; gelu-tanh is GPT-2's approximation of it; relu2 is relu squared"),
                  flag("bias", true).says("a trained shift in both layers")},
                 initParams()),
      .build =
          [](BuildContext& g, Value x, const Params& p) {
            const Value up = g.linear(x, p.integer("width"), "up", p.flag("bias"), hiddenInit(p, g.width(x)));
            const Value hidden = g.activation(up, activationOf(p.choice("activation")));
            return g.dropout(
                g.linear(hidden, g.width(x), "down", p.flag("bias"), outputInit(g, p, p.integer("width"))));
          },
  };
  return block;
}

}  // namespace headroom

// y = (f(x·W₁ + b₁) ⊙ (x·W₂ + b₂)) · W₃ + b₃.   x, y: [B, T, C], hidden [B, T, width].   Shazeer 2020.
#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {

const Block& ffnGated() {
  static const Block block{
      .id = "ffn.gated",
      .title = "Gated MLP (SwiGLU)",
      .family = Family::FeedForward,
      .idea = "one half of the hidden layer decides how much of the other passes",
      .formula = "y = (f(x·W₁) ⊙ x·W₂) · W₃",
      .source = "arXiv:2002.05202",
      .params = listOf({integer("width", "ffn_width").says("width of the hidden layer: of each half"),
                        choice("activation", {"silu", "gelu", "gelu-tanh", "relu", "relu2"})
                            .says("silu: SwiGLU; gelu: GeGLU; relu: ReGLU"),
                        flag("bias", false).says("a trained shift in its layers")},
                       initParams()),
      .build =
          [](BuildContext& g, Value x, const Params& p) {
            const std::int64_t width = p.integer("width");
            const Value both = g.linear(x, 2 * width, "gate_up", p.flag("bias"), hiddenInit(p, g.width(x)));
            const Value gate = g.activation(g.slice(both, 0, width), activationOf(p.choice("activation")));
            const Value hidden = g.mul(gate, g.slice(both, width, width));
            return g.dropout(
                g.linear(hidden, g.width(x), "down", p.flag("bias"), outputInit(g, p, p.integer("width"))));
          },
  };
  return block;
}

}  // namespace headroom

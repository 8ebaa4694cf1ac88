// logits = x·Wᵀ.   x: [B, T, C], W: [vocab, C], logits: [B, T, vocab]. Tied: W is the token embedding's table.
#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {

const Block& headLinear() {
  static const Block block{
      .id = "head.linear",
      .title = "Linear head",
      .family = Family::Head,
      .idea = "one score for every token of the vocabulary",
      .formula = "logits = x · Wᵀ",
      .source = "arXiv:1608.05859 (tied)",
      .params =
          {integer("vocab", "vocab").says("how many tokens are scored; a tied head has the embedding's rows"),
           flag("tied", false).says("use the token embedding's table instead of a matrix of its own"),
           real("softcap", 0).in(0, 1e6).says("logits z become cap·tanh(z/cap); 0: as they are (arXiv:2408.00118)"),
           real("multiplier", 1).in(-1e6, 1e6).says("logits times it, such as 256/width (arXiv:2203.03466)")},
      .build =
          [](BuildContext& g, Value x, const Params& p) {
            Value logits =
                p.flag("tied") ? g.linearTied(x, "") : g.linear(x, p.integer("vocab"), "out", false, kNormal);
            if (p.real("multiplier") != 1) logits = g.scale(logits, p.real("multiplier"));
            return g.logits(p.real("softcap") > 0 ? g.softcap(logits, p.real("softcap")) : logits);
          },
  };
  return block;
}

}  // namespace headroom

// Logits of the next token, and in training of those after it, each from the stream through an MLP of its own; all
// share the last matrix.   x: [B, T, C], logits: [B, T, vocab].   Gloeckle et al. 2024 (an MLP a token instead of a
// layer).
#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {

const Block& headMtp() {
  static const Block block{
      .id = "head.mtp",
      .title = "Multi-token head",
      .family = Family::Head,
      .idea = "learns to predict several tokens ahead; only the next one is asked for later",
      .formula = "loss = CE(x·Wᵀ, next) + weight · Σ_k CE((x + MLP_k(norm(x)))·Wᵀ, k after the next) / n",
      .source = "arXiv:2404.19737",
      .params = listOf(
          {integer("vocab", "vocab").says("how many tokens are scored; a tied head has the embedding's rows"),
           flag("tied", false).says("use the token embedding's table instead of a matrix of its own"),
           integer("tokens", "2").in(2, 64).says("how many tokens are predicted: the next one and those after it"),
           real("weight", 0.3).in(0, 1e3).says("how much the further tokens count together (arXiv:2412.19437: 0.3)"),
           integer("width", "ffn_width").says("hidden width of the MLP of each further token")},
          initParams()),
      .build = [](BuildContext& g, Value x, const Params& p) -> Value {
        const Value logits =
            p.flag("tied") ? g.linearTied(x, "") : g.linear(x, p.integer("vocab"), "out", false, kNormal);
        const std::int64_t further = p.integer("tokens") - 1, width = p.integer("width");
        for (std::int64_t k = 1; k <= further; ++k) {
          const std::string name = "ahead" + std::to_string(k);
          const Value up = g.linear(g.rmsNorm(x, 1e-5, true), width, name + ".up", true, hiddenInit(p, g.width(x)));
          const Value down = g.linear(g.activation(up, ActivationKind::Gelu), g.width(x), name + ".down", true,
                                      outputInit(g, p, width));
          const Value own = g.linearAgain(g.add(x, down), logits);
          g.loss("mtp/" + std::to_string(k), g.crossEntropy(own, k), p.real("weight") / static_cast<double>(further));
        }
        return g.logits(logits);
      },
  };
  return block;
}

}  // namespace headroom

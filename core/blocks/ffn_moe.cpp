// y = Σ_e share_e(x) · FFN_e(x) over the best `active` of `experts`, and shared experts for all.   x, y: [B, T, C].
// Shazeer 2017; shared experts: Dai 2024.
#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {
namespace {

/// What every token passes through.
Value sharedExperts(BuildContext& g, Value x, const Params& p, std::int64_t width) {
  const bool gated = p.flag("gated");
  const ActivationKind kind = activationOf(p.choice("activation"));
  Value hidden = g.linear(x, gated ? 2 * width : width, "shared.up", false, hiddenInit(p, g.width(x)));
  hidden = gated ? g.mul(g.activation(g.slice(hidden, 0, width), kind), g.slice(hidden, width, width))
                 : g.activation(hidden, kind);
  return g.linear(hidden, g.width(x), "shared.down", false, outputInit(g, p, width));
}

}  // namespace

const Block& ffnMoe() {
  static const Block block{
      .id = "ffn.moe",
      .title = "Mixture of experts",
      .family = Family::FeedForward,
      .idea = "a router sends every token to a few of many feed-forward layers",
      .formula = "y = Σ_{e ∈ best} s_e · (f(x·W₁ₑ) ⊙ x·W₂ₑ) · W₃ₑ, s = softmax(x·W_r)",
      .source = "arXiv:1701.06538",
      .params = listOf(
          {integer("experts", "8").in(1, 65536).says("how many there are"),
           integer("active", "2").in(1, 65536).says("how many a token goes to"),
           integer("width", "ffn_width").says("width of the hidden layer of each expert"),
           integer("shared", "0").in(0, 1024).says("so many more, which every token passes through (arXiv:2401.06066)"),
           choice("activation", {"silu", "gelu", "gelu-tanh", "relu", "relu2"}).says("f between its matrices"),
           flag("gated", true).says("two matrices before the activation's product, as SwiGLU"),
           choice("score", {"softmax", "sigmoid"}).says("how scores become shares"),
           flag("normalised", true).says("the shares of a token's experts sum to one"),
           real("route_scale", 1).in(1e-6, 1e6).says("all shares times it (arXiv:2412.19437: 2.5)"),
           real("capacity", 0)
               .in(0, 1e6)
               .says("most tokens of an expert in training, over the even share: 1.25; 0: no limit (arXiv:2101.03961)"),
           real("balance_loss", 0.01).in(0, 1e6).says("weight of the loss that evens out the load (arXiv:2101.03961)"),
           real("z_loss", 0).in(0, 1e6).says("weight of the loss that keeps scores small (arXiv:2202.08906)"),
           real("bias_rate", 0)
               .in(0, 1)
               .says("step of the bias that evens out the load without a loss (arXiv:2408.15664)")},
          initParams()),
      .build = [](BuildContext& g, Value x, const Params& p) -> Value {
        const RouteOp route{.experts = p.integer("experts"),
                            .active = p.integer("active"),
                            .score = p.choice("score") == "sigmoid" ? RouterScore::Sigmoid : RouterScore::Softmax,
                            .normalised = p.flag("normalised"),
                            .scale = p.real("route_scale"),
                            .capacity = p.real("capacity"),
                            .biasRate = p.real("bias_rate")};
        const std::int64_t width = p.integer("width");
        const Value scores = g.linear(x, route.experts, "router", false, hiddenInit(p, g.width(x)));
        const Value shares = g.route(scores, route);
        const ExpertsOp experts{.experts = route.experts,
                                .active = route.active,
                                .width = width,
                                .activation = activationOf(p.choice("activation")),
                                .gated = p.flag("gated")};
        Value y = g.experts(x, shares, experts, hiddenInit(p, g.width(x)), outputInit(g, p, width));
        if (const std::int64_t shared = p.integer("shared"); shared > 0) {
          std::int64_t together = 0;
          if (__builtin_mul_overflow(shared, width, &together) || together > INT64_MAX / 2)
            return g.fail("are too many for this width; try 1.", "shared");
          y = g.add(y, sharedExperts(g, x, p, together));
        }
        g.report("router/load", g.routerLoad(shares));
        if (p.real("balance_loss") > 0)
          g.loss("balance", g.balanceLoss(scores, shares, route.score), p.real("balance_loss"));
        if (p.real("z_loss") > 0) g.loss("z", g.routerZLoss(scores), p.real("z_loss"));
        return g.dropout(y);
      },
  };
  return block;
}

}  // namespace headroom

// (x, z) = u·W_in; x = silu(conv(x)); (r, B, C) = x·W_x; Δ = softplus(r·W_Δ + b); y = scan(x, Δ, A, B, C) ⊙ silu(z) ·
// W_out.   u, y: [B, T, width], x, z, Δ: [B, T, expansion·width], B, C: [B, T, state].   Gu & Dao 2023.
#include <cmath>

#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {

const Block& seqMamba() {
  static const Block block{
      .id = "seq.mamba",
      .title = "Mamba",
      .family = Family::Recurrence,
      .idea = "a state of fixed size whose decay and input depend on the token",
      .formula = "h[t] = exp(Δ·A)·h[t−1] + Δ·B·x[t], y[t] = C·h[t] + D·x[t], times silu(z)",
      .source = "arXiv:2312.00752",
      .params = listOf({integer("expansion", "2").in(1, 64).says("channels of the scan over the stream's width"),
                        integer("state", "16").in(1, 4096).says("numbers of the state a channel"),
                        integer("taps", "4").in(1, 4096).says("tokens that the convolution before the scan sees"),
                        integer("rank", "ceil(width/16)").says("numbers from which the steps Δ are made"),
                        flag("bias", false).says("a trained shift of the first and the last matrix")},
                       initParams()),
      .build = [](BuildContext& g, Value u, const Params& p) -> Value {
        const std::int64_t width = g.width(u), state = p.integer("state"), rank = p.integer("rank");
        std::int64_t channels = 0;
        if (__builtin_mul_overflow(width, p.integer("expansion"), &channels) || channels > INT64_MAX / 2)
          return g.fail("is too large for this width; try 2.", "expansion");
        const Value both = g.linear(u, 2 * channels, "in", p.flag("bias"), hiddenInit(p, width));
        const Value mixed = g.causalConv(g.slice(both, 0, channels), p.integer("taps"), "conv", true);
        const Value x = g.activation(mixed, ActivationKind::Silu);
        const Value made = g.linear(x, rank + 2 * state, "x", false, hiddenInit(p, channels));
        const double reach = 1 / std::sqrt(static_cast<double>(rank));
        const Value steps = g.linear(g.slice(made, 0, rank), channels, "dt", true, {Init::Kind::Uniform, reach},
                                     {Init::Kind::LogSteps, 0});
        const Value y = g.selectiveScan(x, g.activation(steps, ActivationKind::Softplus), g.slice(made, rank, state),
                                        g.slice(made, rank + state, state), state);
        const Value z = g.activation(g.slice(both, channels, channels), ActivationKind::Silu);
        return g.dropout(g.linear(g.mul(y, z), width, "out", p.flag("bias"), outputInit(g, p, channels)));
      },
  };
  return block;
}

}  // namespace headroom

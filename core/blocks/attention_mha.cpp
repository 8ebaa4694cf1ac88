// y = softmax(q·kᵀ/√D + causal mask)·v · Wₒ, per head.   x, y: [B, T, C], D = C/heads.   Vaswani et al. 2017.
#include <algorithm>

#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {
namespace {

/// What to try when `heads` do not divide `width`: the nearest counts that do, and the nearest width.
std::string advice(std::int64_t heads, std::int64_t width) {
  constexpr std::int64_t kReach = 10000;  // far enough for any model, quick for any input
  std::int64_t fewer = std::min(heads, width), more = heads + 1;
  while (width % fewer != 0 && fewer > std::max<std::int64_t>(1, heads - kReach)) --fewer;
  while (more <= std::min(width, heads + kReach) && width % more != 0) ++more;
  const bool fewerFits = width % fewer == 0, moreFits = more <= width && width % more == 0;
  const std::int64_t below = width - width % heads, above = below + heads;
  const std::int64_t near = below > 0 && width - below < above - width ? below : above;
  std::string counts = fewerFits ? std::to_string(fewer) : "";
  if (moreFits) counts += (counts.empty() ? "" : " or ") + std::to_string(more);
  if (!counts.empty()) counts += fewerFits && !moreFits && fewer == 1 ? " head, or " : " heads, or ";
  return "try " + counts + "width " + std::to_string(near) + ".";
}

Value build(BuildContext& g, Value x, const Params& p) {
  const std::int64_t heads = p.integer("heads"), width = g.width(x);
  if (width % heads != 0)
    return g.fail(std::to_string(heads) + (heads == 1 ? " head does" : " heads do") + " not divide width " +
                      std::to_string(width) + "; " + advice(heads, width),
                  "heads");
  const AttentionOp op{.heads = heads,
                       .kvHeads = heads,
                       .headWidth = width / heads,
                       .kernel = p.choice("kernel") == "math" ? AttentionKernel::Math : AttentionKernel::Flash,
                       .dropout = g.dropoutProbability()};
  // One product for q, k and v: three thin ones would read x three times.
  const Value qkv = g.linear(x, 3 * width, "qkv", p.flag("bias"), kNormal);
  const Value q = g.slice(qkv, 0, width);
  const Value k = g.slice(qkv, width, width);
  const Value v = g.slice(qkv, 2 * width, width);
  const Value mixed = g.attention(q, k, v, op);
  return g.dropout(g.linear(mixed, width, "out", p.flag("bias"), residualInit(g)));
}

}  // namespace

const Block& attentionMha() {
  static const Block block{
      .id = "attention.mha",
      .title = "Multi-head attention",
      .family = Family::Attention,
      .idea = "every head has its own keys and values",
      .formula = "y = concat_h( softmax(q_h·k_hᵀ/√D + causal) · v_h ) · Wₒ",
      .source = "arXiv:1706.03762",
      .params = {integer("heads", "heads").says("how many attention patterns run side by side; must divide the width"),
                 choice("kernel", {"flash", "math"})
                     .says("flash: scores stay in fast memory (arXiv:2205.14135); math: scores are written out"),
                 flag("bias", true).says("a trained shift in its four projections")},
      .build = build,
  };
  return block;
}

}  // namespace headroom

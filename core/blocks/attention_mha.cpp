// y = softmax(q·kᵀ/√D + causal mask)·v · Wₒ, per head.   x, y: [B, T, C], D = C/heads.   Vaswani et al. 2017.
#include "core/blocks/attention.h"
#include "core/blocks/blocks.h"

namespace headroom {

const Block& attentionMha() {
  static const Block block{
      .id = "attention.mha",
      .title = "Multi-head attention",
      .family = Family::Attention,
      .idea = "every head has its own keys and values",
      .formula = "y = concat_h( softmax(q_h·k_hᵀ/√D + causal) · v_h ) · Wₒ",
      .source = "arXiv:1706.03762",
      .params = listOf(
          {integer("heads", "heads").says("how many attention patterns run side by side; must divide the width")},
          attentionParams()),
      .build = [](BuildContext& g, Value x, const Params& p) -> Value {
        const std::int64_t heads = p.integer("heads");
        if (!headsDivide(g, x, heads)) return {};
        return buildAttention(g, x, p, heads, heads, g.width(x) / heads);
      },
  };
  return block;
}

}  // namespace headroom

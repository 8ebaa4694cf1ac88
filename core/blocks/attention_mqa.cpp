// As multi-head attention, but all heads share one key and value.   x, y: [B, T, C], D = C/heads.   Shazeer 2019.
#include "core/blocks/attention.h"
#include "core/blocks/blocks.h"

namespace headroom {

const Block& attentionMqa() {
  static const Block block{
      .id = "attention.mqa",
      .title = "Multi-query attention",
      .family = Family::Attention,
      .idea = "all heads share one key and one value: the smallest cache",
      .formula = "y = concat_h( softmax(q_h·kᵀ/√D + causal) · v ) · Wₒ",
      .source = "arXiv:1911.02150",
      .params = listOf(
          {integer("heads", "heads").says("how many attention patterns run side by side; must divide the width")},
          attentionParams()),
      .build = [](BuildContext& g, Value x, const Params& p) -> Value {
        const std::int64_t heads = p.integer("heads");
        if (!headsDivide(g, x, heads)) return {};
        return buildAttention(g, x, p, heads, 1, g.width(x) / heads);
      },
  };
  return block;
}

}  // namespace headroom

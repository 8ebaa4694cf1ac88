// As multi-head attention, but groups of heads share one key and value.   x, y: [B, T, C], D = head_width.   Ainslie et
// al. 2023.
#include "core/blocks/attention.h"
#include "core/blocks/blocks.h"

namespace headroom {

const Block& attentionGqa() {
  static const Block block{
      .id = "attention.gqa",
      .title = "Grouped-query attention",
      .family = Family::Attention,
      .idea = "groups of heads share their keys and values: a smaller cache",
      .formula = "y = concat_h( softmax(q_h·k_gᵀ/√D + causal) · v_g ) · Wₒ,  g = ⌊h · kv_heads / heads⌋",
      .source = "arXiv:2305.13245",
      .params = listOf({integer("heads", "heads").says("how many attention patterns run side by side"),
                        integer("kv_heads", "kv_heads").says("how many keys and values they share; must divide heads"),
                        integer("head_width", "width/heads").says("numbers of one query, key or value")},
                       attentionParams()),
      .build =
          [](BuildContext& g, Value x, const Params& p) {
            return buildAttention(g, x, p, p.integer("heads"), p.integer("kv_heads"), p.integer("head_width"));
          },
  };
  return block;
}

}  // namespace headroom

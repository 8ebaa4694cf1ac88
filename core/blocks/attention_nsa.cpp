// Three attentions added with gates: blocks pooled to one key, the blocks that weigh most, a window.   x, y: [B, T, C].
// Yuan et al. 2025 (pooling by trained weights; the branches share keys and values).
#include "core/blocks/attention.h"
#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {

const Block& attentionNsa() {
  static const Block block{
      .id = "attention.nsa",
      .title = "Block-sparse attention",
      .family = Family::Attention,
      .idea = "sees all from afar, the weightiest blocks in full, and what is near",
      .formula = "y = Σ_b σ(x·W_b) · attention_b(q, k, v), b: pooled blocks, selected blocks, window",
      .source = "arXiv:2502.11089",
      .params = listOf(
          {integer("heads", "heads").says("how many attention patterns run side by side; must divide the width"),
           integer("kv_heads", "heads").says("how many keys and values they share; must divide heads"),
           integer("block_size", "ceil(context/8)").says("positions of a block"),
           integer("selected", "2").says("blocks that are seen in full; the own one is always among them"),
           integer("window", "ceil(context/8)").in(0, 1e9).says("the last positions, seen in full; 0: no window"),
           flag("weight_dropout", true).says("the model's dropout acts on the attention weights, too"),
           flag("dense_allowed", false).says("true: may see as much as a dense attention does, which saves nothing"),
           slot("position", {"position.none", "position.rope"}).says("how queries and keys learn their distance"),
           slot("qk_norm", {"norm.none", "norm.rms", "norm.layer"})
               .says("a norm of every query and key, head by head (arXiv:2302.05442)"),
           flag("bias", true).says("a trained shift in its projections")},
          initParams()),
      .build = [](BuildContext& g, Value x, const Params& p) -> Value {
        const std::int64_t heads = p.integer("heads"), kvHeads = p.integer("kv_heads"), width = g.width(x);
        if (!headsDivide(g, x, heads)) return {};
        const std::int64_t headWidth = width / heads;
        auto [q, k, v] = projected(g, x, p, heads, kvHeads, headWidth);
        const Value gates =
            g.activation(g.linear(x, 3 * heads, "gates", true, hiddenInit(p, width)), ActivationKind::Sigmoid);
        k = g.cache(k);
        v = g.cache(v);
        const BlockSparseAttentionOp op{.heads = heads,
                                        .kvHeads = kvHeads,
                                        .headWidth = headWidth,
                                        .block = p.integer("block_size"),
                                        .selected = p.integer("selected"),
                                        .window = p.integer("window"),
                                        .dropout = p.flag("weight_dropout") ? g.dropoutProbability() : 0};
        const Value mixed = g.blockSparseAttention(q, k, v, gates, op, p.flag("dense_allowed"));
        return g.dropout(g.linear(mixed, width, "out", p.flag("bias"), outputInit(g, p, width)));
      },
  };
  return block;
}

}  // namespace headroom

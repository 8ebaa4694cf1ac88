// Keys and values of all heads come from one small latent a token, which is all that is cached; a part of each query
// and one shared key turn with their place.   x, y: [B, T, C], latent [B, T, kv_rank].   DeepSeek-AI 2024.
#include "core/blocks/attention.h"
#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {

const Block& attentionMla() {
  static const Block block{
      .id = "attention.mla",
      .title = "Multi-head latent attention",
      .family = Family::Attention,
      .idea = "keys and values are made from a small latent: the cache holds it alone",
      .formula =
          "c = norm(x·W_c), k_h = (c·W_kh, rope(x·W_r)), v_h = c·W_vh, y = concat_h(softmax(q_h·k_hᵀ/√D)·v_h)·Wₒ",
      .source = "arXiv:2405.04434",
      .params = listOf(
          {integer("heads", "heads").says("how many attention patterns run side by side"),
           integer("q_rank", "0").in(0, 1e9).says("numbers the queries are made from; 0: from the stream itself"),
           integer("kv_rank", "ceil(width/4)").says("numbers of the latent"),
           integer("nope_width", "ceil(width/heads)").says("numbers of a query and key that do not turn"),
           integer("rope_width", "2*ceil(width/heads/4)")
               .says("numbers of a query and of the shared key that turn; even"),
           integer("value_width", "ceil(width/heads)").says("numbers of a value"),
           real("eps", 1e-6).in(1e-8, 1e-2).says("of the norms of the latents"),
           choice("kernel", {"flash", "math"}).says("flash: scores stay in fast memory; math: scores are written out"),
           slot("position", {"position.rope"}).says("how the turning part learns its distance")},
          initParams()),
      .build = [](BuildContext& g, Value x, const Params& p) -> Value {
        const std::int64_t heads = p.integer("heads"), rank = p.integer("kv_rank"), still = p.integer("nope_width"),
                           turning = p.integer("rope_width"), values = p.integer("value_width"), width = g.width(x);
        Value from = x;
        if (const std::int64_t own = p.integer("q_rank"); own > 0)
          from = g.rmsNorm(g.linear(x, own, "q_down", false, hiddenInit(p, width)), p.real("eps"), true);
        const Value q = g.linear(from, heads * (still + turning), "q", false, hiddenInit(p, g.width(from)));
        const Value turned = g.throughSlot(p, "position", g.slice(q, heads * still, heads * turning), heads);
        const Value queries = g.concatHeads(g.slice(q, 0, heads * still), turned, heads, false);

        const Value down = g.linear(x, rank + turning, "kv_down", false, hiddenInit(p, width));
        const Value latent = g.cache(g.rmsNorm(g.slice(down, 0, rank), p.real("eps"), true));
        const Value sharedKey = g.cache(g.throughSlot(p, "position", g.slice(down, rank, turning), 1));
        const Value up = g.linear(latent, heads * (still + values), "kv_up", false, hiddenInit(p, rank));
        const Value keys = g.concatHeads(g.slice(up, 0, heads * still), sharedKey, heads, true);
        const AttentionOp op{.heads = heads,
                             .kvHeads = heads,
                             .headWidth = still + turning,
                             .kernel = p.choice("kernel") == "math" ? AttentionKernel::Math : AttentionKernel::Flash,
                             .dropout = g.dropoutProbability(),
                             .valueWidth = values};
        const Value mixed = g.attention(queries, keys, g.slice(up, heads * still, heads * values), op);
        return g.dropout(g.linear(mixed, width, "out", false, outputInit(g, p, heads * values)));
      },
  };
  return block;
}

}  // namespace headroom

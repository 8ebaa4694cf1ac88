#include "core/blocks/attention.h"

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

AttentionKernel kernelOf(const std::string& name) {
  for (const AttentionKernel kernel : {AttentionKernel::Math, AttentionKernel::Ours})
    if (name == word(kernel)) return kernel;
  return AttentionKernel::Flash;
}

AttentionPattern patternOf(const std::string& name) {
  for (const AttentionPattern pattern : {AttentionPattern::Window, AttentionPattern::Strided, AttentionPattern::Fixed})
    if (name == word(pattern)) return pattern;
  return AttentionPattern::Causal;
}

}  // namespace

std::vector<ParamSpec> attentionParams() {
  return listOf(
      {choice("kernel", {"flash", "math", "ours"})
           .says("flash: LibTorch's, scores stay in fast memory (arXiv:2205.14135); math: scores are written out; "
                 "ours: flash of our own that skips keys no query of a tile sees; on a GPU, or with dropout in "
                 "training, the same as flash"),
       choice("pattern", {"causal", "window", "strided", "fixed"})
           .says("which positions are seen: all before; the last span; also every span-th before; the own block of "
                 "span and the last of each earlier (arXiv:1904.10509)"),
       integer("span", "128").says("length of the window, stride or block of a sparse pattern"),
       slot("position", {"position.none", "position.rope", "position.alibi"})
           .says("how queries and keys learn their distance"),
       slot("qk_norm", {"norm.none", "norm.rms", "norm.layer"})
           .says("a norm of every query and key, head by head (arXiv:2302.05442)"),
       real("softcap", 0).in(0, 1e6).says("scores s become cap·tanh(s/cap); 0: as they are (arXiv:2408.00118)"),
       flag("sink", false).says("a trained score a head that takes a share of the softmax (arXiv:2309.17453)"),
       flag("bias", true).says("a trained shift in its projections"),
       textual("values").says("a tap whose value is added to the values, times a trained factor (value embeddings)")},
      initParams());
}

Projected projected(BuildContext& g, Value x, const Params& p, std::int64_t heads, std::int64_t kvHeads,
                    std::int64_t headWidth) {
  // One product for q, k and v: three thin ones would read x three times.
  const std::int64_t queries = heads * headWidth, keys = kvHeads * headWidth;
  const Value qkv = g.linear(x, queries + 2 * keys, "qkv", p.flag("bias"), hiddenInit(p, g.width(x)));
  Value q = g.slice(qkv, 0, queries), k = g.slice(qkv, queries, keys);
  const Value v = g.slice(qkv, queries + keys, keys);
  for (const char* slot : {"qk_norm", "position"}) {
    q = g.throughSlot(p, slot, q, heads);
    k = g.throughSlot(p, slot, k, kvHeads);
  }
  return {q, k, v};
}

Value buildAttention(BuildContext& g, Value x, const Params& p, std::int64_t heads, std::int64_t kvHeads,
                     std::int64_t headWidth) {
  const AttentionOp op{.heads = heads,
                       .kvHeads = kvHeads,
                       .headWidth = headWidth,
                       .kernel = kernelOf(p.choice("kernel")),
                       .dropout = g.dropoutProbability(),
                       .pattern = patternOf(p.choice("pattern")),
                       .span = p.integer("span"),
                       .softcap = p.real("softcap"),
                       .sink = p.flag("sink")};
  auto [q, k, v] = projected(g, x, p, heads, kvHeads, headWidth);
  if (const std::string& name = p.text("values"); !name.empty()) {
    const Value more = g.tapped(name);
    if (more.valid && g.width(more) != g.width(v))
      return g.fail("the tap " + name + " holds " + std::to_string(g.width(more)) +
                        " numbers a token, but the values " + std::to_string(g.width(v)) + "; make them equal.",
                    "values");
    v = g.add(v, g.scaleChannels(more, 1, "values"));
  }
  k = g.cache(k);
  v = g.cache(v);
  const Value mixed = g.attention(q, k, v, op);
  return g.dropout(g.linear(mixed, g.width(x), "out", p.flag("bias"), outputInit(g, p, heads * headWidth)));
}

bool headsDivide(BuildContext& g, Value x, std::int64_t heads) {
  const std::int64_t width = g.width(x);
  if (width % heads == 0) return true;
  g.fail(std::to_string(heads) + (heads == 1 ? " head does" : " heads do") + " not divide width " +
             std::to_string(width) + "; " + advice(heads, width),
         "heads");
  return false;
}

}  // namespace headroom

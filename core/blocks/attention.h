// What the multi-head attentions have in common: projections, slots, patterns.
#pragma once

#include <vector>

#include "core/arch/block.h"

namespace headroom {

/// Parameters that every attention of this kind has: kernel, pattern, slots …
std::vector<ParamSpec> attentionParams();
/// Projects x to queries, keys and values, mixes and projects back: [B, T, C] → [B, T, C]. Parameters as above.
Value buildAttention(BuildContext& g, Value x, const Params& p, std::int64_t heads, std::int64_t kvHeads,
                     std::int64_t headWidth);
/// Queries [B, T, heads·head_width], keys and values [B, T, kv_heads·head_width] of x, through the slots `qk_norm` and
/// `position` of p, from one matrix "qkv" with p's `bias` and `init`; not yet cached.
struct Projected {
  Value q, k, v;
};
Projected projected(BuildContext& g, Value x, const Params& p, std::int64_t heads, std::int64_t kvHeads,
                    std::int64_t headWidth);
/// Whether `heads` of equal width fill the width of x; otherwise says what to try.
bool headsDivide(BuildContext& g, Value x, std::int64_t heads);

}  // namespace headroom

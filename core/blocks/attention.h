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
/// Whether `heads` of equal width fill the width of x; otherwise says what to try.
bool headsDivide(BuildContext& g, Value x, std::int64_t heads);

}  // namespace headroom

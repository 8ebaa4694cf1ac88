// Byte-level BPE learnt from a text: the most frequent pair of neighbours becomes a token, again and again.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/train/data/byte_pairs.h"

namespace headroom {

/// At most `vocabulary` ≥ 256 tokens: the 256 bytes in GPT-2's order, then one a merge. Pairs do not cross words
/// (GPT-2's split). Of equally frequent pairs the one with the smaller left id wins, then the smaller right id. Ends
/// early when no pair is left that occurs twice. A pure function of its arguments.
BytePairModel trainBytePairs(std::string_view text, std::int64_t vocabulary);

}  // namespace headroom

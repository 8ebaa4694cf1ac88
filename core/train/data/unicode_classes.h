// What a code point is to a tokenizer's split: \s, \p{L}, \p{N} or none of them.
#pragma once

#include <cstdint>

namespace headroom {

enum class CharacterClass : std::uint8_t { Space, Letter, Number, Other };

/// Unicode 14.0; a code point that came later is Other.
CharacterClass classOf(char32_t point);

}  // namespace headroom

// Text ↔ ids: characters or bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace headroom {

enum class TokenizerKind { None, Characters, Bytes };

/// Text ↔ ids. Characters: the sorted distinct code points of the corpus are the ids from 0. Bytes: 256 ids.
struct Tokenizer {
  TokenizerKind kind = TokenizerKind::None;
  std::vector<char32_t> characters;

  /// Refuses a character that the corpus does not have, and any text when kind is None.
  Result<std::vector<std::int64_t>> encode(std::string_view text) const;
  Result<std::string> decode(std::span<const std::int64_t> ids) const;
  /// {"kind": "characters", "characters": "\n !…"} · {"kind": "bytes"} · {"kind": "none"}
  Json toJson() const;
  bool operator==(const Tokenizer&) const = default;
};

/// The code points of valid UTF-8.
std::vector<char32_t> codePoints(std::string_view utf8);

}  // namespace headroom

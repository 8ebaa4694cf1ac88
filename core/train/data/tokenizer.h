// Text ↔ ids: characters, bytes or byte pairs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/train/data/byte_pairs.h"

namespace headroom {

enum class TokenizerKind { None, Characters, Bytes, Bpe };

/// Text ↔ ids. Characters: the sorted distinct code points of the corpus are the ids from 0. Bytes: 256 ids. Bpe: see
/// byte_pairs.h.
struct Tokenizer {
  TokenizerKind kind = TokenizerKind::None;
  std::vector<char32_t> characters;        ///< Characters only
  std::shared_ptr<const BytePairs> pairs;  ///< Bpe only

  /// How many ids there are, from 0.
  std::int64_t size() const;
  /// Refuses a character that the corpus does not have, and any text when kind is None.
  Result<std::vector<std::int64_t>> encode(std::string_view text) const;
  Result<std::string> decode(std::span<const std::int64_t> ids) const;
  /// {"kind": "characters", "characters": "\n !…"} · {"kind": "bytes"} · {"kind": "bpe", …} · {"kind": "none"}
  Json toJson() const;
  bool operator==(const Tokenizer& other) const;
};

/// The reverse of Tokenizer::toJson. `path` is the object's place in its document, `source` a file's name.
Result<Tokenizer> tokenizerFromJson(const Json& object, const std::string& path, const std::string& source);

/// The code points of valid UTF-8.
std::vector<char32_t> codePoints(std::string_view utf8);

}  // namespace headroom

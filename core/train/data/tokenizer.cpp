// Text ↔ ids: characters or bytes.
#include "core/train/data/tokenizer.h"

#include <algorithm>

#include "core/base/text.h"

namespace headroom {
namespace {

void appendUtf8(std::string& text, char32_t point) {
  const auto byte = [&text](char32_t value) { text += static_cast<char>(value); };
  if (point < 0x80) return byte(point);
  if (point < 0x800) return byte(0xC0 | point >> 6), byte(0x80 | (point & 0x3F));
  if (point < 0x10000) return byte(0xE0 | point >> 12), byte(0x80 | (point >> 6 & 0x3F)), byte(0x80 | (point & 0x3F));
  byte(0xF0 | point >> 18), byte(0x80 | (point >> 12 & 0x3F)), byte(0x80 | (point >> 6 & 0x3F)),
      byte(0x80 | (point & 0x3F));
}

}  // namespace

std::vector<char32_t> codePoints(std::string_view utf8) {
  std::vector<char32_t> points;
  points.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size();) {
    const unsigned char first = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? first : first & (0x7F >> length);
    for (std::size_t j = 1; j < length; ++j) point = point << 6 | (static_cast<unsigned char>(utf8[i + j]) & 0x3F);
    points.push_back(point);
    i += length;
  }
  return points;
}

Result<std::vector<std::int64_t>> Tokenizer::encode(std::string_view text) const {
  std::vector<std::int64_t> ids;
  switch (kind) {
    case TokenizerKind::None:
      return refused("This data came as token numbers, without a tokenizer; give tokens instead of text.");
    case TokenizerKind::Bytes:
      for (const char c : text) ids.push_back(static_cast<unsigned char>(c));
      return ids;
    case TokenizerKind::Characters:
      if (!isUtf8(text)) return badInput("The text " + inQuotes(oneLine(text, 40)) + " is not UTF-8.");
      for (const char32_t point : codePoints(text)) {
        const auto place = std::lower_bound(characters.begin(), characters.end(), point);
        if (place == characters.end() || *place != point) {
          std::string character;
          appendUtf8(character, point);
          return badInput("The character " + inQuotes(character) +
                          " does not occur in the data the model learns from.");
        }
        ids.push_back(place - characters.begin());
      }
      return ids;
  }
  return ids;
}

Result<std::string> Tokenizer::decode(std::span<const std::int64_t> ids) const {
  if (kind == TokenizerKind::None) return refused("This data came as token numbers, without a tokenizer to read them.");
  const std::int64_t known = kind == TokenizerKind::Bytes ? 256 : static_cast<std::int64_t>(characters.size());
  std::string text;
  for (const std::int64_t id : ids) {
    if (id < 0 || id >= known)
      return badInput("Token " + std::to_string(id) + " is out of range; the tokenizer knows 0 to " +
                      std::to_string(known - 1) + ".");
    if (kind == TokenizerKind::Bytes)
      text += static_cast<char>(id);
    else
      appendUtf8(text, characters[static_cast<std::size_t>(id)]);
  }
  return text;
}

Json Tokenizer::toJson() const {
  switch (kind) {
    case TokenizerKind::None:
      return {{"kind", "none"}};
    case TokenizerKind::Bytes:
      return {{"kind", "bytes"}};
    case TokenizerKind::Characters:
      break;
  }
  std::string text;
  for (const char32_t point : characters) appendUtf8(text, point);
  return {{"kind", "characters"}, {"characters", text}};
}

}  // namespace headroom

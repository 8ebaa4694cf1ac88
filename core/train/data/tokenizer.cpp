// Text ↔ ids: characters, bytes or byte pairs; and as JSON.
#include "core/train/data/tokenizer.h"

#include <algorithm>
#include <functional>

#include "core/base/json_reader.h"
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

/// An id: a whole number from 0; more than any vocabulary where it is none, which BytePairs::create refuses.
std::uint32_t idFrom(const Json& value) {
  constexpr std::uint32_t kNoId = 0xFFFFFFFF;
  return value.is_number_unsigned() && value.get<std::uint64_t>() < kNoId ? value.get<std::uint32_t>() : kNoId;
}

BytePairModel bytePairsFrom(JsonReader& reader) {
  BytePairModel model;
  const std::string split = reader.choice("split", {"gpt2", "llama3", "qwen2"});
  model.split = wordSplitNamed(split).value_or(WordSplit::Gpt2);
  model.wholeWords = reader.flag("whole_words");
  if (const Json* tokens = reader.array("tokens"))
    for (const Json& token : *tokens) {
      const auto bytes = token.is_string() ? bytesWritten(token.get_ref<const std::string&>()) : std::nullopt;
      if (!bytes) reader.fail("tokens", inQuotes(dump(token)) + " is no token written in GPT-2's way.");
      model.tokens.push_back(bytes.value_or(""));
    }
  const Json* merges = reader.raw("merges");
  model.mergesByRank = merges && *merges == "by rank";
  if (!merges || (!merges->is_array() && !model.mergesByRank))
    reader.fail("merges", "a list of pairs of ids or \"by rank\" was expected.");
  for (const Json& merge : merges && merges->is_array() ? *merges : Json::array()) {
    const bool isPair = merge.is_array() && merge.size() == 2;
    if (!isPair) reader.fail("merges", inQuotes(dump(merge)) + " is no pair of ids.");
    if (isPair) model.merges.emplace_back(idFrom(merge[0]), idFrom(merge[1]));
  }
  if (const Json* added = reader.array("added"))
    for (const Json& id : *added) model.added.push_back(idFrom(id));
  return model;
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

std::int64_t Tokenizer::size() const {
  switch (kind) {
    case TokenizerKind::None:
      return 0;
    case TokenizerKind::Characters:
      return static_cast<std::int64_t>(characters.size());
    case TokenizerKind::Bytes:
      return 256;
    case TokenizerKind::Bpe:
      return pairs->size();
  }
  return 0;
}

bool Tokenizer::operator==(const Tokenizer& other) const {
  if (kind != other.kind || characters != other.characters || !pairs != !other.pairs) return false;
  return !pairs || pairs->model() == other.pairs->model();
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
    case TokenizerKind::Bpe:
      HEADROOM_ASSIGN(const std::vector<std::uint32_t> found, pairs->encode(text));
      ids.assign(found.begin(), found.end());
      return ids;
  }
  return ids;
}

Result<std::string> Tokenizer::decode(std::span<const std::int64_t> ids) const {
  if (kind == TokenizerKind::None) return refused("This data came as token numbers, without a tokenizer to read them.");
  const std::int64_t known = size();
  std::string text;
  for (const std::int64_t id : ids) {
    if (id < 0 || id >= known)
      return badInput("Token " + std::to_string(id) + " is out of range; the tokenizer knows 0 to " +
                      std::to_string(known - 1) + ".");
    if (kind == TokenizerKind::Bytes)
      text += static_cast<char>(id);
    else if (kind == TokenizerKind::Bpe)
      text += pairs->model().tokens[static_cast<std::size_t>(id)];
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
    case TokenizerKind::Bpe:
      return headroom::toJson(pairs->model());
    case TokenizerKind::Characters:
      break;
  }
  std::string text;
  for (const char32_t point : characters) appendUtf8(text, point);
  return {{"kind", "characters"}, {"characters", text}};
}

Result<Tokenizer> tokenizerFromJson(const Json& object, const std::string& path, const std::string& source) {
  JsonReader reader(object, path, source);
  const std::string kind = reader.choice("kind", {"none", "characters", "bytes", "bpe"});
  Tokenizer tokenizer;
  if (kind == "bytes") tokenizer.kind = TokenizerKind::Bytes;
  if (kind == "characters") {
    tokenizer.kind = TokenizerKind::Characters;
    tokenizer.characters = codePoints(reader.text("characters"));
    const std::vector<char32_t>& points = tokenizer.characters;
    if (std::adjacent_find(points.begin(), points.end(), std::greater_equal<>()) != points.end())
      reader.fail("characters", "they must be distinct and in order of their code points.");
  }
  if (kind != "bpe") {
    HEADROOM_TRY(reader.finish());
    return tokenizer;
  }
  tokenizer.kind = TokenizerKind::Bpe;
  const BytePairModel model = bytePairsFrom(reader);
  HEADROOM_TRY(reader.finish());
  const auto pairs = BytePairs::create(model);
  if (!pairs) return badInput(inQuotes(source, 200) + ", " + path + ": " + pairs.error().message + ".");
  tokenizer.pairs = *pairs;
  return tokenizer;
}

}  // namespace headroom

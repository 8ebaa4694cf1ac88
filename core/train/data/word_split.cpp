// The published splits by hand: each alternative of the regular expression in its order, greedy as it is.
#include "core/train/data/word_split.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/train/data/unicode_classes.h"

namespace headroom {
namespace {

struct Character {
  CharacterClass kind = CharacterClass::Other;
  char32_t point = 0;
  std::size_t end = 0;
};

/// The character at `at` < text.size(); a byte of broken UTF-8 is one of class Other.
Character characterAt(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return {classOf(first), first, at + 1};
  const Character broken{CharacterClass::Other, 0xFFFD, at + 1};
  const std::size_t length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
  if (length == 0 || at + length > text.size()) return broken;
  char32_t point = first & (0x7F >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return broken;
    point = point << 6 | (byte(at + i) & 0x3F);
  }
  constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
  if (point < kLeast[length] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return broken;
  return {classOf(point), point, at + length};
}

/// Where the run of characters of this class that starts at `at` ends.
std::size_t runEnd(std::string_view text, std::size_t at, CharacterClass kind, int most = -1) {
  for (; at < text.size() && most != 0; --most) {
    const Character next = characterAt(text, at);
    if (next.kind != kind) break;
    at = next.end;
  }
  return at;
}

/// 's 't 're 've 'm 'll 'd: the end behind it, or `at`. `anyCase` folds as regular expressions do: ſ is an s.
std::size_t contractionEnd(std::string_view text, std::size_t at, bool anyCase) {
  if (text[at] != '\'') return at;
  const auto folded = [&](std::size_t i) -> char {
    if (i >= text.size()) return 0;
    return anyCase && text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
  };
  const char first = folded(at + 1), second = folded(at + 2);
  if (first == 's' || first == 't' || first == 'm' || first == 'd') return at + 2;
  if ((first == 'r' && second == 'e') || (first == 'v' && second == 'e') || (first == 'l' && second == 'l'))
    return at + 3;
  if (anyCase && text.substr(at + 1, 2) == "\u017F") return at + 3;
  return at;
}

/// \s+(?!\S)|\s+: white space leaves its last character to the word behind it, unless it is alone.
std::size_t spaceEnd(std::string_view text, std::size_t begin) {
  std::size_t at = begin, last = begin;
  while (at < text.size()) {
    const Character next = characterAt(text, at);
    if (next.kind != CharacterClass::Space) return last > begin ? last : at;
    last = at;
    at = next.end;
  }
  return at;
}

std::size_t gpt2End(std::string_view text, std::size_t begin) {
  if (const std::size_t end = contractionEnd(text, begin, false); end != begin) return end;
  const std::size_t start = text[begin] == ' ' && begin + 1 < text.size() ? begin + 1 : begin;
  const Character first = characterAt(text, start);
  if (first.kind != CharacterClass::Space) return runEnd(text, start, first.kind);
  return spaceEnd(text, begin);
}

std::size_t llama3End(std::string_view text, std::size_t begin, int digits) {
  if (const std::size_t end = contractionEnd(text, begin, true); end != begin) return end;
  const Character first = characterAt(text, begin);
  if (first.kind == CharacterClass::Letter) return runEnd(text, begin, CharacterClass::Letter);
  if (first.kind == CharacterClass::Number) return runEnd(text, begin, CharacterClass::Number, digits);
  if (first.point != '\r' && first.point != '\n')
    if (const std::size_t end = runEnd(text, first.end, CharacterClass::Letter); end != first.end) return end;

  const std::size_t start = first.point == ' ' ? first.end : begin;
  if (std::size_t end = runEnd(text, start, CharacterClass::Other); end != start) {
    while (end < text.size() && (text[end] == '\r' || text[end] == '\n')) ++end;
    return end;
  }
  const std::size_t blank = runEnd(text, begin, CharacterClass::Space);
  if (const std::size_t line = text.substr(begin, blank - begin).find_last_of("\r\n"); line != std::string_view::npos)
    return begin + line + 1;
  return spaceEnd(text, begin);
}

constexpr std::array<std::pair<WordSplit, const char*>, 3> kNames{
    {{WordSplit::Gpt2, "gpt2"}, {WordSplit::Llama3, "llama3"}, {WordSplit::Qwen2, "qwen2"}}};

// As the published files write them.
constexpr std::array<std::pair<WordSplit, std::string_view>, 5> kPatterns{{
    {WordSplit::Gpt2, R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)"},
    {WordSplit::Gpt2, R"('(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)"},
    {WordSplit::Llama3,
     R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)"},
    {WordSplit::Llama3,
     R"('(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*|\s*[\r\n]|\s+(?!\S)|\s+)"},
    {WordSplit::Qwen2,
     R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)"},
}};

}  // namespace

std::size_t wordEnd(WordSplit split, std::string_view text, std::size_t begin) {
  switch (split) {
    case WordSplit::Gpt2:
      return gpt2End(text, begin);
    case WordSplit::Llama3:
      return llama3End(text, begin, 3);
    case WordSplit::Qwen2:
      return llama3End(text, begin, 1);
  }
  return text.size();
}

std::string nameOf(WordSplit split) {
  return std::find_if(kNames.begin(), kNames.end(), [&](const auto& entry) { return entry.first == split; })->second;
}

std::optional<WordSplit> wordSplitNamed(std::string_view name) {
  for (const auto& [split, known] : kNames)
    if (name == known) return split;
  return {};
}

std::optional<WordSplit> wordSplitOf(std::string_view pattern) {
  for (const auto& [split, known] : kPatterns)
    if (pattern == known) return split;
  return {};
}

}  // namespace headroom

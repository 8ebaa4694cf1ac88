// Small text helpers: sentences for people, UTF-8, suggestions.
#include "core/base/text.h"

#include <algorithm>
#include <cctype>
#include <cstdint>
#include <numeric>
#include <random>

#include "core/base/ids.h"

namespace headroom {
namespace {

/// Length of the valid UTF-8 sequence at the start of `text`, 0 when it is broken (overlong forms and surrogates
/// included).
std::size_t sequenceLength(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  if ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F) || (first == 0xF0 && byte(1) < 0x90) ||
      (first == 0xF4 && byte(1) > 0x8F))
    return 0;
  return length;
}

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kEllipsis = "…";

std::size_t countCharacters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

/// Byte offset of character `index` in valid UTF-8.
std::size_t offsetOf(std::string_view utf8, std::size_t index) {
  std::size_t at = 0;
  while (at < utf8.size() && index > 0) {
    ++at;
    while (at < utf8.size() && (utf8[at] & 0xC0) == 0x80) ++at;
    --index;
  }
  return at;
}

}  // namespace

bool isUtf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequenceLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string toUtf8(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = sequenceLength(text);
    result += length ? text.substr(0, length) : kReplacement;
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result;
}

std::string oneLine(std::string_view text, std::size_t limit) {
  // Only a prefix can be shown: never copy a megabyte to show a line.
  const bool cut = text.size() > 4 * limit + 8;
  std::string clean = toUtf8(cut ? text.substr(0, 4 * limit + 8) : text);
  std::string result;
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(clean[i]);
    const bool c1 = c == 0xC2 && i + 1 < clean.size() && static_cast<unsigned char>(clean[i + 1]) < 0xA0;
    const std::string_view three = std::string_view(clean).substr(i, 3);
    const bool lineSeparator = three == "\xE2\x80\xA8" || three == "\xE2\x80\xA9";
    // U+202A–202E and U+2066–2069 turn the reading direction of what follows.
    if ((three >= "\xE2\x80\xAA" && three <= "\xE2\x80\xAE") || (three >= "\xE2\x81\xA6" && three <= "\xE2\x81\xA9")) {
      i += 2;
      continue;
    }
    if (c < 0x20 || c == 0x7F || c1 || lineSeparator) {
      if (c1) i += 1;
      if (lineSeparator) i += 2;
      if (result.empty() || result.back() != ' ') result += ' ';
    } else {
      result += clean[i];
    }
  }
  while (!result.empty() && result.back() == ' ') result.pop_back();
  if (cut || countCharacters(result) > limit) {
    result.resize(offsetOf(result, limit - 1));
    result += kEllipsis;
  }
  return result;
}

std::string inQuotes(std::string_view value, std::size_t limit) {
  std::string clean = oneLine(value.substr(0, 4000), 1000);
  const std::size_t characters = countCharacters(clean);
  if (characters > limit) {
    const std::size_t head = limit / 2, tail = limit - head - 1;
    clean = clean.substr(0, offsetOf(clean, head)) + std::string(kEllipsis) +
            clean.substr(offsetOf(clean, characters - tail));
  }
  return "'" + clean + "'";
}

std::string listed(const std::vector<std::string>& items, std::string_view last) {
  std::string result;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) result += i + 1 == items.size() ? " " + std::string(last) + " " : ", ";
    result += items[i];
  }
  return result;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  if (word.size() > 64) return {};
  std::string best;
  std::size_t bestDistance = std::max<std::size_t>(2, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    std::vector<std::size_t> row(candidate.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < word.size(); ++i) {
      std::size_t diagonal = row[0]++;
      for (std::size_t j = 0; j < candidate.size(); ++j) {
        const std::size_t substituted = diagonal + (word[i] == candidate[j] ? 0 : 1);
        diagonal = row[j + 1];
        row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, substituted});
      }
    }
    if (row.back() < bestDistance) bestDistance = row.back(), best = candidate;
  }
  return best;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t start = 0;;) {
    const std::size_t end = text.find(separator, start);
    parts.emplace_back(text.substr(start, end - start));
    if (end == std::string_view::npos) return parts;
    start = end + 1;
  }
}

std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

std::string freshId() {
  constexpr std::string_view kAlphabet = "abcdefghjkmnpqrstvwxyz0123456789";
  constexpr std::size_t kLetters = 22;
  std::random_device device;
  std::string id;
  for (int i = 0; i < 8; ++i) id += kAlphabet[device() % (i == 0 ? kLetters : kAlphabet.size())];
  return id;
}

}  // namespace headroom

// Small text helpers: sentences for people, UTF-8, suggestions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

bool isUtf8(std::string_view text);
/// Valid UTF-8 whatever comes in: broken bytes become U+FFFD.
std::string toUtf8(std::string_view text);
/// One line, valid UTF-8, no control characters, at most `limit` characters ("…" marks what was cut): fit for stderr.
std::string oneLine(std::string_view text, std::size_t limit = 1000);
/// A value as quoted in a sentence: 'value', shortened in the middle to `limit` characters.
std::string inQuotes(std::string_view value, std::size_t limit = 60);
/// "a, b and c"
std::string listed(const std::vector<std::string>& items, std::string_view last = "and");
/// The candidate nearest in spelling, or "" when none is near: for "did you mean …?".
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);
std::vector<std::string> split(std::string_view text, char separator);
std::string_view trimmed(std::string_view text);

}  // namespace headroom

// Numbers as people read them: 124 M, 57.1 GB/s, 2:11.
#include "core/base/units.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace headroom {
namespace {

std::string notFinite(double value) {
  return std::isnan(value) ? "NaN" : value > 0 ? "∞" : "−∞";
}

std::string threeDigits(double value) {
  const double magnitude = std::fabs(value);
  // Limits as they are after rounding: 99.96 shows as 100, not 100.0.
  const int digits = magnitude >= 99.95 || value == std::floor(value) ? 0
                     : magnitude >= 9.995                             ? 1
                     : magnitude >= 0.9995                            ? 2
                                                                      : 3;
  return formatFixed(value, digits);
}

struct Scaled {
  double value;
  const char* prefix;
};

Scaled scaled(double value, double base, const std::array<const char*, 7>& prefixes) {
  std::size_t power = 0;
  while (std::fabs(value) >= 0.9995 * base && power + 1 < prefixes.size()) value /= base, ++power;
  return {value, prefixes[power]};
}

constexpr std::array<const char*, 7> kSi = {"", "k", "M", "G", "T", "P", "E"};
constexpr std::array<const char*, 7> kBinary = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

template <class T>
std::string shortestOf(T value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  std::array<char, 40> buffer;
  return {buffer.data(), std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr};
}

}  // namespace

std::string formatCount(double value) {
  if (!std::isfinite(value)) return notFinite(value);
  const Scaled s = scaled(value, 1000, kSi);
  return threeDigits(s.value) + (*s.prefix ? " " : "") + s.prefix;
}

std::string formatUnit(double value, const std::string& unit) {
  if (!std::isfinite(value)) return notFinite(value) + " " + unit;
  const Scaled s = scaled(value, 1000, kSi);
  return threeDigits(s.value) + " " + s.prefix + unit;
}

std::string formatMemory(double bytes) {
  if (!std::isfinite(bytes)) return notFinite(bytes) + " B";
  const Scaled s = scaled(bytes, 1024, kBinary);
  return threeDigits(s.value) + " " + s.prefix + "B";
}

std::string formatDuration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "?";
  if (seconds < 10) return formatFixed(seconds, 1) + " s";
  const auto total = static_cast<long long>(std::llround(seconds));
  std::array<char, 48> buffer;
  if (total >= 3600)
    std::snprintf(buffer.data(), buffer.size(), "%lld:%02lld:%02lld", total / 3600, total / 60 % 60, total % 60);
  else
    std::snprintf(buffer.data(), buffer.size(), "%lld:%02lld", total / 60, total % 60);
  return buffer.data();
}

std::string formatFixed(double value, int digits) {
  if (!std::isfinite(value)) return notFinite(value);
  std::array<char, 400> buffer;
  std::snprintf(buffer.data(), buffer.size(), "%.*f", digits, value);
  return buffer.data();
}

std::string formatGrouped(std::int64_t value) {
  std::string digits = std::to_string(value);
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string shortest(double value) {
  return shortestOf(value);
}
std::string shortest(float value) {
  return shortestOf(value);
}

std::int64_t wallNs() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

std::string isoTime(std::int64_t wallNs) {
  const std::time_t seconds = static_cast<std::time_t>(wallNs / 1'000'000'000);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> buffer;
  std::strftime(buffer.data(), buffer.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return buffer.data();
}

}  // namespace headroom

// Numbers as people read them: 124 M, 57.1 GB/s, 2:11. Three significant digits, SI prefixes, a narrow set of units.
#pragma once

#include <cstdint>
#include <string>

namespace headroom {

/// 124439808 → "124 M", 950 → "950". Not finite → "NaN" or "∞".
std::string formatCount(double value);
/// formatCount with a unit: formatUnit(57.1e9, "B/s") → "57.1 GB/s".
std::string formatUnit(double value, const std::string& unit);
/// Binary multiples as memory is sold: 2.9 GiB.
std::string formatMemory(double bytes);
/// 131 s → "2:11", 3700 s → "1:01:40", 0.4 s → "0.4 s".
std::string formatDuration(double seconds);
/// Fixed digits: a loss 1.6420, a gain 1.41. NaN → "NaN".
std::string formatFixed(double value, int digits);
/// Grouped digits: 124,439,808.
std::string formatGrouped(std::int64_t value);
/// Shortest text that reads back to the same double (or float): "0.1", "3e-05", "NaN", "Infinity".
std::string shortest(double value);
std::string shortest(float value);

/// Wall clock, nanoseconds since 1970 (UTC).
std::int64_t wallNs();
/// 2026-01-31T14:02:07Z
std::string isoTime(std::int64_t wallNs);

}  // namespace headroom

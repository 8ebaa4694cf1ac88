// What the fake worker trains: a curve that anybody can compute again, so that a test knows every value of every run.
#pragma once

#include <cmath>
#include <cstdint>

namespace headroom {

inline float fakeLoss(std::int64_t step, std::uint64_t seed) {
  std::uint64_t mixed = (static_cast<std::uint64_t>(step) + seed * 1'000'003) * 0x9E3779B97F4A7C15;
  mixed ^= mixed >> 29;
  const double noise = static_cast<double>(mixed % 1000) / 1000 - 0.5;
  return static_cast<float>(1.5 + 2.7 * std::exp(-static_cast<double>(step) / 200) + 0.05 * noise);
}

}  // namespace headroom

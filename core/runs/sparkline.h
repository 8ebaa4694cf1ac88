// A curve thinned while it grows: every stride-th step, the stride doubling so that at most 64 values are kept.
// Internal to the room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

struct Sparkline {
  std::int64_t stride = 1;
  std::vector<float> values;  // value i is of step i · stride

  void add(std::int64_t step, float value);
  /// Forgets the values of `step` and later.
  void cutFrom(std::int64_t step);

  std::string toBytes() const;
  static Sparkline fromBytes(std::string_view bytes);
};

}  // namespace headroom

// bfloat16 as bits: the upper half of a float32, rounded to nearest even. C++17; no CUDA or torch header needed to hold
// one.
#pragma once

#include <cstdint>
#include <cstring>

namespace headroom {

struct BFloat16 {
  std::uint16_t bits = 0;
};

inline float widened(float value) {
  return value;
}
inline double widened(double value) {
  return value;
}
inline float widened(BFloat16 value) {
  const std::uint32_t bits = static_cast<std::uint32_t>(value.bits) << 16;
  float result;
  std::memcpy(&result, &bits, sizeof result);
  return result;
}

inline void narrow(double value, double& out) {
  out = value;
}
inline void narrow(double value, float& out) {
  out = static_cast<float>(value);
}
inline void narrow(float value, float& out) {
  out = value;
}
inline void narrow(float value, BFloat16& out) {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  const bool isNan = (bits & 0x7FFFFFFFu) > 0x7F800000u;  // rounding could carry a NaN into infinity
  out.bits = static_cast<std::uint16_t>(isNan ? 0x7FC0u : (bits + 0x7FFFu + ((bits >> 16) & 1u)) >> 16);
}
inline void narrow(double value, BFloat16& out) {
  narrow(static_cast<float>(value), out);
}

/// The type of statistics, gain and bias beside values of type T.
template <class T>
struct WideOf {
  using Type = float;
};
template <>
struct WideOf<double> {
  using Type = double;
};
template <class T>
using Wide = typename WideOf<T>::Type;

}  // namespace headroom

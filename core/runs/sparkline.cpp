// A curve thinned while it grows: every stride-th step, the stride doubling so that at most 64 values are kept.
#include "core/runs/sparkline.h"

#include <algorithm>
#include <cstring>

namespace headroom {
namespace {

constexpr std::size_t kMost = 64;

}  // namespace

void Sparkline::add(std::int64_t step, float value) {
  if (step < 0) return;
  while (step / stride >= static_cast<std::int64_t>(kMost)) {
    for (std::size_t i = 0; 2 * i < values.size(); ++i) values[i] = values[2 * i];
    values.resize((values.size() + 1) / 2);
    stride *= 2;
  }
  if (step % stride != 0) return;
  const auto index = static_cast<std::size_t>(step / stride);
  // Places that were left out (steps count from 1) take the value of what follows them.
  if (index >= values.size()) values.resize(index + 1, value);
  values[index] = value;
}

void Sparkline::cutFrom(std::int64_t step) {
  const std::int64_t keep = step <= 0 ? 0 : (step + stride - 1) / stride;
  if (keep < static_cast<std::int64_t>(values.size())) values.resize(static_cast<std::size_t>(keep));
}

std::string Sparkline::toBytes() const {
  std::string bytes(sizeof stride + values.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), &stride, sizeof stride);
  if (!values.empty()) std::memcpy(bytes.data() + sizeof stride, values.data(), values.size() * sizeof(float));
  return bytes;
}

Sparkline Sparkline::fromBytes(std::string_view bytes) {
  Sparkline sparkline;
  if (bytes.size() < sizeof sparkline.stride) return sparkline;
  std::memcpy(&sparkline.stride, bytes.data(), sizeof sparkline.stride);
  if (sparkline.stride < 1) return {};
  bytes.remove_prefix(sizeof sparkline.stride);
  sparkline.values.resize(std::min(kMost, bytes.size() / sizeof(float)));
  if (!sparkline.values.empty())
    std::memcpy(sparkline.values.data(), bytes.data(), sparkline.values.size() * sizeof(float));
  return sparkline;
}

}  // namespace headroom

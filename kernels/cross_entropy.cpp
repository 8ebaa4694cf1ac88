// Cross-entropy on the CPU: checks, reference, fast version.
#include "kernels/cross_entropy.h"

#include <cmath>
#include <limits>
#include <string>

#include "kernels/vectorized.h"

namespace headroom {

template <class T>
KernelStatus checkCrossEntropy(const CrossEntropy<T>& c) {
  constexpr std::int64_t kMost = std::int64_t{1} << 40;
  if (c.rows < 0 || c.columns < 1 || c.stride < c.columns || c.rows > kMost || c.stride > kMost / (c.rows + 1))
    return {"Cross-entropy cannot take " + std::to_string(c.rows) + " rows of " + std::to_string(c.columns) +
            " classes, " + std::to_string(c.stride) + " apart."};
  if (c.rows > 0 && (!c.logits || !c.targets || !c.loss)) return {"Cross-entropy misses a pointer."};
  return {};
}

// ---- reference ----

template <class T>
KernelStatus crossEntropyReference(const CrossEntropy<T>& c) {
  if (KernelStatus status = checkCrossEntropy(c); !status.ok()) return status;
  for (std::int64_t row = 0; row < c.rows; ++row) {
    T* x = c.logits + row * c.stride;
    const std::int64_t target = c.targets[row];
    double most = -std::numeric_limits<double>::infinity(), sum = 0;
    for (std::int64_t i = 0; i < c.columns; ++i) most = std::fmax(most, widened(x[i]));
    for (std::int64_t i = 0; i < c.columns; ++i) sum += std::exp(widened(x[i]) - most);
    const bool known = target >= 0 && target < c.columns;
    c.loss[row] = known ? static_cast<float>(std::log(sum) - (widened(x[target]) - most))
                        : std::numeric_limits<float>::quiet_NaN();
    if (!c.gradient) continue;
    for (std::int64_t i = 0; i < c.columns; ++i)
      narrow(c.scale * (std::exp(widened(x[i]) - most) / sum - (i == target ? 1 : 0)), x[i]);
    for (std::int64_t i = c.columns; i < c.stride; ++i) narrow(0.0F, x[i]);
  }
  return {};
}

// ---- fast ----

namespace {

constexpr int kLanes = 16;  // as in layer_norm.cpp: sums in a fixed order that vectors can keep

/// e^x for x ≤ 0, within 2e-7 of it; below −87 it stays at e^−87. Cody & Waite's reduction, Taylor's polynomial.
HEADROOM_INLINE float exponential(float x) {
  const float bounded = x < -87.0F ? -87.0F : x;
  const float whole = (bounded * 1.44269504F + 12582912.0F) - 12582912.0F;  // to the nearest integer
  const float rest = (bounded - whole * 0.693359375F) + whole * 2.12194440e-4F;
  float series = 1.0F / 720;
  series = series * rest + 1.0F / 120;
  series = series * rest + 1.0F / 24;
  series = series * rest + 1.0F / 6;
  series = series * rest + 0.5F;
  series = series * rest + 1.0F;
  series = series * rest + 1.0F;
  const std::int32_t bits = (static_cast<std::int32_t>(whole) + 127) << 23;
  float power;
  std::memcpy(&power, &bits, sizeof power);
  return series * power;
}

template <class T>
HEADROOM_INLINE void rowOf(const CrossEntropy<T>& c, std::int64_t row) {
  T* x = c.logits + row * c.stride;
  const std::int64_t columns = c.columns, whole = columns / kLanes * kLanes, target = c.targets[row];
  float highest[kLanes], sums[kLanes] = {};
  for (float& lane : highest) lane = -std::numeric_limits<float>::infinity();
  for (std::int64_t i = 0; i < whole; i += kLanes)
    for (int lane = 0; lane < kLanes; ++lane) {
      const float value = widened(x[i + lane]);
      highest[lane] = value > highest[lane] ? value : highest[lane];
    }
  float most = -std::numeric_limits<float>::infinity();
  for (std::int64_t i = whole; i < columns; ++i) most = widened(x[i]) > most ? widened(x[i]) : most;
  for (const float lane : highest) most = lane > most ? lane : most;
  for (std::int64_t i = 0; i < whole; i += kLanes)
    for (int lane = 0; lane < kLanes; ++lane) sums[lane] += exponential(widened(x[i + lane]) - most);
  float sum = 0;
  for (std::int64_t i = whole; i < columns; ++i) sum += exponential(widened(x[i]) - most);
  for (const float lane : sums) sum += lane;
  const bool known = target >= 0 && target < columns;
  c.loss[row] = known ? std::log(sum) - (widened(x[target]) - most) : std::numeric_limits<float>::quiet_NaN();
  if (!c.gradient) return;
  const float factor = c.scale / sum,
              ofTarget = known ? c.scale * (exponential(widened(x[target]) - most) / sum - 1) : 0;
  for (std::int64_t i = 0; i < columns; ++i) narrow(factor * exponential(widened(x[i]) - most), x[i]);
  for (std::int64_t i = columns; i < c.stride; ++i) narrow(0.0F, x[i]);
  if (known) narrow(ofTarget, x[target]);
}

HEADROOM_VECTORIZED void run(const CrossEntropy<float>& c) {
  for (std::int64_t row = 0; row < c.rows; ++row) rowOf(c, row);
}
HEADROOM_VECTORIZED void run(const CrossEntropy<BFloat16>& c) {
  for (std::int64_t row = 0; row < c.rows; ++row) rowOf(c, row);
}

}  // namespace

template <class T>
KernelStatus crossEntropyCpu(const CrossEntropy<T>& c) {
  KernelStatus status = checkCrossEntropy(c);
  if (status.ok()) run(c);
  return status;
}

template KernelStatus checkCrossEntropy(const CrossEntropy<float>&);
template KernelStatus checkCrossEntropy(const CrossEntropy<BFloat16>&);
template KernelStatus crossEntropyReference(const CrossEntropy<float>&);
template KernelStatus crossEntropyReference(const CrossEntropy<BFloat16>&);
template KernelStatus crossEntropyCpu(const CrossEntropy<float>&);
template KernelStatus crossEntropyCpu(const CrossEntropy<BFloat16>&);

}  // namespace headroom

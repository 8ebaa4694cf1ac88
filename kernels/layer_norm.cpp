// LayerNorm on the CPU: checks, reference, fast version.
#include "kernels/layer_norm.h"

#include <cmath>
#include <vector>

#include "kernels/vectorized.h"

namespace headroom {
namespace {

KernelStatus checkShape(std::int64_t rows, std::int64_t columns) {
  constexpr std::int64_t kMost = std::int64_t{1} << 40;
  if (rows < 0 || columns < 1 || rows > kMost || columns > kMost / (rows > 0 ? rows : 1))
    return {"LayerNorm cannot take " + std::to_string(rows) + " rows of " + std::to_string(columns) + " columns."};
  return {};
}

}  // namespace

template <class T>
KernelStatus checkLayerNorm(const LayerNormForward<T>& f) {
  if (KernelStatus status = checkShape(f.rows, f.columns); !status.ok()) return status;
  if (!(f.epsilon >= 0) || !std::isfinite(f.epsilon)) return {"LayerNorm's epsilon must not be negative."};
  if (f.rows > 0 && (!f.x || !f.y || !f.mean || !f.inverseDeviation || (f.delta && !f.sum)))
    return {"LayerNorm forward misses a pointer."};
  return {};
}

template <class T>
KernelStatus checkLayerNorm(const LayerNormBackward<T>& b) {
  if (KernelStatus status = checkShape(b.rows, b.columns); !status.ok()) return status;
  if (b.rows > 0 && (!b.dy || !b.x || !b.mean || !b.inverseDeviation || !b.dx))
    return {"LayerNorm backward misses a pointer."};
  return {};
}

// ---- reference ----

template <class T>
KernelStatus layerNormReference(const LayerNormForward<T>& f) {
  if (KernelStatus status = checkLayerNorm(f); !status.ok()) return status;
  for (std::int64_t row = 0; row < f.rows; ++row) {
    const Wide<T>* x = f.x + row * f.columns;
    if (f.delta) {
      for (std::int64_t i = row * f.columns; i < (row + 1) * f.columns; ++i) f.sum[i] = f.x[i] + widened(f.delta[i]);
      x = f.sum + row * f.columns;
    }
    double sum = 0, squares = 0;
    for (std::int64_t c = 0; c < f.columns; ++c) sum += widened(x[c]);
    const double mean = sum / static_cast<double>(f.columns);
    for (std::int64_t c = 0; c < f.columns; ++c) squares += (widened(x[c]) - mean) * (widened(x[c]) - mean);
    const double inverse = 1 / std::sqrt(squares / static_cast<double>(f.columns) + f.epsilon);
    for (std::int64_t c = 0; c < f.columns; ++c) {
      const double gain = f.gain ? f.gain[c] : 1, bias = f.bias ? f.bias[c] : 0;
      narrow(gain * (widened(x[c]) - mean) * inverse + bias, f.y[row * f.columns + c]);
    }
    narrow(mean, f.mean[row]);
    narrow(inverse, f.inverseDeviation[row]);
  }
  return {};
}

template <class T>
KernelStatus layerNormReference(const LayerNormBackward<T>& b) {
  if (KernelStatus status = checkLayerNorm(b); !status.ok()) return status;
  const std::size_t columns = static_cast<std::size_t>(b.columns);
  std::vector<double> dgain(columns, 0.0), dbias(columns, 0.0);
  for (std::int64_t row = 0; row < b.rows; ++row) {
    const Wide<T>* x = b.x + row * b.columns;
    const T* dy = b.dy + row * b.columns;
    const double mean = b.mean[row], inverse = b.inverseDeviation[row];
    double sum = 0, product = 0;  // of g and of g · x̂
    for (std::size_t c = 0; c < columns; ++c) {
      const double normal = (widened(x[c]) - mean) * inverse;
      const double g = (b.gain ? b.gain[c] : 1) * static_cast<double>(widened(dy[c]));
      sum += g;
      product += g * normal;
      dgain[c] += widened(dy[c]) * normal;
      dbias[c] += widened(dy[c]);
    }
    for (std::size_t c = 0; c < columns; ++c) {
      const double normal = (widened(x[c]) - mean) * inverse;
      const double g = (b.gain ? b.gain[c] : 1) * static_cast<double>(widened(dy[c]));
      const std::size_t i = static_cast<std::size_t>(row) * columns + c;
      const double dx =
          (b.past ? b.past[i] : 0) + inverse * (g - (sum + normal * product) / static_cast<double>(b.columns));
      narrow(dx, b.dx[i]);
      if (b.ddelta) narrow(dx, b.ddelta[i]);
    }
  }
  for (std::size_t c = 0; c < columns; ++c) {
    if (b.dgain) narrow(dgain[c], b.dgain[c]);
    if (b.dbias) narrow(dbias[c], b.dbias[c]);
  }
  return {};
}

// ---- fast: float arithmetic, sums in 16 lanes so that the compiler may use vectors without changing their order ----

namespace {

template <class Term>
HEADROOM_INLINE float sumOf(std::int64_t n, const Term& term) {
  constexpr int kLanes = 16;
  float lanes[kLanes] = {};
  std::int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes)
    for (int lane = 0; lane < kLanes; ++lane) lanes[lane] += term(i + lane);
  for (int lane = 0; i < n; ++i, ++lane) lanes[lane] += term(i);
  float sum = 0;
  for (const float lane : lanes) sum += lane;
  return sum;
}

template <class T>
HEADROOM_INLINE void forwardRow(const LayerNormForward<T>& f, std::int64_t row) {
  const std::int64_t columns = f.columns;
  const float* x = f.x + row * columns;
  T* __restrict y = f.y + row * columns;
  if (f.delta) {
    const T* delta = f.delta + row * columns;
    float* sum = f.sum + row * columns;
    for (std::int64_t c = 0; c < columns; ++c) sum[c] = x[c] + widened(delta[c]);
    x = sum;
  }
  const float mean = sumOf(columns, [x](std::int64_t c) { return widened(x[c]); }) / static_cast<float>(columns);
  const float squares = sumOf(columns, [x, mean](std::int64_t c) {
    const float centred = widened(x[c]) - mean;
    return centred * centred;
  });
  const float inverse = 1 / std::sqrt(squares / static_cast<float>(columns) + static_cast<float>(f.epsilon));
  if (f.gain && f.bias) {
    for (std::int64_t c = 0; c < columns; ++c) narrow((widened(x[c]) - mean) * inverse * f.gain[c] + f.bias[c], y[c]);
  } else if (f.gain) {
    for (std::int64_t c = 0; c < columns; ++c) narrow((widened(x[c]) - mean) * inverse * f.gain[c], y[c]);
  } else if (f.bias) {
    for (std::int64_t c = 0; c < columns; ++c) narrow((widened(x[c]) - mean) * inverse + f.bias[c], y[c]);
  } else {
    for (std::int64_t c = 0; c < columns; ++c) narrow((widened(x[c]) - mean) * inverse, y[c]);
  }
  f.mean[row] = mean;
  f.inverseDeviation[row] = inverse;
}

/// `gain(c)` is known at compile time to be 1 or an array. dgain and dbias may be null.
template <class T, class Gain>
HEADROOM_INLINE void backwardRow(const LayerNormBackward<T>& b, std::int64_t row, const Gain& gain) {
  const std::int64_t columns = b.columns;
  const float* x = b.x + row * columns;
  const T* dy = b.dy + row * columns;
  float* dx = b.dx + row * columns;
  float* __restrict dgain = b.dgain;
  float* __restrict dbias = b.dbias;
  const float mean = b.mean[row], inverse = b.inverseDeviation[row], share = 1 / static_cast<float>(columns);
  const float sum = share * sumOf(columns, [=](std::int64_t c) { return gain(c) * widened(dy[c]); });
  const float product = share * sumOf(columns, [=](std::int64_t c) {
                          return gain(c) * widened(dy[c]) * ((widened(x[c]) - mean) * inverse);
                        });
  const auto slope = [=](std::int64_t c) {
    return inverse * (gain(c) * widened(dy[c]) - sum - (x[c] - mean) * inverse * product);
  };
  if (const float* past = b.past ? b.past + row * columns : nullptr) {
    for (std::int64_t c = 0; c < columns; ++c) dx[c] = past[c] + slope(c);
  } else {
    for (std::int64_t c = 0; c < columns; ++c) dx[c] = slope(c);
  }
  if (T* ddelta = b.ddelta ? b.ddelta + row * columns : nullptr)
    for (std::int64_t c = 0; c < columns; ++c) narrow(dx[c], ddelta[c]);
  if (dgain)
    for (std::int64_t c = 0; c < columns; ++c) dgain[c] += widened(dy[c]) * ((widened(x[c]) - mean) * inverse);
  if (dbias)
    for (std::int64_t c = 0; c < columns; ++c) dbias[c] += widened(dy[c]);
}

template <class T>
HEADROOM_INLINE void forwardRows(const LayerNormForward<T>& f) {
  for (std::int64_t row = 0; row < f.rows; ++row) forwardRow(f, row);
}

template <class T>
HEADROOM_INLINE void backwardRows(const LayerNormBackward<T>& b) {
  for (std::int64_t c = 0; b.dgain && c < b.columns; ++c) b.dgain[c] = 0;
  for (std::int64_t c = 0; b.dbias && c < b.columns; ++c) b.dbias[c] = 0;
  if (const float* gain = b.gain) {
    for (std::int64_t row = 0; row < b.rows; ++row) backwardRow(b, row, [gain](std::int64_t c) { return gain[c]; });
  } else {
    for (std::int64_t row = 0; row < b.rows; ++row) backwardRow(b, row, [](std::int64_t) { return 1.0F; });
  }
}

HEADROOM_VECTORIZED void run(const LayerNormForward<float>& f) {
  forwardRows(f);
}
HEADROOM_VECTORIZED void run(const LayerNormForward<BFloat16>& f) {
  forwardRows(f);
}
HEADROOM_VECTORIZED void run(const LayerNormBackward<float>& b) {
  backwardRows(b);
}
HEADROOM_VECTORIZED void run(const LayerNormBackward<BFloat16>& b) {
  backwardRows(b);
}

}  // namespace

// ---- launchers ----

template <class T>
KernelStatus layerNormCpu(const LayerNormForward<T>& f) {
  KernelStatus status = checkLayerNorm(f);
  if (status.ok()) run(f);
  return status;
}

template <class T>
KernelStatus layerNormCpu(const LayerNormBackward<T>& b) {
  KernelStatus status = checkLayerNorm(b);
  if (status.ok()) run(b);
  return status;
}

template KernelStatus checkLayerNorm(const LayerNormForward<double>&);
template KernelStatus checkLayerNorm(const LayerNormForward<float>&);
template KernelStatus checkLayerNorm(const LayerNormForward<BFloat16>&);
template KernelStatus checkLayerNorm(const LayerNormBackward<double>&);
template KernelStatus checkLayerNorm(const LayerNormBackward<float>&);
template KernelStatus checkLayerNorm(const LayerNormBackward<BFloat16>&);
template KernelStatus layerNormReference(const LayerNormForward<double>&);
template KernelStatus layerNormReference(const LayerNormForward<float>&);
template KernelStatus layerNormReference(const LayerNormForward<BFloat16>&);
template KernelStatus layerNormReference(const LayerNormBackward<double>&);
template KernelStatus layerNormReference(const LayerNormBackward<float>&);
template KernelStatus layerNormReference(const LayerNormBackward<BFloat16>&);
template KernelStatus layerNormCpu(const LayerNormForward<float>&);
template KernelStatus layerNormCpu(const LayerNormForward<BFloat16>&);
template KernelStatus layerNormCpu(const LayerNormBackward<float>&);
template KernelStatus layerNormCpu(const LayerNormBackward<BFloat16>&);

}  // namespace headroom

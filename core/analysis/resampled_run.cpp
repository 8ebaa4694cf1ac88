// Draws of a run: residuals around its knots, resampled in blocks of five, so that neighbours stay neighbours.
#include "core/analysis/resampled_run.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/base/hash.h"

namespace headroom {
namespace {

constexpr std::size_t kBlock = 5;

template <class T>
std::string_view bytesOf(const std::vector<T>& values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

}  // namespace

std::size_t drawBelow(std::mt19937_64& random, std::size_t count) {
  return static_cast<std::size_t>(random() % count);
}

ResampledRun::ResampledRun(const UsableRun& run) {
  for (const CurvePoint& point : run.clean.points) {
    const double lnStep = std::log(static_cast<double>(point.step)), loss = run.curve.lossAt(lnStep);
    m_points.push_back({lnStep, std::log(point.flops), loss});
    m_residuals.push_back(point.loss - loss);
  }
}

Knot ResampledRun::end(std::mt19937_64& random) const {
  std::vector<Knot> points = m_points;
  const std::size_t count = points.size(), block = std::min(kBlock, count);
  for (std::size_t i = 0; i < count;) {
    const std::size_t from = drawBelow(random, count - block + 1);
    for (std::size_t j = 0; j < block && i < count; ++j) points[i++].loss += m_residuals[from + j];
  }
  return pooledKnots(points).back();
}

std::uint64_t ResampledRun::hash(std::uint64_t seed) const {
  return hash64(bytesOf(m_residuals), hash64(bytesOf(m_points), seed));
}

}  // namespace headroom

// Draws of a run: residuals around its knots, resampled in blocks of five, so that neighbours stay neighbours.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "core/analysis/loss_curve.h"

namespace headroom {

/// Whole number below `count` (at least 1); the same on every platform, unlike std::uniform_int_distribution.
std::size_t drawBelow(std::mt19937_64& random, std::size_t count);

class ResampledRun {
 public:
  explicit ResampledRun(const UsableRun& run);
  /// The end (last knot) of a draw.
  Knot end(std::mt19937_64& random) const;
  /// The same curve gives the same number.
  std::uint64_t hash(std::uint64_t seed) const;

 private:
  std::vector<Knot> m_points;  // ln compute as measured, loss as the curve has it there
  std::vector<double> m_residuals;
};

}  // namespace headroom

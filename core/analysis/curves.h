// Loss curves as plain data: what every estimator of compute-equivalent gain works on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace headroom {

/// One evaluation. tokens, flops and seconds are cumulative over the run; NaN = unknown. The loss is in nats a token;
/// not finite = the run diverged there.
struct CurvePoint {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  std::int64_t step = 0;
  double tokens = kUnknown, flops = kUnknown, seconds = kUnknown;
  double loss = kUnknown;
};

using CurveView = std::span<const CurvePoint>;

/// Curves of many runs. A run is one (arm, scale, seed); its points stand in order of step, those without a loss left
/// out.
struct CurveTable {
  struct Run {
    std::uint32_t scale = 0, arm = 0;  // indices into `scales`, `arms`
    std::int64_t seed = 0;
    std::size_t begin = 0, count = 0;  // its share of `points`
  };
  std::vector<std::string> arms, scales;  // in order of first appearance
  std::vector<Run> runs;                  // by scale, arm, seed
  std::vector<CurvePoint> points;
  std::size_t rows = 0;  // rows of the file, whether used or not
  std::vector<std::string> warnings;

  CurveView curve(const Run& run) const { return CurveView(points).subspan(run.begin, run.count); }
};

}  // namespace headroom

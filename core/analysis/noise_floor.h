// What two copies of the baseline would show by chance: a gain inside this floor says nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/loss_curve.h"

namespace headroom {

struct NoiseFloor {
  std::string scale;
  bool fromSeeds = true;  // of the baseline; else an arm with the same mathematics ("arm")
  double ceg = 1;         // at least 1: gains between 1/ceg and ceg lie inside
  std::size_t seeds = 0;
};

/// F = exp(t((1+confidence)/2; n−1) · s · √(2/n)), s² = variance over the n seeds of ln steps to the largest last loss
/// among them. Empty below two usable runs, or where one starts below another's end.
std::optional<double> seedFloor(const std::vector<const UsableRun*>& baseline, double confidence);

}  // namespace headroom

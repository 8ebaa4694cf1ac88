// Several runs of one arm as one curve: mean over the seeds with their range. Pure functions on numbers.
#pragma once

#include <cstddef>
#include <vector>

namespace headroom {

struct SeedCurve {
  std::vector<double> x, y;  // x rises
};

struct MeanCurve {
  std::vector<double> x, mean, low, high;  // low, high: least and greatest of the seeds
};

/// At the places of the coarsest curve, as far as all of them reach; between its points a curve is straight. Values
/// that are no numbers count for nobody: where one seed has none, the mean is that of the others.
MeanCurve meanOverSeeds(const std::vector<SeedCurve>& seeds);

}  // namespace headroom

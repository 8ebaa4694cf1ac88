// A target below the data: each pair of runs gets two power laws with one floor, and ln CEG is read from them.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/pair_gain.h"
#include "core/analysis/power_law.h"

namespace headroom {

struct PairLawOptions {
  double most = 2;           // how far past a run's last step the laws may be asked
  double confidence = 0.95;  // of the interval of the floor
};

struct PairLaws {
  std::string refusal;            // then the rest is not to be used
  std::vector<PowerLawFit> fits;  // one a pair: the baseline's law, the arm's
  double factor = 1;              // the largest that any run needs for the target
  bool pinned = true;

  /// ln CEG of a pair at a loss at or above the target.
  double gain(std::size_t pair, double loss) const {
    return fits[pair].lnComputeAt(0, loss) - fits[pair].lnComputeAt(1, loss);
  }
};

PairLaws fitPairs(const std::vector<RunPair>& pairs, double target, const PairLawOptions& options);

/// Points past a tenth of the run's steps, at most 2,000 of them, evenly in ln C; losses must be above 0.
LawPoints latePoints(const UsableRun& run);

}  // namespace headroom

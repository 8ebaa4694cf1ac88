// The losses that all runs of a cell passed through, and what is said where there are none.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/pair_gain.h"

namespace headroom {

struct Overlap {
  double low = 0, top = 0;                  // largest last loss, smallest first loss
  bool armEnds = false, armStarts = false;  // whose run `low` and `top` belong to: the arm's, else the baseline's
  bool empty() const { return low >= top; }
};

Overlap overlapOf(const std::vector<RunPair>& pairs);

/// "no loss was reached by both: the baseline ends at 3.10, the arm starts at 3.05"
std::string noOverlapSentence(const Overlap& overlap);
/// "loss 2.8 is outside what both measured (3.1 to 4.4); --extrapolate 2 would fit a curve"; `below`: under the
/// overlap, where a fit can help.
std::string outsideSentence(const Overlap& overlap, double loss, bool below);

}  // namespace headroom

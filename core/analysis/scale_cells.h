// One scale of a study: its runs, the pairs of every arm with the baseline, and their gains before any statistics.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/ceg_rigorous.h"
#include "core/analysis/pair_gain.h"

namespace headroom {

/// One arm at one scale: what the cell says already, and the numbers its statistics come from.
struct PairedCell {
  RigorousCell cell;
  PairGains gains;
  std::vector<std::string> warnings;
};

PairedCell pairCell(const std::string& arm, const std::string& scale, const std::string& baseline, const SeedRuns& runs,
                    const SeedRuns& baselineRuns, const TargetOptions& options);

/// Intervals, p and Holm's p of all cells of one scale, which lend each other variance.
void addStatistics(std::vector<PairedCell>& cells, double confidence);

}  // namespace headroom

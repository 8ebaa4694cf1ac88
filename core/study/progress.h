// What was planned beside what has been done.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/study/study_result.h"

namespace headroom {

struct ScaleProgress {
  std::string scale;                                                            // "" in a sum
  std::size_t planned = 0, completed = 0, failed = 0, diverged = 0, other = 0;  // runs
  double plannedFlops = 0, flops = 0;
  std::optional<double> plannedSeconds;  // modelled; nothing without roofs
  double seconds = 0;                    // summed over runs
  std::optional<double> plannedGain;     // the smallest that was to be found
  std::optional<double> gain;            // the smallest that the noise of its own baseline lets it find
  void add(const ScaleProgress& more);   // not the gains
};
/// By scale: of the stored plan what it says, else as if searches needed no more trials and ladders dropped nobody.
std::vector<ScaleProgress> progressOf(const StudyResult& result);

/// Until it ends, by the FLOPs that its runs did a second; nothing before some have ended, and once all have.
std::optional<double> secondsLeft(const StudyResult& result);

}  // namespace headroom

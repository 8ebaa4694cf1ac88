// What a study will take and what it can find, before anything starts.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/planning.h"
#include "core/base/json.h"
#include "core/study/cells.h"

namespace headroom {

/// The learning rates a search begins with: `trials` of them, factors of two apart, the recipe's in the middle (of an
/// even number the lower middle).
std::vector<double> firstRates(double recipeRate, std::int64_t trials);
/// The seeds each of them is tried with: the study's first ones.
std::vector<std::int64_t> trialSeeds(const Study& study);

/// Every run, trunks before their cooldowns, seeds innermost but for arms, so that arms alternate in time. Of a search:
/// its first trials, as if the recipe's rate won; of a ladder: as if every arm went to its end.
std::vector<StudyRun> plannedRuns(const ResolvedStudy& study);

struct ScalePlan {
  std::string scale;
  std::size_t runs = 0;
  double flops = 0;
  std::optional<double> seconds;  // where roofs were measured
  double peakBytes = 0, diskBytes = 0;
  std::optional<double> smallestGain;
  NoiseAssumption noise;     // what it rests on
  bool assumedNoise = true;  // neither a pilot's nor stated by the study
  std::vector<std::int64_t> horizons;
};

struct StudyPlan {
  std::vector<ScalePlan> scales;
  std::size_t runs = 0;
  double flops = 0, peakBytes = 0, diskBytes = 0;  // peak: of all that train side by side
  bool onGpu = false;
  std::int64_t sideBySide = 1;  // runs at a time: one on a GPU
  std::optional<double> seconds, money;
  bool assumedNoise = true;             // sigma and slope of some scale are assumptions
  std::optional<double> smallestSlope;  // over scales, as FLOPs span them
  bool independentCanBeFound = false;
  std::vector<std::string> warnings;
};

/// `doctor`: measured roofs as `headroom doctor --json` gives them, or null. `pilot`: noise by scale (pilot.h); a scale
/// that is not in it has what the study states, else an assumption. `device`: auto, cpu or cuda.
Result<StudyPlan> planOf(const Study& study, const StudyCells& cells, const Json& doctor,
                         const std::map<std::string, NoiseAssumption>& pilot = {}, const std::string& device = "auto");

/// What there is here; nothing: not known. Memory is the processor's.
struct Room {
  std::optional<double> memory, disk;  // bytes
};
/// Refused, with what would fit, when the plan needs more memory or disk than there is, or more hours or disk than the
/// study allows.
Result<void> checkFits(const Study& study, const StudyPlan& plan, const Room& room);

/// The object of `headroom study plan --json`: format headroom.study.plan, version 1.
Json toJson(const StudyPlan& plan);
/// The reverse, of a plan that was stored with a study.
Result<StudyPlan> studyPlanFrom(const Json& document, const std::string& source);

}  // namespace headroom

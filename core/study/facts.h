// What is known of a study's runs: their states and evaluations, and the curves that are compared.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/curves.h"
#include "core/runs/run_reader.h"
#include "core/study/resolved_study.h"

namespace headroom {

/// The run's evaluations: doubles where they were written (all digits), else the series.
Result<std::vector<CurvePoint>> curveOf(const RunReader& reader, const RunId& run);

struct StudyFact {
  StudyRun run;
  RunId id;
  RunState state = RunState::Draft;
  std::int64_t attempts = 0;
  std::vector<CurvePoint> points;     // once it has ended; none of a trunk
  std::optional<double> stepSeconds;  // tenth percentile of its steps: what disturbs a step only lengthens it
  std::int64_t step = 0;              // reached
  double seconds = 0;                 // from its start to its end; 0: not known

  /// Loss at its end: NaN when it diverged, nothing while it has none.
  std::optional<double> loss() const;
};
/// Of the runs that are linked to the study those that its present version means (isRunOf).
Result<std::vector<StudyFact>> factsOf(const RunReader& reader, const StudyId& study, const ResolvedStudy& resolved);

/// Fills in stepSeconds of the runs that have ended.
Result<void> readStepTimes(const RunReader& reader, std::vector<StudyFact>& facts);

/// One line of studies/<id>/decisions.jsonl each (next_steps.h).
using Decisions = std::vector<Json>;

/// What was decided last about this scale (and arm), as long as it holds: the cell that it rests on, of a rung the
/// baseline's, is still the same. Null where nothing was.
const Json* standing(const ResolvedStudy& study, const Decisions& decisions, const std::string& kind,
                     const std::string& scale, const std::string& arm = "");
/// Whether this rung dropped the arm, as it is now.
bool dropsArm(const ResolvedStudy& study, const Json& rung, const std::string& arm);

/// The learning rate that was found for this arm and scale, or what its recipe says. Where only the baseline's was
/// searched, the baseline's.
double rateOf(const ResolvedStudy& study, const Decisions& decisions, const std::string& arm, const std::string& scale);

struct CurveChoice {
  bool sharedRate = false;        // every arm at the baseline's rate instead of its own
  std::vector<std::string> arms;  // only these; all when empty
};

/// What the estimators work on: of every (arm, scale, seed) the annealed ends of its cooldowns, or the points of its
/// whole run. Trials and trunks are not in it. Seconds are steps × the step of its timing run (until there is one, of
/// its trunk or whole run), so that a busy machine or a pause does not count as the arm's.
CurveTable curvesOf(const ResolvedStudy& study, const std::vector<StudyFact>& facts, const Decisions& decisions,
                    const CurveChoice& choice = {});

}  // namespace headroom

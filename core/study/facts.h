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
  std::vector<CurvePoint> points;  // once it has ended

  /// Loss at its end: NaN when it diverged, nothing while it has none.
  std::optional<double> loss() const;
};
Result<std::vector<StudyFact>> factsOf(const RunReader& reader, const StudyId& study);

/// What the estimators work on: of every (arm, scale, seed) the annealed ends of its cooldowns, or the points of its
/// whole run. Trials and trunks are not in it. `arms`: only these, all when empty.
CurveTable curvesOf(const ResolvedStudy& study, const std::vector<StudyFact>& facts,
                    const std::vector<std::string>& arms = {});

}  // namespace headroom

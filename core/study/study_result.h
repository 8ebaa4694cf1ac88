// What a study has found so far: everything its page, its report and `study show` say, worked out once from its runs
// and decisions.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/analysis/ceg_paper.h"
#include "core/analysis/ceg_rigorous.h"
#include "core/analysis/interactions.h"
#include "core/analysis/learning_rate.h"
#include "core/analysis/scale_law.h"
#include "core/study/facts.h"
#include "core/study/plan.h"
#include "core/study/study_folder.h"

namespace headroom {

/// One learning-rate search, or the rate of the recipe where none was searched.
struct RateFinding {
  std::string arm, scale;
  double rate = 0;
  std::vector<RateTrial> trials;      // empty: the recipe's rate
  std::optional<double> sensitivity;  // learning_rate.h: what a wrong rate costs, nat
};

/// Do changes of one scale add up? Arms that are sets of the same patches: none, each alone, together.
struct ScaleInteractions {
  std::string scale;
  std::vector<std::string> changes;      // patches
  std::string together;                  // the arm with all of them
  std::optional<GainEstimate> measured;  // its step gain
  std::optional<double> product;         // of the gains of each change alone
  Interactions found;
};

/// Runs of one cell of the matrix arm × scale × seed, trunk and cooldowns together.
struct MatrixCell {
  std::string arm, scale;
  std::int64_t seed = 0;
  std::vector<const StudyFact*> facts;  // of StudyResult::facts; trials are not in it
  std::size_t planned = 0, completed = 0, running = 0, failed = 0, diverged = 0;
  bool dropped = false;  // by the ladder
};

struct StudyResult {
  StudyId id;
  ResolvedStudy resolved;
  StudyState state = StudyState::Running;
  std::int64_t version = 1;
  Decisions decisions;            // all but those that remember runs
  std::optional<StudyPlan> plan;  // of this version, as it was made before it began
  std::vector<StudyFact> facts;
  std::vector<MatrixCell> matrix;  // by scale, arm, seed
  std::size_t planned = 0;         // runs, about
  std::size_t ended = 0;           // of them
  std::vector<RateFinding> rates;

  /// Every arm at its own tuned rate (at the shared one where only the baseline's was searched).
  CurveTable curves;
  std::string noGains;                       // why neither of the next two is there
  std::optional<RigorousResult> rigorous;    // of a study whose estimator is rigorous
  std::optional<PaperResult> paper;          // of one whose estimator is the paper's
  std::optional<RigorousResult> sharedRate;  // every arm at the baseline's rate, where every arm's was searched
  std::vector<ScaleInteractions> interactions;
  ScaleLaws laws;  // refusal says why there are none
  std::vector<std::string>
      notes;  // what to know beside every gain: provisional, points in mid-schedule, slopes that disagree

  const Study& study() const { return resolved.study; }
  bool provisional() const { return state != StudyState::Finished; }
};

/// Reads and judges; shared because matrix points into facts.
Result<std::shared_ptr<const StudyResult>> studyResult(const RunReader& reader, const StudyId& study);
/// The same from what was read.
Result<std::shared_ptr<const StudyResult>> studyResult(const StudyId& id, ResolvedStudy resolved,
                                                       const Decisions& decisions, std::vector<StudyFact> facts);

/// The object of `headroom study show --json`, format headroom.study.result, version 1.
Json toJson(const StudyResult& result);

/// What stands behind every number (ceg.md §7): run ids, seeds, definition hashes, data hash, validation tokens, match
/// mode, rate policy, estimator and options, counter version, program, device, points left out and why.
Json provenanceOf(const RunReader& reader, const StudyResult& result);

}  // namespace headroom

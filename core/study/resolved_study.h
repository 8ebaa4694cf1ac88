// A study as it is stored (studies/<id>/study.json) and run: every cell with the complete definition of its longest
// run, so that neither templates nor data are needed any more, and what a program ships later changes nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "core/runs/run_definition.h"
#include "core/study/study.h"

namespace headroom {

struct ResolvedCell {
  std::string arm, scale;
  std::vector<std::int64_t> horizons;  // steps, ascending
  RunDefinition base;                  // of the longest run, without seed and name
  std::int64_t bodyParameters = 0, flopsPerToken = 0;
  std::int64_t validationTokens = 0;  // of one evaluation; 0: not known (studies of former versions)
  double attentionDensity = 0;        // attended keys ÷ those of dense attention; 0: no attention, or not known
  std::string note;

  double learningRate() const;   // of its recipe
  std::int64_t context() const;  // 0: it has none
  /// Of what decides its losses: what was found out about it (rates, gains) holds while this stays.
  std::string hash() const;
  /// Where a search tries rates: half the longest horizon (they are √2 apart), as one rate serves all of them.
  std::int64_t trialHorizon() const { return horizons[horizons.size() - std::min<std::size_t>(3, horizons.size())]; }
};

struct ResolvedStudy {
  Study study;
  std::vector<ResolvedCell> cells;  // by scale, then arm, as the study lists them

  const ResolvedCell* find(const std::string& arm, const std::string& scale) const;
};

/// {"format": "headroom.study", … as Study …, "cells": [{"arm", "scale", "horizons", "definition", …}]}
Json toJson(const ResolvedStudy& study);
Result<ResolvedStudy> resolvedStudyFrom(const Json& document, const std::string& source);

/// What a run is for. Trunk: at a constant rate, never compared; Cooldown: from the trunk to a horizon's annealed end;
/// Trial: one learning rate of a search; Whole: one run as its recipe says; Timing: a few steps alone on the machine,
/// arm after arm, for the seconds a step takes.
enum class RunRole : std::uint8_t { Trunk, Cooldown, Trial, Whole, Timing };
std::string_view word(RunRole role);  // "trunk", "cooldown", "trial", "", "timing" as StudyLink has it

/// Steps of a timing run: a few seconds, and enough for their tenth percentile.
inline constexpr std::int64_t kTimedSteps = 40;

struct StudyRun {
  std::string arm, scale;
  std::int64_t seed = 0;
  double learningRate = 0;
  std::int64_t horizon = 0;  // steps at its end; of a trunk: those of the longest horizon
  RunRole role = RunRole::Whole;
  bool operator==(const StudyRun&) const = default;
};

/// The step at which the cooldown to `horizon` leaves the trunk: that at which the rate begins to fall.
std::int64_t forkStep(const Study& study, const ResolvedCell& cell, std::int64_t horizon);
/// Steps that this run computes itself.
std::int64_t ownSteps(const Study& study, const ResolvedCell& cell, const StudyRun& run);

/// Complete but for the trunk's id in `from`, which is "" in a cooldown's.
RunDefinition definitionOf(const ResolvedStudy& study, const StudyRun& run);
/// Whether a run that was trained as `definition` is what this version of the study means by `run`: same model, data,
/// recipe, seed, length, device and threads. Names, the trunk's id and kept checkpoints do not count.
bool isRunOf(const ResolvedStudy& study, const StudyRun& run, const RunDefinition& definition);

}  // namespace headroom

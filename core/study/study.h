// A study: baseline and arms at some scales with some seeds, and how they are to be compared. Format headroom.study,
// version 1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/analysis/match_mode.h"
#include "core/base/json.h"
#include "core/base/result.h"

namespace headroom {

/// What is compared with the baseline: the study's model with patches, another recipe or settings of its own.
struct StudyArm {
  std::string name;
  std::string model;                 // "" = the study's
  std::vector<std::string> patches;  // names of arms below resources/, or files
  std::string recipe;
  std::vector<std::pair<std::string, std::string>> settings;
  bool operator==(const StudyArm&) const = default;
};

/// Trunk: one run at a constant rate for each arm, scale and seed, with a cooldown from each of `horizons` of its
/// checkpoints, √2 apart; only cooled ends are compared. Plain: one run each, as its recipe says; evaluations on the
/// way count, and the result says so.
enum class StudyPlanKind : std::uint8_t { Trunk, Plain };
std::string_view word(StudyPlanKind kind);

/// Whose learning rate is searched: nobody's (the recipe's holds), the baseline's at every scale (all arms take it), or
/// every arm's.
enum class RateSearch : std::uint8_t { None, Baseline, EveryArm };
std::string_view word(RateSearch search);

/// Successive halving: all arms at the first scale; after each scale those stay whose gain may still be above 1, at
/// most the best `keep` share of them.
struct Ladder {
  double keep = 0.5;
  double errorRate = 0.05;  // of dropping an arm whose true gain is above 1; the cut to `keep` has no rate
  bool operator==(const Ladder&) const = default;
};

struct Study {
  std::string name, about;
  std::string model;
  std::vector<StudyArm> arms;  // the baseline too
  std::string baseline;
  std::string sameAs;  // an arm with the baseline's mathematics: its gain is a noise floor; "" = none
  std::vector<std::string> scales;
  std::vector<std::int64_t> seeds{1, 2, 3};
  std::string data = "grammar";
  std::vector<std::pair<std::string, std::string>> settings;  // of every run
  MatchMode match = MatchMode::IsoRecipe;                     // ffn_width absorbs
  StudyPlanKind plan = StudyPlanKind::Trunk;
  std::int64_t horizons = 5;
  double cooldown = 0.2;          // share of a horizon's steps
  double tokensPerParameter = 5;  // of the baseline without embeddings: the longest horizon; 0 = the recipe's steps
  RateSearch rates = RateSearch::None;
  std::int64_t trials = 3;  // learning rates tried around the recipe's, factors of two apart
  /// Each rate is tried with so many of the study's seeds, and their mean loss counts: at the edge of stability one
  /// seed can be lucky where the next collapses.
  std::int64_t trialSeeds = 3;
  std::string estimator = "rigorous";
  std::optional<Ladder> ladder;
  double lossSigma = 0, endSlope = 0;  // of a pilot, for the plan; 0 = assumed
  double pricePerHour = 0;
  double hours = 0, disk = 0;  // limits (hours, bytes); 0 = none
  std::int64_t retries = 1;    // of a run that failed
  std::int64_t threads = 1;    // of a run on the processor, which trains as many side by side as it has cores for
  bool operator==(const Study&) const = default;

  const StudyArm* arm(const std::string& armName) const;
};

Json toJson(const Study& study);
/// A key "space" (space.h) becomes arms behind those that are listed; it is not written again. Refuses what cannot be:
/// unknown keys, no arms, a baseline that is none of them, doubled names, seeds or scales, with
/// the path of the place. `source` names the file.
Result<Study> studyFrom(const Json& document, const std::string& source);

/// A study that ships with the program, or a file.
Result<Study> readStudy(const std::string& nameOrFile);

}  // namespace headroom

// What is held equal between an arm and the baseline: a switch stored with every gain, and the check that it holds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace headroom {

enum class MatchMode {
  IsoRecipe,  // everything but the change; parameters and FLOPs may differ, and are printed
  IsoParam,   // parameters outside the embedding
  IsoFlop,    // model FLOPs a token, active ones where experts are chosen
};
std::string_view word(MatchMode mode);
std::optional<MatchMode> matchMode(std::string_view word);

/// What one token meets.
struct ModelSize {
  double parameters = 0;  // without embeddings
  double flopsPerToken = 0;
};

/// "" when the arm matches the baseline within 0.5 %, else a sentence with both numbers.
std::string matchProblem(MatchMode mode, const ModelSize& baseline, const ModelSize& arm);

/// Density = mean attended keys ÷ ((T+1)/2). "" for a sparse arm below 1, else a sentence: it attends as much as a
/// dense one.
std::string densityProblem(double meanAttendedKeys, double context);

}  // namespace headroom

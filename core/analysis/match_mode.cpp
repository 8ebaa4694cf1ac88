// What is held equal between an arm and the baseline.
#include "core/analysis/match_mode.h"

#include <cmath>

#include "core/base/units.h"

namespace headroom {
namespace {

constexpr double kTolerance = 0.005;

}  // namespace

std::string_view word(MatchMode mode) {
  switch (mode) {
    case MatchMode::IsoRecipe:
      return "iso-recipe";
    case MatchMode::IsoParam:
      return "iso-param";
    case MatchMode::IsoFlop:
      return "iso-FLOP";
  }
  return "";
}

std::optional<MatchMode> matchMode(std::string_view text) {
  for (const MatchMode mode : {MatchMode::IsoRecipe, MatchMode::IsoParam, MatchMode::IsoFlop})
    if (word(mode) == text) return mode;
  return std::nullopt;
}

std::string matchProblem(MatchMode mode, const ModelSize& baseline, const ModelSize& arm) {
  if (mode == MatchMode::IsoRecipe) return "";
  const bool parameters = mode == MatchMode::IsoParam;
  const double b = parameters ? baseline.parameters : baseline.flopsPerToken;
  const double v = parameters ? arm.parameters : arm.flopsPerToken;
  if (std::abs(v - b) <= kTolerance * b) return "";
  return "the arm has " + formatCount(v) + (parameters ? " parameters" : " FLOPs a token") + " and the baseline " +
         formatCount(b) + "; " + std::string(word(mode)) + " allows 0.5 %, so change ffn_width in steps of 8";
}

std::string densityProblem(double meanAttendedKeys, double context) {
  const double density = meanAttendedKeys / ((context + 1) / 2);
  if (density < 1) return "";
  return "the sparse arm has density " + formatFixed(density, 2) +
         ": it attends as many keys as a dense one; select fewer or smaller blocks";
}

}  // namespace headroom

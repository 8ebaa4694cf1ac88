// The losses that all runs of a cell passed through, and what is said where there are none.
#include "core/analysis/overlap.h"

#include <limits>

#include "core/base/units.h"

namespace headroom {
namespace {

/// With as few digits as keep two different losses apart, two at least.
std::pair<std::string, std::string> apart(double a, double b) {
  for (int digits = 2; digits <= 9; ++digits) {
    const std::string first = formatFixed(a, digits), second = formatFixed(b, digits);
    if (first != second) return {first, second};
  }
  return {shortest(a), shortest(b)};
}

/// "3.1": at most four digits after the point, none that are 0.
std::string brief(double loss) {
  std::string text = formatFixed(loss, 4);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

Overlap overlapOf(const std::vector<RunPair>& pairs) {
  Overlap overlap{.low = -std::numeric_limits<double>::infinity(), .top = std::numeric_limits<double>::infinity()};
  for (const RunPair& pair : pairs)
    for (const bool arm : {false, true}) {
      const LossCurve& curve = (arm ? pair.arm : pair.baseline)->curve;
      if (curve.last() > overlap.low) overlap.low = curve.last(), overlap.armEnds = arm;
      if (curve.first() < overlap.top) overlap.top = curve.first(), overlap.armStarts = arm;
    }
  return overlap;
}

std::string noOverlapSentence(const Overlap& overlap) {
  const auto [low, top] = apart(overlap.low, overlap.top);
  if (overlap.armEnds == overlap.armStarts) {
    const std::string side = overlap.armEnds ? "arm" : "baseline";
    return "no loss was reached by both: one run of the " + side + " ends at " + low + ", another starts at " + top;
  }
  return "no loss was reached by both: the " + std::string(overlap.armEnds ? "arm" : "baseline") + " ends at " + low +
         ", the " + (overlap.armStarts ? "arm" : "baseline") + " starts at " + top;
}

std::string outsideSentence(const Overlap& overlap, double loss, bool below) {
  return "loss " + shortest(loss) + " is outside what both measured (" + brief(overlap.low) + " to " +
         brief(overlap.top) + "); " + (below ? "--extrapolate 2 would fit a curve" : "choose a loss in between");
}

}  // namespace headroom

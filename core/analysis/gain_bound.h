// Where no loss was reached by both, on which side of a number the gain lies: the faster side began below what the
// slower side ends at, so that its gain exceeds the ratio of the two computes. A bound of what was measured, without an
// interval.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace headroom {

struct RunPair;

struct GainBound {
  bool atLeast = true;  // else at most
  double step = 1;
  std::optional<double> flop, wall;
};

/// The bound that every pair keeps; nothing where pairs overlap or disagree about the faster side.
std::optional<GainBound> gainBound(const std::vector<RunPair>& pairs);

/// "≥ 2.83", rounded to the safe side.
std::string boundText(const GainBound& bound, double value);
/// "the gain is at least 2.83 per step, 2.83 per FLOP and 2.10 per second"
std::string boundWords(const GainBound& bound);

}  // namespace headroom

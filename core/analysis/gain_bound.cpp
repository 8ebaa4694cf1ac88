#include "core/analysis/gain_bound.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/pair_gain.h"
#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

/// Of each pair a bound of ln CEG; the one that all keep.
double common(const std::vector<RunPair>& pairs, bool atLeast, double (*ofPair)(const Knot& baseline, const Knot& arm),
              double (*more)(const RunPair&)) {
  double bound = atLeast ? INFINITY : -INFINITY;
  for (const RunPair& pair : pairs) {
    const auto &baseline = pair.baseline->curve.knots(), &arm = pair.arm->curve.knots();
    const double d =
        (atLeast ? ofPair(baseline.back(), arm.front()) : ofPair(baseline.front(), arm.back())) + more(pair);
    bound = atLeast ? std::min(bound, d) : std::max(bound, d);
  }
  return std::exp(bound);
}

std::string number(const GainBound& bound, double value) {
  constexpr double kLastBits = 1e-6;  // of a number of hundredths: 8.00 stays 8.00
  const double hundredths = bound.atLeast ? std::floor(value * 100 + kLastBits) : std::ceil(value * 100 - kLastBits);
  return formatFixed(hundredths / 100, 2);
}

}  // namespace

std::optional<GainBound> gainBound(const std::vector<RunPair>& pairs) {
  const auto all = [&](auto&& holds) { return !pairs.empty() && std::all_of(pairs.begin(), pairs.end(), holds); };
  GainBound bound;
  bound.atLeast = all([](const RunPair& pair) { return pair.baseline->curve.last() >= pair.arm->curve.first(); });
  if (!bound.atLeast &&
      !all([](const RunPair& pair) { return pair.arm->curve.last() >= pair.baseline->curve.first(); }))
    return {};
  const auto steps = [](const Knot& baseline, const Knot& arm) { return baseline.lnStep - arm.lnStep; };
  const auto flops = [](const Knot& baseline, const Knot& arm) { return baseline.lnFlops - arm.lnFlops; };
  const auto none = [](const RunPair&) { return 0.0; };
  const auto clock = [](const RunPair& pair) {
    return std::log(*pair.baseline->stepSeconds) - std::log(*pair.arm->stepSeconds);
  };
  bound.step = common(pairs, bound.atLeast, steps, none);
  if (all([](const RunPair& pair) { return pair.baseline->hasFlops && pair.arm->hasFlops; }))
    bound.flop = common(pairs, bound.atLeast, flops, none);
  if (all([](const RunPair& pair) { return pair.baseline->stepSeconds && pair.arm->stepSeconds; }))
    bound.wall = common(pairs, bound.atLeast, steps, clock);
  return bound;
}

std::string boundText(const GainBound& bound, double value) {
  return (bound.atLeast ? "≥ " : "≤ ") + number(bound, value);
}

std::string boundWords(const GainBound& bound) {
  std::vector<std::string> parts{number(bound, bound.step) + " per step"};
  if (bound.flop) parts.push_back(number(bound, *bound.flop) + " per FLOP");
  if (bound.wall) parts.push_back(number(bound, *bound.wall) + " per second");
  return std::string("the gain is at ") + (bound.atLeast ? "least " : "most ") + listed(parts);
}

}  // namespace headroom

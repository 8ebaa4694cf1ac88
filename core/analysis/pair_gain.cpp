// Pairs of runs of equal seed at one scale → d = ln CEG of each pair.
#include "core/analysis/pair_gain.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>

#include "core/analysis/overlap.h"
#include "core/analysis/pair_law.h"
#include "core/analysis/statistics.h"
#include "core/base/units.h"

namespace headroom {
namespace {

constexpr int kHeadlineLosses = 9, kCurveLosses = 25;
const double kWindow = std::log(0.7);
constexpr double kTie = 1e-12;  // of ln steps: their last bits do not say who was slower

std::vector<double> equallySpaced(double from, double to, int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(i + 1 == count ? to : from + (to - from) * i / (count - 1));
  return values;
}

/// The nine losses, from the last that all reached to where the slower side stood at 70 % of its steps.
std::vector<double> window(const std::vector<RunPair>& pairs, const Overlap& overlap) {
  const auto lnSteps = [&](const UsableRun* RunPair::*side) {
    double sum = 0;
    for (const RunPair& pair : pairs) sum += (pair.*side)->curve.lnStepAt(overlap.low);
    return sum;
  };
  const UsableRun* RunPair::*slower =
      lnSteps(&RunPair::arm) > lnSteps(&RunPair::baseline) + kTie ? &RunPair::arm : &RunPair::baseline;
  std::vector<double> losses;
  for (const RunPair& pair : pairs) {
    const LossCurve& curve = (pair.*slower)->curve;
    losses.push_back(curve.lossAt(curve.lnStepAt(overlap.low) + kWindow));
  }
  return equallySpaced(overlap.low, std::clamp(mean(losses), overlap.low, overlap.top), kHeadlineLosses);
}

/// ln compute of the baseline − ln compute of the arm.
double stepGain(const RunPair& pair, double loss) {
  return pair.baseline->curve.lnStepAt(loss) - pair.arm->curve.lnStepAt(loss);
}
double flopGain(const RunPair& pair, double loss) {
  return pair.baseline->curve.lnFlopsAt(loss) - pair.arm->curve.lnFlopsAt(loss);
}

bool allRuns(const std::vector<RunPair>& pairs, const std::function<bool(const UsableRun&)>& have) {
  return std::all_of(pairs.begin(), pairs.end(),
                     [&](const RunPair& pair) { return have(*pair.baseline) && have(*pair.arm); });
}

void addWall(const std::vector<RunPair>& pairs, PairGains& gains) {
  if (!allRuns(pairs, [](const UsableRun& run) { return run.stepSeconds.has_value(); })) return;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    gains.wall.push_back(gains.step[i] + std::log(*pairs[i].baseline->stepSeconds) -
                         std::log(*pairs[i].arm->stepSeconds));
}

/// Gains at a loss below the data: each pair's laws give steps, its FLOPs a step the rest.
PairGains beyondTheData(const std::vector<RunPair>& pairs, const Overlap& overlap, const TargetOptions& options) {
  PairGains gains;
  const PairLaws laws = fitPairs(pairs, *options.loss, {.most = options.extrapolate, .confidence = options.confidence});
  if (!laws.refusal.empty()) return gains.refusal = laws.refusal, gains;
  gains.target = *options.loss;
  gains.extrapolated = laws.factor;
  gains.pinned = laws.pinned;
  const bool flops = allRuns(pairs, [](const UsableRun& run) { return run.hasFlops; });
  std::vector<double> computes;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    gains.step.push_back(laws.gain(i, gains.target));
    if (!flops) continue;
    const double b = std::log(pairs[i].baseline->flopsPerStep()), v = std::log(pairs[i].arm->flopsPerStep());
    gains.flop.push_back(gains.step.back() + b - v);
    computes.push_back(laws.fits[i].lnComputeAt(0, gains.target) + b);
  }
  if (flops) gains.baselineLnFlops = mean(computes);
  for (const double loss : equallySpaced(gains.target, overlap.top, kCurveLosses)) {
    PairGains::AtLoss at{.loss = loss};
    for (std::size_t i = 0; i < pairs.size(); ++i)
      at.d.push_back(loss < overlap.low ? laws.gain(i, loss) : stepGain(pairs[i], loss));
    gains.curve.push_back(std::move(at));
  }
  return gains;
}

PairGains insideTheData(const std::vector<RunPair>& pairs, const Overlap& overlap, std::optional<double> target) {
  PairGains gains;
  gains.target = target.value_or(overlap.low);
  const std::vector<double> losses = target ? std::vector<double>{*target} : window(pairs, overlap);
  const bool flops = allRuns(pairs, [](const UsableRun& run) { return run.hasFlops; });
  std::vector<double> computes;
  for (const RunPair& pair : pairs) {
    double steps = 0, ofFlops = 0;
    for (const double loss : losses) {
      steps += stepGain(pair, loss);
      if (flops) ofFlops += flopGain(pair, loss);
    }
    gains.step.push_back(steps / static_cast<double>(losses.size()));
    if (!flops) continue;
    gains.flop.push_back(ofFlops / static_cast<double>(losses.size()));
    computes.push_back(pair.baseline->curve.lnFlopsAt(gains.target));
  }
  if (flops) gains.baselineLnFlops = mean(computes);
  for (const double loss : equallySpaced(gains.target, overlap.top, kCurveLosses)) {
    PairGains::AtLoss at{.loss = loss};
    for (const RunPair& pair : pairs) at.d.push_back(stepGain(pair, loss));
    gains.curve.push_back(std::move(at));
  }
  return gains;
}

}  // namespace

PairGains pairGains(const std::vector<RunPair>& pairs, const TargetOptions& options) {
  assert(!pairs.empty());
  const Overlap overlap = overlapOf(pairs);
  PairGains gains;
  const bool beyond = options.loss && options.extrapolate > 1 && *options.loss < overlap.low;
  if (options.loss && *options.loss > overlap.top && !overlap.empty())
    gains.refusal = outsideSentence(overlap, *options.loss, false);
  else if (beyond && *options.loss < overlap.top)
    gains = beyondTheData(pairs, overlap, options);
  else if (overlap.empty())
    gains.refusal = noOverlapSentence(overlap);
  else if (options.loss && *options.loss < overlap.low)
    gains.refusal = outsideSentence(overlap, *options.loss, true);
  else
    gains = insideTheData(pairs, overlap, options.loss);
  if (gains.refusal.empty()) addWall(pairs, gains);
  return gains;
}

double endSlope(const UsableRun& run) {
  const double end = run.curve.knots().back().lnStep, begin = std::max(end + kWindow, run.curve.knots().front().lnStep);
  return (run.curve.lossAt(begin) - run.curve.last()) / (end - begin);
}

}  // namespace headroom

// The gain of a run over a baseline while either may still train: three gains, by the paper's rule, provisional.
#include "core/analysis/live_ceg.h"

#include <algorithm>
#include <cmath>

#include "core/base/units.h"

namespace headroom {
namespace {

/// FLOPs a step over the whole run.
std::optional<double> flopsPerStep(CurveView curve) {
  for (auto point = curve.rbegin(); point != curve.rend(); ++point)
    if (point->step > 0 && point->flops > 0) return point->flops / static_cast<double>(point->step);
  return std::nullopt;
}

/// Median of Δseconds/Δstep between evaluations after step 0; a run with one of them counts from its start.
std::optional<double> secondsPerStep(CurveView curve) {
  std::vector<double> slopes;
  const CurvePoint* last = nullptr;
  for (const CurvePoint& point : curve) {
    if (point.step <= 0 || !std::isfinite(point.seconds)) continue;
    // A resumed run's clock may stand still between two evaluations, never run backwards.
    if (last && point.seconds > last->seconds)
      slopes.push_back((point.seconds - last->seconds) / static_cast<double>(point.step - last->step));
    last = &point;
  }
  if (slopes.empty() && last && last->seconds > 0) slopes.push_back(last->seconds / static_cast<double>(last->step));
  if (slopes.empty()) return std::nullopt;
  std::sort(slopes.begin(), slopes.end());
  const std::size_t half = slopes.size() / 2;
  return slopes.size() % 2 ? slopes[half] : (slopes[half - 1] + slopes[half]) / 2;
}

Gain scaled(const Gain& step, std::optional<double> baseline, std::optional<double> arm, const std::string& what) {
  if (!step.value) return step;
  if (!baseline || !arm) return {std::nullopt, (baseline ? "the arm's " : "the baseline's ") + what + " is not known"};
  return {*step.value * *baseline / *arm, ""};
}

std::vector<LiveGainPoint> gainCurve(CurveView baseline, CurveView arm, const PaperGain& headline) {
  const std::vector<double> b = smoothedLosses(baseline), v = smoothedLosses(arm);
  std::vector<LiveGainPoint> curve;
  std::size_t reached = 0;  // index in b: only grows, for the arm's smallest loss only falls
  double smallest = std::numeric_limits<double>::infinity();
  std::size_t smallestAt = 0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    if (std::isfinite(v[i]) && v[i] < smallest) smallest = v[i], smallestAt = i;
    if (!std::isfinite(smallest)) continue;
    while (reached < b.size() && !(std::isfinite(b[reached]) && b[reached] <= smallest)) ++reached;
    if (reached == b.size()) {  // past the baseline's last loss: from here on it is the headline's gain
      curve.push_back({arm[i].step, headline.targetLoss, headline.ceg});
      break;
    }
    curve.push_back({arm[i].step, smallest, static_cast<double>(reached + 1) / static_cast<double>(smallestAt + 1)});
  }
  return curve;
}

}  // namespace

LiveCeg liveCeg(CurveView baseline, CurveView arm) {
  LiveCeg result;
  result.paper = paperGain(&baseline, arm);
  const bool refused = result.paper.status == PaperGain::Status::Refused;
  result.step = refused ? Gain{std::nullopt, result.paper.reason} : Gain{result.paper.ceg, ""};
  result.flop = scaled(result.step, flopsPerStep(baseline), flopsPerStep(arm), "FLOPs a step");
  result.wall = scaled(result.step, secondsPerStep(baseline), secondsPerStep(arm), "time a step");
  if (!refused) result.curve = gainCurve(baseline, arm, result.paper);

  const auto tokens = [](CurveView curve) {
    return curve.empty() || curve.back().step <= 0 ? CurvePoint::kUnknown
                                                   : curve.back().tokens / static_cast<double>(curve.back().step);
  };
  const double b = tokens(baseline), v = tokens(arm);
  if (std::abs(v - b) > 1e-3 * b)
    result.warnings.push_back("the arm has " + shortest(v) + " tokens a step and the baseline " + shortest(b) +
                              "; gains counted in steps compare only equal ones");
  return result;
}

}  // namespace headroom

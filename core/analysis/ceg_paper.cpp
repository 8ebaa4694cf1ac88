// Compute-equivalent gain by the rule of "Rethinking LLM Advancement", repeated digit for digit, weaknesses included.
#include "core/analysis/ceg_paper.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/analysis/table_checks.h"

namespace headroom {
namespace {

constexpr std::size_t kWindow = 8;

/// Number (from 1) of the first value that is finite and at most `target`; 0 when there is none.
std::size_t firstReached(const std::vector<double>& smoothed, double target) {
  const auto found = std::find_if(smoothed.begin(), smoothed.end(),
                                  [&](double value) { return std::isfinite(value) && value <= target; });
  return found == smoothed.end() ? 0 : static_cast<std::size_t>(found - smoothed.begin()) + 1;
}

std::optional<double> smallestFinite(const std::vector<double>& values) {
  std::optional<double> smallest;
  for (const double value : values)
    if (std::isfinite(value) && (!smallest || value < *smallest)) smallest = value;
  return smallest;
}

/// The shorter list of steps must be the start of the longer: the rule counts evaluations.
bool sameGrid(CurveView a, CurveView b) {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i)
    if (a[i].step != b[i].step) return false;
  return true;
}

PaperGain refusal(std::string reason) {
  PaperGain gain;
  gain.reason = std::move(reason);
  return gain;
}

}  // namespace

std::vector<double> smoothedLosses(CurveView curve) {
  std::vector<double> result(curve.size());
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const std::size_t count = std::min(i + 1, kWindow);
    double sum = 0;
    for (std::size_t j = i + 1 - count; j <= i; ++j) sum += curve[j].loss;
    result[i] = sum / static_cast<double>(count);
  }
  return result;
}

std::string_view word(PaperGain::Status status) {
  switch (status) {
    case PaperGain::Status::Primary:
      return "primary";
    case PaperGain::Status::Auxiliary:
      return "auxiliary";
    case PaperGain::Status::Refused:
      return "refused";
  }
  return "";
}

PaperGain paperGain(const CurveView* baseline, CurveView arm) {
  if (arm.empty()) return refusal("the run has no evaluations");
  if (!baseline) return refusal("no baseline run with this scale and seed");
  if (baseline->empty()) return refusal("the baseline's run has no evaluations");
  if (!sameGrid(*baseline, arm))
    return refusal("arm and baseline were evaluated at different steps, and this rule counts evaluations");
  const std::vector<double> b = smoothedLosses(*baseline), v = smoothedLosses(arm);
  if (!std::isfinite(b.back())) return refusal("the baseline's last smoothed loss is not finite");
  const std::optional<double> smallest = smallestFinite(v);
  if (!smallest) return refusal("the arm never has a finite smoothed loss");

  PaperGain gain;
  const bool reached = firstReached(v, b.back()) > 0;
  gain.status = reached ? PaperGain::Status::Primary : PaperGain::Status::Auxiliary;
  // An arm that never reaches the baseline's last loss stays above it, so the baseline reaches the arm's smallest.
  gain.targetLoss = reached ? b.back() : *smallest;
  gain.baselineEvaluations = firstReached(b, gain.targetLoss);
  gain.armEvaluations = firstReached(v, gain.targetLoss);
  gain.ceg = static_cast<double>(gain.baselineEvaluations) / static_cast<double>(gain.armEvaluations);
  return gain;
}

Result<PaperResult> paperCeg(const CurveTable& table, const std::string& baseline) {
  HEADROOM_ASSIGN(const std::uint32_t baselineArm, armCalled(table, baseline));
  std::map<std::pair<std::uint32_t, std::int64_t>, const CurveTable::Run*> baselines;
  for (const CurveTable::Run& run : table.runs)
    if (run.arm == baselineArm) baselines[{run.scale, run.seed}] = &run;

  PaperResult result;
  result.baseline = baseline;
  result.rows = table.rows;
  result.runs = table.runs.size();
  result.warnings = table.warnings;
  for (std::string& warning : tokenWarnings(table, baselineArm)) result.warnings.push_back(std::move(warning));
  for (const CurveTable::Run& run : table.runs) {
    const CurveView curve = table.curve(run);
    const auto partner = baselines.find({run.scale, run.seed});
    std::optional<CurveView> other;
    if (partner != baselines.end()) other = table.curve(*partner->second);

    PaperCell cell;
    cell.arm = table.arms[run.arm];
    cell.scale = table.scales[run.scale];
    cell.seed = run.seed;
    cell.gain = paperGain(other ? &*other : nullptr, curve);
    cell.evaluations = curve.size();
    const std::vector<double> smoothed = smoothedLosses(curve);
    cell.minLoss = smallestFinite(smoothed);
    if (!smoothed.empty() && std::isfinite(smoothed.back())) cell.lastLoss = smoothed.back();
    result.cells.push_back(std::move(cell));
  }
  return result;
}

const std::vector<std::string>& paperWeaknesses() {
  static const std::vector<std::string> list = {
      "it counts evaluations, so steps only; a grid of 500 steps makes one tick 1 to 7 %",
      "the trailing mean of 8 lags 3.5 evaluations",
      "the target is the baseline's last value, even where it diverged",
      "points in mid-schedule are compared with annealed ends",
      "primary and auxiliary are different quantities in one column",
      "one seed says nothing about noise; two copies of one model differ by 6 % at the least",
  };
  return list;
}

}  // namespace headroom

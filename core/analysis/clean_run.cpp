// One run's evaluations → the points that count: without step 0, spikes and what came after the run diverged.
#include "core/analysis/clean_run.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/statistics.h"

namespace headroom {
namespace {

double medianOfThree(double a, double b, double c) {
  return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

/// Marks the points that are off.
std::vector<bool> offPoints(CurveView points) {
  const double h = std::max(0.02, 4 * evaluationNoise(points));
  std::vector<bool> off(points.size());
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t j = 0; j < points.size(); ++j) {
    const double loss = points[j].loss;
    off[j] = loss > least + h;
    const double running = j == 0   ? loss
                           : j == 1 ? (points[0].loss + loss) / 2
                                    : medianOfThree(points[j - 2].loss, points[j - 1].loss, loss);
    least = std::min(least, running);
  }
  return off;
}

}  // namespace

double evaluationNoise(CurveView points) {
  if (points.size() < 3) return 0;
  std::vector<double> bends;
  bends.reserve(points.size() - 2);
  for (std::size_t j = 1; j + 1 < points.size(); ++j) {
    const double bend = std::abs(points[j + 1].loss - 2 * points[j].loss + points[j - 1].loss);
    bends.push_back(std::isnan(bend) ? std::numeric_limits<double>::infinity() : bend);  // losses near 1e308
  }
  return 1.4826 * median(std::move(bends)) / std::sqrt(6.0);
}

CleanRun cleanRun(CurveView curve) {
  CleanRun run;
  std::vector<CurvePoint> kept;
  kept.reserve(curve.size());
  for (const CurvePoint& point : curve) {
    if (point.step <= 0) continue;
    if (!std::isfinite(point.loss)) {
      run.diverged = true;
      run.divergedAt = point.step;
      break;
    }
    kept.push_back(point);
  }
  const std::vector<bool> off = offPoints(kept);
  std::size_t streak = 0;  // points off that end here
  for (std::size_t j = 0; j < kept.size(); ++j) {
    streak = off[j] ? streak + 1 : 0;
    if (streak >= 3) run.unstable = true;
    if (!off[j]) run.points.push_back(kept[j]);
  }
  if (streak >= 3) {
    if (!run.diverged) run.divergedAt = kept[kept.size() - streak].step;
    run.diverged = true;
  }
  return run;
}

std::optional<double> medianStepSeconds(CurveView points) {
  std::vector<double> rates;
  const CurvePoint* last = nullptr;
  for (const CurvePoint& point : points) {
    if (!std::isfinite(point.seconds)) continue;
    if (last) rates.push_back((point.seconds - last->seconds) / static_cast<double>(point.step - last->step));
    last = &point;
  }
  if (rates.empty()) return std::nullopt;
  const double rate = median(std::move(rates));
  return rate > 0 ? std::optional(rate) : std::nullopt;
}

}  // namespace headroom

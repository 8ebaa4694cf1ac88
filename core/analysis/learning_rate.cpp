// Fair learning rates: trials on a grid of factors of two that grows while its best lies on an edge.
#include "core/analysis/learning_rate.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/analysis/statistics.h"

namespace headroom {
namespace {

constexpr double kGrid = 2;

/// One a rate, ascending.
std::vector<RateTrial> averaged(const std::vector<RateTrial>& trials) {
  std::map<double, std::vector<double>> losses;
  for (const RateTrial& trial : trials) losses[trial.rate].push_back(trial.loss);
  std::vector<RateTrial> result;
  for (const auto& [rate, values] : losses) result.push_back({rate, mean(values)});
  return result;
}

/// Where the parabola through three points (x ascending, the middle one lowest) has its least value.
double vertex(double x0, double y0, double x1, double y1, double x2, double y2) {
  const double left = (y0 - y1) / (x1 - x0), right = (y2 - y1) / (x2 - x1);  // ≥ 0 both
  if (left + right <= 0) return x1;
  const double leftMiddle = (x0 + x1) / 2, rightMiddle = (x1 + x2) / 2;  // the parabola's slope is −left, right there
  return leftMiddle + (rightMiddle - leftMiddle) * left / (left + right);
}

}  // namespace

std::optional<TunedRate> tunedRate(const std::vector<RateTrial>& trials) {
  const std::vector<RateTrial> grid = averaged(trials);
  const auto worse = [](const RateTrial& a, const RateTrial& b) {
    return std::isfinite(a.loss) && !(std::isfinite(b.loss) && b.loss <= a.loss);
  };
  const auto best = std::min_element(grid.begin(), grid.end(), worse);
  if (best == grid.end() || !std::isfinite(best->loss)) return std::nullopt;
  TunedRate tuned{.rate = best->rate, .bestTrial = best->rate, .bestLoss = best->loss};
  if (best == grid.begin()) {
    tuned.next = best->rate / kGrid;
  } else if (best + 1 == grid.end()) {
    tuned.next = best->rate * kGrid;
  } else if (const auto below = best - 1, above = best + 1; std::isfinite(below->loss) && std::isfinite(above->loss)) {
    const double x = vertex(std::log(below->rate), below->loss, std::log(best->rate), best->loss, std::log(above->rate),
                            above->loss);
    tuned.rate = std::clamp(std::exp(x), below->rate, above->rate);
  }
  return tuned;
}

std::optional<double> rateSensitivity(const std::vector<RateTrial>& trials, double initialLoss) {
  const std::optional<TunedRate> tuned = tunedRate(trials);
  if (!tuned) return std::nullopt;
  const double best = std::min(tuned->bestLoss, initialLoss);  // one that learned nothing costs nothing more
  std::vector<double> costs;
  for (const RateTrial& trial : averaged(trials))
    costs.push_back((std::isfinite(trial.loss) ? std::min(trial.loss, initialLoss) : initialLoss) - best);
  return mean(costs);
}

}  // namespace headroom

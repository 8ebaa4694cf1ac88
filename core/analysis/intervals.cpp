// ln CEG of each pair → gain, interval, p.
#include "core/analysis/intervals.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/statistics.h"

namespace headroom {
namespace {

/// Equal copies would have none at all; an interval of width 0 says more than three seeds can.
double ownVariance(std::span<const double> d) {
  return std::max(variance(d), 1e-12);
}

}  // namespace

std::optional<double> typicalVariance(const std::vector<std::vector<double>>& cells) {
  std::vector<double> variances;
  for (const std::vector<double>& d : cells) {
    if (d.size() < 2) continue;
    const double df = static_cast<double>(d.size() - 1);
    variances.push_back(ownVariance(d) * df / chiSquaredMedian(df));
  }
  if (variances.size() < 3) return std::nullopt;
  return median(std::move(variances));
}

GainEstimate estimateGain(std::span<const double> d, std::optional<double> typical, double confidence) {
  const double centre = mean(d);
  GainEstimate estimate{.ceg = std::exp(centre)};
  if (d.size() < 2) return estimate;
  const double n = static_cast<double>(d.size());
  const double own = ownVariance(d);
  double used = own, df = n - 1;
  if (typical) {
    used = std::max(own, (2 * *typical + (n - 1) * own) / (n + 1));
    df = n - 1 + 2 * std::min(1.0, *typical / own);
  }
  const double se = std::sqrt(used / n);
  const double half = studentQuantile((1 + confidence) / 2, df) * se;
  estimate.low = std::exp(centre - half);
  estimate.high = std::exp(centre + half);
  estimate.lnSe = se;
  estimate.df = df;
  return estimate;
}

double pOfNoGain(const GainEstimate& estimate) {
  return studentTwoSided(std::log(estimate.ceg) / *estimate.lnSe, *estimate.df);
}

std::vector<std::optional<double>> holm(const std::vector<std::optional<double>>& p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i)
    if (p[i]) order.push_back(i);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return *p[a] < *p[b]; });
  std::vector<std::optional<double>> adjusted(p.size());
  double highest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const double left = static_cast<double>(order.size() - rank);
    highest = std::max(highest, std::min(1.0, left * *p[order[rank]]));
    adjusted[order[rank]] = highest;
  }
  return adjusted;
}

}  // namespace headroom

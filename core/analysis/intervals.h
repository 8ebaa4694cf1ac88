// ln CEG of each pair → gain, interval, p: small-sample statistics that borrow a little variance from the other arms of
// the scale, and never to a cell's advantage alone.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace headroom {

struct GainEstimate {
  double ceg = 1;
  std::optional<double> low, high;  // bounds of the gain itself, not of its logarithm; none with one pair
  std::optional<double> lnSe, df;
};

/// s0²: the typical variance of a scale's cells, median over those with two pairs or more of s² · (n−1)/χ²(½; n−1).
/// Empty below three such cells.
std::optional<double> typicalVariance(const std::vector<std::vector<double>>& cells);

/// exp(mean d ± t((1+confidence)/2; ν) · √(s̃²/n)) with s̃² = max(s², (2·s0² + (n−1)·s²)/(n+1)) and
/// ν = n−1 + 2·min(1, s0²/s²); without a typical variance s², n−1.
GainEstimate estimateGain(std::span<const double> d, std::optional<double> typical, double confidence);

/// Two-sided p of "the gain is 1"; needs two pairs.
double pOfNoGain(const GainEstimate& estimate);

/// Holm's adjusted p in the order given: p_holm(i) = max over j ≤ i of min(1, (k−j+1)·p(j)). Empty stays empty.
std::vector<std::optional<double>> holm(const std::vector<std::optional<double>>& p);

}  // namespace headroom

// Do changes add up? Additivity, pairwise interactions and Shapley shares of k changes.
#include "core/analysis/interactions.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <set>

#include "core/analysis/statistics.h"

namespace headroom {
namespace {

constexpr unsigned kMostFactorial = 4;

/// Weights of sets: what is asked is Σ weight · v(set).
using Contrast = std::map<ChangeSet, double>;

/// The contrast for each seed that all its sets share; empty where a set is missing.
std::vector<double> perSeed(const Contrast& contrast, const SetGains& gains) {
  std::map<std::int64_t, std::size_t> seen;
  for (const auto& [set, weight] : contrast) {
    const auto found = gains.find(set);
    if (found == gains.end()) return {};
    for (const auto& [seed, d] : found->second) ++seen[seed];
  }
  std::vector<double> values;
  for (const auto& [seed, count] : seen) {
    if (count < contrast.size()) continue;
    double sum = 0;
    for (const auto& [set, weight] : contrast) sum += weight * gains.at(set).at(seed);
    values.push_back(sum);
  }
  return values;
}

std::optional<GainEstimate> estimate(const Contrast& contrast, const SetGains& gains, double confidence) {
  const std::vector<double> values = perSeed(contrast, gains);
  if (values.empty()) return std::nullopt;
  return estimateGain(values, std::nullopt, confidence);
}

std::optional<double> additivityOf(unsigned changes, const SetGains& gains) {
  const ChangeSet all = (ChangeSet{1} << changes) - 1;
  Contrast sum;
  for (unsigned i = 0; i < changes; ++i) sum[ChangeSet{1} << i] = 1;
  const std::vector<double> alone = perSeed(sum, gains), together = perSeed({{all, 1}}, gains);
  if (alone.empty() || together.empty()) return std::nullopt;
  const double total = mean(alone);
  const double se = alone.size() < 2 ? 0 : std::sqrt(variance(alone) / static_cast<double>(alone.size()));
  if (total == 0 || std::abs(total) < 2 * se) return std::nullopt;
  return mean(together) / total;
}

Contrast shapleyContrast(unsigned changes, unsigned i) {
  const ChangeSet mine = ChangeSet{1} << i;
  Contrast contrast;
  for (ChangeSet set = 0; set < ChangeSet{1} << changes; ++set) {
    if (set & mine) continue;
    const double size = std::popcount(set);
    const double weight = std::exp(std::lgamma(size + 1) + std::lgamma(changes - size) - std::lgamma(changes + 1));
    contrast[set | mine] += weight;
    if (set != 0) contrast[set] -= weight;  // v(none) = 0
  }
  return contrast;
}

}  // namespace

std::vector<ChangeSet> interactionDesign(unsigned changes) {
  assert(changes >= 1 && changes < 32);
  const ChangeSet all = (ChangeSet{1} << changes) - 1;
  std::set<ChangeSet> design;
  if (changes <= kMostFactorial) {
    for (ChangeSet set = 1; set <= all; ++set) design.insert(set);
  } else {
    design.insert(all);
    for (unsigned i = 0; i < changes; ++i) {
      design.insert(ChangeSet{1} << i);
      design.insert(all & ~(ChangeSet{1} << i));
    }
  }
  return {design.begin(), design.end()};
}

Interactions interactions(unsigned changes, const SetGains& gains, double confidence) {
  assert(changes >= 1 && changes < 32);
  Interactions result;
  result.additivity = additivityOf(changes, gains);
  result.pairwise.assign(changes, std::vector<std::optional<GainEstimate>>(changes));
  for (unsigned i = 0; i < changes; ++i)
    for (unsigned j = 0; j < i; ++j) {
      const ChangeSet a = ChangeSet{1} << i, b = ChangeSet{1} << j;
      result.pairwise[i][j] = result.pairwise[j][i] = estimate({{a | b, 1}, {a, -1}, {b, -1}}, gains, confidence);
    }
  result.shapley.resize(changes);
  const bool factorial = gains.size() >= (std::size_t{1} << changes) - 1;  // else 2^k terms for nothing
  for (unsigned i = 0; i < changes && factorial; ++i)
    result.shapley[i] = estimate(shapleyContrast(changes, i), gains, confidence);
  return result;
}

}  // namespace headroom

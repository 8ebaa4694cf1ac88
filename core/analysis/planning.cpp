// Before anything starts: the smallest gain a study can find, and the smallest slope over scales.
#include "core/analysis/planning.h"

#include <cmath>

#include "core/analysis/statistics.h"

namespace headroom {
namespace {

constexpr double kPower = 0.8, kError = 0.05;
constexpr std::size_t kMostSeeds = 100;

}  // namespace

double gainSigma(std::size_t seeds, const NoiseAssumption& noise) {
  return std::sqrt(2 * (1 - noise.correlation) / static_cast<double>(seeds)) * noise.lossSigma / noise.endSlope;
}

double planDegrees(std::size_t seeds, std::size_t arms) {
  return static_cast<double>(seeds) + (arms >= 3 ? 1 : -1);
}

std::optional<double> smallestGain(std::size_t seeds, std::size_t arms, const NoiseAssumption& noise) {
  if (seeds < 2 || arms < 1) return std::nullopt;
  const double df = planDegrees(seeds, arms);
  const double sure = studentQuantile(1 - kError / (2 * static_cast<double>(arms)), df);
  return std::exp((sure + studentQuantile(kPower, df)) * gainSigma(seeds, noise));
}

std::optional<std::size_t> seedsFor(double gain, std::size_t arms, const NoiseAssumption& noise) {
  for (std::size_t seeds = 2; seeds <= kMostSeeds; ++seeds)
    if (const auto smallest = smallestGain(seeds, arms, noise); smallest && *smallest <= gain) return seeds;
  return std::nullopt;
}

std::optional<SlopePower> slopePower(const SlopePlan& plan, std::size_t seeds, std::size_t arms,
                                     const NoiseAssumption& noise, double equivalence) {
  if (plan.scales < 3 || seeds < 2 || !(plan.decades > 0)) return std::nullopt;
  const double s = static_cast<double>(plan.scales), range = plan.decades * std::log(10.0);
  SlopePower power;
  power.se = gainSigma(seeds, noise) / std::sqrt(range * range * s * (s + 1) / (12 * (s - 1)));
  // Equal errors at every scale: ν = ν_cell · (Σc²)² / Σc⁴ with c ∝ distance from the middle.
  double squares = 0, fourths = 0;
  for (std::size_t i = 0; i < plan.scales; ++i) {
    const double c = static_cast<double>(i) - (s - 1) / 2;
    squares += c * c;
    fourths += c * c * c * c;
  }
  power.df = planDegrees(seeds, arms) * squares * squares / fourths;
  power.smallestSlope = (studentQuantile(1 - kError / 2, power.df) + studentQuantile(kPower, power.df)) * power.se;
  power.independent = studentQuantile(1 - kError, power.df) * power.se < equivalence;
  return power;
}

}  // namespace headroom

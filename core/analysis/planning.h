// Before anything starts: the smallest gain a study can find, and the smallest slope over scales. Power 80 %.
#pragma once

#include <cstddef>
#include <optional>

namespace headroom {

/// What a pilot says about noise; without one these defaults, to be marked "assumed".
struct NoiseAssumption {
  double lossSigma = 0.008;  // spread of the final loss over seeds, nat
  double endSlope = 0.1;     // g = |dL/dlnC| at the target (pair_gain.h)
  double correlation = 0;    // of arm and baseline within a pair
};

/// σ_lnCEG ≈ √(2(1−ρ)/n) · σ_L / g
double gainSigma(std::size_t seeds, const NoiseAssumption& noise = {});

/// Degrees of freedom of a cell: n − 1, or n + 1 where every scale has three arms or more, which lend variance.
double planDegrees(std::size_t seeds, std::size_t arms);

/// exp((t(1 − 0.05/(2K); ν) + t(0.8; ν)) · σ_lnCEG): the smallest gain that K arms find. Empty below two seeds.
std::optional<double> smallestGain(std::size_t seeds, std::size_t arms, const NoiseAssumption& noise = {});

/// The fewest seeds (up to 100) with which a gain (above 1) can be found.
std::optional<std::size_t> seedsFor(double gain, std::size_t arms, const NoiseAssumption& noise = {});

/// Scales spaced evenly in ln C.
struct SlopePlan {
  std::size_t scales = 4;
  double decades = 2;
};

struct SlopePower {
  double se = 0;             // σ_lnCEG / √((R·ln 10)² · S(S+1) / (12(S−1)))
  double df = 0;             // Welch–Satterthwaite over the scales, as the verdict has them
  double smallestSlope = 0;  // (t(0.975; ν) + t(0.8; ν)) · se
  bool independent = false;  // t(0.95; ν) · se < δ: equality can be found
};

/// Empty below three scales, two seeds or a range above 0.
std::optional<SlopePower> slopePower(const SlopePlan& plan, std::size_t seeds, std::size_t arms,
                                     const NoiseAssumption& noise = {}, double equivalence = 0.05);

}  // namespace headroom

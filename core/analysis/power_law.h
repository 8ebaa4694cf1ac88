// L(C) = E + B·C^−β: one law a curve, the floor E shared by all curves of a fit.
//
// Fitted in logarithms, r = ln(exp(e) + exp(b − β·(ln C − c₀))) − ln L, under Huber's loss with δ = 1e-3 (as Hoffmann
// et al. 2022 do), from 12 starts, by NLopt's L-BFGS (Liu & Nocedal 1989). E ∈ [0.001, 0.999]·min L, β ∈ [0.005, 2].
#pragma once

#include <optional>
#include <vector>

namespace headroom {

/// Points of one curve, both in logarithms.
struct LawPoints {
  std::vector<double> lnC, lnL;
};

struct PowerLaw {
  double lnB = 0, beta = 0;
};

struct PowerLawFit {
  double floor = 0;            // E
  std::vector<PowerLaw> laws;  // one a curve
  double objective = 0;
  bool pinned = true;  // false: a bound is active, or only one start came here

  /// ln C at which a curve reaches a loss above the floor.
  double lnComputeAt(std::size_t curve, double loss) const;
};

/// Every curve needs a point and there must be more points than parameters (1 + 2 a curve); empty otherwise.
std::optional<PowerLawFit> fitPowerLaws(const std::vector<LawPoints>& curves);
/// From one start, the solution of a fit to nearly the same points; for resampling.
std::optional<PowerLawFit> refitPowerLaws(const std::vector<LawPoints>& curves, const PowerLawFit& start);

}  // namespace headroom

// Does a gain last? The slope of ln CEG_FLOP over ln compute, and a verdict in three words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

/// One arm at one scale.
struct ScalePoint {
  double lnCompute = 0;  // FLOPs at which the baseline reaches the cell's target
  double lnGain = 0, se = 0, df = 0;
};

struct Slope {
  double value = 0, se = 0, df = 0;
  double span = 1;  // largest ÷ smallest compute
  double low = 0, high = 0, p = 1;
};

/// Ordinary least squares; the standard error follows from those of the points (Welch–Satterthwaite degrees) and grows
/// by √Q where points scatter more than seeds explain (F test at 5 %). Empty below two different computes.
std::optional<Slope> scaleSlope(std::vector<ScalePoint> points, double confidence);

enum class Verdict { Dependent, Independent, Undetermined };
std::string_view word(Verdict verdict);

struct ArmVerdict {
  std::string arm;
  std::size_t scales = 0;
  std::optional<Slope> slope;
  std::optional<double> pHolm;
  Verdict verdict = Verdict::Undetermined;
  std::string reason;  // exactly when undetermined
  /// "the same gain at every scale tried", "grows with compute", "fades with compute", or the reason.
  std::string words() const;
};

struct VerdictOptions {
  double equivalence = 0.05;  // |slope| below it is the same gain: 12 % a decade
  double confidence = 0.95;
};

/// Verdicts of all arms of a study; p is adjusted over them (Holm).
std::vector<ArmVerdict> scaleVerdicts(const std::vector<std::string>& arms,
                                      const std::vector<std::vector<ScalePoint>>& points,
                                      const VerdictOptions& options = {});

}  // namespace headroom

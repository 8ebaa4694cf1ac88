// Does a gain last? The slope of ln CEG_FLOP over ln compute, and a verdict in three words.
#include "core/analysis/scale_slope.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/analysis/intervals.h"
#include "core/analysis/statistics.h"
#include "core/base/units.h"

namespace headroom {
namespace {

constexpr std::size_t kLeastScales = 3;
constexpr double kLeastSpan = 8;

bool enough(const ArmVerdict& entry) {
  // Computes pass through logarithms, which may cost 8× its last digits.
  return entry.scales >= kLeastScales && entry.slope && entry.slope->span >= kLeastSpan * (1 - 1e-9);
}

std::string tooFew(const ArmVerdict& entry) {
  std::string text = std::to_string(entry.scales) + (entry.scales == 1 ? " scale" : " scales");
  if (entry.scales >= kLeastScales) text += " spanning " + formatFixed(entry.slope ? entry.slope->span : 1, 1) + "×";
  return text + " cannot tell; 3 spanning 8× are the least, 4 spanning 64× are advised";
}

/// Two one-sided tests: the interval that leaves 1 − confidence out on each side lies inside ±δ.
bool equivalent(const Slope& slope, const VerdictOptions& options) {
  const double half = studentQuantile(options.confidence, slope.df) * slope.se;
  return slope.value - half > -options.equivalence && slope.value + half < options.equivalence;
}

}  // namespace

std::optional<Slope> scaleSlope(std::vector<ScalePoint> points, double confidence) {
  // Sums do not depend on the order in which scales came.
  std::sort(points.begin(), points.end(), [](const ScalePoint& a, const ScalePoint& b) {
    return std::tie(a.lnCompute, a.lnGain, a.se) < std::tie(b.lnCompute, b.lnGain, b.se);
  });
  const double count = static_cast<double>(points.size());
  double meanX = 0, meanY = 0, spread = 0;
  for (const ScalePoint& point : points) meanX += point.lnCompute / count, meanY += point.lnGain / count;
  for (const ScalePoint& point : points) spread += (point.lnCompute - meanX) * (point.lnCompute - meanX);
  if (points.size() < 2 || !(points.back().lnCompute > points.front().lnCompute)) return std::nullopt;

  Slope slope;
  slope.span = std::exp(points.back().lnCompute - points.front().lnCompute);
  double v = 0, ofDegrees = 0, degrees = 0;
  for (const ScalePoint& point : points) {
    const double c = (point.lnCompute - meanX) / spread, share = c * c * point.se * point.se;
    slope.value += c * point.lnGain;
    v += share;
    ofDegrees += share * share / point.df;
    degrees += point.df;
  }
  slope.df = v * v / ofDegrees;
  if (points.size() > 2) {
    double q = 0;
    for (const ScalePoint& point : points) {
      const double left = point.lnGain - meanY - slope.value * (point.lnCompute - meanX);
      q += left * left / (point.se * point.se);
    }
    q /= count - 2;
    if (fisherTail(q, count - 2, degrees) < 0.05) {
      v *= q;
      slope.df = std::min(slope.df, count - 2);
    }
  }
  slope.se = std::sqrt(v);
  const double half = studentQuantile((1 + confidence) / 2, slope.df) * slope.se;
  slope.low = slope.value - half;
  slope.high = slope.value + half;
  slope.p = studentTwoSided(slope.value / slope.se, slope.df);
  return slope;
}

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::Dependent:
      return "dependent";
    case Verdict::Independent:
      return "independent";
    case Verdict::Undetermined:
      return "undetermined";
  }
  return "";
}

std::string ArmVerdict::words() const {
  switch (verdict) {
    case Verdict::Dependent:
      return slope->value > 0 ? "grows with compute" : "fades with compute";
    case Verdict::Independent:
      return "the same gain at every scale tried";
    case Verdict::Undetermined:
      return reason;
  }
  return "";
}

std::vector<ArmVerdict> scaleVerdicts(const std::vector<std::string>& arms,
                                      const std::vector<std::vector<ScalePoint>>& points,
                                      const VerdictOptions& options) {
  std::vector<ArmVerdict> entries;
  std::vector<std::optional<double>> p;
  for (std::size_t i = 0; i < arms.size(); ++i) {
    ArmVerdict entry{.arm = arms[i], .scales = points[i].size()};
    entry.slope = scaleSlope(points[i], options.confidence);
    p.push_back(entry.slope ? std::optional(entry.slope->p) : std::nullopt);
    entries.push_back(std::move(entry));
  }
  const std::vector<std::optional<double>> adjusted = holm(p);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    ArmVerdict& entry = entries[i];
    entry.pHolm = adjusted[i];
    if (!enough(entry)) {
      entry.reason = tooFew(entry);
    } else if (equivalent(*entry.slope, options)) {
      entry.verdict = Verdict::Independent;
    } else if (*entry.pHolm < 1 - options.confidence) {
      entry.verdict = Verdict::Dependent;
    } else {
      entry.reason =
          "the data allow slopes from " + formatFixed(entry.slope->low, 3) + " to " + formatFixed(entry.slope->high, 3);
    }
  }
  return entries;
}

}  // namespace headroom

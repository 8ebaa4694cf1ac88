// Gains over scales by power laws through the ends of annealed runs, with a band from a paired-seed bootstrap.
#include "core/analysis/scale_law.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>

#include "core/analysis/resampled_run.h"
#include "core/analysis/statistics.h"

namespace headroom {
namespace {

constexpr std::size_t kLeastScales = 4, kBandPoints = 25;

/// One scale ready for drawing: by seed, the runs of all curves (the baseline's first) that have one.
struct Drawable {
  struct Member {
    std::size_t curve;
    ResampledRun run;
  };
  std::vector<std::vector<Member>> seeds;
};

const SeedRuns& runsOf(const ScaleRuns& scale, std::size_t curve) {
  return curve == 0 ? scale.baseline : scale.arms[curve - 1];
}

double lnComputeOf(const ScaleRuns& scale) {
  double sum = 0;
  for (const auto& [seed, run] : scale.baseline) sum += run->curve.knots().back().lnFlops;
  return sum / static_cast<double>(scale.baseline.size());
}

std::string problemOf(const std::vector<ScaleRuns>& scales, std::size_t curves) {
  if (scales.size() < kLeastScales)
    return std::to_string(scales.size()) + (scales.size() == 1 ? " scale does" : " scales do") +
           " not pin a law down; 4 are the least";
  for (const ScaleRuns& scale : scales)
    for (std::size_t curve = 0; curve < curves; ++curve) {
      const SeedRuns& runs = runsOf(scale, curve);
      if (runs.empty()) return "the baseline and every arm need a usable run at every scale";
      for (const auto& [seed, run] : runs) {
        if (!run->hasFlops) return "a point that was used has no FLOPs";
        if (run->curve.last() <= 0) return "a power law needs losses above 0";
      }
    }
  return "";
}

std::vector<LawPoints> endsOf(const std::vector<ScaleRuns>& scales, std::size_t curves) {
  std::vector<LawPoints> ends(curves);
  for (const ScaleRuns& scale : scales)
    for (std::size_t curve = 0; curve < curves; ++curve)
      for (const auto& [seed, run] : runsOf(scale, curve)) {
        ends[curve].lnC.push_back(run->curve.knots().back().lnFlops);
        ends[curve].lnL.push_back(std::log(run->curve.last()));
      }
  return ends;
}

std::vector<Drawable> drawables(const std::vector<ScaleRuns>& scales, std::size_t curves) {
  std::vector<Drawable> result;
  for (const ScaleRuns& scale : scales) {
    std::set<std::int64_t> seeds;
    for (std::size_t curve = 0; curve < curves; ++curve)
      for (const auto& [seed, run] : runsOf(scale, curve)) seeds.insert(seed);
    Drawable drawable;
    for (const std::int64_t seed : seeds) {
      drawable.seeds.emplace_back();
      for (std::size_t curve = 0; curve < curves; ++curve)
        if (const auto run = runsOf(scale, curve).find(seed); run != runsOf(scale, curve).end())
          drawable.seeds.back().push_back({curve, ResampledRun(*run->second)});
    }
    result.push_back(std::move(drawable));
  }
  return result;
}

std::mt19937_64 generatorFor(const std::vector<Drawable>& scales) {
  std::uint64_t hash = 0;
  for (const Drawable& scale : scales)
    for (const auto& seed : scale.seeds)
      for (const Drawable::Member& member : seed) hash = member.run.hash(hash);
  return std::mt19937_64(hash);
}

/// Seeds of every scale drawn with replacement, all arms of a seed together; inside a run its residuals.
std::vector<LawPoints> draw(const std::vector<Drawable>& scales, std::size_t curves, std::mt19937_64& random) {
  std::vector<LawPoints> ends(curves);
  for (const Drawable& scale : scales)
    for (std::size_t i = 0; i < scale.seeds.size(); ++i)
      for (const Drawable::Member& member : scale.seeds[drawBelow(random, scale.seeds.size())]) {
        const Knot end = member.run.end(random);
        if (end.loss <= 0) continue;
        ends[member.curve].lnC.push_back(end.lnFlops);
        ends[member.curve].lnL.push_back(std::log(end.loss));
      }
  return ends;
}

double slopeOf(const PowerLawFit& fit, std::size_t curve) {
  return 1 - fit.laws[0].beta / fit.laws[curve].beta;
}
double lnGainAt(const PowerLawFit& fit, std::size_t curve, double lnC) {
  return (fit.laws[0].lnB - fit.laws[curve].lnB) / fit.laws[curve].beta + slopeOf(fit, curve) * lnC;
}

/// `arms` by name and `scales` by compute, so that neither order shows in sums and draws.
ScaleLaws sortedLaws(const std::vector<std::string>& arms, const std::vector<ScaleRuns>& scales,
                     const ScaleLawOptions& options) {
  ScaleLaws result;
  const std::size_t curves = arms.size() + 1;
  const std::optional<PowerLawFit> fit = fitPowerLaws(endsOf(scales, curves));
  if (!fit) return result.refusal = "too few runs to fit a curve", result;
  result.floor = fit->floor;
  result.pinned = fit->pinned;
  result.baseline = fit->laws[0];

  const double begin = lnComputeOf(scales.front()), end = lnComputeOf(scales.back()) + std::log(options.reach);
  std::vector<double> computes;
  for (std::size_t i = 0; i < kBandPoints; ++i)
    computes.push_back(begin + (end - begin) * static_cast<double>(i) / static_cast<double>(kBandPoints - 1));

  // Every draw's slope and ln CEG at every compute, of every arm.
  const std::vector<Drawable> drawn = drawables(scales, curves);
  std::size_t seeds = drawn.front().seeds.size();
  for (const Drawable& scale : drawn) seeds = std::min(seeds, scale.seeds.size());
  std::vector<std::vector<std::vector<double>>> spread(arms.size(), std::vector<std::vector<double>>(kBandPoints + 1));
  std::mt19937_64 random = generatorFor(drawn);
  for (int i = 0; i < options.draws && seeds > 1; ++i) {
    const auto again = refitPowerLaws(draw(drawn, curves, random), *fit);
    if (!again) continue;
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
      spread[arm][kBandPoints].push_back(slopeOf(*again, arm + 1));
      for (std::size_t c = 0; c < kBandPoints; ++c) spread[arm][c].push_back(lnGainAt(*again, arm + 1, computes[c]));
    }
  }
  // Resampling few seeds shows too little spread by √((n−1)/n).
  const double n = static_cast<double>(seeds);
  const auto half = [&](const std::vector<double>& draws) -> std::optional<double> {
    if (draws.size() < 2) return std::nullopt;
    return studentQuantile((1 + options.confidence) / 2, n - 1) * std::sqrt(variance(draws) * n / (n - 1));
  };
  for (std::size_t arm = 0; arm < arms.size(); ++arm) {
    ScaleLaw law{.arm = arms[arm], .law = fit->laws[arm + 1], .slope = slopeOf(*fit, arm + 1)};
    if (const auto h = half(spread[arm][kBandPoints])) law.low = law.slope - *h, law.high = law.slope + *h;
    for (std::size_t c = 0; c < kBandPoints; ++c) {
      const double gain = lnGainAt(*fit, arm + 1, computes[c]);
      ScaleLaw::AtCompute at{.flops = std::exp(computes[c]), .ceg = std::exp(gain)};
      if (const auto h = half(spread[arm][c])) at.low = std::exp(gain - *h), at.high = std::exp(gain + *h);
      law.band.push_back(at);
    }
    result.arms.push_back(std::move(law));
  }
  return result;
}

}  // namespace

ScaleLaws scaleLaws(const std::vector<std::string>& arms, std::vector<ScaleRuns> scales,
                    const ScaleLawOptions& options) {
  ScaleLaws result;
  result.refusal = problemOf(scales, arms.size() + 1);
  if (!result.refusal.empty()) return result;
  std::vector<std::size_t> order(arms.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return arms[a] < arms[b]; });
  std::vector<std::string> names;
  for (const std::size_t arm : order) names.push_back(arms[arm]);
  for (ScaleRuns& scale : scales) {
    std::vector<SeedRuns> sorted;
    for (const std::size_t arm : order) sorted.push_back(std::move(scale.arms[arm]));
    scale.arms = std::move(sorted);
  }
  std::sort(scales.begin(), scales.end(),
            [](const ScaleRuns& a, const ScaleRuns& b) { return lnComputeOf(a) < lnComputeOf(b); });
  result = sortedLaws(names, scales, options);
  std::vector<ScaleLaw> asGiven(result.arms.size());
  for (std::size_t i = 0; i < asGiven.size(); ++i) asGiven[order[i]] = std::move(result.arms[i]);
  result.arms = std::move(asGiven);
  return result;
}

}  // namespace headroom

// Studies made of power laws whose gains are known, with the noise that seeds and evaluations have. Equal on every
// platform for a seed.
#pragma once

#include <cmath>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "core/analysis/curves.h"

namespace headroom {

class Noise {
 public:
  explicit Noise(std::uint64_t seed) : m_random(seed) {}
  double uniform(double low = 0, double high = 1) {
    return low + (high - low) * static_cast<double>(m_random() >> 11) * 0x1p-53;
  }
  std::int64_t whole(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(high - low + 1));
  }
  double normal(double sigma = 1) {  // Box and Muller
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return sigma * radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  std::mt19937_64 m_random;
};

struct StudyShape {
  enum class Spread { Equal, ByLoss, BySlope };  // noise of ln CEG from scale to scale: equal, or ×2 each
  int arms = 3, scales = 1;                      // arms besides the baseline
  int leastSeeds = 3, mostSeeds = 3;             // drawn for each arm; the baseline has the most
  Spread spread = Spread::Equal;
  double slope = 0;                      // of ln CEG over ln compute
  double leastGain = 0.5, mostGain = 4;  // at the middle scale
  double noisyArm = 1;                   // the first arm's own noise is so many times the others'
  double evaluationLeast = 0.0005, evaluationMost = 0.005;
};

struct Study {
  CurveTable table;                        // the baseline is arm 0, "none"
  std::vector<std::vector<double>> gains;  // true ln CEG, [scale][arm − 1]
  double floor = 0;                        // E
};

/// Loss of a run at a share of its length: E + A · (share · gain)^−β + noise of its seed and of the evaluation.
inline Study syntheticStudy(const StudyShape& shape, std::uint64_t seed) {
  Noise noise(seed);
  Study study;
  study.floor = noise.uniform(1.5, 2.5);
  const double beta = noise.uniform(0.15, 0.45), amplitude = noise.uniform(0.6, 1.4);
  const double own = noise.uniform(0.002, 0.008),
               evaluation = noise.uniform(shape.evaluationLeast, shape.evaluationMost);
  CurveTable& table = study.table;
  table.arms.push_back("none");
  std::vector<double> middle;
  std::vector<std::int64_t> seeds;
  for (int arm = 0; arm < shape.arms; ++arm) {
    table.arms.push_back("arm" + std::to_string(arm + 1));
    middle.push_back(noise.uniform(std::log(shape.leastGain), std::log(shape.mostGain)));
    seeds.push_back(noise.whole(shape.leastSeeds, shape.mostSeeds));
  }
  const bool logarithmic = noise.uniform() < 0.5;
  for (int scale = 0; scale < shape.scales; ++scale) {
    table.scales.push_back("scale" + std::to_string(scale + 1));
    study.gains.emplace_back();
    const double twice = std::pow(2.0, scale);
    const double ownHere = own * (shape.spread == StudyShape::Spread::ByLoss ? twice : 1);
    const double amplitudeHere = amplitude / (shape.spread == StudyShape::Spread::BySlope ? twice : 1);
    const std::int64_t steps = 2000 * static_cast<std::int64_t>(twice);
    const double flopsPerStep = 1e12 * std::pow(4.0, scale);  // compute × 8 a scale
    std::vector<double> shared;
    for (int s = 0; s < shape.mostSeeds; ++s) shared.push_back(noise.normal(0.004));
    for (int arm = 0; arm <= shape.arms; ++arm) {
      const double lnGain =
          arm == 0 ? 0 : middle[arm - 1] + shape.slope * std::log(8.0) * (scale - (shape.scales - 1) / 2.0);
      if (arm > 0) study.gains.back().push_back(lnGain);
      const std::int64_t evaluations = noise.whole(20, 80);
      for (std::int64_t s = 0; s < (arm == 0 ? shape.mostSeeds : seeds[arm - 1]); ++s) {
        const double offset = shared[s] + noise.normal(ownHere * (arm == 1 ? shape.noisyArm : 1));
        table.runs.push_back({static_cast<std::uint32_t>(scale), static_cast<std::uint32_t>(arm), s + 1,
                              table.points.size(), static_cast<std::size_t>(evaluations)});
        for (std::int64_t i = 1; i <= evaluations; ++i) {
          const double share = static_cast<double>(i) / static_cast<double>(evaluations);
          const auto step =
              std::llround(static_cast<double>(steps) * (logarithmic ? std::pow(100.0, share - 1) : share));
          const double at = static_cast<double>(step), part = at / static_cast<double>(steps);
          table.points.push_back({step, 1000 * at, flopsPerStep * at, 2 + 0.1 * at,
                                  study.floor + amplitudeHere * std::pow(part * std::exp(lnGain), -beta) + offset +
                                      noise.normal(evaluation)});
        }
      }
    }
  }
  table.rows = table.points.size();
  return study;
}

}  // namespace headroom

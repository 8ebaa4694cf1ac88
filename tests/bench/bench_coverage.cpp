// How often the intervals of the rigorous estimator hold the truth, and how often its verdicts err: synthetic studies
// of known gains (tests/analysis/synthetic_study.h). usage: bench_coverage [STUDIES A ROW]; prints one table.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/analysis/statistics.h"
#include "tests/analysis/coverage.h"

namespace headroom {
namespace {

using Spread = StudyShape::Spread;

struct Row {
  const char* name;
  StudyShape shape;
  double past = 1;
};

void printCoverage(const Row& row, int studies, std::uint64_t seed) {
  const Coverage c = coverage({.shape = row.shape, .studies = studies, .seed = seed, .past = row.past});
  std::string scales;
  for (const Coverage::Count& scale : c.scales) {
    char text[16];
    std::snprintf(text, sizeof text, "%s%.1f", scales.empty() ? "" : " / ", scale.percent());
    scales += text;
  }
  std::vector<double> distances;
  for (const double error : c.errors) distances.push_back(std::abs(error));
  std::printf("| %s | %llu | %zu | %zu | %.1f | %s | %.1f | %+.4f | %.4f | %.3f |\n", row.name,
              static_cast<unsigned long long>(seed), c.all.cells, c.refused, c.all.percent(), scales.c_str(),
              c.firstArm.percent(), mean(c.errors), median(distances), median(c.halfWidths));
}

void printVerdicts(const Row& row, int studies, std::uint64_t seed) {
  const Coverage c = coverage({.shape = row.shape, .studies = studies, .seed = seed});
  const auto percent = [&](std::size_t count) {
    return 100.0 * static_cast<double>(count) / static_cast<double>(c.arms);
  };
  std::printf("| %s | %llu | %zu | %.1f | %.1f | %.1f | %.1f |\n", row.name, static_cast<unsigned long long>(seed),
              c.arms, percent(c.dependent), percent(c.wrongSign), percent(c.independent),
              100 - percent(c.dependent) - percent(c.independent));
}

}  // namespace
}  // namespace headroom

int main(int argc, char** argv) {
  using namespace headroom;
  const int studies = argc > 1 ? std::max(1, std::atoi(argv[1])) : 400;
  const auto start = std::chrono::steady_clock::now();

  const Row cells[] = {
      {"1 arm, 1 scale, 3 seeds", {.arms = 1}},
      {"1 arm, 1 scale, 5 seeds", {.arms = 1, .leastSeeds = 5, .mostSeeds = 5}},
      {"2 arms, 1 scale, 3 seeds", {.arms = 2}},
      {"3 arms, 1 scale, 2 seeds", {.arms = 3, .leastSeeds = 2, .mostSeeds = 2}},
      {"3 arms, 1 scale, 3 seeds", {.arms = 3}},
      {"3 arms, 1 scale, 2–5 seeds", {.arms = 3, .leastSeeds = 2, .mostSeeds = 5}},
      {"5 arms, 4 scales, 3 seeds", {.arms = 5, .scales = 4}},
      {"6 arms, 3 scales, 3 seeds", {.arms = 6, .scales = 3}},
      {"6 arms, 3 scales, 5 seeds", {.arms = 6, .scales = 3, .leastSeeds = 5, .mostSeeds = 5}},
      {"6 arms, 3 scales ×1/2/4 by σ_L, 3 seeds", {.arms = 6, .scales = 3, .spread = Spread::ByLoss}},
      {"6 arms, 3 scales ×1/2/4 by g, 3 seeds", {.arms = 6, .scales = 3, .spread = Spread::BySlope}},
      {"6 arms, 3 scales ×1/2/4 by σ_L, 5 seeds",
       {.arms = 6, .scales = 3, .leastSeeds = 5, .mostSeeds = 5, .spread = Spread::ByLoss}},
      {"6 arms, 3 scales ×1/2/4 by g, 2–5 seeds",
       {.arms = 6, .scales = 3, .leastSeeds = 2, .mostSeeds = 5, .spread = Spread::BySlope}},
      {"1 arm, 3 scales ×1/2/4 by g, 3 seeds", {.arms = 1, .scales = 3, .spread = Spread::BySlope}},
      {"3 arms, the first 3 × noisier, 3 seeds", {.arms = 3, .noisyArm = 3}},
      {"6 arms, the first 3 × noisier, 3 seeds", {.arms = 6, .noisyArm = 3}},
      {"1 arm, target at 1.5× the baseline", {.arms = 1, .leastGain = 0.8, .mostGain = 1.25}, 1.5},
      {"1 arm, target at 3× the baseline", {.arms = 1, .leastGain = 0.8, .mostGain = 1.25}, 3},
  };
  std::printf("%d studies a row; coverage of the 95 %% interval in %%\n\n", studies);
  std::printf(
      "| studies | seed | cells | refused | covered | scale by scale | first arm | bias | median error | half width "
      "|\n");
  std::printf("|-|-|-|-|-|-|-|-|-|-|\n");
  std::uint64_t seed = 100;
  for (const Row& row : cells) printCoverage(row, studies, ++seed);

  std::printf("\n| verdicts, 3 arms | seed | arms | dependent %% | wrong %% | independent %% | undetermined %% |\n");
  std::printf("|-|-|-|-|-|-|-|\n");
  for (const double slope : {0.0, 0.2, -0.2})
    for (const int seeds : {3, 5})
      for (const Spread spread : {Spread::Equal, Spread::BySlope})
        for (const int scales : {1, 2, 3, 4}) {
          if (spread != Spread::Equal && scales < 3) continue;
          const std::string name = "slope " +
                                   std::string(slope > 0   ? "+0.2"
                                               : slope < 0 ? "−0.2"
                                                           : "0") +
                                   ", " + std::to_string(seeds) + " seeds, " + std::to_string(scales) +
                                   (scales == 1 ? " scale" : " scales") +
                                   (spread == Spread::Equal ? "" : ", noise ×2 each");
          StudyShape shape{.arms = 3, .scales = scales, .leastSeeds = seeds, .mostSeeds = seeds, .spread = spread};
          shape.slope = slope;
          if (slope != 0) shape.leastGain = 2;  // the baseline's end stays the target, so its compute is the scale's
          printVerdicts({name.c_str(), shape}, studies / 2, ++seed);
        }
  std::printf("\n%.1f s\n", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
}

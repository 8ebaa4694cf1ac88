// How often intervals hold the truth and verdicts err, over many synthetic studies.
#pragma once

#include <algorithm>
#include <vector>

#include "core/analysis/ceg_rigorous.h"
#include "tests/analysis/synthetic_study.h"

namespace headroom {

struct Coverage {
  struct Count {
    std::size_t cells = 0, covered = 0;
    double percent() const {
      return cells == 0 ? 0 : 100.0 * static_cast<double>(covered) / static_cast<double>(cells);
    }
  };
  Count all, firstArm;
  std::vector<Count> scales;
  std::vector<double> errors, halfWidths;  // of ln CEG
  std::size_t refused = 0;
  std::size_t arms = 0, dependent = 0, independent = 0, wrongSign = 0;
};

struct CoverageOptions {
  StudyShape shape;
  int studies = 100;
  std::uint64_t seed = 1;
  double past = 1;  // above 1: the target lies where the slower of the two would be after so many times its steps
};

inline Coverage coverage(const CoverageOptions& options) {
  Coverage result;
  result.scales.resize(static_cast<std::size_t>(options.shape.scales));
  for (int i = 0; i < options.studies; ++i) {
    const Study study = syntheticStudy(options.shape, options.seed * 1'000'003 + static_cast<std::uint64_t>(i));
    RigorousOptions rigorous;
    if (options.past > 1) {
      // Lowest last loss that all have, then down its own law: L − E shrinks by past^−β, read off the curve itself.
      const CurveTable::Run& run = study.table.runs.front();
      const CurveView curve = study.table.curve(run);
      const double end = curve.back().loss - study.floor, before = curve[curve.size() / 2].loss - study.floor;
      const double steps = static_cast<double>(curve.back().step) / static_cast<double>(curve[curve.size() / 2].step);
      const double beta = std::log(before / end) / std::log(steps);
      rigorous.target = study.floor + end * std::pow(options.past, -beta);
      rigorous.extrapolate = 4;
    }
    const auto gains = rigorousCeg(study.table, "none", rigorous);
    if (!gains.ok()) continue;
    for (const RigorousCell& cell : gains->cells) {
      const auto scale = static_cast<std::size_t>(
          std::find(study.table.scales.begin(), study.table.scales.end(), cell.scale) - study.table.scales.begin());
      const auto arm = static_cast<std::size_t>(std::find(study.table.arms.begin(), study.table.arms.end(), cell.arm) -
                                                study.table.arms.begin() - 1);
      if (cell.status != RigorousCell::Status::Ok || (options.past > 1 && !cell.extrapolated)) {
        ++result.refused;
        continue;
      }
      const double truth = study.gains[scale][arm], found = std::log(cell.step->ceg);
      const double low = std::log(*cell.step->low), high = std::log(*cell.step->high);
      const bool covered = low <= truth && truth <= high;
      const auto count = [&](Coverage::Count& to) { ++to.cells, to.covered += covered ? 1 : 0; };
      count(result.all);
      count(result.scales[scale]);
      if (arm == 0) count(result.firstArm);
      result.errors.push_back(found - truth);
      result.halfWidths.push_back((high - low) / 2);
    }
    for (const ArmVerdict& entry : gains->arms) {
      ++result.arms;
      if (entry.verdict == Verdict::Independent) ++result.independent;
      if (entry.verdict != Verdict::Dependent) continue;
      ++result.dependent;
      if (entry.slope->value * options.shape.slope <= 0) ++result.wrongSign;
    }
  }
  return result;
}

}  // namespace headroom

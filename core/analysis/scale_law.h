// Gains over scales by power laws: L(C) = E + B·C^−β through the ends of annealed runs, C in FLOPs, E shared by all
// arms (one corpus, one tokenizer), with a band from a hierarchical paired-seed bootstrap.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/analysis/loss_curve.h"
#include "core/analysis/power_law.h"

namespace headroom {

/// Usable runs of one scale: of the baseline first, then of every arm in the order of ScaleLawInput::arms.
struct ScaleRuns {
  SeedRuns baseline;
  std::vector<SeedRuns> arms;
};

struct ScaleLawOptions {
  double reach = 1;  // how far past the baseline's largest compute the band goes; 1 to 4
  int draws = 2000;
  double confidence = 0.95;
};

/// ln CEG = (ln B_b − ln B_v)/β_v + slope · ln C, C the baseline's compute.
struct ScaleLaw {
  struct AtCompute {
    double flops = 0, ceg = 1;
    std::optional<double> low, high;
  };
  std::string arm;
  PowerLaw law;
  double slope = 0;                 // 1 − β_b/β_v
  std::optional<double> low, high;  // of the slope; empty with one seed at some scale
  std::vector<AtCompute> band;      // 25 computes, equally spaced in ln C, over the scales and `reach` beyond
};

struct ScaleLaws {
  std::string refusal;  // then the rest is empty
  double floor = 0;     // E
  bool pinned = true;
  PowerLaw baseline;
  std::vector<ScaleLaw> arms;
};

/// Needs four scales at which the baseline and every arm have usable runs with FLOPs. The generator is seeded by the
/// curves themselves: equal curves, equal band, in whatever order they come.
ScaleLaws scaleLaws(const std::vector<std::string>& arms, std::vector<ScaleRuns> scales,
                    const ScaleLawOptions& options = {});

}  // namespace headroom

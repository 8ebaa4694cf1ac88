// A StudyResult built by hand: curves with known gains, judged by the real estimator.
#pragma once

#include <cmath>
#include <random>

#include "core/study/study_result.h"

namespace headroom {

struct MadeArm {
  std::string name;
  double gain = 1;             // per step, at the first scale
  double perDecade = 0;        // what ln gain grows by
  double flops = 1, time = 1;  // of a step, of the baseline's
  std::vector<std::string> patches;
  bool diverges = false, clock = true;
};

struct MadeStudy {
  std::string name = "paper-mini";
  std::vector<MadeArm> arms;  // beside the baseline
  std::vector<std::string> scales{"nano", "micro", "mini"};
  std::vector<std::int64_t> seeds{1, 2, 3};
  StudyState state = StudyState::Finished;
  bool runs = true;  // false: nothing has ended yet
};

inline std::vector<MadeArm> paperArms() {
  return {{"mqa", 0.93, 0.01, 0.96, 0.93, {"mqa"}},  {"sparse", 0.86, 0.03, 1.02, 1.05, {"sparse"}},
          {"flash", 1.0, 0, 1.0, 0.8, {"flash"}},    {"layernorm", 1.45, -0.01, 1.0, 1.03, {"layernorm"}},
          {"rope", 1.36, 0.01, 1.0, 1.02, {"rope"}}, {"all", 1.85, 0, 1.0, 0.85, {"layernorm", "rope", "flash"}}};
}

/// Losses 1.7 + 3·(steps·gain)^−0.3, five horizons, a little noise that seeds share.
inline CurveTable curvesOf(const MadeStudy& made) {
  CurveTable table;
  table.scales = made.scales;
  std::vector<MadeArm> arms{{.name = "none"}};
  arms.insert(arms.end(), made.arms.begin(), made.arms.end());
  for (const MadeArm& arm : arms) table.arms.push_back(arm.name);
  std::mt19937 random(5);
  std::normal_distribution<double> noise(0, 0.0015);
  for (std::uint32_t scale = 0; scale < made.scales.size(); ++scale) {
    const double size = std::pow(6.0, scale);
    for (std::uint32_t a = 0; a < arms.size(); ++a) {
      for (const std::int64_t seed : made.seeds) {
        table.runs.push_back({scale, a, seed, table.points.size(), 5});
        const MadeArm& arm = arms[a];
        const double gain = arm.gain * std::exp(arm.perDecade * 2 * scale);
        for (int k = 0; k < 5; ++k) {
          CurvePoint point;
          point.step = static_cast<std::int64_t>(400 * std::pow(std::sqrt(2.0), k));
          const double steps = static_cast<double>(point.step);
          point.tokens = steps * 4096;
          point.flops = steps * 1e10 * size * size * arm.flops;
          if (arm.clock) point.seconds = steps * 0.01 * size * arm.time;
          point.loss = 1.7 - 0.1 * scale + 3 * std::pow(steps * size * gain, -0.3) + noise(random);
          if (arm.diverges && k > 0) point.loss = NAN;
          table.points.push_back(point);
        }
      }
    }
  }
  table.rows = table.points.size();
  return table;
}

inline std::shared_ptr<StudyResult> madeStudy(const MadeStudy& made) {
  auto result = std::make_shared<StudyResult>();
  result->id = {"s1"};
  Study& study = result->resolved.study;
  study.name = made.name;
  study.about = "the paper's arms at three CPU scales";
  study.model = "paper/none";
  study.baseline = "none";
  study.arms = {{.name = "none"}};
  for (const MadeArm& arm : made.arms) study.arms.push_back({.name = arm.name, .patches = arm.patches});
  study.scales = made.scales;
  study.seeds = made.seeds;
  study.rates = RateSearch::Baseline;
  result->state = made.state;
  RunState ended = RunState::Completed;
  for (const std::string& scale : made.scales)
    for (const StudyArm& arm : study.arms)
      for (const std::int64_t seed : made.seeds)
        for (const std::int64_t horizon : {400, 800}) {
          StudyFact fact;
          fact.run = {.arm = arm.name, .scale = scale, .seed = seed, .horizon = horizon, .role = RunRole::Cooldown};
          fact.id = {arm.name + scale + std::to_string(seed) + "h" + std::to_string(horizon)};
          fact.state = made.runs ? ended : RunState::Queued;
          result->facts.push_back(fact);
        }
  std::size_t next = 0;
  for (const std::string& scale : made.scales)
    for (const StudyArm& arm : study.arms)
      for (const std::int64_t seed : made.seeds) {
        MatrixCell cell{.arm = arm.name, .scale = scale, .seed = seed, .planned = 2};
        for (int i = 0; i < 2; ++i) cell.facts.push_back(&result->facts[next++]);
        if (made.runs) cell.completed = 2;
        result->matrix.push_back(cell);
      }
  result->planned = result->facts.size();
  result->ended = made.runs ? result->planned : 0;
  for (const std::string& scale : made.scales)
    for (const StudyArm& arm : study.arms) {
      RateFinding finding{.arm = arm.name, .scale = scale, .rate = 1.2e-3};
      if (arm.name == "none") finding.trials = {{6e-4, 2.31}, {1.2e-3, 2.28}, {2.4e-3, NAN}};
      if (arm.name == "none") finding.sensitivity = 0.21;
      result->rates.push_back(finding);
    }
  result->decisions = {
      {{"kind", "learning rate"}, {"scale", "nano"}, {"arm", "none"}, {"rate", 1.2e-3}, {"trials", Json::array()}},
      {{"kind", "rung"}, {"scale", "nano"}, {"kept", {"rope"}}, {"dropped", {"sparse"}}, {"gains", Json::array()}},
      {{"kind", "state"}, {"state", "finished"}}};
  if (made.state != StudyState::Finished) result->notes.push_back("provisional: the study has not ended");
  result->laws.refusal = "a law over scales needs four scales; there are 3";
  if (!made.runs) {
    result->noGains = "No run of the baseline has ended yet, so there is no gain to show.";
    return result;
  }
  result->curves = curvesOf(made);
  result->rigorous = rigorousCeg(result->curves, "none").value();
  if (study.arm("all")) {
    for (const std::string& scale : made.scales) {
      ScaleInteractions one{
          .scale = scale, .changes = {"layernorm", "rope", "flash"}, .together = "all", .product = 2.01};
      SetGains gains;
      for (const RigorousCell& cell : result->rigorous->cells) {
        if (cell.scale != scale || !cell.step) continue;
        const std::uint32_t bits = cell.arm == "layernorm" ? 1
                                   : cell.arm == "rope"    ? 2
                                   : cell.arm == "flash"   ? 4
                                   : cell.arm == "all"     ? 7
                                                           : 0;
        if (bits) gains[bits] = cell.stepBySeed;
        if (cell.arm == "all") one.measured = cell.step;
      }
      one.found = interactions(3, gains);
      result->interactions.push_back(one);
    }
  }
  return result;
}

}  // namespace headroom

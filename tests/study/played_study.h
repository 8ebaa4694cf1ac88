// Studies played through: a pretended machine trains what is submitted, and the study goes on from what it finds.
#pragma once

#include <QtGlobal>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "core/study/cells.h"
#include "core/study/next_steps.h"
#include "core/study/study_folder.h"

namespace headroom {

/// Losses by a law: the arm's compute counts `gain` times; the best rate is `best`.
struct World {
  std::map<std::string, double> gain{{"none", 1.0}};
  double best = 0.001, noise = 0.002;
  std::map<std::string, double> bestOf;  // of single arms, instead
  std::set<std::string> diverging;
  std::int64_t fragileSeed = -1;  // learns nothing at rates above `edge`
  double edge = 0;

  std::optional<double> loss(const StudyRun& run) const {
    if (diverging.contains(run.arm)) return {};
    if (run.seed == fragileSeed && run.learningRate > edge) return 2.9;
    const auto found = gain.find(run.arm);
    const double compute = (found == gain.end() ? 1.0 : found->second) * static_cast<double>(run.horizon);
    const auto own = bestOf.find(run.arm);
    const double off = std::log2(run.learningRate / (own == bestOf.end() ? best : own->second));
    const double luck = noise * std::sin(static_cast<double>(run.seed) * 12.9898 + static_cast<double>(run.arm.size()));
    return 1.5 + 4 * std::pow(compute, -0.3) + 0.02 * off * off + luck;
  }
};

/// What the engine does, without workers: every submitted run ends at once.
struct PlayedStudy {
  ResolvedStudy study;
  World world;
  std::vector<StudyFact> facts;
  Decisions decisions;
  std::size_t failures = 0;  // the next so many runs fail

  void submit(const NextSteps::Submit& next) {
    StudyFact fact;
    fact.run = next.run;
    fact.id = RunId{"run" + std::to_string(facts.size())};
    fact.attempts = 1;
    end(fact);
    facts.push_back(std::move(fact));
  }
  void end(StudyFact& fact) {
    if (failures > 0) {
      --failures;
      fact.state = RunState::Failed;
      return;
    }
    const auto loss = world.loss(fact.run);
    fact.state = loss ? RunState::Completed : RunState::Diverged;
    CurvePoint point;
    point.step = fact.run.horizon;
    point.tokens = static_cast<double>(point.step) * 4096;
    point.flops = point.tokens * 6e5;
    point.seconds = static_cast<double>(point.step) * 0.1;
    point.loss = loss.value_or(std::nan(""));
    if (fact.run.role != RunRole::Trunk) fact.points = {point};
  }
  /// To its end, or so many rounds; whether it ended.
  bool play(int rounds = 100) {
    for (int i = 0; i < rounds; ++i) {
      const auto next = nextSteps(study, facts, decisions);
      if (!next) qFatal("%s", next.error().message.c_str());
      if (next->finished) return true;
      for (const Json& decision : next->decisions) decisions.push_back(decision);
      for (const RunId& run : next->retry)
        for (StudyFact& fact : facts)
          if (fact.id == run) ++fact.attempts, end(fact);
      for (const NextSteps::Submit& one : next->submit) {
        if (one.run.role == RunRole::Cooldown && one.trunk.empty()) qFatal("a cooldown without a trunk");
        submit(one);
      }
    }
    return false;
  }
  std::size_t count(RunRole role, const std::string& arm = "", const std::string& scale = "") const {
    return static_cast<std::size_t>(std::count_if(facts.begin(), facts.end(), [&](const StudyFact& fact) {
      return fact.run.role == role && (arm.empty() || fact.run.arm == arm) &&
             (scale.empty() || fact.run.scale == scale);
    }));
  }
};

inline PlayedStudy playedStudy(const std::string& changes, const World& world = {}) {
  Json json = *parseJson(R"({ "format": "headroom.study", "version": 1, "name": "try", "model": "paper/none",
    "baseline": "none", "arms": [ {"name": "none"}, {"name": "rope", "patches": ["rope"]},
      {"name": "mqa", "patches": ["mqa"]}, {"name": "layernorm", "patches": ["layernorm"]} ],
    "scales": ["nano", "micro"], "seeds": [1, 2, 3] })",
                         "test");
  json.merge_patch(*parseJson(changes, "changes"));
  const Result<Study> study = studyFrom(json, "test");
  if (!study) qFatal("%s", study.error().message.c_str());
  const Result<StudyCells> cells = cellsOf(*study);
  if (!cells) qFatal("%s", cells.error().message.c_str());
  return {resolvedStudy(*study, *cells, "cpu"), world, {}, {}, 0};
}

}  // namespace headroom

#include "tests/support/played_study.h"

#include <QtGlobal>
#include <cmath>
#include <fstream>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/study/cells.h"
#include "core/study/next_steps.h"

namespace headroom {
namespace {

template <class T>
T must(Result<T> result) {
  if (!result) qFatal("%s", result.error().message.c_str());
  return std::move(*result);
}
void must(const Result<void>& result) {
  if (!result) qFatal("%s", result.error().message.c_str());
}

constexpr std::int64_t kSecond = 1'000'000'000, kStart = 1'700'000'000 * kSecond;

/// Between −1 and 1, the same for the same words.
double luck(const std::string& words) {
  const std::string hash = hash128(words);
  return static_cast<double>(std::stoul(hash.substr(0, 6), nullptr, 16)) / 0x7FFFFF - 1;
}

class Player {
 public:
  Player(Database& database, const PlayedWorld& world, ResolvedStudy resolved)
      : m_database(database), m_world(world), m_resolved(std::move(resolved)) {}

  StudyId play() {
    const StudyId id{freshId()};
    m_study = id;
    must(m_database.addStudy(id, m_resolved.study.name, toJson(m_resolved)));
    decide({{"kind", "state"}, {"state", "running"}, {"data_hash", "0123456789abcdef"}});
    for (int round = 0; round < m_world.rounds; ++round) {
      const NextSteps next = must(nextSteps(m_resolved, m_facts, m_decisions));
      if (next.finished) {
        decide({{"kind", "state"}, {"state", "finished"}});
        break;
      }
      for (const Json& decision : next.decisions) decide(decision);
      for (const NextSteps::Submit& one : next.submit) end(one);
    }
    return id;
  }

 private:
  void decide(Json decision) {
    decision["time"] = "2026-01-31T14:02:07Z";
    must(m_database.addDecision(m_study, decision));
    if (decision["kind"] != "run") m_decisions.push_back(std::move(decision));
  }

  double lossOf(const StudyRun& run, double flops) const {
    const auto known = m_world.arms.find(run.arm);
    const PlayedArm arm = known == m_world.arms.end() ? PlayedArm{} : known->second;
    const double compute = flops * arm.gain * std::pow(flops / 1e12, arm.slope);
    const double off = std::log2(run.learningRate / (arm.bestRate > 0 ? arm.bestRate : m_world.bestRate));
    const std::string seed = run.scale + "/" + std::to_string(run.seed);
    return 1.5 + 4 * std::pow(compute / 1e9, -0.12) + 0.02 * off * off + 2 * m_world.noise * luck(seed) +
           m_world.noise * luck(seed + run.arm + std::to_string(run.horizon));
  }

  void end(const NextSteps::Submit& submit) {
    const StudyRun& run = submit.run;
    const ResolvedCell& cell = *m_resolved.find(run.arm, run.scale);
    const auto known = m_world.arms.find(run.arm);
    const PlayedArm arm = known == m_world.arms.end() ? PlayedArm{} : known->second;
    StudyFact fact;
    fact.run = run;
    fact.id = RunId{freshId()};
    fact.attempts = 1;
    RunDefinition definition = definitionOf(m_resolved, run);
    if (definition.from) definition.from->run = submit.trunk;
    const bool diverges = run.role != RunRole::Trunk && arm.divergingSeeds.contains(run.seed);
    fact.state = diverges ? RunState::Diverged : RunState::Completed;
    fact.stepSeconds = 0.1 * arm.stepSeconds;

    JournalBatch batch{.run = fact.id, .attempt = 1, .file = "journal", .begin = 0, .end = 100, .firstStep = 1};
    batch.startWallTime = 1.7e9;
    const double tokensAStep = 4096;
    std::vector<std::int64_t> steps{run.horizon};
    if (run.role == RunRole::Whole)
      for (int i = 1; i < 20; ++i) steps.insert(steps.end() - 1, std::max<std::int64_t>(1, run.horizon * i / 20));
    for (const std::int64_t step : steps) {
      CurvePoint point;
      point.step = step;
      point.tokens = tokensAStep * static_cast<double>(step);
      point.flops = point.tokens * static_cast<double>(cell.flopsPerToken);
      point.seconds = *fact.stepSeconds * static_cast<double>(step);
      point.loss = diverges && step == run.horizon ? std::nan("") : lossOf(run, point.flops);
      if (run.role != RunRole::Trunk) fact.points.push_back(point);
      const double wall = batch.startWallTime + point.seconds;
      batch.points["time/step"].push_back({step, *fact.stepSeconds, wall});
      if (run.role == RunRole::Trunk) continue;
      batch.points["loss/val"].push_back({step, point.loss, wall});
      batch.doubles["loss/val"].push_back({step, point.loss, wall});
      batch.doubles["tokens"].push_back({step, point.tokens, wall});
      batch.doubles["flops"].push_back({step, point.flops, wall});
      batch.doubles["seconds"].push_back({step, point.seconds, wall});
    }
    batch.lastStep = definition.steps;
    RunMeta meta;
    meta.name = definition.name;
    must(m_database.addRun(fact.id, definition, meta, {RunState::Queued, m_clock, 0, 0, ""}));
    must(m_database.setState(fact.id, {RunState::Starting, m_clock, 1, 0, ""}));
    must(m_database.setState(fact.id, {RunState::Running, m_clock, 1, 0, ""}));
    must(m_database.ingest(batch));
    m_clock +=
        static_cast<std::int64_t>(*fact.stepSeconds * static_cast<double>(ownSteps(m_resolved.study, cell, run))) *
        kSecond;
    must(m_database.setState(fact.id, {fact.state, m_clock, 1, definition.steps, ""}));
    decide(runDecision(fact.id, run, false));
    describeMachine(fact.id);
    m_facts.push_back(std::move(fact));
  }

  void describeMachine(const RunId& run) const {
    if (m_world.machine.empty()) return;
    const RunFolder folder = RunFolder::of(m_database.folder(), run);
    must(makeFolders(folder.path()));
    std::ofstream(folder.environment()) << dump(
        {{"format", "headroom.environment"},
         {"version", 1},
         {"attempts", Json::array({{{"attempt", 1}, {"machine", m_world.machine}}})}});
  }

  Database& m_database;
  const PlayedWorld& m_world;
  const ResolvedStudy m_resolved;
  StudyId m_study;
  std::vector<StudyFact> m_facts;
  Decisions m_decisions;
  std::int64_t m_clock = kStart;
};

}  // namespace

StudyId playStudy(Database& database, const Json& definition, const PlayedWorld& world) {
  const Study study = must(studyFrom(definition, "test"));
  const StudyCells cells = must(cellsOf(study));
  return Player(database, world, resolvedStudy(study, cells, "cpu")).play();
}

}  // namespace headroom

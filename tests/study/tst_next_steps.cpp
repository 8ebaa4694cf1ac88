// Studies played through: a pretended machine trains what is submitted, and the study goes on from what it finds.
#include <QtTest>
#include <cmath>
#include <set>

#include "core/study/cells.h"
#include "core/study/next_steps.h"
#include "core/study/study_folder.h"

using namespace headroom;

namespace {

/// Losses by a law: the arm's compute counts `gain` times; the best rate is `best`.
struct World {
  std::map<std::string, double> gain{{"none", 1.0}};
  double best = 0.001, noise = 0.002;
  std::set<std::string> diverging;

  std::optional<double> loss(const StudyRun& run) const {
    if (diverging.contains(run.arm)) return {};
    const auto found = gain.find(run.arm);
    const double compute = (found == gain.end() ? 1.0 : found->second) * static_cast<double>(run.horizon);
    const double off = std::log2(run.learningRate / best);
    const double luck = noise * std::sin(static_cast<double>(run.seed) * 12.9898 + static_cast<double>(run.arm.size()));
    return 1.5 + 4 * std::pow(compute, -0.3) + 0.02 * off * off + luck;
  }
};

/// What the engine does, without workers: every submitted run ends at once.
struct Engine {
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

Engine engineOf(const std::string& changes, const World& world = {}) {
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

}  // namespace

class NextStepsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyCellIsTrainedOnceAndThenItEnds() {
    Engine engine = engineOf("{}");
    QVERIFY(engine.play());
    QCOMPARE(engine.count(RunRole::Trunk), std::size_t{2 * 4 * 3});
    QCOMPARE(engine.count(RunRole::Cooldown), std::size_t{2 * 4 * 3 * 5});
    QCOMPARE(engine.count(RunRole::Trial), std::size_t{0});
    std::set<std::string> different;
    for (const StudyFact& fact : engine.facts) different.insert(dump(runDecision(RunId{}, fact.run, false)));
    QCOMPARE(different.size(), engine.facts.size());
    const CurveTable curves = curvesOf(engine.study, engine.facts, engine.decisions);
    QCOMPARE(curves.runs.size(), std::size_t{24});
    QCOMPARE(curves.points.size(), std::size_t{120});
  }

  void aPlainStudyHasOneRunEach() {
    Engine engine = engineOf(R"({"plan": "plain", "tokens_per_parameter": 0})");
    QVERIFY(engine.play());
    QCOMPARE(engine.facts.size(), std::size_t{24});
    QCOMPARE(engine.count(RunRole::Whole), std::size_t{24});
  }

  void seedsThatAreAddedLaterTrainAlone() {
    Engine engine = engineOf("{}");
    QVERIFY(engine.play());
    const std::size_t before = engine.facts.size();
    engine.study.study.seeds.push_back(4);
    QVERIFY(engine.play());
    QCOMPARE(engine.facts.size(), before + 2 * 4 * 6);
    for (std::size_t i = before; i < engine.facts.size(); ++i) QCOMPARE(engine.facts[i].run.seed, std::int64_t{4});
  }

  void theBaselinesRateIsFoundAndAllArmsTakeIt() {
    Engine engine = engineOf(R"({"learning_rate_search": "baseline"})");
    const double recipe = engine.study.find("none", "nano")->learningRate();
    engine.world.best = recipe * 3;  // beyond the first grid of ½, 1, 2
    QVERIFY(engine.play());
    QVERIFY(engine.count(RunRole::Trial, "none", "nano") > 3);
    QCOMPARE(engine.count(RunRole::Trial, "rope"), std::size_t{0});
    const auto decided = std::find_if(engine.decisions.begin(), engine.decisions.end(),
                                      [](const Json& one) { return one["kind"] == "learning rate"; });
    QVERIFY(decided != engine.decisions.end());
    const double rate = decided->at("rate");
    QVERIFY2(std::abs(std::log2(rate / (recipe * 3))) < 0.2, qPrintable(QString::number(rate)));
    for (const StudyFact& fact : engine.facts)
      if (fact.run.scale == "nano" && fact.run.role == RunRole::Trunk) QCOMPARE(fact.run.learningRate, rate);
  }

  void everyArmGetsAsManyTrials() {
    Engine engine = engineOf(R"({"learning_rate_search": "every arm"})");
    engine.world.best = engine.study.find("none", "nano")->learningRate() * 3;
    QVERIFY(engine.play());
    const std::size_t trials = engine.count(RunRole::Trial, "none", "nano");
    QVERIFY(trials > 3 && trials <= 7);
    for (const char* arm : {"rope", "mqa", "layernorm"}) QCOMPARE(engine.count(RunRole::Trial, arm, "nano"), trials);
  }

  void aFailedRunIsTriedAgainAsOftenAsTheStudySays() {
    Engine engine = engineOf(R"({"scales": ["nano"], "retries": 1})");
    engine.failures = 1;
    QVERIFY(engine.play());
    QCOMPARE(engine.facts[0].attempts, std::int64_t{2});
    QCOMPARE(engine.facts[0].state, RunState::Completed);
    Engine hopeless = engineOf(R"({"scales": ["nano"], "retries": 2})");
    hopeless.failures = 1000;
    QVERIFY(hopeless.play());
    for (const StudyFact& fact : hopeless.facts) {
      QCOMPARE(fact.attempts, std::int64_t{3});
      QVERIFY(fact.run.role == RunRole::Trunk);  // no cooldown of a trunk that never ended
    }
  }

  void divergedArmsEndTheStudyToo() {
    Engine engine = engineOf(R"({"scales": ["nano"]})");
    engine.world.diverging = {"rope"};
    QVERIFY(engine.play());
    QCOMPARE(engine.count(RunRole::Cooldown, "rope"), std::size_t{0});
    QCOMPARE(engine.count(RunRole::Cooldown, "mqa"), std::size_t{15});
  }

  void aLadderTakesUpWhatHolds() {
    Engine engine = engineOf(R"({"ladder": {"keep": 0.5, "error_rate": 0.05}})");
    engine.world.gain = {{"none", 1.0}, {"rope", 2.0}, {"mqa", 0.4}, {"layernorm", 1.5}};
    QVERIFY(engine.play());
    QCOMPARE(engine.count(RunRole::Trunk, "mqa", "nano"), std::size_t{3});
    QCOMPARE(engine.count(RunRole::Trunk, "mqa", "micro"), std::size_t{0});
    QCOMPARE(engine.count(RunRole::Trunk, "rope", "micro"), std::size_t{3});
    QCOMPARE(engine.count(RunRole::Trunk, "none", "micro"), std::size_t{3});
    const auto rung = std::find_if(engine.decisions.begin(), engine.decisions.end(),
                                   [](const Json& one) { return one["kind"] == "rung"; });
    QVERIFY(rung != engine.decisions.end());
    QCOMPARE(rung->at("gains").size(), std::size_t{3});
    QVERIFY(std::abs(rung->at("gains")[0]["ceg"].get<double>() / 2 - 1) < 0.2);
    // Once decided it stays decided, whatever comes later.
    const std::size_t before = engine.decisions.size();
    engine.world.gain["mqa"] = 9;
    QVERIFY(engine.play());
    QCOMPARE(engine.decisions.size(), before);
  }

  void statesAndVersionsAreKept() {
    QTemporaryDir folder;
    const StudyFolder study = StudyFolder::of(folder.path().toStdString(), StudyId{"abc"});
    QCOMPARE(*study.save({{"a", 1}}), std::int64_t{1});
    QCOMPARE(*study.save({{"a", 2}}), std::int64_t{2});
    QCOMPARE(*study.save({{"a", 3}}), std::int64_t{3});
    QVERIFY(QFile::exists(folder.path() + "/studies/abc/study.1.json") &&
            QFile::exists(folder.path() + "/studies/abc/study.2.json"));
    QCOMPARE(*readJson(study.document().string()), Json({{"a", 3}}));
    QCOMPARE(*readJson(folder.path().toStdString() + "/studies/abc/study.1.json"), Json({{"a", 1}}));
    QCOMPARE(stateOf({}), StudyState::Running);
    QCOMPARE(stateOf({{{"kind", "state"}, {"state", "paused"}}, {{"kind", "run"}}}), StudyState::Paused);
  }
};

QTEST_GUILESS_MAIN(NextStepsTest)
#include "tst_next_steps.moc"

// What a study does next, played through to its end.
#include <QtTest>
#include <cmath>
#include <set>

#include "tests/study/played_study.h"

using namespace headroom;

class NextStepsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyCellIsTrainedOnceAndThenItEnds() {
    PlayedStudy engine = playedStudy("{}");
    QVERIFY(engine.play());
    QCOMPARE(engine.count(RunRole::Trunk), std::size_t{2 * 4 * 3});
    QCOMPARE(engine.count(RunRole::Cooldown), std::size_t{2 * 4 * 3 * 5});
    QCOMPARE(engine.count(RunRole::Trial), std::size_t{0});
    QCOMPARE(engine.count(RunRole::Timing), std::size_t{2 * 4 * 3});
    std::set<std::string> different;
    for (const StudyFact& fact : engine.facts) different.insert(dump(runDecision(RunId{}, fact.run, false)));
    QCOMPARE(different.size(), engine.facts.size());
    const CurveTable curves = curvesOf(engine.study, engine.facts, engine.decisions);
    QCOMPARE(curves.runs.size(), std::size_t{24});
    QCOMPARE(curves.points.size(), std::size_t{120});
  }

  void aPlainStudyHasOneRunEach() {
    PlayedStudy engine = playedStudy(R"({"plan": "plain", "tokens_per_parameter": 0})");
    QVERIFY(engine.play());
    QCOMPARE(engine.facts.size(), std::size_t{24 + 24});
    QCOMPARE(engine.count(RunRole::Whole), std::size_t{24});
  }

  /// Arm beside arm, one at a time, when all else has ended.
  void armsAreTimedAloneAndInTurns() {
    PlayedStudy engine = playedStudy(R"({"scales": ["nano", "micro"], "seeds": [1, 2]})");
    std::vector<std::string> order;
    for (int round = 0; round < 200; ++round) {
      const auto next = nextSteps(engine.study, engine.facts, engine.decisions);
      if (next->finished) break;
      const bool timing = std::any_of(next->submit.begin(), next->submit.end(),
                                      [](const auto& one) { return one.run.role == RunRole::Timing; });
      if (timing) {
        QCOMPARE(next->submit.size(), std::size_t{1});
        QCOMPARE(engine.count(RunRole::Cooldown), std::size_t{2 * 4 * 2 * 5});
        const StudyRun& run = next->submit.front().run;
        order.push_back(run.scale + std::to_string(run.seed) + run.arm);
        QCOMPARE(definitionOf(engine.study, run).steps, kTimedSteps);
      }
      for (const NextSteps::Submit& one : next->submit) engine.submit(one);
    }
    QCOMPARE(order.size(), std::size_t{16});
    QCOMPARE(order[0], std::string("nano1none"));
    QCOMPARE(order[1], std::string("nano1rope"));
    QCOMPARE(order[4], std::string("nano2none"));
    QCOMPARE(order[15], std::string("micro2layernorm"));
  }

  void seedsThatAreAddedLaterTrainAlone() {
    PlayedStudy engine = playedStudy("{}");
    QVERIFY(engine.play());
    const std::size_t before = engine.facts.size();
    engine.study.study.seeds.push_back(4);
    QVERIFY(engine.play());
    QCOMPARE(engine.facts.size(), before + 2 * 4 * 7);
    for (std::size_t i = before; i < engine.facts.size(); ++i) QCOMPARE(engine.facts[i].run.seed, std::int64_t{4});
  }

  void theBaselinesRateIsFoundAndAllArmsTakeIt() {
    PlayedStudy engine = playedStudy(R"({"learning_rate_search": "baseline"})");
    const double recipe = engine.study.find("none", "nano")->learningRate();
    engine.world.best = recipe * 3;  // beyond the first grid of ½, 1, 2
    QVERIFY(engine.play());
    QVERIFY(engine.count(RunRole::Trial, "none", "nano") > 3 * 3);  // three rates with three seeds, and more
    QCOMPARE(engine.count(RunRole::Trial, "rope"), std::size_t{0});
    const auto decided = std::find_if(engine.decisions.begin(), engine.decisions.end(),
                                      [](const Json& one) { return one["kind"] == "learning rate"; });
    QVERIFY(decided != engine.decisions.end());
    const double rate = decided->at("rate");
    QVERIFY2(std::abs(std::log2(rate / (recipe * 3))) < 0.2, qPrintable(QString::number(rate)));
    for (const StudyFact& fact : engine.facts)
      if (fact.run.scale == "nano" && fact.run.role == RunRole::Trunk) QCOMPARE(fact.run.learningRate, rate);
  }

  /// At the edge of stability one seed is lucky where another collapses: all of them decide.
  void aRateThatOneSeedDoesNotSurviveIsNotTaken() {
    for (const int seeds : {1, 3}) {
      PlayedStudy engine = playedStudy(R"({"learning_rate_search": "baseline", "scales": ["nano"], "trial_seeds": )" +
                                       std::to_string(seeds) + "}");
      const double recipe = engine.study.find("none", "nano")->learningRate();
      engine.world.best = recipe * 2;
      engine.world.fragileSeed = 2;
      engine.world.edge = recipe * 1.5;
      QVERIFY(engine.play());
      const double rate = rateOf(engine.study, engine.decisions, "none", "nano");
      QCOMPARE(rate > engine.world.edge, seeds == 1);
    }
  }

  void everyArmGetsAsManyTrials() {
    PlayedStudy engine = playedStudy(R"({"learning_rate_search": "every arm"})");
    engine.world.best = engine.study.find("none", "nano")->learningRate() * 3;
    QVERIFY(engine.play());
    const std::size_t trials = engine.count(RunRole::Trial, "none", "nano");
    QVERIFY(trials > 3 * 3 && trials <= 7 * 3);
    for (const char* arm : {"rope", "mqa", "layernorm"}) QCOMPARE(engine.count(RunRole::Trial, arm, "nano"), trials);
  }

  void aFailedRunIsTriedAgainAsOftenAsTheStudySays() {
    PlayedStudy engine = playedStudy(R"({"scales": ["nano"], "retries": 1})");
    engine.failures = 1;
    QVERIFY(engine.play());
    QCOMPARE(engine.facts[0].attempts, std::int64_t{2});
    QCOMPARE(engine.facts[0].state, RunState::Completed);
    PlayedStudy lame = playedStudy(R"({"scales": ["nano"], "retries": 2})");
    lame.failures = 4;
    QVERIFY(lame.play());
    QCOMPARE(lame.facts[0].state, RunState::Completed);
    QCOMPARE(lame.facts[3].attempts, std::int64_t{2});
  }

  void whereNothingWorksItIsPausedWithTheReason() {
    PlayedStudy hopeless = playedStudy(R"({"scales": ["nano"], "retries": 2})");
    hopeless.failures = 1000;
    QVERIFY(!hopeless.play());
    QCOMPARE(stateOf(hopeless.decisions), StudyState::Paused);
    QVERIFY(hopeless.decisions.back().value("reason", "").find("run0") != std::string::npos);
    for (const StudyFact& fact : hopeless.facts) {
      QCOMPARE(fact.attempts, std::int64_t{3});
      QVERIFY(fact.run.role == RunRole::Trunk);  // no cooldown of a trunk that never ended
    }
  }

  void aTrialThatFailedIsNoneThatDiverged() {
    PlayedStudy engine = playedStudy(R"({"learning_rate_search": "baseline", "scales": ["nano"], "retries": 0})");
    engine.world.best = engine.study.find("none", "nano")->learningRate();
    engine.failures = 1;
    QVERIFY(engine.play());
    const double rate = rateOf(engine.study, engine.decisions, "none", "nano");
    QVERIFY2(std::abs(std::log2(rate / engine.world.best)) < 0.2, qPrintable(QString::number(rate)));
    QCOMPARE(engine.decisions.front().value("note", "-"), std::string());
    QCOMPARE(engine.decisions.front()["trials"][0]["losses"].size(), std::size_t{2});
  }

  void aSearchThatEndsOnItsEdgeSaysSo() {
    PlayedStudy engine = playedStudy(R"({"learning_rate_search": "baseline", "scales": ["nano"]})");
    engine.world.best = 1e6 * engine.study.find("none", "nano")->learningRate();
    QVERIFY(engine.play());
    QVERIFY(engine.decisions.front().value("note", "").find("edge") != std::string::npos);
    QCOMPARE(engine.count(RunRole::Trial), std::size_t{7 * 3});
  }

  void aRateWhoseTrialsAllFailIsNotAskedForAgain() {
    PlayedStudy engine = playedStudy(R"({"learning_rate_search": "baseline", "scales": ["nano"], "retries": 0})");
    engine.world.best = 8 * engine.study.find("none", "nano")->learningRate();
    QVERIFY(!engine.play(1));  // the first nine trials
    engine.failures = 3;       // all of the first extension
    QVERIFY(engine.play());
    QCOMPARE(engine.count(RunRole::Trunk, "none"), std::size_t{3});
  }

  void divergedArmsEndTheStudyToo() {
    PlayedStudy engine = playedStudy(R"({"scales": ["nano"]})");
    engine.world.diverging = {"rope"};
    QVERIFY(engine.play());
    QCOMPARE(engine.count(RunRole::Cooldown, "rope"), std::size_t{0});
    QCOMPARE(engine.count(RunRole::Cooldown, "mqa"), std::size_t{15});
  }

  void aLadderTakesUpWhatHolds() {
    PlayedStudy engine = playedStudy(R"({"ladder": {"keep": 0.5, "error_rate": 0.05}})");
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

  /// The cut by the error rate alone, without that to a share.
  void aLadderDropsWhatCannotHelp() {
    PlayedStudy engine = playedStudy(R"({"ladder": {"keep": 1, "error_rate": 0.25}})");
    engine.world.gain = {{"none", 1.0}, {"rope", 2.0}, {"mqa", 0.4}, {"layernorm", 1.5}};
    QVERIFY(engine.play());
    QCOMPARE(engine.count(RunRole::Trunk, "mqa", "micro"), std::size_t{0});
    for (const char* arm : {"none", "rope", "layernorm"})
      QCOMPARE(engine.count(RunRole::Trunk, arm, "micro"), std::size_t{3});
  }

  /// A gain beyond the span of the horizons is refused as a number; as an idea it is the best there is.
  void aLadderKeepsWhatIsTooGoodForANumber() {
    PlayedStudy engine = playedStudy(R"({"ladder": {"keep": 0.5, "error_rate": 0.05}})");
    engine.world.gain = {{"none", 1.0}, {"rope", 1000.0}, {"mqa", 0.001}, {"layernorm", 1.5}};
    QVERIFY(engine.play());
    QCOMPARE(engine.count(RunRole::Trunk, "rope", "micro"), std::size_t{3});
    QCOMPARE(engine.count(RunRole::Trunk, "mqa", "micro"), std::size_t{0});
  }

  void aLadderWithoutABaselineIsPaused() {
    PlayedStudy engine = playedStudy(R"({"ladder": {"keep": 0.5, "error_rate": 0.05}})");
    engine.world.diverging = {"none"};
    QVERIFY(!engine.play());
    QCOMPARE(stateOf(engine.decisions), StudyState::Paused);
    QVERIFY(engine.decisions.back().value("reason", "").find("baseline") != std::string::npos);
    QCOMPARE(engine.count(RunRole::Trunk, "", "micro"), std::size_t{0});
  }

  void aLaterVersionMayLoseAnArmThatARungKeptAndBringOne() {
    PlayedStudy engine = playedStudy(R"({"ladder": {"keep": 1, "error_rate": 0.05},
                                         "learning_rate_search": "every arm"})");
    engine.world.gain = {{"none", 1.0}, {"rope", 2.0}, {"mqa", 2.0}, {"layernorm", 1.5}};
    while (std::none_of(engine.decisions.begin(), engine.decisions.end(),
                        [](const Json& one) { return one["kind"] == "rung"; }))
      QVERIFY(!engine.play(1));
    engine.study = playedStudy(R"({"ladder": {"keep": 1, "error_rate": 0.05}, "learning_rate_search": "every arm",
      "arms": [{"name": "none"}, {"name": "mqa", "patches": ["mqa"]}, {"name": "flash", "patches": ["flash"]}]})")
                       .study;
    std::erase_if(engine.facts, [&](const StudyFact& fact) { return !engine.study.find(fact.run.arm, "nano"); });
    QVERIFY(engine.play());
    QCOMPARE(engine.count(RunRole::Trunk, "rope", "micro"), std::size_t{0});
    QVERIFY(engine.count(RunRole::Trunk, "mqa", "micro") >= 3);
    QVERIFY(engine.count(RunRole::Trunk, "flash", "micro") >= 3);
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

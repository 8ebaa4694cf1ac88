// Studies in a real engine with the fake worker: they go on after kill -9, pause, resume and stop, and no run is
// trained twice.
#include <QTest>
#include <map>
#include <tuple>

#include "core/runs/local_run_reader.h"
#include "core/study/study_result.h"
#include "tests/support/engine_fixture.h"

using namespace headroom;

namespace {

constexpr int kSteps = 60;

/// Two arms, one scale, some seeds; each run some milliseconds a step.
Json studyDocument(std::vector<std::int64_t> seeds, double msPerStep) {
  ResolvedStudy study;
  study.study.name = "small";
  study.study.model = "none";
  study.study.arms = {{.name = "none"}, {.name = "rope"}};
  study.study.baseline = "none";
  study.study.scales = {"nano"};
  study.study.seeds = std::move(seeds);
  study.study.plan = StudyPlanKind::Plain;
  for (const StudyArm& arm : study.study.arms) {
    ResolvedCell cell{.arm = arm.name, .scale = "nano", .horizons = {kSteps}};
    const Json script = {{"msPerStep", msPerStep}, {"evalEvery", 10}};
    cell.base = runDefinitionFrom(EngineFixture::definition(kSteps, script), "test").value();
    cell.base.recipe = {{"learning_rate", 1e-3}};
    cell.base.data["arm"] = arm.name;  // another experiment than the other arm's
    study.cells.push_back(std::move(cell));
  }
  return toJson(study);
}

StudyId startStudy(EngineFixture& fixture, const Json& document) {
  const auto answer =
      fixture.ask({{"do", "study-start"}, {"study", document}, {"data_hash", "0123456789abcdef"}}).value();
  return StudyId{answer.value("study", "")};
}

std::shared_ptr<const StudyResult> resultOf(EngineFixture& fixture, const StudyId& study) {
  const auto reader = LocalRunReader::open(fixture.database());
  return studyResult(**reader, study).value();
}

/// Without the runs that time the arms.
std::size_t countOf(const StudyResult& result, RunState state) {
  std::size_t count = 0;
  for (const StudyFact& fact : result.facts) count += fact.state == state && fact.run.role != RunRole::Timing;
  return count;
}

/// "" when every (arm, seed) has exactly one run and one that is timed, and the folder holds no other.
std::string eachOnce(EngineFixture& fixture, const StudyResult& result, std::size_t runs) {
  std::map<std::tuple<std::string, std::int64_t, RunRole>, int> times;
  for (const StudyFact& fact : result.facts) ++times[{fact.run.arm, fact.run.seed, fact.run.role}];
  for (const auto& [run, count] : times)
    if (count != 1)
      return std::get<0>(run) + " seed " + std::to_string(std::get<1>(run)) + ": " + std::to_string(count) + " runs";
  const std::size_t folders = runFolders(fixture.folder()).size();
  if (times.size() != 2 * runs || folders != 2 * runs)
    return std::to_string(times.size()) + " cells and " + std::to_string(folders) + " folders";
  return "";
}

}  // namespace

class TestEngineStudies : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void oneThreadRunsTrainSideBySide();
  void goesOnAfterTheEngineIsKilled();
  void pausesAndResumes();
  void stopsAndIsTakenUpAgain();
  void aRunThatWasNotedAndIsGoneIsTrained();
  void aNewVersionTrainsWhatItMeansAndCountsNothingElse();
  void dataThatChangedUnderTheirNameAreRefused();
  void aWorkerThatCannotStartPausesTheStudyWithTheReason();
};

void TestEngineStudies::oneThreadRunsTrainSideBySide() {
  const std::int64_t cores = numericsHere().threads;
  if (cores < 2) QSKIP("this machine has one core");
  EngineFixture fixture;
  Json one = EngineFixture::definition(100'000, {{"msPerStep", 5}});
  one["numerics"]["threads"] = 1;
  Json all = EngineFixture::definition(5, {{"msPerStep", 1}});  // as many threads as there are cores
  const auto submit = [&](const Json& definition, const char* name) {
    return RunId{fixture.ask({{"do", "submit"}, {"definition", definition}, {"name", name}}).value().value("run", "")};
  };
  const RunId a = submit(one, "a"), b = submit(one, "b"), whole = submit(all, "whole"), late = submit(one, "late");
  QVERIFY(fixture.waitForStep(a, 1));
  QVERIFY(fixture.waitForStep(b, 1));
  // It needs every core, and whoever came later does not overtake it.
  QCOMPARE(fixture.state(whole), RunState::Queued);
  if (cores == 2) QCOMPARE(fixture.state(late), RunState::Queued);
  QVERIFY(fixture.ask({{"do", "stop"}, {"run", "a"}}).ok());
  QVERIFY(fixture.ask({{"do", "stop"}, {"run", "b"}}).ok());
  QVERIFY(fixture.waitFor(whole, RunState::Completed));
  QVERIFY(fixture.waitForStep(late, 1));
  QVERIFY(fixture.read(late).startedNs > fixture.read(whole).startedNs);
}

void TestEngineStudies::goesOnAfterTheEngineIsKilled() {
  EngineFixture fixture;
  const StudyId study = startStudy(fixture, studyDocument({1, 2, 3}, 4));
  for (int kills = 0; kills < 4; ++kills) {
    const std::size_t wanted = static_cast<std::size_t>(kills) + 1;
    QTRY_VERIFY_WITH_TIMEOUT(resultOf(fixture, study)->ended >= wanted, 20'000);
    fixture.killEngine();
    QVERIFY(fixture.ask({{"do", "status"}}).ok());  // whoever asks next starts another engine
  }
  QTRY_VERIFY_WITH_TIMEOUT(resultOf(fixture, study)->state == StudyState::Finished, 40'000);
  const auto result = resultOf(fixture, study);
  QCOMPARE(countOf(*result, RunState::Completed), 6u);
  QCOMPARE(eachOnce(fixture, *result, 6), std::string());
  QVERIFY(result->rigorous);
}

void TestEngineStudies::pausesAndResumes() {
  EngineFixture fixture;
  const StudyId study = startStudy(fixture, studyDocument({1, 2}, 20));
  QTRY_VERIFY_WITH_TIMEOUT(countOf(*resultOf(fixture, study), RunState::Running) > 0, 20'000);
  QVERIFY(fixture.ask({{"do", "study-pause"}, {"study", study.text}}).ok());
  QTRY_VERIFY_WITH_TIMEOUT(countOf(*resultOf(fixture, study), RunState::Paused) > 0, 20'000);
  QTRY_VERIFY_WITH_TIMEOUT(countOf(*resultOf(fixture, study), RunState::Pausing) == 0, 20'000);
  QCOMPARE(countOf(*resultOf(fixture, study), RunState::Running), 0u);
  QCOMPARE(resultOf(fixture, study)->state, StudyState::Paused);
  QVERIFY(fixture.ask({{"do", "study-resume"}, {"study", study.text}}).ok());
  QTRY_VERIFY_WITH_TIMEOUT(resultOf(fixture, study)->state == StudyState::Finished, 40'000);
  const auto result = resultOf(fixture, study);
  QCOMPARE(countOf(*result, RunState::Completed), 4u);
  QCOMPARE(eachOnce(fixture, *result, 4), std::string());
}

void TestEngineStudies::stopsAndIsTakenUpAgain() {
  EngineFixture fixture;
  const StudyId study = startStudy(fixture, studyDocument({1, 2}, 20));
  QTRY_VERIFY_WITH_TIMEOUT(countOf(*resultOf(fixture, study), RunState::Running) > 0, 20'000);
  QVERIFY(fixture.ask({{"do", "study-stop"}, {"study", study.text}}).ok());
  QTRY_VERIFY_WITH_TIMEOUT(countOf(*resultOf(fixture, study), RunState::Stopped) > 0, 20'000);
  QCOMPARE(resultOf(fixture, study)->state, StudyState::Stopped);
  fixture.killEngine();
  QVERIFY(fixture.ask({{"do", "study-resume"}, {"study", study.text}}).ok());
  QTRY_VERIFY_WITH_TIMEOUT(resultOf(fixture, study)->state == StudyState::Finished, 40'000);
  const auto result = resultOf(fixture, study);
  QCOMPARE(countOf(*result, RunState::Completed), 4u);
  QCOMPARE(eachOnce(fixture, *result, 4), std::string());
}

/// A decision that names no run: one that was deleted, or that an engine noted before it was killed.
void TestEngineStudies::aRunThatWasNotedAndIsGoneIsTrained() {
  EngineFixture fixture;
  const StudyId study = startStudy(fixture, studyDocument({1, 2}, 20));
  QTRY_VERIFY_WITH_TIMEOUT(countOf(*resultOf(fixture, study), RunState::Running) > 0, 20'000);
  QVERIFY(fixture.ask({{"do", "study-stop"}, {"study", study.text}}).ok());
  QTRY_VERIFY_WITH_TIMEOUT(countOf(*resultOf(fixture, study), RunState::Stopped) > 0, 20'000);
  const auto stopped = resultOf(fixture, study);
  const auto victim = std::find_if(stopped->facts.begin(), stopped->facts.end(),
                                   [](const StudyFact& fact) { return fact.state == RunState::Stopped; });
  QVERIFY(fixture.ask({{"do", "delete"}, {"run", victim->id.text}}).ok());
  QVERIFY(fixture.ask({{"do", "study-resume"}, {"study", study.text}}).ok());
  QTRY_VERIFY_WITH_TIMEOUT(resultOf(fixture, study)->state == StudyState::Finished, 40'000);
  const auto result = resultOf(fixture, study);
  QCOMPARE(countOf(*result, RunState::Completed), 4u);
  QCOMPARE(eachOnce(fixture, *result, 4), std::string());
}

void TestEngineStudies::aNewVersionTrainsWhatItMeansAndCountsNothingElse() {
  EngineFixture fixture;
  const StudyId study = startStudy(fixture, studyDocument({1, 2}, 1));
  QTRY_VERIFY_WITH_TIMEOUT(resultOf(fixture, study)->state == StudyState::Finished, 40'000);
  const auto before = resultOf(fixture, study);
  Json changed = studyDocument({1, 2}, 1);
  changed["cells"][1]["definition"]["recipe"]["dropout"] = 0.3;
  const auto replaced =
      fixture.ask({{"do", "study-replace"}, {"study", study.text}, {"document", changed}, {"plan", {{"runs", 4}}}});
  QVERIFY2(replaced.ok(), replaced.ok() ? "" : replaced.error().message.c_str());
  QTRY_VERIFY_WITH_TIMEOUT(resultOf(fixture, study)->state == StudyState::Finished, 40'000);
  const auto after = resultOf(fixture, study);
  QCOMPARE(after->facts.size(), 8u);
  QCOMPARE(runFolders(fixture.folder()).size(), 12u);  // the arm's former runs stay, and do not count
  const auto contains = [](const StudyResult& result, const RunId& run) {
    return std::any_of(result.facts.begin(), result.facts.end(), [&](const StudyFact& f) { return f.id == run; });
  };
  for (const StudyFact& fact : before->facts) QCOMPARE(contains(*after, fact.id), fact.run.arm == "none");
  QVERIFY(std::any_of(after->decisions.begin(), after->decisions.end(),
                      [](const Json& one) { return one.value("kind", "") == "plan" && one["plan"]["runs"] == 4; }));
}

void TestEngineStudies::dataThatChangedUnderTheirNameAreRefused() {
  EngineFixture fixture;
  const Json document = studyDocument({1}, 1);
  const StudyId study = startStudy(fixture, document);
  Json request = {{"do", "study-replace"}, {"study", study.text}, {"document", document}, {"data_hash", "fedcba"}};
  const auto refused = fixture.ask(request);
  QVERIFY(!refused.ok());
  QVERIFY(refused.error().message.find("data") != std::string::npos);
  for (Json& cell : request["document"]["cells"]) cell["definition"]["data"]["file"] = "other";
  QVERIFY(fixture.ask(request).ok());
  QTRY_VERIFY_WITH_TIMEOUT(resultOf(fixture, study)->state == StudyState::Finished, 40'000);
  QCOMPARE(dataHashOf(resultOf(fixture, study)->decisions), std::string("fedcba"));
}

void TestEngineStudies::aWorkerThatCannotStartPausesTheStudyWithTheReason() {
  EngineFixture fixture;
  const QByteArray program = qgetenv("HEADROOM_TRAIN_PROGRAM");
  qputenv("HEADROOM_TRAIN_PROGRAM", "/nonexistent");
  const StudyId study = startStudy(fixture, studyDocument({1, 2}, 1));
  qputenv("HEADROOM_TRAIN_PROGRAM", program);
  QTRY_VERIFY_WITH_TIMEOUT(resultOf(fixture, study)->state == StudyState::Paused, 40'000);
  const auto paused = resultOf(fixture, study);
  QVERIFY(std::any_of(paused->notes.begin(), paused->notes.end(),
                      [](const std::string& note) { return note.find("all failed") != std::string::npos; }));
  for (const StudyFact& fact : paused->facts) {
    QCOMPARE(fact.state, RunState::Failed);
    QVERIFY(fact.attempts <= 2);
  }
  fixture.killEngine();  // the next one finds the worker's program
  QVERIFY(fixture.ask({{"do", "study-resume"}, {"study", study.text}}).ok());
  QTRY_VERIFY_WITH_TIMEOUT(resultOf(fixture, study)->state == StudyState::Finished, 40'000);
  QCOMPARE(countOf(*resultOf(fixture, study), RunState::Completed), 4u);
}

QTEST_GUILESS_MAIN(TestEngineStudies)
#include "tst_engine_studies.moc"

// A run's life under a real engine process and the fake worker: queue, control, adoption.
#include <QTest>
#include <algorithm>

#include "core/runs/local_run_reader.h"
#include "tests/support/engine_fixture.h"

using namespace headroom;

class TestEngineRuns : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void completesASubmittedRunWithEveryStepOnce();
  void runsByPriorityThenInOrderOfTheQueue();
  void stopsWithACheckpointAndResumes();
  void pausesAndResumes();
  void leavesAtOnceWhenAskedTwice();
  void killsAWorkerThatIsDeaf();
  void writesACheckpointWhenAsked();
  void stopsAWaitingRunWithoutStartingIt();
  void saysWhyARunEnded_data();
  void saysWhyARunEnded();
  void failsARunWhoseProgramIsMissing();
  void clonesForksAndDeletes();
  void forksFromARunThatStillTrains();
  void keepsTagsNotesStarColourAndNameInFolderAndDatabase();
  void holdsTheSlotForAMeasurement();
  void doesNotMindAClockSetBack();
};

namespace {

Json slow(double ms = 2) {
  return {{"msPerStep", ms}};
}

#define COMPARE_CURVE(fixture, run, last) QCOMPARE(QString::fromStdString((fixture).compareCurve(run, last)), QString())

std::vector<std::string> wordsOf(const std::vector<StateRecord>& records) {
  std::vector<std::string> words;
  for (const StateRecord& record : records) words.emplace_back(word(record.state));
  return words;
}

}  // namespace

void TestEngineRuns::completesASubmittedRunWithEveryStepOnce() {
  EngineFixture fixture;
  const auto answer =
      fixture.ask({{"do", "submit"}, {"definition", EngineFixture::definition(300, slow(0))}, {"name", "demo"}});
  QVERIFY(answer.ok());
  QVERIFY(answer->at("state") == "queued");
  const RunId run{answer->at("run")};
  QCOMPARE(std::filesystem::path(answer->at("directory").get<std::string>()), fixture.runFolder(run).path());
  QVERIFY(fixture.waitFor(run, RunState::Completed));
  COMPARE_CURVE(fixture, run, 300);

  const RunSummary summary = fixture.read(run);
  QCOMPARE(summary.meta.name, "demo");
  QCOMPARE(summary.step, 300);
  QCOMPARE(summary.attempt, 1);
  // The folder alone tells the same.
  const auto states = readStates(fixture.runFolder(run));
  QVERIFY(states.ok());
  const std::vector<std::string> life = {"queued", "starting", "running", "completed"};
  QVERIFY(wordsOf(*states) == life);
  QVERIFY(loadDefinition(fixture.runFolder(run)).ok());
  QCOMPARE(loadMeta(fixture.runFolder(run))->name, "demo");
}

void TestEngineRuns::runsByPriorityThenInOrderOfTheQueue() {
  EngineFixture fixture;
  const RunId first = fixture.submit(100'000, slow(), "first");
  QVERIFY(fixture.waitForStep(first, 1));
  const RunId a = fixture.submit(3, slow(0), "a"), b = fixture.submit(3, slow(0), "b");
  const RunId c = fixture.submit(3, slow(0), "c"), urgent = fixture.submit(3, slow(0), "urgent", 5);
  QVERIFY(fixture.ask({{"do", "move"}, {"run", "c"}, {"before", "b"}}).ok());
  QVERIFY(fixture.ask({{"do", "move"}, {"run", "a"}}).ok());
  const auto queue = fixture.ask({{"do", "queue"}});
  QVERIFY(queue.ok());
  std::vector<std::string> names;
  for (const Json& row : queue->at("queue")) names.push_back(row["name"]);
  const std::vector<std::string> expected = {"urgent", "c", "b", "a"};
  QVERIFY(names == expected);
  QVERIFY(!fixture.ask({{"do", "move"}, {"run", "first"}}).ok());

  // They start in that order, one at a time on the one device.
  QVERIFY(fixture.ask({{"do", "stop"}, {"run", "first"}}).ok());
  QVERIFY(fixture.waitFor(first, RunState::Stopped));
  for (const RunId& run : {urgent, c, b, a}) QVERIFY(fixture.waitFor(run, RunState::Completed));
  std::vector<std::int64_t> started;
  for (const RunId& run : {urgent, c, b, a}) started.push_back(fixture.read(run).startedNs);
  QVERIFY(std::is_sorted(started.begin(), started.end()));
}

void TestEngineRuns::stopsWithACheckpointAndResumes() {
  EngineFixture fixture;
  const RunId run = fixture.submit(400, slow());
  QVERIFY(fixture.waitForStep(run, 20));
  const auto answer = fixture.ask({{"do", "stop"}, {"run", run.text}});
  QVERIFY(answer.ok());
  QVERIFY(answer->at("state") == "stopping");
  QVERIFY(fixture.waitFor(run, RunState::Stopped));
  const std::int64_t stoppedAt = fixture.read(run).step;
  QCOMPARE(completeCheckpoints(fixture.runFolder(run)).back().step, stoppedAt);
  COMPARE_CURVE(fixture, run, stoppedAt);

  QVERIFY(fixture.ask({{"do", "resume"}, {"run", run.text}})->at("state") == "queued");
  QVERIFY(fixture.waitFor(run, RunState::Completed));
  QCOMPARE(fixture.read(run).attempt, 2);
  COMPARE_CURVE(fixture, run, 400);
  const auto again = fixture.ask({{"do", "resume"}, {"run", run.text}});
  QVERIFY(!again.ok());
  QCOMPARE(again.error().kind, ErrorKind::BadInput);
}

void TestEngineRuns::pausesAndResumes() {
  EngineFixture fixture;
  const RunId run = fixture.submit(300, slow());
  const RunId next = fixture.submit(20, slow(0), "next");
  QVERIFY(fixture.waitForStep(run, 10));
  QVERIFY(fixture.ask({{"do", "pause"}, {"run", run.text}})->at("state") == "pausing");
  QVERIFY(fixture.waitFor(run, RunState::Paused));
  QVERIFY(fixture.waitFor(next, RunState::Completed));  // the slot was free
  QVERIFY(fixture.ask({{"do", "resume"}, {"run", run.text}}).ok());
  QVERIFY(fixture.waitFor(run, RunState::Completed));
  COMPARE_CURVE(fixture, run, 300);
}

void TestEngineRuns::leavesAtOnceWhenAskedTwice() {
  EngineFixture fixture;
  const RunId run = fixture.submit(100'000, {{"msPerStep", 300}, {"checkpointEvery", 0}});
  QVERIFY(fixture.waitForStep(run, 1));
  QVERIFY(fixture.ask({{"do", "stop"}, {"run", run.text}}).ok());
  QVERIFY(fixture.ask({{"do", "stop"}, {"run", run.text}}).ok());
  QVERIFY(fixture.waitFor(run, RunState::Stopped));
  QVERIFY(fixture.read(run).reason.find("at once") != std::string::npos);
}

void TestEngineRuns::killsAWorkerThatIsDeaf() {
  EngineFixture fixture;
  const RunId run = fixture.submit(100, {{"hangAt", 5}});
  QVERIFY(fixture.waitForStep(run, 4));
  QVERIFY(fixture.ask({{"do", "abort"}, {"run", run.text}}).ok());
  QVERIFY(fixture.waitFor(run, RunState::Stopped, 15'000));
  QVERIFY(!fixture.workerLives(run));
}

void TestEngineRuns::writesACheckpointWhenAsked() {
  EngineFixture fixture;
  const RunId run = fixture.submit(100'000, {{"msPerStep", 2}, {"checkpointEvery", 0}});
  QVERIFY(fixture.waitForStep(run, 5));
  QVERIFY(fixture.ask({{"do", "checkpoint"}, {"run", run.text}}).ok());
  QTRY_VERIFY(!completeCheckpoints(fixture.runFolder(run)).empty());
  QCOMPARE(fixture.state(run), RunState::Running);
  QVERIFY(fixture.ask({{"do", "abort"}, {"run", run.text}}).ok());
  QVERIFY(fixture.waitFor(run, RunState::Stopped));
  QVERIFY(!fixture.ask({{"do", "checkpoint"}, {"run", run.text}}).ok());
}

void TestEngineRuns::stopsAWaitingRunWithoutStartingIt() {
  EngineFixture fixture;
  const RunId busy = fixture.submit(100'000, slow());
  const RunId waiting = fixture.submit(10);
  QVERIFY(fixture.ask({{"do", "stop"}, {"run", waiting.text}})->at("state") == "stopped");
  QVERIFY(fixture.waitForStep(busy, 1));
  QVERIFY(fixture.ask({{"do", "abort"}, {"run", busy.text}}).ok());
  QVERIFY(fixture.waitFor(busy, RunState::Stopped));
  QVERIFY(journalFiles(fixture.runFolder(waiting)).empty());
  QCOMPARE(fixture.read(waiting).attempt, 0);
}

void TestEngineRuns::saysWhyARunEnded_data() {
  QTest::addColumn<QString>("script");
  QTest::addColumn<QString>("state");
  QTest::addColumn<QString>("reason");
  QTest::newRow("NaN") << R"({"nanAt": 7})"
                       << "diverged"
                       << "NaN at step 7";
  QTest::newRow("its own word") << R"({"failAt": 7})"
                                << "failed"
                                << "told to fail";
  QTest::newRow("killed") << R"({"crashAt": 7})"
                          << "failed"
                          << "without a word";
  QTest::newRow("refuses to start") << R"({"refuse": "no such corpus"})"
                                    << "failed"
                                    << "no such corpus";
}

void TestEngineRuns::saysWhyARunEnded() {
  QFETCH(QString, script);
  QFETCH(QString, state);
  QFETCH(QString, reason);
  EngineFixture fixture;
  const RunId run = fixture.submit(50, *parseJson(script.toStdString(), "script"));
  QVERIFY(fixture.waitFor(run, *runStateFrom(state.toStdString()), 15'000));
  QVERIFY2(fixture.read(run).reason.find(reason.toStdString()) != std::string::npos, fixture.read(run).reason.c_str());
}

void TestEngineRuns::failsARunWhoseProgramIsMissing() {
  EngineFixture fixture;
  qputenv("HEADROOM_TRAIN_PROGRAM", "/nowhere/headroom-train");
  const RunId run = fixture.submit(10);
  QVERIFY(fixture.waitFor(run, RunState::Failed));
  QVERIFY(fixture.read(run).reason.find("/nowhere/headroom-train") != std::string::npos);
}

void TestEngineRuns::clonesForksAndDeletes() {
  EngineFixture fixture;
  const RunId trunk = fixture.submit(60, {{"msPerStep", 0}, {"checkpointEvery", 20}}, "trunk");
  QVERIFY(fixture.waitFor(trunk, RunState::Completed));

  const auto clone = fixture.ask({{"do", "clone"}, {"run", "trunk"}});
  QVERIFY(clone.ok());
  const RunId copy{clone->at("run")};
  QVERIFY(fixture.waitFor(copy, RunState::Completed));
  QCOMPARE(fixture.read(copy).meta.name, "trunk copy");
  QCOMPARE(fixture.read(copy).definitionHash, fixture.read(trunk).definitionHash);

  Json fork = EngineFixture::definition(80, slow(0));
  fork["from"] = {{"run", trunk.text}, {"step", 40}};
  const auto forked = fixture.ask({{"do", "submit"}, {"definition", fork}, {"name", "fork"}});
  QVERIFY2(forked.ok(), forked ? "" : forked.error().message.c_str());
  const RunId branch{forked->at("run")};
  QVERIFY(fixture.waitFor(branch, RunState::Completed));
  const auto reader = LocalRunReader::open(fixture.database());
  QCOMPARE((*reader)->series(branch, "loss/train")->steps.front(), 41);
  fork["from"]["step"] = 41;
  QVERIFY(!fixture.ask({{"do", "submit"}, {"definition", fork}}).ok());

  QVERIFY(fixture.ask({{"do", "delete"}, {"run", "trunk copy"}}).ok());
  QVERIFY(!(*reader)->run(copy).ok());
  QVERIFY(!std::filesystem::exists(fixture.runFolder(copy).path()));
}

void TestEngineRuns::forksFromARunThatStillTrains() {
  EngineFixture fixture;
  Json definition = EngineFixture::definition(100'000, {{"msPerStep", 2}, {"checkpointEvery", 20}});
  definition["keep_at"] = {20, 28};
  const auto submitted = fixture.ask({{"do", "submit"}, {"definition", definition}, {"name", "trunk"}});
  QVERIFY2(submitted.ok(), submitted ? "" : submitted.error().message.c_str());
  const RunId trunk{submitted->at("run")};
  QVERIFY(loadDefinition(fixture.runFolder(trunk))->keepAt == (std::vector<std::int64_t>{20, 28}));
  definition["keep_at"] = {28, 20};
  const auto refused = fixture.ask({{"do", "submit"}, {"definition", definition}});
  QVERIFY(!refused.ok() && refused.error().message.find("keep_at[1]") != std::string::npos);

  QTRY_VERIFY_WITH_TIMEOUT(!completeCheckpoints(fixture.runFolder(trunk)).empty(), 20'000);
  QVERIFY(fixture.waitFor(trunk, RunState::Running));  // its journal may be read later than its checkpoint was written
  Json fork = EngineFixture::definition(40, slow(0));
  fork["from"] = {{"run", trunk.text}, {"step", 20}};
  const auto forked = fixture.ask({{"do", "submit"}, {"definition", fork}, {"name", "end"}});
  QVERIFY2(forked.ok(), forked ? "" : forked.error().message.c_str());
  const RunId end{forked->at("run")};
  QCOMPARE(fixture.state(trunk), RunState::Running);
  QCOMPARE(fixture.state(end), RunState::Queued);
  QVERIFY(fixture.ask({{"do", "abort"}, {"run", trunk.text}}).ok());
  QVERIFY(fixture.waitFor(trunk, RunState::Stopped));
  QVERIFY(fixture.ask({{"do", "delete"}, {"run", trunk.text}}).ok());  // what it linked is its own
  QVERIFY(fixture.waitFor(end, RunState::Completed));
  const auto reader = LocalRunReader::open(fixture.database());
  QCOMPARE((*reader)->series(end, "loss/train")->steps.front(), 21);
  QCOMPARE(fixture.read(end).step, 40);
}

void TestEngineRuns::keepsTagsNotesStarColourAndNameInFolderAndDatabase() {
  EngineFixture fixture;
  const auto answer =
      fixture.ask({{"do", "submit"}, {"definition", EngineFixture::definition(5)}, {"name", "x"}, {"draft", true}});
  QVERIFY(answer.ok());
  QVERIFY(answer->at("state") == "draft");
  const RunId run{answer->at("run")};
  QVERIFY(fixture.ask({{"do", "tag"}, {"run", "x"}, {"tags", {"one", "two", "one"}}}).ok());
  QVERIFY(fixture.ask({{"do", "untag"}, {"run", "x"}, {"tags", {"two"}}}).ok());
  QVERIFY(fixture.ask({{"do", "note"}, {"run", "x"}, {"text", "a line\nand another"}}).ok());
  QVERIFY(fixture.ask({{"do", "star"}, {"run", "x"}, {"on", true}}).ok());
  QVERIFY(fixture.ask({{"do", "colour"}, {"run", "x"}, {"colour", "#1f77b4"}}).ok());
  QVERIFY(!fixture.ask({{"do", "colour"}, {"run", "x"}, {"colour", "red"}}).ok());
  QVERIFY(fixture.ask({{"do", "rename"}, {"run", "x"}, {"name", "y"}}).ok());
  QVERIFY(!fixture.ask({{"do", "rename"}, {"run", "y"}, {"nmae", "z"}}).ok());
  const RunMeta inDatabase = fixture.read(run).meta, inFolder = *loadMeta(fixture.runFolder(run));
  QVERIFY(inDatabase == inFolder);
  QVERIFY(inFolder.tags == std::vector<std::string>{"one"});
  QCOMPARE(inFolder.name, "y");
  QCOMPARE(inFolder.colour, "#1f77b4");
  QVERIFY(inFolder.star);

  // A draft starts when it is asked to.
  QVERIFY(fixture.ask({{"do", "start"}, {"run", "y"}})->at("state") == "queued");
  QVERIFY(fixture.waitFor(run, RunState::Completed));
}

void TestEngineRuns::holdsTheSlotForAMeasurement() {
  EngineFixture fixture;
  const RunId run = fixture.submit(100'000, slow());
  QVERIFY(fixture.waitForStep(run, 1));
  const Json acquire = {{"do", "slot"}, {"action", "acquire"}};
  const auto busy = fixture.ask(acquire);
  QVERIFY(!busy.ok());
  QCOMPARE(busy.error().kind, ErrorKind::Refused);
  QVERIFY(fixture.ask({{"do", "stop"}, {"run", run.text}}).ok());

  auto doctor = EngineConnection::open(fixture.database(), StartEngine::Never);
  QVERIFY(doctor.ok());
  Json waiting = acquire;
  waiting["wait"] = true;
  QVERIFY(doctor->ask(waiting).ok());  // answered when the run has left
  QCOMPARE(fixture.state(run), RunState::Stopped);
  const RunId next = fixture.submit(5, slow(0), "next");
  QVERIFY(fixture.ask({{"do", "status"}}).ok());
  QCOMPARE(fixture.state(next), RunState::Queued);
  { const EngineConnection gone = std::move(*doctor); }
  QVERIFY(fixture.waitFor(next, RunState::Completed));  // the slot ended with the connection
}

void TestEngineRuns::doesNotMindAClockSetBack() {
  EngineFixture fixture;
  const RunId run = fixture.submit(100, {{"msPerStep", 2}, {"clockBackAt", 30}, {"checkpointEvery", 10}});
  QVERIFY(fixture.waitForStep(run, 40));
  QVERIFY(fixture.ask({{"do", "stop"}, {"run", run.text}}).ok());
  QVERIFY(fixture.waitFor(run, RunState::Stopped));
  QVERIFY(fixture.ask({{"do", "resume"}, {"run", run.text}}).ok());
  QVERIFY(fixture.waitFor(run, RunState::Completed));
  COMPARE_CURVE(fixture, run, 100);
  // It was set back indeed: the order is that of the steps, not of the times.
  const auto reader = LocalRunReader::open(fixture.database());
  const auto points = (*reader)->series(run, "loss/train");
  QVERIFY(points.ok());
  QVERIFY(points->wallTimes[29] < points->wallTimes[28] - 80'000);
}

QTEST_GUILESS_MAIN(TestEngineRuns)
#include "tst_engine_runs.moc"

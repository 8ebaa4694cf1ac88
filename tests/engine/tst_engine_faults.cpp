// Faults: kill -9 of worker and engine, alone and together, at random moments; what a second engine and a foreign
// database meet.
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTest>
#include <fstream>
#include <random>

#include "core/base/files.h"
#include "core/engine/detached_process.h"
#include "core/engine/engine_client.h"
#include "core/engine/socket_path.h"
#include "core/runs/local_run_reader.h"
#include "core/runs/rebuild.h"
#include "tests/support/engine_fixture.h"

using namespace headroom;

class TestEngineFaults : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void failsAndResumesAfterTheWorkerIsKilled();
  void workerGoesOnAndIsAdoptedAfterTheEngineIsKilled();
  void concludesWhatEndedWhileNoEngineLived();
  void losesAndDoublesNothingOverRandomKills();
  void refusesASecondEngine();
  void saysThatADatabaseIsNoneOfOurs();
  void saysThatAFolderCannotBeWritten();
  void leavesWhenIdle();
  void leavesOnSigtermWhileWorkersGoOn();

 private:
  struct Ended {
    int code = 0;
    std::string said;
  };
  static Ended serve(const std::filesystem::path& database, const std::filesystem::path& log);
};

namespace {

#define COMPARE_CURVE(fixture, run, last) QCOMPARE(QString::fromStdString((fixture).compareCurve(run, last)), QString())

}  // namespace

void TestEngineFaults::failsAndResumesAfterTheWorkerIsKilled() {
  EngineFixture fixture;
  const RunId run = fixture.submit(300, {{"msPerStep", 2}, {"checkpointEvery", 25}});
  QVERIFY(fixture.waitForStep(run, 40));
  fixture.killWorker(run);
  QVERIFY(fixture.waitFor(run, RunState::Failed, 15'000));
  QVERIFY(fixture.ask({{"do", "resume"}, {"run", run.text}}).ok());
  QVERIFY(fixture.waitFor(run, RunState::Completed));
  COMPARE_CURVE(fixture, run, 300);
}

void TestEngineFaults::workerGoesOnAndIsAdoptedAfterTheEngineIsKilled() {
  EngineFixture fixture;
  const RunId run = fixture.submit(100'000, {{"msPerStep", 2}});
  QVERIFY(fixture.waitForStep(run, 5));
  const std::int64_t worker = fixture.workerPid(run);
  fixture.killEngine();
  QVERIFY(fixture.workerLives(run));
  const std::int64_t before = fixture.read(run).step;
  fixture.engine();
  QVERIFY(fixture.waitForStep(run, before + 20));
  QCOMPARE(fixture.workerPid(run), worker);
  QVERIFY(fixture.ask({{"do", "stop"}, {"run", run.text}}).ok());
  QVERIFY(fixture.waitFor(run, RunState::Stopped));
  COMPARE_CURVE(fixture, run, fixture.read(run).step);
}

void TestEngineFaults::concludesWhatEndedWhileNoEngineLived() {
  EngineFixture fixture;
  const RunId completes = fixture.submit(40, {{"msPerStep", 5}});
  QVERIFY(fixture.waitForStep(completes, 2));
  fixture.killEngine();
  QTRY_VERIFY_WITH_TIMEOUT(!fixture.workerLives(completes), 20'000);
  QCOMPARE(fixture.state(completes), RunState::Running);
  fixture.engine();
  QVERIFY(fixture.waitFor(completes, RunState::Completed));
  COMPARE_CURVE(fixture, completes, 40);

  const RunId dies = fixture.submit(100'000, {{"msPerStep", 2}});
  QVERIFY(fixture.waitForStep(dies, 2));
  fixture.killEngine();
  fixture.killWorker(dies);
  fixture.engine();
  QVERIFY(fixture.waitFor(dies, RunState::Failed, 15'000));
}

void TestEngineFaults::losesAndDoublesNothingOverRandomKills() {
  constexpr int kKills = 140;
  constexpr std::int64_t kSteps = 120;
  EngineFixture fixture;
  std::mt19937 random(20261122);
  const auto roll = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  const Json script = {{"msPerStep", 1}, {"checkpointEvery", 10}, {"evalEvery", 20}};
  RunId run = fixture.submit(kSteps, script);
  int finished = 0;
  for (int kill = 0; kill < kKills; ++kill) {
    fixture.waitForStep(run, fixture.read(run).step + roll(30), 150);
    const int victim = roll(3);
    if (victim != 1) fixture.killEngine();
    if (victim != 0) fixture.killWorker(run);
    fixture.engine();
    // Whatever was hit: the run lives on, or has ended in a state that resumes or is complete.
    QVERIFY(QTest::qWaitFor(
        [&] {
          return fixture.workerLives(run) || isEnded(fixture.state(run)) || fixture.state(run) == RunState::Queued;
        },
        15'000));
    if (!fixture.workerLives(run))
      QVERIFY(QTest::qWaitFor([&] { return !isLive(fixture.state(run)) || fixture.workerLives(run); }, 15'000));
    if (canResume(fixture.state(run))) QVERIFY(fixture.ask({{"do", "resume"}, {"run", run.text}}).ok());
    if (fixture.state(run) == RunState::Completed) {
      COMPARE_CURVE(fixture, run, kSteps);
      ++finished;
      run = fixture.submit(kSteps, script);
    }
  }
  QTRY_VERIFY_WITH_TIMEOUT(fixture.state(run) == RunState::Completed || canResume(fixture.state(run)), 30'000);
  if (canResume(fixture.state(run))) {
    QVERIFY(fixture.ask({{"do", "resume"}, {"run", run.text}}).ok());
    QVERIFY(fixture.waitFor(run, RunState::Completed, 30'000));
  }
  COMPARE_CURVE(fixture, run, kSteps);
  QVERIFY(finished > 0);
  const auto check = checkDatabase(fixture.database());
  QVERIFY(check.ok());
  QVERIFY2(check->sound, check->problems.empty() ? "" : check->problems.front().c_str());
}

TestEngineFaults::Ended TestEngineFaults::serve(const std::filesystem::path& database,
                                                const std::filesystem::path& log) {
  const auto process = startDetached({.program = *findProgram("HEADROOM_PROGRAM", "headroom"),
                                      .arguments = {"engine", "serve", "--db", database.string()},
                                      .log = log});
  int status = 0;
  ::waitpid(*process, &status, 0);
  return {WEXITSTATUS(status), readFile(log).valueOr("")};
}

void TestEngineFaults::refusesASecondEngine() {
  EngineFixture fixture;
  fixture.engine();
  const Ended second = serve(fixture.database(), fixture.folder() / "second.txt");
  QCOMPARE(second.code, 3);
  QVERIFY(second.said.find("Another engine") != std::string::npos);
  QCOMPARE(std::count(second.said.begin(), second.said.end(), '\n'), 1);
  QVERIFY(fixture.ask({{"do", "status"}}).ok());  // and the first one serves on
}

void TestEngineFaults::saysThatADatabaseIsNoneOfOurs() {
  EngineFixture fixture;
  std::ofstream(fixture.database()) << "this is a letter to my aunt, and no database at all";
  const Ended ended = serve(fixture.database(), fixture.folder() / "said.txt");
  QVERIFY(ended.code == 2 || ended.code == 3);
  QVERIFY(!ended.said.empty());
  // Who asks for an engine is told the same.
  const auto connection = EngineConnection::open(fixture.database(), StartEngine::IfMissing);
  QVERIFY(!connection.ok());
  QVERIFY2(ended.said.find(connection.error().message) != std::string::npos, connection.error().message.c_str());
}

void TestEngineFaults::saysThatAFolderCannotBeWritten() {
  EngineFixture fixture;
  const auto folder = fixture.folder() / "closed";
  std::filesystem::create_directory(folder);
  ::chmod(folder.c_str(), 0555);
  if (::access(folder.c_str(), W_OK) == 0) {
    // The system's own folders refuse even the administrator.
    const auto connection = EngineConnection::open("/proc/headroom/headroom.db", StartEngine::IfMissing);
    QVERIFY(!connection.ok());
    QVERIFY(connection.error().message.find("/proc/headroom") != std::string::npos);
    return;
  }
  const auto connection = EngineConnection::open(folder / "headroom.db", StartEngine::IfMissing);
  QVERIFY(!connection.ok());
  QVERIFY(connection.error().message.find("closed") != std::string::npos);
}

void TestEngineFaults::leavesWhenIdle() {
  EngineFixture fixture;
  const RunId run = fixture.submit(20);
  fixture.disconnect();
  QVERIFY(fixture.waitFor(run, RunState::Completed));
  QTRY_VERIFY_WITH_TIMEOUT(!fixture.engineLives(), 10'000);
  // It left everything in the file itself.
  const auto wal = fixture.database().string() + "-wal";
  QVERIFY(!std::filesystem::exists(wal) || std::filesystem::file_size(wal) == 0);
}

void TestEngineFaults::leavesOnSigtermWhileWorkersGoOn() {
  EngineFixture fixture;
  const RunId run = fixture.submit(100'000, {{"msPerStep", 2}});
  QVERIFY(fixture.waitForStep(run, 2));
  ::kill(static_cast<pid_t>(fixture.enginePid()), SIGTERM);
  QTRY_VERIFY_WITH_TIMEOUT(!fixture.engineLives(), 10'000);
  QVERIFY(fixture.workerLives(run));
  fixture.disconnect();
  QVERIFY(fixture.ask({{"do", "stop"}, {"run", run.text}}).ok());
  QVERIFY(fixture.waitFor(run, RunState::Stopped));
  COMPARE_CURVE(fixture, run, fixture.read(run).step);
}

QTEST_GUILESS_MAIN(TestEngineFaults)
#include "tst_engine_faults.moc"

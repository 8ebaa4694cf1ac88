// The real worker process: killed at random moments, and what it says on its way out.
#include <QProcess>
#include <random>

#include "core/train/checkpoint.h"
#include "tests/train/train_fixture.h"

using namespace headroom;
using namespace headroom::test;

namespace {

struct Worker {
  QProcess process;

  explicit Worker(const QStringList& arguments,
                  const QProcessEnvironment& environment = QProcessEnvironment::systemEnvironment()) {
    process.setProcessEnvironment(environment);
    process.start(HEADROOM_BIN_DIR "/headroom-train", arguments);
    if (!process.waitForStarted()) qFatal("headroom-train does not start");
  }
  int exitCode() {
    return process.waitForFinished(60000) && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
  }
  QString error() { return QString::fromUtf8(process.readAllStandardError()); }
};

QStringList runDir(const RunFolder& folder) {
  return {"train", "--run-dir", QString::fromStdString(folder.path().string())};
}

}  // namespace

class WorkerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  /// No step is missing or doubled, and the end is bit-identical to the run that was left alone.
  void killedTwentyTimesItEndsWithTheSameBits() {
    TrainFixture fixture;
    const Settings settings{{"steps", "120"}, {"checkpoint_every", "5"}, {"eval_every", "20"}};
    const RunFolder whole = fixture.make("whole", settings), killed = fixture.make("killed", settings);
    Worker alone(runDir(whole));
    QVERIFY2(alone.exitCode() == 0, qPrintable(alone.error()));
    const std::uintmax_t wholeSize = std::filesystem::file_size(whole.journal(1));

    std::mt19937 random(7);
    int kills = 0;
    for (int round = 1; round <= 20; ++round) {
      Worker worker(runDir(killed));
      // Somewhere between the start and a fifth of a run's journal: the rounds together reach beyond the end now and
      // then.
      const std::uintmax_t size = random() % (wholeSize / 5);
      const std::filesystem::path journal = killed.journal(round);
      std::error_code none;
      QVERIFY(QTest::qWaitFor(
          [&] {
            return worker.process.state() == QProcess::NotRunning ||
                   (std::filesystem::exists(journal, none) && std::filesystem::file_size(journal, none) >= size);
          },
          60000));
      if (worker.process.state() == QProcess::NotRunning) break;  // it got through
      worker.process.kill();
      QVERIFY(worker.process.waitForFinished());
      ++kills;
    }
    QVERIFY(kills >= 3);
    Worker last(runDir(killed));
    QVERIFY2(last.exitCode() == 0, qPrintable(last.error()));

    const auto expected = stitched(whole, "loss/train");
    QCOMPARE(expected.size(), 120u);
    QCOMPARE(stitched(killed, "loss/train"), expected);
    QCOMPARE(stitched(killed, "loss/val"), stitched(whole, "loss/val"));
    for (const char* file : {"model.safetensors", "optimizer.safetensors"})
      QVERIFY(bytesOf(killed.checkpoint(120) / file) == bytesOf(whole.checkpoint(120) / file));
    for (const JournalFile& file : journalFiles(killed)) QCOMPARE(readJournal(file.path).skipped, 0u);
  }

  void terminateSavesAtTheStepAndLeavesWithZero() {
    TrainFixture fixture;
    const RunFolder folder =
        fixture.make("run", {{"steps", "1000000"}, {"checkpoint_every", "0"}, {"eval_every", "0"}});
    Worker worker(runDir(folder));
    std::error_code none;
    QTRY_VERIFY_WITH_TIMEOUT(
        std::filesystem::exists(folder.journal(1), none) && std::filesystem::file_size(folder.journal(1), none) > 2000,
        60000);
    worker.process.terminate();
    QCOMPARE(worker.exitCode(), 0);
    const Journal journal = readJournal(folder.journal(1));
    QCOMPARE(journal.states.back().state, RunState::Stopped);
    const auto checkpoints = completeCheckpoints(folder);
    QCOMPARE(checkpoints.size(), 1u);
    QCOMPARE(checkpoints[0].step, journal.scalars.at("loss/train").rbegin()->first);
  }

  void secondWorkerOnOneRunIsTurnedAway() {
    TrainFixture fixture;
    const RunFolder folder = fixture.make("run");
    Result<std::optional<FileLock>> lock = FileLock::tryLock(folder.lock());
    QVERIFY(lock.ok() && *lock);
    Worker worker(runDir(folder));
    QCOMPARE(worker.exitCode(), 1);
    QVERIFY(worker.error().contains("lock is held"));
    QVERIFY(!std::filesystem::exists(folder.journal(1)));
  }

  void tooLittleMemoryIsRefusedWithThree() {
    TrainFixture fixture;
    const RunFolder folder = fixture.make("run");
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("HEADROOM_MEMORY_LIMIT", "1000");
    Worker worker(runDir(folder), environment);
    QCOMPARE(worker.exitCode(), 3);
    const QString error = worker.error();
    QVERIFY(error.contains("HEADROOM_MEMORY_LIMIT"));
    QCOMPARE(error.count('\n'), 1);
    QCOMPARE(readJournal(folder.journal(1)).states.back().state, RunState::Failed);
  }

  void divergedLeavesWithFive() {
    TrainFixture fixture;
    const RunFolder folder = fixture.make("run", {{"learning_rate", "100"},
                                                  {"weight_decay", "1"},
                                                  {"schedule", "constant"},
                                                  {"warmup", "0"},
                                                  {"grad_clip", "0"},
                                                  {"steps", "100"}});
    Worker worker(runDir(folder));
    QCOMPARE(worker.exitCode(), 5);
    QCOMPARE(worker.error().count('\n'), 1);
  }

  void trainsARunFileOnItsOwnAndContinuesIt() {
    TrainFixture fixture;
    const RunFolder definition = fixture.make("definition");
    const QString out = QString::fromStdString(fixture.file("out").string());
    const QStringList arguments{"train", QString::fromStdString(definition.definition().string()), "--out", out};
    Worker first(arguments);
    QVERIFY2(first.exitCode() == 0, qPrintable(first.error()));
    Worker again(arguments);  // nothing is left to do
    QCOMPARE(again.exitCode(), 0);
    const RunFolder folder(fixture.file("out"));
    QCOMPARE(stitched(folder, "loss/train").size(), 12u);
    QCOMPARE(readJournal(folder.journal(2)).states.back().state, RunState::Completed);
  }

  void badUsageIsOneSentenceAndTwo_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("unknown option") << QStringList{"train", "--quick"};
    QTest::newRow("missing folder") << QStringList{"train", "--run-dir", "/nowhere/at/all"};
    QTest::newRow("missing file") << QStringList{"train", "/nowhere.json", "--out", "/tmp/never-made"};
    QTest::newRow("no shape") << QStringList{"doctor", "--shapes", "3x4"};
    QTest::newRow("no template") << QStringList{"bench", "--shape", "nonsense"};
  }
  void badUsageIsOneSentenceAndTwo() {
    QFETCH(QStringList, arguments);
    Worker worker(arguments);
    QCOMPARE(worker.exitCode(), 2);
    const QString error = worker.error();
    QCOMPARE(error.count('\n'), 1);
    QVERIFY(error.size() <= 1001);
  }
};

QTEST_GUILESS_MAIN(WorkerTest)
#include "tst_worker.moc"

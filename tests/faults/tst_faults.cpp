// The faults a user's machine brings, with the real engine and the real worker: kills at random moments, a full disk, a
// folder that cannot be written, many readers at once.
#include <signal.h>
#include <sys/mount.h>
#include <unistd.h>

#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QtTest>
#include <future>
#include <random>

#include "core/base/files.h"
#include "core/runs/local_run_reader.h"
#include "core/runs/run_reader.h"

using namespace headroom;

namespace {

constexpr int kSteps = 24;

struct Answer {
  int exitCode = -1;
  QJsonObject object;
  QString errors;
};

/// One database in its own folder, driven through the command line; its engine and workers are gone when it is
/// destroyed.
class Place {
 public:
  explicit Place(const QString& folder) : m_folder(folder) {}
  ~Place() {
    run({"engine", "stop"});
    for (const qint64 pid : workers()) ::kill(static_cast<pid_t>(pid), SIGKILL);
  }

  QString database() const { return m_folder + "/headroom.db"; }
  QString runFolder(const QString& run) const { return m_folder + "/runs/" + run; }

  QProcessEnvironment environment() const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("XDG_RUNTIME_DIR", m_folder);
    environment.insert("XDG_CONFIG_HOME", m_folder);
    return environment;
  }

  Answer run(QStringList arguments) const {
    QProcess process;
    process.setProcessEnvironment(environment());
    process.start(QString(HEADROOM_BIN_DIR) + "/headroom", arguments << "--json"
                                                                     << "--db" << database());
    process.waitForFinished(120'000);
    return {process.exitCode(), QJsonDocument::fromJson(process.readAllStandardOutput()).object(),
            QString::fromUtf8(process.readAllStandardError())};
  }

  /// A tiny model on the embedded grammar: milliseconds a step, a checkpoint every 4 steps, dropout so that generators
  /// matter.
  Answer train(const QStringList& more = {}, int steps = kSteps) const {
    return run(QStringList{"train",   "paper/none",
                           "--scale", "nano",
                           "--data",  "grammar",
                           "--seed",  "7",
                           "--steps", QString::number(steps),
                           "--set",   "width=32",
                           "--set",   "layers=1",
                           "--set",   "context=32",
                           "--set",   "batch=4",
                           "--set",   "eval_every=8",
                           "--set",   "eval_tokens=512",
                           "--set",   "checkpoint_every=4",
                           "--set",   "dropout=0.1"} +
               more);
  }

  QString state(const QString& id) const { return run({"show", id}).object["state"].toString(); }

  QList<qint64> workers() const { return processesWith("headroom-train", m_folder); }
  QList<qint64> engines() const { return processesWith("serve", database()); }

 private:
  static QList<qint64> processesWith(const QString& word, const QString& path) {
    QList<qint64> found;
    for (const QString& entry : QDir("/proc").entryList(QDir::Dirs)) {
      bool isNumber = false;
      const qint64 pid = entry.toLongLong(&isNumber);
      QFile file("/proc/" + entry + "/cmdline");
      if (!isNumber || pid == ::getpid() || !file.open(QIODevice::ReadOnly)) continue;
      const QString line = QString::fromUtf8(file.readAll()).replace(QChar('\0'), ' ');
      if (line.contains(word) && line.contains(path)) found << pid;
    }
    return found;
  }

  QString m_folder;
};

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray finalWeights(const Place& place, const QString& run) {
  return bytesOf(place.runFolder(run) + QString("/checkpoints/%1/model.safetensors").arg(kSteps, 10, 10, QChar('0')));
}

QList<double> lossOf(const Place& place, const QString& run) {
  QList<double> values;
  int step = 0;
  for (const QJsonValue& point : place.run({"metrics", run, "--series", "loss/train"}).object["points"].toArray()) {
    if (point["step"].toInt() != ++step) return {};
    values << point["value"].toDouble();
  }
  return values;
}

}  // namespace

class FaultsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void killsAtRandomMomentsLoseNothingAndChangeNoBit() {
    const QTemporaryDir folder;
    const Place place(folder.path());
    const Answer whole = place.train();
    QVERIFY2(whole.exitCode == 0, qPrintable(whole.errors));
    const QString reference = whole.object["run"].toString();
    const QByteArray weights = finalWeights(place, reference);
    const QList<double> loss = lossOf(place, reference);
    QVERIFY(!weights.isEmpty());
    QCOMPARE(loss.size(), kSteps);

    // A window watches, where one is built: it is killed too, and it may start the engine that goes on.
    QProcess window;
    window.setProcessEnvironment(place.environment());
    const auto openWindow = [&] {
      window.start(QString(HEADROOM_BIN_DIR) + "/headroom-gui", {"--db", place.database()});
    };
    const auto closeWindow = qScopeGuard([&] {
      window.kill();
      window.waitForFinished();
    });

    std::mt19937 random(20260131);
    for (int victim = 0; victim < 20; ++victim) {
      const Answer started = place.train({"--detach", "--name", QString("victim-%1").arg(victim)});
      QVERIFY2(started.exitCode == 0, qPrintable(started.errors));
      const QString run = started.object["run"].toString();
      // Worker alone, engine alone, window alone, all together: at a moment drawn from the run's whole life.
      for (int kill = 0; kill < 2; ++kill) {
        if (window.state() == QProcess::NotRunning) openWindow();
        QTest::qWait(static_cast<int>(random() % 900));
        const unsigned whom = random() % 4;
        if (whom == 0 || whom == 3)
          for (const qint64 pid : place.workers()) ::kill(static_cast<pid_t>(pid), SIGKILL);
        if (whom == 1 || whom == 3)
          for (const qint64 pid : place.engines()) ::kill(static_cast<pid_t>(pid), SIGKILL);
        if (whom == 2 || whom == 3) window.kill();
      }
      QElapsedTimer waited;
      waited.start();
      QString state;
      while ((state = place.state(run)) != "completed" && waited.elapsed() < 60'000) {
        if (state == "failed" || state == "lost") place.run({"resume", run});
        place.run({"queue"});
        place.run({"engine", "status"});
        if (place.engines().isEmpty()) place.run({"note", run, "reaches for an engine"});
        QTest::qWait(50);
      }
      QCOMPARE(state, "completed");
      QCOMPARE(lossOf(place, run), loss);
      QVERIFY2(finalWeights(place, run) == weights, qPrintable(QString("run %1 differs after being killed").arg(run)));
    }
    QCOMPARE(place.run({"db", "check"}).exitCode, 0);
  }

  void aFullDiskStopsTheRunWithASentenceAndKeepsItsCheckpoint() {
    const QTemporaryDir folder;
    if (::mount("headroom-test", folder.path().toUtf8().constData(), "tmpfs", 0, "size=3m") != 0)
      QSKIP("a small file system cannot be mounted here (needs root)");
    {
      const Place place(folder.path());
      const Answer answer =
          place.train({"--set", "checkpoint_every=5", "--set", "keep_every=5", "--set", "width=64"}, 4000);
      QVERIFY2(answer.exitCode == 5 || answer.exitCode == 1,
               qPrintable(QString::number(answer.exitCode) + answer.errors));
      QVERIFY(answer.errors.count('\n') == 1);
      QDir checkpoints(folder.path() + "/runs");
      const QStringList runs = checkpoints.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
      QCOMPARE(runs.size(), 1);
      const QStringList kept =
          QDir(place.runFolder(runs[0]) + "/checkpoints").entryList({"0000*"}, QDir::Dirs, QDir::Name);
      QVERIFY(!kept.isEmpty());
      QVERIFY(QFile::exists(place.runFolder(runs[0]) + "/checkpoints/" + kept.last() + "/state.json"));
    }
    ::umount2(folder.path().toUtf8().constData(), MNT_DETACH);
  }

  void aFolderThatCannotBeWrittenIsASentence() {
    const Place place("/proc/headroom-cannot-write-here");
    const Answer answer = place.train();
    QVERIFY(answer.exitCode == 1 || answer.exitCode == 2 || answer.exitCode == 4);
    QCOMPARE(answer.errors.count('\n'), 1);
  }

  void manyReadersAtOnceNeverMeetALockedDatabase() {
    const QTemporaryDir folder;
    const Place place(folder.path());
    const Answer started = place.train({"--detach"}, 120);
    QVERIFY2(started.exitCode == 0, qPrintable(started.errors));
    const RunId run{started.object["run"].toString().toStdString()};
    std::vector<std::future<std::string>> readers;
    for (int i = 0; i < 6; ++i)
      readers.push_back(std::async(std::launch::async, [&]() -> std::string {
        for (int round = 0; round < 200; ++round) {
          auto reader = LocalRunReader::open(place.database().toStdString());
          if (!reader) return reader.error().message;
          if (const auto runs = (*reader)->runs(); !runs) return runs.error().message;
          if (const auto points = (*reader)->series(run, "loss/train"); !points) return points.error().message;
        }
        return {};
      }));
    for (auto& reader : readers) QCOMPARE(reader.get(), std::string());
    QTRY_COMPARE_WITH_TIMEOUT(place.state(started.object["run"].toString()), "completed", 60'000);
  }
};

QTEST_GUILESS_MAIN(FaultsTest)
#include "tst_faults.moc"

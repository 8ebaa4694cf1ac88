// Programs of different versions on one database: an older engine makes room for a newer program, and a database from
// the future is left alone.
#include <sqlite3.h>
#include <sys/wait.h>

#include <QSignalSpy>
#include <QTest>

#include "core/base/files.h"
#include "core/engine/detached_process.h"
#include "core/engine/engine_client.h"
#include "core/engine/protocol.h"
#include "core/engine/socket_path.h"
#include "core/runs/database.h"
#include "core/runs/local_run_reader.h"
#include "tests/support/engine_fixture.h"

using namespace headroom;

namespace {

#define COMPARE_CURVE(fixture, run, last) QCOMPARE(QString::fromStdString((fixture).compareCurve(run, last)), QString())

constexpr const char* kOldVersion = "0.0.9";

/// An engine of an older program, with a run that trains and one that waits. Programs started after its construction
/// are of today.
class OldEngine {
 public:
  explicit OldEngine(const EngineFixture& fixture) {
    qputenv("HEADROOM_TEST_VERSION", kOldVersion);
    m_process = EngineProcess::start(fixture.database());
    qunsetenv("HEADROOM_TEST_VERSION");
    const bool greeted = QTest::qWaitFor(
        [&] {
          auto opened = EngineConnection::open(fixture.database(), StartEngine::Never);
          if (opened) m_client.emplace(std::move(*opened));
          return m_client.has_value();
        },
        10'000);
    if (!greeted) throw std::runtime_error("the old engine does not greet");
    training = submit(100'000);
    waiting = submit(30);
  }

  EngineConnection& client() { return *m_client; }

  RunId training, waiting;

 private:
  RunId submit(std::int64_t steps) {
    const auto answer =
        m_client->ask({{"do", "submit"}, {"definition", EngineFixture::definition(steps, {{"msPerStep", 2}})}});
    if (!answer) throw std::runtime_error(answer.error().message);
    return RunId{answer->at("run")};
  }

  std::optional<Result<EngineProcess>> m_process;
  std::optional<EngineConnection> m_client;
};

/// The file as a newer program left it that was killed: changes of it stand in the WAL still.
void makeNewer(const std::filesystem::path& file) {
  const auto copy = [&](const char* end) {
    std::filesystem::copy_file(file.string() + end, file.string() + ".kept" + end);
  };
  sqlite3* raw = nullptr;
  QCOMPARE(sqlite3_open(file.c_str(), &raw), SQLITE_OK);
  QCOMPARE(sqlite3_exec(raw, "PRAGMA user_version = 99; CREATE TABLE future (x)", nullptr, nullptr, nullptr),
           SQLITE_OK);
  copy("");
  copy("-wal");
  sqlite3_close(raw);  // which would take the WAL in
  for (const char* end : {"", "-wal"}) std::filesystem::rename(file.string() + ".kept" + end, file.string() + end);
}

}  // namespace

class TestEngineVersions : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void judgesAGreeting_data();
  void judgesAGreeting();
  void anOlderEngineHandsOverToANewerCommand();
  void anOlderEngineHandsOverToANewerWindow();
  void anOlderEngineStaysWhenNobodyWouldReplaceIt();
  void leavesADatabaseFromTheFutureAlone();
};

void TestEngineVersions::judgesAGreeting_data() {
  QTest::addColumn<QString>("greeting");
  QTest::addColumn<QString>("verdict");
  const QString ours = QString::number(kProtocol), newer = QString::number(kProtocol + 1);
  const auto greeting = [](const QString& protocol, const QString& version) {
    return R"({"headroom":"engine","protocol":)" + protocol + R"(,"version":")" + version + "\"}";
  };
  QTest::newRow("ours") << greeting(ours, kEngineVersion) << "serves";
  QTest::newRow("older") << greeting(ours, kOldVersion) << "leaves";
  QTest::newRow("newer") << greeting(ours, "99.0.0") << "serves";
  QTest::newRow("numbers, not letters") << greeting(ours, QString("0") + kOldVersion) << "leaves";
  QTest::newRow("older protocol") << greeting("0", "99.0.0") << "leaves";
  QTest::newRow("newer protocol") << greeting(newer, "99.0.0") << "newer than this program";
  QTest::newRow("no protocol") << R"({"headroom":"engine"})"
                               << "leaves";
  QTest::newRow("a stranger") << R"({"hello":"world"})"
                              << "no Headroom engine";
  QTest::newRow("no object") << "[]"
                             << "no Headroom engine";
}

void TestEngineVersions::judgesAGreeting() {
  QFETCH(QString, greeting);
  QFETCH(QString, verdict);
  const auto older = isOlderEngine(*parseJson(greeting.toStdString(), "greeting"));
  if (older)
    QCOMPARE(QString(*older ? "leaves" : "serves"), verdict);
  else
    QVERIFY2(older.error().message.find(verdict.toStdString()) != std::string::npos, older.error().message.c_str());
}

void TestEngineVersions::anOlderEngineHandsOverToANewerCommand() {
  EngineFixture fixture;
  OldEngine old(fixture);
  QVERIFY(old.client().greeting()["version"] == kOldVersion);
  QVERIFY(fixture.waitForStep(old.training, 5));
  const std::int64_t worker = fixture.workerPid(old.training);
  const std::int64_t before = fixture.read(old.training).step;

  QVERIFY(fixture.engine().greeting()["version"] == kEngineVersion);
  QVERIFY(fixture.enginePid() != old.client().greeting()["pid"]);
  QCOMPARE(old.client().ask({{"do", "status"}}).error().kind, ErrorKind::Unreachable);
  // The worker noticed nothing, and the queue stands as it stood.
  QVERIFY(fixture.waitForStep(old.training, before + 20));
  QCOMPARE(fixture.workerPid(old.training), worker);
  QCOMPARE(fixture.read(old.training).attempt, 1);
  QCOMPARE(fixture.state(old.waiting), RunState::Queued);
  QVERIFY(fixture.ask({{"do", "stop"}, {"run", old.training.text}}).ok());
  QVERIFY(fixture.waitFor(old.waiting, RunState::Completed));
  COMPARE_CURVE(fixture, old.training, fixture.read(old.training).step);
  COMPARE_CURVE(fixture, old.waiting, 30);
}

void TestEngineVersions::anOlderEngineHandsOverToANewerWindow() {
  EngineFixture fixture;
  const OldEngine old(fixture);
  QVERIFY(fixture.waitForStep(old.training, 5));
  const std::int64_t worker = fixture.workerPid(old.training);

  EngineClient window(fixture.database());
  QSignalSpy connected(&window, &EngineClient::connected);
  window.start();
  std::optional<Result<Json>> answer;  // asked before there is a new engine
  window.ask({{"do", "note"}, {"run", old.waiting.text}, {"text", "kept"}}, this, [&](auto got) { answer = got; });
  QTRY_COMPARE_WITH_TIMEOUT(connected.count(), 1, 10'000);
  QVERIFY(window.greeting()["version"] == kEngineVersion);
  QVERIFY(window.problem().isEmpty());
  QTRY_VERIFY(answer);
  QVERIFY2(answer->ok(), answer->ok() ? "" : answer->error().message.c_str());
  QCOMPARE(fixture.read(old.waiting).meta.notes, "kept");
  QVERIFY(fixture.waitForStep(old.training, fixture.read(old.training).step + 20));
  QCOMPARE(fixture.workerPid(old.training), worker);
}

void TestEngineVersions::anOlderEngineStaysWhenNobodyWouldReplaceIt() {
  EngineFixture fixture;
  OldEngine old(fixture);
  QVERIFY(fixture.waitForStep(old.training, 5));
  auto looksOn = EngineConnection::open(fixture.database(), StartEngine::Never);
  QVERIFY(looksOn.ok());
  QVERIFY(looksOn->greeting()["version"] == kOldVersion);
  QVERIFY(looksOn->ask({{"do", "status"}}).ok());
  QVERIFY(old.client().ask({{"do", "status"}}).ok());
}

void TestEngineVersions::leavesADatabaseFromTheFutureAlone() {
  EngineFixture fixture;
  QVERIFY(Database::open(fixture.database()).ok());
  makeNewer(fixture.database());
  const std::filesystem::path wal = fixture.database().string() + "-wal";
  const std::string file = *readFile(fixture.database()), changes = *readFile(wal);
  QVERIFY(!changes.empty());

  const auto log = fixture.folder() / "said.txt";
  const auto process = startDetached({.program = *findProgram("HEADROOM_PROGRAM", "headroom"),
                                      .arguments = {"engine", "serve", "--db", fixture.database().string()},
                                      .log = log});
  int status = 0;
  QCOMPARE(::waitpid(*process, &status, 0), *process);
  QVERIFY(WIFEXITED(status));
  QCOMPARE(WEXITSTATUS(status), 3);
  const std::string said = *readFile(log);
  QVERIFY2(said.find("newer Headroom (schema 99") != std::string::npos, said.c_str());
  QCOMPARE(std::count(said.begin(), said.end(), '\n'), 1);

  // Commands, windows and readers are told the same.
  const auto connection = EngineConnection::open(fixture.database(), StartEngine::IfMissing);
  QVERIFY(!connection.ok());
  QCOMPARE(connection.error().kind, ErrorKind::Refused);
  QCOMPARE(connection.error().message + "\n", said);
  EngineClient window(fixture.database());
  window.start();
  QTRY_COMPARE_WITH_TIMEOUT(window.problem().toStdString() + "\n", said, 10'000);
  QCOMPARE(window.state(), EngineClient::State::Offline);
  const auto reader = LocalRunReader::open(fixture.database());
  QVERIFY(!reader.ok());
  QCOMPARE(reader.error().kind, ErrorKind::Refused);

  QVERIFY(*readFile(fixture.database()) == file);
  QVERIFY(readFile(wal).valueOr("") == changes);
  QVERIFY(!fixture.engineLives());
}

QTEST_GUILESS_MAIN(TestEngineVersions)
#include "tst_engine_versions.moc"

// The socket: who speaks nonsense or never reads is dropped, and everybody else is served on; the window's client
// reconnects.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <future>
#include <map>
#include <random>

#include "core/engine/engine_client.h"
#include "core/engine/protocol.h"
#include "core/engine/socket_path.h"
#include "core/runs/local_run_reader.h"
#include "tests/support/engine_fixture.h"

using namespace headroom;

namespace {

/// A client without manners.
class RawClient {
 public:
  explicit RawClient(const std::filesystem::path& socket)
      : m_descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strcpy(address.sun_path, socket.c_str());
    m_connected = ::connect(m_descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const timeval limit{5, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { ::close(m_descriptor); }

  bool connected() const { return m_connected; }
  /// False when the other side has gone.
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(m_descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// Everything until the other side closes; nothing when it does not within five seconds.
  std::optional<std::string> readToEnd() const {
    std::string all;
    char buffer[4096];
    for (;;) {
      const ssize_t got = ::recv(m_descriptor, buffer, sizeof buffer, 0);
      if (got == 0 || (got < 0 && errno == ECONNRESET)) return all;
      if (got < 0) return std::nullopt;
      all.append(buffer, static_cast<std::size_t>(got));
    }
  }

 private:
  int m_descriptor;
  bool m_connected;
};

/// What a window holds: the rows of the runs, kept up to date by news and revisions as ui/models does it.
class Window {
 public:
  explicit Window(const std::filesystem::path& database) : m_database(database), m_client(database) {
    QObject::connect(&m_client, &EngineClient::connected, &m_client, [this] { refresh(); });
    QObject::connect(&m_client, &EngineClient::newsArrived, &m_client, [this] { refresh(); });
    m_client.start();
  }

  EngineClient& client() { return m_client; }
  /// The first thing that went wrong; empty when nothing did.
  const std::string& problem() const { return m_problem; }
  bool shows(const RunId& run, RunState state) const {
    const auto found = m_rows.find(run);
    return found != m_rows.end() && found->second.state == state;
  }
  /// A line a run: name, tags, state, steps, and its curve.
  std::string text() const {
    std::string lines;
    for (const auto& [run, row] : m_rows) {
      lines += row.meta.name + " " + dump(Json(row.meta.tags)) + " " + std::string(word(row.state)) + " " +
               std::to_string(row.step) + "/" + std::to_string(row.steps);
      for (const double value : m_curves.at(run).values) lines += " " + std::to_string(value);
      lines += "\n";
    }
    return lines;
  }

 private:
  void refresh() {
    if (const auto done = read(); !done && m_problem.empty()) m_problem = done.error().message;
  }
  Result<void> read() {
    if (!m_reader) {
      HEADROOM_ASSIGN(m_reader, LocalRunReader::open(m_database));
    }
    HEADROOM_ASSIGN(const RunChanges changes, m_reader->runs(m_revision));
    m_revision = changes.revision;
    for (const RunSummary& row : changes.changed) {
      SeriesPoints& curve = m_curves[row.id];
      const std::int64_t known = curve.steps.empty() ? 0 : curve.steps.back();
      HEADROOM_ASSIGN(const SeriesPoints more, m_reader->series(row.id, "loss/train", {.afterStep = known}));
      curve.steps.insert(curve.steps.end(), more.steps.begin(), more.steps.end());
      curve.values.insert(curve.values.end(), more.values.begin(), more.values.end());
      m_rows.insert_or_assign(row.id, row);
    }
    return {};
  }

  const std::filesystem::path m_database;
  std::unique_ptr<RunReader> m_reader;
  std::int64_t m_revision = 0;
  std::map<RunId, RunSummary> m_rows;
  std::map<RunId, SeriesPoints> m_curves;
  std::string m_problem;
  EngineClient m_client;
};

/// Opens, reads everything and closes until told to end: what was wrong, or how often it read.
Result<int> readUntil(const std::filesystem::path& database, const std::atomic<bool>& end) {
  for (int rounds = 1;; ++rounds) {
    HEADROOM_ASSIGN(const auto reader, LocalRunReader::open(database));
    HEADROOM_ASSIGN(const RunChanges all, reader->runs());
    for (const RunSummary& row : all.changed) {
      HEADROOM_ASSIGN(const SeriesPoints curve, reader->series(row.id, "loss/train"));
      for (std::size_t i = 0; i < curve.size(); ++i)
        if (curve.steps[i] != static_cast<std::int64_t>(i) + 1) return failed("a step is missing or doubled");
    }
    if (end) return rounds;
  }
}

}  // namespace

class TestEngineSocket : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void liesWhereOnlyItsUserMayEnter();
  void greetsAndAnswersInOrder();
  void answersBadRequestsWithASentence_data();
  void answersBadRequestsWithASentence();
  void dropsNonsense_data();
  void dropsNonsense();
  void putsHalfLinesTogether();
  void dropsWhoNeverReads();
  void tellsNewsToSubscribers();
  void windowClientStartsAnEngineAndFindsTheNextOne();
  void servesTwoWindowsAndFourReadersWhileARunWrites();
  void saysThatNoEngineRuns();
};

void TestEngineSocket::liesWhereOnlyItsUserMayEnter() {
  EngineFixture fixture;
  fixture.engine();
  const auto socket = knownSocket(fixture.database());
  struct stat info {};
  QCOMPARE(::stat(socket.c_str(), &info), 0);
  QCOMPARE(info.st_mode & 0777U, 0600U);
  QCOMPARE(::stat(socket.parent_path().c_str(), &info), 0);
  QCOMPARE(info.st_mode & 0777U, 0700U);
  // Two spellings of a database are one engine.
  QCOMPARE(socketPath(fixture.folder() / "x" / ".." / "headroom.db"), socketPath(fixture.database()));
}

void TestEngineSocket::greetsAndAnswersInOrder() {
  EngineFixture fixture;
  const Json greeting = fixture.engine().greeting();
  QVERIFY(greeting["headroom"] == "engine");
  QVERIFY(greeting["protocol"] == kProtocol);
  QVERIFY(greeting["database"] == fixture.database().string());
  const auto status = fixture.ask({{"do", "status"}});
  QVERIFY(status.ok());
  QVERIFY(status->at("clients") == 1);
  QVERIFY(!status->contains("ok"));
}

void TestEngineSocket::answersBadRequestsWithASentence_data() {
  QTest::addColumn<QString>("request");
  QTest::addColumn<QString>("part");
  QTest::newRow("unknown verb") << R"({"do":"stopp","run":"x"})"
                                << "did you mean 'stop'";
  QTest::newRow("no verb") << "{}"
                           << "cannot";
  QTest::newRow("no such run") << R"({"do":"stop","run":"nobody"})"
                               << "nobody";
  QTest::newRow("missing field") << R"({"do":"stop"})"
                                 << "run: is missing";
  QTest::newRow("wrong type") << R"({"do":"stop","run":7})"
                              << "is not a text";
  QTest::newRow("unknown field") << R"({"do":"status","verbose":true})"
                                 << "verbose";
  QTest::newRow("broken definition") << R"({"do":"submit","definition":{"format":"soup"}})"
                                     << "format";
  QTest::newRow("relative path") << R"({"do":"import","from":"csv","path":"x.csv"})"
                                 << "absolute";
  QTest::newRow("folder elsewhere") << R"({"do":"import","from":"huggingface","path":"/tmp/.import-x"})"
                                    << "prepared";
  QTest::newRow("bundle elsewhere") << R"({"do":"adopt-folders","path":"/tmp/.bundle-x"})"
                                    << "beside";
  QTest::newRow("folder out of a name") << R"({"do":"machine","machine":"../x","roofs":{}})"
                                        << "no name for a machine";
}

void TestEngineSocket::answersBadRequestsWithASentence() {
  QFETCH(QString, request);
  QFETCH(QString, part);
  EngineFixture fixture;
  const auto answer = fixture.ask(*parseJson(request.toStdString(), "request"));
  QVERIFY(!answer.ok());
  QCOMPARE(answer.error().kind, ErrorKind::BadInput);
  QVERIFY2(answer.error().message.find(part.toStdString()) != std::string::npos, answer.error().message.c_str());
}

void TestEngineSocket::dropsNonsense_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::newRow("no JSON") << QByteArray("GET / HTTP/1.1\r\n\r\n");
  QTest::newRow("no object") << QByteArray("[1,2,3]\n");
  QTest::newRow("empty line") << QByteArray("\n");
  QTest::newRow("not UTF-8") << QByteArray("{\"do\":\"\xff\xfe\"}\n");
  QTest::newRow("deep") << QByteArray(100'000, '[') + "\n";
  QTest::newRow("a line without end") << QByteArray((9 << 20), 'x');
  std::mt19937 random(7);
  QByteArray noise;
  for (int i = 0; i < 100'000; ++i) noise.append(static_cast<char>(random() & 0xFF));
  QTest::newRow("noise") << noise;
}

void TestEngineSocket::dropsNonsense() {
  QFETCH(QByteArray, bytes);
  EngineFixture fixture;
  fixture.engine();
  const RawClient client(knownSocket(fixture.database()));
  QVERIFY(client.connected());
  client.write({bytes.constData(), static_cast<std::size_t>(bytes.size())});
  const auto answer = client.readToEnd();
  QVERIFY(answer);  // it was closed
  const auto lines = QByteArray::fromStdString(*answer).split('\n');
  QVERIFY(lines.size() <= 3);  // greeting, one error line
  // The others are served on.
  QVERIFY(fixture.ask({{"do", "status"}}).ok());
}

void TestEngineSocket::putsHalfLinesTogether() {
  EngineFixture fixture;
  fixture.engine();
  const RawClient client(knownSocket(fixture.database()));
  QVERIFY(client.write(R"({"id":1,"do":)"));
  QVERIFY(fixture.ask({{"do", "status"}}).ok());
  QVERIFY(client.write("\"status\"}\n{\"id\":2,\"do\":\"queue\"}\nbye\n"));
  const auto answer = client.readToEnd();
  QVERIFY(answer);
  QVERIFY(answer->find("\"id\":1,\"ok\":true") != std::string::npos);
  QVERIFY(answer->find("\"id\":2,\"ok\":true") != std::string::npos);
}

void TestEngineSocket::dropsWhoNeverReads() {
  EngineFixture fixture;
  fixture.engine();
  const RawClient client(knownSocket(fixture.database()));
  // Errors quote what was wrong, and the answer to each of these lines carries its long id back.
  const std::string request = "{\"id\":\"" + std::string(std::size_t{1} << 20, 'x') + "\",\"do\":\"queue\"}\n";
  bool open = true;
  for (int i = 0; i < 200 && open; ++i) open = client.write(request);
  QVERIFY(!open);
  QVERIFY(fixture.ask({{"do", "status"}}).ok());
}

void TestEngineSocket::tellsNewsToSubscribers() {
  EngineFixture fixture;
  const auto subscribed = fixture.ask({{"do", "subscribe"}});
  QVERIFY(subscribed.ok());
  const RunId run = fixture.submit(5);
  std::int64_t revision = subscribed->at("revision");
  bool named = false;
  while (fixture.state(run) != RunState::Completed || !named) {
    const auto news = fixture.engine().nextNews(std::chrono::seconds(5));
    QVERIFY(news.ok());
    QVERIFY(news->has_value());
    QVERIFY((*news)->at("revision") >= revision);
    revision = (*news)->at("revision");
    for (const Json& id : (*news)->at("runs")) named = named || id == run.text;
  }
}

void TestEngineSocket::windowClientStartsAnEngineAndFindsTheNextOne() {
  EngineFixture fixture;
  EngineClient client(fixture.database());
  QSignalSpy connected(&client, &EngineClient::connected);
  QSignalSpy news(&client, &EngineClient::newsArrived);
  int answers = 0;
  RunId run;
  client.start();
  client.ask({{"do", "submit"}, {"definition", EngineFixture::definition(5)}, {"name", "early"}}, this,
             [&](Result<Json> answer) {
               QVERIFY(answer.ok());
               run.text = answer->at("run");
               ++answers;
             });
  QTRY_COMPARE_WITH_TIMEOUT(connected.count(), 1, 10'000);
  QTRY_COMPARE(answers, 1);
  QTRY_VERIFY(news.count() > 0);
  QVERIFY(fixture.waitFor(run, RunState::Completed));

  fixture.killEngine();
  QTRY_COMPARE_WITH_TIMEOUT(connected.count(), 2, 10'000);
  QVERIFY(client.problem().isEmpty());
  client.ask({{"do", "stop"}, {"run", "nobody"}}, this, [&](const Result<Json>& answer) {
    QVERIFY(!answer.ok());
    ++answers;
  });
  QTRY_COMPARE(answers, 2);
}

void TestEngineSocket::servesTwoWindowsAndFourReadersWhileARunWrites() {
  EngineFixture fixture;
  const RunId run = fixture.submit(1500, {{"msPerStep", 2}, {"evalEvery", 10}}, "shared");
  Window one(fixture.database()), other(fixture.database());
  std::atomic<bool> end = false;
  std::vector<std::future<Result<int>>> readers;
  for (int i = 0; i < 4; ++i)
    readers.push_back(std::async(std::launch::async, [&] { return readUntil(fixture.database(), end); }));

  // Both windows change things meanwhile, in answer to what they see.
  int changes = 0;
  const auto note = [&](Window& window) {
    window.client().ask({{"do", "note"}, {"run", run.text}, {"text", std::to_string(changes)}}, this,
                        [&](const Result<Json>& answer) { changes += answer.ok() ? 1 : 0; });
  };
  for (Window* window : {&one, &other})
    connect(&window->client(), &EngineClient::newsArrived, this, [&, window] {
      if (window->shows(run, RunState::Running)) note(*window);
    });
  one.client().ask({{"do", "tag"}, {"run", run.text}, {"tags", {"of one"}}});
  other.client().ask({{"do", "submit"}, {"definition", EngineFixture::definition(20)}, {"name", "of the other"}});

  const bool completed = QTest::qWaitFor(
      [&] { return one.shows(run, RunState::Completed) && other.shows(run, RunState::Completed); }, 60'000);
  const bool same = QTest::qWaitFor(
      [&] { return one.text() == other.text() && one.text().find("of the other [] completed") != std::string::npos; },
      20'000);
  end = true;
  for (auto& reader : readers) {
    const Result<int> read = reader.get();
    QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
    QVERIFY(*read > 0);
  }
  QCOMPARE(one.problem(), std::string());
  QCOMPARE(other.problem(), std::string());
  QVERIFY(completed);
  QVERIFY2(same, (one.text() + "differs from\n" + other.text()).c_str());
  QVERIFY(one.text().find("shared [\"of one\"] completed 1500/1500") != std::string::npos);
  QVERIFY(changes > 0);
  QCOMPARE(fixture.compareCurve(run, 1500), std::string());
}

void TestEngineSocket::saysThatNoEngineRuns() {
  EngineFixture fixture;
  const auto connection = EngineConnection::open(fixture.database(), StartEngine::Never);
  QVERIFY(!connection.ok());
  QCOMPARE(connection.error().kind, ErrorKind::Unreachable);
}

QTEST_GUILESS_MAIN(TestEngineSocket)
#include "tst_engine_socket.moc"

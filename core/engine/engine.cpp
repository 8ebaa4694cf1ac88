// The engine: wires database, supervisor, commands and service, and decides when to leave.
#include "core/engine/engine.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QTimer>
#include <cstdio>
#include <optional>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/engine/commands.h"
#include "core/engine/protocol.h"
#include "core/engine/service.h"
#include "core/engine/socket_path.h"
#include "core/engine/supervisor.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

constexpr int kNewsEveryMs = 50;

/// Asking whether a lock is held takes it for an instant, so one refusal proves nothing.
Result<FileLock> takeEngineLock(const fs::path& database, const fs::path& socket) {
  HEADROOM_TRY(makeFolders(database.parent_path()));
  for (int tries = 0; tries < 20; ++tries) {
    HEADROOM_ASSIGN(auto lock, FileLock::tryLock(engineLockPath(database)));
    if (!lock) {
      ::usleep(10'000);
      continue;
    }
    const std::string note = dump(Json{{"pid", ::getpid()}, {"socket", socket.string()}}) + "\n";
    if (::ftruncate(lock->descriptor(), 0) != 0 || ::pwrite(lock->descriptor(), note.data(), note.size(), 0) < 0)
      return failed(inQuotes(engineLockPath(database).string(), 200) +
                    " cannot be written; free some space on the disk.");
    return std::move(*lock);
  }
  return refused("Another engine serves " + inQuotes(database.string(), 200) +
                 " already; use it, or stop it with: headroom engine stop.");
}

class Engine : public QObject {
 public:
  static Result<int> run(const EngineOptions& options);

 private:
  Engine(Database database, const EngineOptions& options);
  Result<void> begin(const fs::path& socket);
  void afterTick();
  void tellNews();
  void watchIdle();

  Database m_database;
  RunStore m_store;
  Supervisor m_supervisor;
  StudyRunner m_studies;
  Commands m_commands;
  Service m_service;
  QTimer m_idle, m_news;
};

Engine::Engine(Database database, const EngineOptions& options)
    : m_database(std::move(database)),
      m_store(m_database),
      m_supervisor(m_store),
      m_studies(m_store, m_supervisor),
      // Leaving waits until the answer to the one who asked is written.
      m_commands(m_store, m_supervisor, m_studies,
                 [this] { QTimer::singleShot(0, this, [] { QCoreApplication::quit(); }); }),
      m_service(greetingOf(m_database.path(), options.version), [this](ClientId client, const Json& request) {
        auto answer = m_commands.handle(client, request);
        afterTick();
        return answer;
      }) {
  m_commands.serve(m_service);
  m_idle.setSingleShot(true);
  m_idle.setInterval(options.idleGrace);
  m_news.setSingleShot(true);
  m_news.setInterval(kNewsEveryMs);
  connect(&m_idle, &QTimer::timeout, this, [] {
    logLine("nothing to do; leaving");
    QCoreApplication::quit();
  });
  connect(&m_news, &QTimer::timeout, this, &Engine::tellNews);
  connect(&m_supervisor, &Supervisor::ticked, this, &Engine::afterTick);
  connect(&m_commands, &Commands::measurementEnded, this, &Engine::watchIdle);
  connect(&m_service, &Service::clientCame, this, &Engine::watchIdle);
  connect(&m_service, &Service::clientLeft, this, &Engine::watchIdle);
}

Result<void> Engine::begin(const fs::path& socket) {
  HEADROOM_TRY(m_supervisor.adopt());
  HEADROOM_TRY(m_studies.adopt());
  HEADROOM_TRY(m_service.listen(socket));
  logLine(std::string("engine ") + kEngineVersion + " serves " + m_database.path().string());
  watchIdle();
  return {};
}

void Engine::afterTick() {
  if (!m_news.isActive()) m_news.start();
  watchIdle();
}

void Engine::tellNews() {
  const std::set<RunId> touched = m_store.takeTouched();
  if (touched.empty()) return;
  const auto revision = m_store.reader().revision();
  if (!revision) return logLine(revision.error().message);
  Json runs = Json::array();
  for (const RunId& run : touched) runs.push_back(run.text);
  m_service.tell({{"news", "runs"}, {"revision", *revision}, {"runs", runs}});
}

void Engine::watchIdle() {
  const bool idle = m_service.clients() == 0 && m_supervisor.live().empty() && m_supervisor.queue().empty() &&
                    !m_commands.measuring();
  if (!idle)
    m_idle.stop();
  else if (!m_idle.isActive())
    m_idle.start();
}

Result<int> Engine::run(const EngineOptions& options) {
  const fs::path file = canonicalDatabase(options.database);
  const fs::path socket = socketPath(file);
  HEADROOM_TRY(prepareSocketFolder(socket));
  HEADROOM_ASSIGN(const FileLock lock, takeEngineLock(file, socket));
  HEADROOM_ASSIGN(Database database, Database::open(file));

  // Workers end unobserved: their lock says so. Without this each would stay behind as a zombie.
  ::signal(SIGCHLD, SIG_IGN);
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGHUP, SIG_IGN);
  sigset_t leaving;
  ::sigemptyset(&leaving);
  ::sigaddset(&leaving, SIGTERM);
  ::sigaddset(&leaving, SIGINT);
  ::sigprocmask(SIG_BLOCK, &leaving, nullptr);
  QSocketNotifier asked(::signalfd(-1, &leaving, SFD_CLOEXEC | SFD_NONBLOCK), QSocketNotifier::Read);
  QObject::connect(&asked, &QSocketNotifier::activated, [&] {
    logLine("asked to leave; runs go on");
    asked.setEnabled(false);
    QCoreApplication::quit();
  });

  Engine engine(std::move(database), options);
  HEADROOM_TRY(engine.begin(socket));
  const int code = QCoreApplication::exec();
  engine.m_service.close();
  if (const auto flushed = engine.m_database.checkpointAll(); !flushed) logLine(flushed.error().message);
  logLine("engine left");
  return code;
}

}  // namespace

int serveEngine(const EngineOptions& options) {
  int argc = 1;
  char name[] = "headroom";
  char* argv[] = {name, nullptr};
  std::optional<QCoreApplication> application;
  if (!QCoreApplication::instance()) application.emplace(argc, argv);
  const auto served = Engine::run(options);
  if (served) return *served;
  std::fprintf(stderr, "%s\n", oneLine(served.error().message).c_str());
  return exitCode(served.error());
}

}  // namespace headroom

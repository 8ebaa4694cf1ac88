// The engine as the command line sees it: a blocking connection that starts an engine when none runs.
#include "core/engine/engine_connection.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/engine/detached_process.h"
#include "core/engine/protocol.h"
#include "core/engine/socket_path.h"

namespace headroom {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
namespace {

constexpr std::uintmax_t kLongestLog = 1 << 20;

Error closedByEngine() {
  return unreachable("The engine closed the connection; see engine.log beside the database.");
}

/// Waits until `events` are possible. False when the time is over; a signal ends the wait early only when
/// `interruptible`.
bool waitFor(int descriptor, short events, Clock::time_point until, bool interruptible = false) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now()).count();
    pollfd entry{descriptor, events, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(std::clamp<long long>(left, 0, 1 << 30)));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR || interruptible) return false;
  }
}

}  // namespace

Result<EngineProcess> EngineProcess::start(const fs::path& database) {
  const fs::path file = canonicalDatabase(database);
  HEADROOM_ASSIGN(const fs::path program, findProgram("HEADROOM_PROGRAM", "headroom"));
  HEADROOM_TRY(makeFolders(file.parent_path()));
  const fs::path log = engineLogPath(file);
  std::error_code error;
  std::uintmax_t size = fs::file_size(log, error);
  if (error) size = 0;
  if (size > kLongestLog) fs::resize_file(log, size = 0, error);
  EngineProcess started;
  HEADROOM_ASSIGN(
      started.m_process,
      startDetached({.program = program, .arguments = {"engine", "serve", "--db", file.string()}, .log = log}));
  started.m_log = log;
  started.m_logBegin = size;
  return started;
}

std::optional<Error> EngineProcess::ended() {
  int status = 0;
  if (m_process <= 0 || ::waitpid(m_process, &status, WNOHANG) != m_process) return std::nullopt;
  m_process = -1;
  std::string last;
  if (const auto text = readFile(m_log))
    for (const std::string& line :
         split(std::string_view(*text).substr(std::min<std::size_t>(m_logBegin, text->size())), '\n'))
      if (!trimmed(line).empty()) last = line;
  if (last.empty())
    last = "The engine ended at once, without a word; start it by hand to see why: headroom engine serve.";
  if (!WIFEXITED(status)) return failed(last);
  switch (WEXITSTATUS(status)) {
    case 0:
      return Error{ErrorKind::Unreachable, last};
    case 2:
      return badInput(last);
    case 3:
      return refused(last);
    default:
      return failed(last);
  }
}

EngineConnection& EngineConnection::operator=(EngineConnection&& other) noexcept {
  std::swap(m_descriptor, other.m_descriptor);
  m_next = other.m_next;
  m_received = std::move(other.m_received);
  m_greeting = std::move(other.m_greeting);
  m_news = std::move(other.m_news);
  return *this;
}

EngineConnection::~EngineConnection() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

Result<EngineConnection> EngineConnection::open(const fs::path& database, StartEngine start, milliseconds limit) {
  const auto until = Clock::now() + limit;
  std::optional<EngineProcess> process;
  Clock::time_point lastStart{};
  for (;;) {
    auto connection = reach(database, until);
    if (connection) {
      HEADROOM_ASSIGN(const bool older, isOlderEngine(connection->greeting()));
      if (!older || start == StartEngine::Never) return connection;
      // Its workers go on; the engine we start next adopts them.
      (void)connection->ask({{"do", "shutdown"}}, milliseconds(2000));
    } else if (connection.error().kind != ErrorKind::Unreachable || start == StartEngine::Never) {
      return connection.error();
    }
    // An engine that is about to leave still holds the lock: the next one starts when it is gone.
    const bool held = FileLock::isHeld(engineLockPath(database));
    if (process)
      if (const auto problem = process->ended()) {
        process.reset();
        if (problem->kind != ErrorKind::Refused && problem->kind != ErrorKind::Unreachable) return *problem;
        if (problem->kind == ErrorKind::Refused && !held && !FileLock::isHeld(engineLockPath(database)))
          return *problem;
      }
    if (!process && !held && Clock::now() - lastStart > milliseconds(200)) {
      HEADROOM_ASSIGN(process, EngineProcess::start(database));
      lastStart = Clock::now();
    }
    if (Clock::now() >= until)
      return unreachable(
          "The engine of " + inQuotes(database.string(), 200) +
          " does not answer; see engine.log beside the database, or stop it with: headroom engine stop.");
    ::usleep(10'000);
  }
}

Result<EngineConnection> EngineConnection::reach(const fs::path& database, Clock::time_point until) {
  const fs::path path = knownSocket(database);
  const Error nobody = unreachable("No engine runs for " + inQuotes(database.string(), 200) +
                                   "; start one with: headroom engine serve.");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.native().size() >= sizeof address.sun_path) return nobody;
  std::strcpy(address.sun_path, path.c_str());
  EngineConnection connection(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (connection.m_descriptor < 0) return failed(std::string("No socket can be made: ") + std::strerror(errno) + ".");
  while (::connect(connection.m_descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    if (errno == EACCES || errno == EPERM)
      return unreachable("The engine's socket " + inQuotes(path.string(), 200) +
                         " belongs to somebody else; use a database of your own.");
    // EAGAIN: its queue of unanswered connections is full, so it lives.
    if (errno != EAGAIN && errno != EINTR) return nobody;
    if (Clock::now() >= until) return nobody;
    ::usleep(5'000);
  }
  auto line = connection.readLine(until, false);
  if (!line) return line.error();
  if (!*line) return unreachable("The engine does not greet; it may be busy with a migration. Try again.");
  HEADROOM_ASSIGN(connection.m_greeting, parseJson(**line, "the engine's greeting"));
  return connection;
}

Result<void> EngineConnection::send(const std::string& line, Clock::time_point until) {
  for (std::string_view left = line; !left.empty();) {
    const ssize_t sent = ::send(m_descriptor, left.data(), left.size(), MSG_NOSIGNAL);
    if (sent > 0) {
      left.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      if (!waitFor(m_descriptor, POLLOUT, until))
        return unreachable("The engine does not take requests; it may be busy. Try again.");
    } else if (errno != EINTR) {
      return closedByEngine();
    }
  }
  return {};
}

Result<std::optional<std::string>> EngineConnection::readLine(Clock::time_point until, bool interruptible) {
  for (;;) {
    if (const std::size_t end = m_received.find('\n'); end != std::string::npos) {
      std::string line = m_received.substr(0, end);
      m_received.erase(0, end + 1);
      return std::optional(std::move(line));
    }
    if (!waitFor(m_descriptor, POLLIN, until, interruptible)) return std::optional<std::string>();
    char buffer[1 << 16];
    const ssize_t got = ::recv(m_descriptor, buffer, sizeof buffer, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return closedByEngine();
    if (got > 0) m_received.append(buffer, static_cast<std::size_t>(got));
  }
}

Result<Json> EngineConnection::ask(Json request, milliseconds limit) {
  const auto until = Clock::now() + limit;
  const int id = m_next++;
  Json numbered = {{"id", id}};
  numbered.update(request);
  numbered["id"] = id;  // whatever the request calls so
  HEADROOM_TRY(send(toLine(numbered), until));
  for (;;) {
    HEADROOM_ASSIGN(const auto line, readLine(until, false));
    if (!line) return unreachable("The engine did not answer in time; it may be busy. Try again.");
    HEADROOM_ASSIGN(Json message, parseJson(*line, "the engine's answer"));
    if (!message.is_object())
      return unreachable("The engine's answer cannot be read; its version may differ from ours.");
    if (message.contains("news"))
      m_news.push_back(std::move(message));
    else if (!message.contains("id") || message["id"] == id || message["id"].is_null())
      return resultOf(std::move(message));
  }
}

Result<std::optional<Json>> EngineConnection::nextNews(milliseconds limit) {
  const auto until = Clock::now() + limit;
  for (;;) {
    if (!m_news.empty()) {
      Json news = std::move(m_news.front());
      m_news.pop_front();
      return std::optional(std::move(news));
    }
    HEADROOM_ASSIGN(const auto line, readLine(until, true));
    if (!line) return std::optional<Json>();
    HEADROOM_ASSIGN(Json message, parseJson(*line, "the engine's news"));
    if (message.is_object() && message.contains("news")) m_news.push_back(std::move(message));
  }
}

}  // namespace headroom

// The engine as the command line sees it: a blocking connection that starts an engine when none runs. No Qt, no event
// loop.
#pragma once

#include <chrono>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include "core/base/json.h"
#include "core/base/result.h"

namespace headroom {

enum class StartEngine { Never, IfMissing };

/// `headroom engine serve --db FILE`, started in its own session with nothing of ours attached; stdout and stderr go to
/// engine.log beside the database. The program is $HEADROOM_PROGRAM, else `headroom` beside the running executable,
/// else from PATH.
class EngineProcess {
 public:
  /// Returns at once, before the engine greets.
  static Result<EngineProcess> start(const std::filesystem::path& database);
  /// What it said when it has ended meanwhile; empty while it lives. Call until it gives an answer or the engine
  /// greets.
  std::optional<Error> ended();

 private:
  int m_process = -1;
  std::filesystem::path m_log;
  std::size_t m_logBegin = 0;
};

class EngineConnection {
 public:
  /// Connects to the engine of this database and reads its greeting; starts one when none runs and that is asked for.
  /// An engine of an older version is asked to leave and a new one started (runs go on). Unreachable when there is none
  /// or it does not greet in time.
  static Result<EngineConnection> open(const std::filesystem::path& database, StartEngine start,
                                       std::chrono::milliseconds limit = std::chrono::seconds(10));

  EngineConnection(EngineConnection&& other) noexcept
      : m_descriptor(std::exchange(other.m_descriptor, -1)),
        m_next(other.m_next),
        m_received(std::move(other.m_received)),
        m_greeting(std::move(other.m_greeting)),
        m_news(std::move(other.m_news)) {}
  EngineConnection& operator=(EngineConnection&& other) noexcept;
  EngineConnection(const EngineConnection&) = delete;
  EngineConnection& operator=(const EngineConnection&) = delete;
  ~EngineConnection();

  /// Sends {"do": …, …} and waits for its answer: the object without "id" and "ok", or the engine's own error. The
  /// names of the requests and their fields stand in README.md. News that arrive meanwhile are kept for nextNews().
  Result<Json> ask(Json request, std::chrono::milliseconds limit = std::chrono::seconds(60));
  /// The next news line after ask({"do":"subscribe"}); empty when none came in time or a signal interrupted the wait.
  Result<std::optional<Json>> nextNews(std::chrono::milliseconds limit);

  /// {"headroom":"engine","protocol":1,"version":…,"database":…,"pid":…}
  const Json& greeting() const { return m_greeting; }
  /// For poll(2) and for `engine dial`.
  int descriptor() const { return m_descriptor; }

 private:
  explicit EngineConnection(int descriptor) : m_descriptor(descriptor) {}
  static Result<EngineConnection> reach(const std::filesystem::path& database,
                                        std::chrono::steady_clock::time_point until);
  Result<std::optional<std::string>> readLine(std::chrono::steady_clock::time_point until, bool interruptible);
  Result<void> send(const std::string& line, std::chrono::steady_clock::time_point until);

  int m_descriptor = -1;
  int m_next = 1;
  std::string m_received;
  Json m_greeting;
  std::deque<Json> m_news;  // arrived while an answer was awaited
};

}  // namespace headroom

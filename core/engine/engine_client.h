// The engine as the window sees it: connects, starts an engine when none runs, reconnects for ever; never blocks the calling thread.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/engine/engine_connection.h"

class QLocalSocket;

namespace headroom {

/// One owner thread. Typical use:
///   EngineClient client(database);
///   connect(&client, &EngineClient::newsArrived, …);  client.start();
///   client.ask({{"do", "stop"}, {"run", id.text}}, this, [this](Result<Json> answer) { … });
class EngineClient : public QObject {
  Q_OBJECT

 public:
  enum class State { Offline, Connecting, Connected };

  explicit EngineClient(std::filesystem::path database, StartEngine start = StartEngine::IfMissing, QObject* parent = nullptr);
  ~EngineClient() override;

  /// Begins to connect (and subscribes to news once connected).
  void start();
  State state() const { return m_state; }
  /// Empty when connected; else why not, fit to show.
  QString problem() const { return m_problem; }
  const Json& greeting() const { return m_greeting; }

  /// Asked while not connected: kept until the engine greets (10 s), then fails as Unreachable. `done` runs on this object's thread,
  /// exactly once, and not at all when `context` is gone by then.
  void ask(Json request, QObject* context, std::function<void(Result<Json>)> done);
  void ask(Json request) {
    ask(std::move(request), this, [](Result<Json>) {});
  }

 Q_SIGNALS:
  void stateChanged(EngineClient::State state);
  /// The engine can be reached and the database is there, migrated and readable.
  void connected();
  /// {"news":"runs","revision":N,"runs":[ids]} and the like; see README.md.
  void newsArrived(const headroom::Json& news);

 private:
  struct Pending;
  void tryToConnect();
  void greet(const Json& greeting);
  void readLines();
  void lose(const QString& why);
  void setState(State state);
  void send(Pending pending);
  void expire();

  const std::filesystem::path m_database;
  const StartEngine m_start;
  QLocalSocket* m_socket;
  QTimer m_retry;
  QTimer m_expiry;
  State m_state = State::Offline;
  QString m_problem;
  Json m_greeting;
  std::chrono::steady_clock::time_point m_firstTry{};
  std::chrono::steady_clock::time_point m_started{};  // when we last started an engine
  int m_next = 1;
  std::deque<Pending> m_waiting;
  std::map<int, Pending> m_asked;
};

}  // namespace headroom

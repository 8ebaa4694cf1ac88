// The engine as the window sees it: connects, starts an engine when none runs, reconnects for ever; never blocks the
// calling thread.
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <QTimer>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

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

  explicit EngineClient(std::filesystem::path database, StartEngine start = StartEngine::IfMissing,
                        QObject* parent = nullptr);
  ~EngineClient() override;

  /// Begins to connect (and subscribes to news once connected).
  void start();
  /// Looks for the engine now instead of in a few seconds.
  void retry();
  State state() const { return m_state; }
  /// Empty when connected; else why not, fit to show.
  QString problem() const { return m_problem; }
  const Json& greeting() const { return m_greeting; }

  /// Asked while not connected: kept until the engine greets. Fails as Unreachable when there is no answer within 60 s
  /// or the connection breaks. `done` runs on this object's thread, once, later than this call; not at all when
  /// `context` is gone by then.
  void ask(Json request, QObject* context, std::function<void(Result<Json>)> done);
  void ask(Json request) {
    ask(std::move(request), this, [](const Result<Json>&) {});
  }

 Q_SIGNALS:
  void stateChanged(headroom::EngineClient::State state);
  /// The engine can be reached and the database is there, migrated and readable.
  void connected();
  /// {"news":"runs","revision":N,"runs":[ids]}; see README.md. After connected() assume that anything may have changed.
  void newsArrived(const headroom::Json& news);

 private:
  struct Question {
    std::string line;
    QPointer<QObject> context;
    std::function<void(Result<Json>)> done;
    std::chrono::steady_clock::time_point expires;
    bool sent = false;
  };

  void tryToConnect();
  void readLines();
  void take(Json message);
  void greet(Json greeting);
  void lose(const QString& why);
  void setState(State state);
  void expire();
  static void finish(const Question& question, const Result<Json>& result);

  const std::filesystem::path m_database;
  const StartEngine m_start;
  QLocalSocket* m_socket;
  QTimer m_retry;
  QTimer m_expiry;  // runs only while questions are open
  State m_state = State::Offline;
  QString m_problem;
  QString m_refusal;  // why an engine that greeted was left at once
  Json m_greeting;
  QByteArray m_received;
  std::optional<EngineProcess> m_process;  // the engine we started, until it greets
  int m_next = 1;
  std::map<int, Question> m_questions;
};

}  // namespace headroom

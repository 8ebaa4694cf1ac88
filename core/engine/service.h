// The engine's side of the local socket: greets, cuts lines into requests, sends answers and news, drops whom it cannot
// serve.
#pragma once

#include <QLocalServer>
#include <QObject>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "core/base/json.h"
#include "core/base/result.h"

class QLocalSocket;

namespace headroom {

using ClientId = std::uint64_t;

class Service : public QObject {
  Q_OBJECT

 public:
  /// Answers a request, or gives nothing and calls answer() later.
  using Handler = std::function<std::optional<Result<Json>>(ClientId client, const Json& request)>;

  Service(Json greeting, Handler handler);
  ~Service() override;

  /// The caller holds the engine's lock, so a socket that lies there already is a dead engine's.
  Result<void> listen(const std::filesystem::path& socket);
  void close();

  /// `id` is the request's; a client that has gone is passed over.
  void answer(ClientId client, const Json& id, const Result<Json>& result);
  void subscribe(ClientId client);
  void tell(const Json& news);  // to subscribers
  std::size_t clients() const { return m_clients.size(); }

 Q_SIGNALS:
  void clientCame();
  void clientLeft(headroom::ClientId client);

 private:
  struct Client;
  void accept();
  void read(ClientId id);
  void send(ClientId id, const Json& message);
  /// One error line where it can still be written, then goodbye.
  void drop(ClientId id, const Error& error);
  void forget(ClientId id);

  const Json m_greeting;
  const Handler m_handler;
  QLocalServer m_server;
  ClientId m_next = 1;
  std::map<ClientId, std::unique_ptr<Client>> m_clients;
};

}  // namespace headroom

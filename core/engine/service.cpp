// The engine's side of the local socket.
#include "core/engine/service.h"

#include <QLocalSocket>
#include <QTimer>

#include "core/base/text.h"
#include "core/engine/protocol.h"
#include "core/engine/socket_path.h"

namespace headroom {
namespace {

constexpr int kGoodbyeMs = 2000;  // for the last line to reach a dropped client

}  // namespace

struct Service::Client {
  QLocalSocket* socket;
  QByteArray received;
  qsizetype searched = 0;  // bytes of `received` known to hold no newline
  bool subscribed = false;
};

Service::Service(Json greeting, Handler handler) : m_greeting(std::move(greeting)), m_handler(std::move(handler)) {}

Service::~Service() {
  close();
}

Result<void> Service::listen(const std::filesystem::path& socket) {
  HEADROOM_TRY(prepareSocketFolder(socket));
  const QString name = QString::fromStdString(socket.string());
  QLocalServer::removeServer(name);
  m_server.setSocketOptions(QLocalServer::UserAccessOption);
  if (!m_server.listen(name))
    return failed("The engine cannot listen on " + inQuotes(socket.string(), 200) + ": " +
                  m_server.errorString().toStdString() + ".");
  // Qt sets the execute bits as well.
  std::error_code ignored;
  std::filesystem::permissions(socket, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                               ignored);
  connect(&m_server, &QLocalServer::newConnection, this, &Service::accept);
  return {};
}

void Service::close() {
  m_server.close();
  while (!m_clients.empty()) {
    QLocalSocket* socket = m_clients.begin()->second->socket;
    m_clients.erase(m_clients.begin());
    socket->disconnect(this);
    socket->flush();
    delete socket;
  }
}

void Service::accept() {
  while (QLocalSocket* socket = m_server.nextPendingConnection()) {
    const ClientId id = m_next++;
    m_clients.emplace(id, new Client{socket});
    connect(socket, &QLocalSocket::readyRead, this, [this, id] { read(id); });
    connect(socket, &QLocalSocket::disconnected, this, [this, id] { forget(id); });
    send(id, m_greeting);
    Q_EMIT clientCame();
  }
}

void Service::read(ClientId id) {
  // A handler may drop the client: it is looked up again for every line.
  for (;;) {
    const auto found = m_clients.find(id);
    if (found == m_clients.end()) return;
    Client& client = *found->second;
    if (client.socket->bytesAvailable() > 0) client.received += client.socket->read(qint64{1} << 20);
    const qsizetype end = client.received.indexOf('\n', client.searched);
    if (end < 0) {
      client.searched = client.received.size();
      if (client.received.size() > static_cast<qsizetype>(kLongestLine))
        return drop(id, badInput("A line above 8 MiB is no request; send one JSON object a line."));
      if (client.socket->bytesAvailable() > 0) continue;
      return;
    }
    const QByteArray line = client.received.left(end);
    client.received.remove(0, end + 1);
    client.searched = 0;
    const auto request =
        parseJson(std::string_view(line.constData(), static_cast<std::size_t>(line.size())), "request");
    if (!request) return drop(id, request.error());
    if (!request->is_object()) return drop(id, badInput("A request is a JSON object, one a line."));
    if (const auto result = m_handler(id, *request))
      answer(id, request->contains("id") ? request->at("id") : Json(), *result);
  }
}

void Service::answer(ClientId client, const Json& id, const Result<Json>& result) {
  send(client, answerOf(id, result));
}

void Service::subscribe(ClientId client) {
  if (const auto found = m_clients.find(client); found != m_clients.end()) found->second->subscribed = true;
}

void Service::tell(const Json& news) {
  std::vector<ClientId> subscribers;
  for (const auto& [id, client] : m_clients)
    if (client->subscribed) subscribers.push_back(id);
  for (const ClientId id : subscribers) send(id, news);
}

void Service::send(ClientId id, const Json& message) {
  const auto found = m_clients.find(id);
  if (found == m_clients.end()) return;
  QLocalSocket* socket = found->second->socket;
  socket->write(QByteArray::fromStdString(toLine(message)));
  if (socket->bytesToWrite() <= static_cast<qint64>(kMostUnread)) return;
  // It does not read, so an error line would not reach it either.
  socket->abort();
  forget(id);
}

void Service::drop(ClientId id, const Error& error) {
  const auto found = m_clients.find(id);
  if (found == m_clients.end()) return;
  QLocalSocket* socket = found->second->socket;
  socket->disconnect(this);
  socket->write(QByteArray::fromStdString(toLine(answerOf(Json(), error))));
  socket->flush();
  socket->disconnectFromServer();
  QTimer::singleShot(kGoodbyeMs, socket, [socket] { socket->abort(); });
  forget(id);
}

void Service::forget(ClientId id) {
  const auto found = m_clients.find(id);
  if (found == m_clients.end()) return;
  QLocalSocket* socket = found->second->socket;
  m_clients.erase(found);
  if (socket->state() == QLocalSocket::UnconnectedState)
    socket->deleteLater();
  else
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
  Q_EMIT clientLeft(id);
}

}  // namespace headroom

// The engine as the window sees it: an asynchronous client that reconnects for ever.
#include "core/engine/engine_client.h"

#include <QLocalSocket>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/engine/protocol.h"
#include "core/engine/socket_path.h"

namespace headroom {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kRetryMs = 30;  // while an engine is starting
constexpr int kPatientRetryMs = 3000;
constexpr std::chrono::seconds kAnswerWithin{60};

}  // namespace

EngineClient::EngineClient(std::filesystem::path database, StartEngine start, QObject* parent)
    : QObject(parent), m_database(std::move(database)), m_start(start), m_socket(new QLocalSocket(this)) {
  m_retry.setSingleShot(true);
  m_expiry.setInterval(1000);
  connect(&m_retry, &QTimer::timeout, this, &EngineClient::tryToConnect);
  connect(&m_expiry, &QTimer::timeout, this, &EngineClient::expire);
  connect(m_socket, &QLocalSocket::readyRead, this, &EngineClient::readLines);
  connect(m_socket, &QLocalSocket::disconnected, this, [this] { lose(tr("The engine has gone; looking for it.")); });
  connect(m_socket, &QLocalSocket::errorOccurred, this, [this] {
    if (m_state == State::Connected || m_retry.isActive()) return;
    lose(m_problem.isEmpty() ? tr("No engine runs.") : m_problem);
  });
}

EngineClient::~EngineClient() {
  m_socket->disconnect(this);
}

void EngineClient::start() {
  if (m_state != State::Offline || m_retry.isActive()) return;
  m_retry.start(0);
}

void EngineClient::retry() {
  if (m_state == State::Offline) m_retry.start(0);
}

void EngineClient::tryToConnect() {
  setState(State::Connecting);
  if (m_process)
    if (const auto problem = m_process->ended()) {
      m_process.reset();
      // Refused while the lock is held: another engine was faster and is about to greet, or to leave.
      if (problem->kind != ErrorKind::Refused || !FileLock::isHeld(engineLockPath(m_database))) {
        m_problem = QString::fromStdString(problem->message);
        setState(State::Offline);
        m_retry.start(kPatientRetryMs);
        return;
      }
    }
  // The last word on failure is errorOccurred(); the socket may also connect at once.
  m_received.clear();
  m_socket->abort();
  m_socket->connectToServer(QString::fromStdString(knownSocket(m_database).string()));
}

void EngineClient::lose(const QString& why) {
  m_greeting = Json();
  m_problem = m_refusal.isEmpty() ? why : m_refusal;
  auto questions = std::move(m_questions);
  m_questions.clear();
  for (auto& [id, question] : questions)
    if (question.sent)
      finish(question, unreachable("The engine has gone before it answered; try again."));
    else
      m_questions.emplace(id, std::move(question));
  const auto giveUpForNow = [this] {
    setState(State::Offline);
    m_retry.start(kPatientRetryMs);
  };
  if (m_start == StartEngine::Never || !std::exchange(m_refusal, {}).isEmpty()) return giveUpForNow();
  if (!m_process && !FileLock::isHeld(engineLockPath(m_database))) {
    auto process = EngineProcess::start(m_database);
    if (!process) {
      m_problem = QString::fromStdString(process.error().message);
      return giveUpForNow();
    }
    m_process = std::move(*process);
  }
  setState(State::Connecting);
  m_retry.start(kRetryMs);
}

void EngineClient::readLines() {
  m_received += m_socket->readAll();
  for (qsizetype end; (end = m_received.indexOf('\n')) >= 0;) {
    const QByteArray line = m_received.left(end);
    m_received.remove(0, end + 1);
    auto message =
        parseJson(std::string_view(line.constData(), static_cast<std::size_t>(line.size())), "the engine's line");
    if (!message || !message->is_object()) return m_socket->abort();
    take(std::move(*message));
  }
}

void EngineClient::take(Json message) {
  if (m_greeting.is_null()) return greet(std::move(message));
  if (message.contains("news")) return Q_EMIT newsArrived(message);
  const auto id = message.find("id");
  const auto found =
      id != message.end() && id->is_number_integer() ? m_questions.find(id->get<int>()) : m_questions.end();
  if (found == m_questions.end()) return;
  const Question question = std::move(found->second);
  m_questions.erase(found);
  finish(question, resultOf(std::move(message)));
}

void EngineClient::greet(Json greeting) {
  const auto older = isOlderEngine(greeting);
  if (!older) {
    m_refusal = QString::fromStdString(older.error().message);
    m_socket->disconnectFromServer();
    return;
  }
  if (*older && m_start == StartEngine::IfMissing) {
    // It leaves, its workers stay, and the engine that we start when it has gone adopts them.
    m_socket->write("{\"id\":0,\"do\":\"shutdown\"}\n");
    return;
  }
  m_process.reset();
  m_greeting = std::move(greeting);
  m_problem.clear();
  m_socket->write("{\"id\":0,\"do\":\"subscribe\"}\n");
  for (auto& [id, question] : m_questions) {
    m_socket->write(QByteArray::fromStdString(question.line));
    question.sent = true;
  }
  setState(State::Connected);
  Q_EMIT connected();
}

void EngineClient::ask(Json request, QObject* context, std::function<void(Result<Json>)> done) {
  const int id = m_next++;
  Json numbered = {{"id", id}};
  numbered.update(request);
  numbered["id"] = id;  // whatever the request calls so
  Question question{toLine(numbered), context, std::move(done), Clock::now() + kAnswerWithin};
  if (m_state == State::Connected) {
    m_socket->write(QByteArray::fromStdString(question.line));
    question.sent = true;
  }
  m_questions.emplace(id, std::move(question));
  if (!m_expiry.isActive()) m_expiry.start();
}

void EngineClient::expire() {
  const auto now = Clock::now();
  std::vector<Question> over;
  for (auto at = m_questions.begin(); at != m_questions.end();) {
    if (at->second.expires > now) {
      ++at;
      continue;
    }
    over.push_back(std::move(at->second));
    at = m_questions.erase(at);
  }
  for (const Question& question : over)
    finish(question, unreachable("The engine did not answer in time; it may be busy. Try again."));
  if (m_questions.empty()) m_expiry.stop();
}

void EngineClient::finish(const Question& question, const Result<Json>& result) {
  if (question.context) question.done(result);
}

void EngineClient::setState(State state) {
  if (m_state == state) return;
  m_state = state;
  Q_EMIT stateChanged(state);
}

}  // namespace headroom

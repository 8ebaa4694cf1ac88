#include "core/engine/measurement.h"

#include <signal.h>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/engine/detached_process.h"

namespace headroom {

namespace {
constexpr int kLookEveryMs = 100;
}

Measurement::Measurement(std::filesystem::path folder) : m_folder(std::move(folder)) {
  m_timer.setInterval(kLookEveryMs);
  connect(&m_timer, &QTimer::timeout, this, &Measurement::follow);
}

Measurement::~Measurement() {
  if (running() && FileLock::isHeld(lock())) ::kill(m_process, SIGTERM);
}

Result<void> Measurement::start() {
  HEADROOM_TRY(makeFolders(m_folder));
  HEADROOM_ASSIGN(const auto held, FileLock::tryLock(lock()));
  if (!held) return refused("A measurement that a former engine began still runs; wait for its end.");
  HEADROOM_ASSIGN(const std::filesystem::path program, findProgram("HEADROOM_TRAIN_PROGRAM", "headroom-train"));
  HEADROOM_TRY(replaceFile(log(), ""));
  // The process holds the lock for life, so that its end is seen whatever happens.
  HEADROOM_ASSIGN(m_process, startDetached({.program = program,
                                            .arguments = {"doctor", "--json", "--progress"},
                                            .log = log(),
                                            .inherited = held->descriptor()}));
  m_cancelled = false;
  m_read = 0;
  m_answer = Json();
  m_lastWords.clear();
  m_timer.start();
  return {};
}

void Measurement::cancel() {
  if (!running()) return;
  m_cancelled = true;
  if (FileLock::isHeld(lock())) ::kill(m_process, SIGTERM);
}

void Measurement::follow() {
  const bool over = !FileLock::isHeld(lock());  // asked before reading: what it wrote last is read still
  if (const Result<std::string> text = readFile(log())) {
    for (std::size_t end = 0; (end = text->find('\n', m_read)) != std::string::npos; m_read = end + 1)
      take(text->substr(m_read, end - m_read));
  }
  if (!over) return;
  m_timer.stop();
  m_process = 0;
  Q_EMIT ended(conclude());
}

void Measurement::take(const std::string& line) {
  const Result<Json> message = line.starts_with('{') ? parseJson(line, "measure.log") : Result<Json>(Json());
  if (message && message->is_object() && message->contains("progress")) {
    Q_EMIT progressed((*message)["progress"]);
  } else if (message && message->is_object() && message->contains("roofs")) {
    m_answer = *message;
  } else if (!trimmed(line).empty()) {
    m_lastWords = oneLine(line);
  }
}

Result<Json> Measurement::conclude() {
  if (!m_answer.is_null()) return std::move(m_answer);
  if (m_cancelled) return Error{ErrorKind::Interrupted, "The measurement was cancelled; nothing was stored."};
  return failed(m_lastWords.empty() ? "The measurement ended without a word; try headroom doctor in a terminal."
                                    : m_lastWords);
}

}  // namespace headroom

// Reading runs away from the GUI thread: questions go to a thread that owns the reader, answers come back by queued
// call.
#pragma once

#include <QObject>
#include <QPointer>
#include <QThread>
#include <functional>
#include <memory>

#include "core/runs/run_reader.h"

namespace headroom {

/// Makes a reader, on the thread that will use it: of a local database, or of an engine elsewhere.
using OpenRuns = std::function<Result<std::unique_ptr<RunReader>>()>;

/// Lives on the GUI thread. The reader is opened at the first question, and again when opening failed before.
class ReaderThread : public QObject {
  Q_OBJECT

 public:
  explicit ReaderThread(OpenRuns open, QObject* parent = nullptr);
  ~ReaderThread() override;

  /// `question` runs on the reader's thread, in order of asking; `answer` on this one, unless `context` is gone by
  /// then.
  template <class T>
  void ask(QObject* context, std::function<Result<T>(const RunReader&)> question,
           std::function<void(Result<T>)> answer) {
    post([this, guard = QPointer<QObject>(context), question = std::move(question),
          answer = std::move(answer)]() mutable {
      auto result = std::make_shared<Result<T>>(reader() ? question(*m_reader) : Result<T>(m_problem));
      deliver([guard, result, answer = std::move(answer)] {
        if (guard) answer(std::move(*result));
      });
    });
  }

 private:
  void post(std::function<void()> job);
  void deliver(std::function<void()> answer);
  const RunReader* reader();

  const OpenRuns m_open;
  QThread m_thread;
  QObject* m_worker;  // lives on m_thread, gives jobs a place to run
  // The reader's thread only:
  std::unique_ptr<RunReader> m_reader;
  Error m_problem;
};

}  // namespace headroom

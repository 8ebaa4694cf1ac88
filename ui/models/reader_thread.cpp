#include "ui/models/reader_thread.h"

namespace headroom {

ReaderThread::ReaderThread(OpenRuns open, QObject* parent)
    : QObject(parent), m_open(std::move(open)), m_worker(new QObject) {
  m_worker->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
  m_thread.setObjectName(QStringLiteral("runs reader"));
  m_thread.start();
}

ReaderThread::~ReaderThread() {
  m_thread.quit();
  m_thread.wait();
}

void ReaderThread::post(std::function<void()> job) {
  QMetaObject::invokeMethod(m_worker, std::move(job), Qt::QueuedConnection);
}

void ReaderThread::deliver(std::function<void()> answer) {
  QMetaObject::invokeMethod(this, std::move(answer), Qt::QueuedConnection);
}

const RunReader* ReaderThread::reader() {
  if (!m_reader) {
    auto opened = m_open();
    if (opened) {
      m_reader = std::move(*opened);
    } else {
      m_problem = opened.error();
    }
  }
  return m_reader.get();
}

}  // namespace headroom

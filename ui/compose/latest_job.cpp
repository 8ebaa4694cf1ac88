#include "ui/compose/latest_job.h"

namespace headroom {

LatestJob::LatestJob(QObject* parent) : QObject(parent), m_worker(new QObject) {
  m_worker->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
  m_thread.start(QThread::LowPriority);
}

LatestJob::~LatestJob() {
  drop();
  m_thread.quit();
  m_thread.wait();
}

void LatestJob::finish() {
  drop();
  QMetaObject::invokeMethod(
      m_worker, [] {}, Qt::BlockingQueuedConnection);
}

void LatestJob::start(std::function<Deliver()> work) {
  const int request = ++m_newest;
  QMetaObject::invokeMethod(m_worker, [this, request, work = std::move(work)] {
    if (request != m_newest) return;
    QMetaObject::invokeMethod(this, [this, request, deliver = work()] {
      if (request == m_newest) deliver();
    });
  });
}

}  // namespace headroom

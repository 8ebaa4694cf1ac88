// Work away from the GUI thread of which only the newest counts: an evaluation, a listing, a draft.
#pragma once

#include <QObject>
#include <QThread>
#include <atomic>
#include <functional>

namespace headroom {

/// Lives on the GUI thread and owns one thread. Destroying it waits for the job that is under way.
class LatestJob : public QObject {
  Q_OBJECT

 public:
  using Deliver = std::function<void()>;

  explicit LatestJob(QObject* parent = nullptr);
  ~LatestJob() override;

  /// `work` runs on the thread, and what it returns then runs here: unless a newer job was given meanwhile, which
  /// drops both.
  void start(std::function<Deliver()> work);
  /// What is under way no longer counts.
  void drop() { ++m_newest; }
  /// Drops it and waits until the thread is done with it.
  void finish();

 private:
  QThread m_thread;
  QObject* m_worker;  // lives on m_thread, gives jobs a place to run
  std::atomic<int> m_newest = 0;
};

}  // namespace headroom

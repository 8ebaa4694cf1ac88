// The queue and the workers: the only place that starts a worker, notices its death and changes a run's state.
#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <string>
#include <vector>

#include "core/engine/live_run.h"
#include "core/engine/run_store.h"

namespace headroom {

class Supervisor : public QObject {
  Q_OBJECT

 public:
  explicit Supervisor(RunStore& store);

  /// Follows the workers that a former engine started, ends the runs whose worker is gone, and takes up the queue.
  Result<void> adopt();

  /// A new run, last in the queue unless it is a draft. One that begins from another's checkpoint gets it linked.
  Result<RunId> add(const RunDefinition& definition, RunMeta meta, bool draft);
  Result<void> add(const RunId& run, const RunDefinition& definition, RunMeta meta, bool draft);

  // What a person may ask. The state that follows, or why not.
  Result<RunState> start(const RunId& run);  // a draft or a run that was just added enters the queue
  Result<RunState> stop(const RunId& run);   // asked again: leave now
  Result<RunState> abort(const RunId& run);
  Result<RunState> pause(const RunId& run);
  Result<RunState> resume(const RunId& run);
  Result<RunState> checkpoint(const RunId& run);
  Result<void> remove(const RunId& run);
  Result<void> setPriority(const RunId& run, std::int64_t priority);
  /// Before another queued run, or (no run) behind all.
  Result<void> move(const RunId& run, const std::optional<RunId>& before);

  struct Waiting {
    RunId run;
    std::int64_t priority = 0;
    double position = 0;
    std::string device;
    std::int64_t threads = 1;
  };
  std::vector<Waiting> queue() const;  // in the order of their turn
  std::vector<RunId> live() const;
  double lastPosition() const { return m_lastPosition; }
  /// While held no worker is started: roofs are measured alone.
  void holdStarts(bool held);

 Q_SIGNALS:
  /// After every tick that found something to do: rows are in the database.
  void ticked();

 private:
  void tick();
  void tickSoon(int ms = 0);
  void follow(LiveRun& live, bool* more);
  void conclude(LiveRun& live);
  void startWaiting();
  bool hasRoom(const Waiting& waiting) const;
  Result<void> startWorker(const Waiting& waiting);
  Result<void> enqueue(const RunId& run);
  LiveRun* liveRun(const RunId& run);
  Result<RunState> wish(const RunId& run, RunEvent event, Control::Command command);
  Result<RunState> happen(LiveRun& live, RunEvent event, const std::string& reason);

  RunStore& m_store;
  const std::int64_t m_cores = numericsHere().threads;
  QTimer m_timer;
  std::map<RunId, LiveRun> m_live;
  std::map<RunId, Waiting> m_waiting;
  double m_lastPosition = 0;
  bool m_held = false;
  std::optional<std::chrono::steady_clock::time_point>
      m_startsAfter;  // a disk that refuses writes is not asked at once again
};

/// One line with the time into engine.log (stderr).
void logLine(const std::string& text);

}  // namespace headroom

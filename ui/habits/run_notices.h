// A run that ends badly while the window is open says so above every page, with its reason and a way on.
#pragma once

#include <QObject>
#include <unordered_map>

#include "core/base/ids.h"
#include "core/runs/run_state.h"

namespace headroom {

class NoticeBar;
class RunsModel;

class RunNotices : public QObject {
  Q_OBJECT

 public:
  RunNotices(const RunsModel& runs, NoticeBar& bar, QObject* parent = nullptr);

 Q_SIGNALS:
  void runRequested(const headroom::RunId& run);
  void logRequested(const headroom::RunId& run);
  void resumeRequested(const headroom::RunId& run);

 private:
  void runsMoved(const std::vector<RunId>& runs);

  const RunsModel& m_runs;
  NoticeBar& m_bar;
  std::unordered_map<RunId, RunState> m_states;  // as last seen: only what changes under our eyes is news
};

}  // namespace headroom

#include "ui/habits/run_notices.h"

#include "ui/habits/notice_bar.h"
#include "ui/models/runs_model.h"

namespace headroom {

RunNotices::RunNotices(const RunsModel& runs, NoticeBar& bar, QObject* parent)
    : QObject(parent), m_runs(runs), m_bar(bar) {
  connect(&runs, &RunsModel::runsChanged, this, &RunNotices::runsMoved);
}

void RunNotices::runsMoved(const std::vector<RunId>& runs) {
  for (const RunId& id : runs) {
    const auto* run = m_runs.find(id);
    const QString notice = QStringLiteral("run ") + QString::fromStdString(id.text);
    if (!run) {
      m_states.erase(id);
      m_bar.withdraw(notice);
      continue;
    }
    const auto seen = m_states.find(id);
    const bool wasLive = seen != m_states.end() && isLive(seen->second);
    m_states[id] = run->state;
    if (isLive(run->state)) m_bar.withdraw(notice);
    if (!wasLive) continue;
    const bool bad = run->state == RunState::Failed || run->state == RunState::Lost || run->state == RunState::Diverged;
    if (!bad) continue;
    const QString name = QString::fromStdString(run->meta.name.empty() ? id.text : run->meta.name);
    const QString state = m_runs.indexOf(id).siblingAtColumn(RunsModel::State).data().toString();
    const QString why = run->reason.empty() ? tr("it gave no reason") : QString::fromStdString(run->reason);
    Notice news{.id = notice,
                .text = tr("Run %1: %2 at step %3, %4.").arg(name, state).arg(run->step).arg(why),
                .problem = true};
    news.buttons.push_back({tr("Show it"), [this, id] { Q_EMIT runRequested(id); }});
    news.buttons.push_back({tr("Open its log"), [this, id] { Q_EMIT logRequested(id); }});
    if (canResume(run->state)) news.buttons.push_back({tr("Resume"), [this, id] { Q_EMIT resumeRequested(id); }});
    m_bar.show(news);
  }
}

}  // namespace headroom

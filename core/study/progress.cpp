#include "core/study/progress.h"

#include <algorithm>
#include <map>

#include "core/study/pilot.h"

namespace headroom {
namespace {

/// FLOPs of the steps that runs compute themselves.
class Flops {
 public:
  explicit Flops(const StudyResult& result) : m_result(result) {
    for (const ResolvedCell& cell : result.resolved.cells)
      m_ofStep[&cell] = static_cast<double>(cell.base.recipe.value("batch", std::int64_t{0})) *
                        static_cast<double>(cell.context()) * static_cast<double>(cell.flopsPerToken);
  }
  double of(const StudyRun& run, std::int64_t end) const {
    const ResolvedCell* cell = m_result.resolved.find(run.arm, run.scale);
    if (!cell) return 0;
    const std::int64_t from = run.role == RunRole::Cooldown ? forkStep(m_result.study(), *cell, run.horizon) : 0;
    return m_ofStep.at(cell) * static_cast<double>(std::max<std::int64_t>(0, end - from));
  }

 private:
  const StudyResult& m_result;
  std::map<const ResolvedCell*, double> m_ofStep;
};

std::int64_t endOf(const StudyResult& result, const StudyRun& run) {
  const ResolvedCell* cell = result.resolved.find(run.arm, run.scale);
  return run.role == RunRole::Trunk && cell ? forkStep(result.study(), *cell, run.horizon) : run.horizon;
}

}  // namespace

void ScaleProgress::add(const ScaleProgress& more) {
  planned += more.planned, completed += more.completed, failed += more.failed, diverged += more.diverged;
  other += more.other, plannedFlops += more.plannedFlops, flops += more.flops, seconds += more.seconds;
  if (more.plannedSeconds) plannedSeconds = plannedSeconds.value_or(0) + *more.plannedSeconds;
}

std::vector<ScaleProgress> progressOf(const StudyResult& result) {
  const Study& study = result.study();
  const Flops flops(result);
  const auto noise = pilotNoise(result);
  const std::vector<StudyRun> runs = plannedRuns(result.resolved);
  std::vector<ScaleProgress> all;
  for (const std::string& scale : study.scales) {
    ScaleProgress row{.scale = scale};
    const ScalePlan* plan = nullptr;
    if (result.plan)
      for (const ScalePlan& one : result.plan->scales)
        if (one.scale == scale) plan = &one;
    if (plan) {
      row.planned = plan->runs;
      row.plannedFlops = plan->flops;
      row.plannedSeconds = plan->seconds;
      row.plannedGain = plan->smallestGain;
    }
    for (const StudyRun& run : runs) {
      if (plan || run.scale != scale) continue;
      ++row.planned;
      row.plannedFlops += flops.of(run, endOf(result, run));
    }
    if (const auto known = noise.find(scale); known != noise.end() && !study.arms.empty())
      row.gain = smallestGain(study.seeds.size(), study.arms.size() - 1, known->second);
    for (const StudyFact& fact : result.facts) {
      if (fact.run.scale != scale) continue;
      std::size_t& count = fact.state == RunState::Completed                                ? row.completed
                           : fact.state == RunState::Failed || fact.state == RunState::Lost ? row.failed
                           : fact.state == RunState::Diverged                               ? row.diverged
                                                                                            : row.other;
      ++count;
      const bool whole = fact.state == RunState::Completed;
      row.flops += flops.of(fact.run, whole ? endOf(result, fact.run) : fact.step);
      row.seconds += fact.seconds;
    }
    all.push_back(std::move(row));
  }
  return all;
}

std::optional<double> secondsLeft(const StudyResult& result) {
  if (result.state != StudyState::Running) return {};
  const Flops flops(result);
  double planned = 0, done = 0, timed = 0, seconds = 0;
  for (const ScaleProgress& scale : progressOf(result)) planned += scale.plannedFlops, done += scale.flops;
  for (const StudyFact& fact : result.facts) {
    if (fact.state != RunState::Completed || !(fact.seconds > 0)) continue;
    timed += flops.of(fact.run, endOf(result, fact.run));
    seconds += fact.seconds;
  }
  if (!(timed > 0) || !(planned > done)) return {};
  const auto sideBySide = static_cast<double>(result.plan ? result.plan->sideBySide : 1);
  return (planned - done) * (seconds / timed) / sideBySide;
}

}  // namespace headroom

#include "core/engine/study_runner.h"

#include <algorithm>
#include <set>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

/// Runs of one study that wait or train at a time: the rest is submitted as these end, so that a study that is stopped
/// or edited leaves no long queue behind.
std::size_t mostAtOnce() {
  return std::max<std::size_t>(4, 2 * static_cast<std::size_t>(numericsHere().threads));
}

Json stateDecision(StudyState state) {
  return {{"kind", "state"}, {"state", word(state)}};
}

}  // namespace

StudyRunner::StudyRunner(RunStore& store, Supervisor& supervisor) : m_store(store), m_supervisor(supervisor) {
  connect(&m_supervisor, &Supervisor::ticked, this, &StudyRunner::advanceAll);
}

Result<void> StudyRunner::adopt() {
  HEADROOM_ASSIGN(const std::vector<StudySummary> studies, m_store.reader().studies());
  for (const StudySummary& study : studies) {
    const auto decisions = m_store.reader().studyDecisions(study.id);
    if (!decisions) continue;
    HEADROOM_TRY(linkNoted(study.id, *decisions));
    if (stateOf(*decisions) != StudyState::Running) continue;
    const auto document = m_store.reader().study(study.id);
    auto resolved = document ? resolvedStudyFrom(*document, "study " + study.id.text) : document.error();
    if (!resolved) {
      logLine(resolved.error().message);
      continue;
    }
    m_running.emplace(study.id, std::move(*resolved));
    if (const auto advanced = advance(study.id); !advanced) logLine(advanced.error().message);
  }
  return {};
}

/// Runs that were noted and made, and not linked when the engine before us was killed.
Result<void> StudyRunner::linkNoted(const StudyId& study, const Decisions& decisions) {
  HEADROOM_ASSIGN(const std::vector<StudyLink> links, m_store.reader().studyLinks(study));
  std::set<std::string> linked;
  for (const StudyLink& link : links) linked.insert(link.run.text);
  for (const Json& decision : decisions)
    if (decision.value("kind", "") == "run" && !linked.contains(decision.value("run", "")))
      HEADROOM_TRY(m_store.database().linkRun(study, decision));
  return {};
}

Result<StudyId> StudyRunner::start(const Json& document, const std::string& dataHash, bool fresh) {
  HEADROOM_ASSIGN(ResolvedStudy resolved, resolvedStudyFrom(document, "study"));
  const StudyId study{freshId()};
  const StudyFolder folder = StudyFolder::of(m_store.database().folder(), study);
  const Json stored = toJson(resolved);
  HEADROOM_TRY(folder.save(stored));
  HEADROOM_TRY(m_store.database().addStudy(study, resolved.study.name, stored));
  Json first = stateDecision(StudyState::Running);
  first["data_hash"] = dataHash;
  if (fresh) first["fresh"] = true;
  HEADROOM_TRY(decide(study, std::move(first)));
  m_running.emplace(study, std::move(resolved));
  HEADROOM_TRY(advance(study));
  return study;
}

Result<std::int64_t> StudyRunner::replace(const StudyId& study, const Json& document) {
  HEADROOM_ASSIGN(const Json known, m_store.reader().study(study));
  HEADROOM_ASSIGN(ResolvedStudy resolved, resolvedStudyFrom(document, "study"));
  const Json stored = toJson(resolved);
  HEADROOM_ASSIGN(const std::int64_t version, StudyFolder::of(m_store.database().folder(), study).save(stored));
  HEADROOM_TRY(m_store.database().addStudy(study, resolved.study.name, stored));
  HEADROOM_TRY(decide(study, {{"kind", "version"}, {"version", version}}));
  HEADROOM_ASSIGN(const Decisions decisions, m_store.reader().studyDecisions(study));
  const StudyState state = stateOf(decisions);
  if (state == StudyState::Finished) HEADROOM_TRY(decide(study, stateDecision(StudyState::Running)));
  if (state == StudyState::Finished || state == StudyState::Running) {
    m_running.insert_or_assign(study, std::move(resolved));
    HEADROOM_TRY(advance(study));
  }
  return version;
}

Result<StudyState> StudyRunner::pause(const StudyId& study) {
  return change(study, StudyState::Paused);
}
Result<StudyState> StudyRunner::resume(const StudyId& study) {
  return change(study, StudyState::Running);
}
Result<StudyState> StudyRunner::stop(const StudyId& study) {
  return change(study, StudyState::Stopped);
}

Result<StudyState> StudyRunner::change(const StudyId& study, StudyState to) {
  HEADROOM_ASSIGN(const Json document, m_store.reader().study(study));
  HEADROOM_ASSIGN(const Decisions decisions, m_store.reader().studyDecisions(study));
  const StudyState from = stateOf(decisions);
  if (from == to) return to;
  if (from == StudyState::Finished)
    return badInput("Study " + inQuotes(document.value("name", study.text)) +
                    " has finished; add seeds or arms to go on with it.");
  HEADROOM_TRY(decide(study, stateDecision(to)));
  if (to != StudyState::Running) {
    m_running.erase(study);
    HEADROOM_TRY(forEachRun(study, [&](const RunSummary& run) -> Result<void> {
      if (!isLive(run.state) && run.state != RunState::Queued) return {};
      const auto asked = to == StudyState::Paused ? m_supervisor.pause(run.id) : m_supervisor.stop(run.id);
      if (!asked) logLine(asked.error().message);
      return {};
    }));
    return to;
  }
  HEADROOM_ASSIGN(ResolvedStudy resolved, resolvedStudyFrom(document, "study " + study.text));
  m_running.insert_or_assign(study, std::move(resolved));
  HEADROOM_TRY(forEachRun(study, [&](const RunSummary& run) -> Result<void> {
    if (run.state == RunState::Pausing || run.state == RunState::Stopping) m_resumeOnceEnded.insert(run.id);
    if (run.state == RunState::Paused || run.state == RunState::Stopped) resumeRun(run.id);
    return {};
  }));
  HEADROOM_TRY(advance(study));
  return to;
}

void StudyRunner::resumeRun(const RunId& run) {
  if (const auto resumed = m_supervisor.resume(run); !resumed) logLine(resumed.error().message);
}

Result<void> StudyRunner::forEachRun(const StudyId& study, const std::function<Result<void>(const RunSummary&)>& act) {
  HEADROOM_ASSIGN(const std::vector<StudyLink> links, m_store.reader().studyLinks(study));
  for (const StudyLink& link : links)
    if (const auto run = m_store.reader().run(link.run)) HEADROOM_TRY(act(*run));
  return {};
}

void StudyRunner::advanceAll() {
  if (m_running.empty() || m_store.happenings() == m_seen) return;
  std::vector<StudyId> studies;
  for (const auto& [study, resolved] : m_running) studies.push_back(study);
  for (const StudyId& study : studies) {
    const auto advanced = advance(study);
    std::string& said = m_problems[study];
    const std::string problem = advanced ? "" : "study " + study.text + ": " + advanced.error().message;
    if (!problem.empty() && problem != said) logLine(problem);
    said = problem;
  }
  m_seen = m_store.happenings();
}

/// A decision or a run that serves again may open the next step, so it goes on until neither is left.
Result<void> StudyRunner::advance(const StudyId& study) {
  for (;;) {
    const ResolvedStudy& resolved = m_running.at(study);
    if (!m_resumeOnceEnded.empty())
      HEADROOM_TRY(forEachRun(study, [&](const RunSummary& run) -> Result<void> {
        const bool over = run.state == RunState::Paused || run.state == RunState::Stopped;
        if (over && m_resumeOnceEnded.erase(run.id) > 0) resumeRun(run.id);
        return {};
      }));
    HEADROOM_ASSIGN(const std::vector<StudyFact> facts, factsOf(m_store.reader(), study));
    HEADROOM_ASSIGN(const Decisions decisions, m_store.reader().studyDecisions(study));
    HEADROOM_ASSIGN(const NextSteps next, nextSteps(resolved, facts, decisions));
    for (const Json& decision : next.decisions) HEADROOM_TRY(decide(study, decision));
    if (!next.decisions.empty()) continue;
    for (const RunId& run : next.retry) resumeRun(run);
    auto underWay = static_cast<std::size_t>(std::count_if(facts.begin(), facts.end(), [](const StudyFact& fact) {
      return isLive(fact.state) || fact.state == RunState::Queued;
    }));
    const std::size_t most = mostAtOnce();
    bool reused = false;
    for (const NextSteps::Submit& submit : next.submit) {
      if (underWay >= most) break;
      HEADROOM_ASSIGN(const bool known, submitNext(study, resolved, submit));
      if (known)
        reused = true;
      else
        ++underWay;
    }
    if (reused) continue;
    if (next.finished) {
      m_running.erase(study);
      return decide(study, stateDecision(StudyState::Finished));
    }
    return {};
  }
}

Result<bool> StudyRunner::submitNext(const StudyId& study, const ResolvedStudy& resolved,
                                     const NextSteps::Submit& next) {
  RunDefinition definition = definitionOf(resolved, next.run);
  if (definition.from) definition.from->run = next.trunk;
  HEADROOM_ASSIGN(const Decisions decisions, m_store.reader().studyDecisions(study));
  const std::string dataHash = decisions.empty() ? "" : decisions.front().value("data_hash", "");
  const bool fresh = !decisions.empty() && decisions.front().value("fresh", false);
  const std::string hash = dataHash.empty() ? "" : reuseHash(definition, fresh ? dataHash + study.text : dataHash);
  HEADROOM_ASSIGN(std::optional<RunId> known, m_store.database().completedRun(hash));
  for (const std::int64_t step : definition.keepAt)  // a trunk without its checkpoints is no trunk
    if (std::error_code error; known && !std::filesystem::exists(m_store.folder(*known).checkpoint(step), error))
      known.reset();
  if (known) {
    HEADROOM_TRY(decide(study, runDecision(*known, next.run, true)));
    return true;
  }
  RunMeta meta;
  meta.name = definition.name;
  meta.tags = {resolved.study.name};
  // Noted before it is made: an engine that is killed between the two finds either the run or nothing.
  const RunId run = m_store.unusedId();
  const Json note = runDecision(run, next.run, false);
  HEADROOM_TRY(decide(study, note));
  HEADROOM_TRY(m_supervisor.add(run, definition, std::move(meta), false));
  HEADROOM_TRY(m_store.database().linkRun(study, note));
  if (!hash.empty()) HEADROOM_TRY(m_store.database().setReuseHash(run, hash));
  return false;
}

Result<void> StudyRunner::decide(const StudyId& study, Json decision) {
  decision["time"] = isoTime(wallNs());
  HEADROOM_TRY(StudyFolder::of(m_store.database().folder(), study).append(decision));
  return m_store.database().addDecision(study, decision);
}

}  // namespace headroom

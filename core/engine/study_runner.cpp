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
    HEADROOM_TRY(forEachRun(study.id, [&](const RunSummary& run) -> Result<void> {
      // A fork whose engine was killed before it had its checkpoint; it is made anew.
      if (run.state == RunState::Draft) HEADROOM_TRY(m_store.remove(run.id));
      return {};
    }));
    resumeAsked(*decisions);
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

/// What the last resumption named and its engine did not come to.
void StudyRunner::resumeAsked(const Decisions& decisions) {
  const auto last = std::find_if(decisions.rbegin(), decisions.rend(),
                                 [](const Json& decision) { return decision.contains("resumes"); });
  if (last == decisions.rend()) return;
  for (const Json& one : (*last)["resumes"]) {
    const RunId id{one.value("run", "")};
    const auto run = m_store.reader().run(id);
    if (!run || run->attempt != one.value("attempt", std::int64_t{-1})) continue;
    if (run->state == RunState::Pausing || run->state == RunState::Stopping) m_resumeOnceEnded.insert(id);
    if (run->state == RunState::Paused || run->state == RunState::Stopped) resumeRun(id);
  }
}

Result<StudyId> StudyRunner::start(const Json& document, const StudyVersion& version, bool fresh) {
  HEADROOM_ASSIGN(ResolvedStudy resolved, resolvedStudyFrom(document, "study"));
  const StudyId study{freshId()};
  const StudyFolder folder = StudyFolder::of(m_store.database().folder(), study);
  const Json stored = toJson(resolved);
  HEADROOM_TRY(folder.save(stored));
  HEADROOM_TRY(m_store.database().addStudy(study, resolved.study.name, stored));
  Json first = stateDecision(StudyState::Running);
  first["data_hash"] = version.dataHash;
  if (fresh) first["fresh"] = true;
  HEADROOM_TRY(decide(study, std::move(first)));
  HEADROOM_TRY(notePlan(study, version));
  m_running.emplace(study, std::move(resolved));
  HEADROOM_TRY(advance(study));
  return study;
}

Result<void> StudyRunner::notePlan(const StudyId& study, const StudyVersion& version) {
  if (version.plan.is_object()) return decide(study, {{"kind", "plan"}, {"plan", version.plan}});
  return {};
}

Result<std::int64_t> StudyRunner::replace(const StudyId& study, const Json& document, const StudyVersion& version) {
  HEADROOM_ASSIGN(const Json known, m_store.reader().study(study));
  HEADROOM_ASSIGN(const ResolvedStudy before, resolvedStudyFrom(known, "study " + study.text));
  HEADROOM_ASSIGN(ResolvedStudy resolved, resolvedStudyFrom(document, "study"));
  HEADROOM_ASSIGN(Decisions decisions, m_store.reader().studyDecisions(study));
  const std::string hash = dataHashOf(decisions);
  const bool sameData = before.cells.front().base.data == resolved.cells.front().base.data;
  if (sameData && !version.dataHash.empty() && !hash.empty() && version.dataHash != hash)
    return badInput("The data of study " + inQuotes(before.study.name) +
                    " have changed since it began, so old and new runs cannot be compared; start a new study.");
  const Json stored = toJson(resolved);
  HEADROOM_ASSIGN(const std::int64_t number, StudyFolder::of(m_store.database().folder(), study).save(stored));
  HEADROOM_TRY(m_store.database().addStudy(study, resolved.study.name, stored));
  const std::string newHash = !version.dataHash.empty() ? version.dataHash : sameData ? hash : "";
  HEADROOM_TRY(decide(study, {{"kind", "version"}, {"version", number}, {"data_hash", newHash}}));
  HEADROOM_TRY(notePlan(study, version));
  HEADROOM_TRY(endFormerRuns(study, resolved));
  const StudyState state = stateOf(decisions);
  if (state == StudyState::Finished) HEADROOM_TRY(decide(study, stateDecision(StudyState::Running)));
  if (state == StudyState::Finished || state == StudyState::Running) {
    m_running.insert_or_assign(study, std::move(resolved));
    HEADROOM_TRY(advance(study));
  }
  return number;
}

/// Runs that wait or train for what the new version no longer means are stopped; what has ended stays.
Result<void> StudyRunner::endFormerRuns(const StudyId& study, const ResolvedStudy& resolved) {
  HEADROOM_ASSIGN(const std::vector<StudyFact> facts, factsOf(m_store.reader(), study, resolved));
  std::set<std::string> meant;
  for (const StudyFact& fact : facts) meant.insert(fact.id.text);
  return forEachRun(study, [&](const RunSummary& run) -> Result<void> {
    if (meant.contains(run.id.text) || (!isLive(run.state) && run.state != RunState::Queued)) return {};
    if (const auto stopped = m_supervisor.stop(run.id); !stopped) logLine(stopped.error().message);
    return {};
  });
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
  if (to != StudyState::Running) {
    HEADROOM_TRY(decide(study, stateDecision(to)));
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
  // Which runs are taken up again is stored with the state, so that an engine that is killed now changes nothing.
  Json resumes = Json::array();
  std::vector<RunId> failures;
  HEADROOM_TRY(forEachRun(study, [&](const RunSummary& run) -> Result<void> {
    constexpr RunState kHeld[] = {RunState::Pausing, RunState::Stopping, RunState::Paused, RunState::Stopped};
    if (std::find(std::begin(kHeld), std::end(kHeld), run.state) != std::end(kHeld))
      resumes.push_back({{"run", run.id.text}, {"attempt", run.attempt}});
    if (run.state == RunState::Failed || run.state == RunState::Lost) failures.push_back(run.id);
    return {};
  }));
  Json decision = stateDecision(to);
  decision["resumes"] = resumes;
  HEADROOM_TRY(decide(study, decision));
  m_running.insert_or_assign(study, std::move(resolved));
  resumeAsked({decision});
  for (const RunId& run : failures) resumeRun(run);  // they get one more try
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
    HEADROOM_ASSIGN(std::vector<StudyFact> facts, factsOf(m_store.reader(), study, resolved));
    std::set<std::string> bare;  // trunks to be trained again
    for (const StudyFact& fact : facts)
      if (!canBeForked(resolved, fact, facts)) bare.insert(fact.id.text);
    std::erase_if(facts, [&](const StudyFact& fact) { return bare.contains(fact.id.text); });
    HEADROOM_ASSIGN(const Decisions decisions, m_store.reader().studyDecisions(study));
    HEADROOM_ASSIGN(const NextSteps next, nextSteps(resolved, facts, decisions));
    for (const Json& decision : next.decisions) HEADROOM_TRY(decide(study, decision));
    if (!next.decisions.empty() && stateOf(next.decisions) != StudyState::Running) {
      m_running.erase(study);
      return {};
    }
    if (!next.decisions.empty()) continue;
    for (const RunId& run : next.retry) resumeRun(run);
    auto underWay = static_cast<std::size_t>(std::count_if(facts.begin(), facts.end(), [](const StudyFact& fact) {
      return isLive(fact.state) || fact.state == RunState::Queued;
    }));
    const std::size_t most = mostAtOnce();
    bool reused = false;
    std::optional<Error> problem;
    for (const NextSteps::Submit& submit : next.submit) {
      if (underWay >= most) break;
      const auto known = submitNext(study, resolved, submit);
      if (!known)
        problem = known.error();  // others may still be possible
      else if (*known)
        reused = true;
      else
        ++underWay;
    }
    if (reused) continue;
    if (problem && underWay == 0) {
      Json decision = stateDecision(StudyState::Paused);
      decision["reason"] = problem->message;
      m_running.erase(study);
      return decide(study, std::move(decision));
    }
    if (problem) return *problem;
    if (next.finished) {
      m_running.erase(study);
      return decide(study, stateDecision(StudyState::Finished));
    }
    return {};
  }
}

/// A trunk whose checkpoint is gone where a cooldown still has to begin (in a bundle, or of fewer horizons) is trained
/// again; any other run stays what it is.
bool StudyRunner::canBeForked(const ResolvedStudy& resolved, const StudyFact& trunk,
                              const std::vector<StudyFact>& facts) const {
  const ResolvedCell& cell = *resolved.find(trunk.run.arm, trunk.run.scale);
  if (trunk.run.role != RunRole::Trunk || trunk.state != RunState::Completed) return true;
  return std::all_of(cell.horizons.begin(), cell.horizons.end(), [&](std::int64_t horizon) {
    StudyRun cooldown = trunk.run;
    cooldown.role = RunRole::Cooldown;
    cooldown.horizon = horizon;
    std::error_code error;
    return std::any_of(facts.begin(), facts.end(), [&](const StudyFact& fact) { return fact.run == cooldown; }) ||
           std::filesystem::exists(m_store.folder(trunk.id).checkpoint(forkStep(resolved.study, cell, horizon)), error);
  });
}

Result<bool> StudyRunner::submitNext(const StudyId& study, const ResolvedStudy& resolved,
                                     const NextSteps::Submit& next) {
  RunDefinition definition = definitionOf(resolved, next.run);
  if (definition.from) definition.from->run = next.trunk;
  HEADROOM_ASSIGN(const Decisions decisions, m_store.reader().studyDecisions(study));
  const std::string dataHash = dataHashOf(decisions);
  const bool fresh = !decisions.empty() && decisions.front().value("fresh", false);
  // Seconds of another hour are not compared with those of now.
  const bool reusable = !dataHash.empty() && next.run.role != RunRole::Timing;
  const std::string hash = reusable ? reuseHash(definition, fresh ? dataHash + study.text : dataHash) : "";
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

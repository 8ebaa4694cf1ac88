// Carries studies out: after every change of a run's state it asks core/study what comes next, stores what was decided,
// and puts runs into the queue. The only place that changes a study.
#pragma once

#include <QObject>
#include <functional>
#include <map>
#include <set>

#include "core/engine/run_store.h"
#include "core/engine/supervisor.h"
#include "core/study/study_folder.h"

namespace headroom {

/// What is known of a version of a study besides its document.
struct StudyVersion {
  std::string dataHash;  // of its data; "" = unknown: no run is reused
  Json plan;             // as `headroom study plan` gave it, kept beside what was done; null = none
};

class StudyRunner : public QObject {
  Q_OBJECT

 public:
  StudyRunner(RunStore& store, Supervisor& supervisor);

  /// Goes on with the studies that were running when an engine ended.
  Result<void> adopt();

  /// A resolved study document. A fresh study reuses no run but its own.
  Result<StudyId> start(const Json& document, const StudyVersion& version, bool fresh = false);
  /// A new version of a study: more seeds, other arms. Runs that are there stay; those that the new one does not mean
  /// count no longer, and are stopped where they still train. Refused where the data have changed under their name.
  Result<std::int64_t> replace(const StudyId& study, const Json& document, const StudyVersion& version);
  /// Its runs are paused, and no new one is submitted.
  Result<StudyState> pause(const StudyId& study);
  Result<StudyState> resume(const StudyId& study);
  /// Its runs are stopped with a checkpoint; resume takes it up again.
  Result<StudyState> stop(const StudyId& study);

 private:
  Result<void> notePlan(const StudyId& study, const StudyVersion& version);
  Result<void> endFormerRuns(const StudyId& study, const ResolvedStudy& resolved);
  bool canBeForked(const ResolvedStudy& resolved, const StudyFact& trunk, const std::vector<StudyFact>& facts) const;
  void resumeAsked(const Decisions& decisions);
  Result<void> linkNoted(const StudyId& study, const Decisions& decisions);
  void advanceAll();
  Result<void> advance(const StudyId& study);
  /// Whether a run that was there already serves, so that what follows from it can be done at once.
  Result<bool> submitNext(const StudyId& study, const ResolvedStudy& resolved, const NextSteps::Submit& next);
  Result<void> decide(const StudyId& study, Json decision);
  Result<StudyState> change(const StudyId& study, StudyState to);
  void resumeRun(const RunId& run);
  Result<void> forEachRun(const StudyId& study, const std::function<Result<void>(const RunSummary&)>& act);

  RunStore& m_store;
  Supervisor& m_supervisor;
  std::map<StudyId, ResolvedStudy> m_running;
  std::map<StudyId, std::string> m_problems;  // last said, so that the log does not repeat itself
  std::set<RunId> m_resumeOnceEnded;          // they were still pausing or stopping when their study was resumed
  std::uint64_t m_seen = 0;                   // happenings
};

}  // namespace headroom

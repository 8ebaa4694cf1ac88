// A run's life: what may follow what.
#include <QtTest>

#include "core/runs/run_state.h"

using namespace headroom;
using S = RunState;
using E = RunEvent;

namespace {

/// Where a list of events leads from a state; nothing when one of them is refused.
std::optional<S> after(S state, std::initializer_list<E> events) {
  for (const E event : events) {
    const auto next = transition(state, event);
    if (!next) return std::nullopt;
    state = *next;
  }
  return state;
}

}  // namespace

class RunStateTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyStateHasAWordOfItsOwn() {
    for (const S state : allRunStates()) QVERIFY(runStateFrom(word(state)) == state);
    QCOMPARE(allRunStates().size(), std::size_t{12});
    QVERIFY(!runStateFrom("asleep"));
  }

  void leadsFromDraftToCompleted() {
    QVERIFY(after(S::Draft, {E::Submit, E::Start, E::Began, E::Completed}) == S::Completed);
  }

  void pausesAndResumesAsTheSameRun() {
    QVERIFY(after(S::Running, {E::AskPause, E::Paused, E::Resume, E::Start, E::Began}) == S::Running);
  }

  void stopsAWaitingRunWithoutStartingIt() { QVERIFY(after(S::Queued, {E::AskStop}) == S::Stopped); }

  void believesAWorkersEndWhateverWasAsked() {
    for (const S live : {S::Starting, S::Running, S::Pausing, S::Stopping}) {
      QVERIFY(isLive(live));
      QVERIFY(after(live, {E::Completed}) == S::Completed);
      QVERIFY(after(live, {E::Diverged}) == S::Diverged);
      QVERIFY(after(live, {E::Failed}) == S::Failed);
    }
  }

  void resumesExactlyWhatCanResume() {
    for (const S state : allRunStates()) QCOMPARE(transition(state, E::Resume).ok(), canResume(state));
    QVERIFY(!canResume(S::Completed));
    QVERIFY(!canResume(S::Diverged));
  }

  void saysWhyNot() {
    const auto refusal = transition(S::Completed, E::Resume);
    QVERIFY(!refusal);
    QCOMPARE(refusal.error().kind, ErrorKind::BadInput);
    QCOMPARE(refusal.error().message,
             std::string("A run that is completed cannot be resumed; clone it with more steps instead."));
  }

  void anEndedRunStaysEnded() {
    for (const S ended : {S::Completed, S::Diverged}) {
      QVERIFY(isEnded(ended));
      for (const E event : {E::Submit, E::Start, E::AskPause, E::AskStop, E::Began, E::Failed, E::Silent})
        QVERIFY(!transition(ended, event));
    }
  }
};

QTEST_APPLESS_MAIN(RunStateTest)
#include "tst_run_state.moc"

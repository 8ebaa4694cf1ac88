// Waits until a run has ended or paused, showing its progress; Ctrl+C stops the run, twice leaves at once.
#include "app/cli/wait_for_run.h"

#include <signal.h>

#include <algorithm>
#include <cmath>

#include "app/cli/progress.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/local_run_reader.h"

namespace headroom::cli {
namespace {

volatile sig_atomic_t interrupts = 0;

/// Counts Ctrl+C while it lives.
class CatchInterrupts {
 public:
  CatchInterrupts() {
    interrupts = 0;
    struct sigaction action {};
    action.sa_handler = [](int) { interrupts = interrupts + 1; };
    ::sigaction(SIGINT, &action, &m_before);  // without SA_RESTART: a wait ends at once
  }
  ~CatchInterrupts() { ::sigaction(SIGINT, &m_before, nullptr); }
  CatchInterrupts(const CatchInterrupts&) = delete;
  CatchInterrupts& operator=(const CatchInterrupts&) = delete;

 private:
  struct sigaction m_before {};
};

/// Tokens a second at the median step; the first few are left out, for they warm up.
Result<double> steadyThroughput(const RunReader& reader, const RunId& run) {
  HEADROOM_ASSIGN(const SeriesPoints points, reader.series(run, "throughput"));
  std::vector<double> values = points.values;
  values.erase(values.begin(),
               values.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(5, values.size() / 2)));
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.empty()) return RunSummary::kUnknown;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Seconds all attempts took together.
Result<double> wallSeconds(const RunReader& reader, const RunSummary& run) {
  HEADROOM_ASSIGN(const std::vector<AttemptRecord> attempts, reader.attempts(run.id));
  double seconds = 0;
  for (const AttemptRecord& attempt : attempts)
    if (attempt.endedNs > attempt.startedNs) seconds += static_cast<double>(attempt.endedNs - attempt.startedNs) / 1e9;
  if (seconds == 0 && run.finishedNs > run.startedNs && run.startedNs > 0)
    seconds = static_cast<double>(run.finishedNs - run.startedNs) / 1e9;
  return seconds;
}

Result<Answer> answerFor(const RunReader& reader, const RunSummary& run, const WaitFor& what) {
  HEADROOM_ASSIGN(const SeriesPoints losses, reader.series(run.id, "loss/val"));
  HEADROOM_ASSIGN(const double throughput, steadyThroughput(reader, run.id));
  HEADROOM_ASSIGN(const double seconds, wallSeconds(reader, run));
  Answer answer;
  answer.json = {{"run", run.id.text},
                 {"directory", what.directory},
                 {"state", word(run.state)},
                 {"steps", run.step},
                 {"final_val_loss", losses.size() ? jsonNumber(losses.values.back()) : Json()},
                 {"tokens_per_second", jsonNumber(throughput)},
                 {"wall_seconds", seconds}};
  answer.text = std::string(word(run.state)) + ": " + run.id.text + ", " + std::to_string(run.step) + " steps in " +
                formatDuration(seconds) +
                (losses.size() ? ", validation loss " + formatFixed(losses.values.back(), 4) : "") +
                (throughput > 0 ? ", " + formatUnit(throughput, "tokens/s") : "") + "\n" + what.directory + "\n";
  return answer;
}

/// Subscribed, so that the wait wakes up when the database has changed.
Result<EngineConnection> reconnect(const WaitFor& what) {
  HEADROOM_ASSIGN(EngineConnection engine, EngineConnection::open(what.database, StartEngine::IfMissing));
  HEADROOM_TRY(engine.ask({{"do", "subscribe"}}));
  return engine;
}

}  // namespace

Result<Answer> waitForRun(EngineConnection engine, const WaitFor& what) {
  const CatchInterrupts guard;
  int handled = 0;
  if (const auto news = engine.ask({{"do", "subscribe"}}); !news) return news.error();
  HEADROOM_ASSIGN(const std::unique_ptr<RunReader> reader, LocalRunReader::open(what.database));
  Progress progress(what.silent);
  for (;;) {
    HEADROOM_ASSIGN(const RunSummary run, reader->run(what.run));
    progress.show(run);
    const bool over = isEnded(run.state) || run.state == RunState::Paused;
    const bool leaveNow = interrupts >= 2;
    if (leaveNow && !over) (void)engine.ask({{"do", "abort"}, {"run", what.run.text}}, std::chrono::seconds(2));
    if (over || leaveNow) {
      HEADROOM_ASSIGN(Answer answer, answerFor(*reader, run, what));
      if (interrupts > 0) {
        answer.unsuccessful =
            Error{ErrorKind::Interrupted,
                  "Interrupted: the run is " + std::string(word(run.state)) +
                      (canResume(run.state) ? "; `headroom resume " + run.id.text + "` goes on." : ".")};
      } else if (run.state == RunState::Failed || run.state == RunState::Diverged || run.state == RunState::Lost) {
        answer.unsuccessful = Error{ErrorKind::RunFailed,
                                    "Run " + run.id.text + " " + (run.state == RunState::Lost ? "is " : "") +
                                        std::string(word(run.state)) + (run.reason.empty() ? "." : ": " + run.reason)};
      }
      return answer;
    }
    if (interrupts > handled) {
      handled = 1;
      progress.say("Stopping after this step (Ctrl+C again leaves now) …");
      (void)engine.ask({{"do", "stop"}, {"run", what.run.text}});
    }
    if (const auto news = engine.nextNews(std::chrono::milliseconds(500)); !news) {
      // The engine is gone; the run is not. A new engine adopts it.
      HEADROOM_ASSIGN(engine, reconnect(what));
    }
  }
}

}  // namespace headroom::cli

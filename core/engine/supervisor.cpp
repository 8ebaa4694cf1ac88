// The queue and the workers.
#include "core/engine/supervisor.h"

#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/engine/detached_process.h"

namespace headroom {
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
namespace {

constexpr int kTickMs = 100;  // while a worker lives; nothing ticks otherwise
constexpr std::chrono::milliseconds kLongestTick{50};
constexpr std::chrono::seconds kAbortWithin{5};
constexpr std::chrono::seconds kStartAgainAfter{5};
constexpr std::uint64_t kLargestWal = std::uint64_t{64} << 20;

/// "cuda" and "cuda:0" are one device.
std::string slotOf(const std::string& device) {
  return device == "cuda" ? "cuda:0" : device.empty() ? "cpu" : device;
}

/// All cores where the definition cannot be read.
std::int64_t threadsOf(const RunStore& store, const RunId& run) {
  const auto definition = store.reader().definition(run);
  return definition ? definition->numerics.threads : numericsHere().threads;
}

std::string lastLine(const fs::path& log, std::uintmax_t begin) {
  const auto text = readFile(log);
  if (!text || text->size() <= begin) return {};
  std::string last;
  for (const std::string& line : split(std::string_view(*text).substr(begin), '\n'))
    if (!trimmed(line).empty()) last = line;
  return last;
}

RunEvent eventOf(RunState ended) {
  switch (ended) {
    case RunState::Completed:
      return RunEvent::Completed;
    case RunState::Stopped:
      return RunEvent::Stopped;
    case RunState::Paused:
      return RunEvent::Paused;
    case RunState::Diverged:
      return RunEvent::Diverged;
    default:
      return RunEvent::Failed;
  }
}

/// A run that begins from another's checkpoint gets it by hard links: no byte is copied, and each run may delete its
/// own.
Result<void> linkCheckpoint(const RunFolder& from, const RunFolder& to, std::int64_t step) {
  const auto complete = completeCheckpoints(from);
  const auto found =
      std::find_if(complete.begin(), complete.end(), [&](const CheckpointFolder& c) { return c.step == step; });
  if (found == complete.end())
    return badInput("Run " + inQuotes(from.run().text) + " has no checkpoint of step " + std::to_string(step) +
                    " to begin from.");
  const fs::path target = to.checkpoint(step);
  fs::path part = target;
  part += ".part";
  std::error_code error;
  fs::create_directories(part, error);
  for (fs::directory_iterator file(found->path, error), end; !error && file != end; file.increment(error))
    fs::create_hard_link(file->path(), part / file->path().filename(), error);
  if (!error) fs::rename(part, target, error);
  if (error)
    return failed("Checkpoint " + inQuotes(found->path.string(), 200) + " cannot be linked: " + error.message() + ".");
  return {};
}

}  // namespace

void logLine(const std::string& text) {
  std::fprintf(stderr, "%s %s\n", isoTime(wallNs()).c_str(), oneLine(text).c_str());
}

Supervisor::Supervisor(RunStore& store) : m_store(store) {
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &Supervisor::tick);
}

Result<RunId> Supervisor::add(const RunDefinition& definition, RunMeta meta, bool draft) {
  const RunId run = m_store.unusedId();
  HEADROOM_TRY(add(run, definition, std::move(meta), draft));
  return run;
}

Result<void> Supervisor::add(const RunId& run, const RunDefinition& definition, RunMeta meta, bool draft) {
  meta.position = m_lastPosition + 1;
  std::optional<RunFolder> trunk;
  if (definition.from) {
    HEADROOM_TRY(m_store.reader().run(definition.from->run));
    trunk = m_store.folder(definition.from->run);
  }
  // A fork is a draft until it has its checkpoint, so that no worker can start it from nothing.
  const RunState first = draft || trunk ? RunState::Draft : RunState::Queued;
  HEADROOM_TRY(m_store.add(run, definition, meta, first));
  if (trunk)
    if (const auto linked = linkCheckpoint(*trunk, m_store.folder(run), definition.from->step); !linked) {
      HEADROOM_TRY(m_store.remove(run));
      return linked.error();
    }
  if (!draft) HEADROOM_TRY(start(run));
  return {};
}

Result<void> Supervisor::adopt() {
  for (const std::string& problem : m_store.catchUp()) logLine(problem);
  HEADROOM_ASSIGN(const RunChanges all, m_store.reader().runs());
  for (const RunSummary& summary : all.changed) {
    m_lastPosition = std::max(m_lastPosition, summary.meta.position);
    if (summary.state == RunState::Queued) HEADROOM_TRY(enqueue(summary.id));
    if (!isLive(summary.state)) continue;
    HEADROOM_ASSIGN(LiveRun live, LiveRun::follow(m_store.database(), m_store.folder(summary.id), summary.attempt));
    live.state = summary.state;
    live.device = slotOf(summary.device);
    live.threads = threadsOf(m_store, summary.id);
    if (live.isAlive()) logLine("adopted run " + summary.id.text + ", attempt " + std::to_string(summary.attempt));
    const bool neverStarted = summary.state == RunState::Starting && !live.isAlive() && !live.hasJournal();
    LiveRun& kept = m_live.emplace(summary.id, std::move(live)).first->second;
    if (!neverStarted) continue;
    // The engine before us was killed between its note and the worker's start: the queue has it again.
    HEADROOM_TRY(happen(kept, RunEvent::Failed, "the engine ended before the worker began"));
    m_live.erase(summary.id);
    HEADROOM_TRY(resume(summary.id));
  }
  tickSoon();
  return {};
}

void Supervisor::tickSoon(int ms) {
  if (!m_timer.isActive() || m_timer.remainingTime() > ms) m_timer.start(ms);
}

void Supervisor::tick() {
  const auto begin = Clock::now();
  bool more = false;
  for (auto at = m_live.begin(); at != m_live.end();) {
    LiveRun& live = (at++)->second;  // follow() may end it
    follow(live, &more);
    if (Clock::now() - begin > kLongestTick && at != m_live.end()) more = true;
  }
  startWaiting();
  Database& database = m_store.database();
  const auto flushed = database.walBytes() > kLargestWal ? database.checkpointAll() : database.checkpoint();
  if (!flushed) logLine(flushed.error().message);
  if (more)
    tickSoon();
  else if (!m_live.empty())
    tickSoon(kTickMs);
  else if (m_startsAfter && !m_waiting.empty())
    tickSoon(1000);
  Q_EMIT ticked();
}

void Supervisor::follow(LiveRun& live, bool* more) {
  // Asked before the journal is read: what a worker wrote before its death is read after it.
  const bool alive = live.isAlive();
  const auto begin = Clock::now();
  for (;;) {
    const auto taken = live.takeIn(m_store.database());
    if (!taken) {
      if (!live.problemSaid) logLine("run " + live.run().text + ": " + taken.error().message);
      live.problemSaid = true;
      break;
    }
    if (!*taken) break;
    m_store.touch(live.run());
    if (live.state == RunState::Starting) {
      if (const auto now = happen(live, RunEvent::Began, {}); !now) logLine(now.error().message);
    }
    if (Clock::now() - begin > kLongestTick) {
      *more = true;  // a large journal: others have their turn before its rest
      return;
    }
  }
  if (!alive) return conclude(live);
  if (live.killAfter && Clock::now() > *live.killAfter && live.process() > 0) {
    logLine("run " + live.run().text + " does not leave; killing process " + std::to_string(live.process()));
    ::kill(static_cast<pid_t>(live.process()), SIGKILL);
    live.killAfter.reset();
  }
}

void Supervisor::conclude(LiveRun& live) {
  RunEvent event = RunEvent::Failed;
  std::string reason;
  if (const auto end = live.endRecord()) {
    event = eventOf(end->state);
    reason = end->reason;
  } else if (live.abortAsked()) {
    event = RunEvent::Stopped;
    reason = "left at once, as asked; it resumes from its last checkpoint";
  } else {
    reason = "ended without a word (killed? out of memory?)";
    if (const std::string last = lastLine(live.folder().log(), live.logBegin); !last.empty())
      reason += "; its log ends: " + inQuotes(last, 300);
  }
  if (const auto now = happen(live, event, reason); !now) {
    // It stays among the living and is concluded again, when the disk may take it.
    if (!live.problemSaid) logLine("run " + live.run().text + ": " + now.error().message);
    live.problemSaid = true;
    return;
  }
  logLine("run " + live.run().text + " " + std::string(word(live.state)) + (reason.empty() ? "" : ": " + reason));
  const RunId run = live.run();
  m_live.erase(run);
}

void Supervisor::startWaiting() {
  if (m_held || m_waiting.empty() || (m_startsAfter && Clock::now() < *m_startsAfter)) return;
  m_startsAfter.reset();
  std::set<std::string> full;  // nobody overtakes a run that waits for room
  for (const Waiting& waiting : queue()) {
    if (full.contains(waiting.device)) continue;
    if (!hasRoom(waiting)) {
      full.insert(waiting.device);
      continue;
    }
    if (const auto started = startWorker(waiting); !started) {
      logLine("run " + waiting.run.text + " cannot be started: " + started.error().message);
      m_startsAfter = Clock::now() + kStartAgainAfter;
      return;
    }
  }
  if (!m_live.empty()) tickSoon(kTickMs);
}

/// A GPU takes one run. The processor takes as many as it has cores for their threads, and one whatever it asks.
bool Supervisor::hasRoom(const Waiting& waiting) const {
  std::int64_t threads = 0;
  bool busy = false;
  for (const auto& [run, live] : m_live)
    if (live.device == waiting.device) {
      busy = true;
      threads += live.threads;
    }
  return !busy || (waiting.device == "cpu" && threads + waiting.threads <= m_cores);
}

Result<void> Supervisor::startWorker(const Waiting& waiting) {
  const RunFolder folder = m_store.folder(waiting.run);
  HEADROOM_ASSIGN(const RunSummary summary, m_store.reader().run(waiting.run));
  std::int64_t attempt = summary.attempt;
  for (const JournalFile& journal : journalFiles(folder)) attempt = std::max(attempt, journal.attempt);
  ++attempt;
  const auto fail = [&](const std::string& reason) -> Result<void> {
    HEADROOM_TRY(m_store.happen(waiting.run, RunState::Queued, RunEvent::Failed,
                                {.attempt = attempt, .step = summary.step, .reason = reason}));
    m_waiting.erase(waiting.run);
    return {};
  };

  auto lock = FileLock::tryLock(folder.lock());
  if (!lock) return fail(lock.error().message);
  if (!*lock) return fail("Another process holds the lock of this run's folder; end it, then resume the run.");
  const auto program = findProgram("HEADROOM_TRAIN_PROGRAM", "headroom-train");
  if (!program) return fail(program.error().message);
  HEADROOM_ASSIGN(LiveRun live, LiveRun::follow(m_store.database(), folder, attempt));
  live.device = waiting.device;
  live.threads = waiting.threads;
  std::error_code error;
  live.logBegin = fs::file_size(folder.log(), error);
  if (error) live.logBegin = 0;

  HEADROOM_ASSIGN(live.state, m_store.happen(waiting.run, RunState::Queued, RunEvent::Start,
                                             {.attempt = attempt, .step = summary.step}));
  const RunId run = waiting.run;
  const auto process =
      startDetached({.program = *program,
                     .arguments = {"train", "--run-dir", folder.path().string(), "--attempt", std::to_string(attempt)},
                     .log = folder.log(),
                     .inherited = (*lock)->descriptor(),
                     .environment = {{"HEADROOM_LOCK_FD", std::to_string((*lock)->descriptor())}}});
  m_waiting.erase(run);
  if (process) {
    live.setProcess(*process);
    logLine("run " + run.text + " started, attempt " + std::to_string(attempt) + ", process " +
            std::to_string(*process));
  }
  LiveRun& kept = m_live.emplace(run, std::move(live)).first->second;
  if (process) return {};
  const auto ended = happen(kept, RunEvent::Failed, process.error().message);
  if (ended) m_live.erase(run);
  return {};
}

Result<void> Supervisor::enqueue(const RunId& run) {
  HEADROOM_ASSIGN(const RunSummary summary, m_store.reader().run(run));
  m_lastPosition = std::max(m_lastPosition, summary.meta.position);
  m_waiting[run] = {run, summary.meta.priority, summary.meta.position, slotOf(summary.device), threadsOf(m_store, run)};
  tickSoon();
  return {};
}

LiveRun* Supervisor::liveRun(const RunId& run) {
  const auto found = m_live.find(run);
  return found == m_live.end() ? nullptr : &found->second;
}

Result<RunState> Supervisor::happen(LiveRun& live, RunEvent event, const std::string& reason) {
  HEADROOM_ASSIGN(live.state, m_store.happen(live.run(), live.state, event,
                                             {.attempt = live.attempt(), .step = live.lastStep(), .reason = reason}));
  return live.state;
}

Result<RunState> Supervisor::wish(const RunId& run, RunEvent event, Control::Command command) {
  if (LiveRun* live = liveRun(run)) {
    // The command first: a wish that could not be written has not been expressed.
    HEADROOM_TRY(transition(live->state, event));
    HEADROOM_TRY(live->command(command));
    return happen(*live, event, "as asked");
  }
  HEADROOM_ASSIGN(const RunSummary summary, m_store.reader().run(run));
  HEADROOM_ASSIGN(const RunState state,
                  m_store.happen(run, summary.state, event,
                                 {.attempt = summary.attempt, .step = summary.step, .reason = "as asked"}));
  m_waiting.erase(run);
  tickSoon();
  return state;
}

Result<RunState> Supervisor::start(const RunId& run) {
  HEADROOM_ASSIGN(const RunSummary summary, m_store.reader().run(run));
  if (summary.state == RunState::Draft) {
    const RunFolder folder = m_store.folder(run);
    HEADROOM_ASSIGN(const RunDefinition definition, loadDefinition(folder));
    HEADROOM_TRY(saveDefinition(folder, definition));
  }
  RunState state = summary.state;
  if (state != RunState::Queued) {
    HEADROOM_ASSIGN(state, m_store.happen(run, summary.state, RunEvent::Submit, {}));
  }
  HEADROOM_TRY(enqueue(run));
  return state;
}

Result<RunState> Supervisor::stop(const RunId& run) {
  if (const LiveRun* live = liveRun(run); live && live->state == RunState::Stopping) return abort(run);
  return wish(run, RunEvent::AskStop, Control::Command::Stop);
}

Result<RunState> Supervisor::abort(const RunId& run) {
  HEADROOM_ASSIGN(const RunState state, wish(run, RunEvent::AskStop, Control::Command::Abort));
  if (LiveRun* live = liveRun(run)) {
    if (!live->killAfter) live->killAfter = Clock::now() + kAbortWithin;
  }
  return state;
}

Result<RunState> Supervisor::pause(const RunId& run) {
  return wish(run, RunEvent::AskPause, Control::Command::Pause);
}

Result<RunState> Supervisor::resume(const RunId& run) {
  HEADROOM_ASSIGN(const RunSummary summary, m_store.reader().run(run));
  HEADROOM_ASSIGN(const RunState state,
                  m_store.happen(run, summary.state, RunEvent::Resume,
                                 {.attempt = summary.attempt, .step = summary.step, .reason = "as asked"}));
  HEADROOM_TRY(enqueue(run));
  return state;
}

Result<RunState> Supervisor::checkpoint(const RunId& run) {
  LiveRun* live = liveRun(run);
  if (!live)
    return badInput("Run " + inQuotes(run.text) +
                    " does not train now, so it has nothing new to write; its last checkpoint stands.");
  if (live->state == RunState::Pausing || live->state == RunState::Stopping)
    return live->state;  // it writes one anyway
  HEADROOM_TRY(live->command(Control::Command::Checkpoint));
  return live->state;
}

Result<void> Supervisor::remove(const RunId& run) {
  if (liveRun(run)) return refused("Run " + inQuotes(run.text) + " is training; stop it before you delete it.");
  HEADROOM_TRY(m_store.remove(run));
  m_waiting.erase(run);
  tickSoon();
  return {};
}

Result<void> Supervisor::setPriority(const RunId& run, std::int64_t priority) {
  HEADROOM_TRY(m_store.changeMeta(run, [&](RunMeta& meta) { meta.priority = priority; }));
  if (const auto found = m_waiting.find(run); found != m_waiting.end()) found->second.priority = priority;
  tickSoon();
  return {};
}

Result<void> Supervisor::move(const RunId& run, const std::optional<RunId>& before) {
  const auto moved = m_waiting.find(run);
  if (moved == m_waiting.end())
    return badInput("Run " + inQuotes(run.text) + " does not wait in the queue, so it cannot be moved there.");
  std::int64_t priority = moved->second.priority;
  double position = m_lastPosition + 1;
  if (before) {
    const std::vector<Waiting> order = queue();
    const auto target = std::find_if(order.begin(), order.end(), [&](const Waiting& w) { return w.run == *before; });
    if (target == order.end()) return badInput("Run " + inQuotes(before->text) + " does not wait in the queue.");
    if (*before == run) return {};
    priority = target->priority;
    position = target->position - 1;
    for (auto earlier = target; earlier != order.begin();) {
      --earlier;
      if (earlier->run == run) continue;
      if (earlier->priority == priority) position = (earlier->position + target->position) / 2;
      break;
    }
  }
  HEADROOM_TRY(m_store.changeMeta(run, [&](RunMeta& meta) {
    meta.priority = priority;
    meta.position = position;
  }));
  return enqueue(run);
}

std::vector<Supervisor::Waiting> Supervisor::queue() const {
  std::vector<Waiting> order;
  for (const auto& [run, waiting] : m_waiting) order.push_back(waiting);
  std::sort(order.begin(), order.end(), [](const Waiting& a, const Waiting& b) {
    return std::tuple(-a.priority, a.position, a.run) < std::tuple(-b.priority, b.position, b.run);
  });
  return order;
}

std::vector<RunId> Supervisor::live() const {
  std::vector<RunId> runs;
  for (const auto& [run, live] : m_live) runs.push_back(run);
  return runs;
}

void Supervisor::holdStarts(bool held) {
  m_held = held;
  if (!held) tickSoon();
}

}  // namespace headroom

// headroom-fake-worker: a worker without tensors. Same command line and files as headroom-train, a known curve, faults
// on request. The script is the JSON object "fake" in run.json's data, else HEADROOM_FAKE:
//   {"msPerStep": 1, "evalEvery": 50, "checkpointEvery": 50, "hangAt": 0, "crashAt": 0, "nanAt": 0, "failAt": 0,
//   "refuse": ""}
// `sample FOLDER --checkpoint=N --prompt=TEXT …` answers " continues (N)"; a prompt "fail" or "hang" does that.
// clockBackAt: wall times are a day earlier from this step on. hangAt: deaf from this step on. crashAt: kill -9 of
// itself, failAt: ends with a reason; both in the first attempt only.
// `doctor` measures nothing: two parts of progress and a small document. HEADROOM_FAKE_DOCTOR: "hang" before the
// document, "fail" in its place.
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "core/base/files.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/journal_messages.h"
#include "core/runs/journal_writer.h"
#include "core/runs/run_folder.h"
#include "tests/support/fake_curve.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

volatile sig_atomic_t terminated = 0;

double wallSeconds() {
  return static_cast<double>(wallNs()) / 1e9;
}

void sleepMs(double ms) {
  if (ms <= 0) return;
  const auto ns = static_cast<long long>(ms * 1e6);
  timespec left{ns / 1'000'000'000, static_cast<long>(ns % 1'000'000'000)};
  while (::nanosleep(&left, &left) != 0 && !terminated) {
  }
}

struct Script {
  double msPerStep;
  std::int64_t evalEvery, checkpointEvery, hangAt, crashAt, nanAt, failAt, clockBackAt;
  std::string refuse;
};

Result<Script> readScript(const RunDefinition& definition) {
  Json object = Json::object();
  if (definition.data.contains("fake")) {
    object = definition.data["fake"];
  } else if (const char* text = std::getenv("HEADROOM_FAKE"); text && *text) {
    HEADROOM_ASSIGN(object, parseJson(text, "HEADROOM_FAKE"));
  }
  JsonReader reader(object, "fake");
  Script script{.msPerStep = reader.real("msPerStep", 1.0),
                .evalEvery = reader.integer("evalEvery", 50),
                .checkpointEvery = reader.integer("checkpointEvery", 50),
                .hangAt = reader.integer("hangAt", 0),
                .crashAt = reader.integer("crashAt", 0),
                .nanAt = reader.integer("nanAt", 0),
                .failAt = reader.integer("failAt", 0),
                .clockBackAt = reader.integer("clockBackAt", 0),
                .refuse = reader.text("refuse", "")};
  HEADROOM_TRY(reader.finish());
  return script;
}

class FakeWorker {
 public:
  FakeWorker(RunFolder folder, std::int64_t attempt, RunDefinition definition, Script script, JournalWriter journal,
             std::int64_t begin)
      : m_folder(std::move(folder)),
        m_attempt(attempt),
        m_definition(std::move(definition)),
        m_script(std::move(script)),
        m_journal(std::move(journal)),
        m_step(begin) {}

  Result<void> train() {
    HEADROOM_TRY(say(RunState::Running, {}));
    HEADROOM_TRY(m_journal.flush());
    const bool first = m_attempt == 1;
    while (m_step < m_definition.steps) {
      HEADROOM_ASSIGN(const Control::Command asked, obey());
      if (asked == Control::Command::Stop) return leave(RunState::Stopped, "as asked");
      if (asked == Control::Command::Pause) return leave(RunState::Paused, "as asked");
      if (asked == Control::Command::Abort) ::_exit(1);
      if (asked == Control::Command::Checkpoint) HEADROOM_TRY(checkpoint());
      if (m_script.hangAt > 0 && m_step + 1 >= m_script.hangAt) hang();
      sleepMs(m_script.msPerStep);
      ++m_step;
      HEADROOM_TRY(record());
      if (first && m_step == m_script.crashAt) ::kill(::getpid(), SIGKILL);
      if (first && m_step == m_script.failAt)
        return end(RunState::Failed, "The fake worker was told to fail here; resume the run.");
      if (m_step == m_script.nanAt)
        return end(RunState::Diverged, "loss/train is NaN at step " + std::to_string(m_step));
      if (m_script.checkpointEvery > 0 && m_step % m_script.checkpointEvery == 0) HEADROOM_TRY(checkpoint());
    }
    return leave(RunState::Completed, {});
  }

 private:
  Result<void> record() {
    const bool back = m_script.clockBackAt > 0 && m_step >= m_script.clockBackAt;
    const double wall = wallSeconds() - (back ? 86'400 : 0);
    const float loss =
        m_step == m_script.nanAt ? std::numeric_limits<float>::quiet_NaN() : fakeLoss(m_step, m_definition.seed);
    const float seconds = static_cast<float>(std::max(m_script.msPerStep, 0.01) / 1e3);
    const ScalarValue values[] = {{"loss/train", loss},
                                  {"lr", 1e-3F},
                                  {"grad_norm", 1.0F / static_cast<float>(m_step)},
                                  {"time/step", seconds},
                                  {"throughput", 4096 / seconds},
                                  {"bandwidth/op-traffic", 1e8F / seconds}};
    m_journal.scalars(m_step, wall, values);
    const bool last = m_step == m_definition.steps;
    if (last || (m_script.evalEvery > 0 && m_step % m_script.evalEvery == 0)) {
      m_journal.scalar(m_step, wall, "loss/val", loss);
      m_journal.real(m_step, wall, "loss/val", loss);
      m_journal.real(m_step, wall, "tokens", 4096.0 * static_cast<double>(m_step));
    }
    if (Clock::now() - m_flushed < std::chrono::milliseconds(20)) return {};
    m_flushed = Clock::now();
    return m_journal.flush();
  }

  Result<Control::Command> obey() {
    if (terminated) return Control::Command::Stop;
    HEADROOM_ASSIGN(const Control control, readControl(m_folder));
    if (control.attempt != m_attempt || control.sequence <= m_obeyed) return Control::Command::None;
    m_obeyed = control.sequence;
    m_journal.text(m_step, wallSeconds(), kAckTag, toText(AckMessage{control.sequence, control.command}));
    return control.command;
  }

  /// Order as in every worker: journal on disk, folder complete, rename.
  Result<void> checkpoint() {
    HEADROOM_TRY(m_journal.sync());
    const fs::path target = m_folder.checkpoint(m_step);
    std::error_code error;
    if (fs::exists(target, error)) return {};
    const fs::path part = m_folder.checkpoints() / (".part-" + std::to_string(::getpid()));
    HEADROOM_TRY(makeFolders(part));
    HEADROOM_TRY(replaceFile(part / "model.safetensors", std::string("\x02\0\0\0\0\0\0\0{}", 10)));
    HEADROOM_TRY(replaceFile(part / "state.json", dump(Json{{"step", m_step}}) + "\n"));
    fs::rename(part, target, error);
    if (error) return failed("The checkpoint cannot be put in place: " + error.message() + ".");
    return syncFile(m_folder.checkpoints());
  }

  Result<void> leave(RunState state, const std::string& reason) {
    HEADROOM_TRY(checkpoint());
    return end(state, reason);
  }

  Result<void> end(RunState state, const std::string& reason) {
    HEADROOM_TRY(say(state, reason));
    return m_journal.sync();
  }

  Result<void> say(RunState state, const std::string& reason) {
    m_journal.text(m_step, wallSeconds(), kStateTag, toText(StateMessage{state, reason, ::getpid()}));
    return {};
  }

  [[noreturn]] void hang() {
    (void)m_journal.flush();
    ::signal(SIGTERM, SIG_IGN);
    for (;;) ::pause();
  }

  RunFolder m_folder;
  std::int64_t m_attempt;
  RunDefinition m_definition;
  Script m_script;
  JournalWriter m_journal;
  std::int64_t m_step;  // the last one done
  std::int64_t m_obeyed = 0;
  Clock::time_point m_flushed{};
};

Result<void> doctor() {
  const char* named = std::getenv("HEADROOM_FAKE_DOCTOR");
  const std::string script = named ? named : "";
  for (int part = 0; part < 2; ++part) {
    std::printf("%s\n", dump(Json{{"progress", {{"done", part}, {"of", 2}, {"what", "part"}}}}).c_str());
    std::fflush(stdout);
    sleepMs(150);
  }
  while (script == "hang" && !terminated) sleepMs(10);
  if (terminated) return failed("The fake doctor was sent away.");
  if (script == "fail") return failed("The fake doctor was told to fail; try again.");
  std::printf("%s\n", dump(Json{{"machine", {{"processor", "fake"}, {"id", "machine-fake"}}},
                                {"measured", isoTime(wallNs())},
                                {"roofs", {{"dram", 5e10}}}})
                          .c_str());
  return {};
}

Result<void> sample(const std::vector<std::string>& arguments) {
  std::string step, prompt;
  for (const std::string& argument : arguments) {
    if (argument.starts_with("--checkpoint=")) step = argument.substr(13);
    if (argument.starts_with("--prompt=")) prompt = argument.substr(9);
  }
  if (prompt == "fail") return failed("The fake worker was told to make no text; ask for another prompt.");
  if (prompt == "hang")
    for (;;) ::pause();
  std::printf("%s\n",
              dump(Json{{"prompt", prompt}, {"text", " continues (" + step + ")"}, {"tokens", {1, 2}}}).c_str());
  return {};
}

Result<void> run(const std::vector<std::string>& arguments) {
  if (!arguments.empty() && arguments[0] == "doctor") return doctor();
  if (!arguments.empty() && arguments[0] == "sample") return sample(arguments);
  if (arguments.size() != 5 || arguments[0] != "train" || arguments[1] != "--run-dir" || arguments[3] != "--attempt")
    return badInput("usage: headroom-fake-worker train --run-dir DIR --attempt N");
  const RunFolder folder(arguments[2]);
  const std::int64_t attempt = std::strtoll(arguments[4].c_str(), nullptr, 10);

  std::optional<FileLock> lock;
  if (const char* inherited = std::getenv("HEADROOM_LOCK_FD")) {
    const int descriptor = std::atoi(inherited);
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    lock.emplace(FileLock::adopt(descriptor));
  } else {
    HEADROOM_ASSIGN(lock, FileLock::tryLock(folder.lock()));
  }
  if (!lock) return refused("Another worker trains this run.");

  HEADROOM_ASSIGN(RunDefinition definition, loadDefinition(folder));
  HEADROOM_ASSIGN(Script script, readScript(definition));
  if (!script.refuse.empty()) return failed(script.refuse);
  HEADROOM_TRY(replaceFile(folder.environment(), dump(Json{{"worker", "fake"}, {"pid", ::getpid()}}) + "\n"));
  const auto checkpoints = completeCheckpoints(folder);
  const std::int64_t begin = checkpoints.empty() ? 0 : checkpoints.back().step;
  HEADROOM_ASSIGN(JournalWriter journal, JournalWriter::open(folder.journal(attempt), begin == 0 ? 0 : begin + 1));
  return FakeWorker(folder, attempt, std::move(definition), std::move(script), std::move(journal), begin).train();
}

}  // namespace
}  // namespace headroom

int main(int argc, char** argv) {
  ::signal(SIGTERM, [](int) { headroom::terminated = 1; });
  const auto done = headroom::run({argv + 1, argv + argc});
  if (done) return 0;
  std::fprintf(stderr, "headroom-fake-worker: %s\n", headroom::oneLine(done.error().message).c_str());
  return headroom::exitCode(done.error());
}

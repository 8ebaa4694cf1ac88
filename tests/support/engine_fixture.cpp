// A small language for tests that need an engine.
#include "tests/support/engine_fixture.h"

#include <signal.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTest>
#include <stdexcept>

#include "core/base/files.h"
#include "core/engine/socket_path.h"
#include "core/runs/local_run_reader.h"
#include "tests/support/fake_curve.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

template <class T>
T orThrow(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

template <class Condition>
bool within(int ms, Condition condition) {
  return QTest::qWaitFor(condition, ms);
}

}  // namespace

EngineFixture::EngineFixture() : m_folder(QString(HEADROOM_BIN_DIR) + "/../tests/tmp-XXXXXX") {
  if (!m_folder.isValid()) throw std::runtime_error("no temporary folder below the build folder");
  qputenv("HEADROOM_PROGRAM", HEADROOM_BIN_DIR "/headroom-test-engine");
  qputenv("HEADROOM_TRAIN_PROGRAM", HEADROOM_BIN_DIR "/headroom-fake-worker");
  qputenv("HEADROOM_TEST_IDLE_MS", "2000");
  qputenv("XDG_RUNTIME_DIR", m_folder.path().toUtf8());
}

EngineFixture::~EngineFixture() {
  m_connection.reset();
  if (engineLives()) killEngine();
  for (const RunFolder& folder : runFolders(this->folder()))
    if (workerLives(folder.run())) killWorker(folder.run());
}

fs::path EngineFixture::folder() const {
  return canonicalDatabase(m_folder.path().toStdString());
}

EngineConnection& EngineFixture::engine() {
  if (!m_connection) m_connection = orThrow(EngineConnection::open(database(), StartEngine::IfMissing));
  return *m_connection;
}

Json EngineFixture::definition(std::int64_t steps, const Json& script, std::uint64_t seed) {
  RunDefinition definition;
  definition.name = "run";
  definition.data = {{"source", "grammar"}, {"fake", script}};
  definition.steps = steps;
  definition.seed = seed;
  definition.numerics.threads = numericsHere().threads;  // one at a time
  return toJson(definition);
}

RunId EngineFixture::submit(std::int64_t steps, const Json& script, const std::string& name, std::int64_t priority) {
  const Json answer = orThrow(
      ask({{"do", "submit"}, {"definition", definition(steps, script)}, {"name", name}, {"priority", priority}}));
  return RunId{answer["run"]};
}

std::int64_t EngineFixture::enginePid() {
  return engine().greeting()["pid"];
}

std::int64_t EngineFixture::workerPid(const RunId& run) const {
  const auto document = readJson(runFolder(run).environment().string());
  return document && document->contains("pid") ? document->at("pid").get<std::int64_t>() : 0;
}

void EngineFixture::killEngine() {
  m_connection.reset();
  if (!engineLives()) return;
  // The lock file names the process that holds it: no connection is needed to kill it.
  const Json note = orThrow(readJson(engineLockPath(database()).string()));
  ::kill(static_cast<pid_t>(note["pid"].get<std::int64_t>()), SIGKILL);
  within(5000, [&] { return !engineLives(); });
}

void EngineFixture::killWorker(const RunId& run) const {
  if (const std::int64_t pid = workerPid(run); pid > 0 && workerLives(run)) ::kill(static_cast<pid_t>(pid), SIGKILL);
  within(5000, [&] { return !workerLives(run); });
}

bool EngineFixture::engineLives() const {
  return FileLock::isHeld(engineLockPath(database()));
}
bool EngineFixture::workerLives(const RunId& run) const {
  return FileLock::isHeld(runFolder(run).lock());
}

RunReader& EngineFixture::reader() {
  if (!m_reader) m_reader = orThrow(LocalRunReader::open(database()));
  return *m_reader;
}

RunSummary EngineFixture::read(const RunId& run) {
  return orThrow(reader().run(run));
}

bool EngineFixture::waitFor(const RunId& run, RunState state, int ms) {
  return within(ms, [&] { return read(run).state == state; });
}

bool EngineFixture::waitForStep(const RunId& run, std::int64_t step, int ms) {
  return within(ms, [&] { return read(run).step >= step; });
}

std::string EngineFixture::compareCurve(const RunId& run, std::int64_t last, std::uint64_t seed) {
  const SeriesPoints points = orThrow(reader().series(run, "loss/train"));
  if (points.steps.size() != static_cast<std::size_t>(last))
    return "there are " + std::to_string(points.steps.size()) + " steps instead of " + std::to_string(last);
  for (std::size_t i = 0; i < points.steps.size(); ++i) {
    const auto step = static_cast<std::int64_t>(i) + 1;
    if (points.steps[i] != step)
      return "step " + std::to_string(points.steps[i]) + " stands where " + std::to_string(step) + " belongs";
    if (points.values[i] != static_cast<double>(fakeLoss(step, seed)))
      return "the value of step " + std::to_string(step) + " differs";
  }
  return {};
}

}  // namespace headroom

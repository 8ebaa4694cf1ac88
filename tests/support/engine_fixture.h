// A small language for tests that need an engine: a folder of its own, the fake worker, kill, wait, read.
#pragma once

#include <QTemporaryDir>
#include <filesystem>
#include <memory>
#include <string>

#include "core/engine/engine_connection.h"
#include "core/runs/run_reader.h"

namespace headroom {

class EngineFixture {
 public:
  /// An empty folder below the build folder; engine and worker are the test programs.
  EngineFixture();
  /// Kills what still lives of its own.
  ~EngineFixture();

  std::filesystem::path folder() const;
  std::filesystem::path database() const { return folder() / "headroom.db"; }
  RunFolder runFolder(const RunId& run) const { return RunFolder::of(folder(), run); }

  /// Connects, starting an engine when none runs. Fails the test (by an exception) with the engine's sentence.
  EngineConnection& engine();
  void disconnect() { m_connection.reset(); }
  Result<Json> ask(const Json& request) { return engine().ask(request); }

  /// A definition of the fake worker's; `script` as in fake_worker.cpp.
  static Json definition(std::int64_t steps, const Json& script = Json::object(), std::uint64_t seed = 1);
  RunId submit(std::int64_t steps, const Json& script = Json::object(), const std::string& name = "run",
               std::int64_t priority = 0);

  std::int64_t enginePid();
  std::int64_t workerPid(const RunId& run) const;  // 0 while unknown
  void killEngine();                               // -9, and waits until its lock is free
  void killWorker(const RunId& run) const;         // -9, and waits until its lock is free
  bool engineLives() const;
  bool workerLives(const RunId& run) const;

  RunSummary read(const RunId& run);
  RunState state(const RunId& run) { return read(run).state; }
  /// Waits until the run is in this state; false when the time is over or it ended otherwise (see `seen`).
  bool waitFor(const RunId& run, RunState state, int ms = 20'000);
  bool waitForStep(const RunId& run, std::int64_t step, int ms = 20'000);
  /// "" when loss/train of the run is the fake curve: steps 1…last, each once, each with its exact value. Else what
  /// differs.
  std::string compareCurve(const RunId& run, std::int64_t last, std::uint64_t seed = 1);

 private:
  RunReader& reader();

  QTemporaryDir m_folder;
  std::optional<EngineConnection> m_connection;
  std::unique_ptr<RunReader> m_reader;
};

}  // namespace headroom

// What the engine costs while nothing happens, and how soon a record that a worker wrote can be read from the database.
// bench_engine [idle seconds = 30] [records = 200]. Hold: a metric on screen 0.3 s after its step.
#include <unistd.h>

#include <QCoreApplication>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <thread>
#include <vector>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/local_run_reader.h"
#include "tests/support/engine_fixture.h"

using namespace headroom;

namespace {

// The fake worker writes a record at once when the one before it is 20 ms old; 37 and the engine's tick of 100 ms have
// no common rhythm.
constexpr double kMsPerStep = 37;

template <class T>
T need(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

/// Seconds of processor time that a process has used, user and system: fields 14 and 15 of /proc/<pid>/stat, in ticks
/// of the system's clock.
double processorSeconds(std::int64_t pid) {
  const std::string text = need(readFile("/proc/" + std::to_string(pid) + "/stat"));
  std::istringstream fields(text.substr(text.rfind(')') + 1));  // the name before it may hold spaces
  std::string skipped;
  for (int field = 3; field < 14; ++field) fields >> skipped;
  long long user = 0, system = 0;
  fields >> user >> system;
  return static_cast<double>(user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

/// How often it fell asleep of its own accord: finer than the clock's ticks.
double wakeUps(std::int64_t pid) {
  for (const std::string& line : split(need(readFile("/proc/" + std::to_string(pid) + "/status")), '\n'))
    if (line.starts_with("voluntary_ctxt_switches:")) return std::strtod(line.c_str() + line.find(':') + 1, nullptr);
  return 0;
}

double quantile(std::vector<double> values, double q) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(q * static_cast<double>(values.size() - 1) + 0.5)];
}

void row(const char* what, const char* unit, double value) {
  std::printf("%-58s %10.4f %s\n", what, value, unit);
}

void measureIdle(EngineFixture& fixture, double seconds) {
  need(fixture.ask({{"do", "subscribe"}}));  // as a window does
  std::this_thread::sleep_for(std::chrono::seconds(1));
  const std::int64_t pid = fixture.enginePid();
  const double processor = processorSeconds(pid), woke = wakeUps(pid);
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  row("idle engine, one client: watched for", "s", seconds);
  row("  processor time", "s", processorSeconds(pid) - processor);
  row("  woke up", "times a second", (wakeUps(pid) - woke) / seconds);
}

/// From the wall time in a record of the journal, taken just before it is written, to the moment when it is seen.
void measureLatency(EngineFixture& fixture, std::int64_t records) {
  const RunId run =
      fixture.submit(records, {{"msPerStep", kMsPerStep}, {"evalEvery", 0}, {"checkpointEvery", 0}}, "latency");
  const auto reader = need(LocalRunReader::open(fixture.database()));
  std::vector<double> written, readable, told;
  const double processor = processorSeconds(fixture.enginePid()), begin = static_cast<double>(wallNs()) * 1e-9;
  while (static_cast<std::int64_t>(told.size()) < records) {
    // The wait for news is the pause between two looks.
    const bool news = need(fixture.engine().nextNews(std::chrono::milliseconds(1))).has_value();
    const auto after = static_cast<std::int64_t>(written.size());
    const SeriesPoints points = need(reader->series(run, "loss/train", {.afterStep = after}));
    const double now = static_cast<double>(wallNs()) * 1e-9;
    for (const double wall : points.wallTimes) {
      written.push_back(wall);
      readable.push_back(now - wall);
    }
    if (news)
      while (told.size() < written.size()) told.push_back(now - written[told.size()]);
  }
  row("record of the journal to readable row: records", "", static_cast<double>(records));
  row("  p50", "s", quantile(readable, 0.50));
  row("  p99", "s", quantile(readable, 0.99));
  row("  most", "s", quantile(readable, 1));
  row("record of the journal to news of it: p50", "s", quantile(told, 0.50));
  row("  p99", "s", quantile(told, 0.99));
  const double seconds = static_cast<double>(wallNs()) * 1e-9 - begin;
  row("engine while one run writes: processor time", "s a second",
      (processorSeconds(fixture.enginePid()) - processor) / seconds);
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication application(argc, argv);
  try {
    EngineFixture fixture;
    qputenv("HEADROOM_PROGRAM", HEADROOM_BIN_DIR "/headroom");  // the real one
    measureIdle(fixture, argc > 1 ? std::atof(argv[1]) : 30);
    measureLatency(fixture, argc > 2 ? std::max(1LL, std::atoll(argv[2])) : 200);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}

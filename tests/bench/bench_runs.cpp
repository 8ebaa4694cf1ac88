// The Runs page at 10,000 runs of 20 series: from the read to the painted table (hold < 300 ms), another filter to the
// painted table (hold < 50 ms), and the memory of the process (hold < 300 MB). Prints one table.
#include <sys/resource.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>
#include <fstream>

#include "core/runs/database.h"
#include "core/runs/local_run_reader.h"
#include "ui/runs/run_chart_specs.h"
#include "ui/runs/runs_page.h"
#include "ui/theme.h"

using namespace headroom;

namespace {

constexpr int kRuns = 10'000;
constexpr int kSeries = 20;
constexpr int kPoints = 8;  // of each series: what the table shows does not depend on it
constexpr int kRepeats = 7;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

template <class T>
T orThrow(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return std::move(*result);
}

void orThrow(const Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().message);
}

std::vector<std::string> seriesNames() {
  std::vector<std::string> names{"loss/train", "loss/val", "throughput", "time/step", "bandwidth/op-traffic"};
  while (names.size() < kSeries) names.push_back("router/load/" + std::to_string(names.size()));
  return names;
}

void fill(const std::filesystem::path& file) {
  auto database = orThrow(Database::open(file));
  const char* arms[] = {"rope", "layernorm", "mqa", "flash"};
  const RunState states[] = {RunState::Completed, RunState::Failed, RunState::Stopped, RunState::Diverged};
  for (int i = 0; i < kRuns; ++i) {
    char id[16];
    std::snprintf(id, sizeof id, "r%07d", i);
    RunDefinition definition{
        .name = "run", .asked = {.model = "gpt2", .scale = i % 2 ? "nano" : "mini"}, .steps = kPoints};
    if (i % 5) definition.asked.arms = {arms[i % 4]};
    definition.seed = static_cast<std::uint64_t>(i % 3 + 1);
    orThrow(database.addRun(RunId{id}, definition, {.name = "run-" + std::to_string(i)}, {.state = RunState::Queued}));
    JournalBatch batch{.run = RunId{id}, .attempt = 1, .file = "events", .begin = 0, .end = 1};
    for (const auto& name : seriesNames()) {
      for (int step = 1; step <= kPoints; ++step)
        batch.points[name].push_back({step, 4 - 2.0 * step / kPoints + 1e-4 * i, 1000.0 + step});
    }
    batch.lastStep = kPoints;
    batch.rows = kSeries * kPoints;
    orThrow(database.ingest(batch));
    orThrow(database.setState(RunId{id}, {.state = states[i % 4], .attempt = 1, .step = kPoints}));
  }
  orThrow(database.checkpointAll());
}

double residentMb() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::strtod(line.c_str() + 6, nullptr) / 1024;
  return 0;
}

double ms(const QElapsedTimer& timer) {
  return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

/// Processor time of all threads: tells more than the clock while other programs run.
double cpuMs() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto milliseconds = [](const timeval& time) { return 1e3 * double(time.tv_sec) + 1e-3 * double(time.tv_usec); };
  return milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
}

/// A page that reads the database as the window does, without an engine.
struct Opened {
  Workbench workbench;
  RunsPage page;
  RunsRefresher refresher;
  explicit Opened(const std::filesystem::path& file)
      : workbench(
            file, [file] { return LocalRunReader::open(file); }, chartedSeries(), chartedDoubles()),
        page(workbench),
        refresher(workbench.runs(), workbench.reader()) {
    page.resize(1400, 860);
    page.show();
    QCoreApplication::processEvents();
  }
  double open() {
    QElapsedTimer timer;
    timer.start();
    QSignalSpy refreshed(&refresher, &RunsRefresher::refreshed);
    refresher.refresh();
    refreshed.wait();
    page.table().viewport()->repaint();
    if (page.table().model()->rowCount() != kRuns) throw std::runtime_error("rows are missing");
    return ms(timer);
  }
  double filter(const QString& line) {
    QElapsedTimer timer;
    timer.start();
    page.filterLine().setText(line);
    page.table().viewport()->repaint();
    return ms(timer);
  }
  double sort(int column) {
    QElapsedTimer timer;
    timer.start();
    page.table().sortByColumn(column, Qt::AscendingOrder);
    page.table().viewport()->repaint();
    return ms(timer);
  }
};

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  Theme theme(application);
  try {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("headroom.db").toStdString();
    fill(file);
    std::printf("%-52s %8s\n", "10,000 runs of 20 series", "");
    std::vector<double> opens, processor;
    for (int i = 0; i < kRepeats; ++i) {
      Opened opened(file);
      const double before = cpuMs();
      opens.push_back(opened.open());
      processor.push_back(cpuMs() - before);
    }
    std::printf("%-52s %8.0f ms\n", "open: read, sorted, painted", median(opens));
    std::printf("%-52s %8.0f ms\n", "    processor time of it", median(processor));
    Opened opened(file);
    opened.open();
    const QString filters[] = {"arm:rope state:completed", "loss<2.5", "run-77", "-scale:nano seed:1,2", "nobody"};
    for (const QString& line : filters) {
      std::vector<double> times;
      for (int i = 0; i < kRepeats; ++i) {
        opened.filter(QString());
        times.push_back(opened.filter(line));
      }
      std::printf("%-52s %8.1f ms\n", qPrintable("filter " + line + ": painted"), median(times));
    }
    std::vector<double> cleared;
    for (int i = 0; i < kRepeats; ++i) {
      opened.filter("nobody");
      cleared.push_back(opened.filter(QString()));
    }
    std::printf("%-52s %8.1f ms\n", "no filter any more: painted", median(cleared));
    for (const int column : {RunsModel::Name, RunsModel::Loss})
      std::printf("%-52s %8.1f ms\n", qPrintable("sort by " + RunsModel::columnTitle(column) + ": painted"),
                  opened.sort(column));
    std::printf("%-52s %8.0f MB\n", "memory of the process", residentMb());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}

// First paint of headroom-gui, from the start of the process, on an empty and on a 10,000-run database. Hold < 150 ms.
// Also how long the 10,000 rows take to be read and shown in the table (hold < 300 ms). Prints one table.
#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>

#include "core/runs/database.h"
#include "core/runs/local_run_reader.h"
#include "ui/models/runs_model.h"
#include "ui/models/runs_proxy.h"

using namespace headroom;

namespace {

constexpr int kRuns = 10'000;
constexpr int kRepeats = 7;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<long>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

void fill(const std::filesystem::path& file) {
  auto database = Database::open(file);
  if (!database) throw std::runtime_error(database.error().message);
  for (int i = 0; i < kRuns; ++i) {
    char id[16];
    std::snprintf(id, sizeof id, "r%07d", i);
    const RunDefinition definition{.name = "run", .asked = {.model = "gpt2", .scale = "nano"}, .steps = 100};
    const auto added =
        database->addRun(RunId{id}, definition, {.name = "run-" + std::to_string(i)}, {.state = RunState::Queued});
    if (!added) throw std::runtime_error(added.error().message);
  }
}

double firstPaint(const QString& program, const std::filesystem::path& file) {
  std::vector<double> times;
  for (int i = 0; i < kRepeats; ++i) {
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert("HEADROOM_GUI_TRACE", "1");
    process.setProcessEnvironment(environment);
    process.start(program, {"--db", QString::fromStdString(file.string()), "--quit-after-paint"});
    process.waitForFinished();
    for (const QByteArray& line : process.readAllStandardError().split('\n')) {
      if (line.startsWith("first-paint-ms ")) times.push_back(line.mid(15).toDouble());
    }
  }
  if (times.empty()) throw std::runtime_error("the window never said that it was painted");
  return median(times);
}

double tableMs(const std::filesystem::path& file) {
  QElapsedTimer timer;
  timer.start();
  ReaderThread reader([file] { return LocalRunReader::open(file); });
  RunsModel model;
  RunsProxy proxy(model);
  RunsRefresher refresher(model, reader);
  QSignalSpy refreshed(&refresher, &RunsRefresher::refreshed);
  refresher.refresh();
  refreshed.wait();
  if (proxy.rowCount() != kRuns) throw std::runtime_error("rows are missing");
  return static_cast<double>(timer.nsecsElapsed()) * 1e-6;
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QCoreApplication application(argc, argv);
  try {
    QTemporaryDir folder;
    const std::filesystem::path empty = folder.filePath("empty/headroom.db").toStdString();
    const std::filesystem::path full = folder.filePath("full/headroom.db").toStdString();
    std::filesystem::create_directories(full.parent_path());
    fill(full);
    const QString program = QString(HEADROOM_BIN_DIR) + "/headroom-gui";
    std::printf("%-34s %10s\n", "what", "ms");
    std::printf("%-34s %10.0f\n", "first paint, empty database", firstPaint(program, empty));
    std::printf("%-34s %10.0f\n", "first paint, 10,000 runs", firstPaint(program, full));
    std::printf("%-34s %10.0f\n", "10,000 rows read into the table", tableMs(full));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}

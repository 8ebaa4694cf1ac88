// From journal to database: records read and rows taken in a second, and the memory it takes.
// bench_ingest [steps a run = 200000] [runs = 4] [folder = the system's temporary one]; 10000000 1 is the
// ten-million-step run.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>

#include "core/base/ids.h"
#include "core/runs/database.h"
#include "core/runs/journal_writer.h"
#include "core/runs/run_folder.h"

namespace fs = std::filesystem;
using namespace headroom;

namespace {

constexpr std::string_view kSeries[] = {"loss/train", "lr",         "grad_norm",   "time/step",
                                        "time/data",  "throughput", "memory/peak", "bandwidth/op-traffic"};

double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Processor time of this process: what a busy machine does not change much.
double processorSeconds() {
  timespec time{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

double peakMebibytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

template <class T>
T need(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(1);
}
void need(const Result<void>& result) {
  if (result) return;
  std::fprintf(stderr, "%s\n", result.error().message.c_str());
  std::exit(1);
}

void writeJournal(const RunFolder& folder, std::int64_t steps) {
  JournalWriter writer = need(JournalWriter::open(folder.journal(1), 1));
  ScalarValue values[std::size(kSeries)];
  for (std::int64_t step = 1; step <= steps; ++step) {
    for (std::size_t i = 0; i < std::size(kSeries); ++i)
      values[i] = {kSeries[i], 1.0f / static_cast<float>(step) + static_cast<float>(i)};
    writer.scalars(step, 1.7e9 + 0.01 * static_cast<double>(step), values);
    if (writer.buffered() > (1u << 20)) need(writer.flush());
  }
  need(writer.flush());
}

/// Times one phase, from its construction to its row of the table.
class Phase {
 public:
  void row(const char* what, double count, const char* unit) const {
    const double wall = seconds() - m_wall, processor = processorSeconds() - m_processor;
    std::printf("%-28s %10.0f %-8s %7.2f s %10.0f /s   processor %7.2f s %10.0f /s   peak %5.0f MiB\n", what, count,
                unit, wall, count / wall, processor, count / processor, peakMebibytes());
  }

 private:
  double m_wall = seconds(), m_processor = processorSeconds();
};

}  // namespace

int main(int argc, char** argv) {
  const std::int64_t steps = argc > 1 ? std::atoll(argv[1]) : 200'000;
  const int runs = argc > 2 ? std::atoi(argv[2]) : 4;
  const fs::path base = argc > 3 ? fs::path(argv[3]) : fs::temp_directory_path();
  const fs::path root = base / ("headroom-bench-" + freshId());
  const double records = static_cast<double>(steps) * runs, rows = records * static_cast<double>(std::size(kSeries));
  {
    Database database = need(Database::open(root / "headroom.db"));
    std::vector<RunFolder> folders;
    Phase phase;
    for (int i = 0; i < runs; ++i) {
      folders.push_back(RunFolder::of(root, RunId{freshId()}));
      RunDefinition definition;
      definition.steps = steps;
      need(saveDefinition(folders.back(), definition));
      need(database.addRun(folders.back().run(), definition, {}, {RunState::Running, 1, 1, 0, ""}));
      writeJournal(folders.back(), steps);
    }
    phase.row("journal written", records, "records");

    phase = {};
    for (const RunFolder& folder : folders) {
      JournalReader reader(folder.journal(1));
      while (need(reader.next())) continue;
    }
    phase.row("journal read", records, "records");

    // As the engine does it: every live run in turn, a bounded batch each, a checkpoint a round.
    phase = {};
    std::vector<JournalReader> readers;
    for (const RunFolder& folder : folders) readers.emplace_back(folder.journal(1));
    for (bool more = true; more;) {
      more = false;
      for (std::size_t i = 0; i < readers.size(); ++i) {
        const JournalBatch batch = need(readBatch(readers[i], folders[i].run(), 1, 50'000));
        need(database.ingest(batch));
        more = more || !batch.empty();
      }
      need(database.walBytes() > (64u << 20) ? database.checkpointAll() : database.checkpoint());
    }
    need(database.checkpointAll());
    phase.row("rows taken in", rows, "rows");

    phase = {};
    double points = 0;
    for (const RunFolder& folder : folders)
      points += static_cast<double>(need(database.reader().series(folder.run(), "loss/train")).size());
    phase.row("one series of each run read", points, "points");
  }
  std::printf("database %.0f MiB\n", static_cast<double>(fs::file_size(root / "headroom.db")) / 1048576);
  fs::remove_all(root);
}

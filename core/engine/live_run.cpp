// One worker as the engine follows it.
#include "core/engine/live_run.h"

#include <algorithm>

#include "core/runs/journal_batch.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

// Bounds both the memory of a batch and the time for which the engine answers nobody (about 0.1 s).
constexpr std::size_t kBatchRows = 50'000;
// The end record is among the last few; metrics of one step fit into far less.
constexpr std::uint64_t kTailBytes = 1 << 18;

}  // namespace

LiveRun::LiveRun(RunFolder folder, std::int64_t attempt, std::uint64_t offset)
    : m_folder(std::move(folder)), m_attempt(attempt), m_reader(m_folder.journal(attempt), offset) {}

Result<LiveRun> LiveRun::follow(const Database& database, RunFolder folder, std::int64_t attempt) {
  const std::string file = folder.journal(attempt).filename().string();
  HEADROOM_ASSIGN(const std::uint64_t offset, database.ingestedTo(folder.run(), file));
  return LiveRun(std::move(folder), attempt, offset);
}

bool LiveRun::hasJournal() const {
  std::error_code error;
  return fs::exists(m_reader.path(), error);
}

Result<bool> LiveRun::takeIn(Database& database) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(m_reader.path(), error);
  // Missing is what it is before the worker's first record, and a fault only afterwards: the reader says so.
  if ((error && !hasBegun()) || (!error && size == m_reader.offset())) return false;
  HEADROOM_ASSIGN(const JournalBatch batch, readBatch(m_reader, run(), m_attempt, kBatchRows));
  if (batch.empty()) return false;
  HEADROOM_TRY(database.ingest(batch));
  m_lastStep = std::max(m_lastStep, batch.lastStep);
  for (const StateMessage& message : batch.states) {
    m_lastMessage = message;
    if (message.pid != 0) m_process = message.pid;
  }
  return true;
}

std::optional<StateMessage> LiveRun::endRecord() const {
  std::optional<StateMessage> last = m_lastMessage;
  if (!last) {
    // Taken in by an engine that was killed before it acted on it: it stands at the journal's end.
    std::error_code error;
    const std::uintmax_t size = fs::file_size(m_reader.path(), error);
    if (error) return std::nullopt;
    JournalReader tail(m_reader.path(), size > kTailBytes ? size - kTailBytes : 0);
    for (auto event = tail.next(); event && *event; event = tail.next())
      for (const JournalValue& value : (*event)->values)
        if (value.kind == JournalValue::Kind::Text && value.tag == kStateTag)
          if (const auto message = stateMessageFrom(value.text)) last = message;
  }
  if (last && (isEnded(last->state) || last->state == RunState::Paused)) return last;
  return std::nullopt;
}

bool LiveRun::abortAsked() const {
  const auto control = readControl(m_folder);
  return control && control->attempt == m_attempt && control->command == Control::Command::Abort;
}

Result<void> LiveRun::command(Control::Command command) {
  HEADROOM_ASSIGN(const Control before, readControl(m_folder));
  const std::int64_t sequence = before.attempt == m_attempt ? before.sequence + 1 : 1;
  return writeControl(m_folder, {.attempt = m_attempt, .sequence = sequence, .command = command});
}

}  // namespace headroom

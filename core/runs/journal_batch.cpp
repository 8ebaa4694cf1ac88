// Journal records gathered into batches of rows, as the database takes them in.
#include "core/runs/journal_batch.h"

#include <algorithm>

#include "core/base/text.h"

namespace headroom {
namespace {

void addPoint(decltype(JournalBatch::points)& series, std::string_view name, const SeriesPoint& point) {
  auto found = series.find(name);
  if (found == series.end()) found = series.emplace(toUtf8(name), std::vector<SeriesPoint>()).first;
  found->second.push_back(point);
}

void addEvent(const JournalEvent& event, JournalBatch& batch) {
  if (event.kind == JournalEvent::Kind::SessionStart) {
    batch.firstStep = event.step;
    batch.startWallTime = event.wallTime;
  }
  for (const JournalValue& value : event.values) {
    ++batch.rows;
    batch.lastStep = std::max(batch.lastStep, event.step);
    switch (value.kind) {
      case JournalValue::Kind::Scalar:
        addPoint(batch.points, value.tag, {event.step, value.number, event.wallTime});
        break;
      case JournalValue::Kind::Double:
        addPoint(batch.doubles, value.tag, {event.step, value.number, event.wallTime});
        break;
      case JournalValue::Kind::Text:
        if (value.tag == kStateTag) {
          if (auto message = stateMessageFrom(value.text)) batch.states.push_back(std::move(*message));
        } else if (value.tag == kAckTag) {
          if (auto message = ackMessageFrom(value.text)) batch.acks.push_back(*message);
        }
        break;
    }
  }
}

}  // namespace

Result<JournalBatch> readBatch(JournalReader& reader, const RunId& run, std::int64_t attempt, std::size_t maxRows) {
  JournalBatch batch;
  batch.run = run;
  batch.attempt = attempt;
  batch.file = reader.path().filename().string();
  batch.begin = reader.offset();
  const std::uint64_t skippedBefore = reader.skippedBytes();
  while (batch.rows < maxRows) {
    const auto event = reader.next();
    // What was read before a file vanished counts; the next call reports it.
    if (!event && batch.begin == reader.offset()) return event.error();
    if (!event || !*event) break;
    addEvent(**event, batch);
  }
  batch.end = reader.offset();
  batch.skippedBytes = reader.skippedBytes() - skippedBefore;
  return batch;
}

}  // namespace headroom

// Journal records gathered into batches of rows, as the database takes them in.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/runs/journal_messages.h"
#include "core/runs/journal_reader.h"

namespace headroom {

struct SeriesPoint {
  std::int64_t step = 0;
  double value = 0;
  double wallTime = 0;
  bool operator==(const SeriesPoint&) const = default;
};

/// Everything of one journal between two offsets.
struct JournalBatch {
  RunId run;
  std::int64_t attempt = 0;
  std::string file;  // name inside the run's folder
  std::uint64_t begin = 0, end = 0;
  std::uint64_t skippedBytes = 0;         // damaged bytes among them
  std::optional<std::int64_t> firstStep;  // when the batch holds the session's start
  double startWallTime = 0;
  std::map<std::string, std::vector<SeriesPoint>, std::less<>> points, doubles;  // by series, in order of the file
  std::vector<StateMessage> states;
  std::vector<AckMessage> acks;
  std::int64_t lastStep = 0;  // largest step seen; 0 when none
  std::size_t rows = 0;
  bool empty() const { return begin == end; }
};

/// Reads on from reader.offset() until the end or about `maxRows` rows; memory is bounded by maxRows.
Result<JournalBatch> readBatch(JournalReader& reader, const RunId& run, std::int64_t attempt,
                               std::size_t maxRows = 200'000);

}  // namespace headroom

// Reads a journal, or any TensorFlow event file, while it grows: whole records only, damaged ones passed over and
// counted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace headroom {

struct JournalValue {
  enum class Kind : std::uint8_t {
    Scalar,  // simple_value, or a scalar tensor of any plugin but ours: `number`
    Double,  // DT_DOUBLE of plugin "headroom": `number`
    Text     // DT_STRING of plugin "headroom": `text`
  };
  Kind kind = Kind::Scalar;
  std::string_view tag;
  double number = 0;
  std::string_view text;
};

/// One record. The views live until the next call of next().
struct JournalEvent {
  enum class Kind : std::uint8_t {
    FileVersion,
    SessionStart,  // `step` is the first step of what follows; later points of earlier sessions are superseded
    Values,        // those of `values` that are read: none for histograms, images and the like
    Other
  };
  Kind kind = Kind::Other;
  std::int64_t step = 0;
  double wallTime = 0;  // seconds since 1970
  std::vector<JournalValue> values;
};

class JournalReader {
 public:
  /// Starts at `offset`, a value that offset() gave earlier (0 = the beginning). Opens the file at the first next().
  explicit JournalReader(std::filesystem::path path, std::uint64_t offset = 0);
  JournalReader(JournalReader&& other) noexcept;
  JournalReader& operator=(JournalReader&&) = delete;
  ~JournalReader();

  /// The next record; nullptr at the end or before a torn tail: ask again when the file has grown.
  /// A record that does not check out is skipped as soon as a good one follows it. Failed when the file cannot be read,
  /// has vanished, or was cut shorter than what was already read.
  Result<const JournalEvent*> next();

  /// Where the next call continues; everything before it was returned or skipped.
  std::uint64_t offset() const { return m_offset; }
  /// Bytes of damaged records passed over by this reader.
  std::uint64_t skippedBytes() const { return m_skipped; }
  const std::filesystem::path& path() const { return m_path; }

 private:
  enum class Check : std::uint8_t { Good, Bad, Incomplete, Oversized };
  Result<void> look();
  Result<bool> load(std::uint64_t at, std::size_t wanted);
  Result<Check> check(std::string_view& data);

  std::filesystem::path m_path;
  int m_descriptor = -1;
  std::uint64_t m_offset;
  std::uint64_t m_scan;      // ≥ m_offset: no good record starts between the two
  std::uint64_t m_next = 0;  // end of the record that check() looked at
  std::uint64_t m_skipped = 0;
  std::uint64_t m_size = 0;      // of the file, when last looked at
  std::int64_t m_changedNs = 0;  // its modification time then
  bool m_waiting = false;        // nothing to return until the file changes
  std::string m_window;          // bytes of the file from m_windowAt on
  std::uint64_t m_windowAt = 0;
  JournalEvent m_event;
};

}  // namespace headroom

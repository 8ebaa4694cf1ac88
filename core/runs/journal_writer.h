// Writes a journal: a TFRecord file of TensorFlow events, open to TensorBoard while it grows.
// One owner thread. Records collect in memory until flush(), which writes them all or none.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace headroom {

/// A value under its series' name. float32, as TensorBoard's scalars are.
struct ScalarValue {
  std::string_view tag;
  float value = 0;
};

class JournalWriter {
 public:
  /// Makes the file (Failed when it exists: an attempt has a journal of its own) and writes, as its first records, the
  /// file version and SessionLog START with the attempt's first step. From there on older attempts' points are
  /// superseded.
  static Result<JournalWriter> open(const std::filesystem::path& path, std::int64_t firstStep);

  // Wall times are seconds since 1970.
  void scalar(std::int64_t step, double wallTime, std::string_view tag, float value);
  /// Several series of one step in one record.
  void scalars(std::int64_t step, double wallTime, std::span<const ScalarValue> values);
  /// A value that needs more digits than a float: a DT_DOUBLE record of plugin "headroom".
  void real(std::int64_t step, double wallTime, std::string_view tag, double value);
  /// A DT_STRING record of plugin "headroom": states and acknowledgements (journal_messages.h).
  void text(std::int64_t step, double wallTime, std::string_view tag, std::string_view text);

  std::size_t buffered() const { return m_buffer.size(); }
  /// Hands everything buffered to the system. On failure (a full disk) the file is cut back to its last whole record
  /// and the buffer is kept: a later flush tries again.
  Result<void> flush();
  /// flush() and fsync.
  Result<void> sync();

  JournalWriter(JournalWriter&& other) noexcept
      : m_path(std::move(other.m_path)),
        m_descriptor(std::exchange(other.m_descriptor, -1)),
        m_size(other.m_size),
        m_buffer(std::move(other.m_buffer)),
        m_event(std::move(other.m_event)),
        m_summary(std::move(other.m_summary)) {}
  JournalWriter& operator=(JournalWriter&&) = delete;
  /// Closes the file; what was not flushed is lost.
  ~JournalWriter();

 private:
  JournalWriter(std::filesystem::path path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}
  void record(std::string_view event);

  std::filesystem::path m_path;
  int m_descriptor;
  std::uint64_t m_size = 0;  // bytes of whole records in the file
  std::string m_buffer;
  std::string m_event, m_summary;  // scratch, kept for their capacity
};

}  // namespace headroom

// Writes a journal: a TFRecord file of TensorFlow events, open to TensorBoard while it grows.
#include "core/runs/journal_writer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/crc32c.h"
#include "core/runs/protobuf.h"
#include "core/runs/tensorflow_event.h"

namespace headroom {
namespace {

namespace pb = protobuf;

void beginEvent(std::string& event, std::int64_t step, double wallTime) {
  event.clear();
  pb::putDouble(event, tf::kWallTime, wallTime);
  if (step != 0) pb::putInteger(event, tf::kStep, step);
}

/// The Value of a rank-0 tensor of our plugin; `content` is the encoded field with the number or text.
std::string tensorValue(std::string_view tag, std::uint64_t type, std::string_view content) {
  std::string tensor, plugin, metadata, value;
  pb::putInteger(tensor, tf::kType, static_cast<std::int64_t>(type));
  pb::putBytes(tensor, tf::kShape, "");  // rank 0
  tensor += content;
  pb::putBytes(plugin, tf::kPluginName, tf::kOurPlugin);
  pb::putBytes(metadata, tf::kPluginData, plugin);
  pb::putBytes(value, tf::kTag, tag);
  pb::putBytes(value, tf::kTensor, tensor);
  pb::putBytes(value, tf::kMetadata, metadata);
  return value;
}

}  // namespace

Result<JournalWriter> JournalWriter::open(const std::filesystem::path& path, std::int64_t firstStep) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (descriptor < 0)
    return failed("Journal " + inQuotes(path.string(), 200) + " cannot be made: " + std::strerror(errno) +
                  (errno == EEXIST ? "; each attempt needs one of its own." : "; check the folder and the disk."));
  JournalWriter writer(path, descriptor);
  const double now = static_cast<double>(wallNs()) / 1e9;
  beginEvent(writer.m_event, 0, now);
  pb::putBytes(writer.m_event, tf::kFileVersion, tf::kVersionText);
  writer.record(writer.m_event);
  beginEvent(writer.m_event, firstStep, now);
  std::string session;
  pb::putInteger(session, tf::kSessionStatus, tf::kSessionStarted);
  pb::putBytes(writer.m_event, tf::kSessionLog, session);
  writer.record(writer.m_event);
  HEADROOM_TRY(writer.flush());
  return writer;
}

JournalWriter::~JournalWriter() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

void JournalWriter::scalar(std::int64_t step, double wallTime, std::string_view tag, float value) {
  const ScalarValue one{tag, value};
  scalars(step, wallTime, {&one, 1});
}

void JournalWriter::scalars(std::int64_t step, double wallTime, std::span<const ScalarValue> values) {
  m_summary.clear();
  std::string value;
  for (const ScalarValue& scalar : values) {
    value.clear();
    pb::putBytes(value, tf::kTag, scalar.tag);
    pb::putFloat(value, tf::kSimpleValue, scalar.value);
    pb::putBytes(m_summary, tf::kValue, value);
  }
  beginEvent(m_event, step, wallTime);
  pb::putBytes(m_event, tf::kSummary, m_summary);
  record(m_event);
}

void JournalWriter::real(std::int64_t step, double wallTime, std::string_view tag, double value) {
  std::string content;
  pb::putKey(content, tf::kDoubleValues, pb::Wire::Bytes);  // packed
  pb::putVarint(content, sizeof value);
  pb::putFixed(content, value);
  m_summary.clear();
  pb::putBytes(m_summary, tf::kValue, tensorValue(tag, tf::kDouble, content));
  beginEvent(m_event, step, wallTime);
  pb::putBytes(m_event, tf::kSummary, m_summary);
  record(m_event);
}

void JournalWriter::text(std::int64_t step, double wallTime, std::string_view tag, std::string_view text) {
  std::string content;
  pb::putBytes(content, tf::kStringValues, text);
  m_summary.clear();
  pb::putBytes(m_summary, tf::kValue, tensorValue(tag, tf::kString, content));
  beginEvent(m_event, step, wallTime);
  pb::putBytes(m_event, tf::kSummary, m_summary);
  record(m_event);
}

void JournalWriter::record(std::string_view event) {
  std::string header;
  pb::putFixed(header, std::uint64_t{event.size()});
  pb::putFixed(header, maskedCrc32c(header));
  m_buffer += header;
  m_buffer += event;
  pb::putFixed(m_buffer, maskedCrc32c(event));
}

Result<void> JournalWriter::flush() {
  std::size_t written = 0;
  while (written < m_buffer.size()) {
    const ssize_t count = ::pwrite(m_descriptor, m_buffer.data() + written, m_buffer.size() - written,
                                   static_cast<off_t>(m_size + written));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      const std::string why = count < 0 ? std::strerror(errno) : "nothing was taken";
      const bool full = count < 0 && (errno == ENOSPC || errno == EDQUOT);
      // Whatever part of a record got through is taken back, so that the file ends with a whole one.
      const bool whole = ::ftruncate(m_descriptor, static_cast<off_t>(m_size)) == 0;
      return failed("Journal " + inQuotes(m_path.string(), 200) + " cannot be written: " + why +
                    (full ? "; free some space and resume the run." : ".") +
                    (whole ? "" : " It could not be cut back to its last whole record either."));
    }
    written += static_cast<std::size_t>(count);
  }
  m_size += written;
  m_buffer.clear();
  return {};
}

Result<void> JournalWriter::sync() {
  HEADROOM_TRY(flush());
  if (::fsync(m_descriptor) != 0)
    return failed("Journal " + inQuotes(m_path.string(), 200) + " cannot be flushed to disk: " + std::strerror(errno) +
                  ".");
  return {};
}

}  // namespace headroom

// Reads a journal, or any TensorFlow event file, while it grows: whole records only, damaged ones passed over and
// counted.
#include "core/runs/journal_reader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/text.h"
#include "core/runs/crc32c.h"
#include "core/runs/protobuf.h"
#include "core/runs/tensorflow_event.h"

namespace headroom {
namespace {

namespace pb = protobuf;

constexpr std::size_t kHeader = 12, kFooter = 4;     // length and its CRC; CRC of the data
constexpr std::uint64_t kLargestRecord = 16u << 20;  // larger ones (graphs, images) are passed over unread
constexpr std::size_t kChunk = 256u << 10;

struct Tensor {
  std::uint64_t type = 0;
  bool scalar = true;  // rank 0
  double number = 0;   // absent values are zero, as in TensorFlow
  std::string_view text;
};

Tensor tensorFrom(std::string_view message) {
  Tensor tensor;
  pb::Fields fields(message);
  while (fields.next()) {
    const std::string_view bytes = fields.bytes;
    if (fields.is(tf::kType, pb::Wire::Varint)) {
      tensor.type = fields.number;
    } else if (fields.is(tf::kShape, pb::Wire::Bytes)) {
      pb::Fields shape(bytes);
      while (shape.next()) tensor.scalar = tensor.scalar && shape.field != tf::kDimension;
    } else if (fields.is(tf::kContent, pb::Wire::Bytes)) {
      // The type stands before the content in every writer's order of fields.
      if (tensor.type == tf::kFloat && bytes.size() == 4) tensor.number = pb::fixed<float>(bytes);
      if (tensor.type == tf::kDouble && bytes.size() == 8) tensor.number = pb::fixed<double>(bytes);
      if (tensor.type == tf::kInt32 && bytes.size() == 4) tensor.number = pb::fixed<std::int32_t>(bytes);
      if (tensor.type == tf::kInt64 && bytes.size() == 8)
        tensor.number = static_cast<double>(pb::fixed<std::int64_t>(bytes));
    } else if (fields.field == tf::kFloatValues && bytes.size() >= 4 &&
               (fields.wire == pb::Wire::Bytes || fields.wire == pb::Wire::Fixed32)) {
      tensor.number = pb::fixed<float>(bytes);
    } else if (fields.field == tf::kDoubleValues && bytes.size() >= 8 &&
               (fields.wire == pb::Wire::Bytes || fields.wire == pb::Wire::Fixed64)) {
      tensor.number = pb::fixed<double>(bytes);
    } else if (fields.field == tf::kIntValues || fields.field == tf::kInt64Values) {
      std::uint64_t number = fields.number;
      if (fields.wire == pb::Wire::Bytes) {  // packed: a varint looks like an unknown field of its own
        number = 0;
        for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 10); ++i) {
          number |= std::uint64_t{bytes[i] & 0x7fu} << (7 * i);
          if (!(bytes[i] & 0x80)) break;
        }
      }
      tensor.number = static_cast<double>(static_cast<std::int64_t>(number));
    } else if (fields.is(tf::kStringValues, pb::Wire::Bytes)) {
      tensor.text = bytes;
    }
  }
  tensor.scalar = tensor.scalar && fields.ok();
  return tensor;
}

bool isOurs(std::string_view metadata) {
  pb::Fields fields(metadata);
  while (fields.next()) {
    if (!fields.is(tf::kPluginData, pb::Wire::Bytes)) continue;
    pb::Fields plugin(fields.bytes);
    while (plugin.next())
      if (plugin.is(tf::kPluginName, pb::Wire::Bytes)) return plugin.bytes == tf::kOurPlugin;
  }
  return false;
}

void readValue(std::string_view message, std::vector<JournalValue>& values) {
  JournalValue value;
  bool known = false;
  std::string_view tensorBytes, metadata;
  pb::Fields fields(message);
  while (fields.next()) {
    if (fields.is(tf::kTag, pb::Wire::Bytes)) {
      value.tag = fields.bytes;
    } else if (fields.is(tf::kSimpleValue, pb::Wire::Fixed32)) {
      value.number = pb::fixed<float>(fields.bytes);
      known = true;
    } else if (fields.is(tf::kTensor, pb::Wire::Bytes)) {
      tensorBytes = fields.bytes;
    } else if (fields.is(tf::kMetadata, pb::Wire::Bytes)) {
      metadata = fields.bytes;
    }
  }
  if (!fields.ok() || value.tag.empty()) return;
  if (!known && !tensorBytes.empty()) {
    const Tensor tensor = tensorFrom(tensorBytes);
    if (!tensor.scalar) return;
    const bool ours = isOurs(metadata);
    value.number = tensor.number;
    switch (tensor.type) {
      case tf::kDouble:
        value.kind = ours ? JournalValue::Kind::Double : JournalValue::Kind::Scalar;
        known = true;
        break;
      case tf::kFloat:
      case tf::kInt32:
      case tf::kInt64:
        known = true;
        break;
      case tf::kString:
        value.kind = JournalValue::Kind::Text;
        value.text = tensor.text;
        known = ours;
        break;
      default:
        break;
    }
  }
  if (known) values.push_back(value);
}

void readEvent(std::string_view message, JournalEvent& event) {
  event.kind = JournalEvent::Kind::Other;
  event.step = 0;
  event.wallTime = 0;
  event.values.clear();
  pb::Fields fields(message);
  while (fields.next()) {
    if (fields.is(tf::kWallTime, pb::Wire::Fixed64)) {
      event.wallTime = pb::fixed<double>(fields.bytes);
    } else if (fields.is(tf::kStep, pb::Wire::Varint)) {
      event.step = static_cast<std::int64_t>(fields.number);
    } else if (fields.is(tf::kFileVersion, pb::Wire::Bytes)) {
      event.kind = JournalEvent::Kind::FileVersion;
    } else if (fields.is(tf::kSummary, pb::Wire::Bytes)) {
      event.kind = JournalEvent::Kind::Values;
      pb::Fields summary(fields.bytes);
      while (summary.next())
        if (summary.is(tf::kValue, pb::Wire::Bytes)) readValue(summary.bytes, event.values);
    } else if (fields.is(tf::kSessionLog, pb::Wire::Bytes)) {
      pb::Fields session(fields.bytes);
      while (session.next())
        if (session.is(tf::kSessionStatus, pb::Wire::Varint) && session.number == tf::kSessionStarted)
          event.kind = JournalEvent::Kind::SessionStart;
    }
  }
  if (!fields.ok()) event.kind = JournalEvent::Kind::Other, event.values.clear();
}

}  // namespace

JournalReader::JournalReader(std::filesystem::path path, std::uint64_t offset)
    : m_path(std::move(path)), m_offset(offset), m_scan(offset) {}

JournalReader::JournalReader(JournalReader&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_offset(other.m_offset),
      m_scan(other.m_offset),
      m_skipped(other.m_skipped) {}

JournalReader::~JournalReader() {
  if (m_descriptor >= 0) ::close(m_descriptor);
}

/// Opens the file if need be and learns its size and time.
Result<void> JournalReader::look() {
  const auto problem = [&](const std::string& what) {
    return failed("Journal " + inQuotes(m_path.string(), 200) + " " + what);
  };
  if (m_descriptor < 0) {
    m_descriptor = ::open(m_path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (m_descriptor < 0)
      return problem(errno == ENOENT ? "is missing; what was read from it is kept."
                                     : "cannot be opened: " + std::string(std::strerror(errno)) + ".");
  }
  struct stat info {};
  if (::fstat(m_descriptor, &info) != 0) return problem("cannot be read: " + std::string(std::strerror(errno)) + ".");
  if (!S_ISREG(info.st_mode)) return problem("is not a regular file.");
  m_size = static_cast<std::uint64_t>(info.st_size);
  m_changedNs = info.st_mtim.tv_sec * 1'000'000'000LL + info.st_mtim.tv_nsec;
  if (m_size < m_offset)
    return problem("was cut to " + std::to_string(m_size) + " bytes, though " + std::to_string(m_offset) +
                   " were read already; what was read is kept.");
  // Gone from its folder: what is left is still read to its end.
  if (info.st_nlink == 0 && m_offset == m_size) return problem("has vanished; what was read from it is kept.");
  return {};
}

/// Brings the file's bytes [at, at + wanted) into the window; false when the file is shorter.
Result<bool> JournalReader::load(std::uint64_t at, std::size_t wanted) {
  if (at >= m_windowAt && at + wanted <= m_windowAt + m_window.size()) return true;
  if (at + wanted > m_size) return false;
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(std::max(wanted, kChunk), m_size - at));
  if (at >= m_windowAt && at < m_windowAt + m_window.size())
    m_window.erase(0, at - m_windowAt);
  else
    m_window.clear();
  m_windowAt = at;
  std::size_t have = m_window.size();
  m_window.resize(std::max(count, have));
  while (have < m_window.size()) {
    const ssize_t got =
        ::pread(m_descriptor, m_window.data() + have, m_window.size() - have, static_cast<off_t>(m_windowAt + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      const std::string why = std::strerror(errno);
      m_window.resize(have);
      return failed("Journal " + inQuotes(m_path.string(), 200) + " cannot be read: " + why + ".");
    }
    if (got == 0) break;  // cut while we read
    have += static_cast<std::size_t>(got);
  }
  m_window.resize(have);
  return have >= wanted;
}

/// Is there a whole record at m_scan? Then `data` is its content.
Result<JournalReader::Check> JournalReader::check(std::string_view& data) {
  HEADROOM_ASSIGN(const bool hasHeader, load(m_scan, kHeader));
  if (!hasHeader) return Check::Incomplete;
  const std::string_view header = std::string_view(m_window).substr(m_scan - m_windowAt, kHeader);
  if (pb::fixed<std::uint32_t>(header.substr(8)) != maskedCrc32c(header.substr(0, 8))) return Check::Bad;
  const auto length = pb::fixed<std::uint64_t>(header);
  if (length > m_size) return length > (std::uint64_t{1} << 40) ? Check::Bad : Check::Incomplete;
  m_next = m_scan + kHeader + length + kFooter;
  if (length > kLargestRecord) return m_next <= m_size ? Check::Oversized : Check::Incomplete;
  HEADROOM_ASSIGN(const bool hasRecord, load(m_scan, kHeader + static_cast<std::size_t>(length) + kFooter));
  if (!hasRecord) return Check::Incomplete;
  const std::string_view record = std::string_view(m_window).substr(m_scan - m_windowAt);
  data = record.substr(kHeader, length);
  return pb::fixed<std::uint32_t>(record.substr(kHeader + length)) == maskedCrc32c(data) ? Check::Good : Check::Bad;
}

Result<const JournalEvent*> JournalReader::next() {
  const JournalEvent* const none = nullptr;
  if (m_descriptor < 0 || m_waiting) {
    const std::uint64_t size = m_size;
    const std::int64_t changed = m_changedNs;
    HEADROOM_TRY(look());
    if (m_waiting && size == m_size && changed == m_changedNs) return none;
    // A torn tail may have been completed in place: look at it afresh.
    m_waiting = false;
    m_scan = m_offset;
    m_window.clear();
  }
  for (;;) {
    std::string_view data;
    HEADROOM_ASSIGN(const Check found, check(data));
    switch (found) {
      case Check::Good:
        m_skipped += m_scan - m_offset;
        m_offset = m_scan = m_next;
        readEvent(data, m_event);
        return &m_event;
      case Check::Bad:
        ++m_scan;
        break;
      case Check::Oversized:
        m_skipped += m_next - m_offset;
        m_offset = m_scan = m_next;
        break;
      case Check::Incomplete: {
        const std::uint64_t size = m_size;
        HEADROOM_TRY(look());
        if (m_size > size) break;
        m_waiting = true;
        return none;
      }
    }
  }
}

}  // namespace headroom

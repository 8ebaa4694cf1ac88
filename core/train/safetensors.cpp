#include "core/train/safetensors.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL  // header-only, as in core/base/hash.cpp
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <memory>

#include "core/base/files.h"
#include "core/base/json.h"
#include "core/base/text.h"

namespace headroom {
namespace {

static_assert(std::endian::native == std::endian::little,
              "safetensors are little-endian; other hosts would have to swap");
constexpr std::uint64_t kMaxHeader = std::uint64_t{100} << 20;  // the reference implementation's limit

std::size_t bytesOf(const std::string& type) {
  static const std::map<std::string, std::size_t> sizes{{"F64", 8}, {"I64", 8}, {"U64", 8},  {"F32", 4}, {"I32", 4},
                                                        {"U32", 4}, {"F16", 2}, {"BF16", 2}, {"I16", 2}, {"U16", 2},
                                                        {"I8", 1},  {"U8", 1},  {"BOOL", 1}};
  const auto found = sizes.find(type);
  return found == sizes.end() ? 0 : found->second;
}

struct HashState {
  HashState() : state(XXH3_createState(), XXH3_freeState) { XXH3_128bits_reset(state.get()); }
  void add(const void* data, std::size_t size) { XXH3_128bits_update(state.get(), data, size); }
  std::string text() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state.get());
    std::array<char, 33> out{};
    std::snprintf(out.data(), out.size(), "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    return out.data();
  }
  std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> state;
};

/// A descriptor that closes itself.
struct Descriptor {
  explicit Descriptor(int value) : value(value) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (value >= 0) ::close(value);
  }
  int value;
};

Error broken(const std::filesystem::path& path, const std::string& what) {
  return {ErrorKind::BadInput,
          "The file " + inQuotes(path.string(), 200) + " is no sound safetensors file: " + what + "."};
}

Error failed(const std::filesystem::path& path, const std::string& doing) {
  return {ErrorKind::Failed, "Could not " + doing + " " + inQuotes(path.string(), 200) + ": " + std::strerror(errno) +
                                 (errno == ENOSPC ? "; free some space and resume the run." : ".")};
}

}  // namespace

Result<std::string> writeSafetensors(const std::filesystem::path& path, const std::vector<TensorBytes>& tensors,
                                     const std::map<std::string, std::string>& metadata) {
  Json header = Json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::uint64_t offset = 0;
  for (const TensorBytes& tensor : tensors) {
    header[tensor.name] = {
        {"dtype", tensor.type}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + tensor.bytes.size()}}};
    offset += tensor.bytes.size();
  }
  std::string text = dump(header);
  text.append((8 - text.size() % 8) % 8, ' ');  // tensors start aligned, as the reference writer has them
  const std::uint64_t length = text.size();

  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (file.value < 0) return failed(path, "create");
  HashState hash;
  const auto write = [&](const void* data, std::size_t size) {
    hash.add(data, size);
    const char* at = static_cast<const char*>(data);
    while (size > 0) {
      const ssize_t written = ::write(file.value, at, std::min<std::size_t>(size, std::size_t{1} << 30));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return false;
      at += written;
      size -= std::size_t(written);
    }
    return true;
  };
  bool good = write(&length, sizeof length) && write(text.data(), text.size());
  for (const TensorBytes& tensor : tensors) good = good && write(tensor.bytes.data(), tensor.bytes.size());
  if (!good || ::fsync(file.value) != 0) return failed(path, "write");
  return hash.text();
}

Result<SafetensorsFile> SafetensorsFile::read(const std::filesystem::path& path) {
  SafetensorsFile file;
  HEADROOM_ASSIGN(file.m_content, readFile(path, std::uint64_t{1} << 40));
  const std::string& content = file.m_content;
  HashState hash;
  hash.add(content.data(), content.size());
  file.m_hash = hash.text();

  std::uint64_t length = 0;
  if (content.size() < sizeof length) return broken(path, "it is shorter than its header");
  std::memcpy(&length, content.data(), sizeof length);
  if (length > kMaxHeader || length > content.size() - sizeof length)
    return broken(path, "its header does not fit into it");
  const Result<Json> header = parseJson(std::string_view(content).substr(sizeof length, length), path.string());
  if (!header) return header.error();
  if (!header->is_object()) return broken(path, "its header is no JSON object");
  const std::string_view data = std::string_view(content).substr(sizeof length + length);

  std::vector<std::pair<std::uint64_t, std::uint64_t>> ranges;
  for (const auto& [name, value] : header->items()) {
    if (name == "__metadata__") {
      if (value.is_object())
        for (const auto& [key, entry] : value.items())
          if (entry.is_string()) file.m_metadata[key] = entry.get<std::string>();
      continue;
    }
    const auto offsets = value.is_object() ? value.find("data_offsets") : value.end();
    const bool complete = value.is_object() && value.contains("dtype") && value["dtype"].is_string() &&
                          value.contains("shape") && value["shape"].is_array() && offsets != value.end() &&
                          offsets->is_array() && offsets->size() == 2 && (*offsets)[0].is_number_unsigned() &&
                          (*offsets)[1].is_number_unsigned();
    if (!complete) return broken(path, "tensor " + inQuotes(name) + " lacks dtype, shape or data_offsets");
    TensorBytes tensor{.name = name, .type = value["dtype"].get<std::string>()};
    std::uint64_t count = bytesOf(tensor.type);
    if (count == 0)
      return broken(path,
                    "tensor " + inQuotes(name) + " holds " + inQuotes(tensor.type) + ", a type that is not known");
    for (const Json& extent : value["shape"]) {
      if (!extent.is_number_unsigned())
        return broken(path, "tensor " + inQuotes(name) + " has an extent that is no count");
      tensor.shape.push_back(extent.get<std::int64_t>());
      if (__builtin_mul_overflow(count, extent.get<std::uint64_t>(), &count))
        return broken(path, "tensor " + inQuotes(name) + " has a shape beyond 2^64");
    }
    const std::uint64_t begin = (*offsets)[0].get<std::uint64_t>(), end = (*offsets)[1].get<std::uint64_t>();
    if (begin > end || end > data.size() || end - begin != count)
      return broken(path, "the place of tensor " + inQuotes(name) + " does not agree with its shape");
    ranges.emplace_back(begin, end);
    tensor.bytes = std::as_bytes(std::span(data.data() + begin, end - begin));
    file.m_tensors.push_back(std::move(tensor));
  }
  std::sort(ranges.begin(), ranges.end());
  for (std::size_t i = 1; i < ranges.size(); ++i)
    if (ranges[i].first < ranges[i - 1].second) return broken(path, "two tensors overlap");
  return file;
}

const TensorBytes* SafetensorsFile::find(const std::string& name) const {
  const auto found =
      std::find_if(m_tensors.begin(), m_tensors.end(), [&](const TensorBytes& tensor) { return tensor.name == name; });
  return found == m_tensors.end() ? nullptr : &*found;
}

}  // namespace headroom

// safetensors files: 8 bytes little-endian length, a JSON header of that length, then the raw tensors.
// https://huggingface.co/docs/safetensors
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace headroom {

/// A tensor's bytes under its name, borrowed.
struct TensorBytes {
  std::string name;
  std::string type = "F32";  // F64 F32 F16 BF16 I64 …, as the format writes them
  std::vector<std::int64_t> shape;
  std::span<const std::byte> bytes;
};

/// Writes the file and waits until it is on the disk. Returns the XXH3 hash of its content. Failed with a sentence on a
/// full disk; the half file is the caller's to remove.
Result<std::string> writeSafetensors(const std::filesystem::path& path, const std::vector<TensorBytes>& tensors,
                                     const std::map<std::string, std::string>& metadata = {});

/// A file read whole, its header checked: offsets inside the data, sizes that agree with type and shape, no overlap.
class SafetensorsFile {
 public:
  static Result<SafetensorsFile> read(const std::filesystem::path& path);

  const std::vector<TensorBytes>& tensors() const { return m_tensors; }
  const TensorBytes* find(const std::string& name) const;
  const std::map<std::string, std::string>& metadata() const { return m_metadata; }
  const std::string& hash() const { return m_hash; }  // of the whole file

 private:
  std::string m_content;
  std::vector<TensorBytes> m_tensors;  // views of m_content's heap memory, which moves with it
  std::map<std::string, std::string> m_metadata;
  std::string m_hash;
};

}  // namespace headroom

// Content hashes (XXH3, 128 bits) as 32 hexadecimal digits: for data, definitions, build; not for security.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace headroom {

std::string hash128(std::string_view bytes);
/// The same of a file, however large. BadInput when it cannot be read.
Result<std::string> hashFile128(const std::filesystem::path& path);
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

/// hash128 of bytes that come in pieces.
class Hasher128 {
 public:
  Hasher128();
  ~Hasher128();
  void add(std::string_view bytes);
  std::string text() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace headroom

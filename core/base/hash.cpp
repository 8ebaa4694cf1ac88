#include "core/base/hash.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <vector>

#include "core/base/text.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace headroom {

namespace {

std::string textOf(const XXH128_hash_t& hash) {
  std::array<char, 33> text;
  std::snprintf(text.data(), text.size(), "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return text.data();
}

}  // namespace

std::string hash128(std::string_view bytes) {
  return textOf(XXH3_128bits(bytes.data(), bytes.size()));
}

Result<std::string> hashFile128(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  Hasher128 hasher;
  std::vector<char> piece(1u << 20);
  while (file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    hasher.add({piece.data(), static_cast<std::size_t>(file.gcount())});
  }
  if (!file.eof()) return badInput(inQuotes(path.string(), 200) + " cannot be read; check that it is there.");
  return hasher.text();
}

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

struct Hasher128::State {
  XXH3_state_t state;
};

Hasher128::Hasher128() : m_state(std::make_unique<State>()) {
  XXH3_128bits_reset(&m_state->state);
}
Hasher128::~Hasher128() = default;

void Hasher128::add(std::string_view bytes) {
  XXH3_128bits_update(&m_state->state, bytes.data(), bytes.size());
}

std::string Hasher128::text() const {
  return textOf(XXH3_128bits_digest(&m_state->state));
}

}  // namespace headroom

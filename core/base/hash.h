// Content hashes (XXH3, 128 bits) as 32 hexadecimal digits: for data, definitions, build; not for security.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace headroom {

std::string hash128(std::string_view bytes);
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed = 0);

}  // namespace headroom

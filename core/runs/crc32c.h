// CRC-32C (Castagnoli, polynomial 0x1EDC6F41, reflected), and its masked form as TFRecord files store it.
#pragma once

#include <cstdint>
#include <string_view>

namespace headroom {

/// Uses the processor's instruction where there is one.
std::uint32_t crc32c(std::string_view bytes);
/// The same from a table, on any processor.
std::uint32_t crc32cPortable(std::string_view bytes);
/// A CRC of data that holds CRCs is weak, so TFRecord rotates and offsets it.
inline std::uint32_t maskedCrc32c(std::string_view bytes) {
  const std::uint32_t crc = crc32c(bytes);
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
}

}  // namespace headroom

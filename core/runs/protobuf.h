// The few pieces of protocol-buffer encoding that TensorFlow events need: varints, fixed numbers, length-delimited
// fields.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace headroom::protobuf {

static_assert(std::endian::native == std::endian::little, "fixed-width fields are copied as they lie in memory");

enum class Wire : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

inline void putVarint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

inline void putKey(std::string& out, std::uint32_t field, Wire wire) {
  putVarint(out, field << 3 | static_cast<std::uint32_t>(wire));
}

template <class T>
void putFixed(std::string& out, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}

inline void putInteger(std::string& out, std::uint32_t field, std::int64_t value) {
  putKey(out, field, Wire::Varint);
  putVarint(out, static_cast<std::uint64_t>(value));
}
inline void putDouble(std::string& out, std::uint32_t field, double value) {
  putKey(out, field, Wire::Fixed64);
  putFixed(out, value);
}
inline void putFloat(std::string& out, std::uint32_t field, float value) {
  putKey(out, field, Wire::Fixed32);
  putFixed(out, value);
}
inline void putBytes(std::string& out, std::uint32_t field, std::string_view value) {
  putKey(out, field, Wire::Bytes);
  putVarint(out, value.size());
  out.append(value);
}

template <class T>
T fixed(std::string_view bytes) {
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

/// Walks the fields of one message. Broken bytes end the walk; ok() then says so.
class Fields {
 public:
  explicit Fields(std::string_view message) : m_rest(message) {}

  bool next() {
    if (m_rest.empty()) return false;
    std::uint64_t key = 0;
    if (!varint(key)) return fail();
    field = static_cast<std::uint32_t>(key >> 3);
    wire = static_cast<Wire>(key & 7);
    switch (wire) {
      case Wire::Varint:
        return varint(number) || fail();
      case Wire::Fixed64:
        return take(8) || fail();
      case Wire::Fixed32:
        return take(4) || fail();
      case Wire::Bytes: {
        std::uint64_t length = 0;
        return (varint(length) && take(length)) || fail();
      }
    }
    return fail();  // groups and unknown wires
  }

  bool is(std::uint32_t wantedField, Wire wantedWire) const { return field == wantedField && wire == wantedWire; }
  bool ok() const { return m_ok; }

  std::uint32_t field = 0;
  Wire wire = Wire::Varint;
  std::uint64_t number = 0;  // of a varint
  std::string_view bytes;    // of the others

 private:
  bool fail() {
    m_ok = false;
    m_rest = {};
    return false;
  }
  bool varint(std::uint64_t& value) {
    value = 0;
    for (unsigned shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(m_rest.front());
      m_rest.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7fu} << shift;
      if (!(byte & 0x80)) return true;
    }
    return false;
  }
  bool take(std::uint64_t count) {
    if (count > m_rest.size()) return false;
    bytes = m_rest.substr(0, count);
    m_rest.remove_prefix(count);
    return true;
  }

  std::string_view m_rest;
  bool m_ok = true;
};

}  // namespace headroom::protobuf

// Tokens as one array, whatever they lie in: memory, or several mapped files of 16 or 32 bits a token.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace headroom {

/// A read-only run of tokens, owned by the Corpus it came from: pieces of 16 or 32 bits, in order, as if they were one
/// array.
class TokenView {
 public:
  using Piece16 = std::span<const std::uint16_t>;
  using Piece32 = std::span<const std::uint32_t>;

  void append(Piece16 piece);
  void append(Piece32 piece);
  void append(const TokenView& other);
  std::int64_t size() const { return m_size; }
  /// Copies tokens [offset, offset + out.size()) as int64, the type of LibTorch's indices. The range must lie inside.
  void copyTo(std::int64_t offset, std::span<std::int64_t> out) const;
  TokenView part(std::int64_t offset, std::int64_t size) const;

 private:
  struct Piece {
    std::int64_t begin = 0, end = 0;
    const std::uint16_t* small = nullptr;
    const std::uint32_t* large = nullptr;
  };
  std::vector<Piece> m_pieces;
  std::int64_t m_size = 0;
};

}  // namespace headroom

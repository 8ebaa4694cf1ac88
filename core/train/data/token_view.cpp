// Tokens as one array, whatever they lie in.
#include "core/train/data/token_view.h"

#include <algorithm>
#include <cassert>

namespace headroom {

void TokenView::append(Piece16 piece) {
  const std::int64_t end = m_size + static_cast<std::int64_t>(piece.size());
  m_pieces.push_back({m_size, end, piece.data(), nullptr});
  m_size = end;
}

void TokenView::append(Piece32 piece) {
  const std::int64_t end = m_size + static_cast<std::int64_t>(piece.size());
  m_pieces.push_back({m_size, end, nullptr, piece.data()});
  m_size = end;
}

void TokenView::append(const TokenView& other) {
  for (Piece piece : other.m_pieces) {
    piece.begin += m_size;
    piece.end += m_size;
    m_pieces.push_back(piece);
  }
  m_size += other.m_size;
}

void TokenView::copyTo(std::int64_t offset, std::span<std::int64_t> out) const {
  assert(offset >= 0 && offset + static_cast<std::int64_t>(out.size()) <= m_size);
  auto piece = std::upper_bound(m_pieces.begin(), m_pieces.end(), offset,
                                [](std::int64_t place, const Piece& p) { return place < p.end; });
  for (std::size_t done = 0; done < out.size(); ++piece) {
    const std::int64_t from = offset + static_cast<std::int64_t>(done) - piece->begin;
    const std::int64_t count = std::min(piece->end - piece->begin - from, static_cast<std::int64_t>(out.size() - done));
    if (piece->small)
      std::copy_n(piece->small + from, count, out.data() + done);
    else
      std::copy_n(piece->large + from, count, out.data() + done);
    done += static_cast<std::size_t>(count);
  }
}

TokenView TokenView::part(std::int64_t offset, std::int64_t size) const {
  assert(offset >= 0 && size >= 0 && offset + size <= m_size);
  TokenView view;
  for (const Piece& piece : m_pieces) {
    const std::int64_t begin = std::max(piece.begin, offset), end = std::min(piece.end, offset + size);
    if (begin >= end) continue;
    const std::size_t count = static_cast<std::size_t>(end - begin);
    if (piece.small)
      view.append(Piece16(piece.small + (begin - piece.begin), count));
    else
      view.append(Piece32(piece.large + (begin - piece.begin), count));
  }
  return view;
}

}  // namespace headroom

// What attention.cpp computes with: vectors of the instruction set at hand, exp and tanh of them, and one small matrix
// product. For .cpp files of this room; everything is inlined into functions that name their instruction set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "kernels/vectorized.h"

namespace headroom {

/// Registers hold a block of kRows × kVectors sums beside its operands: 32 registers of 16 lanes, 16 of 8, 16 of 4.
struct Lanes16 {
  typedef float Floats __attribute__((vector_size(64), may_alias));
  typedef std::int32_t Ints __attribute__((vector_size(64), may_alias));
  static constexpr int kLanes = 16, kRows = 8, kVectors = 2;
};
struct Lanes8 {
  typedef float Floats __attribute__((vector_size(32), may_alias));
  typedef std::int32_t Ints __attribute__((vector_size(32), may_alias));
  static constexpr int kLanes = 8, kRows = 6, kVectors = 2;
};
struct Lanes4 {
  typedef float Floats __attribute__((vector_size(16), may_alias));
  typedef std::int32_t Ints __attribute__((vector_size(16), may_alias));
  static constexpr int kLanes = 4, kRows = 4, kVectors = 2;
};

/// Aligned to the vector.
template <class Isa>
HEADROOM_INLINE typename Isa::Floats& lanesAt(float* values) {
  return *reinterpret_cast<typename Isa::Floats*>(values);
}
template <class Isa>
HEADROOM_INLINE const typename Isa::Floats& lanesAt(const float* values) {
  return *reinterpret_cast<const typename Isa::Floats*>(values);
}
template <class Isa>
HEADROOM_INLINE typename Isa::Floats allLanes(float value) {
  return typename Isa::Floats{} + value;
}

/// exp(x) for x ≤ 88; 0 below −87; relative error about 1e-7. Cephes' expf: x = n·ln 2 + r, polynomial in r.
template <class Isa>
HEADROOM_INLINE typename Isa::Floats exponential(typename Isa::Floats x) {
  using Floats = typename Isa::Floats;
  using Ints = typename Isa::Ints;
  constexpr float kRound = 12582912;  // 1.5 · 2^23: adding it leaves the integer in the low bits
  const Floats shifted = x * 1.44269504F + kRound, n = shifted - kRound;
  const Floats r = (x - n * 0.693359375F) + n * 2.12194440e-4F;
  Floats p = r * 1.9875691500e-4F + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * (r * r) + r + 1.0F;
  typedef std::uint32_t Bits __attribute__((vector_size(sizeof(Floats)), may_alias));
  const Ints power = reinterpret_cast<Ints>((reinterpret_cast<Bits>(shifted) << 23) + 0x3F800000U);
  return x < -87.0F ? Floats{} : p * reinterpret_cast<Floats>(power);
}

/// tanh(x), relative error about 2e-7: a series near 0, (1 − e) / (1 + e) with e = exp(−2|x|) elsewhere.
template <class Isa>
HEADROOM_INLINE typename Isa::Floats hyperbolicTangent(typename Isa::Floats x) {
  using Floats = typename Isa::Floats;
  const Floats size = x < 0.0F ? -x : x, e = exponential<Isa>(size * -2.0F), square = x * x;
  Floats far = (1.0F - e) / (1.0F + e);
  far = x < 0.0F ? -far : far;
  Floats near = square * 2.18694885e-2F - 5.39682540e-2F;
  near = near * square + 1.33333333e-1F;
  near = near * square - 3.33333333e-1F;
  near = x + x * square * near;
  return size < 0.3F ? near : far;
}

/// Swaps the off-diagonal blocks of `kHalf` lanes of two rows that lie `kHalf` apart in a square.
template <class Isa, int kHalf, int... kLane>
HEADROOM_INLINE void swapBlocks(typename Isa::Floats& a, typename Isa::Floats& b,
                                std::integer_sequence<int, kLane...>) {
  const typename Isa::Floats low =
      __builtin_shufflevector(a, b, (kLane & kHalf ? Isa::kLanes + kLane - kHalf : kLane)...);
  b = __builtin_shufflevector(a, b, (kLane & kHalf ? Isa::kLanes + kLane : kLane + kHalf)...);
  a = low;
}
template <class Isa, int kHalf>
HEADROOM_INLINE void transposeSquare(typename Isa::Floats (&rows)[Isa::kLanes]) {
#pragma GCC unroll 16
  for (int row = 0; row < Isa::kLanes; ++row)
    if ((row & kHalf) == 0)
      swapBlocks<Isa, kHalf>(rows[row], rows[row + kHalf], std::make_integer_sequence<int, Isa::kLanes>());
  if constexpr (kHalf > 1) transposeSquare<Isa, kHalf / 2>(rows);
}

/// to[c][r] = from[r][c] for whole squares of lanes: `rows` and `columns` are rounded up to them.
template <class Isa>
HEADROOM_INLINE void transposeAs(const float* from, std::size_t fromStride, int rows, int columns, float* to,
                                 std::size_t toStride) {
  typename Isa::Floats square[Isa::kLanes];
  for (int row = 0; row < rows; row += Isa::kLanes)
    for (int column = 0; column < columns; column += Isa::kLanes) {
#pragma GCC unroll 16
      for (int i = 0; i < Isa::kLanes; ++i)
        square[i] = lanesAt<Isa>(from + static_cast<std::size_t>(row + i) * fromStride + column);
      transposeSquare<Isa, Isa::kLanes / 2>(square);
#pragma GCC unroll 16
      for (int i = 0; i < Isa::kLanes; ++i)
        lanesAt<Isa>(to + static_cast<std::size_t>(column + i) * toStride + row) = square[i];
    }
}

/// A key that a tile of queries meets: the query positions key … until − 1 see it (and, in a stride, single ones
/// later).
struct SeenKey {
  std::int32_t key, until;
};

/// c[r, :] (+)= Σ_k A[r, k] · b[k, :] over `vectors` whole vectors of columns.
struct SmallProduct {
  int rows = 0, depth = 0, vectors = 0;
  const float* a = nullptr;  ///< A[r, k] at r · aStride + k, or k · aStride + r when transposed
  std::ptrdiff_t aStride = 0;
  const float* b = nullptr;
  std::ptrdiff_t bStride = 0;
  float* c = nullptr;
  std::ptrdiff_t cStride = 0;
  const SeenKey* places = nullptr;  ///< row r of c lies at places[r].key; null: at r
  bool add = false;
};

template <class Isa, bool kTransposed, int kRows, int kVectors>
HEADROOM_INLINE void multiplyBlock(const SmallProduct& p, int row, int column) {
  using Floats = typename Isa::Floats;
  Floats sums[kRows][kVectors];
  float* places[kRows];
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
    places[r] = p.c + (p.places ? p.places[row + r].key : row + r) * p.cStride + column;
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) sums[r][v] = p.add ? lanesAt<Isa>(places[r] + v * Isa::kLanes) : Floats{};
  }
  const float* a = p.a + (kTransposed ? row : row * p.aStride);
  const float* b = p.b + column;
  for (int k = 0; k < p.depth; ++k) {
    Floats right[kVectors];
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) right[v] = lanesAt<Isa>(b + v * Isa::kLanes);
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
      const float left = kTransposed ? a[r] : a[r * p.aStride];
#pragma GCC unroll 4
      for (int v = 0; v < kVectors; ++v) sums[r][v] += left * right[v];
    }
    a += kTransposed ? p.aStride : 1;
    b += p.bStride;
  }
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r)
#pragma GCC unroll 4
    for (int v = 0; v < kVectors; ++v) lanesAt<Isa>(places[r] + v * Isa::kLanes) = sums[r][v];
}

template <class Isa, bool kTransposed, int kRows, int kVectors>
HEADROOM_INLINE void multiplyRest(const SmallProduct& p, int row, int column) {
  if constexpr (kRows > 0) {
    if (p.rows - row == kRows)
      multiplyBlock<Isa, kTransposed, kRows, kVectors>(p, row, column);
    else
      multiplyRest<Isa, kTransposed, kRows - 1, kVectors>(p, row, column);
  }
}

template <class Isa, bool kTransposed, int kVectors>
HEADROOM_INLINE void multiplyColumns(const SmallProduct& p, int column) {
  int row = 0;
  for (; row + Isa::kRows <= p.rows; row += Isa::kRows)
    multiplyBlock<Isa, kTransposed, Isa::kRows, kVectors>(p, row, column);
  multiplyRest<Isa, kTransposed, Isa::kRows - 1, kVectors>(p, row, column);
}

template <class Isa, bool kTransposed>
HEADROOM_INLINE void multiplyAs(const SmallProduct& p) {
  int vector = 0;
  for (; vector + Isa::kVectors <= p.vectors; vector += Isa::kVectors)
    multiplyColumns<Isa, kTransposed, Isa::kVectors>(p, vector * Isa::kLanes);
  for (; vector < p.vectors; ++vector) multiplyColumns<Isa, kTransposed, 1>(p, vector * Isa::kLanes);
}

}  // namespace headroom

// Causal attention whose scores never leave fast memory, forward and backward, on the CPU. Dao 2022, arXiv:2205.14135,
// and 2023, arXiv:2307.08691. H heads of width D, G of them with keys of their own; S keys, n queries: query i stands
// at position S − n + i (n < S: the queries continue what is cached).
//   s_ij = cap(q_i · k_j / √D) − slope · (pos_i − j),  cap(s) = c · tanh(s / c),  slope = 2^(−8·h/H), h = 1 … H
//   L_i = log(Σ_j exp s_ij + exp sink),  p_ij = exp(s_ij − L_i),  y_i = Σ_j p_ij v_j     over the keys that i sees
//   dv_j = Σ_i p_ij dy_i,  ds_ij = p_ij (dy_i · v_j − δ_i) cap'(s_ij),  δ_i = dy_i · y_i,
//   dq_i = Σ_j ds_ij k_j / √D,  dk_j = Σ_i ds_ij q_i / √D,  dsink = −Σ_i exp(sink − L_i) δ_i
//
// Tiles of 64 queries meet the keys that one of them sees, 64 at a time, in groups of 32, 16 or 8 queries, as the
// instruction set has lanes. M: pairs (query, key) of those groups, at least the pairs that see each other.
//   forward:   FLOPs 4·D·M a head;   bytes: q, y once, k and v once a tile of queries (from the cache when they fit)
//   backward:  FLOPs 10·D·M a head;  bytes: q, y, dy, dq once, k and v as before, dk and dv added to in the cache
// Beside y only L is kept: 4 bytes a query and head.
#pragma once

#include <cstdint>

#include "kernels/bfloat16.h"
#include "kernels/status.h"

namespace headroom {

enum class AttentionMask : std::uint8_t {
  Causal,   ///< all positions before, and the own
  Window,   ///< the last `span`
  Strided,  ///< those, and every span-th before
  Fixed     ///< the own block of `span`, and the last position of each earlier block (Child 2019, arXiv:1904.10509)
};

constexpr std::int64_t kLongestAttention = (std::int64_t{1} << 31) - 1024;  // positions are 32-bit integers

struct AttentionShape {
  std::int64_t batch = 0, queries = 0, keys = 0;
  std::int64_t heads = 1, kvHeads = 1, headWidth = 1;
  AttentionMask mask = AttentionMask::Causal;
  std::int64_t span = 1;  ///< of the masks that have one
  bool alibi = false;
  double softcap = 0;  ///< 0: none
};

/// Rows [B, T, C] anywhere in memory; the C numbers of a row lie side by side, head after head.
template <class T>
struct AttentionRows {
  const T* data = nullptr;
  std::int64_t batchStride = 0, rowStride = 0;

  const T* at(std::int64_t batch, std::int64_t row, std::int64_t head, std::int64_t headWidth) const {
    return data + batch * batchStride + row * rowStride + head * headWidth;
  }
};

/// T: the type of q, k, v, y and dy: float, BFloat16 (or double in the reference).
template <class T>
struct AttentionForward {
  AttentionShape shape;
  AttentionRows<T> q, k, v;       ///< [B, n, H·D], [B, S, G·D], [B, S, G·D]
  const Wide<T>* sink = nullptr;  ///< [H], or null: none
  T* y = nullptr;                 ///< [B, n, H·D]
  Wide<T>* logSum = nullptr;      ///< L [B, H, n]
};

template <class T>
struct AttentionBackward {
  AttentionShape shape;
  AttentionRows<T> q, k, v, y, dy;      ///< y, dy as q
  const Wide<T>* sink = nullptr;        ///< as in the forward pass
  const Wide<T>* logSum = nullptr;      ///< of the forward pass
  T* dq = nullptr;                      ///< [B, n, H·D]
  Wide<T>*dk = nullptr, *dv = nullptr;  ///< [B, S, H·D]: heads that share keys each have their part; the caller adds up
  Wide<T>* dsink = nullptr;             ///< [B, H], the caller adds up; null without a sink
};

/// Plain loops in double. T: double, float, BFloat16.
template <class T>
KernelStatus attentionReference(const AttentionForward<T>& f);
template <class T>
KernelStatus attentionReference(const AttentionBackward<T>& b);

/// Tasks `first` … `last` − 1 of attentionTasks(), on the calling thread; bfloat16 becomes float tile by tile. Tasks
/// write apart from each other, so a caller with threads shares them out as it likes: the bits stay the same. They
/// follow the instruction set; `mostLanes` < 16 (AVX-512) holds back to 8 (AVX2) or 4.
template <class T>
KernelStatus attentionCpu(const AttentionForward<T>& f, std::int64_t first, std::int64_t last, int mostLanes = 16);
template <class T>
KernelStatus attentionCpu(const AttentionBackward<T>& b, std::int64_t first, std::int64_t last, int mostLanes = 16);
/// A tile of queries of one head each; backward one head of one sequence.
template <class T>
std::int64_t attentionTasks(const AttentionForward<T>& f);
template <class T>
std::int64_t attentionTasks(const AttentionBackward<T>& b);

/// ALiBi's, 0 without.
double attentionSlope(const AttentionShape& shape, std::int64_t head);

/// The size and pointer checks that all of these begin with.
template <class T>
KernelStatus checkAttention(const AttentionForward<T>& f);
template <class T>
KernelStatus checkAttention(const AttentionBackward<T>& b);

}  // namespace headroom

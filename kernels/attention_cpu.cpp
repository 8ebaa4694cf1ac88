// Attention on the CPU, fast. Lanes are queries: scores lie as [key][query], so that the softmax needs no sum across
// lanes, any head width and any number of keys goes without a remainder, and keys can be picked one by one.
#include "kernels/attention.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/attention_lanes.h"

namespace headroom {
namespace {

constexpr int kQueries = 64, kKeys = 64;  // of a tile: q, k, v, scores and sums of it, 16 KiB each at D = 64, fit in L2

/// The keys that queries at the positions first … last see, ascending. Exact but for a stride, whose keys are those of
/// any position between.
void findSeenKeys(const AttentionShape& s, std::int64_t first, std::int64_t last, std::vector<SeenKey>& seen) {
  static constexpr std::int64_t kAlways = kLongestAttention + kQueries;
  seen.clear();
  const auto add = [&seen](std::int64_t key, std::int64_t until) {
    seen.push_back({static_cast<std::int32_t>(key), static_cast<std::int32_t>(std::min(until, kAlways))});
  };
  const std::int64_t span = std::min(s.span, kLongestAttention);
  switch (s.mask) {
    case AttentionMask::Causal:
      for (std::int64_t key = 0; key <= last; ++key) add(key, kAlways);
      return;
    case AttentionMask::Strided: {  // before the window: runs that end where they would meet it
      const std::int64_t window = std::max<std::int64_t>(0, first - span + 1);
      const std::int64_t length = std::min(last - first + 1, span);
      for (std::int64_t run = first % span - (first % span > 0 ? span : 0); run < window; run += span)
        for (std::int64_t key = std::max<std::int64_t>(0, run); key < std::min(run + length, window); ++key)
          add(key, key + span);
      for (std::int64_t key = window; key <= last; ++key) add(key, key + span);
      return;
    }
    case AttentionMask::Window:
      for (std::int64_t key = std::max<std::int64_t>(0, first - span + 1); key <= last; ++key) add(key, key + span);
      return;
    case AttentionMask::Fixed: {
      const std::int64_t block = first / span * span;
      for (std::int64_t key = span - 1; key < block; key += span) add(key, kAlways);
      for (std::int64_t key = block, end = block + span; key <= last; ++key) {
        if (key == end) end += span;
        add(key, key == end - 1 ? kAlways : end);
      }
      return;
    }
  }
}

/// Floats at multiples of 64 bytes.
class Scratch {
 public:
  explicit Scratch(std::size_t floats) : m_values(floats + 16) {
    const auto address = reinterpret_cast<std::uintptr_t>(m_values.data());
    m_next = m_values.data() + (64 - address % 64) % 64 / sizeof(float);
  }
  float* take(std::size_t floats) {
    float* taken = m_next;
    m_next += floats;
    return taken;
  }

 private:
  std::vector<float> m_values;
  float* m_next;
};

std::size_t paddedWidth(std::int64_t width) {
  return static_cast<std::size_t>((width + 15) / 16 * 16);
}

// One small product for every instruction set; the right one is chosen by the type of the lanes.
#ifdef HEADROOM_WIDE_VECTORS
HEADROOM_FOR_AVX512 void multiply(Lanes16, const SmallProduct& p) {
  multiplyAs<Lanes16, false>(p);
}
HEADROOM_FOR_AVX512 void multiplyTransposed(Lanes16, const SmallProduct& p) {
  multiplyAs<Lanes16, true>(p);
}
HEADROOM_FOR_AVX2 void multiply(Lanes8, const SmallProduct& p) {
  multiplyAs<Lanes8, false>(p);
}
HEADROOM_FOR_AVX2 void multiplyTransposed(Lanes8, const SmallProduct& p) {
  multiplyAs<Lanes8, true>(p);
}
#endif
void multiply(Lanes4, const SmallProduct& p) {
  multiplyAs<Lanes4, false>(p);
}
void multiplyTransposed(Lanes4, const SmallProduct& p) {
  multiplyAs<Lanes4, true>(p);
}

/// What happens to a score besides the product: the same for all of a head.
struct ScoreRule {
  float cap, slope;
  int stride;  // of the single keys before the window, or 0
};
ScoreRule ruleOf(const AttentionShape& s, std::int64_t head) {
  return {static_cast<float>(s.softcap), static_cast<float>(attentionSlope(s, head)),
          s.mask == AttentionMask::Strided ? static_cast<int>(std::min(s.span, kLongestAttention)) : 0};
}

/// A group of queries, as many as a block of the product has columns: position `first` in lane 0.
template <class Isa>
struct Group {
  using Floats = typename Isa::Floats;
  using Ints = typename Isa::Ints;
  static constexpr int kSize = Isa::kLanes * Isa::kVectors;

  std::int32_t first;
  ScoreRule rule;
  alignas(64) std::int32_t allowed[kSize];  // −1 where the key is seen; what isPartial() left

  /// Whether some query of the group does not see the key; then `allowed` says which do.
  HEADROOM_INLINE bool isPartial(SeenKey seen) {
    const std::int32_t from = seen.key - first, until = seen.until - first;
    if (from <= 0 && until >= kSize) return false;
    for (int lane = 0; lane < kSize; ++lane) allowed[lane] = lane >= from && lane < until ? -1 : 0;
    if (rule.stride > 0 && until < kSize) {
      std::int32_t lane = until;  // seen.key + stride
      if (lane < 0) lane += (rule.stride - 1 - lane) / rule.stride * rule.stride;
      for (; lane < kSize; lane += rule.stride) allowed[lane] = -1;
    }
    return true;
  }
  HEADROOM_INLINE Ints allowedAt(int vector) const {
    return *reinterpret_cast<const Ints*>(allowed + vector * Isa::kLanes);
  }
  /// position − key of each lane, times the slope
  HEADROOM_INLINE Floats shift(std::int32_t key, int vector) const {
    Floats distance;
    for (int lane = 0; lane < Isa::kLanes; ++lane) distance[lane] = static_cast<float>(lane);
    return (distance + static_cast<float>(first - key + vector * Isa::kLanes)) * rule.slope;
  }
};

/// The keys of a tile that the group meets: [low, high) of them.
struct Range {
  int low, high;
};
template <class Isa>
HEADROOM_INLINE Range rangeOf(const Group<Isa>& group, const SeenKey* seen, int count, std::int32_t last) {
  Range range{0, count};
  while (range.high > 0 && seen[range.high - 1].key > last) --range.high;
  if (group.rule.stride == 0)
    while (range.low < range.high && seen[range.low].until <= group.first) ++range.low;
  return range;
}

/// Rows of one head times `factor` as floats: [count][stride], the end of each row 0. `rowAt(i)`: which row of memory.
/// Rows lie far apart, where the processor does not look ahead by itself.
template <class T, class RowAt>
HEADROOM_INLINE void copyRows(const T* from, std::int64_t rowStride, std::int64_t width, float factor, int count,
                              const RowAt& rowAt, float* to, std::size_t stride) {
  constexpr int kAhead = 8;
  for (int i = 0; i < count; ++i) {
    const T* ahead = from + rowAt(std::min(i + kAhead, count - 1)) * rowStride;
    for (std::int64_t d = 0; d < width; d += std::int64_t(64 / sizeof(T))) __builtin_prefetch(ahead + d);
    const T* row = from + rowAt(i) * rowStride;
    for (std::int64_t d = 0; d < width; ++d) to[d] = widened(row[d]) * factor;
    for (auto d = static_cast<std::size_t>(width); d < stride; ++d) to[d] = 0;
    to += stride;
  }
}
struct RowsInOrder {
  HEADROOM_INLINE std::int64_t operator()(int i) const { return i; }
};
struct RowsOfKeys {
  const SeenKey* keys;
  HEADROOM_INLINE std::int64_t operator()(int i) const { return keys[i].key; }
};

/// [count][stride] → [width][kQueries]. Columns past `count` are of no account: lanes keep apart.
template <class Isa>
HEADROOM_INLINE void transposeRows(float* from, std::size_t stride, int count, float* to) {
  const int whole = (count + Isa::kLanes - 1) / Isa::kLanes * Isa::kLanes;
  std::fill(from + static_cast<std::size_t>(count) * stride, from + static_cast<std::size_t>(whole) * stride, 0.0F);
  transposeAs<Isa>(from, stride, whole, static_cast<int>(stride), to, kQueries);
}

template <class Isa>
HEADROOM_INLINE float dotRows(const float* a, const float* b, std::size_t stride) {
  typename Isa::Floats lanes{};
  for (std::size_t d = 0; d < stride; d += Isa::kLanes) lanes += lanesAt<Isa>(a + d) * lanesAt<Isa>(b + d);
  float sum = 0;
  for (int lane = 0; lane < Isa::kLanes; ++lane) sum += lanes[lane];
  return sum;
}

/// Scores of one group against `rows` keys → weights exp(s − maximum), in place; maxima and sums go on.
/// `shrink`: what earlier weights have to be multiplied with.
template <class Isa>
HEADROOM_INLINE void weigh(Group<Isa>& group, const SeenKey* seen, int rows, float* scores, float* maxima, float* sums,
                           float* shrink) {
  using Floats = typename Isa::Floats;
  constexpr float kNone = -std::numeric_limits<float>::infinity();
  const float cap = group.rule.cap;
  Floats most[Isa::kVectors], before[Isa::kVectors], sum[Isa::kVectors];
  for (int v = 0; v < Isa::kVectors; ++v) most[v] = before[v] = lanesAt<Isa>(maxima + v * Isa::kLanes);
  for (int r = 0; r < rows; ++r) {
    const bool partial = group.isPartial(seen[r]);
    for (int v = 0; v < Isa::kVectors; ++v) {
      Floats& place = lanesAt<Isa>(scores + r * kQueries + v * Isa::kLanes);
      Floats score = place;
      if (cap > 0) score = hyperbolicTangent<Isa>(score / cap) * cap;
      if (group.rule.slope > 0) score -= group.shift(seen[r].key, v);
      if (partial) score = group.allowedAt(v) ? score : allLanes<Isa>(kNone);
      if (partial || cap > 0 || group.rule.slope > 0) place = score;
      most[v] = score > most[v] ? score : most[v];
    }
  }
  for (int v = 0; v < Isa::kVectors; ++v) {
    lanesAt<Isa>(maxima + v * Isa::kLanes) = most[v];
    most[v] = most[v] == kNone ? Floats{} : most[v];  // no key yet: all weights are exp(−∞)
    const Floats factor = exponential<Isa>(before[v] - most[v]);
    lanesAt<Isa>(shrink + v * Isa::kLanes) = factor;
    sum[v] = lanesAt<Isa>(sums + v * Isa::kLanes) * factor;
  }
  for (int r = 0; r < rows; ++r)
    for (int v = 0; v < Isa::kVectors; ++v) {
      Floats& place = lanesAt<Isa>(scores + r * kQueries + v * Isa::kLanes);
      place = exponential<Isa>(place - most[v]);
      sum[v] += place;
    }
  for (int v = 0; v < Isa::kVectors; ++v) lanesAt<Isa>(sums + v * Isa::kLanes) = sum[v];
}

/// Scores → weights exp(s − logSum), dy · v → derivative of the loss by the product q · k (without 1/√D), in place.
template <class Isa>
HEADROOM_INLINE void weighBackward(Group<Isa>& group, const SeenKey* seen, int rows, const float* logSum,
                                   const float* delta, float* scores, float* slopes) {
  using Floats = typename Isa::Floats;
  const float cap = group.rule.cap;
  for (int r = 0; r < rows; ++r) {
    const bool partial = group.isPartial(seen[r]);
    for (int v = 0; v < Isa::kVectors; ++v) {
      Floats& place = lanesAt<Isa>(scores + r * kQueries + v * Isa::kLanes);
      Floats& slopePlace = lanesAt<Isa>(slopes + r * kQueries + v * Isa::kLanes);
      Floats score = place, tangent{};
      if (cap > 0) {
        tangent = hyperbolicTangent<Isa>(score / cap);
        score = tangent * cap;
      }
      if (group.rule.slope > 0) score -= group.shift(seen[r].key, v);
      Floats weight = exponential<Isa>(score - lanesAt<Isa>(logSum + v * Isa::kLanes));
      Floats slope = weight * (slopePlace - lanesAt<Isa>(delta + v * Isa::kLanes));
      if (cap > 0) slope *= 1.0F - tangent * tangent;
      if (partial) {
        weight = group.allowedAt(v) ? weight : Floats{};
        slope = group.allowedAt(v) ? slope : Floats{};
      }
      place = weight;
      slopePlace = slope;
    }
  }
}

struct Tile {
  std::int64_t batch, head, kvHead;
  std::int64_t query;  // the first
  int count;
  std::int64_t position;  // of the first
};

Tile tileOf(const AttentionShape& s, std::int64_t batch, std::int64_t head, std::int64_t tile) {
  const std::int64_t query = tile * kQueries;
  return {batch,
          head,
          head / (s.heads / s.kvHeads),
          query,
          static_cast<int>(std::min<std::int64_t>(kQueries, s.queries - query)),
          s.keys - s.queries + query};
}

template <class Isa, class T>
HEADROOM_INLINE void forwardTiles(const AttentionForward<T>& f, std::int64_t firstTask, std::int64_t lastTask) {
  using Floats = typename Isa::Floats;
  const AttentionShape& s = f.shape;
  const std::int64_t width = s.headWidth, tiles = (s.queries + kQueries - 1) / kQueries;
  const std::size_t stride = paddedWidth(width), block = stride * kQueries;
  const float scale = static_cast<float>(1 / std::sqrt(static_cast<double>(width)));
  Scratch scratch(5 * block + kKeys * kQueries + 3 * kQueries);
  float *rows = scratch.take(block), *q = scratch.take(block), *k = scratch.take(block), *v = scratch.take(block),
        *y = scratch.take(block), *scores = scratch.take(kKeys * kQueries), *maxima = scratch.take(kQueries),
        *sums = scratch.take(kQueries), *shrink = scratch.take(kQueries);
  std::vector<SeenKey> seen;
  for (std::int64_t task = firstTask; task < lastTask; ++task) {
    const Tile tile = tileOf(s, task / tiles / s.heads, task / tiles % s.heads, task % tiles);
    copyRows(f.q.at(tile.batch, tile.query, tile.head, width), f.q.rowStride, width, scale, tile.count, RowsInOrder{},
             rows, stride);
    transposeRows<Isa>(rows, stride, tile.count, q);
    std::fill(y, y + block, 0.0F);
    std::fill(maxima, maxima + kQueries, f.sink ? f.sink[tile.head] : -std::numeric_limits<float>::infinity());
    std::fill(sums, sums + kQueries, f.sink ? 1.0F : 0.0F);
    findSeenKeys(s, tile.position, tile.position + tile.count - 1, seen);
    for (std::size_t from = 0; from < seen.size(); from += kKeys) {
      const SeenKey* keys = seen.data() + from;
      const int count = static_cast<int>(std::min<std::size_t>(kKeys, seen.size() - from));
      copyRows(f.k.at(tile.batch, 0, tile.kvHead, width), f.k.rowStride, width, 1, count, RowsOfKeys{keys}, k, stride);
      copyRows(f.v.at(tile.batch, 0, tile.kvHead, width), f.v.rowStride, width, 1, count, RowsOfKeys{keys}, v, stride);
      for (int column = 0; column < tile.count; column += Group<Isa>::kSize) {
        Group<Isa> group{static_cast<std::int32_t>(tile.position) + column, ruleOf(s, tile.head), {}};
        const int size = std::min(Group<Isa>::kSize, tile.count - column);
        const auto [low, high] = rangeOf(group, keys, count, group.first + size - 1);
        if (low == high) continue;
        SmallProduct product;
        product.rows = high - low;
        product.depth = static_cast<int>(width);
        product.vectors = Isa::kVectors;
        product.a = k + std::size_t(low) * stride;
        product.aStride = std::ptrdiff_t(stride);
        product.b = q + column;
        product.bStride = kQueries;
        product.c = scores + column;
        product.cStride = kQueries;
        multiply(Isa{}, product);
        weigh(group, keys + low, high - low, scores + column, maxima + column, sums + column, shrink + column);
        for (std::int64_t d = 0; from > 0 && d < width; ++d)
          for (int vector = 0; vector < Isa::kVectors; ++vector) {
            const int lane = column + vector * Isa::kLanes;
            Floats& place = lanesAt<Isa>(y + d * kQueries + lane);
            place *= lanesAt<Isa>(shrink + lane);
          }
        product.rows = static_cast<int>(width);
        product.depth = high - low;
        product.a = v + std::size_t(low) * stride;
        product.b = scores + column;
        product.c = y + column;
        product.add = true;
        multiplyTransposed(Isa{}, product);
      }
    }
    transposeAs<Isa>(y, kQueries, static_cast<int>(stride), tile.count, rows, stride);
    for (int i = 0; i < tile.count; ++i) {
      T* to = f.y + ((tile.batch * s.queries + tile.query + i) * s.heads + tile.head) * width;
      const float share = 1 / sums[i];
      for (std::int64_t d = 0; d < width; ++d) narrow(rows[std::size_t(i) * stride + std::size_t(d)] * share, to[d]);
      f.logSum[(tile.batch * s.heads + tile.head) * s.queries + tile.query + i] = maxima[i] + std::log(sums[i]);
    }
  }
}

template <class Isa, class T>
HEADROOM_INLINE void backwardHeads(const AttentionBackward<T>& b, std::int64_t firstTask, std::int64_t lastTask) {
  const AttentionShape& s = b.shape;
  const std::int64_t width = s.headWidth, tiles = (s.queries + kQueries - 1) / kQueries;
  const std::size_t stride = paddedWidth(width), block = stride * kQueries,
                    sequence = stride * static_cast<std::size_t>(s.keys);
  const float scale = static_cast<float>(1 / std::sqrt(static_cast<double>(width)));
  Scratch scratch(7 * block + 2 * sequence + 2 * kKeys * kQueries + 2 * kQueries);
  float *qRows = scratch.take(block), *dyRows = scratch.take(block), *q = scratch.take(block),
        *dy = scratch.take(block), *k = scratch.take(block), *v = scratch.take(block), *dq = scratch.take(block),
        *dk = scratch.take(sequence), *dv = scratch.take(sequence), *weights = scratch.take(kKeys * kQueries),
        *slopes = scratch.take(kKeys * kQueries), *logSum = scratch.take(kQueries), *delta = scratch.take(kQueries);
  std::vector<SeenKey> seen;
  for (std::int64_t task = firstTask; task < lastTask; ++task) {
    const std::int64_t batch = task / s.heads, head = task % s.heads;
    double dsink = 0;
    std::fill(dk, dk + sequence, 0.0F);
    std::fill(dv, dv + sequence, 0.0F);
    for (std::int64_t index = 0; index < tiles; ++index) {
      const Tile tile = tileOf(s, batch, head, index);
      copyRows(b.q.at(batch, tile.query, head, width), b.q.rowStride, width, scale, tile.count, RowsInOrder{}, qRows,
               stride);
      copyRows(b.dy.at(batch, tile.query, head, width), b.dy.rowStride, width, 1, tile.count, RowsInOrder{}, dyRows,
               stride);
      copyRows(b.y.at(batch, tile.query, head, width), b.y.rowStride, width, 1, tile.count, RowsInOrder{}, k, stride);
      for (int i = 0; i < tile.count; ++i) {
        delta[i] = dotRows<Isa>(dyRows + std::size_t(i) * stride, k + std::size_t(i) * stride, stride);
        logSum[i] = b.logSum[(batch * s.heads + head) * s.queries + tile.query + i];
        if (b.sink)
          dsink -= std::exp(static_cast<double>(b.sink[head]) - static_cast<double>(logSum[i])) *
                   static_cast<double>(delta[i]);
      }
      transposeRows<Isa>(qRows, stride, tile.count, q);
      transposeRows<Isa>(dyRows, stride, tile.count, dy);
      std::fill(dq, dq + block, 0.0F);
      findSeenKeys(s, tile.position, tile.position + tile.count - 1, seen);
      for (std::size_t from = 0; from < seen.size(); from += kKeys) {
        const SeenKey* keys = seen.data() + from;
        const int count = static_cast<int>(std::min<std::size_t>(kKeys, seen.size() - from));
        copyRows(b.k.at(batch, 0, tile.kvHead, width), b.k.rowStride, width, 1, count, RowsOfKeys{keys}, k, stride);
        copyRows(b.v.at(batch, 0, tile.kvHead, width), b.v.rowStride, width, 1, count, RowsOfKeys{keys}, v, stride);
        for (int column = 0; column < tile.count; column += Group<Isa>::kSize) {
          Group<Isa> group{static_cast<std::int32_t>(tile.position) + column, ruleOf(s, head), {}};
          const int size = std::min(Group<Isa>::kSize, tile.count - column);
          const auto [low, high] = rangeOf(group, keys, count, group.first + size - 1);
          if (low == high) continue;
          SmallProduct product;  // scores = k · q, slopes = v · dy
          product.rows = high - low;
          product.depth = static_cast<int>(width);
          product.vectors = Isa::kVectors;
          product.a = k + std::size_t(low) * stride;
          product.aStride = std::ptrdiff_t(stride);
          product.b = q + column;
          product.bStride = kQueries;
          product.c = weights + column;
          product.cStride = kQueries;
          multiply(Isa{}, product);
          product.a = v + std::size_t(low) * stride;
          product.b = dy + column;
          product.c = slopes + column;
          multiply(Isa{}, product);
          weighBackward(group, keys + low, high - low, logSum + column, delta + column, weights + column,
                        slopes + column);
          // dq += kᵀ · slopes, as [D][query]
          product.rows = static_cast<int>(width);
          product.depth = high - low;
          product.a = k + std::size_t(low) * stride;
          product.b = slopes + column;
          product.c = dq + column;
          product.add = true;
          multiplyTransposed(Isa{}, product);
          // dv += weights · dy, dk += slopes · q, as [key][D]
          product.rows = high - low;
          product.depth = size;
          product.vectors = static_cast<int>(stride) / Isa::kLanes;
          product.a = weights + column;
          product.aStride = kQueries;
          product.b = dyRows + std::size_t(column) * stride;
          product.bStride = std::ptrdiff_t(stride);
          product.c = dv;
          product.cStride = std::ptrdiff_t(stride);
          product.places = keys + low;
          multiply(Isa{}, product);
          product.a = slopes + column;
          product.b = qRows + std::size_t(column) * stride;
          product.c = dk;
          multiply(Isa{}, product);
        }
      }
      transposeAs<Isa>(dq, kQueries, static_cast<int>(stride), tile.count, qRows, stride);
      for (int i = 0; i < tile.count; ++i) {
        T* to = b.dq + ((batch * s.queries + tile.query + i) * s.heads + head) * width;
        for (std::int64_t d = 0; d < width; ++d) narrow(qRows[std::size_t(i) * stride + std::size_t(d)] * scale, to[d]);
      }
    }
    for (std::int64_t key = 0; key < s.keys; ++key) {
      const std::int64_t to = ((batch * s.keys + key) * s.heads + head) * width;
      std::copy_n(dk + static_cast<std::size_t>(key) * stride, width, b.dk + to);
      std::copy_n(dv + static_cast<std::size_t>(key) * stride, width, b.dv + to);
    }
    if (b.sink) b.dsink[task] = static_cast<float>(dsink);
  }
}

#ifdef HEADROOM_WIDE_VECTORS
template <class T>
HEADROOM_FOR_AVX512 void runOnAvx512(const AttentionForward<T>& f, std::int64_t first, std::int64_t last) {
  forwardTiles<Lanes16>(f, first, last);
}
template <class T>
HEADROOM_FOR_AVX512 void runOnAvx512(const AttentionBackward<T>& b, std::int64_t first, std::int64_t last) {
  backwardHeads<Lanes16>(b, first, last);
}
template <class T>
HEADROOM_FOR_AVX2 void runOnAvx2(const AttentionForward<T>& f, std::int64_t first, std::int64_t last) {
  forwardTiles<Lanes8>(f, first, last);
}
template <class T>
HEADROOM_FOR_AVX2 void runOnAvx2(const AttentionBackward<T>& b, std::int64_t first, std::int64_t last) {
  backwardHeads<Lanes8>(b, first, last);
}
#endif
template <class T>
void runAnywhere(const AttentionForward<T>& f, std::int64_t first, std::int64_t last) {
  forwardTiles<Lanes4>(f, first, last);
}
template <class T>
void runAnywhere(const AttentionBackward<T>& b, std::int64_t first, std::int64_t last) {
  backwardHeads<Lanes4>(b, first, last);
}

template <class Arguments>
KernelStatus runTasks(const Arguments& arguments, std::int64_t first, std::int64_t last,
                      [[maybe_unused]] int mostLanes) {
  if (KernelStatus status = checkAttention(arguments); !status.ok()) return status;
  if (first < 0 || first > last || last > attentionTasks(arguments))
    return {"Attention has no tasks " + std::to_string(first) + " to " + std::to_string(last) + "."};
#ifdef HEADROOM_WIDE_VECTORS
  if (mostLanes >= 16 && __builtin_cpu_supports("x86-64-v4"))
    runOnAvx512(arguments, first, last);
  else if (mostLanes >= 8 && __builtin_cpu_supports("x86-64-v3"))
    runOnAvx2(arguments, first, last);
  else
#endif
    runAnywhere(arguments, first, last);
  return {};
}

}  // namespace

template <class T>
std::int64_t attentionTasks(const AttentionForward<T>& f) {
  return f.shape.batch * f.shape.heads * ((f.shape.queries + kQueries - 1) / kQueries);
}
template <class T>
std::int64_t attentionTasks(const AttentionBackward<T>& b) {
  return b.shape.batch * b.shape.heads;
}

template <class T>
KernelStatus attentionCpu(const AttentionForward<T>& f, std::int64_t first, std::int64_t last, int mostLanes) {
  return runTasks(f, first, last, mostLanes);
}
template <class T>
KernelStatus attentionCpu(const AttentionBackward<T>& b, std::int64_t first, std::int64_t last, int mostLanes) {
  return runTasks(b, first, last, mostLanes);
}

#define HEADROOM_INSTANTIATE(T)                                                                    \
  template std::int64_t attentionTasks(const AttentionForward<T>&);                                \
  template std::int64_t attentionTasks(const AttentionBackward<T>&);                               \
  template KernelStatus attentionCpu(const AttentionForward<T>&, std::int64_t, std::int64_t, int); \
  template KernelStatus attentionCpu(const AttentionBackward<T>&, std::int64_t, std::int64_t, int);
HEADROOM_INSTANTIATE(float)
HEADROOM_INSTANTIATE(BFloat16)
#undef HEADROOM_INSTANTIATE

}  // namespace headroom

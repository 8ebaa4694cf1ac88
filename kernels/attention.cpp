// Attention: checks and reference. The fast version is in attention_cpu.cpp.
#include "kernels/attention.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace headroom {
namespace {

KernelStatus checkShape(const AttentionShape& s) {
  constexpr std::int64_t kMost = std::int64_t{1} << 48;  // numbers in an array
  const auto within = [](std::int64_t value, std::int64_t least, std::int64_t most) {
    return value >= least && value <= most;
  };
  if (!within(s.batch, 0, kMost) || !within(s.queries, 0, kLongestAttention) ||
      !within(s.keys, s.queries, kLongestAttention) || !within(s.heads, 1, 1 << 20) ||
      !within(s.headWidth, 1, 1 << 14) || !within(s.kvHeads, 1, s.heads) ||
      s.batch > kMost / (s.heads * s.headWidth) / std::max<std::int64_t>(1, s.keys))
    return {"Attention cannot take " + std::to_string(s.batch) + " sequences of " + std::to_string(s.queries) +
            " queries and " + std::to_string(s.keys) + " keys with " + std::to_string(s.heads) + " heads of " +
            std::to_string(s.headWidth) + " and " + std::to_string(s.kvHeads) + " heads of keys."};
  if (s.heads % s.kvHeads != 0)
    return {std::to_string(s.kvHeads) + " heads of keys do not divide " + std::to_string(s.heads) + " heads."};
  if (s.mask != AttentionMask::Causal && s.span < 1) return {"The span of an attention mask must be at least 1."};
  if (!(s.softcap >= 0) || !std::isfinite(s.softcap)) return {"Attention's softcap must not be negative."};
  return {};
}

bool sees(const AttentionShape& s, std::int64_t query, std::int64_t key) {
  const std::int64_t distance = query - key;
  if (distance < 0) return false;
  switch (s.mask) {
    case AttentionMask::Causal:
      return true;
    case AttentionMask::Window:
      return distance < s.span;
    case AttentionMask::Strided:
      return distance < s.span || distance % s.span == 0;
    case AttentionMask::Fixed:
      return query / s.span == key / s.span || key % s.span == s.span - 1;
  }
  return false;
}

}  // namespace

double attentionSlope(const AttentionShape& s, std::int64_t head) {
  return s.alibi ? std::exp2(-8 * static_cast<double>(head + 1) / static_cast<double>(s.heads)) : 0;
}

template <class T>
KernelStatus checkAttention(const AttentionForward<T>& f) {
  if (KernelStatus status = checkShape(f.shape); !status.ok()) return status;
  if (f.shape.batch > 0 && f.shape.queries > 0 && (!f.q.data || !f.k.data || !f.v.data || !f.y || !f.logSum))
    return {"Attention forward misses a pointer."};
  return {};
}

template <class T>
KernelStatus checkAttention(const AttentionBackward<T>& b) {
  if (KernelStatus status = checkShape(b.shape); !status.ok()) return status;
  if (b.shape.batch > 0 && b.shape.queries > 0 &&
      (!b.q.data || !b.k.data || !b.v.data || !b.y.data || !b.dy.data || !b.logSum || !b.dq || !b.dk || !b.dv ||
       (b.sink && !b.dsink)))
    return {"Attention backward misses a pointer."};
  return {};
}

// ---- reference ----

namespace {

template <class T>
double dot(const T* a, const T* b, std::int64_t n) {
  double sum = 0;
  for (std::int64_t i = 0; i < n; ++i) sum += static_cast<double>(widened(a[i])) * static_cast<double>(widened(b[i]));
  return sum;
}

/// The score and its derivative by the product q · k.
struct Score {
  double value, slope;
};
Score scoreOf(const AttentionShape& s, double product, std::int64_t head, std::int64_t distance) {
  const double scale = 1 / std::sqrt(static_cast<double>(s.headWidth)), raw = product * scale;
  const double shift = attentionSlope(s, head) * static_cast<double>(distance);
  if (s.softcap == 0) return {raw - shift, scale};
  const double tangent = std::tanh(raw / s.softcap);
  return {s.softcap * tangent - shift, scale * (1 - tangent * tangent)};
}

/// Calls work(batch, head, head of keys, query, its position) for every query of every head.
template <class Work>
void forQueries(const AttentionShape& s, const Work& work) {
  for (std::int64_t batch = 0; batch < s.batch; ++batch)
    for (std::int64_t head = 0; head < s.heads; ++head)
      for (std::int64_t query = 0; query < s.queries; ++query)
        work(batch, head, head / (s.heads / s.kvHeads), query, s.keys - s.queries + query);
}

}  // namespace

template <class T>
KernelStatus attentionReference(const AttentionForward<T>& f) {
  if (KernelStatus status = checkAttention(f); !status.ok()) return status;
  const AttentionShape& s = f.shape;
  const std::int64_t width = s.headWidth;
  std::vector<double> scores(static_cast<std::size_t>(s.keys)), sum(static_cast<std::size_t>(width));
  forQueries(s, [&](std::int64_t batch, std::int64_t head, std::int64_t kv, std::int64_t query, std::int64_t position) {
    const T* q = f.q.at(batch, query, head, width);
    double most = f.sink ? static_cast<double>(f.sink[head]) : -std::numeric_limits<double>::infinity();
    for (std::int64_t key = 0; key <= position; ++key) {
      if (!sees(s, position, key)) continue;
      double& score = scores[static_cast<std::size_t>(key)];
      score = scoreOf(s, dot(q, f.k.at(batch, key, kv, width), width), head, position - key).value;
      most = std::max(most, score);
    }
    double total = f.sink ? std::exp(static_cast<double>(f.sink[head]) - most) : 0;
    std::fill(sum.begin(), sum.end(), 0.0);
    for (std::int64_t key = 0; key <= position; ++key) {
      if (!sees(s, position, key)) continue;
      const double weight = std::exp(scores[static_cast<std::size_t>(key)] - most);
      const T* v = f.v.at(batch, key, kv, width);
      total += weight;
      for (std::int64_t d = 0; d < width; ++d)
        sum[static_cast<std::size_t>(d)] += weight * static_cast<double>(widened(v[d]));
    }
    T* y = f.y + ((batch * s.queries + query) * s.heads + head) * width;
    for (std::int64_t d = 0; d < width; ++d) narrow(sum[static_cast<std::size_t>(d)] / total, y[d]);
    narrow(most + std::log(total), f.logSum[(batch * s.heads + head) * s.queries + query]);
  });
  return {};
}

template <class T>
KernelStatus attentionReference(const AttentionBackward<T>& b) {
  if (KernelStatus status = checkAttention(b); !status.ok()) return status;
  const AttentionShape& s = b.shape;
  const std::int64_t width = s.headWidth, row = s.heads * width;
  const auto count = static_cast<std::size_t>(s.batch * s.keys * row);
  std::vector<double> dk(count), dv(count), dq(static_cast<std::size_t>(width)),
      dsink(static_cast<std::size_t>(s.batch * s.heads));
  forQueries(s, [&](std::int64_t batch, std::int64_t head, std::int64_t kv, std::int64_t query, std::int64_t position) {
    const T *q = b.q.at(batch, query, head, width), *dy = b.dy.at(batch, query, head, width);
    const double delta = dot(dy, b.y.at(batch, query, head, width), width),
                 logSum = b.logSum[(batch * s.heads + head) * s.queries + query];
    std::fill(dq.begin(), dq.end(), 0.0);
    for (std::int64_t key = 0; key <= position; ++key) {
      if (!sees(s, position, key)) continue;
      const T *k = b.k.at(batch, key, kv, width), *v = b.v.at(batch, key, kv, width);
      const Score score = scoreOf(s, dot(q, k, width), head, position - key);
      const double weight = std::exp(score.value - logSum), slope = weight * (dot(dy, v, width) - delta) * score.slope;
      const auto at = static_cast<std::size_t>((batch * s.keys + key) * row + head * width);
      for (std::int64_t d = 0; d < width; ++d) {
        const auto c = static_cast<std::size_t>(d);
        dq[c] += slope * static_cast<double>(widened(k[d]));
        dk[at + c] += slope * static_cast<double>(widened(q[d]));
        dv[at + c] += weight * static_cast<double>(widened(dy[d]));
      }
    }
    T* to = b.dq + (batch * s.queries + query) * row + head * width;
    for (std::int64_t d = 0; d < width; ++d) narrow(dq[static_cast<std::size_t>(d)], to[d]);
    if (b.sink)
      dsink[static_cast<std::size_t>(batch * s.heads + head)] -=
          std::exp(static_cast<double>(b.sink[head]) - logSum) * delta;
  });
  for (std::size_t i = 0; i < count; ++i) {
    narrow(dk[i], b.dk[i]);
    narrow(dv[i], b.dv[i]);
  }
  for (std::size_t i = 0; b.sink && i < dsink.size(); ++i) narrow(dsink[i], b.dsink[i]);
  return {};
}

#define HEADROOM_INSTANTIATE(T)                                         \
  template KernelStatus checkAttention(const AttentionForward<T>&);     \
  template KernelStatus checkAttention(const AttentionBackward<T>&);    \
  template KernelStatus attentionReference(const AttentionForward<T>&); \
  template KernelStatus attentionReference(const AttentionBackward<T>&);
HEADROOM_INSTANTIATE(double)
HEADROOM_INSTANTIATE(float)
HEADROOM_INSTANTIATE(BFloat16)
#undef HEADROOM_INSTANTIATE

}  // namespace headroom

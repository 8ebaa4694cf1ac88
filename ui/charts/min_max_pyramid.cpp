#include "ui/charts/min_max_pyramid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace headroom {

void MinMaxPyramid::include(Node& node, std::uint32_t index) const {
  if (index == kNone || !std::isfinite(m_y[index])) return;
  if (node.low == kNone || m_y[index] < m_y[node.low]) node.low = index;
  if (node.high == kNone || m_y[index] > m_y[node.high]) node.high = index;
}

void MinMaxPyramid::append(double x, double y) {
  const std::size_t index = m_x.size();
  m_x.push_back(x);
  m_y.push_back(y);
  for (std::size_t level = 0; level < m_levels.size(); ++level) {
    const std::size_t node = index >> (kShift * (level + 1));
    if (node == m_levels[level].size()) m_levels[level].emplace_back();
    include(m_levels[level][node], static_cast<std::uint32_t>(index));
  }
  const std::size_t top = m_levels.empty() ? m_x.size() : m_levels.back().size();
  if (top <= (std::size_t{1} << kShift)) return;
  // The top has outgrown one node: a new level above it, made from all that lies there.
  std::vector<Node> above((top + 15) >> kShift);
  for (std::size_t i = 0; i < top; ++i) {
    const Node below =
        m_levels.empty() ? Node{static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i)} : m_levels.back()[i];
    include(above[i >> kShift], below.low);
    include(above[i >> kShift], below.high);
  }
  m_levels.push_back(std::move(above));
}

void MinMaxPyramid::append(std::span<const double> xs, std::span<const double> ys) {
  for (std::size_t i = 0; i < std::min(xs.size(), ys.size()); ++i) append(xs[i], ys[i]);
}

MinMaxPyramid::Node MinMaxPyramid::extremes(std::size_t first, std::size_t last) const {
  Node all;
  while (first < last) {
    std::size_t levels = 0;  // the largest node that begins here and ends in time
    while (levels < m_levels.size()) {
      const std::size_t span = std::size_t{1} << (kShift * (levels + 1));
      if (first % span != 0 || first + span > last) break;
      ++levels;
    }
    if (levels == 0) {
      include(all, static_cast<std::uint32_t>(first++));
    } else {
      const Node& node = m_levels[levels - 1][first >> (kShift * levels)];
      include(all, node.low);
      include(all, node.high);
      first += std::size_t{1} << (kShift * levels);
    }
  }
  return all;
}

std::optional<std::pair<double, double>> MinMaxPyramid::range(std::size_t first, std::size_t last) const {
  const Node node = extremes(first, std::min(last, size()));
  if (node.low == kNone) return std::nullopt;
  return std::pair(m_y[node.low], m_y[node.high]);
}

std::optional<double> MinMaxPyramid::leastPositive(std::size_t first, std::size_t last) const {
  last = std::min(last, size());
  const auto whole = range(first, last);
  if (!whole || whole->first > 0) return whole ? std::optional(whole->first) : std::nullopt;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = first; i < last; ++i) {
    if (m_y[i] > 0) least = std::min(least, m_y[i]);
  }
  return std::isfinite(least) ? std::optional(least) : std::nullopt;
}

std::size_t MinMaxPyramid::lowerBound(double value) const {
  return static_cast<std::size_t>(std::lower_bound(m_x.begin(), m_x.end(), value) - m_x.begin());
}

std::vector<ChartPoint> MinMaxPyramid::columns(std::span<const double> edges, double tolerance) const {
  std::vector<ChartPoint> points;
  if (edges.size() < 2 || m_x.empty()) return points;
  points.reserve(edges.size() * 4 + 2);
  const auto add = [&](std::size_t i) {
    points.push_back({m_x[i], std::isfinite(m_y[i]) ? m_y[i] : std::numeric_limits<double>::quiet_NaN()});
  };
  std::size_t first = lowerBound(edges.front());
  if (first > 0) add(first - 1);
  for (std::size_t column = 1; column < edges.size() && first < size(); ++column) {
    const auto end = column + 1 == edges.size()
                         ? std::upper_bound(m_x.begin() + static_cast<std::ptrdiff_t>(first), m_x.end(), edges[column])
                         : std::lower_bound(m_x.begin() + static_cast<std::ptrdiff_t>(first), m_x.end(), edges[column]);
    const auto last = static_cast<std::size_t>(end - m_x.begin());
    if (last == first) continue;
    const Node node = last - first > 4 ? extremes(first, last) : Node{};
    if (last - first <= 4) {
      for (std::size_t i = first; i < last; ++i) add(i);
    } else if (node.low == kNone) {
      add(first);  // nothing finite: one gap
    } else if (m_y[node.high] - m_y[node.low] < tolerance) {
      add(node.high);
    } else {
      std::array<std::size_t, 4> order{first, std::min(node.low, node.high), std::max(node.low, node.high), last - 1};
      for (std::size_t i = 0; i < order.size(); ++i) {
        if (i == 0 || order[i] != order[i - 1]) add(order[i]);
      }
    }
    first = last;
  }
  if (first < size()) add(first);
  return points;
}

}  // namespace headroom

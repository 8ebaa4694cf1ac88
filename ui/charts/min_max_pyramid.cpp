#include "ui/charts/min_max_pyramid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headroom {

void MinMaxPyramid::Node::include(const Node& other) {
  if (other.low == kNone) return;
  if (low == kNone || other.least < least) least = other.least, low = other.low;
  if (high == kNone || other.greatest > greatest) greatest = other.greatest, high = other.high;
}

MinMaxPyramid::Node MinMaxPyramid::leaf(std::size_t index) const {
  const double y = m_y[index];
  const auto place = static_cast<std::uint32_t>(index);
  return canBeDrawn(y) ? Node{y, y, place, place} : Node{};
}

void MinMaxPyramid::append(double x, double y) {
  if (!canBeDrawn(x)) return;
  const std::size_t index = m_x.size();
  m_x.push_back(x);
  m_y.push_back(y);
  const Node fresh = leaf(index);
  for (std::size_t level = 0; level < m_levels.size(); ++level) {
    const std::size_t node = index >> (kShift * (level + 1));
    if (node == m_levels[level].size()) m_levels[level].emplace_back();
    m_levels[level][node].include(fresh);
  }
  const std::size_t top = m_levels.empty() ? m_x.size() : m_levels.back().size();
  if (top <= (std::size_t{1} << kShift)) return;
  // The top has outgrown one node: a new level above it, made from all that lies there.
  std::vector<Node> above((top + 15) >> kShift);
  for (std::size_t i = 0; i < top; ++i) above[i >> kShift].include(m_levels.empty() ? leaf(i) : m_levels.back()[i]);
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
    all.include(levels == 0 ? leaf(first) : m_levels[levels - 1][first >> (kShift * levels)]);
    first += std::size_t{1} << (kShift * levels);
  }
  return all;
}

std::optional<std::pair<double, double>> MinMaxPyramid::range(std::size_t first, std::size_t last) const {
  const Node node = extremes(first, std::min(last, size()));
  if (node.low == kNone) return std::nullopt;
  return std::pair(node.least, node.greatest);
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

std::size_t MinMaxPyramid::boundNear(std::size_t from, std::size_t guess, double value, bool above) const {
  const auto before = [&](std::size_t i) { return m_x[i] < value || (above && m_x[i] == value); };
  // Steps that double around the guess enclose the place; between them it is halved.
  std::size_t low = from, high = size();
  guess = std::min(guess, size());
  if (guess < size() && before(guess)) {
    low = guess + 1;
    for (std::size_t step = 1; guess + step < size(); step *= 2) {
      if (!before(guess + step)) {
        high = guess + step;
        break;
      }
      low = guess + step + 1;
    }
  } else {
    high = guess;
    for (std::size_t step = 1; from + step <= guess; step *= 2) {
      if (before(guess - step)) {
        low = guess - step + 1;
        break;
      }
      high = guess - step;
    }
  }
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (before(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::vector<ChartPoint> MinMaxPyramid::columns(std::span<const double> edges, double tolerance) const {
  std::vector<ChartPoint> points;
  if (edges.size() < 2 || m_x.empty()) return points;
  points.reserve(edges.size() * 4 + 2);
  const auto add = [&](std::size_t i) {
    points.push_back({m_x[i], canBeDrawn(m_y[i]) ? m_y[i] : std::numeric_limits<double>::quiet_NaN()});
  };
  std::size_t first = lowerBound(edges.front());
  std::size_t width = 1;  // points of the last column: the next one has about as many
  if (first > 0) add(first - 1);
  for (std::size_t column = 1; column < edges.size() && first < size(); ++column) {
    const std::size_t last = boundNear(first, first + width, edges[column], column + 1 == edges.size());
    width = last - first;
    if (last == first) continue;
    const Node node = last - first > 4 ? extremes(first, last) : Node{};
    if (last - first <= 4) {
      for (std::size_t i = first; i < last; ++i) add(i);
    } else if (node.low == kNone) {
      add(first);  // nothing finite: one gap
    } else if (node.greatest - node.least < tolerance) {
      add(node.high);
    } else {
      // Within one pixel the way from least to greatest is all there is to see.
      add(std::min(node.low, node.high));
      if (node.low != node.high) add(std::max(node.low, node.high));
    }
    first = last;
  }
  if (first < size()) add(first);
  return points;
}

}  // namespace headroom

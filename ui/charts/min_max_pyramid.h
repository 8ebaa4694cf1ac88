// Points of one curve with a tree of extremes over them: any window of a million points is drawn from a few thousand,
// no spike lost.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace headroom {

struct ChartPoint {
  double x = 0, y = 0;
  bool operator==(const ChartPoint&) const = default;
};

/// Beyond it a number is drawn as an infinite one is: not at all. Axes cannot span more.
constexpr double kLargestDrawn = 1e200;
inline bool canBeDrawn(double value) {
  return value > -kLargestDrawn && value < kLargestDrawn;  // false for NaN
}

/// x never falls (a point without a place on the axis is passed over); y may be NaN or infinite (no part of any
/// extreme, a gap when alone in a column). Holds up to 2^32 points.
class MinMaxPyramid {
 public:
  void append(double x, double y);
  void append(std::span<const double> xs, std::span<const double> ys);

  std::size_t size() const { return m_x.size(); }
  const std::vector<double>& x() const { return m_x; }
  const std::vector<double>& y() const { return m_y; }

  /// Least and greatest finite y of the points [first, last).
  std::optional<std::pair<double, double>> range(std::size_t first, std::size_t last) const;
  /// Least positive y of [first, last), for logarithmic axes. Costs the points when some are not positive.
  std::optional<double> leastPositive(std::size_t first, std::size_t last) const;
  /// The first point with x ≥ value.
  std::size_t lowerBound(double value) const;

  /// What a curve looks like in columns with these rising edges: least and greatest point of each column in order of x
  /// (all of it when it holds no more than four), and one neighbour outside on each side. Columns whose extremes differ
  /// by less than `tolerance` give one point.
  std::vector<ChartPoint> columns(std::span<const double> edges, double tolerance = 0) const;

 private:
  static constexpr std::size_t kShift = 4;  // 16 children a node
  static constexpr std::uint32_t kNone = 0xffffffffu;
  /// Extremes with their places. The values stand here too: fetching them from m_y would miss the cache at every node.
  struct Node {
    double least = 0, greatest = 0;
    std::uint32_t low = kNone, high = kNone;
    void include(const Node& other);
  };
  Node leaf(std::size_t index) const;
  Node extremes(std::size_t first, std::size_t last) const;
  /// The first point at or after `from` with x ≥ value (`above`: x > value), looked for near `guess`.
  std::size_t boundNear(std::size_t from, std::size_t guess, double value, bool above) const;

  std::vector<double> m_x, m_y;
  std::vector<std::vector<Node>> m_levels;  // level k: a node covers 16^(k+1) points
};

}  // namespace headroom

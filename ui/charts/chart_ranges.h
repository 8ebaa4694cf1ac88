// How far an axis reaches: what the data ask for, room around it, and outliers that would flatten all the rest. Pure
// functions on numbers.
#pragma once

#include <optional>
#include <vector>

namespace headroom {

struct Span {
  double from = 0, to = 1;
  bool operator==(const Span&) const = default;
};

/// What an axis must show. Without any value `low` is above `high`.
struct SpanWish {
  double low = 1, high = 0;
  std::optional<double> from, to;  // fixed ends
  bool logarithmic = false;
};

/// Six percent of room around the values, none at fixed ends; never empty, always drawable, above 0 when logarithmic.
Span spanFor(const SpanWish& wish);

struct Outliers {
  Span kept;  // holds every value but these
  int above = 0, below = 0;
};

/// Values so far from the others that an axis showing them shows nothing else: beyond 30 times the span of the central
/// 98 % (at least all but one at each end). Empty when there are none; at most that many values count as outliers.
/// Values that are not finite are passed over.
std::optional<Outliers> findOutliers(std::vector<double> values);

}  // namespace headroom

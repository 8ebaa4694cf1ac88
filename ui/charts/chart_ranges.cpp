#include "ui/charts/chart_ranges.h"

#include <algorithm>
#include <cmath>

#include "ui/charts/min_max_pyramid.h"

namespace headroom {

namespace {

constexpr double kRoom = 0.06;
constexpr std::size_t kFewest = 8;  // among fewer values none can be called an outlier
constexpr double kFar = 30;         // central spans: a loss that falls from ln(50,257) to 2 stays whole

Span logarithmicSpan(double low, double high, const SpanWish& wish) {
  if (!(low > 0) || !(high >= low)) low = 0.1, high = 1;
  const double margin = std::clamp(std::pow(high / low, kRoom), 1.02, 1e6);
  const bool fixedFrom = wish.from && *wish.from > 0 && *wish.from < high;
  const bool fixedTo = wish.to && *wish.to > low;
  return {fixedFrom ? *wish.from : low / margin, fixedTo ? *wish.to : high * margin};
}

}  // namespace

Span spanFor(const SpanWish& wish) {
  double low = wish.low, high = wish.high;
  const bool nothing = !(low <= high);
  if (wish.logarithmic) return logarithmicSpan(nothing ? 0 : low, nothing ? 0 : high, wish);
  if (nothing) {
    low = wish.from.value_or(wish.to ? *wish.to - 1 : 0);
    high = wish.to.value_or(low + 1);
  }
  if (wish.from) low = *wish.from;
  if (wish.to) high = *wish.to;
  if (!(high > low)) {
    const double half = std::max(std::abs(low) * 0.05, 1e-12);
    if (!wish.from) low -= half;
    high = low + 2 * half;
  }
  const double room = (high - low) * kRoom;
  return {wish.from ? low : low - room, wish.to ? high : high + room};
}

std::optional<Outliers> findOutliers(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !canBeDrawn(value); });
  if (values.size() < kFewest) return {};
  const std::size_t trimmed = std::max<std::size_t>(values.size() / 100, 1);
  const auto ranked = [&](std::size_t rank) {
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(values.begin(), place, values.end());
    return *place;
  };
  const double low = ranked(trimmed), high = ranked(values.size() - 1 - trimmed);
  // Where the rest is one value, its size is the measure.
  const double reach = high > low ? kFar * (high - low) : kFar * std::max(std::abs(low), 1e-9);
  Outliers found{.kept = {low, high}};
  for (const double value : values) {
    if (value < low - reach) {
      ++found.below;
    } else if (value > high + reach) {
      ++found.above;
    } else {
      found.kept = {std::min(found.kept.from, value), std::max(found.kept.to, value)};
    }
  }
  if (found.above == 0 && found.below == 0) return {};
  return found;
}

}  // namespace headroom

// The few statistics that the estimators share. Quantiles and tails are Boost.Math's.
#include "core/analysis/statistics.h"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <numeric>

namespace headroom {

double mean(std::span<const double> values) {
  assert(!values.empty());
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double variance(std::span<const double> values) {
  assert(values.size() >= 2);
  const double centre = mean(values);
  double sum = 0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return sum / static_cast<double>(values.size() - 1);
}

double median(std::vector<double> values) {
  assert(!values.empty());
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

double studentQuantile(double q, double df) {
  const boost::math::students_t t(df);
  return q > 0.5 ? boost::math::quantile(boost::math::complement(t, 1 - q)) : boost::math::quantile(t, q);
}

double studentTwoSided(double t, double df) {
  if (std::isinf(t)) return 0;
  return 2 * boost::math::cdf(boost::math::complement(boost::math::students_t(df), std::abs(t)));
}

double chiSquaredMedian(double df) {
  return boost::math::median(boost::math::chi_squared(df));
}

double fisherTail(double f, double d1, double d2) {
  return boost::math::cdf(boost::math::complement(boost::math::fisher_f(d1, d2), f));
}

}  // namespace headroom

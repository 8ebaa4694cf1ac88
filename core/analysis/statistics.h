// The few statistics that the estimators share. Quantiles and tails are Boost.Math's.
#pragma once

#include <span>
#include <vector>

namespace headroom {

double mean(std::span<const double> values);
/// n − 1 degrees; needs two values.
double variance(std::span<const double> values);
/// Of an even number: the mean of the two in the middle. Needs one value.
double median(std::vector<double> values);

/// t(q; ν); ν need not be whole.
double studentQuantile(double q, double df);
/// P(|T_ν| > |t|)
double studentTwoSided(double t, double df);
/// χ²(½; ν)
double chiSquaredMedian(double df);
/// P(F(d1, d2) > f)
double fisherTail(double f, double d1, double d2);

}  // namespace headroom

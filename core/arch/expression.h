// Exact arithmetic over sizes: "4*width", "round8(8/3*width)". Rationals inside, a whole number as the result.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace headroom {

using Sizes = std::map<std::string, std::int64_t>;
/// Gives a size its value; its error is the expression's error.
using SizeOf = std::function<Result<std::int64_t>(const std::string& name)>;

/// + - * / ( ), ceil(x), floor(x), round8(x) (the nearest multiple of 8, halves up), min(a, b, …), max(a, b, …).
/// Errors: a mistake in writing, an unknown size, division by zero, a result that is not whole, anything on the way
/// beyond ±(2^63 − 1).
Result<std::int64_t> evaluate(std::string_view expression, const SizeOf& sizeOf);
Result<std::int64_t> evaluate(std::string_view expression, const Sizes& sizes);
/// As above, the nearest real number instead of a whole one.
Result<double> evaluateReal(std::string_view expression, const Sizes& sizes);

/// May a size be called so? Lower-case letters, digits and '_', not the name of a function.
bool isSizeName(std::string_view name);

}  // namespace headroom

// Where a logarithmic axis of little span has its numbers: 0.8 1 1.25 1.5 2 instead of powers of ten alone.
#pragma once

#include <vector>

namespace headroom {

/// At most `most` values between from and to (both above 0), ascending, evenly spread, round ones first.
std::vector<double> logTicks(double from, double to, int most);

}  // namespace headroom

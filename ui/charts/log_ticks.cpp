#include "ui/charts/log_ticks.h"

#include <algorithm>
#include <cmath>

namespace headroom {

std::vector<double> logTicks(double from, double to, int most) {
  std::vector<double> ticks;
  if (!(from > 0) || !(to > from) || !std::isfinite(to) || most < 1) return ticks;
  const double apart = std::log(to / from) / most;
  const auto offer = [&](double value) {
    if (value < from * (1 - 1e-9) || value > to * (1 + 1e-9)) return;
    for (const double tick : ticks)
      if (std::abs(std::log(value / tick)) < apart * 0.999) return;
    ticks.push_back(value);
  };
  // Rounder numbers first; each later level fills what the earlier ones left free.
  static const std::vector<double> levels[] = {
      {1}, {2, 5}, {1.5, 3, 7}, {1.25, 4, 8}, {1.1, 1.75, 2.5, 6, 9}, {1.2, 1.3, 1.4, 9.5}, {1.05, 1.02, 9.8}};
  const int lowest = static_cast<int>(std::floor(std::log10(from))),
            highest = static_cast<int>(std::ceil(std::log10(to)));
  for (const auto& level : levels)
    for (int power = lowest; power <= highest; ++power)
      for (const double mantissa : level) offer(mantissa * std::pow(10, power));
  if (ticks.size() < 2 && to / from < 1.2)
    for (const double value : {from, to}) offer(value);
  std::sort(ticks.begin(), ticks.end());
  return ticks;
}

}  // namespace headroom

// A table of curves as the file would have it; and its rows in another order.
#pragma once

#include <string>
#include <vector>

#include "core/analysis/curves.h"
#include "core/base/units.h"

namespace headroom {

inline std::vector<std::string> rowsOf(const CurveTable& table) {
  std::vector<std::string> rows;
  const auto number = [](double value) { return std::isfinite(value) ? shortest(value) : std::string(); };
  for (const CurveTable::Run& run : table.runs)
    for (const CurvePoint& point : table.curve(run))
      rows.push_back(table.arms[run.arm] + "," + table.scales[run.scale] + "," + std::to_string(run.seed) + "," +
                     std::to_string(point.step) + "," + number(point.tokens) + "," + number(point.flops) + "," +
                     number(point.seconds) + "," +
                     (std::isnan(point.loss)   ? "nan"
                      : std::isinf(point.loss) ? "inf"
                                               : formatFixed(point.loss, 6)) +
                     "\n");
  return rows;
}

inline std::string csvOf(const std::vector<std::string>& rows) {
  std::string text = "arm,scale,seed,step,tokens,flops,seconds,loss\n";
  for (const std::string& row : rows) text += row;
  return text;
}

}  // namespace headroom

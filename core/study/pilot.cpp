#include "core/study/pilot.h"

#include <algorithm>
#include <cmath>

#include "core/analysis/pair_gain.h"

namespace headroom {

std::map<std::string, NoiseAssumption> pilotNoise(const StudyResult& pilot) {
  const CurveTable& table = pilot.curves;
  std::map<std::string, std::vector<UsableRun>> runs;
  for (const CurveTable::Run& run : table.runs)
    if (table.arms[run.arm] == pilot.study().baseline) {
      UsableRun usable = usableRun(table.curve(run));
      if (usable.usable()) runs[table.scales[run.scale]].push_back(std::move(usable));
    }
  std::map<std::string, NoiseAssumption> noise;
  for (const auto& [scale, usable] : runs) {
    const auto n = static_cast<double>(usable.size());
    if (n < 2) continue;
    // Runs may end at different steps after a replan: their losses at the last step that all of them reached.
    double last = INFINITY, mean = 0, squares = 0, slope = 0;
    for (const UsableRun& run : usable) last = std::min(last, run.curve.knots().back().lnStep);
    for (const UsableRun& run : usable) mean += run.curve.lossAt(last) / n;
    for (const UsableRun& run : usable) {
      squares += std::pow(run.curve.lossAt(last) - mean, 2);
      slope += endSlope(run) / n;
    }
    if (squares > 0 && slope > 0) noise[scale] = {.lossSigma = std::sqrt(squares / (n - 1)), .endSlope = slope};
  }
  return noise;
}

}  // namespace headroom

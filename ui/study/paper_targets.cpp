#include "ui/study/paper_targets.h"

#include <algorithm>

namespace headroom {

const std::vector<PaperTarget>& paperTargets() {
  static const std::vector<PaperTarget> targets{
      {"mqa", "compact", 3.846, 0.673, true, false, "68/101"},
      {"mqa", "full", 3.535, 0.931, false, true, "27/29"},
      {"sparse", "compact", 3.886, 0.515, true, false, "52/101"},
      {"sparse", "full", 3.418, 0.964, false, false, "27/28"},
      {"none", "compact", 3.799, 1.000, false, false, "101/101"},
      {"none", "full", 3.542, 1.000, false, false, "27/27"},
      {"flash", "compact", 3.794, 1.063, false, false, "101/95"},
      {"flash", "full", 3.532, 1.000, false, false, "27/27"},
      {"layernorm", "compact", 3.725, 1.836, false, false, "101/55"},
      {"layernorm", "full", 3.498, 1.421, false, false, "27/19"},
      {"rope", "compact", 3.725, 1.870, false, false, "101/54"},
      {"rope", "full", 3.398, 1.350, false, true, "27/20"},
      {"all", "compact", 3.656, 3.483, false, false, "101/29"},
      {"all", "full", 3.287, 1.800, false, false, "27/15"},
  };
  return targets;
}

const PaperTarget* paperTarget(std::string_view arm, std::string_view scale) {
  const auto& all = paperTargets();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const PaperTarget& one) { return one.arm == arm && one.scale == scale; });
  return found == all.end() ? nullptr : &*found;
}

std::string_view paperVerdict(std::string_view arm) {
  if (arm == "layernorm" || arm == "rope" || arm == "flash") return "independent";
  if (arm == "mqa" || arm == "sparse" || arm == "moe") return "dependent";
  return "";
}

}  // namespace headroom

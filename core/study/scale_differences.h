// What scales of a study hold unequal besides their size: then a slope over them is not one of compute alone.
#pragma once

#include <string>
#include <vector>

#include "core/study/resolved_study.h"

namespace headroom {

/// A sentence for each of tokens a parameter, context, dropout, warm-up share and shape of the schedule that differs
/// between the baseline's cells (ceg.md §5.5).
std::vector<std::string> scaleDifferences(const ResolvedStudy& study);

}  // namespace headroom

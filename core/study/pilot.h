// What an earlier study says about noise, for the plan of the next.
#pragma once

#include <map>
#include <string>

#include "core/analysis/planning.h"
#include "core/study/study_result.h"

namespace headroom {

/// By scale: spread of the baseline's last loss over its seeds and slope of its curve at the end. Scales at which fewer
/// than two runs of the baseline can be used are not in it. Pairs are taken to be independent, which errs on the wide
/// side.
std::map<std::string, NoiseAssumption> pilotNoise(const StudyResult& pilot);

}  // namespace headroom

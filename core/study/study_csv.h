// A study as tables, for other programs: what was compared, and every run.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/study/study_result.h"

namespace headroom {

/// Every arm at the baseline's tuned rate, where each arm has one of its own; empty where there is no such thing.
CurveTable sharedCurvesOf(const StudyResult& result);

struct StudyTables {
  std::vector<std::filesystem::path> files;
  std::vector<std::string> warnings;
};
/// curves.csv (`headroom ceg curves.csv --baseline B` gives the digits of `headroom ceg STUDY`), curves-shared.csv
/// where there are such curves, runs.csv. BadInput while no run can be compared.
Result<StudyTables> exportCsv(const StudyResult& result, const std::filesystem::path& folder);

}  // namespace headroom

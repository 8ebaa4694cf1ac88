// A run that was trained elsewhere, gathered in memory and written as a run folder. Internal to the room.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/runs/journal_batch.h"
#include "core/runs/run_folder.h"

namespace headroom {

struct ImportedRun {
  RunDefinition definition;
  std::string origin;  // for the reason: "imported from …"
  std::vector<std::string> tags;
  std::map<std::string, std::vector<SeriesPoint>, std::less<>> points, doubles;
};

/// Sorts by step; of a step that stands twice the value with the latest wall time stays (the later one of equals).
void keepLatest(std::vector<SeriesPoint>& points);

/// Writes all folders under hidden names and renames them when every one is complete; on failure none remains.
Result<std::vector<RunId>> writeImportedRuns(const std::filesystem::path& databaseFolder,
                                             std::vector<ImportedRun> runs);

/// One journal with these series, each in order of step.
Result<void> writeSeries(const std::filesystem::path& journal,
                         const std::map<std::string, std::vector<SeriesPoint>, std::less<>>& points,
                         const std::map<std::string, std::vector<SeriesPoint>, std::less<>>& doubles);

}  // namespace headroom

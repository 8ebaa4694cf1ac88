// Runs from and to other programs: TensorBoard event files and CSV. Import writes run folders; the engine records them
// (rebuild.h).
#pragma once

#include <filesystem>
#include <vector>

#include "core/runs/run_folder.h"
#include "core/runs/run_reader.h"

namespace headroom {

/// Each folder at or below `source` that holds event files becomes a completed run, named by its path. A step that
/// stands twice keeps the value with the latest wall time. All folders are made, or none.
Result<std::vector<RunId>> importTensorboard(const std::filesystem::path& databaseFolder,
                                             const std::filesystem::path& source);
/// A table with a header. Columns arm, scale, seed (any of them) tell runs apart; `step` is needed; the columns tokens,
/// flops, seconds and loss are known (loss → loss/val), every other numeric column is a series of that name.
Result<std::vector<RunId>> importCsv(const std::filesystem::path& databaseFolder, const std::filesystem::path& source);

/// A folder <databaseFolder>/runs/.import-… with run.json and a checkpoint, as `headroom-train import` makes it of a
/// model: becomes a completed run without series. On failure the folder stays where it is.
Result<RunId> adoptRunFolder(const std::filesystem::path& databaseFolder, const std::filesystem::path& prepared);

/// step and one column a series; a step where a series has no value is an empty cell.
Result<void> exportCsv(const RunReader& reader, const RunId& run, const std::filesystem::path& file);
/// A folder that TensorBoard opens.
Result<void> exportTensorboard(const RunReader& reader, const RunId& run, const std::filesystem::path& folder);

}  // namespace headroom

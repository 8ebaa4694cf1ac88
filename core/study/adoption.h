// An unpacked bundle becomes part of a database's folder: checked as a whole, then renamed into place run by run. Rows
// are the engine's business.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/study/bundle_manifest.h"

namespace headroom {

/// What of a bundle is new here. The rest is here already, the same.
struct Arrivals {
  std::vector<RunId> runs, knownRuns;
  std::vector<StudyId> studies, knownStudies;
  std::vector<std::string> machines, data;  // ids, hashes
};
/// BadInput when a run or a study of this id is here and is another. Names, tags, notes and logs may differ, and of two
/// measurements of a machine the one that is here stays.
Result<Arrivals> arrivalsOf(const BundleManifest& manifest, const std::filesystem::path& databaseFolder);

/// Reads every document as the engine will. BadInput: definitions, histories or decisions that are none, and runs or
/// studies that would start to train.
Result<void> checkDocuments(const BundleManifest& manifest, const std::filesystem::path& unpacked);

/// Both checks, then everything that is new is renamed into place, the study last. A crash in between leaves whole
/// runs; opening the bundle again goes on.
Result<Arrivals> moveIn(const BundleManifest& manifest, const std::filesystem::path& unpacked,
                        const std::filesystem::path& databaseFolder);

}  // namespace headroom

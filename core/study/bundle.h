// A bundle: NAME.headroom.zip with a study or runs, to look at, to check and to train again on another machine.
// Written by export, read by `headroom bundle open`, which checks everything before it writes anything.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/runs/run_reader.h"
#include "core/study/bundle_manifest.h"

namespace headroom {

/// What goes into a bundle, and from where.
struct BundleContents {
  BundleManifest manifest;
  std::vector<std::filesystem::path> sources;  // of manifest.files, one each
};

struct BundleWish {
  bool checkpoints = false;  // the last of each run
  bool data = true;          // text and token files, while all of them are at most 64 MiB
};

/// Refused while the study or a run of it is at work. `databaseFolder` holds runs/.
Result<BundleContents> bundleOfStudy(const RunReader& reader, const std::filesystem::path& databaseFolder,
                                     const StudyId& study, const BundleWish& wish = {});
/// With the runs that it began from.
Result<BundleContents> bundleOfRun(const RunReader& reader, const std::filesystem::path& databaseFolder,
                                   const RunId& run, const BundleWish& wish = {});

/// FILE.zip as it is; in a folder NAME.headroom.zip.
std::filesystem::path bundlePath(const std::filesystem::path& target, const std::string& name);
/// BadInput when the file is there. What cannot be finished is removed.
Result<void> writeBundle(const BundleContents& contents, const std::filesystem::path& path);

/// Reads the whole file and writes nothing. BadInput: anything that is not exactly what the manifest says.
Result<BundleManifest> checkBundle(const std::filesystem::path& file, const BundleLimits& limits = {});
/// The same, into a folder that is not there yet; on an error it is gone again.
Result<BundleManifest> unpackBundle(const std::filesystem::path& file, const std::filesystem::path& folder,
                                    const BundleLimits& limits = {});

}  // namespace headroom

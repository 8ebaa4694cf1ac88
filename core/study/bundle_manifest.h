// manifest.json of a bundle: what it holds, every file with size and hash, and which paths a bundle may hold at all.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/json.h"

namespace headroom {

inline constexpr const char* kManifestName = "manifest.json";

struct BundleFile {
  std::string path;  // "runs/<id>/run.json"
  std::uint64_t size = 0;
  std::string hash;  // hash128
  bool operator==(const BundleFile&) const = default;
};

/// Data that runs were trained on: in data/<hash>/, or why not.
struct BundleData {
  std::string hash;                // Corpus::hash; "" = never recorded
  std::vector<std::string> files;  // as run.json names them, only where they are not included
  std::string leftOut;             // the reason; "" = included
  bool operator==(const BundleData&) const = default;
};

struct BundleManifest {
  std::string program, build, made;
  std::string name;
  std::vector<StudyId> studies;  // one, or none in a bundle of runs
  std::vector<RunId> runs;
  std::vector<BundleData> data;
  std::vector<BundleFile> files;  // all but the manifest, in the order of the archive
  bool operator==(const BundleManifest&) const = default;

  std::uint64_t bytes() const;
};

/// What to refuse however well it is packed.
struct BundleLimits {
  std::uint64_t bytes = std::uint64_t{8} << 30;  // unpacked
  std::uint64_t entries = 1'000'000;
  std::uint64_t manifestBytes = std::uint64_t{128} << 20;
  std::uint64_t ratio = 200;  // unpacked to packed, beyond the first 16 MiB; journals reach about 10
};

Json toJson(const BundleManifest& manifest);
/// Refuses unknown versions and keys, paths that are not pathProblem() == "", doubled ones, files of runs that are not
/// listed, runs and studies without their files, more than the limits allow. `source` is the bundle's file.
Result<BundleManifest> bundleManifestFrom(const Json& document, const std::string& source,
                                          const BundleLimits& limits = {});

/// "" where a bundle may hold a file of this path, else what is wrong with it. Known places only, of names from
/// letters, digits, '.', '_' and '-', none of which begins with a dot.
std::string pathProblem(std::string_view path);
/// The name with all other characters replaced.
std::string portableName(std::string_view name);
bool isPortableName(std::string_view name);
/// "runs", "k3v9…", "run.json"
std::vector<std::string> partsOf(std::string_view path);

}  // namespace headroom

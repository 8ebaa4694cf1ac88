#include "core/study/bundle.h"

#include <fstream>
#include <optional>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/study/bundle_archive.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kUnpackedAtLeast = std::uint64_t{16} << 20;  // small files of one byte repeated pack well

class Walk {
 public:
  Walk(const fs::path& file, std::optional<fs::path> folder, const BundleLimits& limits)
      : m_file(file.string()),
        m_source("Bundle " + inQuotes(m_file, 200)),
        m_folder(std::move(folder)),
        m_limits(limits) {
    std::error_code error;
    const std::uintmax_t packed = fs::file_size(file, error);
    m_most = error ? 0 : kUnpackedAtLeast + limits.ratio * packed;
  }

  Result<BundleManifest> through(ZipReader& zip) {
    HEADROOM_ASSIGN(const std::optional<std::string> first, zip.next());
    if (!first || *first != kManifestName)
      return badInput(m_source + " does not begin with its manifest; give what `headroom export … --to bundle` wrote.");
    std::string text;
    HEADROOM_TRY(zip.read([&](std::string_view bytes) -> Result<void> {
      if (text.size() + bytes.size() > m_limits.manifestBytes)
        return badInput(m_source + " has a manifest of more than " + std::to_string(m_limits.manifestBytes) +
                        " bytes; it is not read.");
      HEADROOM_TRY(count(bytes.size()));
      text += bytes;
      return {};
    }));
    HEADROOM_ASSIGN(const Json document, parseJson(text, m_file + ": manifest.json"));
    HEADROOM_ASSIGN(BundleManifest manifest, bundleManifestFrom(document, m_file, m_limits));
    if (m_folder) {
      HEADROOM_TRY(makeFolders(*m_folder));
      std::ofstream(*m_folder / kManifestName, std::ios::binary) << text;  // read again by who adopts the folder
    }
    for (const BundleFile& file : manifest.files) {
      HEADROOM_ASSIGN(const std::optional<std::string> name, zip.next());
      if (!name)
        return badInput(m_source + " lacks " + inQuotes(file.path, 100) + ", which its manifest names; copy it again.");
      if (*name != file.path)
        return badInput(m_source + " holds " + inQuotes(oneLine(*name), 100) + " where its manifest has " +
                        inQuotes(file.path, 100) + "; it is not as it was exported.");
      HEADROOM_TRY(take(zip, file));
    }
    HEADROOM_ASSIGN(const std::optional<std::string> more, zip.next());
    if (more) return badInput(m_source + " holds " + inQuotes(oneLine(*more), 100) + ", which its manifest lacks.");
    return manifest;
  }

 private:
  Result<void> count(std::size_t bytes) {
    m_read += bytes;
    if (m_read <= m_most) return {};
    return badInput(m_source + " unpacks to more than " + std::to_string(m_limits.ratio) +
                    " times its size, which no bundle does; it is not opened.");
  }

  Result<void> take(ZipReader& zip, const BundleFile& file) {
    std::ofstream out;
    const fs::path path = m_folder ? *m_folder / file.path : fs::path();
    if (m_folder) {
      HEADROOM_TRY(makeFolders(path.parent_path()));
      out.open(path, std::ios::binary | std::ios::trunc);
    }
    std::uint64_t size = 0;
    Hasher128 hasher;
    HEADROOM_TRY(zip.read([&](std::string_view bytes) -> Result<void> {
      size += bytes.size();
      if (size > file.size) return wrong(file);
      HEADROOM_TRY(count(bytes.size()));
      hasher.add(bytes);
      if (m_folder) out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
      return {};
    }));
    if (size != file.size || hasher.text() != file.hash) return wrong(file);
    if (!m_folder) return {};
    out.close();
    if (!out) return failed(inQuotes(path.string(), 200) + " cannot be written; is the disk full?");
    return {};
  }

  Error wrong(const BundleFile& file) const {
    return badInput(m_source + ": " + inQuotes(file.path, 100) + " is not what the manifest says; copy it here again.");
  }

  const std::string m_file;
  const std::string m_source;  // for sentences
  const std::optional<fs::path> m_folder;
  const BundleLimits m_limits;
  std::uint64_t m_read = 0, m_most = 0;
};

}  // namespace

fs::path bundlePath(const fs::path& target, const std::string& name) {
  if (target.extension() == ".zip") return target;
  return target / (portableName(name) + ".headroom.zip");
}

Result<void> writeBundle(const BundleContents& contents, const fs::path& path) {
  std::error_code error;
  if (fs::exists(path, error))
    return badInput(inQuotes(path.string(), 200) + " exists already; choose another name for the bundle.");
  if (path.has_parent_path()) HEADROOM_TRY(makeFolders(path.parent_path()));
  const fs::path temporary = path.string() + ".part";
  const auto write = [&]() -> Result<void> {
    HEADROOM_ASSIGN(ZipWriter zip, ZipWriter::create(temporary));
    HEADROOM_TRY(zip.add(kManifestName, dump(toJson(contents.manifest), 1) + "\n"));
    for (std::size_t i = 0; i < contents.sources.size(); ++i)
      HEADROOM_TRY(zip.add(contents.manifest.files[i], contents.sources[i]));
    HEADROOM_TRY(zip.finish());
    return syncFile(temporary);
  };
  Result<void> written = write();
  if (written) fs::rename(temporary, path, error);
  if (written && error) written = failed(inQuotes(path.string(), 200) + " cannot be written: " + error.message() + ".");
  if (!written) fs::remove(temporary, error);
  return written;
}

Result<BundleManifest> checkBundle(const fs::path& file, const BundleLimits& limits) {
  HEADROOM_ASSIGN(ZipReader zip, ZipReader::open(file));
  return Walk(file, {}, limits).through(zip);
}

Result<BundleManifest> unpackBundle(const fs::path& file, const fs::path& folder, const BundleLimits& limits) {
  HEADROOM_ASSIGN(ZipReader zip, ZipReader::open(file));
  const auto unpack = [&]() -> Result<BundleManifest> {
    HEADROOM_ASSIGN(BundleManifest manifest, Walk(file, folder, limits).through(zip));
    for (const BundleFile& one : manifest.files) HEADROOM_TRY(syncFile(folder / one.path));  // before they get names
    return manifest;
  };
  Result<BundleManifest> manifest = unpack();
  std::error_code ignored;
  if (!manifest) fs::remove_all(folder, ignored);
  return manifest;
}

}  // namespace headroom

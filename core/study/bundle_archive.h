// Zip files, written and read one plain file after another. The only place that knows libarchive.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/study/bundle_manifest.h"

struct archive;

namespace headroom {

class ZipWriter {
 public:
  static Result<ZipWriter> create(const std::filesystem::path& path);

  Result<void> add(const std::string& name, std::string_view content);
  /// The file at `source`, which must still be what `file` says.
  Result<void> add(const BundleFile& file, const std::filesystem::path& source);
  /// Writes the table of contents. Without it the file is no zip.
  Result<void> finish();

 private:
  struct Free {
    void operator()(archive* handle) const;
  };
  explicit ZipWriter(archive* handle) : m_handle(handle) {}
  Result<void> begin(const std::string& name, std::uint64_t size);
  Result<void> write(std::string_view bytes);
  Error problem(const std::string& what) const;

  std::unique_ptr<archive, Free> m_handle;
};

class ZipReader {
 public:
  static Result<ZipReader> open(const std::filesystem::path& path);

  /// The name of the next entry, nothing at the end. BadInput: what is no plain file (folders, links, devices), and
  /// archives that are damaged.
  Result<std::optional<std::string>> next();
  /// The entry's content, piece by piece; ends with `take`'s error.
  Result<void> read(const std::function<Result<void>(std::string_view)>& take);

 private:
  struct Free {
    void operator()(archive* handle) const;
  };
  ZipReader(archive* handle, std::string source) : m_handle(handle), m_source(std::move(source)) {}
  Error damaged() const;

  std::unique_ptr<archive, Free> m_handle;
  std::string m_source;  // for sentences
  std::string m_piece;   // scratch
};

}  // namespace headroom

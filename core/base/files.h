// Files that survive a crash: whole reads with a limit, replace by rename, locks that die with their holder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/result.h"

namespace headroom {

/// The whole file. BadInput when it is missing, a folder, unreadable or larger than `limit` bytes.
Result<std::string> readFile(const std::filesystem::path& path, std::uint64_t limit = std::uint64_t{64} << 20);
/// Temporary file beside it → fsync → rename → fsync of the folder. A reader sees the old or the new content, never
/// half.
Result<void> replaceFile(const std::filesystem::path& path, std::string_view content);
/// Adds a line and flushes it to the system (not to the disk).
Result<void> appendLine(const std::filesystem::path& path, std::string_view line);
Result<void> makeFolders(const std::filesystem::path& path);
Result<void> syncFile(const std::filesystem::path& path);  // works on folders too

/// An exclusive flock on a file. Released by the destructor or the death of every process that holds the descriptor.
class FileLock {
 public:
  /// Empty when somebody else holds it.
  static Result<std::optional<FileLock>> tryLock(const std::filesystem::path& path);
  /// Takes over a descriptor that was locked by a parent process.
  static FileLock adopt(int descriptor) { return FileLock(descriptor); }
  /// Whether somebody holds it now. A missing file is not locked.
  static bool isHeld(const std::filesystem::path& path);

  FileLock(FileLock&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
  }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

  int descriptor() const { return m_descriptor; }

 private:
  explicit FileLock(int descriptor) : m_descriptor(descriptor) {}
  int m_descriptor;
};

/// XDG data folder of Headroom: $XDG_DATA_HOME/headroom, else ~/.local/share/headroom.
std::filesystem::path dataFolder();
/// $HEADROOM_CACHE, $XDG_CACHE_HOME/headroom or ~/.cache/headroom.
std::filesystem::path cacheFolder();
/// Free bytes for this user on the file system that holds `path` (its nearest existing parent).
std::optional<std::uint64_t> freeBytes(const std::filesystem::path& path);

}  // namespace headroom

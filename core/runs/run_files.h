// The files of runs' folders, listed and read in parts, wherever they lie: the interface the window reads them through.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/runs/run_folder.h"

namespace headroom {

struct RunFile {
  std::string name;  // within the folder: "log.txt", "checkpoints/0000000500/state.json"
  std::uint64_t bytes = 0;
  std::int64_t modifiedNs = 0;
  bool operator==(const RunFile&) const = default;
};

/// Bytes [from, from + bytes.size()) of a file of `size` bytes.
struct FilePart {
  std::string bytes;
  std::uint64_t from = 0, size = 0;
};

struct RunCheckpoint {
  std::int64_t step = 0;
  std::uint64_t bytes = 0;
  std::int64_t writtenNs = 0;
  bool operator==(const RunCheckpoint&) const = default;
};

class RunFiles {
 public:
  virtual ~RunFiles() = default;
  /// Regular files, in order of name; at most 10,000. A folder that is gone is an empty list.
  virtual Result<std::vector<RunFile>> list(const RunId& run) const = 0;
  /// At most `limit` bytes from `from` on; without it, the last ones. BadInput for a name that leaves the folder or a
  /// file that cannot be read.
  virtual Result<FilePart> read(const RunId& run, const std::string& name, std::optional<std::uint64_t> from,
                                std::size_t limit) const = 0;
};

/// Of this machine. May be used from any thread.
class LocalRunFiles final : public RunFiles {
 public:
  /// The folder that holds headroom.db.
  explicit LocalRunFiles(std::filesystem::path folder) : m_folder(std::move(folder)) {}
  Result<std::vector<RunFile>> list(const RunId& run) const override;
  Result<FilePart> read(const RunId& run, const std::string& name, std::optional<std::uint64_t> from,
                        std::size_t limit) const override;

 private:
  const std::filesystem::path m_folder;
};

/// The complete checkpoints among these files, in order of step.
std::vector<RunCheckpoint> checkpointsAmong(const std::vector<RunFile>& files);

}  // namespace headroom

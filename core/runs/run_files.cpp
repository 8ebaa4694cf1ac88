#include "core/runs/run_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <map>

#include "core/base/text.h"

namespace headroom {
namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostFiles = 10'000;

/// Inside the folder, whatever the name says.
bool staysInside(const fs::path& name) {
  return !name.empty() && name.is_relative() &&
         std::none_of(name.begin(), name.end(), [](const fs::path& part) { return part == ".."; });
}

}  // namespace

Result<std::vector<RunFile>> LocalRunFiles::list(const RunId& run) const {
  const RunFolder folder = RunFolder::of(m_folder, run);
  std::vector<RunFile> files;
  std::error_code error;
  fs::recursive_directory_iterator at(folder.path(), fs::directory_options::skip_permission_denied, error);
  for (; !error && at != fs::recursive_directory_iterator() && files.size() < kMostFiles; at.increment(error)) {
    struct stat found {};
    // What vanishes between two looks (a temporary folder of a checkpoint) is not there.
    if (::lstat(at->path().c_str(), &found) != 0 || !S_ISREG(found.st_mode)) continue;
    files.push_back({toUtf8(at->path().lexically_relative(folder.path()).generic_string()),
                     static_cast<std::uint64_t>(found.st_size),
                     std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec});
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return files;
}

Result<FilePart> LocalRunFiles::read(const RunId& run, const std::string& name, std::optional<std::uint64_t> from,
                                     std::size_t limit) const {
  const RunFolder folder = RunFolder::of(m_folder, run);
  if (!staysInside(name)) return badInput(inQuotes(name) + " is no file of run " + run.text + ".");
  const fs::path path = folder.path() / name;
  std::error_code error;
  if (!fs::is_regular_file(path, error))
    return badInput("Run " + run.text + " has no file " + inQuotes(name) + " yet.");
  std::ifstream file(path, std::ios::binary);
  const std::uintmax_t size = fs::file_size(path, error);
  if (!file || error) return badInput(inQuotes(path.string(), 200) + " cannot be read; check its permissions.");
  FilePart part{.bytes = {}, .from = from.value_or(size > limit ? size - limit : 0), .size = size};
  if (part.from >= size) return part;
  part.bytes.resize(static_cast<std::size_t>(std::min<std::uintmax_t>(size - part.from, limit)));
  file.seekg(static_cast<std::streamoff>(part.from));
  file.read(part.bytes.data(), static_cast<std::streamsize>(part.bytes.size()));
  part.bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return part;
}

std::vector<RunCheckpoint> checkpointsAmong(const std::vector<RunFile>& files) {
  constexpr std::string_view kFolder = "checkpoints/";
  std::map<std::int64_t, RunCheckpoint> found;
  std::map<std::int64_t, bool> complete;
  for (const RunFile& file : files) {
    if (!file.name.starts_with(kFolder)) continue;
    const std::string_view rest = std::string_view(file.name).substr(kFolder.size());
    const auto slash = rest.find('/');
    std::int64_t step = 0;
    const auto [end, bad] = std::from_chars(rest.data(), rest.data() + std::min(slash, rest.size()), step);
    if (slash == std::string_view::npos || bad != std::errc() || end != rest.data() + slash || step < 0) continue;
    auto& checkpoint = found[step];
    checkpoint.step = step;
    checkpoint.bytes += file.bytes;
    checkpoint.writtenNs = std::max(checkpoint.writtenNs, file.modifiedNs);
    if (rest.substr(slash + 1) == "state.json") complete[step] = true;
  }
  std::vector<RunCheckpoint> checkpoints;
  for (const auto& [step, checkpoint] : found)
    if (complete.contains(step)) checkpoints.push_back(checkpoint);
  return checkpoints;
}

}  // namespace headroom

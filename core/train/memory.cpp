#include "core/train/memory.h"

#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>

namespace headroom {
namespace {

std::optional<std::uint64_t> number(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return {};
  return value;
}

std::optional<std::uint64_t> numberIn(const std::string& path) {
  std::ifstream file(path);
  std::string word;
  return file >> word ? number(word) : std::nullopt;  // "max" is no number: no limit
}

std::optional<std::uint64_t> systemRoom() {
  std::ifstream file("/proc/meminfo");
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string key;
    std::uint64_t kibibytes = 0;
    if (words >> key >> kibibytes && key == "MemAvailable:") return kibibytes << 10;
  }
  return {};
}

/// Version 2 of control groups, from the process's group up to the root.
std::optional<std::uint64_t> groupRoom() {
  std::ifstream file("/proc/self/cgroup");
  std::string group;
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("0::")) group = line.substr(3);
  std::optional<std::uint64_t> room;
  while (!group.empty()) {
    const std::string folder = "/sys/fs/cgroup" + (group == "/" ? "" : group);
    const auto limit = numberIn(folder + "/memory.max"), used = numberIn(folder + "/memory.current");
    if (limit && used) {
      const std::uint64_t left = *limit > *used ? *limit - *used : 0;
      room = std::min(room.value_or(std::numeric_limits<std::uint64_t>::max()), left);
    }
    if (group == "/") break;
    group.resize(std::max<std::size_t>(1, group.rfind('/')));
  }
  return room;
}

}  // namespace

MemoryRoom availableMemory() {
  MemoryRoom room{std::numeric_limits<std::uint64_t>::max(), "nothing"};
  const auto limit = [&](std::optional<std::uint64_t> bytes, const char* by) {
    if (bytes && *bytes < room.bytes) room = {*bytes, by};
  };
  limit(systemRoom(), "this machine's free memory");
  limit(groupRoom(), "the memory limit of this control group");
  if (const char* text = std::getenv("HEADROOM_MEMORY_LIMIT")) limit(number(text), "HEADROOM_MEMORY_LIMIT");
  return room;
}

std::uint64_t peakMemory() {
  rusage usage{};
  return ::getrusage(RUSAGE_SELF, &usage) == 0 ? std::uint64_t(usage.ru_maxrss) << 10 : 0;
}

}  // namespace headroom

#include "core/study/room.h"

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace headroom {

std::optional<double> freeMemory() {
  if (const char* limit = std::getenv("HEADROOM_MEMORY_LIMIT"); limit && *limit) {
    const std::string_view text(limit);
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
  }
  std::ifstream file("/proc/meminfo");
  std::string key, unit;
  for (double kib = 0; file >> key >> kib; std::getline(file, unit))
    if (key == "MemAvailable:") return kib * 1024;
  return std::nullopt;
}

Room roomFor(const std::filesystem::path& database) {
  std::error_code problem;
  std::filesystem::path folder = std::filesystem::absolute(database, problem).parent_path();
  while (!std::filesystem::exists(folder, problem) && folder.has_relative_path()) folder = folder.parent_path();
  const auto space = std::filesystem::space(folder, problem);
  return {.memory = freeMemory(), .disk = problem ? std::nullopt : std::optional(static_cast<double>(space.available))};
}

}  // namespace headroom

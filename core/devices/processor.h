// The processor of this machine as Linux shows it in /proc and /sys: name, work, memory, temperature.
#pragma once

#include <filesystem>
#include <string>

#include "core/devices/device_reading.h"

namespace headroom {

/// "AMD EPYC 9654 96-Core Processor"; "unknown" where /proc/cpuinfo has no name.
std::string processorName(const std::filesystem::path& root = "/");

class Processor {
 public:
  /// `root`: where proc and sys lie.
  explicit Processor(std::filesystem::path root = "/");
  /// Utilization is of the time since the last reading.
  DeviceReading read();

 private:
  struct Work {
    double busy = 0, all = 0;  // ticks of all cores since the start
  };
  std::optional<Work> work() const;
  void readMemory(DeviceReading& reading) const;
  std::optional<double> temperature() const;

  const std::filesystem::path m_root;
  const std::string m_name;
  std::optional<Work> m_before;
};

}  // namespace headroom

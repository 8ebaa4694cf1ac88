// All devices of this machine, read again and again: the processor, and GPUs where a driver tells.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "core/devices/nvml.h"
#include "core/devices/processor.h"

namespace headroom {

/// One owner thread. A reading takes some milliseconds; opening the driver the first time up to a second.
class DeviceMonitor {
 public:
  struct Places {
    std::filesystem::path root = "/";  // where proc and sys lie
    std::string nvml;                  // as in Nvml::open()
  };
  explicit DeviceMonitor(const Places& places);
  DeviceMonitor() : DeviceMonitor(Places{}) {}

  /// A reading younger than a fifth of a second is given again: counters need some time between two looks.
  const Devices& read();

 private:
  Processor m_processor;
  std::optional<Nvml> m_nvml;
  std::string m_noNvml;  // why
  std::optional<std::chrono::steady_clock::time_point> m_readAt;
  Devices m_last;
};

}  // namespace headroom

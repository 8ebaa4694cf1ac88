// What a device shows now: every number is measured or absent with the reason.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace headroom {

/// The reason why a rate is missing at the first look.
inline constexpr const char* kNeedsTwoLooks = "known from the second reading on";

/// The numbers of a device. Rates hold over `seconds` before the reading.
struct DeviceReading {
  enum class Kind { Cpu, Gpu };
  Kind kind = Kind::Cpu;
  std::string id;    // "cpu", "gpu0"
  std::string name;  // "NVIDIA H100 80GB HBM3"
  double seconds = 0;
  std::optional<double> memoryUsed, memoryTotal;  // bytes
  std::optional<double> utilization;              // 0 … 1, the share of time in which it worked
  std::optional<double> dramBandwidth;            // bytes/s, from the hardware's counters
  std::optional<double> tensorActivity;           // 0 … 1, the share of time in which tensor units worked
  std::optional<double> power;                    // W
  std::optional<double> temperature;              // °C
  std::map<std::string, std::string> missing;     // name of a number in the document → why it is not there
  bool operator==(const DeviceReading&) const = default;
};

struct Devices {
  std::vector<DeviceReading> devices;
  std::vector<std::string> missing;  // sentences about devices that cannot be shown
  bool operator==(const Devices&) const = default;
};

/// {"device", "kind", "name", "seconds", "memory_used", "memory_total", "utilization", "dram_bandwidth",
/// "tensor_activity", "power", "temperature", "missing": {…}}; what is absent stands in "missing" with its reason.
Json toJson(const DeviceReading& reading);
/// {"devices": […], "missing": […]}
Json toJson(const Devices& devices);
/// Whatever is not as expected is passed over: a number that cannot be read is not there.
Devices devicesFrom(const Json& document);

}  // namespace headroom

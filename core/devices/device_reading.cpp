#include "core/devices/device_reading.h"

#include <array>
#include <utility>

namespace headroom {
namespace {

using Member = std::optional<double> DeviceReading::*;
constexpr std::array<std::pair<const char*, Member>, 7> kNumbers{{{"memory_used", &DeviceReading::memoryUsed},
                                                                  {"memory_total", &DeviceReading::memoryTotal},
                                                                  {"utilization", &DeviceReading::utilization},
                                                                  {"dram_bandwidth", &DeviceReading::dramBandwidth},
                                                                  {"tensor_activity", &DeviceReading::tensorActivity},
                                                                  {"power", &DeviceReading::power},
                                                                  {"temperature", &DeviceReading::temperature}}};

std::optional<double> numberAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

std::string textAt(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

DeviceReading readingFrom(const Json& document) {
  DeviceReading reading{.kind = textAt(document, "kind") == "gpu" ? DeviceReading::Kind::Gpu : DeviceReading::Kind::Cpu,
                        .id = textAt(document, "device"),
                        .name = textAt(document, "name"),
                        .seconds = numberAt(document, "seconds").value_or(0)};
  for (const auto& [name, member] : kNumbers) reading.*member = numberAt(document, name);
  if (const auto missing = document.find("missing"); missing != document.end() && missing->is_object())
    for (const auto& [name, why] : missing->items())
      if (why.is_string()) reading.missing[name] = why.get<std::string>();
  return reading;
}

}  // namespace

Json toJson(const DeviceReading& reading) {
  Json document = {{"device", reading.id},
                   {"kind", reading.kind == DeviceReading::Kind::Gpu ? "gpu" : "cpu"},
                   {"name", reading.name},
                   {"seconds", jsonNumber(reading.seconds)}};
  for (const auto& [name, member] : kNumbers)
    if (reading.*member) document[name] = jsonNumber(*(reading.*member));
  document["missing"] = reading.missing;
  return document;
}

Json toJson(const Devices& devices) {
  Json list = Json::array();
  for (const DeviceReading& reading : devices.devices) list.push_back(toJson(reading));
  return {{"devices", list}, {"missing", devices.missing}};
}

Devices devicesFrom(const Json& document) {
  Devices devices;
  if (!document.is_object()) return devices;
  if (const auto list = document.find("devices"); list != document.end() && list->is_array())
    for (const Json& one : *list)
      if (one.is_object()) devices.devices.push_back(readingFrom(one));
  if (const auto list = document.find("missing"); list != document.end() && list->is_array())
    for (const Json& why : *list)
      if (why.is_string()) devices.missing.push_back(why.get<std::string>());
  return devices;
}

}  // namespace headroom

#include "core/devices/processor.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <utility>

#include "core/base/text.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

std::string firstLine(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return std::string(trimmed(line));
}

std::optional<double> degrees(const fs::path& file) {
  std::ifstream stream(file);
  double thousandths = 0;
  if (!(stream >> thousandths)) return std::nullopt;
  return thousandths / 1000;
}

/// The hottest of the sensors below `folder` whose name is one of a processor's.
std::optional<double> hottest(const fs::path& folder, const char* nameFile, const char* valueFile) {
  // Intel's package, AMD's die, and what boards with an Arm processor call it.
  constexpr std::array<std::string_view, 6> kProcessors{"x86_pkg_temp", "coretemp",    "k10temp",
                                                        "cpu-thermal",  "cpu_thermal", "soc_thermal"};
  std::optional<double> most;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    const std::string name = firstLine(entry.path() / nameFile);
    if (std::find(kProcessors.begin(), kProcessors.end(), name) == kProcessors.end()) continue;
    if (const auto value = degrees(entry.path() / valueFile)) most = std::max(most.value_or(*value), *value);
  }
  return most;
}

}  // namespace

std::string processorName(const fs::path& root) {
  std::ifstream file(root / "proc/cpuinfo");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("model name") && line.find(':') != std::string::npos)
      return toUtf8(trimmed(std::string_view(line).substr(line.find(':') + 1)));
  return "unknown";
}

Processor::Processor(fs::path root) : m_root(std::move(root)), m_name(processorName(m_root)) {}

/// The first line of /proc/stat: "cpu  user nice system idle iowait irq softirq steal …".
std::optional<Processor::Work> Processor::work() const {
  std::ifstream file(m_root / "proc/stat");
  std::string name;
  std::array<double, 8> ticks{};
  if (!(file >> name) || name != "cpu") return std::nullopt;
  for (double& part : ticks)
    if (!(file >> part)) return std::nullopt;
  Work sum;
  for (const double part : ticks) sum.all += part;
  sum.busy = sum.all - ticks[3] - ticks[4];
  return sum;
}

void Processor::readMemory(DeviceReading& reading) const {
  std::ifstream file(m_root / "proc/meminfo");
  std::optional<double> total, available;
  for (std::string line; std::getline(file, line);) {
    const auto bytes = [&](std::string_view key) -> std::optional<double> {
      if (!line.starts_with(key)) return std::nullopt;
      return std::strtod(line.c_str() + key.size(), nullptr) * 1024;
    };
    if (const auto found = bytes("MemTotal:")) total = found;
    if (const auto found = bytes("MemAvailable:")) available = found;
  }
  reading.memoryTotal = total;
  if (total && available) reading.memoryUsed = std::max(0.0, *total - *available);
  for (const auto& [name, value] :
       {std::pair("memory_total", reading.memoryTotal), {"memory_used", reading.memoryUsed}})
    if (!value) reading.missing[name] = "/proc/meminfo does not tell";
}

std::optional<double> Processor::temperature() const {
  if (const auto zone = hottest(m_root / "sys/class/thermal", "type", "temp")) return zone;
  return hottest(m_root / "sys/class/hwmon", "name", "temp1_input");
}

DeviceReading Processor::read() {
  DeviceReading reading{.kind = DeviceReading::Kind::Cpu, .id = "cpu", .name = m_name};
  readMemory(reading);
  const std::optional<Work> now = work();
  if (!now)
    reading.missing["utilization"] = "/proc/stat does not tell";
  else if (!m_before || now->all <= m_before->all)
    reading.missing["utilization"] = kNeedsTwoLooks;
  else
    reading.utilization = std::clamp((now->busy - m_before->busy) / (now->all - m_before->all), 0.0, 1.0);
  m_before = now;
  reading.temperature = temperature();
  if (!reading.temperature) reading.missing["temperature"] = "this machine shows no sensor of its processor";
  reading.missing["dram_bandwidth"] = "a processor's memory counters are closed to ordinary programs";
  reading.missing["tensor_activity"] = "only GPUs tell";
  reading.missing["power"] = "a processor's power counters are closed to ordinary programs";
  return reading;
}

}  // namespace headroom

#include "core/train/gpu_meter.h"

#include <chrono>

namespace headroom {

std::vector<ScalarValue> seriesOf(const DeviceReading& reading) {
  std::vector<ScalarValue> values;
  const auto add = [&](const char* name, const std::optional<double>& value) {
    if (value) values.push_back({name, static_cast<float>(*value)});
  };
  add("gpu/memory", reading.memoryUsed);
  add("gpu/utilization", reading.utilization);
  add("gpu/tensor", reading.tensorActivity);
  add("gpu/power", reading.power);
  add("gpu/temperature", reading.temperature);
  add("bandwidth/dram", reading.dramBandwidth);
  return values;
}

GpuMeter::GpuMeter(const std::string& busId) {
  if (busId.empty()) return;
  Result<Nvml> opened = Nvml::open();
  if (!opened) {
    m_notice = opened.error().message;
    return;
  }
  const std::optional<int> index = opened->indexOf(busId);
  if (!index) {
    m_notice = "The NVIDIA driver does not know the GPU at " + busId + ", so it tells nothing of it.";
    return;
  }
  m_nvml = std::move(*opened);
  // The first look only begins the counters; what it lacks for another reason will stay away.
  const DeviceReading first = m_nvml->read(*index);
  if (const auto why = first.missing.find("dram_bandwidth");
      why != first.missing.end() && why->second != kNeedsTwoLooks)
    m_notice = "DRAM traffic is not measured: " + why->second + ".";
  m_thread = std::thread([this, index = *index] { work(index); });
}

GpuMeter::~GpuMeter() {
  {
    const std::lock_guard lock(m_mutex);
    m_leaving = true;
  }
  m_changed.notify_all();
  if (m_thread.joinable()) m_thread.join();
}

std::vector<ScalarValue> GpuMeter::news() {
  const std::lock_guard lock(m_mutex);
  if (!m_reading) return {};
  std::vector<ScalarValue> values = seriesOf(*m_reading);
  m_reading.reset();
  return values;
}

void GpuMeter::work(int index) {
  std::unique_lock lock(m_mutex);
  while (!m_changed.wait_for(lock, std::chrono::seconds(1), [&] { return m_leaving; })) {
    lock.unlock();
    DeviceReading reading = m_nvml->read(index);
    lock.lock();
    m_reading = std::move(reading);
  }
}

}  // namespace headroom

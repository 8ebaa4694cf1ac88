#include "core/devices/device_monitor.h"

namespace headroom {

DeviceMonitor::DeviceMonitor(const Places& places) : m_processor(places.root) {
  if (Result<Nvml> opened = Nvml::open(places.nvml))
    m_nvml = std::move(*opened);
  else
    m_noNvml = opened.error().message;
}

const Devices& DeviceMonitor::read() {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point now = Clock::now();
  if (m_readAt && now - *m_readAt < std::chrono::milliseconds(200)) return m_last;
  const double seconds = m_readAt ? std::chrono::duration<double>(now - *m_readAt).count() : 0;
  m_readAt = now;
  m_last = {};
  m_last.devices.push_back(m_processor.read());
  for (int i = 0; m_nvml && i < m_nvml->count(); ++i) m_last.devices.push_back(m_nvml->read(i));
  for (DeviceReading& reading : m_last.devices) reading.seconds = seconds;
  if (!m_noNvml.empty()) m_last.missing.push_back(m_noNvml);
  return m_last;
}

}  // namespace headroom

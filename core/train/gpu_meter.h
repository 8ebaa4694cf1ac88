// What the run's GPU tells of itself, read once a second on a thread of its own, so that no step waits for a driver.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/devices/nvml.h"
#include "core/runs/journal_writer.h"

namespace headroom {

/// Series of one reading: gpu/memory (bytes), gpu/utilization, gpu/tensor (0 … 1), gpu/power (W), gpu/temperature (°C),
/// bandwidth/dram (bytes/s); what the GPU does not tell is not among them.
std::vector<ScalarValue> seriesOf(const DeviceReading& reading);

class GpuMeter {
 public:
  /// Of the GPU at this place on the bus; "" (a CPU): it never has news.
  explicit GpuMeter(const std::string& busId);
  ~GpuMeter();
  GpuMeter(const GpuMeter&) = delete;
  GpuMeter& operator=(const GpuMeter&) = delete;

  /// The reading since the last call; empty while there is none.
  std::vector<ScalarValue> news();
  /// Why there will be no or not all series, fit to show; "" when there is nothing to say.
  const std::string& notice() const { return m_notice; }

 private:
  void work(int index);

  // Constant after construction.
  std::string m_notice;

  // The thread's only.
  std::optional<Nvml> m_nvml;

  // Guarded by m_mutex.
  std::mutex m_mutex;
  std::condition_variable m_changed;
  std::optional<DeviceReading> m_reading;
  bool m_leaving = false;

  std::thread m_thread;  // last: starts when everything else is there
};

}  // namespace headroom

// A management library with known answers, in the place of NVIDIA's. HEADROOM_FAKE_NVML, words with spaces between:
//   gpus=N (1)  old (no GPM functions)  ampere (GPM says no)  nodriver (init fails)  lost (every question fails)
//   dark (memory's clock is unknown)
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>

#include "core/devices/nvml_api.h"

using namespace headroom::nvml;

namespace {

bool told(const std::string& word) {
  const char* script = std::getenv("HEADROOM_FAKE_NVML");
  std::istringstream words(script ? script : "");
  for (std::string one; words >> one;)
    if (one == word) return true;
  return false;
}

Return answer() {
  return told("lost") ? kGpuIsLost : kSuccess;
}

char devices[8];

}  // namespace

struct headroom::nvml::DeviceHandle {};
struct headroom::nvml::GpmSampleHandle {};

extern "C" {

Return nvmlInit_v2() {
  return told("nodriver") ? kDriverNotLoaded : kSuccess;
}
Return nvmlShutdown() {
  return kSuccess;
}
Return nvmlDeviceGetCount_v2(unsigned* count) {
  *count = told("gpus=0") ? 0 : told("gpus=2") ? 2 : 1;
  return kSuccess;
}
Return nvmlDeviceGetHandleByIndex_v2(unsigned index, Device* device) {
  *device = reinterpret_cast<Device>(&devices[index]);
  return kSuccess;
}
Return nvmlDeviceGetHandleByPciBusId_v2(const char* bus, Device* device) {
  if (std::strcmp(bus, "0000:2A:00.0") != 0) return 6;
  return nvmlDeviceGetHandleByIndex_v2(1, device);
}
Return nvmlDeviceGetName(Device, char* name, unsigned length) {
  std::strncpy(name, "Fake H100", length);
  return answer();
}
Return nvmlDeviceGetMemoryInfo(Device, Memory* memory) {
  *memory = {80'000'000'000ULL, 60'000'000'000ULL, 20'000'000'000ULL};
  return answer();
}
Return nvmlDeviceGetUtilizationRates(Device, Utilization* utilization) {
  *utilization = {75, 99};  // the 99 must appear nowhere
  return answer();
}
Return nvmlDeviceGetPowerUsage(Device, unsigned* milliwatts) {
  *milliwatts = 350'500;
  return told("lost") ? kGpuIsLost : kSuccess;
}
Return nvmlDeviceGetTemperature(Device, unsigned sensor, unsigned* degrees) {
  *degrees = 61;
  return sensor == kGpuSensor ? answer() : kNotSupported;
}
Return nvmlDeviceGetMaxClockInfo(Device, unsigned clock, unsigned* megahertz) {
  *megahertz = 2619;
  return clock == kMemoryClock && !told("dark") ? answer() : kNotSupported;
}
Return nvmlDeviceGetMemoryBusWidth(Device, unsigned* bits) {
  *bits = 5120;
  return answer();
}

#ifndef HEADROOM_FAKE_OLD_DRIVER
Return nvmlGpmQueryDeviceSupport(Device, GpmSupport* support) {
  support->supported = !told("ampere");
  return support->version == kGpmVersion ? kSuccess : 25;
}
Return nvmlGpmSampleAlloc(GpmSample* sample) {
  static int samples[64];
  static std::size_t taken = 0;
  *sample = reinterpret_cast<GpmSample>(&samples[taken++ % 64]);
  return kSuccess;
}
Return nvmlGpmSampleFree(GpmSample) {
  return kSuccess;
}
Return nvmlGpmSampleGet(Device, GpmSample sample) {
  static int moment = 0;
  *reinterpret_cast<int*>(sample) = ++moment;
  return answer();
}
Return nvmlGpmMetricsGet(GpmRequest* request) {
  if (request->version != kGpmVersion) return 25;
  // Only an earlier and a later sample give a rate.
  if (*reinterpret_cast<int*>(request->first) >= *reinterpret_cast<int*>(request->second)) return 2;
  for (unsigned i = 0; i < request->count; ++i) {
    GpmMetric& metric = request->metrics[i];
    metric.result = kSuccess;
    metric.value = metric.id == kAnyTensorActivity ? 42 : metric.id == kDramBandwidth ? 50 : -1;
  }
  return kSuccess;
}
#endif

}  // extern "C"

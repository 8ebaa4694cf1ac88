// The part of NVML's interface that is used here: types by the API reference guide, functions found at run time.
#pragma once

#include <array>

namespace headroom::nvml {

using Return = int;
constexpr Return kSuccess = 0, kUninitialized = 1, kNotSupported = 3, kNoPermission = 4, kDriverNotLoaded = 9,
                 kGpuIsLost = 15;
using Device = struct DeviceHandle*;
using GpmSample = struct GpmSampleHandle*;

struct Utilization {
  unsigned gpu, memory;  // percent of time; the second is no bandwidth and is never read as one
};
struct Memory {
  unsigned long long total, free, used;  // bytes
};
struct GpmSupport {
  unsigned version, supported;
};
constexpr unsigned kGpmVersion = 1;
struct GpmMetric {
  unsigned id;
  Return result;
  double value;
  struct {
    char *shortName, *longName, *unit;
  } info;
};
/// The real array is as long as the driver's list of metrics; the driver reads and writes the first `count` alone.
struct GpmRequest {
  unsigned version, count;
  GpmSample first, second;
  std::array<GpmMetric, 512> metrics;
};
constexpr unsigned kAnyTensorActivity = 5, kDramBandwidth = 10;  // percent of time; percent of the theoretical maximum
constexpr unsigned kGpuSensor = 0, kMemoryClock = 2;

}  // namespace headroom::nvml

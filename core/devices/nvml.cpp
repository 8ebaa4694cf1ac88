#include "core/devices/nvml.h"

#include <dlfcn.h>

#include <cstdlib>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/devices/nvml_api.h"

namespace headroom {

using namespace nvml;

namespace {

/// A function of the library by name; calling one that is missing says "not supported".
template <class... Arguments>
class Function {
 public:
  Function(void* library, const char* name)
      : m_function(reinterpret_cast<Return (*)(Arguments...)>(::dlsym(library, name))) {}
  explicit operator bool() const { return m_function != nullptr; }
  Return operator()(Arguments... arguments) const { return m_function ? m_function(arguments...) : kNotSupported; }

 private:
  Return (*m_function)(Arguments...);
};

std::string reason(Return code) {
  switch (code) {
    case kUninitialized:
    case kDriverNotLoaded:
      return "the NVIDIA driver is not loaded";
    case kNotSupported:
      return "this GPU or its driver does not tell";
    case kNoPermission:
      return "the NVIDIA driver does not permit it to this user";
    case kGpuIsLost:
      return "the GPU has fallen off the bus; restart the machine";
    default:
      return "the NVIDIA driver gave error " + std::to_string(code);
  }
}

struct Handles {
  Device device = nullptr;
  GpmSample before = nullptr, now = nullptr;
  bool sampled = false;      // `before` holds a sample
  std::string noGpm;         // why this GPU has no such counters
  double peakBandwidth = 0;  // bytes/s, theoretical; 0: not known
};

}  // namespace

struct Nvml::Library {
  explicit Library(void* handle) : library(handle) {}
  ~Library() {
    for (const Handles& gpu : gpus)
      for (GpmSample sample : {gpu.before, gpu.now})
        if (sample) gpmSampleFree(sample);
    if (begun) shutdown();
    ::dlclose(library);
  }
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  void prepare(Handles& gpu) const;
  void readActivity(Handles& gpu, DeviceReading& reading) const;

  void* library;
  bool begun = false;
  std::vector<Handles> gpus;

  const Function<> init{library, "nvmlInit_v2"};
  const Function<> shutdown{library, "nvmlShutdown"};
  const Function<unsigned*> deviceCount{library, "nvmlDeviceGetCount_v2"};
  const Function<unsigned, Device*> deviceByIndex{library, "nvmlDeviceGetHandleByIndex_v2"};
  const Function<const char*, Device*> deviceByBusId{library, "nvmlDeviceGetHandleByPciBusId_v2"};
  const Function<Device, char*, unsigned> name{library, "nvmlDeviceGetName"};
  const Function<Device, Memory*> memory{library, "nvmlDeviceGetMemoryInfo"};
  const Function<Device, Utilization*> utilization{library, "nvmlDeviceGetUtilizationRates"};
  const Function<Device, unsigned*> power{library, "nvmlDeviceGetPowerUsage"};
  const Function<Device, unsigned, unsigned*> temperature{library, "nvmlDeviceGetTemperature"};
  const Function<Device, unsigned, unsigned*> maxClock{library, "nvmlDeviceGetMaxClockInfo"};
  const Function<Device, unsigned*> memoryBusWidth{library, "nvmlDeviceGetMemoryBusWidth"};
  const Function<Device, GpmSupport*> gpmSupport{library, "nvmlGpmQueryDeviceSupport"};
  const Function<GpmSample*> gpmSampleAlloc{library, "nvmlGpmSampleAlloc"};
  const Function<GpmSample> gpmSampleFree{library, "nvmlGpmSampleFree"};
  const Function<Device, GpmSample> gpmSampleGet{library, "nvmlGpmSampleGet"};
  const Function<GpmRequest*> gpmMetrics{library, "nvmlGpmMetricsGet"};
};

Nvml::Nvml(std::unique_ptr<Library> library) : m_library(std::move(library)) {}
Nvml::Nvml(Nvml&&) noexcept = default;
Nvml& Nvml::operator=(Nvml&&) noexcept = default;
Nvml::~Nvml() = default;

Result<Nvml> Nvml::open(std::string library) {
  if (const char* named = std::getenv("HEADROOM_NVML"); library.empty() && named) library = named;
  const bool own = library.empty();
  if (own) library = "libnvidia-ml.so.1";
  void* handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle)
    return failed(own ? "No NVIDIA driver was found, so no GPU is shown."
                      : inQuotes(library, 200) + " cannot be loaded as NVIDIA's management library.");
  auto opened = std::make_unique<Library>(handle);
  if (!opened->init || !opened->deviceCount || !opened->deviceByIndex)
    return failed("The NVIDIA driver's management library is too old or not one; update the driver.");
  if (const Return code = opened->init(); code != kSuccess)
    return failed("NVIDIA GPUs cannot be shown: " + reason(code) + ".");
  opened->begun = true;
  unsigned count = 0;
  if (const Return code = opened->deviceCount(&count); code != kSuccess)
    return failed("NVIDIA GPUs cannot be counted: " + reason(code) + ".");
  opened->gpus.resize(count);
  for (unsigned i = 0; i < count; ++i)
    if (opened->deviceByIndex(i, &opened->gpus[i].device) == kSuccess) opened->prepare(opened->gpus[i]);
  return Nvml(std::move(opened));
}

void Nvml::Library::prepare(Handles& gpu) const {
  unsigned megahertz = 0, bits = 0;
  // Two transfers a clock, as NVML counts memory clocks: an H100's 2619 MHz on 5120 bits are its 3.35 TB/s.
  if (maxClock(gpu.device, kMemoryClock, &megahertz) == kSuccess && memoryBusWidth(gpu.device, &bits) == kSuccess)
    gpu.peakBandwidth = 2e6 * megahertz * bits / 8;
  GpmSupport support{kGpmVersion, 0};
  if (!gpmSupport || !gpmMetrics)
    gpu.noGpm = "the NVIDIA driver is too old to tell";
  else if (gpmSupport(gpu.device, &support) != kSuccess || !support.supported)
    gpu.noGpm = "needs a Hopper GPU or newer";
  else if (const Return code = gpmSampleAlloc(&gpu.before); code != kSuccess)
    gpu.noGpm = reason(code);
  else if (const Return other = gpmSampleAlloc(&gpu.now); other != kSuccess)
    gpu.noGpm = reason(other);
}

int Nvml::count() const {
  return static_cast<int>(m_library->gpus.size());
}

std::optional<int> Nvml::indexOf(const std::string& busId) const {
  Device device = nullptr;
  if (m_library->deviceByBusId(busId.c_str(), &device) != kSuccess) return std::nullopt;
  for (int i = 0; i < count(); ++i)
    if (m_library->gpus[static_cast<std::size_t>(i)].device == device) return i;
  return std::nullopt;
}

void Nvml::Library::readActivity(Handles& gpu, DeviceReading& reading) const {
  const auto missing = [&](const std::string& why) {
    reading.missing["dram_bandwidth"] = reading.missing["tensor_activity"] = why;
  };
  if (!gpu.noGpm.empty()) return missing(gpu.noGpm);
  if (const Return code = gpmSampleGet(gpu.device, gpu.now); code != kSuccess) {
    gpu.sampled = false;
    return missing(reason(code));
  }
  const bool first = !std::exchange(gpu.sampled, true);
  std::swap(gpu.before, gpu.now);  // the newest is `before` from here on
  if (first) return missing(kNeedsTwoLooks);
  GpmRequest request{.version = kGpmVersion, .count = 2, .first = gpu.now, .second = gpu.before, .metrics = {}};
  request.metrics[0].id = kAnyTensorActivity;
  request.metrics[1].id = kDramBandwidth;
  if (const Return code = gpmMetrics(&request); code != kSuccess) return missing(reason(code));
  if (const GpmMetric& tensor = request.metrics[0]; tensor.result == kSuccess)
    reading.tensorActivity = tensor.value / 100;
  else
    reading.missing["tensor_activity"] = reason(tensor.result);
  if (const GpmMetric& dram = request.metrics[1]; dram.result != kSuccess)
    reading.missing["dram_bandwidth"] = reason(dram.result);
  else if (gpu.peakBandwidth > 0)
    reading.dramBandwidth = dram.value / 100 * gpu.peakBandwidth;
  else
    reading.missing["dram_bandwidth"] = "the driver does not tell the memory's clock or width";
}

DeviceReading Nvml::read(int index) {
  Library& library = *m_library;
  Handles& gpu = library.gpus[static_cast<std::size_t>(index)];
  DeviceReading reading{.kind = DeviceReading::Kind::Gpu, .id = "gpu" + std::to_string(index), .name = "NVIDIA GPU"};
  if (!gpu.device) {
    for (const char* name :
         {"memory_used", "memory_total", "utilization", "dram_bandwidth", "tensor_activity", "power", "temperature"})
      reading.missing[name] = "the NVIDIA driver does not open this GPU";
    return reading;
  }
  char name[96] = {};
  if (library.name(gpu.device, name, sizeof name) == kSuccess) reading.name = toUtf8(name);
  Memory memory{};
  if (const Return code = library.memory(gpu.device, &memory); code == kSuccess) {
    reading.memoryUsed = static_cast<double>(memory.used);
    reading.memoryTotal = static_cast<double>(memory.total);
  } else {
    reading.missing["memory_used"] = reading.missing["memory_total"] = reason(code);
  }
  Utilization utilization{};
  if (const Return code = library.utilization(gpu.device, &utilization); code == kSuccess)
    reading.utilization = utilization.gpu / 100.0;
  else
    reading.missing["utilization"] = reason(code);
  unsigned value = 0;
  if (const Return code = library.power(gpu.device, &value); code == kSuccess)
    reading.power = value / 1000.0;
  else
    reading.missing["power"] = reason(code);
  if (const Return code = library.temperature(gpu.device, kGpuSensor, &value); code == kSuccess)
    reading.temperature = value;
  else
    reading.missing["temperature"] = reason(code);
  library.readActivity(gpu, reading);
  return reading;
}

}  // namespace headroom

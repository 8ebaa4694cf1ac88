// NVIDIA GPUs as their driver sees them, through NVML, which is loaded when it is asked for and never linked. Names,
// numbers and structs: NVIDIA's NVML API reference guide (docs.nvidia.com/deploy/nvml-api).
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/devices/device_reading.h"

namespace headroom {

class Nvml {
 public:
  /// `library`: a file to load instead of libnvidia-ml.so.1; else $HEADROOM_NVML may name one. Failed, with one
  /// sentence, where there is no driver or it does not answer.
  static Result<Nvml> open(std::string library = {});
  Nvml(Nvml&&) noexcept;
  Nvml& operator=(Nvml&&) noexcept;
  ~Nvml();

  int count() const;
  /// The GPU at this place of the bus ("0000:1B:00.0"), as CUDA names it.
  std::optional<int> indexOf(const std::string& busId) const;
  /// Now; DRAM and tensor activity are of the time since the last reading of the same GPU, which the caller knows.
  DeviceReading read(int index);

 private:
  struct Library;
  explicit Nvml(std::unique_ptr<Library> library);
  std::unique_ptr<Library> m_library;
};

}  // namespace headroom

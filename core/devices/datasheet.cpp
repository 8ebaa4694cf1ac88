#include "core/devices/datasheet.h"

#include <array>

namespace headroom {
namespace {

struct Row {
  const char* part;  // of the device's name; the first row that fits counts
  Datasheet sheet;
};

const std::array kRows{Row{"H200", {"NVIDIA H200 datasheet", 4.8e12, 67e12, 989e12}},
                       Row{"H100 PCIe", {"NVIDIA H100 PCIe datasheet", 2.0e12, 51e12, 756e12}},
                       Row{"H100 80GB", {"NVIDIA H100 SXM datasheet", 3.35e12, 67e12, 989e12}},
                       Row{"A100-SXM4-80GB", {"NVIDIA A100 datasheet", 2.039e12, 19.5e12, 312e12}},
                       Row{"A100 80GB PCIe", {"NVIDIA A100 datasheet", 1.935e12, 19.5e12, 312e12}},
                       Row{"A100-", {"NVIDIA A100 40GB datasheet", 1.555e12, 19.5e12, 312e12}},
                       Row{"L40S", {"NVIDIA L40S datasheet", 864e9, 91.6e12, 362e12}},
                       Row{"NVIDIA L4", {"NVIDIA L4 datasheet", 300e9, 30.3e12, 121e12}},
                       Row{"RTX 4090", {"NVIDIA Ada architecture paper", 1.008e12, 82.6e12, 165.2e12}},
                       Row{"RTX 3090", {"NVIDIA GA102 architecture paper", 936e9, 35.6e12, 71e12}}};

}  // namespace

std::optional<Datasheet> datasheetOf(const std::string& device) {
  for (const Row& row : kRows)
    if (device.find(row.part) != std::string::npos) return row.sheet;
  return std::nullopt;
}

}  // namespace headroom

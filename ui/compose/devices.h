// On what a model can be trained here, as it was measured: this machine's processor, and its first GPU.
#pragma once

#include <QString>
#include <vector>

#include "core/arch/roofline.h"

namespace headroom {

struct ComposeDevice {
  std::string id;       // "cpu", "cuda": as a run is asked for
  QString title;        // "CPU", the GPU's name
  double memory = 0;    // bytes; 0 = not known
  QString memoryKnown;  // where that comes from, or why it is not known
};

/// From the answer of RunReader::roofs(): machine id → document of `headroom doctor`. The processor is always there, a
/// GPU only where one was measured.
std::vector<ComposeDevice> devicesFrom(const Json& machines);
/// The roofs of one of them. The error says what is missing and how to get it.
Result<Roofs> measuredRoofs(const Json& machines, const std::string& device, Precision precision);

/// Bytes of main memory of the machine this program runs on; 0 = unknown.
double memoryOfThisMachine();

}  // namespace headroom

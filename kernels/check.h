// Compares every kernel with its plain reference on this machine: what `headroom-train doctor` shows.
#pragma once

#include <string>
#include <vector>

namespace headroom {

enum class KernelDevice { Cpu, Cuda };

struct KernelCheck {
  std::string kernel;  ///< "layer_norm forward bf16, gain and bias"
  KernelDevice device = KernelDevice::Cpu;
  double maxError =
      0;  ///< largest |kernel − reference| over all shapes, in units of the largest |reference| of its array
  double tolerance = 0;
  bool passed = false;
  std::string skipped;  ///< why it could not run here (then neither passed nor failed), or ""
  std::string
      error;  ///< what a launcher answered, or that it wrote past the end of an array; "" when the numbers alone decide
};

/// Small odd shapes, fixed values; a fraction of a second.
std::vector<KernelCheck> checkKernels(KernelDevice device);

/// Why kernels cannot run on a GPU here: built without CUDA, no device, no driver; "" when they can.
std::string cudaUnavailable();

}  // namespace headroom

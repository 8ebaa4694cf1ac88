// Runs the GPU kernels on arrays of the host: copies them there, launches, waits, copies back. For checks; far too slow
// for work.
#pragma once

#include <cstddef>

#include "kernels/cross_entropy.h"
#include "kernels/layer_norm.h"

namespace headroom {

/// As layerNormCuda() and triadCuda(), with pointers to host memory. The error also tells of a write past the end of a
/// device array.
template <class T>
KernelStatus layerNormThroughCuda(const LayerNormForward<T>& f);
template <class T>
KernelStatus layerNormThroughCuda(const LayerNormBackward<T>& b);
template <class T>
KernelStatus crossEntropyThroughCuda(const CrossEntropy<T>& c);
KernelStatus triadThroughCuda(float* a, const float* b, const float* c, float s, std::size_t n);

}  // namespace headroom

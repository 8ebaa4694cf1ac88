// Fused LayerNorm, forward and backward. Ba, Kiros & Hinton 2016, arXiv:1607.06450. x, y, dy, dx: [rows, columns],
// row-major.
//   mean = Σ x / C,  r = 1 / √(Σ (x − mean)² / C + ε),  x̂ = (x − mean) · r,  y = gain · x̂ + bias
//   dx = r · (g − mean(g) − x̂ · mean(g · x̂)) with g = gain · dy,  dgain = Σ_rows dy · x̂,  dbias = Σ_rows dy
//
// Values are float, BFloat16 (or double in the reference); statistics, gain, bias and their gradients are float
// (double). N = rows · columns, S = bytes of a value:
//   forward:   bytes 2·S·N + 8·rows + 8·columns       FLOPs 8·N  (2 mean, 3 variance, 3 normalise with gain and bias,
//   without: 6) backward:  bytes 3·S·N + 8·rows + 12·columns      FLOPs 14·N (2 x̂, 1 g, 3 two sums, 5 dx, 3 dgain and
//   dbias)
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/bfloat16.h"
#include "kernels/status.h"

struct CUstream_st;  // cudaStream_t is a pointer to it

namespace headroom {

template <class T>
struct LayerNormForward {
  std::int64_t rows = 0, columns = 0;
  double epsilon = 1e-5;
  const T* x = nullptr;
  const Wide<T>* gain = nullptr;  ///< [columns], or null: 1
  const Wide<T>* bias = nullptr;  ///< [columns], or null: 0
  T* y = nullptr;
  Wide<T>* mean = nullptr;              ///< [rows]
  Wide<T>* inverseDeviation = nullptr;  ///< [rows]
};

template <class T>
struct LayerNormBackward {
  std::int64_t rows = 0, columns = 0;
  const T* dy = nullptr;
  const T* x = nullptr;
  const Wide<T>* gain = nullptr;              ///< as in the forward pass
  const Wide<T>* mean = nullptr;              ///< [rows], of the forward pass
  const Wide<T>* inverseDeviation = nullptr;  ///< [rows], of the forward pass
  T* dx = nullptr;
  Wide<T>* dgain = nullptr;  ///< [columns], overwritten; null: not wanted
  Wide<T>* dbias = nullptr;  ///< [columns], overwritten; null: not wanted
};

/// Plain loops in double. T: double, float, BFloat16.
template <class T>
KernelStatus layerNormReference(const LayerNormForward<T>& f);
template <class T>
KernelStatus layerNormReference(const LayerNormBackward<T>& b);

/// Vectorised, on the calling thread. Rows are independent, so a caller with threads splits them by moving the
/// pointers; the backward pass then needs a dgain and dbias of its own for each part, which the caller adds up. T:
/// float, BFloat16.
template <class T>
KernelStatus layerNormCpu(const LayerNormForward<T>& f);
template <class T>
KernelStatus layerNormCpu(const LayerNormBackward<T>& b);

/// All pointers on the device; returns after the launch. Deterministic: no atomics. T: float, BFloat16.
template <class T>
KernelStatus layerNormCuda(const LayerNormForward<T>& f, CUstream_st* stream);
/// `workspace`: layerNormWorkspaceBytes() on the device, its content does not matter; null when neither dgain nor dbias
/// is wanted.
template <class T>
KernelStatus layerNormCuda(const LayerNormBackward<T>& b, void* workspace, CUstream_st* stream);
std::size_t layerNormWorkspaceBytes(std::int64_t columns);

/// The size and pointer checks that all of these begin with.
template <class T>
KernelStatus checkLayerNorm(const LayerNormForward<T>& f);
template <class T>
KernelStatus checkLayerNorm(const LayerNormBackward<T>& b);

}  // namespace headroom

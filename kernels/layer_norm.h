// Fused LayerNorm, forward and backward, with the residual sum before it when there is one. Ba, Kiros & Hinton 2016,
// arXiv:1607.06450. All arrays [rows, columns], row-major.
//   s = x + delta,  mean = Σ s / C,  r = 1 / √(Σ (s − mean)² / C + ε),  ŝ = (s − mean) · r,  y = gain · ŝ + bias
//   dx = past + r · (g − mean(g) − ŝ · mean(g · ŝ)) with g = gain · dy,  dgain = Σ_rows dy · ŝ,  dbias = Σ_rows dy
//
// T is the type of y and delta, which matrix products read and write: float, BFloat16 (or double in the reference). The
// residual stream (x, s, their gradients), statistics, gain and bias are float (double). N = rows · columns, S = bytes
// of a T:
//   forward:   bytes (4 + S)·N + 8·rows + 8·columns, with delta (8 + 2·S)·N
//              FLOPs 8·N (2 mean, 3 variance, 3 normalise with gain and bias)
//   backward:  bytes (8 + S)·N + 8·rows + 12·columns, with past and ddelta (12 + 2·S)·N
//              FLOPs 14·N (2 ŝ, 1 g, 3 two sums, 5 dx, 3 dgain and dbias)
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
  const Wide<T>* x = nullptr;
  const Wide<T>* gain = nullptr;  ///< [columns], or null: 1
  const Wide<T>* bias = nullptr;  ///< [columns], or null: 0
  T* y = nullptr;
  Wide<T>* mean = nullptr;              ///< [rows]
  Wide<T>* inverseDeviation = nullptr;  ///< [rows]
  const T* delta = nullptr;             ///< null: nothing is added and s is x
  Wide<T>* sum = nullptr;               ///< s; wanted when there is a delta
};

template <class T>
struct LayerNormBackward {
  std::int64_t rows = 0, columns = 0;
  const T* dy = nullptr;
  const Wide<T>* x = nullptr;                 ///< s of the forward pass
  const Wide<T>* gain = nullptr;              ///< as in the forward pass
  const Wide<T>* mean = nullptr;              ///< [rows], of the forward pass
  const Wide<T>* inverseDeviation = nullptr;  ///< [rows], of the forward pass
  Wide<T>* dx = nullptr;
  Wide<T>* dgain = nullptr;       ///< [columns], overwritten; null: not wanted
  Wide<T>* dbias = nullptr;       ///< [columns], overwritten; null: not wanted
  const Wide<T>* past = nullptr;  ///< the gradient that reaches s past the norm; null: 0. May be dx.
  T* ddelta = nullptr;            ///< dx once more, as T; null: not wanted
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

// Softmax cross-entropy of rows of logits, and its gradient written over them.
//   loss[r] = log Σ_c exp(x[r, c]) − x[r, t[r]],   x[r, c] ← scale · (softmax(x[r])[c] − [c = t[r]])
// x: [rows, stride], row-major, of which the first `columns` are logits. The rest is padding, whatever it holds: it
// takes no part, and is 0 in the gradient. Statistics in float (double in the reference).
//
// N = rows · columns, S = bytes of a value: bytes 2·S·N with the gradient, S·N without, when a row fits into a cache;
// FLOPs 4·N, 7·N with the gradient (an exponential counted as one).
#pragma once

#include <cstdint>

#include "kernels/bfloat16.h"
#include "kernels/status.h"

struct CUstream_st;  // cudaStream_t is a pointer to it

namespace headroom {

template <class T>
struct CrossEntropy {
  std::int64_t rows = 0, columns = 0, stride = 0;
  T* logits = nullptr;
  const std::int64_t* targets = nullptr;  ///< [rows], in [0, columns); a row with another one gets the loss NaN
  float* loss = nullptr;                  ///< [rows]
  float scale = 1;
  bool gradient = true;  ///< false: logits stay as they are
};

/// Plain loops in double. T: float, BFloat16.
template <class T>
KernelStatus crossEntropyReference(const CrossEntropy<T>& c);
/// Vectorised, on the calling thread; rows are independent, so a caller with threads moves the pointers.
template <class T>
KernelStatus crossEntropyCpu(const CrossEntropy<T>& c);
/// All pointers on the device; returns after the launch. Deterministic.
template <class T>
KernelStatus crossEntropyCuda(const CrossEntropy<T>& c, CUstream_st* stream);

/// The size and pointer checks that all of these begin with.
template <class T>
KernelStatus checkCrossEntropy(const CrossEntropy<T>& c);

}  // namespace headroom

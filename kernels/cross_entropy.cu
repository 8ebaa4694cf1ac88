// Cross-entropy on the GPU: a block a row, two passes over it; the second finds the row in the L2 cache.
#include "kernels/cross_entropy.h"
#include "kernels/device_values.cuh"

namespace headroom {
namespace {

constexpr int kThreads = 512;

/// Largest value so far and Σ exp(value − largest).
struct Tally {
  float most = -INFINITY, sum = 0;
};

__device__ Tally merged(Tally a, Tally b) {
  const float most = fmaxf(a.most, b.most);
  if (most == -INFINITY) return a;
  return {most, a.sum * __expf(a.most - most) + b.sum * __expf(b.most - most)};
}

__device__ Tally blockTally(Tally tally) {
  __shared__ Tally ofWarp[kThreads / kWarp];
  for (int distance = kWarp / 2; distance > 0; distance /= 2)
    tally = merged(
        tally, {__shfl_xor_sync(0xFFFFFFFFu, tally.most, distance), __shfl_xor_sync(0xFFFFFFFFu, tally.sum, distance)});
  if (threadIdx.x % kWarp == 0) ofWarp[threadIdx.x / kWarp] = tally;
  __syncthreads();
  tally = ofWarp[0];
  for (int warp = 1; warp < kThreads / kWarp; ++warp) tally = merged(tally, ofWarp[warp]);
  return tally;
}

/// kVector: 4 when every row begins at a multiple of four values, else 1.
template <class T, int kVector>
__global__ void crossEntropyKernel(CrossEntropy<T> c) {
  T* x = c.logits + blockIdx.x * c.stride;
  const std::int64_t target = c.targets[blockIdx.x], whole = c.columns / kVector * kVector;
  Tally tally;
  const auto take = [&tally](float value) {
    if (value > tally.most) {
      tally.sum *= __expf(tally.most - value);
      tally.most = value;
    }
    tally.sum += value == -INFINITY ? 0.0F : __expf(value - tally.most);
  };
  for (std::int64_t i = std::int64_t(threadIdx.x) * kVector; i < whole; i += kThreads * kVector) {
    if constexpr (kVector == 4) {
      const float4 v = load4(x + i);
      const float most = fmaxf(fmaxf(v.x, v.y), fmaxf(v.z, v.w));
      if (most > tally.most) {
        tally.sum *= __expf(tally.most - most);
        tally.most = most;
      }
      tally.sum +=
          (__expf(v.x - tally.most) + __expf(v.y - tally.most)) + (__expf(v.z - tally.most) + __expf(v.w - tally.most));
    } else {
      take(load(x + i));
    }
  }
  for (std::int64_t i = whole + threadIdx.x; i < c.columns; i += kThreads) take(load(x + i));
  tally = blockTally(tally);
  const bool known = target >= 0 && target < c.columns;
  const float ofTarget = known ? load(x + target) : 0;
  __syncthreads();  // before somebody overwrites it
  if (threadIdx.x == 0) c.loss[blockIdx.x] = known ? logf(tally.sum) - (ofTarget - tally.most) : NAN;
  if (!c.gradient) return;
  const float factor = c.scale / tally.sum;
  const auto slope = [&](float value, std::int64_t i) {
    return i >= c.columns ? 0.0F : factor * __expf(value - tally.most) - (i == target ? c.scale : 0.0F);
  };
  for (std::int64_t i = std::int64_t(threadIdx.x) * kVector; i < c.stride; i += kThreads * kVector) {
    if constexpr (kVector == 4) {
      const float4 v = load4(x + i);
      store4(x + i, float4{slope(v.x, i), slope(v.y, i + 1), slope(v.z, i + 2), slope(v.w, i + 3)});
    } else {
      store(x + i, slope(load(x + i), i));
    }
  }
}

}  // namespace

template <class T>
KernelStatus crossEntropyCuda(const CrossEntropy<T>& c, CUstream_st* stream) {
  if (KernelStatus status = checkCrossEntropy(c); !status.ok()) return status;
  if (c.rows == 0) return {};
  if (c.rows > 0x7FFFFFFF) return {"Cross-entropy has too many rows for one launch; split them."};
  const unsigned blocks = static_cast<unsigned>(c.rows);
  if (c.stride % 4 == 0 && multipleOf16(c.logits))
    crossEntropyKernel<T, 4><<<blocks, kThreads, 0, stream>>>(c);
  else
    crossEntropyKernel<T, 1><<<blocks, kThreads, 0, stream>>>(c);
  const cudaError_t error = cudaGetLastError();
  if (error == cudaSuccess) return {};
  return {std::string("Cross-entropy was not launched: ") + cudaGetErrorString(error) + "."};
}

template KernelStatus crossEntropyCuda(const CrossEntropy<float>&, CUstream_st*);
template KernelStatus crossEntropyCuda(const CrossEntropy<BFloat16>&, CUstream_st*);

}  // namespace headroom

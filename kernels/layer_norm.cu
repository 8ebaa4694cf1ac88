// LayerNorm on the GPU. Forward: a warp a row. Backward: a block walks over rows and keeps its sums of dgain and dbias,
// which a second kernel adds up in fixed order, so the result does not depend on which block ran first.
#include <cuda_bf16.h>

#include <algorithm>

#include "kernels/layer_norm.h"

namespace headroom {
namespace {

constexpr int kWarp = 32;
constexpr int kForwardThreads = 256;   // 8 rows a block
constexpr int kBackwardThreads = 256;  // one row at a time
constexpr int kBackwardBlocks = 512;   // about four blocks on each of 132 multiprocessors; not yet measured
constexpr std::int64_t kSharedColumns =
    6016;  // 2 sums of 4 bytes a column, within the 48 KiB that every device gives a block

__device__ float load(const float* p, std::int64_t i) {
  return p[i];
}
__device__ float load(const BFloat16* p, std::int64_t i) {
  return __bfloat162float(reinterpret_cast<const __nv_bfloat16*>(p)[i]);
}
__device__ void store(float* p, std::int64_t i, float value) {
  p[i] = value;
}
__device__ void store(BFloat16* p, std::int64_t i, float value) {
  reinterpret_cast<__nv_bfloat16*>(p)[i] = __float2bfloat16_rn(value);
}

__device__ float warpSum(float value) {
  for (int distance = kWarp / 2; distance > 0; distance /= 2) value += __shfl_xor_sync(0xFFFFFFFFu, value, distance);
  return value;
}

template <class T>
__global__ void forwardKernel(LayerNormForward<T> f) {
  const std::int64_t row = static_cast<std::int64_t>(blockIdx.x) * (kForwardThreads / kWarp) + threadIdx.x / kWarp;
  if (row >= f.rows) return;  // a whole warp leaves
  const int lane = threadIdx.x % kWarp;
  const T* x = f.x + row * f.columns;
  const float columns = static_cast<float>(f.columns);
  float sum = 0, squares = 0;
  for (std::int64_t c = lane; c < f.columns; c += kWarp) sum += load(x, c);
  const float mean = warpSum(sum) / columns;
  for (std::int64_t c = lane; c < f.columns; c += kWarp) {
    const float centred = load(x, c) - mean;
    squares += centred * centred;
  }
  const float inverse = rsqrtf(warpSum(squares) / columns + static_cast<float>(f.epsilon));
  for (std::int64_t c = lane; c < f.columns; c += kWarp) {
    const float normal = (load(x, c) - mean) * inverse;
    store(f.y + row * f.columns, c, normal * (f.gain ? f.gain[c] : 1.0F) + (f.bias ? f.bias[c] : 0.0F));
  }
  if (lane == 0) {
    f.mean[row] = mean;
    f.inverseDeviation[row] = inverse;
  }
}

/// Both sums over the block, in every thread. Two barriers, so that the next call may overwrite the shared values.
__device__ float2 blockSum(float2 value) {
  __shared__ float2 ofWarp[kBackwardThreads / kWarp];
  value = {warpSum(value.x), warpSum(value.y)};
  if (threadIdx.x % kWarp == 0) ofWarp[threadIdx.x / kWarp] = value;
  __syncthreads();
  float2 sum = {0, 0};
  for (const float2& part : ofWarp) sum = {sum.x + part.x, sum.y + part.y};
  __syncthreads();
  return sum;
}

/// partial: [gridDim.x, 2, columns], the block's sums of dy · x̂ and of dy; null when not wanted.
template <class T>
__global__ void backwardKernel(LayerNormBackward<T> b, float* partial) {
  extern __shared__ float shared[];
  float* own = partial ? partial + static_cast<std::int64_t>(blockIdx.x) * 2 * b.columns : nullptr;
  // Each thread touches only its columns of `sums`, so they need no barrier.
  float* sums = partial && b.columns <= kSharedColumns ? shared : own;
  for (std::int64_t c = threadIdx.x; sums && c < b.columns; c += kBackwardThreads) sums[c] = sums[b.columns + c] = 0;

  const float share = 1.0F / static_cast<float>(b.columns);
  for (std::int64_t row = blockIdx.x; row < b.rows; row += gridDim.x) {
    const T* x = b.x + row * b.columns;
    const T* dy = b.dy + row * b.columns;
    const float mean = b.mean[row], inverse = b.inverseDeviation[row];
    float2 sum = {0, 0};  // of g and of g · x̂
    for (std::int64_t c = threadIdx.x; c < b.columns; c += kBackwardThreads) {
      const float normal = (load(x, c) - mean) * inverse, slope = load(dy, c);
      const float g = (b.gain ? b.gain[c] : 1.0F) * slope;
      sum = {sum.x + g, sum.y + g * normal};
      if (sums) {
        sums[c] += slope * normal;
        sums[b.columns + c] += slope;
      }
    }
    sum = blockSum(sum);
    for (std::int64_t c = threadIdx.x; c < b.columns; c += kBackwardThreads) {
      const float normal = (load(x, c) - mean) * inverse;
      const float g = (b.gain ? b.gain[c] : 1.0F) * load(dy, c);
      store(b.dx + row * b.columns, c, inverse * (g - share * (sum.x + normal * sum.y)));
    }
  }
  if (sums == own) return;  // also when both are null
  for (std::int64_t c = threadIdx.x; c < b.columns; c += kBackwardThreads) {
    own[c] = sums[c];
    own[b.columns + c] = sums[b.columns + c];
  }
}

__global__ void addPartsKernel(const float* partial, int parts, std::int64_t columns, float* dgain, float* dbias) {
  const std::int64_t c = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (c >= columns) return;
  float gain = 0, bias = 0;
  for (int part = 0; part < parts; ++part) {
    gain += partial[static_cast<std::int64_t>(part) * 2 * columns + c];
    bias += partial[(static_cast<std::int64_t>(part) * 2 + 1) * columns + c];
  }
  if (dgain) dgain[c] = gain;
  if (dbias) dbias[c] = bias;
}

/// The error of the launch itself; errors while it runs show at the next synchronisation.
KernelStatus launched(const char* kernel) {
  const cudaError_t error = cudaGetLastError();
  if (error == cudaSuccess) return {};
  return {std::string(kernel) + " was not launched: " + cudaGetErrorString(error) + "."};
}

}  // namespace

std::size_t layerNormWorkspaceBytes(std::int64_t columns) {
  return static_cast<std::size_t>(columns) * 2 * kBackwardBlocks * sizeof(float);
}

template <class T>
KernelStatus layerNormCuda(const LayerNormForward<T>& f, CUstream_st* stream) {
  if (KernelStatus status = checkLayerNorm(f); !status.ok()) return status;
  if (f.rows == 0) return {};
  constexpr std::int64_t kRows = kForwardThreads / kWarp;
  const std::int64_t blocks = (f.rows + kRows - 1) / kRows;
  if (blocks > 0x7FFFFFFF) return {"LayerNorm forward has too many rows for one launch; split them."};
  forwardKernel<T><<<static_cast<unsigned>(blocks), kForwardThreads, 0, stream>>>(f);
  return launched("LayerNorm forward");
}

template <class T>
KernelStatus layerNormCuda(const LayerNormBackward<T>& b, void* workspace, CUstream_st* stream) {
  if (KernelStatus status = checkLayerNorm(b); !status.ok()) return status;
  const bool sums = b.dgain || b.dbias;
  if (sums && !workspace) return {"LayerNorm backward needs a workspace for dgain and dbias."};
  float* partial = sums ? static_cast<float*>(workspace) : nullptr;
  const int blocks = static_cast<int>(std::min<std::int64_t>(b.rows, kBackwardBlocks));
  if (blocks > 0) {
    const std::size_t shared =
        sums && b.columns <= kSharedColumns ? static_cast<std::size_t>(b.columns) * 2 * sizeof(float) : 0;
    backwardKernel<T><<<blocks, kBackwardThreads, shared, stream>>>(b, partial);
    if (KernelStatus status = launched("LayerNorm backward"); !status.ok()) return status;
  }
  if (sums) {
    constexpr int kThreads = 128;
    const std::int64_t grid = (b.columns + kThreads - 1) / kThreads;
    if (grid > 0x7FFFFFFF) return {"LayerNorm backward has too many columns for one launch."};
    addPartsKernel<<<static_cast<unsigned>(grid), kThreads, 0, stream>>>(partial, blocks, b.columns, b.dgain, b.dbias);
    return launched("LayerNorm backward's sums");
  }
  return {};
}

template KernelStatus layerNormCuda(const LayerNormForward<float>&, CUstream_st*);
template KernelStatus layerNormCuda(const LayerNormForward<BFloat16>&, CUstream_st*);
template KernelStatus layerNormCuda(const LayerNormBackward<float>&, void*, CUstream_st*);
template KernelStatus layerNormCuda(const LayerNormBackward<BFloat16>&, void*, CUstream_st*);

}  // namespace headroom

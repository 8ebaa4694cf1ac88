// LayerNorm on the GPU. A row lies in the registers of a warp (up to 1024 columns) or of a block (up to 8192), so that
// it is read once; other widths take plain loops. Backward: groups of threads walk over the rows and keep their sums of
// dgain and dbias, which a second kernel adds up in fixed order: no result depends on which block ran first.
#include <algorithm>
#include <type_traits>

#include "kernels/device_values.cuh"
#include "kernels/layer_norm.h"

namespace headroom {
namespace {

constexpr int kThreads = 256;         // of a block
constexpr int kMostVectors = 8;       // vectors of four columns that one thread holds
constexpr int kBackwardBlocks = 264;  // two on each multiprocessor of an H100: registers leave room for no more

/// kGroup threads, a warp or the block, hold one row, each kVectors vectors of it.
template <class T, int kGroup, int kVectors>
__global__ void __launch_bounds__(kThreads) forwardKernel(LayerNormForward<T> f) {
  const std::int64_t row = static_cast<std::int64_t>(blockIdx.x) * (kThreads / kGroup) + threadIdx.x / kGroup;
  if (row >= f.rows) return;  // a whole group leaves
  const int first = threadIdx.x % kGroup * 4, columns = static_cast<int>(f.columns);
  const std::int64_t begin = row * columns;
  float4 v[kVectors];
  float sum = 0;
#pragma unroll
  for (int i = 0; i < kVectors; ++i) {
    const int c = first + i * kGroup * 4;
    v[i] = spread(0);
    if (c >= columns) continue;
    v[i] = load4(f.x + begin + c);
    if (f.delta) {
      v[i] = v[i] + load4(f.delta + begin + c);
      store4(f.sum + begin + c, v[i]);
    }
    sum += total(v[i]);
  }
  const float share = 1.0F / static_cast<float>(columns);
  const float mean = groupSum<kGroup>({sum, 0}).x * share;
  float squares = 0;
#pragma unroll
  for (int i = 0; i < kVectors; ++i) {
    if (first + i * kGroup * 4 >= columns) continue;
    v[i] = v[i] + spread(-mean);
    squares += total(v[i] * v[i]);
  }
  const float inverse = rsqrtf(groupSum<kGroup>({squares, 0}).x * share + static_cast<float>(f.epsilon));
#pragma unroll
  for (int i = 0; i < kVectors; ++i) {
    const int c = first + i * kGroup * 4;
    if (c >= columns) continue;
    float4 y = v[i] * spread(inverse);
    if (f.gain) y = y * load4(f.gain + c);
    if (f.bias) y = y + load4(f.bias + c);
    store4(f.y + begin + c, y);
  }
  if (first == 0) {
    f.mean[row] = mean;
    f.inverseDeviation[row] = inverse;
  }
}

/// partial: [gridDim.x, 2, columns], the block's sums of dy · ŝ and of dy; null when not wanted.
template <class T, int kGroup, int kVectors>
__global__ void __launch_bounds__(kThreads, kVectors <= 6 ? 2 : 1)
    backwardKernel(LayerNormBackward<T> b, float* partial) {
  constexpr int kGroups = kThreads / kGroup;
  const int group = threadIdx.x / kGroup, first = threadIdx.x % kGroup * 4, columns = static_cast<int>(b.columns);
  const float share = 1.0F / static_cast<float>(columns);
  float4 gains[kVectors], biases[kVectors];  // this thread's sums
#pragma unroll
  for (int i = 0; i < kVectors; ++i) gains[i] = biases[i] = spread(0);
  for (std::int64_t row = static_cast<std::int64_t>(blockIdx.x) * kGroups + group; row < b.rows;
       row += static_cast<std::int64_t>(gridDim.x) * kGroups) {
    const std::int64_t begin = row * columns;
    const float mean = b.mean[row], inverse = b.inverseDeviation[row];
    float4 normal[kVectors], g[kVectors];
    float2 sum = {0, 0};  // of g and of g · ŝ
#pragma unroll
    for (int i = 0; i < kVectors; ++i) {
      const int c = first + i * kGroup * 4;
      if (c >= columns) continue;
      normal[i] = (load4(b.x + begin + c) + spread(-mean)) * spread(inverse);
      g[i] = load4(b.dy + begin + c);
      gains[i] = gains[i] + g[i] * normal[i];
      biases[i] = biases[i] + g[i];
      if (b.gain) g[i] = g[i] * load4(b.gain + c);
      sum = {sum.x + total(g[i]), sum.y + total(g[i] * normal[i])};
    }
    sum = groupSum<kGroup>(sum);
#pragma unroll
    for (int i = 0; i < kVectors; ++i) {
      const int c = first + i * kGroup * 4;
      if (c >= columns) continue;
      float4 dx = (g[i] + spread(-share * sum.x) + normal[i] * spread(-share * sum.y)) * spread(inverse);
      if (b.past) dx = dx + load4(b.past + begin + c);
      store4(b.dx + begin + c, dx);
      if (b.ddelta) store4(b.ddelta + begin + c, dx);
    }
  }
  if (!partial) return;
  float* own = partial + static_cast<std::int64_t>(blockIdx.x) * 2 * columns;
  extern __shared__ float4 sums[];  // [2, columns] of a block of several groups, which add theirs one after another
  for (int turn = 0; turn < kGroups; ++turn) {
#pragma unroll
    for (int i = 0; i < kVectors; ++i) {
      const int c = first + i * kGroup * 4;
      if (turn != group || c >= columns) continue;
      float4 *gain = sums + c / 4, *bias = sums + (columns + c) / 4;
      const float4 gainSum = turn == 0 ? gains[i] : *gain + gains[i],
                   biasSum = turn == 0 ? biases[i] : *bias + biases[i];
      if (turn < kGroups - 1) {
        *gain = gainSum;
        *bias = biasSum;
      } else {
        store4(own + c, gainSum);
        store4(own + columns + c, biasSum);
      }
    }
    __syncthreads();
  }
}

/// Any width and alignment: a block a row, plain loops. `partial` as above.
template <class T>
__global__ void plainForwardKernel(LayerNormForward<T> f) {
  for (std::int64_t row = blockIdx.x; row < f.rows; row += gridDim.x) {
    const std::int64_t begin = row * f.columns;
    const float* x = f.delta ? f.sum + begin : f.x + begin;
    const float share = 1.0F / static_cast<float>(f.columns);
    float sum = 0, squares = 0;
    for (std::int64_t c = threadIdx.x; c < f.columns; c += kThreads) {
      if (f.delta) f.sum[begin + c] = f.x[begin + c] + load(f.delta + begin + c);
      sum += x[c];
    }
    const float mean = groupSum<kThreads>({sum, 0}).x * share;
    for (std::int64_t c = threadIdx.x; c < f.columns; c += kThreads) squares += (x[c] - mean) * (x[c] - mean);
    const float inverse = rsqrtf(groupSum<kThreads>({squares, 0}).x * share + static_cast<float>(f.epsilon));
    for (std::int64_t c = threadIdx.x; c < f.columns; c += kThreads)
      store(f.y + begin + c, (x[c] - mean) * inverse * (f.gain ? f.gain[c] : 1.0F) + (f.bias ? f.bias[c] : 0.0F));
    if (threadIdx.x == 0) {
      f.mean[row] = mean;
      f.inverseDeviation[row] = inverse;
    }
  }
}

template <class T>
__global__ void plainBackwardKernel(LayerNormBackward<T> b, float* partial) {
  float* own = partial ? partial + static_cast<std::int64_t>(blockIdx.x) * 2 * b.columns : nullptr;
  // Each thread touches only its own columns of the sums, so they need no barrier.
  for (std::int64_t c = threadIdx.x; own && c < b.columns; c += kThreads) own[c] = own[b.columns + c] = 0;
  const float share = 1.0F / static_cast<float>(b.columns);
  for (std::int64_t row = blockIdx.x; row < b.rows; row += gridDim.x) {
    const std::int64_t begin = row * b.columns;
    const float mean = b.mean[row], inverse = b.inverseDeviation[row];
    float2 sum = {0, 0};
    for (std::int64_t c = threadIdx.x; c < b.columns; c += kThreads) {
      const float normal = (b.x[begin + c] - mean) * inverse, slope = load(b.dy + begin + c);
      const float g = (b.gain ? b.gain[c] : 1.0F) * slope;
      sum = {sum.x + g, sum.y + g * normal};
      if (own) {
        own[c] += slope * normal;
        own[b.columns + c] += slope;
      }
    }
    sum = groupSum<kThreads>(sum);
    for (std::int64_t c = threadIdx.x; c < b.columns; c += kThreads) {
      const float normal = (b.x[begin + c] - mean) * inverse;
      const float g = (b.gain ? b.gain[c] : 1.0F) * load(b.dy + begin + c);
      const float dx = inverse * (g - share * (sum.x + normal * sum.y)) + (b.past ? b.past[begin + c] : 0.0F);
      b.dx[begin + c] = dx;
      if (b.ddelta) store(b.ddelta + begin + c, dx);
    }
  }
}

constexpr int kPartLanes = 8;

/// A block adds 32 columns: each of its 8 rows of threads takes every eighth part, then the first adds these.
__global__ void addPartsKernel(const float* partial, int parts, std::int64_t columns, float* dgain, float* dbias) {
  __shared__ float2 sums[kPartLanes][kWarp];
  const std::int64_t c = static_cast<std::int64_t>(blockIdx.x) * kWarp + threadIdx.x;
  float2 sum = {0, 0};
  for (int part = threadIdx.y; c < columns && part < parts; part += kPartLanes) {
    const float* own = partial + static_cast<std::int64_t>(part) * 2 * columns;
    sum = {sum.x + own[c], sum.y + own[columns + c]};
  }
  sums[threadIdx.y][threadIdx.x] = sum;
  __syncthreads();
  if (threadIdx.y > 0 || c >= columns) return;
  for (int lane = 1; lane < kPartLanes; ++lane)
    sum = {sum.x + sums[lane][threadIdx.x].x, sum.y + sums[lane][threadIdx.x].y};
  if (dgain) dgain[c] = sum.x;
  if (dbias) dbias[c] = sum.y;
}

/// Calls launch(group, vectors) with the smallest compile-time numbers that hold a row; false when none does.
template <class Launch>
bool forRowInRegisters(std::int64_t columns, const Launch& launch) {
  using std::integral_constant;
  const auto within = [&](auto group, auto vectors) {
    if (columns > std::int64_t{group} * vectors * 4) return false;
    launch(group, vectors);
    return true;
  };
  constexpr integral_constant<int, kWarp> warp;
  constexpr integral_constant<int, kThreads> block;
  return within(warp, integral_constant<int, 1>()) || within(warp, integral_constant<int, 3>()) ||
         within(warp, integral_constant<int, 6>()) || within(warp, integral_constant<int, kMostVectors>()) ||
         within(block, integral_constant<int, 4>()) || within(block, integral_constant<int, kMostVectors>());
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
  if (f.rows > 0x7FFFFFFF) return {"LayerNorm forward has too many rows for one launch; split them."};
  const bool vectors = f.columns % 4 == 0 && multipleOf16(f.x, f.y, f.gain, f.bias, f.delta, f.sum);
  if (!vectors || !forRowInRegisters(f.columns, [&](auto group, auto held) {
        constexpr std::int64_t kRows = kThreads / group;
        forwardKernel<T, group, held><<<static_cast<unsigned>((f.rows + kRows - 1) / kRows), kThreads, 0, stream>>>(f);
      }))
    plainForwardKernel<T><<<static_cast<unsigned>(std::min<std::int64_t>(f.rows, 65536)), kThreads, 0, stream>>>(f);
  return launched("LayerNorm forward");
}

template <class T>
KernelStatus layerNormCuda(const LayerNormBackward<T>& b, void* workspace, CUstream_st* stream) {
  if (KernelStatus status = checkLayerNorm(b); !status.ok()) return status;
  const bool sums = b.dgain || b.dbias;
  if (sums && !workspace) return {"LayerNorm backward needs a workspace for dgain and dbias."};
  float* partial = sums ? static_cast<float*>(workspace) : nullptr;
  const bool vectors = b.columns % 4 == 0 && multipleOf16(b.dy, b.x, b.gain, b.dx, b.past, b.ddelta, workspace);
  const bool warps = vectors && b.columns <= kWarp * kMostVectors * 4;
  const std::int64_t atOnce = warps ? kThreads / kWarp : 1;
  const int blocks = static_cast<int>(std::min<std::int64_t>((b.rows + atOnce - 1) / atOnce, kBackwardBlocks));
  if (blocks > 0) {
    if (!vectors || !forRowInRegisters(b.columns, [&](auto group, auto held) {
          const std::size_t shared = group < kThreads ? static_cast<std::size_t>(b.columns) * 2 * sizeof(float) : 0;
          backwardKernel<T, group, held><<<blocks, kThreads, shared, stream>>>(b, partial);
        }))
      plainBackwardKernel<T><<<blocks, kThreads, 0, stream>>>(b, partial);
    if (KernelStatus status = launched("LayerNorm backward"); !status.ok()) return status;
  }
  if (sums) {
    const std::int64_t grid = (b.columns + kWarp - 1) / kWarp;
    if (grid > 0x7FFFFFFF) return {"LayerNorm backward has too many columns for one launch."};
    addPartsKernel<<<static_cast<unsigned>(grid), dim3(kWarp, kPartLanes), 0, stream>>>(partial, blocks, b.columns,
                                                                                        b.dgain, b.dbias);
    return launched("LayerNorm backward's sums");
  }
  return {};
}

template KernelStatus layerNormCuda(const LayerNormForward<float>&, CUstream_st*);
template KernelStatus layerNormCuda(const LayerNormForward<BFloat16>&, CUstream_st*);
template KernelStatus layerNormCuda(const LayerNormBackward<float>&, void*, CUstream_st*);
template KernelStatus layerNormCuda(const LayerNormBackward<BFloat16>&, void*, CUstream_st*);

}  // namespace headroom

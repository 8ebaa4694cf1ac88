// Loads and stores of 4 and 1 values as float, and sums over threads. For .cu files alone.
#pragma once

#include <cuda_bf16.h>

#include <cstdint>

#include "kernels/bfloat16.h"

namespace headroom {

constexpr int kWarp = 32;

__device__ inline float load(const float* p) {
  return *p;
}
__device__ inline float load(const BFloat16* p) {
  return __bfloat162float(*reinterpret_cast<const __nv_bfloat16*>(p));
}
__device__ inline void store(float* p, float value) {
  *p = value;
}
__device__ inline void store(BFloat16* p, float value) {
  *reinterpret_cast<__nv_bfloat16*>(p) = __float2bfloat16_rn(value);
}

/// The pointer must be a multiple of four values.
__device__ inline float4 load4(const float* p) {
  return *reinterpret_cast<const float4*>(p);
}
__device__ inline float4 load4(const BFloat16* p) {
  const uint2 bits = *reinterpret_cast<const uint2*>(p);
  return {__uint_as_float(bits.x << 16), __uint_as_float(bits.x & 0xFFFF0000u), __uint_as_float(bits.y << 16),
          __uint_as_float(bits.y & 0xFFFF0000u)};
}
__device__ inline void store4(float* p, float4 v) {
  *reinterpret_cast<float4*>(p) = v;
}
__device__ inline void store4(BFloat16* p, float4 v) {
  const __nv_bfloat162 low = __floats2bfloat162_rn(v.x, v.y), high = __floats2bfloat162_rn(v.z, v.w);
  *reinterpret_cast<uint2*>(p) = {reinterpret_cast<const unsigned&>(low), reinterpret_cast<const unsigned&>(high)};
}

__device__ inline float4 operator+(float4 a, float4 b) {
  return {a.x + b.x, a.y + b.y, a.z + b.z, a.w + b.w};
}
__device__ inline float4 operator*(float4 a, float4 b) {
  return {a.x * b.x, a.y * b.y, a.z * b.z, a.w * b.w};
}
__device__ inline float4 spread(float value) {
  return {value, value, value, value};
}
__device__ inline float total(float4 v) {
  return (v.x + v.y) + (v.z + v.w);
}

__device__ inline float warpSum(float value) {
  for (int distance = kWarp / 2; distance > 0; distance /= 2) value += __shfl_xor_sync(0xFFFFFFFFu, value, distance);
  return value;
}

/// Both sums over the kThreads threads that hold a row, in each of them: a warp, or a whole block.
template <int kThreads>
__device__ inline float2 groupSum(float2 value) {
  value = {warpSum(value.x), warpSum(value.y)};
  if constexpr (kThreads > kWarp) {
    __shared__ float2 ofWarp[kThreads / kWarp];
    if (threadIdx.x % kWarp == 0) ofWarp[threadIdx.x / kWarp] = value;
    __syncthreads();
    value = {0, 0};
    for (const float2& part : ofWarp) value = {value.x + part.x, value.y + part.y};
    __syncthreads();  // the next call may overwrite them
  }
  return value;
}

template <class... Pointers>
bool multipleOf16(const Pointers*... pointers) {
  return ((reinterpret_cast<std::uintptr_t>(pointers) % 16 == 0) && ...);
}

}  // namespace headroom

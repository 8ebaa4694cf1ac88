// The triad on the GPU: kernel, launcher, probe.
#include <algorithm>

#include "kernels/triad.h"

namespace headroom {
namespace {

constexpr int kThreads = 256;
constexpr unsigned kMostBlocks = 132 * 16;  // a grid-stride loop needs no more than fills the device; not yet measured

__global__ void triadKernel(float* a, const float* b, const float* c, float s, std::size_t n) {
  const std::size_t step = static_cast<std::size_t>(gridDim.x) * blockDim.x;
  for (std::size_t i = static_cast<std::size_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step)
    a[i] = b[i] + s * c[i];
}

/// Four floats a thread and step: pointers aligned to 16 bytes, n / 4 vectors.
__global__ void triadVectorKernel(float4* a, const float4* b, const float4* c, float s, std::size_t vectors) {
  const std::size_t step = static_cast<std::size_t>(gridDim.x) * blockDim.x;
  for (std::size_t i = static_cast<std::size_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < vectors; i += step) {
    const float4 x = b[i], y = c[i];
    a[i] = make_float4(x.x + s * y.x, x.y + s * y.y, x.z + s * y.z, x.w + s * y.w);
  }
}

unsigned blocksFor(std::size_t items) {
  return static_cast<unsigned>(std::min<std::size_t>((items + kThreads - 1) / kThreads, kMostBlocks));
}

bool aligned(const void* p) {
  return reinterpret_cast<std::size_t>(p) % sizeof(float4) == 0;
}

/// Device memory and events of one measurement.
struct Device {
  float *a = nullptr, *b = nullptr, *c = nullptr;
  cudaEvent_t begin = nullptr, end = nullptr;
  Device() = default;
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  ~Device() {
    cudaFree(a), cudaFree(b), cudaFree(c);
    if (begin) cudaEventDestroy(begin);
    if (end) cudaEventDestroy(end);
  }
};

/// bytesPerSecond of `passes` passes over `n` floats an array, or the first error.
cudaError_t measure(std::size_t n, int passes, int repeats, double& bytesPerSecond) {
  Device d;
  for (float** array : {&d.a, &d.b, &d.c}) {
    if (const cudaError_t error = cudaMalloc(array, n * sizeof(float))) return error;
    if (const cudaError_t error = cudaMemset(*array, 0, n * sizeof(float))) return error;
  }
  if (const cudaError_t error = cudaEventCreate(&d.begin)) return error;
  if (const cudaError_t error = cudaEventCreate(&d.end)) return error;
  std::vector<double> rates;
  for (int repeat = -1; repeat < repeats; ++repeat) {  // −1: warm-up
    if (const cudaError_t error = cudaEventRecord(d.begin)) return error;
    for (int pass = 0; pass < passes; ++pass)
      if (!triadCuda(d.a, d.b, d.c, 0.5F, n, nullptr).ok()) return cudaErrorLaunchFailure;
    if (const cudaError_t error = cudaEventRecord(d.end)) return error;
    if (const cudaError_t error = cudaEventSynchronize(d.end)) return error;
    float milliseconds = 0;
    if (const cudaError_t error = cudaEventElapsedTime(&milliseconds, d.begin, d.end)) return error;
    if (repeat >= 0 && milliseconds > 0)
      rates.push_back(12.0 * static_cast<double>(n) * passes / (static_cast<double>(milliseconds) * 1e-3));
  }
  if (rates.empty()) return cudaErrorUnknown;
  std::sort(rates.begin(), rates.end());
  bytesPerSecond = rates[rates.size() / 2];
  return cudaSuccess;
}

}  // namespace

KernelStatus triadCuda(float* a, const float* b, const float* c, float s, std::size_t n, CUstream_st* stream) {
  if (n == 0) return {};
  if (!a || !b || !c) return {"The triad misses a pointer."};
  const std::size_t vectors = aligned(a) && aligned(b) && aligned(c) ? n / 4 : 0, done = vectors * 4;
  if (vectors > 0)
    triadVectorKernel<<<blocksFor(vectors), kThreads, 0, stream>>>(reinterpret_cast<float4*>(a),
                                                                   reinterpret_cast<const float4*>(b),
                                                                   reinterpret_cast<const float4*>(c), s, vectors);
  if (done < n) triadKernel<<<blocksFor(n - done), kThreads, 0, stream>>>(a + done, b + done, c + done, s, n - done);
  const cudaError_t error = cudaGetLastError();
  if (error == cudaSuccess) return {};
  return {std::string("The triad was not launched: ") + cudaGetErrorString(error) + "."};
}

std::vector<TriadResult> probeTriadCuda() {
  int device = 0, cacheBytes = 0;
  cudaError_t error = cudaGetDevice(&device);
  if (error == cudaSuccess) error = cudaDeviceGetAttribute(&cacheBytes, cudaDevAttrL2CacheSize, device);
  std::size_t free = 0, total = 0;
  if (error == cudaSuccess) error = cudaMemGetInfo(&free, &total);
  std::vector<TriadResult> results;
  const auto add = [&](const char* level, std::size_t bytes, int passes) {
    TriadResult result;
    result.level = level;
    const std::size_t n = std::max<std::size_t>(bytes / 12 / 4, 1) * 4;
    result.workingSetBytes = n * 12;
    if (error == cudaSuccess) error = measure(n, passes, 9, result.bytesPerSecond);
    if (error != cudaSuccess) result.error = std::string("CUDA: ") + cudaGetErrorString(error) + ".";
    results.push_back(result);
  };
  if (error == cudaSuccess) add("L2", static_cast<std::size_t>(cacheBytes) / 2, 50);
  add("DRAM", std::min<std::size_t>(std::size_t{3} << 30, free / 2), 3);
  return results;
}

}  // namespace headroom

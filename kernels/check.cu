// Host arrays through the GPU kernels and back.
#include <algorithm>
#include <string>
#include <vector>

#include "kernels/check.h"
#include "kernels/check_cuda.h"
#include "kernels/triad.h"

namespace headroom {
namespace {

constexpr std::size_t kGuardBytes = 256;
constexpr unsigned char kGuard = 0xA5;

/// A device copy of a host array, with guard bytes behind it. Null stays null. `error` keeps the first failure.
template <class T>
class DeviceArray {
 public:
  DeviceArray(const T* host, std::size_t count, cudaError_t& error) : m_bytes(count * sizeof(T)) {
    if (!host || error != cudaSuccess) return;
    error = cudaMalloc(&m_data, m_bytes + kGuardBytes);
    if (error == cudaSuccess) error = cudaMemset(m_data, kGuard, m_bytes + kGuardBytes);
    if (error == cudaSuccess) error = cudaMemcpy(m_data, host, m_bytes, cudaMemcpyHostToDevice);
  }
  DeviceArray(const DeviceArray&) = delete;
  DeviceArray& operator=(const DeviceArray&) = delete;
  ~DeviceArray() { cudaFree(m_data); }

  T* data() const { return static_cast<T*>(m_data); }
  /// Copies back; false when the guard was overwritten.
  bool fetch(T* host, cudaError_t& error) const {
    if (!m_data || error != cudaSuccess) return true;
    std::vector<unsigned char> guard(kGuardBytes);
    error = cudaMemcpy(host, m_data, m_bytes, cudaMemcpyDeviceToHost);
    if (error == cudaSuccess)
      error = cudaMemcpy(guard.data(), static_cast<char*>(m_data) + m_bytes, kGuardBytes, cudaMemcpyDeviceToHost);
    for (const unsigned char byte : guard)
      if (error == cudaSuccess && byte != kGuard) return false;
    return true;
  }

 private:
  void* m_data = nullptr;
  std::size_t m_bytes;
};

KernelStatus outcome(cudaError_t error, bool intact) {
  if (error != cudaSuccess) return {std::string("CUDA: ") + cudaGetErrorString(error) + "."};
  if (!intact) return {"It wrote past the end of an array."};
  return {};
}

}  // namespace

std::string cudaUnavailable() {
  int count = 0;
  const cudaError_t error = cudaGetDeviceCount(&count);
  if (error != cudaSuccess) return std::string("No CUDA device can be used: ") + cudaGetErrorString(error) + ".";
  return count > 0 ? "" : "This machine has no CUDA device.";
}

template <class T>
KernelStatus layerNormThroughCuda(const LayerNormForward<T>& f) {
  const std::size_t rows = f.rows, columns = f.columns;
  cudaError_t error = cudaSuccess;
  const DeviceArray<T> delta(f.delta, rows * columns, error), y(f.y, rows * columns, error);
  const DeviceArray<float> x(f.x, rows * columns, error), sum(f.sum, rows * columns, error);
  const DeviceArray<float> gain(f.gain, columns, error), bias(f.bias, columns, error);
  const DeviceArray<float> mean(f.mean, rows, error), inverse(f.inverseDeviation, rows, error);
  if (error != cudaSuccess) return outcome(error, true);
  const LayerNormForward<T> onDevice{f.rows,   f.columns,   f.epsilon,      x.data(),     gain.data(), bias.data(),
                                     y.data(), mean.data(), inverse.data(), delta.data(), sum.data()};
  if (KernelStatus status = layerNormCuda(onDevice, nullptr); !status.ok()) return status;
  error = cudaDeviceSynchronize();
  bool intact = y.fetch(f.y, error);
  intact = sum.fetch(f.sum, error) && intact;
  intact = mean.fetch(f.mean, error) && intact;
  intact = inverse.fetch(f.inverseDeviation, error) && intact;
  return outcome(error, intact);
}

template <class T>
KernelStatus layerNormThroughCuda(const LayerNormBackward<T>& b) {
  const std::size_t rows = b.rows, columns = b.columns;
  cudaError_t error = cudaSuccess;
  const DeviceArray<T> dy(b.dy, rows * columns, error), ddelta(b.ddelta, rows * columns, error);
  const DeviceArray<float> x(b.x, rows * columns, error), dx(b.dx, rows * columns, error),
      past(b.past, rows * columns, error);
  const DeviceArray<float> gain(b.gain, columns, error), mean(b.mean, rows, error),
      inverse(b.inverseDeviation, rows, error);
  const DeviceArray<float> dgain(b.dgain, columns, error), dbias(b.dbias, columns, error);
  const std::vector<char> bytes(layerNormWorkspaceBytes(b.columns));
  const DeviceArray<char> workspace(bytes.data(), bytes.size(), error);
  if (error != cudaSuccess) return outcome(error, true);
  const LayerNormBackward<T> onDevice{b.rows,       b.columns,    dy.data(),      x.data(),
                                      gain.data(),  mean.data(),  inverse.data(), dx.data(),
                                      dgain.data(), dbias.data(), past.data(),    ddelta.data()};
  if (KernelStatus status = layerNormCuda(onDevice, workspace.data(), nullptr); !status.ok()) return status;
  error = cudaDeviceSynchronize();
  std::vector<char> left(bytes.size());
  bool intact = dx.fetch(b.dx, error);
  intact = ddelta.fetch(b.ddelta, error) && intact;
  intact = dgain.fetch(b.dgain, error) && intact;
  intact = dbias.fetch(b.dbias, error) && intact;
  intact = workspace.fetch(left.data(), error) && intact;
  return outcome(error, intact);
}

template <class T>
KernelStatus crossEntropyThroughCuda(const CrossEntropy<T>& c) {
  const std::size_t rows = c.rows;
  cudaError_t error = cudaSuccess;
  const DeviceArray<T> logits(c.logits, rows * c.stride, error);
  const DeviceArray<std::int64_t> targets(c.targets, rows, error);
  const DeviceArray<float> loss(c.loss, rows, error);
  if (error != cudaSuccess) return outcome(error, true);
  CrossEntropy<T> onDevice = c;
  onDevice.logits = logits.data();
  onDevice.targets = targets.data();
  onDevice.loss = loss.data();
  if (KernelStatus status = crossEntropyCuda(onDevice, nullptr); !status.ok()) return status;
  error = cudaDeviceSynchronize();
  const bool intact = logits.fetch(c.logits, error);
  return outcome(error, loss.fetch(c.loss, error) && intact);
}

KernelStatus triadThroughCuda(float* a, const float* b, const float* c, float s, std::size_t n) {
  // The same distance from a 16-byte boundary as on the host, so that the unaligned path is checked too.
  const std::size_t shift = reinterpret_cast<std::size_t>(a) / sizeof(float) % 4;
  std::vector<float> padded(n + shift, -1);
  cudaError_t error = cudaSuccess;
  const DeviceArray<float> da(padded.data(), padded.size(), error);
  std::copy(b, b + n, padded.begin() + shift);
  const DeviceArray<float> db(padded.data(), padded.size(), error);
  std::copy(c, c + n, padded.begin() + shift);
  const DeviceArray<float> dc(padded.data(), padded.size(), error);
  if (error != cudaSuccess) return outcome(error, true);
  if (KernelStatus status = triadCuda(da.data() + shift, db.data() + shift, dc.data() + shift, s, n, nullptr);
      !status.ok())
    return status;
  error = cudaDeviceSynchronize();
  bool intact = da.fetch(padded.data(), error);
  for (std::size_t i = 0; i < shift; ++i) intact = intact && padded[i] == -1;
  std::copy(padded.begin() + shift, padded.end(), a);
  return outcome(error, intact);
}

template KernelStatus crossEntropyThroughCuda(const CrossEntropy<float>&);
template KernelStatus crossEntropyThroughCuda(const CrossEntropy<BFloat16>&);
template KernelStatus layerNormThroughCuda(const LayerNormForward<float>&);
template KernelStatus layerNormThroughCuda(const LayerNormForward<BFloat16>&);
template KernelStatus layerNormThroughCuda(const LayerNormBackward<float>&);
template KernelStatus layerNormThroughCuda(const LayerNormBackward<BFloat16>&);

}  // namespace headroom

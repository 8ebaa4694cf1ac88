// What a GPU needs besides ops: a stream, work that is recorded once and replayed, numbers read without waiting,
// memory. For a CPU, and in a build without a CUDA toolkit, each does the plain thing, so that callers have one path.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

struct CUstream_st;  // cudaStream_t is a pointer to it

namespace headroom {

/// Makes it this thread's device, with a stream of its own (work on the default stream cannot be recorded).
void openDevice(const at::Device& device);
/// The stream that kernels of ours go to; null on a CPU.
CUstream_st* currentStream(const at::Device& device);
/// Waits until the device has done all it was given.
void synchronise(const at::Device& device);

/// Bytes that nobody holds on the GPU, and the most that this process's tensors held at once.
std::uint64_t gpuFreeMemory(const at::Device& device);
std::uint64_t gpuPeakMemory(const at::Device& device);
/// "NVIDIA H100 80GB HBM3" and so on, one a GPU.
std::vector<std::string> gpuNames();
/// "0000:1B:00.0": the place on the bus, by which the driver knows it; "" of a CPU.
std::string gpuBusId(const at::Device& device);

/// Memory on the host that a GPU can copy from while the host goes on; ordinary memory for a CPU.
at::Tensor stagingBuffer(at::IntArrayRef shape, at::ScalarType type, const at::Device& device);

/// The same work again and again: the first calls run it, one records it as a CUDA graph, later ones replay the record
/// with a single launch. The work must use the same tensors each time and never wait for the device. Before it is
/// recorded it must have run kWarmUps times: lazily made handles, workspaces and compiled kernels are there after them.
class Replay {
 public:
  static constexpr int kWarmUps = 3;

  /// Records that share a `family` share memory and must be replayed in the order they were recorded.
  struct Family;
  static std::shared_ptr<Family> makeFamily();

  /// Without `record` every call just runs the work.
  Replay(std::shared_ptr<Family> family, bool record);
  Replay(Replay&&) noexcept;
  ~Replay();
  /// `ready`: whether the work may be recorded now. All of a family must be from the same step on, since what one
  /// leaves for the next (gradients) lies in the records' own memory.
  void operator()(const std::function<void()>& work, bool ready);
  bool recorded() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

/// Numbers on their way from the device: copied behind the work that computes them, fetched later.
class ReadBack {
 public:
  /// Their elements one after the other; undefined tensors have none.
  explicit ReadBack(std::initializer_list<at::Tensor> tensors);
  ReadBack(ReadBack&&) noexcept;
  ReadBack& operator=(ReadBack&&) noexcept;
  ~ReadBack();
  /// Waits for them if need be.
  std::vector<float> values() const;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace headroom

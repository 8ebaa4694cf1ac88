#include "core/train/device.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>

#ifdef HEADROOM_TORCH_CUDA
#include <ATen/cuda/CUDAContext.h>
#include <ATen/cuda/CUDAEvent.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAFunctions.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>
#endif

namespace headroom {

#ifdef HEADROOM_TORCH_CUDA

void openDevice(const at::Device& device) {
  if (!device.is_cuda()) return;
  c10::cuda::set_device(device.has_index() ? device.index() : 0);
  c10::cuda::setCurrentCUDAStream(c10::cuda::getStreamFromPool());
}

CUstream_st* currentStream(const at::Device& device) {
  return device.is_cuda() ? c10::cuda::getCurrentCUDAStream(device.index()).stream() : nullptr;
}

void synchronise(const at::Device& device) {
  if (device.is_cuda()) c10::cuda::device_synchronize();
}

std::uint64_t gpuFreeMemory(const at::Device& device) {
  const c10::cuda::CUDAGuard guard(device);
  std::size_t free = 0, total = 0;
  return cudaMemGetInfo(&free, &total) == cudaSuccess ? free : 0;
}

std::uint64_t gpuPeakMemory(const at::Device& device) {
  return std::uint64_t(c10::cuda::CUDACachingAllocator::getDeviceStats(device.index()).allocated_bytes[0].peak);
}

std::vector<std::string> gpuNames() {
  std::vector<std::string> names;
  for (c10::DeviceIndex i = 0; i < c10::cuda::device_count(); ++i)
    names.emplace_back(at::cuda::getDeviceProperties(i)->name);
  return names;
}

std::string gpuBusId(const at::Device& device) {
  char id[32] = {};
  const bool known =
      device.is_cuda() && cudaDeviceGetPCIBusId(id, sizeof id, device.has_index() ? device.index() : 0) == cudaSuccess;
  return known ? id : "";
}

at::Tensor stagingBuffer(at::IntArrayRef shape, at::ScalarType type, const at::Device& device) {
  return at::empty(shape, at::TensorOptions(type).pinned_memory(device.is_cuda()));
}

struct Replay::Family {
  at::cuda::MempoolId_t pool = at::cuda::graph_pool_handle();
};

struct Replay::State {
  std::shared_ptr<Family> family;
  bool record;
  std::unique_ptr<at::cuda::CUDAGraph> graph;
};

std::shared_ptr<Replay::Family> Replay::makeFamily() {
  return std::make_shared<Family>();
}

void Replay::operator()(const std::function<void()>& work, bool ready) {
  State& state = *m_state;
  if (!state.record || !ready) return work();
  if (!state.graph) {
    // Only this thread's forbidden calls break the record: the journal's thread may do what it likes.
    auto graph = std::make_unique<at::cuda::CUDAGraph>();
    graph->capture_begin(state.family->pool, cudaStreamCaptureModeThreadLocal);
    work();
    graph->capture_end();
    state.graph = std::move(graph);
  }
  state.graph->replay();
}

bool Replay::recorded() const {
  return m_state->graph != nullptr;
}

struct ReadBack::State {
  at::Tensor host;
  at::cuda::CUDAEvent done;
  bool onDevice = false;
};

ReadBack::ReadBack(std::initializer_list<at::Tensor> tensors) : m_state(std::make_unique<State>()) {
  const at::NoGradGuard noGrad;
  std::vector<at::Tensor> all;
  for (const at::Tensor& tensor : tensors)
    if (tensor.defined()) all.push_back(tensor.detach().to(at::kFloat).flatten());
  const at::Tensor values = at::cat(all);
  m_state->onDevice = values.is_cuda();
  m_state->host = stagingBuffer(values.sizes(), at::kFloat, values.device());
  m_state->host.copy_(values, /*non_blocking=*/true);
  if (m_state->onDevice) m_state->done.record();
}

std::vector<float> ReadBack::values() const {
  if (m_state->onDevice) m_state->done.synchronize();
  const float* data = m_state->host.const_data_ptr<float>();
  return {data, data + m_state->host.numel()};
}

#else

void openDevice(const at::Device&) {}
CUstream_st* currentStream(const at::Device&) {
  return nullptr;
}
void synchronise(const at::Device&) {}
std::uint64_t gpuFreeMemory(const at::Device&) {
  return 0;
}
std::uint64_t gpuPeakMemory(const at::Device&) {
  return 0;
}
std::vector<std::string> gpuNames() {
  return {};
}
std::string gpuBusId(const at::Device&) {
  return "";
}

at::Tensor stagingBuffer(at::IntArrayRef shape, at::ScalarType type, const at::Device&) {
  return at::empty(shape, at::TensorOptions(type));
}

struct Replay::Family {};
struct Replay::State {
  std::shared_ptr<Family> family;
  bool record;
};

std::shared_ptr<Replay::Family> Replay::makeFamily() {
  return nullptr;
}
void Replay::operator()(const std::function<void()>& work, bool) {
  work();
}
bool Replay::recorded() const {
  return false;
}

struct ReadBack::State {
  std::vector<float> values;
};

ReadBack::ReadBack(std::initializer_list<at::Tensor> tensors) : m_state(std::make_unique<State>()) {
  for (const at::Tensor& tensor : tensors) {
    if (!tensor.defined()) continue;
    const at::Tensor flat = tensor.detach().to(at::kCPU, at::kFloat).flatten().contiguous();
    m_state->values.insert(m_state->values.end(), flat.const_data_ptr<float>(),
                           flat.const_data_ptr<float>() + flat.numel());
  }
}
std::vector<float> ReadBack::values() const {
  return m_state->values;
}

#endif

Replay::Replay(std::shared_ptr<Family> family, bool record)
    : m_state(std::make_unique<State>(State{.family = std::move(family), .record = record})) {}
Replay::Replay(Replay&&) noexcept = default;
Replay::~Replay() = default;
ReadBack::ReadBack(ReadBack&&) noexcept = default;
ReadBack& ReadBack::operator=(ReadBack&&) noexcept = default;
ReadBack::~ReadBack() = default;

}  // namespace headroom

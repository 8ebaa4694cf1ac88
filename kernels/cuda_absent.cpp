// The launchers of the .cu files in a build without a CUDA toolkit: each says so.
#include "kernels/check.h"
#include "kernels/check_cuda.h"
#include "kernels/cross_entropy.h"
#include "kernels/layer_norm.h"
#include "kernels/triad.h"

namespace headroom {
namespace {

constexpr const char* kAbsent = "This program was built without CUDA; install the CUDA Toolkit and build it again.";

}  // namespace

template <class T>
KernelStatus layerNormCuda(const LayerNormForward<T>&, CUstream_st*) {
  return {kAbsent};
}
template <class T>
KernelStatus layerNormCuda(const LayerNormBackward<T>&, void*, CUstream_st*) {
  return {kAbsent};
}
std::size_t layerNormWorkspaceBytes(std::int64_t) {
  return 0;
}

template KernelStatus layerNormCuda(const LayerNormForward<float>&, CUstream_st*);
template KernelStatus layerNormCuda(const LayerNormForward<BFloat16>&, CUstream_st*);
template KernelStatus layerNormCuda(const LayerNormBackward<float>&, void*, CUstream_st*);
template KernelStatus layerNormCuda(const LayerNormBackward<BFloat16>&, void*, CUstream_st*);

template <class T>
KernelStatus layerNormThroughCuda(const LayerNormForward<T>&) {
  return {kAbsent};
}
template <class T>
KernelStatus layerNormThroughCuda(const LayerNormBackward<T>&) {
  return {kAbsent};
}

template KernelStatus layerNormThroughCuda(const LayerNormForward<float>&);
template KernelStatus layerNormThroughCuda(const LayerNormForward<BFloat16>&);
template KernelStatus layerNormThroughCuda(const LayerNormBackward<float>&);
template KernelStatus layerNormThroughCuda(const LayerNormBackward<BFloat16>&);

template <class T>
KernelStatus crossEntropyCuda(const CrossEntropy<T>&, CUstream_st*) {
  return {kAbsent};
}
template <class T>
KernelStatus crossEntropyThroughCuda(const CrossEntropy<T>&) {
  return {kAbsent};
}

template KernelStatus crossEntropyCuda(const CrossEntropy<float>&, CUstream_st*);
template KernelStatus crossEntropyCuda(const CrossEntropy<BFloat16>&, CUstream_st*);
template KernelStatus crossEntropyThroughCuda(const CrossEntropy<float>&);
template KernelStatus crossEntropyThroughCuda(const CrossEntropy<BFloat16>&);

std::string cudaUnavailable() {
  return kAbsent;
}

KernelStatus triadThroughCuda(float*, const float*, const float*, float, std::size_t) {
  return {kAbsent};
}
KernelStatus triadCuda(float*, const float*, const float*, float, std::size_t, CUstream_st*) {
  return {kAbsent};
}

std::vector<TriadResult> probeTriadCuda() {
  TriadResult result;
  result.level = "DRAM";
  result.error = kAbsent;
  return {result};
}

}  // namespace headroom

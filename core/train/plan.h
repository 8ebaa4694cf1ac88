// A graph as a flat list of instructions on tensors, made once and run every step.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "core/arch/graph.h"
#include "core/arch/recipe.h"

namespace headroom {

struct LoweringOptions {
  /// Bf16: matrix products and attention in bf16; parameters, norms, the residual stream, softmax and loss in fp32.
  Precision precision = Precision::Fp32;
  double labelSmoothing = 0;  // in training only
  /// Kernels of ours where one exists; else the reference, which is LibTorch's ops under its autograd.
  bool fastKernels = true;
};

/// What the instructions of one pass work on.
struct Frame {
  std::vector<at::Tensor> values;  // by index of the node
  const std::vector<at::Tensor>& parameters;
  at::Tensor tokens, targets;  // int64 [B, T]; no targets where only logits are asked for
  bool training = false;       // dropout and label smoothing act
};

struct Instruction {
  std::function<void(Frame&)> run;
  std::vector<std::uint32_t> inputs;  // values it reads
  std::vector<std::uint32_t> dead;  // values nobody reads after it: released, so that evaluation keeps only what lives
};

/// The instructions that lead to `goal`, in order.
std::vector<Instruction> makePlan(const Graph& graph, ValueId goal, const LoweringOptions& options);
/// Runs them; the goal's value.
at::Tensor run(const std::vector<Instruction>& plan, ValueId goal, Frame& frame);

}  // namespace headroom

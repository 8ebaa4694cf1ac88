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
  Precision precision = Precision::Fp32;  // see precision.h
  double labelSmoothing = 0;              // in training only
  /// Kernels of ours where one exists; else the reference, which is LibTorch's ops under its autograd.
  bool fastKernels = true;
};

/// What a model remembers while a text is continued piece by piece, so that earlier tokens are not computed again.
struct Decoding {
  std::int64_t position = 0;       // tokens seen so far
  std::vector<at::Tensor> memory;  // by index of the node: cached keys, a scan's state; undefined at the start
};

/// What the instructions of one pass work on.
struct Frame {
  std::vector<at::Tensor> values;  // by index of the node
  const std::vector<at::Tensor>& parameters;
  const std::vector<at::Tensor>& states;
  at::Tensor tokens, targets;    // int64 [B, T]; no targets where only logits are asked for
  bool training = false;         // dropout and label smoothing act, states move
  Decoding* decoding = nullptr;  // tokens continue what was seen

  /// The place of the first token in its sequence.
  std::int64_t start() const { return decoding ? decoding->position : 0; }
};

struct Instruction {
  std::function<void(Frame&)> run;
  std::vector<std::uint32_t> inputs;  // values it reads
  std::vector<std::uint32_t> dead;  // values nobody reads after it: released, so that evaluation keeps only what lives
};

/// The instructions that lead to the goals, in order. What they compute stays in the frame.
std::vector<Instruction> makePlan(const Graph& graph, const std::vector<ValueId>& goals,
                                  const LoweringOptions& options);
void run(const std::vector<Instruction>& plan, Frame& frame);
/// Whether a GPU can record the graph's training pass once and replay it: no op of it asks the device for a number.
bool canBeReplayed(const Graph& graph);

}  // namespace headroom

// A model that trains: the parameters of a graph as tensors, and its plans for loss and logits.
#pragma once

#include "core/train/plan.h"

namespace headroom {

struct ModelOptions {
  LoweringOptions lowering;
  at::Device device = at::kCPU;
  at::ScalarType parameterType = at::kFloat;  // kDouble for numeric gradient checks
};

class Model {
 public:
  /// Parameters are uninitialised: see initialise() and the checkpoint.
  Model(Graph graph, const ModelOptions& options);

  const Graph& graph() const { return m_graph; }
  at::Device device() const { return m_device; }
  /// Leaves that require gradients, in the order of graph().parameters.
  const std::vector<at::Tensor>& parameters() const { return m_parameters; }

  /// tokens, targets: int64 [B, T] on the model's device → scalar, mean nats a token.
  at::Tensor loss(const at::Tensor& tokens, const at::Tensor& targets, bool training) const;
  /// [B, T, vocab], without dropout.
  at::Tensor logits(const at::Tensor& tokens) const;

 private:
  Graph m_graph;
  at::Device m_device;
  std::vector<at::Tensor> m_parameters;
  std::vector<Instruction> m_lossPlan, m_logitsPlan;
};

/// Sets every parameter from its Init rule. Computed on the CPU from (seed, parameter's name, element), so that models
/// that share a parameter by name and shape start it with the same values, on any device and thread count.
void initialise(Model& model, std::uint64_t seed);

}  // namespace headroom

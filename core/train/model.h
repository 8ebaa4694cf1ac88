// A model that trains: the parameters of a graph as tensors, and its plans for loss and logits.
#pragma once

#include "core/train/plan.h"

namespace headroom {

struct ModelOptions {
  LoweringOptions lowering;
  at::Device device = at::kCPU;
  at::ScalarType parameterType = at::kFloat;  // kDouble for numeric gradient checks
};

/// What a training pass gives.
struct TrainingPass {
  at::Tensor loss;       // scalar, mean nats a token
  at::Tensor objective;  // what is minimised: with the auxiliary losses
  at::Tensor reports;    // [n] float32 for Model::reportNames(); undefined when there are none
};

class Model {
 public:
  /// Parameters are uninitialised: see initialise() and the checkpoint.
  Model(Graph graph, const ModelOptions& options);

  const Graph& graph() const { return m_graph; }
  at::Device device() const { return m_device; }
  /// Leaves that require gradients, in the order of graph().parameters.
  const std::vector<at::Tensor>& parameters() const { return m_parameters; }

  /// Tensors that training passes move, in the order of graph().states.
  const std::vector<at::Tensor>& states() const { return m_states; }
  /// Series of TrainingPass::reports, and of auxiliary losses: "aux/layers.0.ffn.balance".
  const std::vector<std::string>& reportNames() const { return m_reportNames; }

  TrainingPass trainingPass(const at::Tensor& tokens, const at::Tensor& targets) const;
  /// tokens, targets: int64 [B, T] on the model's device → scalar, mean nats a token.
  at::Tensor loss(const at::Tensor& tokens, const at::Tensor& targets, bool training) const;
  /// [B, T, vocab], without dropout.
  at::Tensor logits(const at::Tensor& tokens) const;
  /// As above for tokens that follow on those of earlier calls with the same `decoding`.
  at::Tensor logits(const at::Tensor& tokens, Decoding& decoding) const;

 private:
  Frame frame(const at::Tensor& tokens) const;

  Graph m_graph;
  at::Device m_device;
  std::vector<at::Tensor> m_parameters, m_states;
  std::vector<std::string> m_reportNames;
  std::vector<Instruction> m_lossPlan, m_logitsPlan, m_trainingPlan;
};

/// Sets every parameter from its Init rule. Computed on the CPU from (seed, parameter's name, element), so that models
/// that share a parameter by name and shape start it with the same values, on any device and thread count.
void initialise(Model& model, std::uint64_t seed);

}  // namespace headroom

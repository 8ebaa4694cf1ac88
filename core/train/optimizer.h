// AdamW (Loshchilov & Hutter, arXiv:1711.05101) with decay groups and clipping by the global norm.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/arch/recipe.h"
#include "core/train/model.h"

namespace headroom {

class AdamW {
 public:
  AdamW(const Model& model, const Recipe& recipe);

  /// Counts a step and brings its learning rate to the device: what update() then reads, so that it can be replayed.
  void prepare(double learningRate);
  /// Takes the parameters' gradients: measures their global norm, clips, updates, and drops them. Returns the norm
  /// before clipping (a scalar on the model's device); when it is not finite nothing was updated.
  at::Tensor update();

  std::int64_t steps() const { return m_steps; }
  /// After the moments were restored.
  void setSteps(std::int64_t steps);

  struct State {
    std::string name;  // "exp_avg/<parameter>"
    at::Tensor tensor;
  };
  /// Everything that must be kept to go on: first and second moments.
  std::vector<State> state() const;

 private:
  struct Group {
    double decay = 0;
    std::vector<at::Tensor> parameters, first, second, steps;
  };

  double m_beta1, m_beta2, m_epsilon, m_clip;
  std::int64_t m_steps = 0;
  double m_rate = 0;
  at::Tensor m_stepTensor, m_rateTensor;  // the same on the device, as the fused kernel wants them
  std::vector<std::string> m_names;
  std::vector<at::Tensor> m_first, m_second;  // in the order of the model's parameters
  std::vector<Group> m_groups;
};

}  // namespace headroom

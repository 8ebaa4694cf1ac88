// The optimizer of a recipe: gradients clipped by their global norm, then handed to one or two update rules.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/arch/recipe.h"
#include "core/train/loss_scale.h"
#include "core/train/model.h"
#include "core/train/update_rule.h"

namespace headroom {

class Optimizer {
 public:
  Optimizer(const Model& model, const Recipe& recipe);

  /// Counts a step and brings its learning rate to the device: what update() then reads, so that it can be replayed.
  void prepare(double learningRate);
  /// Takes the parameters' gradients: measures their global norm, clips, updates, and drops them. Returns the norm
  /// before clipping (a scalar on the model's device); when it is not finite nothing was updated.
  at::Tensor update();

  /// With fp16: the gradients that update() takes are those of so many times the loss. Null otherwise.
  const LossScale* lossScale() const { return m_lossScale ? &*m_lossScale : nullptr; }

  std::int64_t steps() const { return m_steps; }
  /// After the moments were restored.
  void setSteps(std::int64_t steps) { m_steps = steps; }

  using State = UpdateRule::State;
  /// Everything that must be kept to go on: the rules' moments, the loss scale.
  std::vector<State> state() const;

 private:
  std::vector<at::Tensor> m_parameters;
  double m_clip;
  std::int64_t m_steps = 0;
  double m_rate = 0;
  at::Tensor m_stepTensor, m_rateTensor;  // the same on the device
  std::vector<std::unique_ptr<UpdateRule>> m_rules;
  std::optional<LossScale> m_lossScale;
};

}  // namespace headroom

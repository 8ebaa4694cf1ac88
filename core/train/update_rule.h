// Update rules: how a step changes parameters. Each stands in a file of its own and knows nothing of the model. All of
// them run on a GPU as a record that is replayed: the same tensors each time, and nobody waits for the device.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/arch/recipe.h"

namespace headroom {

struct TrainedParameter {
  std::string name;
  at::Tensor tensor;
  std::size_t index = 0;  // among the model's parameters
  double decay = 0;       // decoupled weight decay: it loses rate · decay of itself a step (arXiv:1711.05101)
  double rate = 1;        // above 0: its steps are so many times as long; its decay goes by the step's rate alone
};

/// What a step gives to every rule. Scalars lie on the model's device, so that a replayed record reads new ones.
struct UpdateStep {
  std::vector<at::Tensor> gradients;  // by index of the parameter
  at::Tensor divisor;                 // clipping and loss scale: gradients are still to be divided by it
  at::Tensor finite;                  // bool; false: nothing may change
  at::Tensor rate, count;             // learning rate; number of the update, from 1: skipped ones do not count
  double hostRate = 0;                // the rate in double precision, for what runs on a CPU
};

class UpdateRule {
 public:
  struct State {
    std::string name;  // "exp_avg/<parameter>", in checkpoints
    at::Tensor tensor;
  };

  virtual ~UpdateRule() = default;
  virtual void apply(const UpdateStep& step) = 0;
  virtual std::vector<State> state() const = 0;
};

/// AdamW: moments with beta1, beta2 and bias correction, epsilon beside the root (Loshchilov & Hutter,
/// arXiv:1711.05101).
std::unique_ptr<UpdateRule> makeAdamW(std::vector<TrainedParameter> parameters, const Recipe& recipe);
/// m ← beta1·m + g; w ← w − rate·(m + decay·w) (heavy ball: Polyak 1964, as in Sutskever 2013 without dampening).
std::unique_ptr<UpdateRule> makeSgd(std::vector<TrainedParameter> parameters, const Recipe& recipe);
/// w ← w − rate·(sign(beta1·m + (1 − beta1)·g) + decay·w); m ← beta2·m + (1 − beta2)·g (Chen 2023, arXiv:2302.06675).
std::unique_ptr<UpdateRule> makeLion(std::vector<TrainedParameter> parameters, const Recipe& recipe);
/// For matrices: the momentum orthogonalised (Jordan 2024, kellerjordan.github.io/posts/muon); see muon.cpp.
std::unique_ptr<UpdateRule> makeMuon(std::vector<TrainedParameter> parameters, const Recipe& recipe);

/// What rules with one momentum a parameter differ in: clipped gradient and momentum → where to go, and the momentum to
/// keep.
struct Move {
  at::Tensor direction, momentum;
};
using MoveRule = std::function<Move(const at::Tensor& gradient, const at::Tensor& momentum)>;
/// w ← w − factor·rate·(parameter's rate·direction + decay·w), state "momentum/<parameter>".
std::unique_ptr<UpdateRule> makeMomentumRule(std::vector<TrainedParameter> parameters, double factor, MoveRule move);

}  // namespace headroom

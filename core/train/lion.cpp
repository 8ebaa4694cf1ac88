// Lion: along the sign of β₁·m + (1 − β₁)·g; m ← β₂·m + (1 − β₂)·g. Chen 2023, arXiv:2302.06675, algorithm 2.
#include <ATen/TensorOperators.h>

#include "core/train/update_rule.h"

namespace headroom {

std::unique_ptr<UpdateRule> makeLion(std::vector<TrainedParameter> parameters, const Recipe& recipe) {
  return makeMomentumRule(
      std::move(parameters), 1,
      [beta1 = recipe.beta1, beta2 = recipe.beta2](const at::Tensor& gradient, const at::Tensor& momentum) {
        return Move{.direction = (momentum * beta1 + gradient * (1 - beta1)).sign(),
                    .momentum = momentum * beta2 + gradient * (1 - beta2)};
      });
}

}  // namespace headroom

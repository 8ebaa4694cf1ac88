// SGD with momentum: m ← β₁·m + g, along m.
#include <ATen/TensorOperators.h>

#include "core/train/update_rule.h"

namespace headroom {

std::unique_ptr<UpdateRule> makeSgd(std::vector<TrainedParameter> parameters, const Recipe& recipe) {
  return makeMomentumRule(std::move(parameters), 1,
                          [beta = recipe.beta1](const at::Tensor& gradient, const at::Tensor& momentum) {
                            const at::Tensor next = momentum * beta + gradient;
                            return Move{.direction = next, .momentum = next};
                          });
}

}  // namespace headroom

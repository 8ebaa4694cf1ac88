// AdamW as LibTorch's fused kernel does it: one pass over weights, gradients and moments.
#include <ATen/TensorOperators.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/zeros_like.h>

#include "core/train/update_rule.h"

namespace headroom {
namespace {

class AdamW final : public UpdateRule {
 public:
  AdamW(std::vector<TrainedParameter> parameters, const Recipe& recipe)
      : m_beta1(recipe.beta1), m_beta2(recipe.beta2), m_epsilon(recipe.epsilon), m_parameters(std::move(parameters)) {
    for (const TrainedParameter& parameter : m_parameters) {
      m_first.push_back(at::zeros_like(parameter.tensor));
      m_second.push_back(at::zeros_like(parameter.tensor));
      Group& group = groupOf(parameter);
      group.indices.push_back(parameter.index);
      group.parameters.push_back(parameter.tensor);
      group.first.push_back(m_first.back());
      group.second.push_back(m_second.back());
    }
  }

  void apply(const UpdateStep& step) override {
    // The kernel divides gradients by `divisor` and skips the update where `bad` is 1.
    const at::Tensor bad = step.finite.logical_not().to(at::kFloat);
    for (Group& group : m_groups) {
      std::vector<at::Tensor> gradients;
      for (const std::size_t index : group.indices) gradients.push_back(step.gradients[index]);
      const std::vector<at::Tensor> counts(gradients.size(), step.count);
      const auto fused = [&](const auto& rate) {
        at::_fused_adamw_(group.parameters, gradients, group.first, group.second, {}, counts, rate, m_beta1, m_beta2,
                          group.decay / group.rate, m_epsilon, /*amsgrad=*/false, /*maximize=*/false, step.divisor,
                          bad);
      };
      step.rate.is_cuda() ? fused(step.rate * group.rate)
                          : fused(step.hostRate * group.rate);  // on a CPU it keeps its double precision
    }
  }

  std::vector<State> state() const override {
    std::vector<State> state;
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
      state.push_back({"exp_avg/" + m_parameters[i].name, m_first[i]});
      state.push_back({"exp_avg_sq/" + m_parameters[i].name, m_second[i]});
    }
    return state;
  }

 private:
  struct Group {  // the kernel takes one decay and one rate for all it is given, and multiplies them
    double decay = 0, rate = 1;
    std::vector<std::size_t> indices;
    std::vector<at::Tensor> parameters, first, second;
  };

  Group& groupOf(const TrainedParameter& parameter) {
    for (Group& group : m_groups)
      if (group.decay == parameter.decay && group.rate == parameter.rate) return group;
    return m_groups.emplace_back(Group{.decay = parameter.decay, .rate = parameter.rate});
  }

  double m_beta1, m_beta2, m_epsilon;
  std::vector<TrainedParameter> m_parameters;
  std::vector<at::Tensor> m_first, m_second;
  std::vector<Group> m_groups;
};

}  // namespace

std::unique_ptr<UpdateRule> makeAdamW(std::vector<TrainedParameter> parameters, const Recipe& recipe) {
  return std::make_unique<AdamW>(std::move(parameters), recipe);
}

}  // namespace headroom

// What sgd, lion and muon share: a momentum each parameter keeps, decoupled decay, and no change where the gradient is
// not finite.
#include <ATen/TensorOperators.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros_like.h>

#include "core/train/update_rule.h"

namespace headroom {
namespace {

class MomentumRule final : public UpdateRule {
 public:
  MomentumRule(std::vector<TrainedParameter> parameters, double factor, MoveRule move)
      : m_parameters(std::move(parameters)), m_factor(factor), m_move(std::move(move)) {
    for (const TrainedParameter& parameter : m_parameters) m_momenta.push_back(at::zeros_like(parameter.tensor));
  }

  void apply(const UpdateStep& step) override {
    const at::Tensor rate = step.rate * m_factor;
    // Computed in any case and then chosen: whoever asked whether the gradient is finite would wait for the device.
    const auto set = [&](const at::Tensor& target, const at::Tensor& value) {
      target.copy_(at::where(step.finite, value, target));
    };
    for (std::size_t i = 0; i < m_parameters.size(); ++i) {
      const TrainedParameter& parameter = m_parameters[i];
      const Move move = m_move(step.gradients[parameter.index] / step.divisor, m_momenta[i]);
      set(parameter.tensor, parameter.tensor * (1 - rate * parameter.decay) - move.direction * (rate * parameter.rate));
      set(m_momenta[i], move.momentum);
    }
  }

  std::vector<State> state() const override {
    std::vector<State> state;
    for (std::size_t i = 0; i < m_parameters.size(); ++i)
      state.push_back({"momentum/" + m_parameters[i].name, m_momenta[i]});
    return state;
  }

 private:
  std::vector<TrainedParameter> m_parameters;
  double m_factor;
  MoveRule m_move;
  std::vector<at::Tensor> m_momenta;
};

}  // namespace

std::unique_ptr<UpdateRule> makeMomentumRule(std::vector<TrainedParameter> parameters, double factor, MoveRule move) {
  return std::make_unique<MomentumRule>(std::move(parameters), factor, std::move(move));
}

}  // namespace headroom

#include "core/train/optimizer.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/full.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros_like.h>

#include "core/arch/hidden_matrices.h"

namespace headroom {

Optimizer::Optimizer(const Model& model, const Recipe& recipe)
    : m_parameters(model.parameters()),
      m_clip(recipe.gradClip),
      m_stepTensor(at::full({}, 0, at::TensorOptions(at::kFloat).device(model.device()))),
      m_rateTensor(at::full({}, 0, at::TensorOptions(at::kFloat).device(model.device()))) {
  if (recipe.precision == Precision::Fp16) m_lossScale.emplace(model.device());
  const std::vector<bool> hidden = hiddenMatrices(model.graph());
  std::vector<TrainedParameter> matrices, rest;  // matrices: what Muon takes
  for (std::size_t i = 0; i < m_parameters.size(); ++i) {
    const Parameter& rule = model.graph().parameters[i];
    auto& part = recipe.optimizer == OptimizerKind::Muon && hidden[i] ? matrices : rest;
    part.push_back({rule.name, m_parameters[i], i, rule.decay ? recipe.weightDecay : 0, rule.rate});
  }
  switch (recipe.optimizer) {
    case OptimizerKind::AdamW:
      m_rules.push_back(makeAdamW(std::move(rest), recipe));
      break;
    case OptimizerKind::Sgd:
      m_rules.push_back(makeSgd(std::move(rest), recipe));
      break;
    case OptimizerKind::Lion:
      m_rules.push_back(makeLion(std::move(rest), recipe));
      break;
    case OptimizerKind::Muon:
      m_rules.push_back(makeMuon(std::move(matrices), recipe));
      m_rules.push_back(makeAdamW(std::move(rest), recipe));
      break;
  }
}

void Optimizer::prepare(double learningRate) {
  m_rate = learningRate;
  m_rateTensor.fill_(learningRate);
  m_stepTensor.fill_(double(++m_steps));
}

at::Tensor Optimizer::update() {
  const at::NoGradGuard noGrad;
  UpdateStep step{.rate = m_rateTensor, .count = m_stepTensor, .hostRate = m_rate};
  for (at::Tensor& parameter : m_parameters) {
    step.gradients.push_back(parameter.grad().defined() ? parameter.grad().contiguous() : at::zeros_like(parameter));
    parameter.mutable_grad().reset();
  }
  at::Tensor norm = at::stack(at::_foreach_norm(step.gradients, 2)).norm();
  if (m_lossScale) norm = norm / m_lossScale->factor();
  step.divisor =
      m_clip > 0 ? (norm / m_clip).clamp_min(1).to(at::kFloat) : at::full({}, 1, norm.options().dtype(at::kFloat));
  step.finite = norm.isfinite();
  if (m_lossScale) {
    step.divisor = step.divisor * m_lossScale->factor();
    step.count = m_stepTensor - m_lossScale->skipped();
  }
  for (const std::unique_ptr<UpdateRule>& rule : m_rules) rule->apply(step);
  if (m_lossScale) m_lossScale->adapt(step.finite);
  return norm;
}

std::vector<Optimizer::State> Optimizer::state() const {
  std::vector<State> all;
  for (const std::unique_ptr<UpdateRule>& rule : m_rules)
    for (State& state : rule->state()) all.push_back(std::move(state));
  if (m_lossScale)
    for (State& state : m_lossScale->state()) all.push_back(std::move(state));
  return all;
}

}  // namespace headroom

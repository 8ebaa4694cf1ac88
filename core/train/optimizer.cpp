#include "core/train/optimizer.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_fused_adamw.h>
#include <ATen/ops/full.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros_like.h>

namespace headroom {

AdamW::AdamW(const Model& model, const Recipe& recipe)
    : m_beta1(recipe.beta1),
      m_beta2(recipe.beta2),
      m_epsilon(recipe.epsilon),
      m_clip(recipe.gradClip),
      m_stepTensor(at::full({}, 0, at::TensorOptions(at::kFloat).device(model.device()))),
      m_rateTensor(at::full({}, 0, at::TensorOptions(at::kFloat).device(model.device()))),
      m_groups{Group{.decay = recipe.weightDecay}, Group{}} {
  const at::NoGradGuard noGrad;
  for (std::size_t i = 0; i < model.parameters().size(); ++i) {
    const at::Tensor& parameter = model.parameters()[i];
    m_names.push_back(model.graph().parameters[i].name);
    m_first.push_back(at::zeros_like(parameter));
    m_second.push_back(at::zeros_like(parameter));
    Group& group = m_groups[model.graph().parameters[i].decay ? 0 : 1];
    group.parameters.push_back(parameter);
    group.first.push_back(m_first.back());
    group.second.push_back(m_second.back());
    group.steps.push_back(m_stepTensor);
  }
}

void AdamW::prepare(double learningRate) {
  m_rate = learningRate;
  m_rateTensor.fill_(learningRate);
  m_stepTensor.fill_(double(++m_steps));
}

at::Tensor AdamW::update() {
  const at::NoGradGuard noGrad;
  std::vector<at::Tensor> all;
  std::vector<std::vector<at::Tensor>> gradients;
  for (Group& group : m_groups) {
    gradients.emplace_back();
    for (at::Tensor& parameter : group.parameters) {
      at::Tensor gradient = parameter.grad().defined() ? parameter.grad().contiguous() : at::zeros_like(parameter);
      parameter.mutable_grad().reset();
      gradients.back().push_back(gradient);
      all.push_back(std::move(gradient));
    }
  }
  const at::Tensor norm = at::stack(at::_foreach_norm(all, 2)).norm();
  // The kernel divides gradients by `scale` and skips the update where `bad` is 1, so nobody has to wait for the norm.
  const at::Tensor scale =
      m_clip > 0 ? (norm / m_clip).clamp_min(1).to(at::kFloat) : at::full({}, 1, norm.options().dtype(at::kFloat));
  const at::Tensor bad = norm.isfinite().logical_not().to(at::kFloat);
  for (std::size_t g = 0; g < m_groups.size(); ++g) {
    Group& group = m_groups[g];
    if (group.parameters.empty()) continue;
    const auto apply = [&](const auto& rate) {
      at::_fused_adamw_(group.parameters, gradients[g], group.first, group.second, {}, group.steps, rate, m_beta1,
                        m_beta2, group.decay, m_epsilon, /*amsgrad=*/false, /*maximize=*/false, scale, bad);
    };
    m_rateTensor.is_cuda() ? apply(m_rateTensor) : apply(m_rate);  // on a CPU the number keeps its double precision
  }
  return norm;
}

void AdamW::setSteps(std::int64_t steps) {
  m_steps = steps;
}

std::vector<AdamW::State> AdamW::state() const {
  std::vector<State> state;
  for (std::size_t i = 0; i < m_names.size(); ++i) {
    state.push_back({"exp_avg/" + m_names[i], m_first[i]});
    state.push_back({"exp_avg_sq/" + m_names[i], m_second[i]});
  }
  return state;
}

}  // namespace headroom

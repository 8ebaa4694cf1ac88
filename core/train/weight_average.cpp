#include "core/train/weight_average.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/_foreach_lerp.h>
#include <ATen/ops/empty_like.h>

namespace headroom {

WeightAverage::WeightAverage(const Model& model, const Recipe& recipe) : m_recipe(recipe) {
  if (recipe.average == Average::None) return;
  for (std::size_t i = 0; i < model.parameters().size(); ++i) {
    m_names.push_back(std::string(kAveragePrefix) + model.graph().parameters[i].name);
    m_weights.push_back(model.parameters()[i]);
    m_averages.push_back(at::empty_like(m_weights.back(), m_weights.back().options().requires_grad(false)));
  }
}

void WeightAverage::update(std::int64_t step) {
  const double share = averageShareAt(m_recipe, step);
  if (share == 0) return;
  const at::NoGradGuard noGrad;
  if (share == 1)  // the first: what was there before counts for nothing, whatever it was
    for (std::size_t i = 0; i < m_weights.size(); ++i) m_averages[i].copy_(m_weights[i]);
  else
    at::_foreach_lerp_(m_averages, m_weights, share);
}

std::vector<UpdateRule::State> WeightAverage::state(std::int64_t step) const {
  std::vector<UpdateRule::State> all;
  if (!begun(step)) return all;
  for (std::size_t i = 0; i < m_averages.size(); ++i) all.push_back({m_names[i], m_averages[i]});
  return all;
}

// Parameters exchange what they refer to, not their numbers: a recorded step finds the weights where they were.
WeightAverage::InUse::InUse(const WeightAverage& average) : m_average(average) {
  for (std::size_t i = 0; i < average.m_weights.size(); ++i) {
    m_own.push_back(average.m_weights[i].detach());
    average.m_weights[i].set_data(average.m_averages[i]);
  }
}

WeightAverage::InUse::~InUse() {
  for (std::size_t i = 0; i < m_own.size(); ++i) m_average.m_weights[i].set_data(m_own[i]);
}

}  // namespace headroom

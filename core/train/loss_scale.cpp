#include "core/train/loss_scale.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/full.h>
#include <ATen/ops/where.h>

namespace headroom {

LossScale::LossScale(const at::Device& device)
    : m_factor(at::full({}, kStart, at::TensorOptions(at::kFloat).device(device))),
      m_good(at::full({}, 0, m_factor.options())),
      m_skipped(at::full({}, 0, m_factor.options())) {}

void LossScale::adapt(const at::Tensor& finite) {
  const at::Tensor good = (m_good + 1) * finite, grown = good >= kGoodSteps;
  m_factor.copy_(at::where(finite, at::where(grown, m_factor * 2, m_factor), m_factor / 2));
  m_good.copy_(good * grown.logical_not());
  m_skipped.add_(finite.logical_not());
}

std::vector<UpdateRule::State> LossScale::state() const {
  return {{"loss_scale/factor", m_factor}, {"loss_scale/good_steps", m_good}, {"loss_scale/skipped", m_skipped}};
}

}  // namespace headroom

// fp16's loss scale: gradients are computed of scale · loss, so that small ones do not vanish in half precision
// (Micikevicius 2017, arXiv:1710.03740). All of it lies on the device: a step never waits for it.
#pragma once

#include <ATen/core/Tensor.h>

#include <vector>

#include "core/train/update_rule.h"

namespace headroom {

class LossScale {
 public:
  static constexpr double kStart = 65536, kGoodSteps = 2000;

  explicit LossScale(const at::Device& device);

  /// The factor now; scalar, the same tensor for ever.
  const at::Tensor& factor() const { return m_factor; }
  /// Updates that were skipped since the run began.
  const at::Tensor& skipped() const { return m_skipped; }
  /// After a step: halved when its gradient was not finite; doubled after kGoodSteps finite ones in a row.
  void adapt(const at::Tensor& finite);

  /// "loss_scale/factor", "loss_scale/good_steps" and "loss_scale/skipped", in checkpoints.
  std::vector<UpdateRule::State> state() const;

 private:
  at::Tensor m_factor, m_good, m_skipped;
};

}  // namespace headroom

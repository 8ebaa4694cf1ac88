// The average of a run's weights (recipe key `average`): updated after every step, validated instead of the weights.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/arch/recipe.h"
#include "core/train/model.h"
#include "core/train/update_rule.h"

namespace headroom {

/// Before a parameter's name in checkpoints.
inline constexpr std::string_view kAveragePrefix = "average/";

class WeightAverage {
 public:
  WeightAverage(const Model& model, const Recipe& recipe);

  /// Takes in the weights after optimizer step `step` (averageShareAt); nothing before averaging begins.
  void update(std::int64_t step);
  /// Whether there is an average after `step`.
  bool begun(std::int64_t step) const { return averageShareAt(m_recipe, step) > 0; }
  /// The averages, to be kept in checkpoints; none before averaging has begun.
  std::vector<UpdateRule::State> state(std::int64_t step) const;

  /// While it lives the model has the averaged weights instead of its own. Nothing may train meanwhile.
  class InUse {
   public:
    explicit InUse(const WeightAverage& average);
    InUse(const InUse&) = delete;
    InUse& operator=(const InUse&) = delete;
    ~InUse();

   private:
    const WeightAverage& m_average;
    std::vector<at::Tensor> m_own;
  };

 private:
  Recipe m_recipe;
  std::vector<std::string> m_names;
  std::vector<at::Tensor> m_weights, m_averages;
};

}  // namespace headroom

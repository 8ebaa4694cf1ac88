// A recipe: how a model is trained. Bare keys, the same in --set, run.json and forms.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/json.h"

namespace headroom {

enum class Precision : std::uint8_t { Fp32, Bf16 };
enum class Schedule : std::uint8_t { Constant, Cosine };
std::string_view word(Precision precision);
std::string_view word(Schedule schedule);

struct Recipe {
  std::string optimizer = "adamw";
  double learningRate = 1e-3;     // peak
  double minLearningRate = 1e-4;  // at the end of a cosine
  Schedule schedule = Schedule::Cosine;
  std::int64_t warmup = 20;  // steps, linear from 0
  double beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8;
  double weightDecay = 0.1;  // on matrices and tables only
  double gradClip = 1.0;     // global norm; 0 = off
  double dropout = 0;
  Precision precision = Precision::Fp32;
  std::int64_t batch = 32;        // sequences an optimizer step
  std::int64_t accumulation = 1;  // equal parts the batch is computed in
  std::int64_t steps = 200;
  std::int64_t evalEvery = 20;         // steps; 0 = once, after the last step
  std::int64_t evalTokens = 0;         // 0 = all of the validation split
  std::int64_t checkpointEvery = 100;  // steps; 0 = only the last
  std::int64_t keepLast = 2;           // checkpoints kept besides the best
  std::int64_t keepEvery = 0;          // also every n-th step's for good; 0 = none
  bool operator==(const Recipe&) const = default;
};

/// All keys, in a fixed order (optimizer, learning_rate, min_learning_rate, schedule, warmup, beta1, beta2, epsilon,
/// weight_decay, grad_clip, dropout, precision, batch, accumulation, steps, eval_every, eval_tokens, checkpoint_every,
/// keep_last, keep_every).
Json toJson(const Recipe& recipe);
/// `base` with the keys of `patch` set. Errors name the key, its value and the range: "learning_rate: −1 …".
Result<Recipe> patched(const Recipe& base, const Json& patch, const std::string& where);
bool isRecipeKey(const std::string& key);

/// Learning rate at optimizer step `step` (1 … steps).
double learningRateAt(const Recipe& recipe, std::int64_t step);

}  // namespace headroom

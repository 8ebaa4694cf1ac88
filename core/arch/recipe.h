// A recipe: how a model is trained. Bare keys, the same in --set, run.json and forms.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/base/json.h"

namespace headroom {

enum class Precision : std::uint8_t { Fp32, Bf16 };
enum class Schedule : std::uint8_t { Cosine, Constant, Linear, Wsd };
enum class OptimizerKind : std::uint8_t { AdamW, Sgd, Lion, Muon };
inline constexpr int kNewtonSchulzSteps = 5;  // of Muon, as published
inline constexpr std::array kPrecisions{Precision::Fp32, Precision::Bf16};
inline constexpr std::array kSchedules{Schedule::Cosine, Schedule::Constant, Schedule::Linear, Schedule::Wsd};
inline constexpr std::array kOptimizers{OptimizerKind::AdamW, OptimizerKind::Sgd, OptimizerKind::Lion,
                                        OptimizerKind::Muon};
std::string_view word(Precision precision);
std::string_view word(Schedule schedule);
std::string_view word(OptimizerKind optimizer);

struct Recipe {
  OptimizerKind optimizer = OptimizerKind::AdamW;
  double learningRate = 1e-3;     // peak
  double minLearningRate = 1e-4;  // after the last step, unless the schedule is constant
  Schedule schedule = Schedule::Cosine;
  std::int64_t warmup = 20;  // steps, linear from 0
  double decayShare = 0.2;   // of the steps, in which wsd falls
  double beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8;
  double weightDecay = 0.1;  // on matrices and tables only
  double muonFactor = 20;    // Muon's matrices learn so many times as fast: at 1e-3 the 0.02 of Jordan 2024
  double gradClip = 1.0;     // global norm; 0 = off
  double dropout = 0;
  double labelSmoothing = 0;  // share of the target spread over the vocabulary, in training only
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

/// All keys, in a fixed order (optimizer, learning_rate, min_learning_rate, schedule, warmup, decay_share, beta1,
/// beta2, epsilon, weight_decay, muon_factor, grad_clip, dropout, label_smoothing, precision, batch, accumulation,
/// steps, eval_every, eval_tokens, checkpoint_every, keep_last, keep_every).
Json toJson(const Recipe& recipe);
/// `base` with the keys of `patch` set. Errors name the key, its value and the range: "learning_rate: −1 …".
Result<Recipe> patched(const Recipe& base, const Json& patch, const std::string& where);
bool isRecipeKey(const std::string& key);

/// Learning rate at optimizer step `step` (1 … steps). It rises to the peak in `warmup` steps, then: constant; cosine
/// (arXiv:1608.03983, no restarts) and linear, which reach the floor at the last step; wsd, which keeps the peak and
/// falls linearly to the floor in the last `decay_share` of the steps (warm-up, stable, decay: arXiv:2404.06395; the
/// linear fall: arXiv:2405.18392).
double learningRateAt(const Recipe& recipe, std::int64_t step);

}  // namespace headroom

// A recipe: how a model is trained. Bare keys, the same in --set, run.json and forms.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "core/base/json.h"

namespace headroom {

enum class Precision : std::uint8_t { Fp32, Bf16, Fp16 };
enum class Schedule : std::uint8_t { Cosine, Constant, Linear, Wsd };
enum class DecayShape : std::uint8_t { Linear, OneMinusRoot };
enum class OptimizerKind : std::uint8_t { AdamW, Sgd, Lion, Muon };
enum class Average : std::uint8_t { None, Ema, Last };
inline constexpr int kNewtonSchulzSteps = 5;  // of Muon, as published
inline constexpr std::array kPrecisions{Precision::Fp32, Precision::Bf16, Precision::Fp16};
inline constexpr std::array kSchedules{Schedule::Cosine, Schedule::Constant, Schedule::Linear, Schedule::Wsd};
inline constexpr std::array kDecayShapes{DecayShape::Linear, DecayShape::OneMinusRoot};
inline constexpr std::array kOptimizers{OptimizerKind::AdamW, OptimizerKind::Sgd, OptimizerKind::Lion,
                                        OptimizerKind::Muon};
inline constexpr std::array kAverages{Average::None, Average::Ema, Average::Last};
std::string_view word(Precision precision);
std::string_view word(Schedule schedule);
std::string_view word(DecayShape shape);
std::string_view word(OptimizerKind optimizer);
std::string_view word(Average average);

/// Of what matrix products and attention read and write; everything else is fp32.
constexpr double bytesInProducts(Precision precision) {
  return precision == Precision::Fp32 ? 4 : 2;
}

struct Recipe {
  OptimizerKind optimizer = OptimizerKind::AdamW;
  double learningRate = 1e-3;     // peak
  double minLearningRate = 1e-4;  // after the last step, unless the schedule is constant
  Schedule schedule = Schedule::Cosine;
  std::int64_t warmup = 20;                    // steps, linear from 0
  double decayShare = 0.2;                     // of the steps, in which wsd falls
  DecayShape decayShape = DecayShape::Linear;  // of that fall
  double beta1 = 0.9, beta2 = 0.95, epsilon = 1e-8;
  double weightDecay = 0.1;  // on matrices and tables only
  double muonFactor = 20;    // Muon's matrices learn so many times as fast: at 1e-3 the 0.02 of Jordan 2024
  double gradClip = 1.0;     // global norm; 0 = off
  double dropout = 0;
  double labelSmoothing = 0;  // share of the target spread over the vocabulary, in training only
  Precision precision = Precision::Fp32;
  std::int64_t batch = 32;        // sequences an optimizer step
  std::int64_t accumulation = 1;  // equal parts the batch is computed in: micro-batches
  std::int64_t batchStart = 0;    // sequences of the first step; 0 = the whole batch from the start on
  std::int64_t batchRamp = 100;   // steps in which it then grows to the whole batch
  std::int64_t steps = 200;
  Average average = Average::None;     // of the weights: validated, sampled and exported instead of the last ones
  double averageDecay = 0.999;         // of ema
  double averageShare = 0.2;           // of the steps, whose weights `last` averages
  std::int64_t evalEvery = 20;         // steps; 0 = once, after the last step
  std::int64_t evalTokens = 0;         // 0 = all of the validation split
  std::int64_t checkpointEvery = 100;  // steps; 0 = only the last
  std::int64_t keepLast = 2;           // checkpoints kept besides the best
  std::int64_t keepEvery = 0;          // also every n-th step's for good; 0 = none
  bool operator==(const Recipe&) const = default;
};

/// All keys, in a fixed order (optimizer, learning_rate, min_learning_rate, schedule, warmup, decay_share, decay_shape,
/// beta1, beta2, epsilon, weight_decay, muon_factor, grad_clip, dropout, label_smoothing, precision, batch,
/// accumulation, batch_start, batch_ramp, steps, average, average_decay, average_share, eval_every, eval_tokens,
/// checkpoint_every, keep_last, keep_every).
Json toJson(const Recipe& recipe);
/// `base` with the keys of `patch` set. Errors name the key, its value and the range: "learning_rate: −1 …".
Result<Recipe> patched(const Recipe& base, const Json& patch, const std::string& where);
bool isRecipeKey(const std::string& key);

/// Learning rate at optimizer step `step` (1 … steps). It rises to the peak in `warmup` steps, then: constant; cosine
/// (arXiv:1608.03983, no restarts) and linear, which reach the floor at the last step; wsd, which keeps the peak and
/// falls to the floor in the last `decay_share` of the steps (warm-up, stable, decay: arXiv:2404.06395), linearly or as
/// 1 − √t, t the share of the fall that is done (both: arXiv:2405.18392).
double learningRateAt(const Recipe& recipe, std::int64_t step);

/// Micro-batches of optimizer step `step` (1 … steps); each has batch / accumulation sequences, whatever the step. With
/// a ramp from `start` to all `accumulation` of them: ⌊start + (accumulation − start) · (step − 1) / batch_ramp⌋, so
/// that the first step has batch_start sequences and every one from batch_ramp + 1 on the whole batch.
std::int64_t microBatchesAt(const Recipe& recipe, std::int64_t step);
std::int64_t batchAt(const Recipe& recipe, std::int64_t step);
/// Sequences of the steps 1 … `step` together.
double sequencesThrough(const Recipe& recipe, std::int64_t step);

/// The share of the average that is step `step`'s weights: average ← average + share · (weights − average); 0 before
/// averaging begins, 1 when it does. last: the mean of the weights after each of the last `average_share` of the steps
/// (at least the very last; Izmailov 2018, arXiv:1803.05407). ema: 1 − min(average_decay, (step − 1) / (step + 9)), so
/// that a short run is no average of its beginning (the rule of TensorFlow's ExponentialMovingAverage, from the first
/// step's weights).
double averageShareAt(const Recipe& recipe, std::int64_t step);

}  // namespace headroom

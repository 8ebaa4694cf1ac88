// Recipes: their keys, ranges and JSON, and the learning rate of every step.
#include "core/arch/recipe.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/base/json_reader.h"
#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

constexpr std::int64_t kMostSteps = 1'000'000'000'000;
constexpr std::int64_t kMostBatch = 1 << 24;
constexpr std::int64_t kMostRamp = 1'000'000'000;  // times kMostBatch it still is an int64

double realIn(JsonReader& reader, const std::string& key, double fallback, double least, double most) {
  const double value = reader.real(key, fallback);
  if (reader.has(key) && !(value >= least && value <= most))
    reader.fail(key, shortest(value) + " is outside " + shortest(least) + " … " + shortest(most) + ".");
  return value;
}

/// One of `all` by its word.
template <class Word, std::size_t N>
Word wordIn(JsonReader& reader, const std::string& key, const std::array<Word, N>& all, Word fallback) {
  std::vector<std::string> words;
  for (const Word one : all) words.emplace_back(word(one));
  const std::string chosen = reader.choice(key, words, std::string(word(fallback)));
  const auto found = std::find(words.begin(), words.end(), chosen);
  return found == words.end() ? fallback : all[static_cast<std::size_t>(found - words.begin())];
}

/// The nearest numbers that divide `whole`: "2 or 4".
std::string divisorsAround(std::int64_t whole, std::int64_t number) {
  std::int64_t below = std::min(number, whole), above = number + 1;
  while (whole % below != 0) --below;
  while (above < whole && whole % above != 0) ++above;
  return std::to_string(below) + (above <= whole ? " or " + std::to_string(above) : "");
}

/// What is wrong with the batch's ramp; empty when nothing is.
std::string rampProblem(const Recipe& r) {
  if (r.batchStart == 0) return "";
  if (r.batchStart > r.batch)
    return std::to_string(r.batchStart) + " is more than batch " + std::to_string(r.batch) + "; try " +
           std::to_string(r.batch / r.accumulation) + ", or 0 for no ramp.";
  const std::int64_t part = r.batch / r.accumulation;
  if (r.batchStart % part == 0) return "";
  return std::to_string(r.batchStart) + " is no multiple of the " + std::to_string(part) +
         " sequences of a micro-batch (batch / accumulation); try accumulation=" +
         std::to_string(r.batch / std::gcd(r.batch, r.batchStart)) + ".";
}

/// Σ ⌊(a·i + b) / m⌋ over i = 0 … n − 1, in as many steps as Euclid's algorithm takes for a and m.
std::int64_t floorSum(std::int64_t n, std::int64_t m, std::int64_t a, std::int64_t b) {
  if (n == 0) return 0;
  const std::int64_t whole = n * (n - 1) / 2 * (a / m) + n * (b / m);
  const std::int64_t end = a % m * n + b % m;
  return end < m ? whole : whole + floorSum(end / m, a % m, m, end % m);
}

}  // namespace

std::string_view word(Precision precision) {
  switch (precision) {
    case Precision::Fp32:
      return "fp32";
    case Precision::Bf16:
      return "bf16";
    case Precision::Fp16:
      return "fp16";
  }
  return "";
}

std::string_view word(Schedule schedule) {
  switch (schedule) {
    case Schedule::Constant:
      return "constant";
    case Schedule::Cosine:
      return "cosine";
    case Schedule::Linear:
      return "linear";
    case Schedule::Wsd:
      return "wsd";
  }
  return "";
}

std::string_view word(DecayShape shape) {
  switch (shape) {
    case DecayShape::Linear:
      return "linear";
    case DecayShape::OneMinusRoot:
      return "1-sqrt";
  }
  return "";
}

std::string_view word(OptimizerKind optimizer) {
  switch (optimizer) {
    case OptimizerKind::AdamW:
      return "adamw";
    case OptimizerKind::Sgd:
      return "sgd";
    case OptimizerKind::Lion:
      return "lion";
    case OptimizerKind::Muon:
      return "muon";
  }
  return "";
}

std::string_view word(Average average) {
  switch (average) {
    case Average::None:
      return "none";
    case Average::Ema:
      return "ema";
    case Average::Last:
      return "last";
  }
  return "";
}

Json toJson(const Recipe& recipe) {
  return {{"optimizer", word(recipe.optimizer)},
          {"learning_rate", recipe.learningRate},
          {"min_learning_rate", recipe.minLearningRate},
          {"schedule", word(recipe.schedule)},
          {"warmup", recipe.warmup},
          {"decay_share", recipe.decayShare},
          {"decay_shape", word(recipe.decayShape)},
          {"beta1", recipe.beta1},
          {"beta2", recipe.beta2},
          {"epsilon", recipe.epsilon},
          {"weight_decay", recipe.weightDecay},
          {"muon_factor", recipe.muonFactor},
          {"grad_clip", recipe.gradClip},
          {"dropout", recipe.dropout},
          {"label_smoothing", recipe.labelSmoothing},
          {"precision", word(recipe.precision)},
          {"batch", recipe.batch},
          {"accumulation", recipe.accumulation},
          {"batch_start", recipe.batchStart},
          {"batch_ramp", recipe.batchRamp},
          {"steps", recipe.steps},
          {"average", word(recipe.average)},
          {"average_decay", recipe.averageDecay},
          {"average_share", recipe.averageShare},
          {"eval_every", recipe.evalEvery},
          {"eval_tokens", recipe.evalTokens},
          {"checkpoint_every", recipe.checkpointEvery},
          {"keep_last", recipe.keepLast},
          {"keep_every", recipe.keepEvery}};
}

Result<Recipe> patched(const Recipe& base, const Json& patch, const std::string& where) {
  JsonReader reader(patch, "", where);
  Recipe r;
  r.optimizer = wordIn(reader, "optimizer", kOptimizers, base.optimizer);
  r.learningRate = realIn(reader, "learning_rate", base.learningRate, 0, 100);
  r.minLearningRate = realIn(reader, "min_learning_rate", base.minLearningRate, 0, 100);
  r.schedule = wordIn(reader, "schedule", kSchedules, base.schedule);
  r.warmup = reader.integer("warmup", base.warmup, 0, kMostSteps);
  r.decayShare = realIn(reader, "decay_share", base.decayShare, 0, 1);
  r.decayShape = wordIn(reader, "decay_shape", kDecayShapes, base.decayShape);
  r.beta1 = realIn(reader, "beta1", base.beta1, 0, 0.999999);
  r.beta2 = realIn(reader, "beta2", base.beta2, 0, 0.999999);
  r.epsilon = realIn(reader, "epsilon", base.epsilon, 1e-16, 1);
  r.weightDecay = realIn(reader, "weight_decay", base.weightDecay, 0, 100);
  r.muonFactor = realIn(reader, "muon_factor", base.muonFactor, 0, 1e6);
  r.gradClip = realIn(reader, "grad_clip", base.gradClip, 0, 1e9);
  r.dropout = realIn(reader, "dropout", base.dropout, 0, 0.99);
  r.labelSmoothing = realIn(reader, "label_smoothing", base.labelSmoothing, 0, 0.5);
  r.precision = wordIn(reader, "precision", kPrecisions, base.precision);
  r.batch = reader.integer("batch", base.batch, 1, kMostBatch);
  r.accumulation = reader.integer("accumulation", base.accumulation, 1, kMostBatch);
  r.batchStart = reader.integer("batch_start", base.batchStart, 0, kMostBatch);
  r.batchRamp = reader.integer("batch_ramp", base.batchRamp, 1, kMostRamp);
  r.steps = reader.integer("steps", base.steps, 1, kMostSteps);
  r.average = wordIn(reader, "average", kAverages, base.average);
  r.averageDecay = realIn(reader, "average_decay", base.averageDecay, 0, 0.9999999);
  r.averageShare = realIn(reader, "average_share", base.averageShare, 0, 1);
  r.evalEvery = reader.integer("eval_every", base.evalEvery, 0, kMostSteps);
  r.evalTokens = reader.integer("eval_tokens", base.evalTokens, 0);
  r.checkpointEvery = reader.integer("checkpoint_every", base.checkpointEvery, 0, kMostSteps);
  r.keepLast = reader.integer("keep_last", base.keepLast, 1, 1'000'000);
  r.keepEvery = reader.integer("keep_every", base.keepEvery, 0, kMostSteps);
  HEADROOM_TRY(reader.finish());
  if (r.batch % r.accumulation != 0) {
    reader.fail("accumulation", std::to_string(r.accumulation) + " does not divide batch " + std::to_string(r.batch) +
                                    "; try " + divisorsAround(r.batch, r.accumulation) + ".");
    return reader.finish().error();
  }
  if (const std::string problem = rampProblem(r); !problem.empty()) {
    reader.fail("batch_start", problem);
    return reader.finish().error();
  }
  return r;
}

bool isRecipeKey(const std::string& key) {
  static const Json keys = toJson(Recipe{});
  return keys.contains(key);
}

double learningRateAt(const Recipe& recipe, std::int64_t step) {
  const auto real = [](std::int64_t value) { return static_cast<double>(value); };
  if (step <= recipe.warmup) return recipe.learningRate * real(step) / real(recipe.warmup);
  // A peak that was set below the floor stays where it is instead of rising to it.
  const double peak = recipe.learningRate, floor = std::min(recipe.minLearningRate, peak);
  /// How much of the way from step `start` to the last one is behind us.
  const auto progress = [&](std::int64_t start) {
    return std::clamp(real(step - start) / real(std::max<std::int64_t>(1, recipe.steps - start)), 0.0, 1.0);
  };
  switch (recipe.schedule) {
    case Schedule::Constant:
      return peak;
    case Schedule::Cosine:
      return floor + (peak - floor) * 0.5 * (1 + std::cos(std::numbers::pi * progress(recipe.warmup)));
    case Schedule::Linear:
      return std::lerp(peak, floor, progress(recipe.warmup));
    case Schedule::Wsd: {
      const std::int64_t decay = std::llround(recipe.decayShare * real(recipe.steps));
      const double fallen = progress(std::max(recipe.warmup, recipe.steps - decay));
      return std::lerp(peak, floor, recipe.decayShape == DecayShape::Linear ? fallen : std::sqrt(fallen));
    }
  }
  return peak;
}

std::int64_t microBatchesAt(const Recipe& recipe, std::int64_t step) {
  const std::int64_t all = recipe.accumulation;
  if (recipe.batchStart == 0 || step > recipe.batchRamp) return all;
  const std::int64_t start = recipe.batchStart / (recipe.batch / all);
  return start + (all - start) * (step - 1) / recipe.batchRamp;
}

std::int64_t batchAt(const Recipe& recipe, std::int64_t step) {
  return microBatchesAt(recipe, step) * (recipe.batch / recipe.accumulation);
}

double sequencesThrough(const Recipe& recipe, std::int64_t step) {
  const std::int64_t inRamp = recipe.batchStart > 0 ? std::min(step, recipe.batchRamp) : 0;
  const std::int64_t all = recipe.accumulation, part = recipe.batch / all;
  const std::int64_t start = recipe.batchStart / part;
  const double parts = static_cast<double>(all) * static_cast<double>(step - inRamp) +
                       static_cast<double>(start * inRamp + floorSum(inRamp, recipe.batchRamp, all - start, 0));
  return static_cast<double>(part) * parts;
}

double averageShareAt(const Recipe& recipe, std::int64_t step) {
  const auto real = [](std::int64_t value) { return static_cast<double>(value); };
  if (step < 1) return 0;
  switch (recipe.average) {
    case Average::None:
      return 0;
    case Average::Ema:
      return 1 - std::min(recipe.averageDecay, real(step - 1) / real(step + 9));
    case Average::Last: {
      const std::int64_t wanted = std::llround(recipe.averageShare * real(recipe.steps));
      const std::int64_t before = recipe.steps - std::max<std::int64_t>(1, wanted);
      return step > before ? 1 / real(step - before) : 0;
    }
  }
  return 0;
}

}  // namespace headroom

// Recipes: their keys, ranges and JSON, and the learning rate of every step.
#include "core/arch/recipe.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/json_reader.h"
#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

constexpr std::int64_t kMostSteps = 1'000'000'000'000;
constexpr std::int64_t kMostBatch = 1 << 24;

double realIn(JsonReader& reader, const std::string& key, double fallback, double least, double most) {
  const double value = reader.real(key, fallback);
  if (reader.has(key) && !(value >= least && value <= most))
    reader.fail(key, shortest(value) + " is outside " + shortest(least) + " … " + shortest(most) + ".");
  return value;
}

/// The nearest numbers that divide `whole`: "2 or 4".
std::string divisorsAround(std::int64_t whole, std::int64_t number) {
  std::int64_t below = std::min(number, whole), above = number + 1;
  while (whole % below != 0) --below;
  while (above < whole && whole % above != 0) ++above;
  return std::to_string(below) + (above <= whole ? " or " + std::to_string(above) : "");
}

}  // namespace

std::string_view word(Precision precision) {
  switch (precision) {
    case Precision::Fp32:
      return "fp32";
    case Precision::Bf16:
      return "bf16";
  }
  return "";
}

std::string_view word(Schedule schedule) {
  switch (schedule) {
    case Schedule::Constant:
      return "constant";
    case Schedule::Cosine:
      return "cosine";
  }
  return "";
}

Json toJson(const Recipe& recipe) {
  return {{"optimizer", recipe.optimizer},
          {"learning_rate", recipe.learningRate},
          {"min_learning_rate", recipe.minLearningRate},
          {"schedule", word(recipe.schedule)},
          {"warmup", recipe.warmup},
          {"beta1", recipe.beta1},
          {"beta2", recipe.beta2},
          {"epsilon", recipe.epsilon},
          {"weight_decay", recipe.weightDecay},
          {"grad_clip", recipe.gradClip},
          {"dropout", recipe.dropout},
          {"precision", word(recipe.precision)},
          {"batch", recipe.batch},
          {"accumulation", recipe.accumulation},
          {"steps", recipe.steps},
          {"eval_every", recipe.evalEvery},
          {"eval_tokens", recipe.evalTokens},
          {"checkpoint_every", recipe.checkpointEvery},
          {"keep_last", recipe.keepLast},
          {"keep_every", recipe.keepEvery}};
}

Result<Recipe> patched(const Recipe& base, const Json& patch, const std::string& where) {
  JsonReader reader(patch, "", where);
  Recipe r;
  r.optimizer = reader.choice("optimizer", {"adamw"}, base.optimizer);
  r.learningRate = realIn(reader, "learning_rate", base.learningRate, 0, 100);
  r.minLearningRate = realIn(reader, "min_learning_rate", base.minLearningRate, 0, 100);
  r.schedule = reader.choice("schedule", {"cosine", "constant"}, std::string(word(base.schedule))) == "constant"
                   ? Schedule::Constant
                   : Schedule::Cosine;
  r.warmup = reader.integer("warmup", base.warmup, 0, kMostSteps);
  r.beta1 = realIn(reader, "beta1", base.beta1, 0, 0.999999);
  r.beta2 = realIn(reader, "beta2", base.beta2, 0, 0.999999);
  r.epsilon = realIn(reader, "epsilon", base.epsilon, 1e-16, 1);
  r.weightDecay = realIn(reader, "weight_decay", base.weightDecay, 0, 100);
  r.gradClip = realIn(reader, "grad_clip", base.gradClip, 0, 1e9);
  r.dropout = realIn(reader, "dropout", base.dropout, 0, 0.99);
  r.precision = reader.choice("precision", {"fp32", "bf16"}, std::string(word(base.precision))) == "bf16"
                    ? Precision::Bf16
                    : Precision::Fp32;
  r.batch = reader.integer("batch", base.batch, 1, kMostBatch);
  r.accumulation = reader.integer("accumulation", base.accumulation, 1, kMostBatch);
  r.steps = reader.integer("steps", base.steps, 1, kMostSteps);
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
  return r;
}

bool isRecipeKey(const std::string& key) {
  static const Json keys = toJson(Recipe{});
  return keys.contains(key);
}

double learningRateAt(const Recipe& recipe, std::int64_t step) {
  const auto real = [](std::int64_t value) { return static_cast<double>(value); };
  if (step <= recipe.warmup) return recipe.learningRate * real(step) / real(recipe.warmup);
  if (recipe.schedule == Schedule::Constant) return recipe.learningRate;
  // A peak that was set below the floor stays where it is instead of rising to it.
  const double floor = std::min(recipe.minLearningRate, recipe.learningRate);
  const double progress =
      std::min(1.0, real(step - recipe.warmup) / real(std::max<std::int64_t>(1, recipe.steps - recipe.warmup)));
  return floor + (recipe.learningRate - floor) * 0.5 * (1 + std::cos(std::numbers::pi * progress));
}

}  // namespace headroom

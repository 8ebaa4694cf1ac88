#include "core/train/bench.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/randint.h>

#include <algorithm>
#include <chrono>

#include "core/arch/resolve.h"
#include "core/base/text.h"
#include "core/train/environment.h"
#include "core/train/model.h"
#include "core/train/optimizer.h"

namespace headroom {
namespace {

using Clock = std::chrono::steady_clock;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
  return values[values.size() / 2];
}

Json timeMode(const ResolvedModel& resolved, const Graph& graph, const BenchOptions& options, Precision precision) {
  Recipe recipe = resolved.recipe;
  if (options.batch > 0) recipe.batch = options.batch;
  const Clock::time_point begin = Clock::now();
  Model model(graph, {.lowering = {.precision = precision, .fastKernels = !options.reference}});
  initialise(model, 1);
  AdamW optimizer(model, recipe);
  const at::TensorOptions ids(at::kLong);
  const at::Tensor tokens = at::randint(graph.vocab, {recipe.batch, graph.context}, ids),
                   targets = at::randint(graph.vocab, {recipe.batch, graph.context}, ids);
  std::vector<double> seconds;
  double firstStep = 0;
  for (std::int64_t step = 0; step < options.steps + 3; ++step) {
    const Clock::time_point start = Clock::now();
    at::Tensor loss = model.loss(tokens, targets, /*training=*/true);
    loss.backward();
    optimizer.step(3e-4);
    static_cast<void>(loss.item<float>());
    const double took = std::chrono::duration<double>(Clock::now() - start).count();
    if (step == 0) firstStep = std::chrono::duration<double>(Clock::now() - begin).count();
    if (step >= 3) seconds.push_back(took);
  }
  double parameters = 0, attention = 0;
  for (const Parameter& parameter : graph.parameters) {
    double count = 1;
    for (const std::int64_t extent : parameter.shape) count *= double(extent);
    parameters += count;
  }
  for (const Node& node : graph.nodes) {
    if (const auto* op = std::get_if<AttentionOp>(&node.op))
      attention += 12 * double(op->heads * op->headWidth) * double(graph.context);
    if (const auto* op = std::get_if<AddPositionsOp>(&node.op)) parameters -= double(op->rows * op->width);
  }
  const double rate = double(recipe.batch * graph.context) / median(seconds);
  return {{"mode", word(precision)},
          {"tokens_per_second", rate},
          {"first_step_s", firstStep},
          {"gflops", rate * (6 * parameters + attention) / 1e9},
          {"batch", recipe.batch}};
}

}  // namespace

Result<Json> runBench(const BenchOptions& options) {
  if (options.steps < 1) return Error{ErrorKind::BadInput, "bench --steps must be at least 1."};
  HEADROOM_ASSIGN(const ResolvedModel resolved, resolve({.model = options.shape, .scale = options.scale}));
  HEADROOM_ASSIGN(const Graph graph, build(resolved.architecture));
  Numerics numerics = numericsHere();
  if (options.threads > 0) numerics.threads = options.threads;
  HEADROOM_ASSIGN(numerics, bringIntoForce(numerics));
  Json modes = Json::array();
  for (const std::string& mode : split(options.modes, ',')) {
    if (mode != word(Precision::Fp32) && mode != word(Precision::Bf16))
      return Error{ErrorKind::BadInput, "bench --modes: " + inQuotes(mode) + " is no precision; try fp32 or bf16."};
    modes.push_back(
        timeMode(resolved, graph, options, mode == word(Precision::Fp32) ? Precision::Fp32 : Precision::Bf16));
  }
  return Json{{"shape", options.shape},
              {"threads", numerics.threads},
              {"instruction_set", numerics.instructionSet},
              {"modes", modes}};
}

}  // namespace headroom

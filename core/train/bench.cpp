#include "core/train/bench.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/randint.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "core/arch/resolve.h"
#include "core/base/text.h"
#include "core/train/environment.h"
#include "core/train/train_step.h"

namespace headroom {
namespace {

using Clock = std::chrono::steady_clock;

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
  return values[values.size() / 2];
}

constexpr std::int64_t kWarmUps = 6;  // a GPU records its graph in the fourth step

Json timeMode(const ResolvedModel& resolved, const Graph& graph, const BenchOptions& options, const at::Device& device,
              Precision precision) {
  Recipe recipe = resolved.recipe;
  recipe.precision = precision;
  if (options.batch > 0) recipe.batch = options.batch;
  const Clock::time_point begin = Clock::now();
  Model model(graph, {.lowering = {.precision = precision, .fastKernels = !options.reference}, .device = device});
  initialise(model, 1);
  Optimizer optimizer(model, recipe);
  TrainStep train(model, optimizer, {.batch = recipe.batch, .replay = options.replay});
  const at::Tensor windows = at::randint(graph.vocab, {recipe.batch, graph.context + 1}, at::TensorOptions(at::kLong));
  // As the trainer does it: on a GPU the numbers of a step are read when the next has been started.
  std::vector<double> seconds;
  std::optional<ReadBack> before;
  StepTimes times;
  double firstStep = 0, loss = 0;
  Clock::time_point mark = begin;
  for (std::int64_t step = 0; step < options.steps + kWarmUps; ++step) {
    train.accumulate(0, 1, windows, times);
    train.update(3e-4, times);
    ReadBack numbers({train.loss(), train.gradientNorm()});
    if (step == 0 || device.is_cpu()) loss = numbers.values()[0];
    if (before) loss = before->values()[0];
    before = std::move(numbers);
    const Clock::time_point now = Clock::now();
    const double took = std::chrono::duration<double>(now - mark).count();
    mark = now;
    if (step == 0) firstStep = took;
    if (step >= kWarmUps) seconds.push_back(took);
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
          {"loss", jsonNumber(loss)},
          {"gflops", rate * (6 * parameters + attention) / 1e9},
          {"batch", recipe.batch}};
}

}  // namespace

Result<Json> runBench(const BenchOptions& options) {
  if (options.steps < 1) return Error{ErrorKind::BadInput, "bench --steps must be at least 1."};
  ModelRequest request{.model = options.shape, .scale = options.scale};
  if (options.shape == "gpt2")  // 124M as peers time it: no biases, the vocabulary padded
    request = {.model = "char",
               .settings = {{"layers", "12"},
                            {"heads", "12"},
                            {"width", "768"},
                            {"context", "1024"},
                            {"vocab", "50304"},
                            {"batch", "8"}}};
  HEADROOM_ASSIGN(const ResolvedModel resolved, resolve(request));
  HEADROOM_ASSIGN(const Graph graph, build(resolved.architecture));
  Numerics numerics = numericsHere(options.device);
  numerics.deterministic = options.deterministic;
  if (options.threads > 0) numerics.threads = options.threads;
  HEADROOM_ASSIGN(numerics, bringIntoForce(numerics));
  const at::Device device(numerics.device);
  Json modes = Json::array();
  for (const std::string& mode : split(options.modes, ',')) {
    const auto precision =
        std::find_if(kPrecisions.begin(), kPrecisions.end(), [&](auto p) { return word(p) == mode; });
    if (precision == kPrecisions.end())
      return Error{ErrorKind::BadInput,
                   "bench --modes: " + inQuotes(mode) + " is no precision; try fp32, bf16 or fp16."};
    modes.push_back(timeMode(resolved, graph, options, device, *precision));
  }
  return Json{{"shape", options.shape},
              {"device", device.is_cuda() ? gpuNames().at(std::size_t(device.index())) : "cpu"},
              {"threads", numerics.threads},
              {"instruction_set", numerics.instructionSet},
              {"modes", modes}};
}

}  // namespace headroom

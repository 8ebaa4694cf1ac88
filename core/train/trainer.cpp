#include "core/train/trainer.h"

#include <ATen/Context.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>
#include <c10/util/Exception.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/runs/journal_messages.h"
#include "core/train/device.h"
#include "core/train/gpu_meter.h"
#include "core/train/memory.h"
#include "core/train/metrics_writer.h"
#include "core/train/run_session.h"
#include "core/train/run_wishes.h"
#include "core/train/train_step.h"

namespace headroom {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}
double wallSeconds() {
  return double(wallNs()) * 1e-9;
}

/// A step whose numbers may still be on their way from the device.
struct UnreportedStep {
  std::int64_t step = 0;
  double learningRate = 0;
  StepTimes times;
  ReadBack numbers;  // loss, norm of the gradient, reports of the model, with fp16 the loss scale after the step
};

class Trainer {
 public:
  Trainer(RunSession& session, MetricsWriter& metrics, const TrainOptions& options)
      : m_s(session),
        m_metrics(metrics),
        m_options(options),
        m_wishes(session.folder, options.attempt, options.terminations),
        m_gpu(gpuBusId(session.model.device())),
        m_context(session.sampler.context()),
        m_microBatch(session.recipe.batch / session.recipe.accumulation),
        m_step(session.model, session.optimizer,
               {.batch = m_microBatch,
                .accumulation = session.recipe.accumulation,
                .replay = session.numerics.kernels.value("step", "replayed") == "replayed"}) {}

  Result<TrainOutcome> run();

 private:
  struct Batch {
    at::Tensor tokens, targets;
  };
  Batch toDevice(const at::Tensor& windows) const;

  /// Starts one optimizer step. A GPU gets the next before the numbers of the last are read, so it never waits for us.
  void step();
  /// Reports what step() left unreported; false when a loss or gradient was not finite.
  bool settle();
  void report(const UnreportedStep& done, const std::vector<float>& numbers);
  bool evaluationDue() const;
  /// False when it was told to leave at once.
  bool evaluate();
  /// Of the weights that the model has now; nothing when it was told to leave at once.
  std::optional<double> validationLoss();
  Result<void> checkpoint();
  /// Obeys what was asked since; an outcome when the run is to end here.
  Result<std::optional<TrainOutcome>> obey();
  TrainOutcome diverged() const;
  void logProgress(std::int64_t step, float loss, double stepSeconds);
  double tokensOf(std::int64_t step) const { return double(batchAt(m_s.recipe, step) * m_context); }
  double flopsOf(std::int64_t step) const {
    return m_s.cost.flopsPerStep * (double(batchAt(m_s.recipe, step)) / double(m_s.recipe.batch));
  }
  double trafficOf(std::int64_t step) const;

  RunSession& m_s;
  MetricsWriter& m_metrics;
  const TrainOptions& m_options;
  RunWishes m_wishes;
  GpuMeter m_gpu;
  const std::int64_t m_context, m_microBatch;
  TrainStep m_step;
  std::optional<UnreportedStep> m_unreported;
  Clock::time_point m_settled = Clock::now();
  std::int64_t m_savedStep = -1, m_divergedAt = 0;
  double m_blockedBefore = 0;
  Clock::time_point m_lastLog = Clock::now() - std::chrono::hours(1);
};

Trainer::Batch Trainer::toDevice(const at::Tensor& windows) const {
  return {windows.narrow(1, 0, m_context).contiguous().to(m_s.model.device()),
          windows.narrow(1, 1, m_context).contiguous().to(m_s.model.device())};
}

void Trainer::step() {
  if (!m_unreported) m_settled = Clock::now();
  StepTimes times;
  CheckpointState& state = m_s.state;
  const std::int64_t parts = microBatchesAt(m_s.recipe, state.step + 1);
  for (std::int64_t part = 0; part < parts; ++part) {
    const Clock::time_point mark = Clock::now();
    const at::Tensor windows = stagingBuffer({m_microBatch, m_context + 1}, at::kLong, m_s.model.device());
    m_s.sampler.fill(state.sequence, m_microBatch,
                     std::span(windows.data_ptr<std::int64_t>(), std::size_t(windows.numel())));
    times.data += secondsSince(mark);
    // Dropout is a function of seed and data position, so that a resumed run needs no generator's state.
    if (m_s.recipe.dropout > 0) at::manual_seed(hash64(std::to_string(m_s.definition.seed), state.sequence));
    m_step.accumulate(part, parts, windows, times);
    state.sequence += std::uint64_t(m_microBatch);
  }
  ++state.step;
  const double learningRate = learningRateAt(m_s.recipe, state.step);
  m_step.update(learningRate, times);
  m_s.average.update(state.step);
  state.tokens += tokensOf(state.step);
  state.flops += flopsOf(state.step);
  const LossScale* scale = m_s.optimizer.lossScale();
  UnreportedStep started{
      state.step, learningRate, times,
      ReadBack({m_step.loss(), m_step.gradientNorm(), m_step.reports(), scale ? scale->factor() : at::Tensor()})};
  if (m_unreported) settle();
  m_unreported = std::move(started);
}

bool Trainer::settle() {
  if (!m_unreported) return m_divergedAt == 0;
  UnreportedStep done = std::move(*m_unreported);
  m_unreported.reset();
  const std::vector<float> numbers = done.numbers.values();
  const Clock::time_point now = Clock::now();
  done.times.step = std::chrono::duration<double>(now - m_settled).count();
  m_settled = now;
  m_s.state.seconds += done.times.step;
  report(done, numbers);
  logProgress(done.step, numbers[0], done.times.step);
  // With fp16 a step that overflows is skipped and tried again with half the scale, until that is no scale any more.
  const bool well =
      m_s.optimizer.lossScale() ? numbers.back() >= 1 : std::isfinite(numbers[0]) && std::isfinite(numbers[1]);
  if (m_divergedAt == 0 && !well) m_divergedAt = done.step;
  return m_divergedAt == 0;
}

double Trainer::trafficOf(std::int64_t step) const {
  const std::int64_t missing = m_s.recipe.accumulation - microBatchesAt(m_s.recipe, step);
  return m_s.cost.trafficPerStep - double(missing) * m_s.cost.trafficPerMicroBatch;
}

void Trainer::report(const UnreportedStep& done, const std::vector<float>& numbers) {
  const double blocked = m_metrics.blockedSeconds();
  const StepTimes& times = done.times;
  const at::Device device = m_s.model.device();
  std::vector<ScalarValue> values{{"loss/train", numbers[0]},
                                  {"lr", float(done.learningRate)},
                                  {"grad_norm", numbers[1]},
                                  {"time/step", float(times.step)},
                                  {"time/data", float(times.data)},
                                  {"throughput", float(tokensOf(done.step) / times.step)},
                                  {"memory/peak", float(device.is_cuda() ? gpuPeakMemory(device) : peakMemory())},
                                  {"bandwidth/op-traffic", float(trafficOf(done.step) / times.step)},
                                  {"flops", float(flopsOf(done.step) / times.step)},
                                  {"queue/blocked", float(blocked - m_blockedBefore)}};
  if (device.is_cpu())  // on a GPU the host only starts these parts
    values.insert(values.end(), {{"time/forward", float(times.forward)},
                                 {"time/backward", float(times.backward)},
                                 {"time/optimizer", float(times.optimizer)}});
  const std::vector<ScalarValue> gpu = m_gpu.news();
  values.insert(values.end(), gpu.begin(), gpu.end());
  const std::vector<std::string>& names = m_s.model.reportNames();
  for (std::size_t i = 0; i < names.size(); ++i) values.push_back({names[i], numbers[2 + i]});
  if (m_s.optimizer.lossScale()) values.push_back({"loss_scale", numbers.back()});
  m_metrics.scalars(done.step, wallSeconds(), std::move(values));
  m_blockedBefore = blocked;
}

void Trainer::logProgress(std::int64_t step, float loss, double stepSeconds) {
  if (secondsSince(m_lastLog) < 1 && step != m_s.recipe.steps) return;
  m_lastLog = Clock::now();
  m_options.log("step " + std::to_string(step) + "/" + std::to_string(m_s.recipe.steps) + "  loss " +
                formatFixed(loss, 4) + "  " + formatUnit(tokensOf(step) / stepSeconds, "tokens/s"));
}

bool Trainer::evaluationDue() const {
  const std::int64_t step = m_s.state.step, every = m_s.recipe.evalEvery;
  return m_s.state.evaluated != step && (step == m_s.recipe.steps || (every > 0 && step % every == 0));
}

std::optional<double> Trainer::validationLoss() {
  const at::NoGradGuard noGrad;
  const std::int64_t windowsInAll = m_s.sampler.evaluationWindows(m_s.recipe.evalTokens);
  at::Tensor total = at::zeros({}, at::TensorOptions(at::kDouble).device(m_s.model.device()));
  for (std::int64_t first = 0; first < windowsInAll; first += m_microBatch) {
    if (m_wishes.leaveNow()) return std::nullopt;
    const std::int64_t count = std::min(m_microBatch, windowsInAll - first);
    const at::Tensor windows = stagingBuffer({count, m_context + 1}, at::kLong, m_s.model.device());
    m_s.sampler.fillEvaluation(first, count, std::span(windows.data_ptr<std::int64_t>(), std::size_t(windows.numel())));
    const Batch batch = toDevice(windows);
    total += m_s.model.loss(batch.tokens, batch.targets, /*training=*/false).to(at::kDouble) * double(count);
  }
  return total.item<double>() / double(windowsInAll);
}

bool Trainer::evaluate() {
  CheckpointState& state = m_s.state;
  const std::optional<double> own = validationLoss();
  if (!own) return false;
  double loss = *own;
  std::vector<ScalarValue> values;
  if (m_s.average.begun(state.step)) {
    const WeightAverage::InUse averaged(m_s.average);
    const std::optional<double> ofAverage = validationLoss();
    if (!ofAverage) return false;
    loss = *ofAverage;
    values.push_back({"loss/val-raw", float(*own)});
  }
  values.push_back({"loss/val", float(loss)});
  const double now = wallSeconds();
  state.evaluated = state.step;
  state.valLoss = loss;
  m_metrics.scalars(state.step, now, std::move(values));
  m_metrics.real(state.step, now, "tokens", state.tokens);
  m_metrics.real(state.step, now, "flops", state.flops);
  m_metrics.real(state.step, now, "seconds", state.seconds);
  m_metrics.real(state.step, now, "loss/val", loss);
  m_options.log("step " + std::to_string(state.step) + "/" + std::to_string(m_s.recipe.steps) + "  validation loss " +
                formatFixed(loss, 4));
  return true;
}

Result<void> Trainer::checkpoint() {
  if (m_savedStep == m_s.state.step) return {};
  HEADROOM_TRY(m_metrics.sync());  // the journal never lags behind a checkpoint
  std::vector<at::Tensor> keep;
  HEADROOM_TRY(writeCheckpoint(m_s.folder, m_s.state, modelTensors(m_s, keep), optimizerTensors(m_s, keep)));
  m_savedStep = m_s.state.step;
  applyRetention(m_s.folder, m_s.recipe, m_s.definition.keepAt);
  return {};
}

Result<std::optional<TrainOutcome>> Trainer::obey() {
  using Command = Control::Command;
  while (const std::optional<Control> control = m_wishes.next()) {
    if (control->sequence > 0)
      m_metrics.text(m_s.state.step, wallSeconds(), std::string(kAckTag),
                     toText(AckMessage{control->sequence, control->command}));
    if (!settle()) return std::optional(diverged());
    const std::int64_t step = m_s.state.step;
    const std::string at = "at step " + std::to_string(step);
    switch (control->command) {
      case Command::None:
        break;
      case Command::Checkpoint:
        HEADROOM_TRY(checkpoint());
        break;
      case Command::Stop:
        if (step == m_s.recipe.steps) break;  // it is done anyway
        HEADROOM_TRY(checkpoint());
        return std::optional(TrainOutcome{RunState::Stopped, "stopped " + at, step});
      case Command::Pause:
        if (step == m_s.recipe.steps) break;
        HEADROOM_TRY(checkpoint());
        return std::optional(TrainOutcome{RunState::Paused, "paused " + at, step});
      case Command::Abort:
        return std::optional(TrainOutcome{RunState::Stopped, "left at once " + at + ", without a checkpoint", step});
    }
  }
  if (m_wishes.leaveNow() && settle())
    return std::optional(
        TrainOutcome{RunState::Stopped, "left at once at step " + std::to_string(m_s.state.step), m_s.state.step});
  return std::optional<TrainOutcome>();
}

TrainOutcome Trainer::diverged() const {
  const std::string at = " at step " + std::to_string(m_divergedAt) +
                         "; try a smaller learning rate, a longer warm-up or gradient clipping";
  return {RunState::Diverged,
          m_s.optimizer.lossScale()
              ? "the gradient is not finite in half precision, whatever the loss scale," + at + ", or precision=bf16"
              : "the loss or its gradient is not a finite number any more" + at,
          m_divergedAt};
}

Result<TrainOutcome> Trainer::run() {
  const CheckpointState& state = m_s.state;
  m_savedStep = state.step > 0 ? state.step : -1;
  if (!m_gpu.notice().empty()) m_metrics.text(state.step, wallSeconds(), "notice", m_gpu.notice());
  const std::int64_t steps = m_s.recipe.steps, every = m_s.recipe.checkpointEvery;
  const std::vector<std::int64_t>& keepAt = m_s.definition.keepAt;
  for (;;) {
    const bool saveNow = state.step == steps || (state.step > 0 && every > 0 && state.step % every == 0) ||
                         std::binary_search(keepAt.begin(), keepAt.end(), state.step);
    if ((saveNow || evaluationDue() || m_s.model.device().is_cpu()) && !settle()) return diverged();
    if (evaluationDue() && !evaluate())
      return TrainOutcome{RunState::Stopped, "left at once while evaluating step " + std::to_string(state.step),
                          state.step};
    if (saveNow) HEADROOM_TRY(checkpoint());
    HEADROOM_ASSIGN(const std::optional<TrainOutcome> end, obey());
    if (end) return *end;
    if (const std::optional<Error> failure = m_metrics.failure()) return *failure;
    if (state.step >= steps) break;
    step();
    if (m_divergedAt > 0) return diverged();
    m_options.afterStep(state.step);
  }
  return TrainOutcome{RunState::Completed, "", state.step};
}

/// The journal of an attempt that failed before it trained: its first step lies behind the end, so that it supersedes
/// nothing that earlier attempts wrote.
Result<void> recordFailure(const RunFolder& folder, const TrainOptions& options, const Error& error) {
  const Result<RunDefinition> definition = loadDefinition(folder);
  const std::int64_t behind = (definition ? definition->steps : 0) + 1;
  HEADROOM_ASSIGN(JournalWriter journal, JournalWriter::open(folder.journal(options.attempt), behind));
  journal.text(0, wallSeconds(), kStateTag, toText(StateMessage{RunState::Failed, error.message, ::getpid()}));
  return journal.sync();
}

}  // namespace

Result<TrainOutcome> train(const RunFolder& folder, const TrainOptions& options) {
  Result<std::unique_ptr<RunSession>> opened = openSession(folder, options.attempt);
  if (!opened) {
    if (const Result<void> recorded = recordFailure(folder, options, opened.error()); !recorded)
      options.log(recorded.error().message);
    return opened.error();
  }
  RunSession& session = **opened;
  const std::int64_t firstStep = session.state.step > 0 ? session.state.step + 1 : 0;
  HEADROOM_ASSIGN(JournalWriter journal, JournalWriter::open(folder.journal(options.attempt), firstStep));
  MetricsWriter metrics(std::move(journal));
  const auto say = [&](const StateMessage& message) {
    metrics.text(session.state.step, wallSeconds(), std::string(kStateTag), toText(message));
  };
  say({RunState::Running, "", ::getpid()});
  options.log("attempt " + std::to_string(options.attempt) + ": " + formatCount(double(session.cost.parameters)) +
              " parameters, " + std::to_string(session.numerics.threads) + " threads, " +
              std::to_string(session.recipe.steps) + " steps" +
              (session.state.step > 0 ? ", continued after step " + std::to_string(session.state.step) : ""));
  for (const std::string& notice : session.notices) {
    options.log(notice);
    metrics.text(session.state.step, wallSeconds(), "notice", notice);
  }

  const auto failedAt = [&](const std::string& why) {
    return Error{ErrorKind::RunFailed,
                 "The run failed at step " + std::to_string(session.state.step + 1) + ": " + oneLine(why)};
  };
  Result<TrainOutcome> outcome = [&]() -> Result<TrainOutcome> {
    try {
      return Trainer(session, metrics, options).run();
    } catch (const std::bad_alloc&) {
      return Error{ErrorKind::RunFailed,
                   "The run needs more memory than there is; try a smaller batch or more accumulation."};
    } catch (const c10::OutOfMemoryError&) {
      return Error{ErrorKind::RunFailed,
                   "The run needs more memory than the GPU has free; try a smaller batch or more accumulation."};
    } catch (const c10::Error& problem) {  // what() would bring a stack of C++ frames
      return failedAt(problem.what_without_backtrace());
    } catch (const std::exception& problem) {
      return failedAt(problem.what());
    }
  }();
  if (outcome)
    say({outcome->state, outcome->reason, ::getpid()});
  else
    say({RunState::Failed, outcome.error().message, ::getpid()});
  const Result<void> written = metrics.sync();
  if (!written && outcome) return written.error();
  return outcome;
}

}  // namespace headroom

#include "core/train/train_step.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <ATen/ops/zeros.h>

#include <chrono>

namespace headroom {
namespace {

using Clock = std::chrono::steady_clock;

/// Adds the seconds since `mark` and moves it on.
void lap(Clock::time_point& mark, double& into) {
  const Clock::time_point now = Clock::now();
  into += std::chrono::duration<double>(now - mark).count();
  mark = now;
}

}  // namespace

TrainStep::TrainStep(const Model& model, Optimizer& optimizer, const TrainStepOptions& options)
    : m_model(model),
      m_optimizer(optimizer),
      m_options(options),
      m_windows(
          at::empty({options.batch, model.graph().context + 1}, at::TensorOptions(at::kLong).device(model.device()))),
      m_parts(at::full({}, double(options.accumulation), at::TensorOptions(at::kFloat).device(model.device()))),
      m_loss(at::zeros({}, at::TensorOptions(at::kFloat).device(model.device()))),
      m_norm(at::zeros({}, at::TensorOptions(at::kFloat).device(model.device()))),
      m_family(model.device().is_cuda() && options.replay && canBeReplayed(model.graph()) ? Replay::makeFamily()
                                                                                          : nullptr),
      m_first(m_family, m_family != nullptr),
      m_next(m_family, m_family != nullptr),
      m_update(m_family, m_family != nullptr) {
  const auto reports = std::int64_t(model.reportNames().size());
  if (reports > 0) m_reports = at::zeros({reports}, at::TensorOptions(at::kFloat).device(model.device()));
}

void TrainStep::accumulate(std::int64_t part, std::int64_t parts, const at::Tensor& windows, StepTimes& times) {
  Clock::time_point mark = Clock::now();
  if (part == 0) {
    // A step of one part runs less than there is to record while a ramp is to bring more.
    const bool all = parts > 1 || m_options.accumulation == 1;
    m_ready = m_first.recorded() || (all && m_warmUps >= Replay::kWarmUps);
    if (all) ++m_warmUps;
    m_parts.fill_(double(parts));
  }
  m_windows.copy_(windows, /*non_blocking=*/true);
  lap(mark, times.data);
  Replay& replay = part == 0 ? m_first : m_next;
  replay([&] { forwardBackward(part == 0, times); }, m_ready);
}

void TrainStep::forwardBackward(bool first, StepTimes& times) {
  Clock::time_point mark = Clock::now();
  const std::int64_t context = m_model.graph().context;
  const at::Tensor tokens = m_windows.narrow(1, 0, context).contiguous(),
                   targets = m_windows.narrow(1, 1, context).contiguous();
  const TrainingPass pass = m_model.trainingPass(tokens, targets);
  const auto shareOf = [&](const at::Tensor& whole) { return m_options.accumulation > 1 ? whole / m_parts : whole; };
  at::Tensor objective = shareOf(pass.objective);
  if (const LossScale* scale = m_optimizer.lossScale()) objective = objective * scale->factor();
  lap(mark, times.forward);
  objective.backward();
  lap(mark, times.backward);
  const at::NoGradGuard noGrad;
  const at::Tensor loss = shareOf(pass.loss);
  first ? m_loss.copy_(loss) : m_loss.add_(loss);
  if (pass.reports.defined()) m_reports.copy_(pass.reports);
}

void TrainStep::update(double learningRate, StepTimes& times) {
  Clock::time_point mark = Clock::now();
  m_optimizer.prepare(learningRate);
  m_update([&] { m_norm = m_optimizer.update(); }, m_ready);
  lap(mark, times.optimizer);
}

}  // namespace headroom

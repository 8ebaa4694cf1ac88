#include "core/train/model.h"

#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>

#include <cmath>
#include <numbers>

#include "core/base/hash.h"

namespace headroom {
namespace {

/// A 64-bit mix of a counter (SplitMix64, Steele et al. 2014): random access, so that elements can be made in any
/// order.
std::uint64_t mixed(std::uint64_t key, std::uint64_t counter) {
  std::uint64_t z = key + (counter + 1) * 0x9e3779b97f4a7c15ull;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

double unit(std::uint64_t bits) {
  return (double(bits >> 11) + 0.5) * 0x1p-53;
}  // in (0, 1)

/// Standard normal draws 2·pair and 2·pair + 1 (Box & Muller 1958).
std::pair<double, double> normalPair(std::uint64_t key, std::uint64_t pair) {
  const double radius = std::sqrt(-2 * std::log(unit(mixed(key, 2 * pair))));
  const double angle = 2 * std::numbers::pi * unit(mixed(key, 2 * pair + 1));
  return {radius * std::cos(angle), radius * std::sin(angle)};
}

/// A draw as the rule has it; `draw` is standard normal, or even in (−1, 1).
double started(const Init& init, double draw) {
  if (init.kind != Init::Kind::LogSteps) return init.scale * draw;
  const double step = std::exp(std::lerp(std::log(0.001), std::log(0.1), (draw + 1) / 2));
  return step + std::log(-std::expm1(-step));  // softplus of it is the step
}

void draw(at::Tensor& flat, const Init& init, std::uint64_t key) {
  double* out = flat.data_ptr<double>();
  const std::int64_t size = flat.numel(), pairs = (size + 1) / 2;
  at::parallel_for(0, pairs, 4096, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t pair = begin; pair < end; ++pair) {
      double a = 0, b = 0;
      if (init.kind == Init::Kind::Normal) {
        std::tie(a, b) = normalPair(key, std::uint64_t(pair));
      } else {
        a = 2 * unit(mixed(key, std::uint64_t(2 * pair))) - 1;
        b = 2 * unit(mixed(key, std::uint64_t(2 * pair + 1))) - 1;
      }
      out[2 * pair] = started(init, a);
      if (2 * pair + 1 < size) out[2 * pair + 1] = started(init, b);
    }
  });
}

}  // namespace

Model::Model(Graph graph, const ModelOptions& options)
    : m_graph(std::move(graph)),
      m_device(options.device),
      m_lossPlan(makePlan(m_graph, {m_graph.loss}, options.lowering)),
      m_logitsPlan(makePlan(m_graph, {m_graph.logits}, options.lowering)) {
  for (const Parameter& parameter : m_graph.parameters)
    m_parameters.push_back(
        at::empty(parameter.shape, at::TensorOptions(options.parameterType).device(m_device)).requires_grad_(true));
  for (const State& state : m_graph.states)
    m_states.push_back(at::full(state.shape, state.start, at::TensorOptions(options.parameterType).device(m_device)));
  std::vector<ValueId> goals{m_graph.loss};
  for (const AuxiliaryLoss& auxiliary : m_graph.losses) {
    goals.push_back(auxiliary.value);
    m_reportNames.push_back("aux/" + auxiliary.name);
  }
  for (const Report& report : m_graph.reports) {
    goals.push_back(report.value);
    const Shape& shape = m_graph.nodes[report.value.index].shape;
    if (shape.empty()) m_reportNames.push_back(report.series);
    for (std::int64_t i = 0; !shape.empty() && i < shape[0].factor; ++i)
      m_reportNames.push_back(report.series + "/" + std::to_string(i));
  }
  m_trainingPlan = makePlan(m_graph, goals, options.lowering);
}

Frame Model::frame(const at::Tensor& tokens) const {
  return {.values = std::vector<at::Tensor>(m_graph.nodes.size()),
          .parameters = m_parameters,
          .states = m_states,
          .tokens = tokens};
}

at::Tensor Model::loss(const at::Tensor& tokens, const at::Tensor& targets, bool training) const {
  Frame pass = frame(tokens);
  pass.targets = targets;
  pass.training = training;
  run(m_lossPlan, pass);
  return pass.values[m_graph.loss.index];
}

TrainingPass Model::trainingPass(const at::Tensor& tokens, const at::Tensor& targets) const {
  Frame pass = frame(tokens);
  pass.targets = targets;
  pass.training = true;
  run(m_trainingPlan, pass);
  const at::Tensor loss = pass.values[m_graph.loss.index];
  TrainingPass result{loss, loss, {}};
  std::vector<at::Tensor> reports;
  for (const AuxiliaryLoss& auxiliary : m_graph.losses) {
    const at::Tensor& value = pass.values[auxiliary.value.index];
    result.objective = result.objective + auxiliary.weight * value;
    reports.push_back(value.detach().to(at::kFloat).view({1}));
  }
  for (const Report& report : m_graph.reports)
    reports.push_back(pass.values[report.value.index].detach().to(at::kFloat).flatten());
  if (!reports.empty()) result.reports = at::cat(reports);
  return result;
}

at::Tensor Model::logits(const at::Tensor& tokens) const {
  Frame pass = frame(tokens);
  run(m_logitsPlan, pass);
  return pass.values[m_graph.logits.index];
}

at::Tensor Model::logits(const at::Tensor& tokens, Decoding& decoding) const {
  decoding.memory.resize(m_graph.nodes.size());
  Frame pass = frame(tokens);
  pass.decoding = &decoding;
  run(m_logitsPlan, pass);
  decoding.position += tokens.size(1);
  return pass.values[m_graph.logits.index];
}

void initialise(Model& model, std::uint64_t seed) {
  const at::NoGradGuard noGrad;
  for (std::size_t i = 0; i < model.parameters().size(); ++i) {
    const Parameter& rule = model.graph().parameters[i];
    at::Tensor target = model.parameters()[i];
    switch (rule.init.kind) {
      case Init::Kind::Zeros:
        target.zero_();
        break;
      case Init::Kind::Ones:
        target.fill_(1);
        break;
      case Init::Kind::Constant:
        target.fill_(rule.init.scale);
        break;
      case Init::Kind::SecondQuarter:
        target.zero_();
        target.narrow(0, target.size(0) / 4, target.size(0) / 4).fill_(rule.init.scale);
        break;
      case Init::Kind::LogCount:
        target.copy_(at::arange(1, target.size(-1) + 1, at::kDouble).log().expand(target.sizes()));
        break;
      case Init::Kind::Normal:
      case Init::Kind::Uniform:
      case Init::Kind::LogSteps: {
        at::Tensor values = at::empty({target.numel()}, at::kDouble);
        draw(values, rule.init, hash64(rule.name, seed));
        target.copy_(values.view(target.sizes()));
        break;
      }
    }
  }
}

}  // namespace headroom

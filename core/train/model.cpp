#include "core/train/model.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>

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
      out[2 * pair] = init.scale * a;
      if (2 * pair + 1 < size) out[2 * pair + 1] = init.scale * b;
    }
  });
}

}  // namespace

Model::Model(Graph graph, const ModelOptions& options)
    : m_graph(std::move(graph)),
      m_device(options.device),
      m_lossPlan(makePlan(m_graph, m_graph.loss, options.lowering)),
      m_logitsPlan(makePlan(m_graph, m_graph.logits, options.lowering)) {
  for (const Parameter& parameter : m_graph.parameters)
    m_parameters.push_back(
        at::empty(parameter.shape, at::TensorOptions(options.parameterType).device(m_device)).requires_grad_(true));
}

at::Tensor Model::loss(const at::Tensor& tokens, const at::Tensor& targets, bool training) const {
  Frame frame{.values = std::vector<at::Tensor>(m_graph.nodes.size()),
              .parameters = m_parameters,
              .tokens = tokens,
              .targets = targets,
              .training = training};
  return run(m_lossPlan, m_graph.loss, frame);
}

at::Tensor Model::logits(const at::Tensor& tokens) const {
  Frame frame{.values = std::vector<at::Tensor>(m_graph.nodes.size()), .parameters = m_parameters, .tokens = tokens};
  return run(m_logitsPlan, m_graph.logits, frame);
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
      case Init::Kind::Normal:
      case Init::Kind::Uniform: {
        at::Tensor values = at::empty({target.numel()}, at::kDouble);
        draw(values, rule.init, hash64(rule.name, seed));
        target.copy_(values.view(target.sizes()));
        break;
      }
    }
  }
}

}  // namespace headroom

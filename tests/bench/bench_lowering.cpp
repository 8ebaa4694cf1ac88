// What the op language costs: forward and backward pass of a GPT-2 as its plan runs it, with LibTorch's kernels alone,
// against the same model written by hand in LibTorch. In turns, so that both meet the same machine; medians.
#include <ATen/TensorOperators.h>
#include <ATen/ops/add.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/scaled_dot_product_attention.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>

#include "core/arch/resolve.h"
#include "core/train/model.h"

namespace headroom {
namespace {

using Clock = std::chrono::steady_clock;

/// GPT-2 as one would write it, on the parameters of `model`.
class ByHand {
 public:
  ByHand(const Model& model, std::int64_t layers, std::int64_t heads) : m_layers(layers), m_heads(heads) {
    for (std::size_t i = 0; i < model.parameters().size(); ++i)
      m_parameters[model.graph().parameters[i].name] = model.parameters()[i];
  }

  at::Tensor loss(const at::Tensor& tokens, const at::Tensor& targets) const {
    at::Tensor x = at::embedding(at("embedding.table"), tokens) + at("position.table").narrow(0, 0, tokens.size(1));
    for (std::int64_t i = 0; i < m_layers; ++i) {
      const std::string layer = "layers." + std::to_string(i) + ".";
      const std::vector<at::Tensor> qkv = linear(norm(x, layer + "norm"), layer + "attention.qkv").chunk(3, -1);
      const auto split = [&](const at::Tensor& t) {
        return t.unflatten(-1, {m_heads, t.size(-1) / m_heads}).transpose(1, 2);
      };
      const at::Tensor y = at::scaled_dot_product_attention(split(qkv[0]), split(qkv[1]), split(qkv[2]), {}, 0, true);
      x = x + linear(y.transpose(1, 2).flatten(2), layer + "attention.out");
      x = x + linear(at::gelu(linear(norm(x, layer + "norm_2"), layer + "ffn.up"), "tanh"), layer + "ffn.down");
    }
    const at::Tensor logits = at::linear(norm(x, "norm"), at("embedding.table"));
    return at::cross_entropy_loss(logits.flatten(0, 1), targets.flatten());
  }

 private:
  const at::Tensor& at(const std::string& name) const { return m_parameters.at(name); }
  at::Tensor linear(const at::Tensor& x, const std::string& name) const {
    return at::linear(x, at(name + ".weight"), at(name + ".bias"));
  }
  at::Tensor norm(const at::Tensor& x, const std::string& name) const {
    return at::layer_norm(x, {x.size(-1)}, at(name + ".gain"), at(name + ".bias"), 1e-5);
  }

  std::map<std::string, at::Tensor> m_parameters;
  std::int64_t m_layers, m_heads;
};

double seconds(const Model& model, const std::function<at::Tensor()>& loss) {
  const Clock::time_point start = Clock::now();
  loss().backward();
  const double took = std::chrono::duration<double>(Clock::now() - start).count();
  for (const at::Tensor& parameter : model.parameters()) at::Tensor(parameter).mutable_grad().reset();
  return took;
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
  return values[values.size() / 2];
}

int compare() {
  constexpr std::int64_t kLayers = 6, kHeads = 6, kBatch = 4, kContext = 256, kVocab = 1000;
  const auto resolved = resolve({.model = "gpt2",
                                 .settings = {{"layers", std::to_string(kLayers)},
                                              {"heads", std::to_string(kHeads)},
                                              {"width", "384"},
                                              {"context", std::to_string(kContext)},
                                              {"vocab", std::to_string(kVocab)}}});
  if (!resolved) return std::fprintf(stderr, "%s\n", resolved.error().message.c_str()), 1;
  const Result<Graph> graph = build(resolved->architecture);
  if (!graph) return std::fprintf(stderr, "%s\n", graph.error().message.c_str()), 1;
  Model plain(*graph, {.lowering = {.fastKernels = false}}), fast(*graph, {});
  initialise(plain, 1);
  initialise(fast, 1);
  const ByHand byHand(plain, kLayers, kHeads);
  const at::Tensor tokens = at::randint(kVocab, {kBatch, kContext}, at::TensorOptions(at::kLong)),
                   targets = tokens.roll(-1, 1);
  std::vector<double> ours, theirs, kernels;
  for (int i = 0; i < 43; ++i) {
    const double a = seconds(plain, [&] { return plain.loss(tokens, targets, true); }),
                 b = seconds(plain, [&] { return byHand.loss(tokens, targets); }),
                 c = seconds(fast, [&] { return fast.loss(tokens, targets, true); });
    if (i < 3) continue;
    ours.push_back(a), theirs.push_back(b), kernels.push_back(c);
  }
  const double difference = (plain.loss(tokens, targets, true) - byHand.loss(tokens, targets)).abs().item<double>();
  std::printf("%-44s %10s %10s\n", "forward and backward", "ms", "by hand");
  std::printf("%-44s %10.2f %10s\n", "by hand in LibTorch", median(theirs) * 1e3, "1");
  std::printf("%-44s %10.2f %10.3f\n", "the plan, LibTorch's kernels", median(ours) * 1e3,
              median(ours) / median(theirs));
  std::printf("%-44s %10.2f %10.3f\n", "the plan, kernels and fusions of ours", median(kernels) * 1e3,
              median(kernels) / median(theirs));
  std::printf("losses differ by %g\n", difference);
  return difference < 1e-5 ? 0 : 1;
}

}  // namespace
}  // namespace headroom

int main() {
  return headroom::compare();
}

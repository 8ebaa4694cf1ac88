// Attention on the CPU, forward and backward, as the lowering runs it: math, flash (LibTorch's) and ours. One table.
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/randn.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "core/train/lowering.h"

using namespace headroom;

namespace {

struct Case {
  const char* name;
  std::int64_t batch, context;
  AttentionOp op;
};

struct Times {
  double forward = 0, both = 0;  // seconds
};

double seconds(const std::chrono::steady_clock::time_point& since) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

/// Medians of 15 after 3 others.
Times timed(const Case& c, AttentionKernel kernel, at::ScalarType type) {
  Graph graph;
  AttentionOp op = c.op;
  op.kernel = kernel;
  for (int i = 0; i < 3; ++i) graph.nodes.push_back({.op = TokensOp{}});
  graph.nodes.push_back({.op = op, .inputs = {ValueId{0}, ValueId{1}, ValueId{2}}});
  const auto run = lower(graph, 3, {.precision = type == at::kBFloat16 ? Precision::Bf16 : Precision::Fp32});
  const std::int64_t width = op.heads * op.headWidth, kvWidth = op.kvHeads * op.headWidth;
  const at::Tensor packed = at::randn({c.batch, c.context, width + 2 * kvWidth}).to(type).requires_grad_(true),
                   dy = at::randn({c.batch, c.context, width}).to(type);
  const std::vector<at::Tensor> none;
  std::vector<double> forward, both;
  for (int i = 0; i < 18; ++i) {
    Frame frame{.values = std::vector<at::Tensor>(4), .parameters = none, .states = none, .training = true};
    const std::vector<at::Tensor> parts = packed.split_with_sizes({width, kvWidth, kvWidth}, -1);
    std::copy(parts.begin(), parts.end(), frame.values.begin());
    const auto begin = std::chrono::steady_clock::now();
    run(frame);
    forward.push_back(seconds(begin));
    frame.values[3].backward(dy);
    both.push_back(seconds(begin));
    packed.mutable_grad().reset();
  }
  const auto median = [](std::vector<double>& values) {
    std::sort(values.begin() + 3, values.end());
    return values[3 + (values.size() - 3) / 2];
  };
  return {median(forward), median(both)};
}

}  // namespace

int main() {
  at::manual_seed(1);
  const std::vector<Case> cases = {
      {"char: 12 × 256, 6 heads of 64", 12, 256, {.heads = 6, .kvHeads = 6, .headWidth = 64}},
      {"the same, 2 heads of keys", 12, 256, {.heads = 6, .kvHeads = 2, .headWidth = 64}},
      {"2 × 1024, causal", 2, 1024, {.heads = 6, .kvHeads = 6, .headWidth = 64}},
      {"2 × 1024, window 64",
       2,
       1024,
       {.heads = 6, .kvHeads = 6, .headWidth = 64, .pattern = AttentionPattern::Window, .span = 64}},
      {"2 × 1024, strided 64",
       2,
       1024,
       {.heads = 6, .kvHeads = 6, .headWidth = 64, .pattern = AttentionPattern::Strided, .span = 64}},
      {"2 × 1024, fixed 64",
       2,
       1024,
       {.heads = 6, .kvHeads = 6, .headWidth = 64, .pattern = AttentionPattern::Fixed, .span = 64}},
      {"2 × 1024, causal, softcap 50", 2, 1024, {.heads = 6, .kvHeads = 6, .headWidth = 64, .softcap = 50}}};
  std::printf("%d threads; forward / forward and backward, ms; times ours\n", at::get_num_threads());
  std::printf("%-32s %-5s %18s %18s %18s %14s %14s\n", "", "", "math", "flash", "ours", "math / ours", "flash / ours");
  for (const Case& c : cases)
    for (const at::ScalarType type : {at::kFloat, at::kBFloat16}) {
      const Times math = timed(c, AttentionKernel::Math, type), flash = timed(c, AttentionKernel::Flash, type),
                  ours = timed(c, AttentionKernel::Ours, type);
      std::printf("%-32s %-5s", c.name, type == at::kFloat ? "fp32" : "bf16");
      for (const Times& t : {math, flash, ours}) std::printf(" %8.2f /%8.2f", 1e3 * t.forward, 1e3 * t.both);
      for (const Times& t : {math, flash}) std::printf(" %5.2f / %5.2f", t.forward / ours.forward, t.both / ours.both);
      std::printf("\n");
    }
}

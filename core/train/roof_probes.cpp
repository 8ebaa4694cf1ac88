#include "core/train/roof_probes.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/gelu.h>
#include <ATen/ops/gelu_backward.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/mm.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/scaled_dot_product_attention.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "core/train/device.h"
#include "core/train/precision.h"

namespace headroom {
namespace {

using Clock = std::chrono::steady_clock;

/// Median over at least three calls and `atLeast`, after one that warms up. `work` waits for its own end.
double medianSeconds(std::chrono::milliseconds atLeast, const std::function<void()>& work) {
  work();
  std::vector<double> seconds;
  const Clock::time_point begin = Clock::now();
  while (seconds.size() < 3 || Clock::now() - begin < atLeast) {
    const Clock::time_point start = Clock::now();
    work();
    seconds.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  std::nth_element(seconds.begin(), seconds.begin() + std::ptrdiff_t(seconds.size() / 2), seconds.end());
  return seconds[seconds.size() / 2];
}

constexpr std::chrono::milliseconds kShort{100};

Json row(Precision precision) {
  return {{"precision", word(precision)}, {"threads", at::get_num_threads()}};
}

/// Random values: a GPU is faster on zeros.
at::Tensor random(at::IntArrayRef shape, Precision precision) {
  return at::randn(shape, at::kFloat).to(productType(precision));
}

}  // namespace

double matmulFlops(const MatmulShape& shape, Precision precision, const at::Device& device) {
  const at::NoGradGuard noGrad;
  const at::Tensor a = random({shape.m, shape.k}, precision).to(device),
                   b = random({shape.n, shape.k}, precision).to(device).t();
  at::Tensor out = at::empty({shape.m, shape.n}, a.options());
  const int products = device.is_cuda() ? 10 : 1;  // several in flight, or the launch is measured too
  const double seconds = medianSeconds(std::chrono::milliseconds(300), [&] {
    for (int i = 0; i < products; ++i) at::matmul_out(out, a, b);
    synchronise(device);
  });
  return 2 * double(shape.m) * double(shape.n) * double(shape.k) * products / seconds;
}

Json linearRates(Precision precision) {
  const at::NoGradGuard noGrad;
  constexpr std::int64_t kRows = 4096;
  Json rates = Json::array();
  for (const std::int64_t width : {32, 64, 128, 256, 512}) {
    const at::Tensor x = random({kRows, width}, precision), w = random({width, width}, precision),
                     dy = random({kRows, width}, precision);
    const double seconds = medianSeconds(kShort, [&] {
      at::mm(x, w.t());
      at::mm(dy, w);
      at::mm(dy.t(), x);
    });
    Json rate = row(precision);
    rate.update({{"rows", kRows}, {"width", width}, {"flops", 6 * double(kRows * width * width) / seconds}});
    rates.push_back(std::move(rate));
  }
  return rates;
}

Json elementwiseRate(Precision precision) {
  const at::NoGradGuard noGrad;
  const at::Tensor x = random({4096, 256}, precision), dy = random({4096, 256}, precision);
  const double seconds = medianSeconds(kShort, [&] {
    at::gelu(x, "tanh");
    at::gelu_backward(dy, x, "tanh");
  });
  Json rate = row(precision);
  rate["flops"] = 24 * double(x.numel()) / seconds;
  return rate;
}

Json attentionRates(Precision precision) {
  constexpr std::int64_t kHeads = 8;
  Json rates = Json::array();
  for (const std::int64_t width : {32, 64, 128})
    for (const std::int64_t context : {128, 256, 512, 1024}) {
      const std::int64_t batch = 2048 / context;
      const auto heads = [&] { return random({batch, context, kHeads, width}, precision).transpose(1, 2); };
      const at::Tensor q = heads().requires_grad_(), k = heads().requires_grad_(), v = heads().requires_grad_(),
                       dy = heads();
      const double forward = medianSeconds(kShort, [&] {
        const at::NoGradGuard noGrad;
        at::scaled_dot_product_attention(q, k, v, std::nullopt, 0, true);
      });
      const double both = medianSeconds(kShort, [&] {
        at::scaled_dot_product_attention(q, k, v, std::nullopt, 0, true).backward(dy);
        for (const at::Tensor& t : {q, k, v}) t.mutable_grad() = at::Tensor();
      });
      const double flops = 4 * double(batch * kHeads * context * width) * double(context + 1) / 2;
      Json rate = row(precision);
      rate.update({{"head_width", width},
                   {"context", context},
                   {"forward_flops", flops / forward},
                   {"backward_flops", 2.5 * flops / std::max(both - forward, forward / 10)}});
      rates.push_back(std::move(rate));
    }
  return rates;
}

}  // namespace headroom

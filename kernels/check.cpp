// Every kernel on small odd shapes against its reference.
#include "kernels/check.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <random>
#include <string>
#include <utility>

#include "kernels/attention.h"
#include "kernels/check_cuda.h"
#include "kernels/cross_entropy.h"
#include "kernels/layer_norm.h"
#include "kernels/triad.h"

namespace headroom {
namespace {

// Float sums of a few thousand terms against sums in double; measured errors are below 1e-6.
constexpr double kFloatTolerance = 1e-5;
// Both sides round to 8 bits: they may fall on neighbours, 2^-8 apart at the largest value, or twice that across a
// power of two.
constexpr double kBFloat16Tolerance = 1.0 / 128;

double toleranceOf(float) {
  return kFloatTolerance;
}
double toleranceOf(BFloat16) {
  return kBFloat16Tolerance;
}
const char* nameOf(float) {
  return "fp32";
}
const char* nameOf(BFloat16) {
  return "bf16";
}

template <class T>
std::vector<T> values(std::size_t n, unsigned seed) {
  std::mt19937 generator(seed);
  std::vector<T> result(n);
  for (T& value : result) narrow(static_cast<float>(generator()) * 0x1p-31F - 0.7F, value);  // −0.7 … 1.3
  return result;
}

template <class T>
double largestError(const std::vector<T>& got, const std::vector<T>& expected) {
  double error = 0, scale = 1e-30;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double difference =
        std::fabs(static_cast<double>(widened(got[i])) - static_cast<double>(widened(expected[i])));
    error = std::isnan(difference) ? INFINITY : std::max(error, difference);
    scale = std::max(scale, std::fabs(static_cast<double>(widened(expected[i]))));
    if (std::isinf(error)) return error;
  }
  return error / scale;
}

struct Shape {
  std::int64_t rows, columns;
};
// One element, below and above a warp and a vector, odd, more rows than the GPU has blocks, columns past the shared
// memory; widths of which a row fits into the registers of a warp and of a block.
const std::vector<Shape> kShapes = {{1, 1},     {3, 31},   {7, 64},   {5, 769},  {1030, 48}, {9, 768},
                                    {700, 132}, {5, 1000}, {3, 4096}, {2, 6500}, {2, 9000}};

template <class T>
struct ForwardCase {
  ForwardCase(const Shape& shape, bool hasGain, bool hasBias, bool hasDelta = false) {
    const auto rows = static_cast<std::size_t>(shape.rows), columns = static_cast<std::size_t>(shape.columns);
    x = values<float>(rows * columns, 1);
    delta = values<T>(rows * columns, 7);
    sum.resize(hasDelta ? x.size() : 0);
    gain = values<float>(columns, 2);
    bias = values<float>(columns, 3);
    y.resize(x.size());
    mean.resize(rows);
    inverse.resize(rows);
    arguments = {shape.rows,
                 shape.columns,
                 1e-5,
                 x.data(),
                 hasGain ? gain.data() : nullptr,
                 hasBias ? bias.data() : nullptr,
                 y.data(),
                 mean.data(),
                 inverse.data(),
                 hasDelta ? delta.data() : nullptr,
                 hasDelta ? sum.data() : nullptr};
  }
  std::vector<T> delta, y;
  std::vector<float> x, sum, gain, bias, mean, inverse;
  LayerNormForward<T> arguments;
};

template <class T>
struct BackwardCase {
  BackwardCase(const Shape& shape, bool hasGain, bool wantsSums, bool inResidual = false)
      : forward(shape, hasGain, false) {
    status = layerNormReference(forward.arguments);
    dy = values<T>(forward.x.size(), 4);
    past = values<float>(forward.x.size(), 8);
    dx.resize(forward.x.size());
    ddelta.resize(inResidual ? dx.size() : 0);
    dgain.resize(wantsSums ? forward.gain.size() : 0);
    dbias.resize(dgain.size());
    arguments = {shape.rows,
                 shape.columns,
                 dy.data(),
                 forward.x.data(),
                 hasGain ? forward.gain.data() : nullptr,
                 forward.mean.data(),
                 forward.inverse.data(),
                 dx.data(),
                 wantsSums ? dgain.data() : nullptr,
                 wantsSums ? dbias.data() : nullptr,
                 inResidual ? past.data() : nullptr,
                 inResidual ? ddelta.data() : nullptr};
  }
  ForwardCase<T> forward;
  std::vector<T> dy, ddelta;
  std::vector<float> past, dx, dgain, dbias;
  LayerNormBackward<T> arguments;
  KernelStatus status;
};

/// Adds what one shape showed.
void note(KernelCheck& check, const KernelStatus& status, std::initializer_list<double> errors) {
  if (!status.ok() && check.error.empty()) check.error = status.error;
  check.maxError = std::max(check.maxError, std::max(errors));
}

template <class T>
KernelCheck checkForward(KernelDevice device, bool gain, bool bias, bool delta) {
  KernelCheck check{std::string("layer_norm forward ") + nameOf(T{}) +
                        (gain   ? bias ? ", gain and bias" : ", gain"
                         : bias ? ", bias"
                                : ", plain") +
                        (delta ? ", residual" : ""),
                    device, 0, toleranceOf(T{})};
  for (const Shape& shape : kShapes) {
    ForwardCase<T> expected(shape, gain, bias, delta), got(shape, gain, bias, delta);
    KernelStatus status = layerNormReference(expected.arguments);
    if (status.ok())
      status = device == KernelDevice::Cpu ? layerNormCpu(got.arguments) : layerNormThroughCuda(got.arguments);
    note(check, status,
         {largestError(got.y, expected.y), largestError(got.sum, expected.sum), largestError(got.mean, expected.mean),
          largestError(got.inverse, expected.inverse)});
  }
  return check;
}

template <class T>
KernelCheck checkBackward(KernelDevice device, bool gain, bool sums, bool residual) {
  KernelCheck check{std::string("layer_norm backward ") + nameOf(T{}) + (gain ? ", gain" : ", plain") +
                        (sums ? ", dgain and dbias" : "") + (residual ? ", residual" : ""),
                    device, 0, toleranceOf(T{})};
  for (const Shape& shape : kShapes) {
    if (shape.columns == 1 && !residual) continue;  // dx is 0 but for rounding, which has no scale to be measured by
    BackwardCase<T> expected(shape, gain, sums, residual), got(shape, gain, sums, residual);
    KernelStatus status = expected.status.ok() ? layerNormReference(expected.arguments) : expected.status;
    if (status.ok())
      status = device == KernelDevice::Cpu ? layerNormCpu(got.arguments) : layerNormThroughCuda(got.arguments);
    note(check, status,
         {largestError(got.dx, expected.dx), largestError(got.ddelta, expected.ddelta),
          largestError(got.dgain, expected.dgain), largestError(got.dbias, expected.dbias)});
  }
  return check;
}

KernelCheck checkTriad(KernelDevice device, const char* name, bool streaming) {
  KernelCheck check{name, device, 0, 1e-6};  // one rounding more than the reference
  for (const std::size_t n :
       {std::size_t{1}, std::size_t{3}, std::size_t{64}, std::size_t{1023}, std::size_t{100'001}}) {
    const std::vector<float> b = values<float>(n + 1, 5), c = values<float>(n + 1, 6);
    for (const std::size_t shift : {std::size_t{0}, std::size_t{1}}) {  // 1: no longer aligned
      constexpr float kSentinel = -12345;
      std::vector<float> expected(n + 2, kSentinel), got(n + 2, kSentinel);
      triadReference(expected.data() + shift, b.data() + shift, c.data() + shift, 1.7F, n);
      KernelStatus status;
      if (device == KernelDevice::Cuda)
        status = triadThroughCuda(got.data() + shift, b.data() + shift, c.data() + shift, 1.7F, n);
      else
        (streaming ? triadCpuStreaming : triadCpu)(got.data() + shift, b.data() + shift, c.data() + shift, 1.7F, n);
      if (got[n + shift] != kSentinel || (shift == 1 && got[0] != kSentinel))
        status.error = "It wrote outside its array.";
      std::replace(expected.begin(), expected.end(), kSentinel, 0.0F);  // so that it does not set the scale
      std::replace(got.begin(), got.end(), kSentinel, 0.0F);
      note(check, status, {largestError(got, expected)});
    }
  }
  return check;
}

template <class T>
void addLayerNorm(std::vector<KernelCheck>& checks, KernelDevice device) {
  for (const auto& [gain, bias] : {std::pair{true, true}, {true, false}, {false, true}, {false, false}})
    for (const bool residual : {false, true}) checks.push_back(checkForward<T>(device, gain, bias, residual));
  for (const auto& [gain, sums] : {std::pair{true, true}, {false, true}, {true, false}, {false, false}})
    for (const bool residual : {false, true}) checks.push_back(checkBackward<T>(device, gain, sums, residual));
}

/// Rows of logits; `stride` columns lie in memory, the last of them are padding.
struct LogitsShape {
  std::int64_t rows, columns, stride;
};
const std::vector<LogitsShape> kLogitsShapes = {{1, 1, 1},     {3, 31, 31},       {2, 65, 72},
                                                {7, 769, 776}, {5, 50257, 50304}, {4, 4099, 4099}};

template <class T>
KernelCheck checkCrossEntropy(KernelDevice device, bool gradient) {
  KernelCheck check{std::string("cross_entropy ") + nameOf(T{}) + (gradient ? ", with gradient" : ""), device, 0,
                    toleranceOf(T{})};
  for (const LogitsShape& shape : kLogitsShapes) {
    const auto rows = static_cast<std::size_t>(shape.rows);
    std::vector<T> expected = values<T>(rows * static_cast<std::size_t>(shape.stride), 9);
    for (T& value : expected) narrow(9 * widened(value), value);
    std::vector<T> got = expected;
    std::vector<std::int64_t> targets(rows);
    for (std::size_t row = 0; row < rows; ++row) targets[row] = static_cast<std::int64_t>(row * 7919) % shape.columns;
    std::vector<float> loss(rows), expectedLoss(rows);
    CrossEntropy<T> arguments{shape.rows,     shape.columns,       shape.stride, expected.data(),
                              targets.data(), expectedLoss.data(), 0.5F,         gradient};
    KernelStatus status = crossEntropyReference(arguments);
    arguments.logits = got.data();
    arguments.loss = loss.data();
    if (status.ok())
      status = device == KernelDevice::Cpu ? crossEntropyCpu(arguments) : crossEntropyThroughCuda(arguments);
    // The loss of a single class is 0, which has no scale to be measured by.
    note(check, status, {shape.columns > 1 ? largestError(loss, expectedLoss) : 0, largestError(got, expected)});
  }
  return check;
}

/// Of attention: lengths that no tile divides, queries that continue a cache, shared keys, an odd head width.
struct AttentionExtent {
  std::int64_t batch, queries, keys, heads, kvHeads, headWidth;
};
const std::vector<AttentionExtent> kAttentionExtents = {
    {1, 1, 1, 1, 1, 8}, {2, 37, 37, 4, 2, 24}, {1, 130, 130, 2, 1, 64}, {2, 5, 200, 2, 2, 33}, {1, 70, 90, 1, 1, 128}};

template <class T>
struct AttentionCase {
  AttentionCase(const AttentionExtent& e, AttentionMask mask, bool shaped)
      : shape{e.batch, e.queries, e.keys, e.heads, e.kvHeads, e.headWidth, mask, 9, shaped, shaped ? 1.5 : 0} {
    const auto size = [](std::int64_t a, std::int64_t b, std::int64_t c) {
      return static_cast<std::size_t>(a * b * c);
    };
    const std::int64_t width = e.heads * e.headWidth, kvWidth = e.kvHeads * e.headWidth;
    q = values<T>(size(e.batch, e.queries, width), 10);
    k = values<T>(size(e.batch, e.keys, kvWidth), 11);
    v = values<T>(size(e.batch, e.keys, kvWidth), 12);
    dy = values<T>(q.size(), 13);
    sink = values<float>(size(e.heads, 1, 1), 14);
    y.resize(q.size());
    dq.resize(q.size());
    logSum.resize(size(e.batch, e.heads, e.queries));
    dk.resize(size(e.batch, e.keys, width));
    dv.resize(dk.size());
    dsink.resize(shaped ? size(e.batch, e.heads, 1) : 0);
    const auto rows = [&](const std::vector<T>& of, std::int64_t count, std::int64_t columns) {
      return AttentionRows<T>{of.data(), count * columns, columns};
    };
    const float* const trained = shaped ? sink.data() : nullptr;
    forward = {
        shape,        rows(q, e.queries, width), rows(k, e.keys, kvWidth), rows(v, e.keys, kvWidth), trained, y.data(),
        logSum.data()};
    backward = {shape,
                forward.q,
                forward.k,
                forward.v,
                rows(y, e.queries, width),
                rows(dy, e.queries, width),
                trained,
                logSum.data(),
                dq.data(),
                dk.data(),
                dv.data(),
                dsink.data()};
  }
  AttentionShape shape;
  std::vector<T> q, k, v, dy, y, dq;
  std::vector<float> sink, logSum, dk, dv, dsink;
  AttentionForward<T> forward;
  AttentionBackward<T> backward;
};

/// `shaped`: with ALiBi, softcap and sink.
template <class T>
void addAttention(std::vector<KernelCheck>& checks, AttentionMask mask, const char* name, bool shaped) {
  const std::string suffix = std::string(" ") + nameOf(T{}) + ", " + name + (shaped ? ", alibi, softcap, sink" : "");
  KernelCheck forward{"attention forward" + suffix, KernelDevice::Cpu, 0, toleranceOf(T{})};
  KernelCheck backward{"attention backward" + suffix, KernelDevice::Cpu, 0, toleranceOf(T{})};
  for (const AttentionExtent& extent : kAttentionExtents) {
    AttentionCase<T> expected(extent, mask, shaped), got(extent, mask, shaped);
    KernelStatus status = attentionReference(expected.forward);
    if (status.ok()) status = attentionCpu(got.forward, 0, attentionTasks(got.forward));
    note(forward, status, {largestError(got.y, expected.y), largestError(got.logSum, expected.logSum)});
    got.y = expected.y;  // the backward pass from the same numbers
    got.logSum = expected.logSum;
    status = attentionReference(expected.backward);
    if (status.ok()) status = attentionCpu(got.backward, 0, attentionTasks(got.backward));
    // A query that sees one key alone has a slope of 0 but for rounding, which has no scale to be measured by.
    const bool hasSlope = extent.queries > 1;
    note(backward, status,
         {hasSlope ? largestError(got.dq, expected.dq) : 0, hasSlope ? largestError(got.dk, expected.dk) : 0,
          largestError(got.dv, expected.dv), largestError(got.dsink, expected.dsink)});
  }
  checks.push_back(forward);
  checks.push_back(backward);
}

}  // namespace

std::vector<KernelCheck> checkKernels(KernelDevice device) {
  if (device == KernelDevice::Cuda) {
    if (const std::string reason = cudaUnavailable(); !reason.empty()) {
      std::vector<KernelCheck> skipped;
      for (const char* kernel : {"triad", "layer_norm forward", "layer_norm backward", "cross_entropy"}) {
        KernelCheck check{kernel, device};
        check.skipped = reason;
        skipped.push_back(check);
      }
      return skipped;
    }
  }
  std::vector<KernelCheck> checks = {checkTriad(device, "triad", false)};
  if (device == KernelDevice::Cpu) checks.push_back(checkTriad(device, "triad, streaming stores", true));
  addLayerNorm<float>(checks, device);
  addLayerNorm<BFloat16>(checks, device);
  for (const bool gradient : {true, false}) {
    checks.push_back(checkCrossEntropy<float>(device, gradient));
    checks.push_back(checkCrossEntropy<BFloat16>(device, gradient));
  }
  for (const auto& [mask, name] : {std::pair{AttentionMask::Causal, "causal"},
                                   {AttentionMask::Window, "window"},
                                   {AttentionMask::Strided, "strided"},
                                   {AttentionMask::Fixed, "fixed"}})
    for (const bool shaped : {false, true}) {
      if (device != KernelDevice::Cpu) continue;  // on a GPU attention is LibTorch's
      addAttention<float>(checks, mask, name, shaped);
      addAttention<BFloat16>(checks, mask, name, shaped);
    }
  for (KernelCheck& check : checks) check.passed = check.error.empty() && check.maxError <= check.tolerance;
  return checks;
}

}  // namespace headroom

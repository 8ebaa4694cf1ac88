// The ops that go along a sequence: convolution, scan, LSTM, causal batch norm. Written with LibTorch's ops, position
// by position. `memory`: what is carried from one piece of a text to the next while decoding; null otherwise.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/arch/op.h"
#include "core/arch/recipe.h"

namespace headroom {

/// x [B, T, C], weight [C, taps], bias [C] or undefined → [B, T, C]. Memory: the last taps − 1 inputs.
at::Tensor causalConv(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, at::Tensor* memory);

/// Shapes as those of SelectiveScanOp. Memory: the state [B, I, state].
struct ScanInputs {
  at::Tensor u, delta, b, c, logA, d;
};
at::Tensor selectiveScan(const ScanInputs& in, at::Tensor* memory);

/// The last three are undefined when nothing is normed.
struct LstmWeights {
  at::Tensor recurrent, recurrentGain, cellGain, cellBias;
};
/// gates [B, T, 4·H] → [B, T, H]; The recurrent product is in `precision`. Memory: output and cell [2, B, H].
at::Tensor lstm(const at::Tensor& gates, const LstmWeights& weights, Precision precision, at::Tensor* memory);

/// x [B, T, C] normed by the statistics of places 0 … t; moves the running ones [C] towards those of the batch.
at::Tensor causalBatchNorm(const at::Tensor& x, const BatchNormOp& op, at::Tensor mean, at::Tensor variance);

}  // namespace headroom

// How a text goes on: the logits of its next token, and a choice among them.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <span>

#include "core/train/inference.h"
#include "core/train/model.h"

namespace headroom {

/// Where the tokens begin that a model of `context` positions sees of a text of `tokens`: at the start while all fit.
/// When the window is full it begins anew with its last ⌊context/2⌋ + 1 tokens, so that a cache serves context/2 tokens
/// before it must be filled again.
std::int64_t windowStart(std::int64_t tokens, std::int64_t context);

/// Gives a growing text's logits one after another. With the cache a further token costs one position's work; without
/// it everything in the window is computed again, which is the reference. A model without attention and positions
/// (recurrent alone) has no window: it sees the whole text.
class Continuation {
 public:
  Continuation(const Model& model, bool cached);

  /// [vocab], of what follows on `tokens`; these begin with those of the call before. At least one.
  at::Tensor next(std::span<const std::int64_t> tokens);

 private:
  const Model& m_model;
  const bool m_cached;
  const bool m_limited;      // by the context
  std::int64_t m_start = 0;  // of the window that m_decoding has seen
  Decoding m_decoding;
};

/// One token from logits [vocab]; `random` in [0, 1). Top-k first, then top-p among what is left.
std::int64_t pick(at::Tensor logits, const SampleOptions& options, double random);

}  // namespace headroom

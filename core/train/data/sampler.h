// Which tokens a run sees, and in which order: a pure function of (data hash, seed, sequence index), so that arms of
// one seed see the same sequences whatever their batch, and a resumed run needs the index alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/train/data/token_source.h"

namespace headroom {

/// A training or evaluation sequence is a window of context + 1 tokens: inputs are the first `context`, targets the
/// last `context`.
class Sampler {
 public:
  /// BadInput when a part of the corpus is shorter than one window.
  static Result<Sampler> create(Corpus corpus, std::int64_t context, std::uint64_t seed);

  std::int64_t context() const { return m_context; }
  const Corpus& corpus() const { return m_corpus; }

  /// Offset in the training part of sequence `index` (counted from 0 over the whole run), uniform over all places.
  std::int64_t windowAt(std::uint64_t index) const;
  /// Sequences firstIndex … firstIndex + count − 1, one after another: out is [count, context + 1].
  void fill(std::uint64_t firstIndex, std::int64_t count, std::span<std::int64_t> out) const;

  /// All consecutive windows of the validation part, the same for every arm; `evalTokens` > 0 takes only the first
  /// ⌈evalTokens / context⌉ of them.
  std::int64_t evaluationWindows(std::int64_t evalTokens = 0) const;
  /// Evaluation windows first … first + count − 1: out is [count, context + 1].
  void fillEvaluation(std::int64_t first, std::int64_t count, std::span<std::int64_t> out) const;

 private:
  Sampler(Corpus corpus, std::int64_t context, std::uint64_t key);

  Corpus m_corpus;
  std::int64_t m_context;
  std::uint64_t m_key;  ///< of data hash and seed
};

}  // namespace headroom

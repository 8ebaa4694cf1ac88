// Which tokens a run sees, and in which order.
#include "core/train/data/sampler.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "core/base/hash.h"
#include "core/base/units.h"

namespace headroom {
namespace {

Result<void> checkLength(const TokenView& part, const std::string& name, std::int64_t context) {
  if (part.size() > context) return {};
  return badInput("The " + name + " part of the data has " + formatGrouped(part.size()) +
                  " tokens, too few for context " + std::to_string(context) + "; it takes " +
                  formatGrouped(context + 1) + ". " +
                  (part.size() > 1 ? "Try context " + std::to_string(part.size() - 1) + " or a longer file."
                                   : "Try a longer file."));
}

}  // namespace

Result<Sampler> Sampler::create(Corpus corpus, std::int64_t context, std::uint64_t seed) {
  if (context < 1) return badInput("Context " + std::to_string(context) + " is too short; it must be at least 1.");
  HEADROOM_TRY(checkLength(corpus.training, "training", context));
  HEADROOM_TRY(checkLength(corpus.validation, "validation", context));
  const std::uint64_t key = hash64(corpus.hash, seed);
  return Sampler(std::move(corpus), context, key);
}

Sampler::Sampler(Corpus corpus, std::int64_t context, std::uint64_t key)
    : m_corpus(std::move(corpus)), m_context(context), m_key(key) {}

std::int64_t Sampler::windowAt(std::uint64_t index) const {
  char bytes[8];  // little-endian on every machine
  for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(index >> (8 * i) & 0xFF);
  const std::uint64_t places = static_cast<std::uint64_t>(m_corpus.training.size() - m_context);
  return static_cast<std::int64_t>(hash64({bytes, sizeof bytes}, m_key) % places);
}

void Sampler::fill(std::uint64_t firstIndex, std::int64_t count, std::span<std::int64_t> out) const {
  const std::size_t length = static_cast<std::size_t>(m_context + 1);
  assert(out.size() == length * static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
    m_corpus.training.copyTo(windowAt(firstIndex + i), out.subspan(i * length, length));
}

std::int64_t Sampler::evaluationWindows(std::int64_t evalTokens) const {
  const std::int64_t all = (m_corpus.validation.size() - 1) / m_context;
  return evalTokens > 0 ? std::min(all, (evalTokens - 1) / m_context + 1) : all;
}

void Sampler::fillEvaluation(std::int64_t first, std::int64_t count, std::span<std::int64_t> out) const {
  const std::size_t length = static_cast<std::size_t>(m_context + 1);
  assert(out.size() == length * static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i)
    m_corpus.validation.copyTo((first + i) * m_context, out.subspan(static_cast<std::size_t>(i) * length, length));
}

}  // namespace headroom

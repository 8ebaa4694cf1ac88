// Training counts each distinct word once and keeps the pairs' counts up to date, so that a merge costs only the words
// it occurs in.
#include "core/train/data/byte_pair_trainer.h"

#include <algorithm>
#include <queue>
#include <set>
#include <unordered_map>
#include <vector>

namespace headroom {
namespace {

using Pair = std::uint64_t;  // left id << 32 | right id: the order of pairs is the rule for ties

Pair pairOf(std::uint32_t left, std::uint32_t right) {
  return Pair{left} << 32 | right;
}

struct Word {
  std::vector<std::uint32_t> ids;
  std::int64_t count = 0;
};

struct PairUse {
  std::int64_t count = 0;
  std::vector<std::uint32_t> words;  // where it occurs or occurred; may name a word twice
};

struct Candidate {
  std::int64_t count;
  Pair pair;
  bool operator<(const Candidate& other) const {  // the queue gives the greatest: most frequent, then smallest pair
    return count != other.count ? count < other.count : pair > other.pair;
  }
};

/// The distinct words in order of first occurrence, as ids of their bytes.
std::vector<Word> wordsOf(std::string_view text) {
  std::array<std::uint32_t, 256> byteIds{};
  for (std::uint32_t id = 0; id < 256; ++id) byteIds[gpt2ByteOrder()[id]] = id;
  std::unordered_map<std::string_view, std::uint32_t> places;
  std::vector<Word> words;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = wordEnd(WordSplit::Gpt2, text, begin);
    const std::string_view spelt = text.substr(begin, end - begin);
    begin = end;
    const auto [place, isNew] = places.emplace(spelt, static_cast<std::uint32_t>(words.size()));
    if (isNew) {
      words.emplace_back();
      for (const char byte : spelt) words.back().ids.push_back(byteIds[static_cast<unsigned char>(byte)]);
    }
    ++words[place->second].count;
  }
  return words;
}

class Trainer {
 public:
  explicit Trainer(std::vector<Word> words) : m_words(std::move(words)) {
    for (std::uint32_t word = 0; word < m_words.size(); ++word) {
      const std::vector<std::uint32_t>& ids = m_words[word].ids;
      for (std::size_t i = 0; i + 1 < ids.size(); ++i) add(pairOf(ids[i], ids[i + 1]), word);
    }
    queueTouched();
  }

  /// The most frequent pair that occurs at least twice.
  std::optional<Pair> next() {
    while (!m_queue.empty()) {
      const Candidate top = m_queue.top();
      m_queue.pop();
      const auto use = m_uses.find(top.pair);
      const std::int64_t count = use == m_uses.end() ? 0 : use->second.count;
      if (count < 2) continue;
      if (count == top.count) return top.pair;
      m_queue.push({count, top.pair});  // it has become rarer since it was queued
    }
    return {};
  }

  void merge(Pair pair, std::uint32_t id) {
    std::vector<std::uint32_t> words = std::move(m_uses[pair].words);
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    for (const std::uint32_t word : words) mergeIn(word, pair, id);
    m_uses.erase(pair);
    queueTouched();
  }

 private:
  void add(Pair pair, std::uint32_t word) {
    PairUse& use = m_uses[pair];
    use.count += m_words[word].count;
    if (use.words.empty() || use.words.back() != word) use.words.push_back(word);
    m_touched.push_back(pair);
  }
  void remove(Pair pair, std::uint32_t word) {
    if (const auto use = m_uses.find(pair); use != m_uses.end()) use->second.count -= m_words[word].count;
  }

  void mergeIn(std::uint32_t word, Pair pair, std::uint32_t id) {
    std::vector<std::uint32_t>& ids = m_words[word].ids;
    const auto left = static_cast<std::uint32_t>(pair >> 32), right = static_cast<std::uint32_t>(pair);
    std::size_t out = 0;
    for (std::size_t i = 0; i < ids.size(); ++out) {
      if (i + 1 == ids.size() || ids[i] != left || ids[i + 1] != right) {
        ids[out] = ids[i++];
        continue;
      }
      if (out > 0) remove(pairOf(ids[out - 1], left), word), add(pairOf(ids[out - 1], id), word);
      if (i + 2 < ids.size()) remove(pairOf(right, ids[i + 2]), word), add(pairOf(id, ids[i + 2]), word);
      ids[out] = id;
      i += 2;
    }
    ids.resize(out);
  }

  void queueTouched() {
    std::sort(m_touched.begin(), m_touched.end());
    m_touched.erase(std::unique(m_touched.begin(), m_touched.end()), m_touched.end());
    for (const Pair pair : m_touched)
      if (const auto use = m_uses.find(pair); use != m_uses.end() && use->second.count > 1)
        m_queue.push({use->second.count, pair});
    m_touched.clear();
  }

  std::vector<Word> m_words;
  std::unordered_map<Pair, PairUse> m_uses;
  std::priority_queue<Candidate> m_queue;
  std::vector<Pair> m_touched;
};

}  // namespace

BytePairModel trainBytePairs(std::string_view text, std::int64_t vocabulary) {
  BytePairModel model;
  std::unordered_map<std::string, std::uint32_t> known;
  for (const unsigned char byte : gpt2ByteOrder()) {
    known.emplace(std::string(1, static_cast<char>(byte)), static_cast<std::uint32_t>(model.tokens.size()));
    model.tokens.emplace_back(1, static_cast<char>(byte));
  }
  Trainer trainer(wordsOf(text));
  std::set<Pair> done;
  while (static_cast<std::int64_t>(model.tokens.size()) < vocabulary) {
    const std::optional<Pair> pair = trainer.next();
    if (!pair) break;
    const auto left = static_cast<std::uint32_t>(*pair >> 32), right = static_cast<std::uint32_t>(*pair);
    // Two ways of merging can spell the same token (ab·c and a·bc): it keeps one id.
    const std::string spelt = model.tokens[left] + model.tokens[right];
    const auto [token, isNew] = known.emplace(spelt, static_cast<std::uint32_t>(model.tokens.size()));
    if (isNew) model.tokens.push_back(spelt);
    if (done.insert(*pair).second) model.merges.emplace_back(left, right);
    trainer.merge(*pair, token->second);
  }
  return model;
}

}  // namespace headroom

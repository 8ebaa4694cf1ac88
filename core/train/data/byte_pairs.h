// Byte-level BPE: a text falls into words (word_split.h), a word into bytes, and neighbours are merged, the earliest
// merge first (Sennrich et al. 2016; on bytes as GPT-2 does).
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/train/data/word_split.h"

namespace headroom {

/// What a tokenizer file says.
struct BytePairModel {
  WordSplit split = WordSplit::Gpt2;
  bool wholeWords = false;    ///< a word that is a token is taken as it is, merges or not
  bool mergesByRank = false;  ///< tiktoken: two neighbours merge when their bytes are a token, the smallest id first
  std::vector<std::string> tokens;                              ///< the bytes of each id
  std::vector<std::pair<std::uint32_t, std::uint32_t>> merges;  ///< in order; none with mergesByRank
  std::vector<std::uint32_t> added;  ///< whole tokens, found in the text before it is split ("<|endoftext|>")
  bool operator==(const BytePairModel&) const = default;
};

/// A checked model with its tables. Immutable; shared by every copy of a Tokenizer.
class BytePairs {
 public:
  /// BadInput: an empty or doubled token, a merge of unknown tokens or into none, a token too long to be merged by
  /// rank.
  static Result<std::shared_ptr<const BytePairs>> create(BytePairModel model);

  BytePairs(const BytePairs&) = delete;
  BytePairs& operator=(const BytePairs&) = delete;

  const BytePairModel& model() const { return m_model; }
  std::int64_t size() const { return static_cast<std::int64_t>(m_model.tokens.size()); }
  /// Any bytes. BadInput where the model lacks a byte of the text (own and published ones have all 256).
  Result<std::vector<std::uint32_t>> encode(std::string_view text) const;

 private:
  struct Merge {
    std::uint32_t rank, id;
  };
  struct Scratch;
  explicit BytePairs(BytePairModel model) : m_model(std::move(model)) {}
  Result<void> fillTables();
  void fillMergesByRank();
  Result<void> encodeText(std::string_view text, Scratch& scratch, std::vector<std::uint32_t>& ids) const;
  Result<void> encodeWord(std::string_view word, Scratch& scratch, std::vector<std::uint32_t>& ids) const;
  /// The longest added token that starts here; nothing when none does.
  std::optional<std::uint32_t> addedAt(std::string_view rest) const;

  const BytePairModel m_model;
  std::unordered_map<std::string_view, std::uint32_t> m_ids;  // views into m_model.tokens
  std::unordered_map<std::uint64_t, Merge> m_merges;          // left id << 32 | right id
  std::array<std::int64_t, 256> m_bytes{};                    // −1: no token
  std::array<std::vector<std::uint32_t>, 256> m_added;        // by first byte, longest first
};

/// {"kind": "bpe", "split": "gpt2", …, "tokens": […], "merges": [[l, r], …] | "by rank", "added": […]}
Json toJson(const BytePairModel& model);

/// GPT-2's way to write bytes as text: printable Latin-1 as itself, the others from U+0100 on (a space is "Ġ").
std::string writtenBytes(std::string_view bytes);
/// The reverse; nothing where a character is none of those 256.
std::optional<std::string> bytesWritten(std::string_view text);
/// The 256 bytes in the order in which GPT-2 numbers them.
const std::array<unsigned char, 256>& gpt2ByteOrder();

}  // namespace headroom

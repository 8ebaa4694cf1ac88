// Byte pairs: tables, encoding word by word, and how bytes are written as text.
#include "core/train/data/byte_pairs.h"

#include <algorithm>
#include <queue>

#include "core/base/text.h"

namespace headroom {
namespace {

constexpr std::size_t kMostTokens = std::size_t{1} << 24;  // the largest published vocabularies have 2^18
constexpr std::size_t kLongestRanked = 512;                // bytes; cl100k's longest token has 128
constexpr std::size_t kMostWords = std::size_t{1} << 20;   // remembered words of one text, about 64 MB
constexpr std::uint32_t kNone = 0xFFFFFFFF;

std::uint64_t pairKey(std::uint32_t left, std::uint32_t right) {
  return std::uint64_t{left} << 32 | right;
}

/// The characters that stand for the bytes 0 to 255.
const std::array<std::string, 256>& byteNames() {
  static const auto names = [] {
    std::array<std::string, 256> result;
    const auto utf8 = [](unsigned point) {  // below U+0800
      return point < 0x80 ? std::string(1, static_cast<char>(point))
                          : std::string{static_cast<char>(0xC0 | point >> 6), static_cast<char>(0x80 | (point & 0x3F))};
    };
    unsigned next = 0x100;
    for (unsigned byte = 0; byte < 256; ++byte) {
      const bool printable = (byte > 32 && byte < 127) || (byte > 160 && byte != 173);
      result[byte] = utf8(printable ? byte : next++);
    }
    return result;
  }();
  return names;
}

std::string named(const std::string& token) {
  return inQuotes(writtenBytes(token), 40);
}

}  // namespace

/// What encoding one text needs beside the model: remembered words, and room for one word.
struct BytePairs::Scratch {
  struct Symbol {
    std::uint32_t id, before, after;
  };
  struct Candidate {
    std::uint32_t rank, at, left, right, id;
    bool operator<(const Candidate& other) const {  // the queue gives the greatest: smallest rank, then leftmost
      return rank != other.rank ? rank > other.rank : at > other.at;
    }
  };
  std::unordered_map<std::string_view, std::pair<std::size_t, std::size_t>> words;  // place in `known`
  std::vector<std::uint32_t> known;
  std::vector<Symbol> symbols;
  std::priority_queue<Candidate> candidates;
};

Result<std::shared_ptr<const BytePairs>> BytePairs::create(BytePairModel model) {
  const std::shared_ptr<BytePairs> pairs(new BytePairs(std::move(model)));
  HEADROOM_TRY(pairs->fillTables());
  return std::shared_ptr<const BytePairs>(pairs);
}

Result<void> BytePairs::fillTables() {
  const std::vector<std::string>& tokens = m_model.tokens;
  if (tokens.empty()) return badInput("there are no tokens");
  if (tokens.size() > kMostTokens)
    return badInput("there are " + std::to_string(tokens.size()) + " tokens, more than the " +
                    std::to_string(kMostTokens) + " that are read");
  std::vector<bool> isAdded(tokens.size(), false);
  for (const std::uint32_t id : m_model.added) {
    if (id >= tokens.size()) return badInput("the added token " + std::to_string(id) + " is not in the vocabulary");
    isAdded[id] = true;
  }
  for (std::uint32_t id = 0; id < tokens.size(); ++id) {
    const std::string& token = tokens[id];
    if (token.empty()) return badInput("token " + std::to_string(id) + " is empty");
    if (isAdded[id]) continue;
    if (const auto [at, isNew] = m_ids.emplace(token, id); !isNew)
      return badInput("the tokens " + std::to_string(at->second) + " and " + std::to_string(id) + " are both " +
                      named(token));
  }
  for (std::uint32_t id = 0; id < tokens.size(); ++id) {
    if (!isAdded[id]) continue;
    m_ids.emplace(tokens[id], id);  // one that is a word of the vocabulary as well keeps that id there
    m_added[static_cast<unsigned char>(tokens[id].front())].push_back(id);
  }
  for (auto& ids : m_added)
    std::stable_sort(ids.begin(), ids.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return tokens[a].size() > tokens[b].size(); });
  for (int byte = 0; byte < 256; ++byte) {
    const auto found = m_ids.find(std::string(1, static_cast<char>(byte)));
    m_bytes[static_cast<std::size_t>(byte)] = found == m_ids.end() ? -1 : std::int64_t{found->second};
  }
  if (m_model.mergesByRank) {
    for (const std::string& token : tokens)
      if (token.size() > kLongestRanked)
        return badInput("the token " + named(token) + " has " + std::to_string(token.size()) +
                        " bytes, more than the " + std::to_string(kLongestRanked) + " that are read");
    fillMergesByRank();
    return {};
  }
  m_merges.reserve(m_model.merges.size());
  for (std::uint32_t rank = 0; rank < m_model.merges.size(); ++rank) {
    const auto [left, right] = m_model.merges[rank];
    const std::string place = "merge " + std::to_string(rank + 1);
    if (left >= tokens.size() || right >= tokens.size())
      return badInput(place + " joins the tokens " + std::to_string(left) + " and " + std::to_string(right) +
                      ", but there are " + std::to_string(tokens.size()) + " tokens");
    const auto whole = m_ids.find(tokens[left] + tokens[right]);
    if (whole == m_ids.end())
      return badInput(place + " makes " + named(tokens[left] + tokens[right]) + ", which is no token");
    if (!m_merges.emplace(pairKey(left, right), Merge{rank, whole->second}).second)
      return badInput(place + " stands there twice: " + named(tokens[left]) + " and " + named(tokens[right]));
  }
  return {};
}

void BytePairs::fillMergesByRank() {
  for (const auto& [token, id] : m_ids)
    for (std::size_t cut = 1; cut < token.size(); ++cut) {
      const auto left = m_ids.find(token.substr(0, cut)), right = m_ids.find(token.substr(cut));
      if (left != m_ids.end() && right != m_ids.end())
        m_merges.emplace(pairKey(left->second, right->second), Merge{id, id});
    }
}

std::optional<std::uint32_t> BytePairs::addedAt(std::string_view rest) const {
  for (const std::uint32_t id : m_added[static_cast<unsigned char>(rest.front())])
    if (rest.starts_with(m_model.tokens[id])) return id;
  return {};
}

Result<std::vector<std::uint32_t>> BytePairs::encode(std::string_view text) const {
  std::vector<std::uint32_t> ids;
  Scratch scratch;
  std::size_t begin = 0;
  if (!m_model.added.empty())
    for (std::size_t at = 0; at < text.size();) {
      const std::optional<std::uint32_t> id = addedAt(text.substr(at));
      if (!id) {
        ++at;
        continue;
      }
      HEADROOM_TRY(encodeText(text.substr(begin, at - begin), scratch, ids));
      ids.push_back(*id);
      begin = at += m_model.tokens[*id].size();
    }
  HEADROOM_TRY(encodeText(text.substr(begin), scratch, ids));
  return ids;
}

Result<void> BytePairs::encodeText(std::string_view text, Scratch& scratch, std::vector<std::uint32_t>& ids) const {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = wordEnd(m_model.split, text, begin);
    const std::string_view word = text.substr(begin, end - begin);
    begin = end;
    if (const auto seen = scratch.words.find(word); seen != scratch.words.end()) {
      const auto first = scratch.known.begin() + static_cast<std::ptrdiff_t>(seen->second.first);
      ids.insert(ids.end(), first, first + static_cast<std::ptrdiff_t>(seen->second.second));
      continue;
    }
    const std::size_t before = ids.size();
    HEADROOM_TRY(encodeWord(word, scratch, ids));
    if (scratch.words.size() >= kMostWords || word.size() > 64) continue;
    scratch.words.emplace(word, std::pair(scratch.known.size(), ids.size() - before));
    scratch.known.insert(scratch.known.end(), ids.begin() + static_cast<std::ptrdiff_t>(before), ids.end());
  }
  return {};
}

Result<void> BytePairs::encodeWord(std::string_view word, Scratch& scratch, std::vector<std::uint32_t>& ids) const {
  if (m_model.wholeWords)
    if (const auto whole = m_ids.find(word); whole != m_ids.end()) {
      ids.push_back(whole->second);
      return {};
    }
  if (word.size() >= kNone)
    return badInput("The text has a word of " + std::to_string(word.size()) + " bytes, longer than a tokenizer takes.");
  auto& symbols = scratch.symbols;
  symbols.clear();
  for (std::uint32_t i = 0; i < word.size(); ++i) {
    const std::int64_t id = m_bytes[static_cast<unsigned char>(word[i])];
    if (id < 0)
      return badInput("The tokenizer has no token for the byte " + std::to_string(static_cast<unsigned char>(word[i])) +
                      ", which is part of " + inQuotes(oneLine(word, 40)) + "; use one that knows all 256 bytes.");
    symbols.push_back({static_cast<std::uint32_t>(id), i == 0 ? kNone : i - 1, i + 1 < word.size() ? i + 1 : kNone});
  }
  const auto consider = [&](std::uint32_t at) {
    if (at == kNone || symbols[at].after == kNone) return;
    const std::uint32_t left = symbols[at].id, right = symbols[symbols[at].after].id;
    if (const auto merge = m_merges.find(pairKey(left, right)); merge != m_merges.end())
      scratch.candidates.push({merge->second.rank, at, left, right, merge->second.id});
  };
  for (std::uint32_t i = 0; i < symbols.size(); ++i) consider(i);
  while (!scratch.candidates.empty()) {
    const Scratch::Candidate best = scratch.candidates.top();
    scratch.candidates.pop();
    Scratch::Symbol& left = symbols[best.at];
    // Merged away or changed since: a dead symbol has no id.
    if (left.id != best.left || left.after == kNone || symbols[left.after].id != best.right) continue;
    Scratch::Symbol& right = symbols[left.after];
    left.id = best.id;
    left.after = right.after;
    right.id = kNone;
    if (left.after != kNone) symbols[left.after].before = best.at;
    consider(left.before);
    consider(best.at);
  }
  for (std::uint32_t at = 0; at != kNone; at = symbols[at].after) ids.push_back(symbols[at].id);
  return {};
}

Json toJson(const BytePairModel& model) {
  Json tokens = Json::array(), merges = Json::array();
  for (const std::string& token : model.tokens) tokens.push_back(writtenBytes(token));
  for (const auto& [left, right] : model.merges) merges.push_back(Json::array({left, right}));
  if (model.mergesByRank) merges = "by rank";
  return {{"kind", "bpe"},    {"split", nameOf(model.split)}, {"whole_words", model.wholeWords}, {"tokens", tokens},
          {"merges", merges}, {"added", model.added}};
}

std::string writtenBytes(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += byteNames()[static_cast<unsigned char>(byte)];
  return text;
}

std::optional<std::string> bytesWritten(std::string_view text) {
  static const auto values = [] {
    std::unordered_map<std::string_view, char> result;
    for (std::size_t byte = 0; byte < 256; ++byte) result.emplace(byteNames()[byte], static_cast<char>(byte));
    return result;
  }();
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = static_cast<unsigned char>(text[at]) < 0x80 ? 1 : 2;
    const auto found = values.find(text.substr(at, length));
    if (found == values.end()) return {};
    bytes += found->second;
    at += length;
  }
  return bytes;
}

const std::array<unsigned char, 256>& gpt2ByteOrder() {
  static const auto order = [] {
    std::array<unsigned char, 256> bytes{};
    for (std::size_t i = 0; i < 256; ++i) bytes[i] = static_cast<unsigned char>(i);
    // In order of the characters that stand for them; UTF-8 keeps the order of code points.
    std::sort(bytes.begin(), bytes.end(),
              [](unsigned char a, unsigned char b) { return byteNames()[a] < byteNames()[b]; });
    return bytes;
  }();
  return order;
}

}  // namespace headroom

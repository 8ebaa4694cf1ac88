// Where training tokens come from: the embedded grammar, text files, or ready-made token files. One description, one
// Corpus.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace headroom {

enum class DataSource { Grammar, Text, Tokens };
enum class TokenizerKind { None, Characters, Bytes };

/// What a run trains on, as run.json stores it: {"source": "text", "files": ["/…/a.txt"], "tokenizer": "characters"}.
struct DataSpec {
  DataSource source = DataSource::Grammar;
  std::vector<std::string> files;                       ///< text: one or more files; tokens: one folder; grammar: none
  TokenizerKind tokenizer = TokenizerKind::Characters;  ///< Characters or Bytes; None with tokens
  bool operator==(const DataSpec&) const = default;
};

/// The form of the command line: `grammar`, `text:FILE`, `tokens:DIR`. Paths become absolute (a worker starts
/// elsewhere); whether they exist is openCorpus' question.
Result<DataSpec> parseDataArgument(std::string_view argument);
/// `path` is the object's place in its document, for messages ("data").
Result<DataSpec> dataFromJson(const Json& object, const std::string& path = "data");
Json dataToJson(const DataSpec& spec);

/// A read-only run of tokens, owned by the Corpus it came from: pieces of 16 or 32 bits, in order, as if they were one
/// array.
class TokenView {
 public:
  using Piece16 = std::span<const std::uint16_t>;
  using Piece32 = std::span<const std::uint32_t>;

  void append(Piece16 piece);
  void append(Piece32 piece);
  std::int64_t size() const { return m_size; }
  /// Copies tokens [offset, offset + out.size()) as int64, the type of LibTorch's indices. The range must lie inside.
  void copyTo(std::int64_t offset, std::span<std::int64_t> out) const;
  TokenView part(std::int64_t offset, std::int64_t size) const;

 private:
  struct Piece {
    std::int64_t begin = 0, end = 0;
    const std::uint16_t* small = nullptr;
    const std::uint32_t* large = nullptr;
  };
  std::vector<Piece> m_pieces;
  std::int64_t m_size = 0;
};

/// Text ↔ ids. Characters: the sorted distinct code points of the corpus are the ids from 0. Bytes: 256 ids.
struct Tokenizer {
  TokenizerKind kind = TokenizerKind::None;
  std::vector<char32_t> characters;

  /// Refuses a character that the corpus does not have, and any text when kind is None.
  Result<std::vector<std::int64_t>> encode(std::string_view text) const;
  Result<std::string> decode(std::span<const std::int64_t> ids) const;
  /// {"kind": "characters", "characters": "\n !…"} · {"kind": "bytes"} · {"kind": "none"}
  Json toJson() const;
  bool operator==(const Tokenizer&) const = default;
};

/// Opened data. A value: copies share the tokens (memory or mapped files), which live as long as any copy.
struct Corpus {
  DataSpec spec;
  std::int64_t vocabulary = 0;
  Tokenizer tokenizer;
  TokenView training;    ///< the first ⌊0.9·n⌋ tokens, or the train files of a folder that has val files
  TokenView validation;  ///< the rest
  std::string hash;      ///< content, split and vocabulary; not the files' names
  /// Grammar only: the exact entropy rate, nats a token. No model can have a lower expected loss, whatever its context.
  std::optional<double> entropyRate;

  std::shared_ptr<const void> storage;  ///< keeps the views alive
};

Result<Corpus> openCorpus(const DataSpec& spec);

/// The exact expected loss (nats a token) of the best predictor that sees windows of `context` tokens cut at random
/// places: position t is predicted from t − 1 … `context` tokens. Only where the source's law is known (grammar).
std::optional<double> lossFloor(const Corpus& corpus, std::int64_t context);

/// BadInput with a sentence when a model of `vocabulary` tokens cannot take this corpus ("vocab 60 is smaller than …").
Result<void> checkVocabulary(const Corpus& corpus, std::int64_t vocabulary);

}  // namespace headroom

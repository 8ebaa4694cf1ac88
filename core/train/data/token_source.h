// Where training tokens come from: the embedded grammar, text files, or ready-made token files. One description, one
// Corpus.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/train/data/token_view.h"
#include "core/train/data/tokenizer.h"

namespace headroom {

enum class DataSource { Grammar, Text, Tokens };

/// What a run trains on, as run.json stores it: {"source": "text", "files": ["/…/a.txt"], "tokenizer": "characters"}.
/// With byte pairs: "tokenizer": "bpe", "vocab": 1024 (trained on the training part), or "tokenizer":
/// "/…/tokenizer.json", "tokenizer_hash": "…" (read).
struct DataSpec {
  DataSource source = DataSource::Grammar;
  std::vector<std::string> files;                       ///< text: one or more files; tokens: one folder; grammar: none
  TokenizerKind tokenizer = TokenizerKind::Characters;  ///< None with tokens, and only there; Bpe with text alone
  std::string tokenizerFile;                            ///< Bpe: where it is read from; "" = trained
  std::string tokenizerHash;                            ///< of that file, once it was read; "" = not known yet
  std::int64_t vocab = 0;                               ///< Bpe, trained: tokens at most; 0 elsewhere
  bool operator==(const DataSpec&) const = default;
};

constexpr std::int64_t kDefaultBpeVocab = 1024;

/// The form of the command line: `grammar`, `text:FILE`, `tokens:DIR`. Paths become absolute (a worker starts
/// elsewhere); whether they exist is openCorpus' question.
Result<DataSpec> parseDataArgument(std::string_view argument);
/// `path` is the object's place in its document, for messages ("data").
Result<DataSpec> dataFromJson(const Json& object, const std::string& path = "data");
Json dataToJson(const DataSpec& spec);
/// `--set tokenizer=…` on top of --data: characters, bytes, bpe or a file (made absolute). With bpe an explicit `vocab`
/// is how many tokens are trained; elsewhere it concerns the model alone. Other settings are passed over.
Result<DataSpec> withDataSettings(const DataSpec& spec,
                                  const std::vector<std::pair<std::string, std::string>>& settings);

/// Opened data. A value: copies share the tokens (memory or mapped files), which live as long as any copy.
struct Corpus {
  DataSpec spec;
  std::int64_t vocabulary = 0;
  Tokenizer tokenizer;
  /// The first ⌊0.9·n⌋ tokens, or the train files of a folder that has val files. With Bpe the tokens of the first
  /// ⌊0.9·n⌋ bytes (less up to three, so that no character is cut): the same text validates whatever the tokenizer.
  TokenView training;
  TokenView validation;  ///< the rest
  std::string hash;      ///< content, split and vocabulary; not the files' names
  /// Grammar only: the exact entropy rate, nats a token. No model can have a lower expected loss, whatever its context.
  std::optional<double> entropyRate;

  std::shared_ptr<const void> storage;  ///< keeps the views alive
};

/// With `trained` a Bpe text is read with that tokenizer, instead of one that is trained or read from a file.
/// Refuses a tokenizer file whose hash is not the spec's; the corpus' spec holds the hash.
Result<Corpus> openCorpus(const DataSpec& spec, const Tokenizer* trained = nullptr);

/// The exact expected loss (nats a token) of the best predictor that sees windows of `context` tokens cut at random
/// places: position t is predicted from t − 1 … `context` tokens. Only where the source's law is known (grammar).
std::optional<double> lossFloor(const Corpus& corpus, std::int64_t context);

/// BadInput with a sentence when a model of `vocabulary` tokens cannot take this corpus ("vocab 60 is smaller than …").
Result<void> checkVocabulary(const Corpus& corpus, std::int64_t vocabulary);

}  // namespace headroom

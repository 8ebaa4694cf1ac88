// Where training tokens come from: the embedded grammar, text files, or ready-made token files. One description, one
// Corpus.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/train/data/token_view.h"
#include "core/train/data/tokenizer.h"

namespace headroom {

enum class DataSource { Grammar, Text, Tokens };

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

// Opens a corpus: grammar, text or token files.
#include "core/train/data/token_source.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/files.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/train/data/byte_pair_trainer.h"
#include "core/train/data/grammar.h"
#include "core/train/data/token_files.h"
#include "core/train/data/tokenizer_files.h"

namespace headroom {
namespace {

// 4 M characters: a nano run of a minute sees about 2 M, so it hardly meets a window twice.
constexpr std::size_t kGrammarCharacters = 4'000'000;
constexpr std::uint64_t kGrammarSeed = 1;
// 256 windows of 128: an evaluation costs about three training steps of a nano run, so that curves have many points.
constexpr std::int64_t kGrammarValidation = 32'769;
constexpr std::uint64_t kTextLimit = std::uint64_t{16} << 30;

/// The first nine tenths train, the last tenth validates.
void split(Corpus& corpus, const TokenView& all) {
  const std::int64_t training = all.size() / 10 * 9 + all.size() % 10 * 9 / 10;  // ⌊0.9 n⌋ without overflow
  corpus.training = all.part(0, training);
  corpus.validation = all.part(training, all.size() - training);
}

std::string hashOf(const Corpus& corpus, const std::string& content) {
  return hash128(content + "|" + std::to_string(corpus.training.size()) + "|" +
                 std::to_string(corpus.validation.size()) + "|" + std::to_string(corpus.vocabulary));
}

/// The rank of every code point among the distinct ones.
std::vector<std::uint32_t> rank(const std::vector<char32_t>& points, std::vector<char32_t>& characters) {
  constexpr std::size_t kCodePoints = 0x110000;
  std::vector<std::uint32_t> ids(kCodePoints, 0);
  for (const char32_t point : points) ids[point] = 1;
  for (std::size_t point = 0; point < kCodePoints; ++point) {
    if (ids[point] == 0) continue;
    ids[point] = static_cast<std::uint32_t>(characters.size());
    characters.push_back(static_cast<char32_t>(point));
  }
  return ids;
}

template <class Token>
void hold(Corpus& corpus, std::vector<Token> tokens) {
  const auto storage = std::make_shared<const std::vector<Token>>(std::move(tokens));
  TokenView all;
  all.append(std::span<const Token>(*storage));
  corpus.storage = storage;
  split(corpus, all);
}

/// ⌊0.9·n⌋ bytes, or up to three fewer, so that no UTF-8 character is cut.
std::size_t trainingBytes(std::string_view text) {
  const std::size_t nine = text.size() / 10 * 9 + text.size() % 10 * 9 / 10;
  for (std::size_t cut = nine; cut + 4 > nine && cut > 0 && cut < text.size(); --cut)
    if ((static_cast<unsigned char>(text[cut]) & 0xC0) != 0x80) return cut;
  return nine;  // not UTF-8
}

TokenView held(std::vector<std::uint32_t> tokens, std::int64_t vocabulary,
               std::vector<std::shared_ptr<const void>>& storage) {
  TokenView view;
  const auto hold = [&]<class Token>(std::shared_ptr<const std::vector<Token>> kept) {
    view.append(std::span<const Token>(*kept));
    storage.push_back(std::move(kept));
  };
  if (vocabulary <= 0x10000)
    hold(std::make_shared<const std::vector<std::uint16_t>>(tokens.begin(), tokens.end()));
  else
    hold(std::make_shared<const std::vector<std::uint32_t>>(std::move(tokens)));
  return view;
}

/// Byte pairs: given, read from a file, or trained on the first nine tenths of the text.
Result<Corpus> inBytePairs(const DataSpec& spec, const std::string& text, const Tokenizer* given) {
  Corpus corpus;
  corpus.spec = spec;
  const std::string_view whole = text, training = whole.substr(0, trainingBytes(text));
  if (given) {
    corpus.tokenizer = *given;
  } else if (!spec.tokenizerFile.empty()) {
    HEADROOM_ASSIGN(TokenizerFile file, readTokenizer(spec.tokenizerFile));
    if (!spec.tokenizerHash.empty() && spec.tokenizerHash != file.hash)
      return badInput("The tokenizer " + inQuotes(spec.tokenizerFile, 200) +
                      " has changed since this run was defined, so its ids are others; put the old file back or start "
                      "a new run.");
    corpus.spec.tokenizerHash = file.hash;
    corpus.tokenizer = std::move(file.tokenizer);
  } else {
    HEADROOM_ASSIGN(auto pairs, BytePairs::create(trainBytePairs(training, spec.vocab)));
    corpus.tokenizer = {TokenizerKind::Bpe, {}, std::move(pairs)};
  }
  const BytePairs& pairs = *corpus.tokenizer.pairs;
  corpus.vocabulary = pairs.size();
  const auto storage = std::make_shared<std::vector<std::shared_ptr<const void>>>();
  HEADROOM_ASSIGN(std::vector<std::uint32_t> first, pairs.encode(training));
  corpus.training = held(std::move(first), corpus.vocabulary, *storage);
  HEADROOM_ASSIGN(std::vector<std::uint32_t> rest, pairs.encode(whole.substr(training.size())));
  corpus.validation = held(std::move(rest), corpus.vocabulary, *storage);
  corpus.storage = storage;
  corpus.hash = hashOf(corpus, hash128(text) + "|" + hash128(dump(corpus.tokenizer.toJson())));
  return corpus;
}

/// `text` is UTF-8 where the tokenizer is Characters.
Corpus fromText(const DataSpec& spec, const std::string& text) {
  Corpus corpus;
  corpus.spec = spec;
  corpus.tokenizer.kind = spec.tokenizer;
  if (spec.tokenizer == TokenizerKind::Bytes) {
    corpus.vocabulary = 256;
    std::vector<std::uint16_t> tokens(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) tokens[i] = static_cast<unsigned char>(text[i]);
    hold(corpus, std::move(tokens));
  } else {
    const std::vector<char32_t> points = codePoints(text);
    const std::vector<std::uint32_t> ids = rank(points, corpus.tokenizer.characters);
    corpus.vocabulary = static_cast<std::int64_t>(corpus.tokenizer.characters.size());
    const auto tokensAs = [&]<class Token>(std::vector<Token> tokens) {
      for (std::size_t i = 0; i < points.size(); ++i) tokens[i] = static_cast<Token>(ids[points[i]]);
      hold(corpus, std::move(tokens));
    };
    if (corpus.vocabulary <= 0x10000)
      tokensAs(std::vector<std::uint16_t>(points.size()));
    else
      tokensAs(std::vector<std::uint32_t>(points.size()));
  }
  corpus.hash = hashOf(corpus, hash128(text));
  return corpus;
}

Result<Corpus> openText(const DataSpec& spec, const Tokenizer* trained) {
  std::string text;
  for (const std::string& path : spec.files) {
    HEADROOM_ASSIGN(const std::string part, readFile(path, kTextLimit));
    const std::string name = inQuotes(path, 200);
    if (part.empty()) return badInput("The text file " + name + " is empty; give one with text in it.");
    if (spec.tokenizer == TokenizerKind::Characters && !isUtf8(part))
      return badInput("The text file " + name + " is not UTF-8; convert it, or use --set tokenizer=bytes.");
    text += part;
  }
  if (spec.tokenizer == TokenizerKind::Bpe) return inBytePairs(spec, text, trained);
  return fromText(spec, text);
}

Result<Corpus> openTokens(const DataSpec& spec) {
  HEADROOM_ASSIGN(const TokenFolder folder, listTokenFolder(spec.files.front()));
  Corpus corpus;
  corpus.spec = spec;
  std::string content;
  const auto mappings = std::make_shared<std::vector<std::shared_ptr<const void>>>();
  const auto add = [&](const std::vector<std::filesystem::path>& paths, TokenView& view) -> Result<void> {
    for (const std::filesystem::path& path : paths) {
      HEADROOM_ASSIGN(const TokenFile file, openTokenFile(path));
      view.append(file.tokens);
      corpus.vocabulary = std::max(corpus.vocabulary, file.vocabulary);
      content += hash128(file.bytes);
      mappings->push_back(file.mapping);
    }
    return {};
  };
  TokenView training;
  HEADROOM_TRY(add(folder.training, training));
  HEADROOM_TRY(add(folder.validation, corpus.validation));
  if (folder.validation.empty())
    split(corpus, training);
  else
    corpus.training = training;
  corpus.storage = mappings;
  corpus.hash = hashOf(corpus, content);
  return corpus;
}

}  // namespace

Result<Corpus> openCorpus(const DataSpec& spec, const Tokenizer* trained) {
  switch (spec.source) {
    case DataSource::Text:
      return openText(spec, trained);
    case DataSource::Tokens:
      return openTokens(spec);
    case DataSource::Grammar:
      break;
  }
  const Grammar grammar = defaultGrammar();
  Corpus corpus = fromText(spec, grammarText(grammar, kGrammarSeed, kGrammarCharacters));
  corpus.validation = corpus.validation.part(0, kGrammarValidation);
  corpus.entropyRate = entropyRate(grammar);
  return corpus;
}

std::optional<double> lossFloor(const Corpus& corpus, std::int64_t context) {
  if (corpus.spec.source != DataSource::Grammar || context < 1) return {};
  const std::vector<double> entropies = contextEntropies(defaultGrammar(), static_cast<std::size_t>(context));
  return std::accumulate(entropies.begin() + 1, entropies.end(), 0.0) / static_cast<double>(context);
}

Result<void> checkVocabulary(const Corpus& corpus, std::int64_t vocabulary) {
  if (vocabulary >= corpus.vocabulary) return {};
  return badInput("vocab " + std::to_string(vocabulary) + " is smaller than the data's " +
                  std::to_string(corpus.vocabulary) + " tokens; leave it out or set vocab to at least " +
                  std::to_string(corpus.vocabulary) + ".");
}

}  // namespace headroom

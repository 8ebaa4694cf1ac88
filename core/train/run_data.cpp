#include "core/train/run_data.h"

#include <optional>

#include "core/base/files.h"
#include "core/base/text.h"
#include "core/train/data/tokenizer_files.h"

namespace headroom {
namespace {

std::filesystem::path tokenizerIn(const RunFolder& folder) {
  return folder.path() / kRunTokenizer;
}

Result<std::optional<RunTokenizer>> stored(const RunFolder& folder) {
  const std::filesystem::path path = tokenizerIn(folder);
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::optional<RunTokenizer>();
  HEADROOM_ASSIGN(const Json document, readJson(path.string()));
  HEADROOM_ASSIGN(RunTokenizer run, runTokenizerFrom(document, path.string()));
  return std::optional(std::move(run));
}

}  // namespace

Result<Corpus> openRunData(const RunFolder& folder, const DataSpec& spec) {
  HEADROOM_ASSIGN(const std::optional<RunTokenizer> known, stored(folder));
  if (known && (known->tokenizer.kind == TokenizerKind::Bpe) != (spec.tokenizer == TokenizerKind::Bpe))
    return badInput(inQuotes(tokenizerIn(folder).string(), 200) +
                    " is not the tokenizer that this run's data name; remove it or start a new run.");
  HEADROOM_ASSIGN(Corpus corpus, openCorpus(spec, known ? &known->tokenizer : nullptr));
  if (known && known->dataHash != corpus.hash)
    return badInput("The data of this run" + (spec.files.empty() ? "" : " in " + inQuotes(spec.files.front(), 200)) +
                    " have changed since it began; put the old ones back or start a new run.");
  if (!known)
    HEADROOM_TRY(replaceFile(tokenizerIn(folder), dump(toJson(RunTokenizer{corpus.tokenizer, corpus.hash})) + "\n"));
  return corpus;
}

Result<Tokenizer> tokenizerOfRun(const RunFolder& folder, const DataSpec& spec) {
  HEADROOM_ASSIGN(const std::optional<RunTokenizer> known, stored(folder));
  if (known) return known->tokenizer;
  HEADROOM_ASSIGN(const Corpus corpus, openCorpus(spec));
  return corpus.tokenizer;
}

}  // namespace headroom

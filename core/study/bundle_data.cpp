#include "core/study/bundle_data.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/study/bundle_manifest.h"
#include "core/train/data/token_files.h"
#include "core/train/data/token_source.h"
#include "core/train/data/tokenizer_files.h"

namespace headroom {
namespace fs = std::filesystem;
namespace {

constexpr const char* kRunTokenizer = "tokenizer.json";  // in a run's folder, written by its first attempt

Result<RunTokenizer> tokenizerOf(const RunFolder& run) {
  const fs::path path = run.path() / kRunTokenizer;
  HEADROOM_ASSIGN(const Json document, readJson(path.string()));
  return runTokenizerFrom(document, path.string());
}

std::vector<std::string> filesIn(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    files.push_back(at->path().string());
  std::sort(files.begin(), files.end());  // by number
  return files;
}

/// The same data in a bundle's copies; nothing where there are none.
std::optional<DataSpec> inCopies(DataSpec spec, const fs::path& copies) {
  switch (spec.source) {
    case DataSource::Grammar:
      return {};
    case DataSource::Text:
      spec.files = filesIn(copies / "text");
      if (spec.files.empty()) return {};
      break;
    case DataSource::Tokens:
      spec.files = {(copies / "tokens").string()};
      if (filesIn(spec.files.front()).empty()) return {};
      break;
  }
  if (spec.tokenizerFile.empty()) return spec;
  const std::vector<std::string> tokenizers = filesIn(copies / "tokenizer");
  if (tokenizers.empty()) return {};
  spec.tokenizerFile = tokenizers.front();
  return spec;
}

}  // namespace

Result<DataFiles> dataFilesOf(const Json& data, const std::string& hash) {
  HEADROOM_ASSIGN(const DataSpec spec, dataFromJson(data));
  DataFiles found;
  const auto add = [&](const fs::path& source, const std::string& kind) -> Result<void> {
    std::error_code error;
    const std::uintmax_t size = fs::is_regular_file(source, error) ? fs::file_size(source, error) : 0;
    if (error || !fs::is_regular_file(source, error))
      return badInput("the file " + inQuotes(source.string(), 200) + " cannot be read");
    std::string number = std::to_string(found.files.size());
    number.insert(0, 4 - std::min<std::size_t>(number.size(), 4), '0');
    found.files.push_back(
        {source, "data/" + hash + "/" + kind + "/" + number + "-" + portableName(source.filename().string())});
    found.bytes += size;
    return {};
  };
  if (spec.source == DataSource::Tokens) {
    HEADROOM_ASSIGN(const TokenFolder folder, listTokenFolder(spec.files.front()));
    for (const auto* paths : {&folder.training, &folder.validation})
      for (const fs::path& path : *paths) HEADROOM_TRY(add(path, "tokens"));
  } else {
    for (const std::string& file : spec.files) HEADROOM_TRY(add(file, "text"));
  }
  if (!spec.tokenizerFile.empty()) HEADROOM_TRY(add(spec.tokenizerFile, "tokenizer"));
  return found;
}

Result<void> checkData(const Json& data, const std::string& hash, const RunFolder* run) {
  HEADROOM_ASSIGN(const DataSpec spec, dataFromJson(data));
  const auto known = run ? tokenizerOf(*run) : badInput("");
  HEADROOM_ASSIGN(const Corpus corpus, openCorpus(spec, known ? &known->tokenizer : nullptr));
  if (corpus.hash == hash) return {};
  return badInput("the files are no longer those that were trained on");
}

std::string dataHashOf(const RunFolder& run) {
  const auto known = tokenizerOf(run);
  return known ? known->dataHash : "";
}

Result<Json> dataHere(const Json& data, const std::string& hash, const fs::path& databaseFolder) {
  HEADROOM_ASSIGN(const DataSpec spec, dataFromJson(data));
  const auto original = openCorpus(spec);
  if (original && (hash.empty() || original->hash == hash)) return data;
  if (spec.source == DataSource::Grammar)
    return badInput(
        "The grammar of this program writes another text than the one that was trained on; use the "
        "program that the study was made with.");
  const fs::path copies = databaseFolder / "data" / hash;
  if (const auto here = hash.empty() ? std::nullopt : inCopies(spec, copies)) {
    const auto corpus = openCorpus(*here);
    if (corpus && corpus->hash == hash) return dataToJson(*here);
  }
  return badInput("The data of this study are not on this machine: " + inQuotes(spec.files.front(), 200) +
                  (original ? " holds something else" : " cannot be read") + ", and no bundle brought them; put the " +
                  "file there as it was.");
}

}  // namespace headroom

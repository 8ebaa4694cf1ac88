// DataSpec as the command line and run.json write it.
#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <utility>

#include "core/base/json_reader.h"
#include "core/base/text.h"
#include "core/train/data/token_source.h"
#include "core/train/data/tokenizer_files.h"

namespace headroom {
namespace {

constexpr std::array<std::pair<DataSource, const char*>, 3> kSources{
    {{DataSource::Grammar, "grammar"}, {DataSource::Text, "text"}, {DataSource::Tokens, "tokens"}}};
constexpr std::array<std::pair<TokenizerKind, const char*>, 4> kTokenizers{{{TokenizerKind::None, "none"},
                                                                            {TokenizerKind::Characters, "characters"},
                                                                            {TokenizerKind::Bytes, "bytes"},
                                                                            {TokenizerKind::Bpe, "bpe"}}};
constexpr std::int64_t kLeastVocab = 256, kMostVocab = 1'000'000;  // every byte is a token; nobody trains more

template <class Names>
std::vector<std::string> namesOf(const Names& names) {
  std::vector<std::string> result;
  for (const auto& entry : names) result.emplace_back(entry.second);
  return result;
}

template <class Names, class Value>
const char* nameOf(const Names& names, Value value) {
  return std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.first == value; })->second;
}

template <class Names>
auto valueOf(const Names& names, const std::string& name) {
  const auto found = std::find_if(names.begin(), names.end(), [&](const auto& entry) { return entry.second == name; });
  return found == names.end() ? names.front().first : found->first;  // the reader has refused other names
}

Result<std::string> absolutePath(std::string_view given) {
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(given, error);
  if (error) return failed("The current folder cannot be read, so " + inQuotes(given) + " has no place.");
  return absolute.lexically_normal().string();
}

Result<void> checkFiles(const DataSpec& spec, const std::string& where) {
  switch (spec.source) {
    case DataSource::Grammar:
      if (!spec.files.empty()) return badInput(where + ": grammar takes no files; use text:FILE to train on a file.");
      return {};
    case DataSource::Text:
      if (spec.files.empty()) return badInput(where + ": text needs a file; write text:FILE.");
      return {};
    case DataSource::Tokens:
      if (spec.files.size() != 1) return badInput(where + ": tokens needs one folder of .bin files; write tokens:DIR.");
      return {};
  }
  return {};
}

/// "tokenizer" and the keys that go with it.
void readTokenizer(JsonReader& reader, DataSpec& spec) {
  const auto among = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  const std::vector<std::string> allowed = spec.source == DataSource::Tokens ? std::vector<std::string>{"none"}
                                           : spec.source == DataSource::Text
                                               ? std::vector<std::string>{"characters", "bytes", "bpe"}
                                               : std::vector<std::string>{"characters", "bytes"};
  const std::string name = reader.text("tokenizer", allowed.front());
  if (among(allowed, name)) {
    spec.tokenizer = valueOf(kTokenizers, name);
    if (spec.tokenizer == TokenizerKind::Bpe)
      spec.vocab = reader.integer("vocab", kDefaultBpeVocab, kLeastVocab, kMostVocab);
  } else if (spec.source == DataSource::Text && namesTokenizerFile(name)) {
    spec.tokenizer = TokenizerKind::Bpe;
    spec.tokenizerFile = name;
    spec.tokenizerHash = reader.text("tokenizer_hash", "");
  } else if (spec.source == DataSource::Grammar && (name == "bpe" || namesTokenizerFile(name))) {
    // The grammar's entropy is known a character; a token of several has another.
    reader.fail("tokenizer", "the grammar is learnt by characters; use --data text:FILE for byte pairs.");
  } else {
    reader.fail("tokenizer",
                inQuotes(name) + " is not known; try " + listed(allowed, "or") +
                    (spec.source == DataSource::Text ? ", or the path of a tokenizer.json or .tiktoken file." : "."));
  }
}

}  // namespace

Result<DataSpec> parseDataArgument(std::string_view argument) {
  const std::size_t colon = argument.find(':');
  const std::string source(argument.substr(0, colon));
  const std::vector<std::string> known = namesOf(kSources);
  if (std::find(known.begin(), known.end(), source) == known.end()) {
    const std::string near = nearest(source, known);
    return badInput("The data source " + inQuotes(source) + " is not known; " +
                    (near.empty() ? "try grammar, text:FILE or tokens:DIR." : "did you mean " + inQuotes(near) + "?"));
  }
  DataSpec spec;
  spec.source = valueOf(kSources, source);
  if (spec.source == DataSource::Tokens) spec.tokenizer = TokenizerKind::None;
  if (colon != std::string_view::npos && colon + 1 < argument.size()) {
    HEADROOM_ASSIGN(std::string file, absolutePath(argument.substr(colon + 1)));
    spec.files.push_back(std::move(file));
  }
  HEADROOM_TRY(checkFiles(spec, "--data " + inQuotes(argument)));
  return spec;
}

Result<DataSpec> dataFromJson(const Json& object, const std::string& path) {
  JsonReader reader(object, path);
  DataSpec spec;
  spec.source = valueOf(kSources, reader.choice("source", namesOf(kSources)));
  readTokenizer(reader, spec);
  if (const Json* files = reader.array("files")) {
    for (const Json& file : *files) {
      if (file.is_string())
        spec.files.push_back(file.get<std::string>());
      else
        reader.fail("files", inQuotes(dump(file)) + " is not a text; write the path in quotes.");
    }
  }
  HEADROOM_TRY(reader.finish());
  HEADROOM_TRY(checkFiles(spec, path));
  return spec;
}

Json dataToJson(const DataSpec& spec) {
  Json object = {{"source", nameOf(kSources, spec.source)}};
  if (!spec.files.empty()) object["files"] = spec.files;
  if (spec.source == DataSource::Tokens) return object;
  object["tokenizer"] = spec.tokenizerFile.empty() ? nameOf(kTokenizers, spec.tokenizer) : spec.tokenizerFile;
  if (!spec.tokenizerHash.empty()) object["tokenizer_hash"] = spec.tokenizerHash;
  if (spec.vocab > 0) object["vocab"] = spec.vocab;
  return object;
}

Result<DataSpec> withDataSettings(const DataSpec& spec,
                                  const std::vector<std::pair<std::string, std::string>>& settings) {
  Json object = dataToJson(spec);
  std::string vocab;
  bool given = false;
  for (const auto& [key, value] : settings) {
    if (key == "vocab") vocab = value;
    if (key != "tokenizer") continue;
    given = true;
    object["tokenizer"] = value;
    if (!namesTokenizerFile(value)) continue;
    HEADROOM_ASSIGN(object["tokenizer"], absolutePath(value));
  }
  if (!given) return spec;
  object.erase("vocab");
  object.erase("tokenizer_hash");
  if (object["tokenizer"] == "bpe" && !vocab.empty()) {
    std::int64_t tokens = 0;
    const auto [end, error] = std::from_chars(vocab.data(), vocab.data() + vocab.size(), tokens);
    if (error != std::errc() || end != vocab.data() + vocab.size())
      return badInput("vocab: " + inQuotes(vocab) + " is not a whole number, which tokenizer=bpe needs; try " +
                      std::to_string(kDefaultBpeVocab) + ".");
    object["vocab"] = tokens;
  }
  return dataFromJson(object, "");
}

}  // namespace headroom

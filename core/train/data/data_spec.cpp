// DataSpec as the command line and run.json write it.
#include <algorithm>
#include <array>
#include <utility>

#include "core/base/json_reader.h"
#include "core/base/text.h"
#include "core/train/data/token_source.h"

namespace headroom {
namespace {

constexpr std::array<std::pair<DataSource, const char*>, 3> kSources{
    {{DataSource::Grammar, "grammar"}, {DataSource::Text, "text"}, {DataSource::Tokens, "tokens"}}};
constexpr std::array<std::pair<TokenizerKind, const char*>, 3> kTokenizers{
    {{TokenizerKind::None, "none"}, {TokenizerKind::Characters, "characters"}, {TokenizerKind::Bytes, "bytes"}}};

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
    std::error_code error;
    const std::filesystem::path given(argument.substr(colon + 1)), absolute = std::filesystem::absolute(given, error);
    if (error) return failed("The current folder cannot be read, so " + inQuotes(given.string()) + " has no place.");
    spec.files.push_back(absolute.lexically_normal().string());
  }
  HEADROOM_TRY(checkFiles(spec, "--data " + inQuotes(argument)));
  return spec;
}

Result<DataSpec> dataFromJson(const Json& object, const std::string& path) {
  JsonReader reader(object, path);
  DataSpec spec;
  spec.source = valueOf(kSources, reader.choice("source", namesOf(kSources)));
  const bool tokens = spec.source == DataSource::Tokens;
  const std::vector<std::string> allowed =
      tokens ? std::vector<std::string>{"none"} : std::vector<std::string>{"characters", "bytes"};
  spec.tokenizer = valueOf(kTokenizers, reader.choice("tokenizer", allowed, allowed.front()));
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
  if (spec.source != DataSource::Tokens) object["tokenizer"] = nameOf(kTokenizers, spec.tokenizer);
  return object;
}

}  // namespace headroom

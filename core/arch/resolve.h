// From what a person asks (template, scale, arms, settings) to the one resolved model and recipe that run.json stores.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/arch/architecture.h"
#include "core/arch/recipe.h"

namespace headroom {

/// Where templates, scales, arms and recipes are read from (they are compiled in from resources/; the list is ordered).
struct Library {
  struct Document {
    std::string name;  // "gpt2", "paper/none"
    std::string json;
    std::string path;  // below resources/: "templates/gpt2.json"
  };
  std::vector<Document> templates, scales, arms, recipes, studies;
};
const Library& builtinLibrary();

struct ModelRequest {
  std::string model;  // a template's name or a file
  std::string scale;  // "" = the template's own sizes
  std::vector<std::string> arms;
  std::string recipe;                                         // "" = default
  std::vector<std::pair<std::string, std::string>> settings;  // --set key=value, in order
  std::optional<std::int64_t> dataVocab;  // replaces the template's vocab unless --set vocab is given
};

struct ResolvedModel {
  Architecture architecture;
  Recipe recipe;
  Json dataSettings = Json::object();  // tokenizer …: keys that belong to the data
};
/// Order: template ← scale ← arms ← settings. Unknown keys, names and values are BadInput with what to try.
Result<ResolvedModel> resolve(const ModelRequest& request);
/// A model must have a row for every token of its data.
Result<void> checkVocab(std::int64_t modelVocab, std::int64_t dataVocab);

}  // namespace headroom

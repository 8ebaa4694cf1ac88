#include "ui/models/demo.h"

#include "core/arch/resolve.h"
#include "core/train/data/token_source.h"

namespace headroom {

Result<std::vector<RunDefinition>> demoDefinitions() {
  const DataSpec data{.source = DataSource::Grammar};
  HEADROOM_ASSIGN(const Corpus corpus, openCorpus(data));
  std::vector<RunDefinition> definitions;
  for (const std::vector<std::string>& arms : {std::vector<std::string>{}, std::vector<std::string>{"layernorm"}}) {
    HEADROOM_ASSIGN(const ResolvedModel resolved,
                    resolve({.model = "paper/none", .scale = "nano", .arms = arms, .dataVocab = corpus.vocabulary}));
    definitions.push_back({.name = arms.empty() ? "demo-baseline" : "demo-" + arms.front(),
                           .asked = {.model = "paper/none", .scale = "nano", .arms = arms},
                           .architecture = toJson(resolved.architecture),
                           .recipe = toJson(resolved.recipe),
                           .data = dataToJson(corpus.spec),
                           .seed = 1,
                           .steps = resolved.recipe.steps,
                           .numerics = numericsHere()});
  }
  return definitions;
}

}  // namespace headroom

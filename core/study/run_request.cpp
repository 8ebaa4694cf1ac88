#include "core/study/run_request.h"

#include <filesystem>

#include "core/train/data/sampler.h"

namespace headroom {

Result<Corpus> openCorpusFor(const std::string& data,
                             const std::vector<std::pair<std::string, std::string>>& settings) {
  HEADROOM_ASSIGN(DataSpec spec, parseDataArgument(data));
  HEADROOM_ASSIGN(spec, withDataSettings(spec, settings));
  return openCorpus(spec);
}

std::string deviceFor(const std::string& wanted) {
  if (wanted != "auto") return wanted;
  std::error_code problem;
  return std::filesystem::exists("/dev/nvidiactl", problem) ? "auto" : "cpu";
}

Result<RequestedModel> requestedModel(ModelRequest request, const Corpus& corpus, Vocabulary vocabulary) {
  if (vocabulary == Vocabulary::OfData) request.dataVocab = corpus.vocabulary;
  HEADROOM_ASSIGN(ResolvedModel resolved, resolve(request));
  HEADROOM_ASSIGN(const auto sizes, resolveSizes(resolved.architecture));
  if (const auto vocab = sizes.find("vocab"); vocab != sizes.end())
    HEADROOM_TRY(checkVocabulary(corpus, vocab->second));
  if (const auto context = sizes.find("context"); context != sizes.end())
    if (const auto sampler = Sampler::create(corpus, context->second, 0); !sampler) return sampler.error();
  HEADROOM_ASSIGN(Graph graph, build(resolved.architecture, {.dropout = resolved.recipe.dropout}));
  HEADROOM_ASSIGN(ModelCost cost, modelCost(graph, resolved.recipe));
  return RequestedModel{std::move(request), std::move(resolved), std::move(graph), std::move(cost)};
}

RunDefinition definitionOf(const RequestedModel& model, const Corpus& corpus, std::uint64_t seed,
                           const std::string& device) {
  const ModelRequest& request = model.request;
  RunDefinition definition;
  definition.asked = {request.model, request.scale, request.arms, request.recipe, Json::object()};
  for (const auto& [key, value] : request.settings) definition.asked.settings[key] = value;
  if (!corpus.spec.tokenizerFile.empty())  // from any folder
    definition.asked.settings["tokenizer"] = corpus.spec.tokenizerFile;
  definition.architecture = toJson(model.resolved.architecture);
  definition.recipe = toJson(model.resolved.recipe);
  definition.data = dataToJson(corpus.spec);
  definition.seed = seed;
  definition.steps = model.resolved.recipe.steps;
  definition.numerics = numericsHere(deviceFor(device));
  return definition;
}

}  // namespace headroom

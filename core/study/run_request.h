// From a request for a model, data and a seed to a run's complete definition: everything that can be found wrong is
// found before a run exists.
#pragma once

#include <string>

#include "core/arch/cost.h"
#include "core/arch/resolve.h"
#include "core/runs/run_definition.h"
#include "core/train/data/token_source.h"

namespace headroom {

/// Opens `data` ("grammar", "text:FILE" …) with the tokenizer that the settings name.
Result<Corpus> openCorpusFor(const std::string& data, const std::vector<std::pair<std::string, std::string>>& settings);

/// "auto" where this machine has an NVIDIA card (whether a worker can use it is its own question), else "cpu".
std::string deviceFor(const std::string& wanted);

/// A request resolved with a corpus' vocabulary, and what it costs. BadInput where model and data do not fit.
struct RequestedModel {
  ModelRequest request;
  ResolvedModel resolved;
  Graph graph;
  ModelCost cost;
};
enum class Vocabulary : std::uint8_t { OfData, OfModel };  // which sets the model's, unless --set vocab does
Result<RequestedModel> requestedModel(ModelRequest request, const Corpus& corpus,
                                      Vocabulary vocabulary = Vocabulary::OfData);

/// With name, seed and steps of the recipe; on this machine.
RunDefinition definitionOf(const RequestedModel& model, const Corpus& corpus, std::uint64_t seed,
                           const std::string& device);

}  // namespace headroom

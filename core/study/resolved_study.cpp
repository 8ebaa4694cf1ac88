#include "core/study/resolved_study.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/arch/architecture.h"
#include "core/base/hash.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"

namespace headroom {
namespace {

/// What is read from a cell's recipe later has the type that is expected there.
bool isRecipe(const Json& recipe) {
  if (!recipe.is_object()) return false;
  const auto all = [&](std::initializer_list<const char*> keys, bool (*right)(const Json&)) {
    return std::all_of(keys.begin(), keys.end(), [&](const char* key) {
      const auto found = recipe.find(key);
      return found == recipe.end() || right(*found);
    });
  };
  return all({"learning_rate", "min_learning_rate", "dropout"}, [](const Json& value) { return value.is_number(); }) &&
         all({"warmup", "batch"}, [](const Json& value) { return value.is_number_integer(); }) &&
         all({"schedule"}, [](const Json& value) { return value.is_string(); });
}

}  // namespace

double ResolvedCell::learningRate() const {
  return base.recipe.value("learning_rate", 0.0);
}

std::int64_t ResolvedCell::context() const {
  const auto architecture = architectureFromJson(base.architecture, scale);
  const auto sizes = architecture ? resolveSizes(*architecture) : architecture.error();
  return sizes && sizes->contains("context") ? sizes->at("context") : 0;
}

std::string ResolvedCell::hash() const {
  return hash128(dump({base.architecture, base.recipe, base.data, horizons}));
}

const ResolvedCell* ResolvedStudy::find(const std::string& arm, const std::string& scale) const {
  for (const ResolvedCell& cell : cells)
    if (cell.arm == arm && cell.scale == scale) return &cell;
  return nullptr;
}

Json toJson(const ResolvedStudy& study) {
  Json document = toJson(study.study);
  Json& cells = document["cells"] = Json::array();
  for (const ResolvedCell& cell : study.cells)
    cells.push_back({{"arm", cell.arm},
                     {"scale", cell.scale},
                     {"horizons", cell.horizons},
                     {"body_parameters", cell.bodyParameters},
                     {"flops_per_token", cell.flopsPerToken},
                     {"validation_tokens", cell.validationTokens},
                     {"attention_density", cell.attentionDensity},
                     {"note", cell.note},
                     {"definition", toJson(cell.base)}});
  return document;
}

Result<ResolvedStudy> resolvedStudyFrom(const Json& document, const std::string& source) {
  if (!document.is_object() || !document.contains("cells") || !document["cells"].is_array())
    return badInput(source +
                    ": cells: the resolved cells of the study are missing; start it anew from its definition.");
  Json definition = document;
  definition.erase("cells");
  ResolvedStudy resolved;
  HEADROOM_ASSIGN(resolved.study, studyFrom(definition, source));
  const Json& cells = document["cells"];
  for (std::size_t i = 0; i < cells.size(); ++i) {
    JsonReader reader(cells[i], "cells[" + std::to_string(i) + "]", source);
    ResolvedCell cell;
    cell.arm = reader.text("arm");
    cell.scale = reader.text("scale");
    if (const Json* horizons = reader.array("horizons"))
      for (const Json& steps : *horizons) {
        if (steps.is_number_integer() && steps > 0 && (cell.horizons.empty() || steps > cell.horizons.back()))
          cell.horizons.push_back(steps);
        else
          reader.fail("horizons", "growing numbers of steps were expected");
      }
    cell.bodyParameters = reader.integer("body_parameters", 0);
    cell.flopsPerToken = reader.integer("flops_per_token", 0);
    cell.validationTokens = reader.integer("validation_tokens", 0);
    cell.attentionDensity = reader.real("attention_density", 0);
    cell.note = reader.text("note", "");
    const Json* run = reader.object("definition");
    if (!run) reader.fail("definition", "is missing.");
    HEADROOM_TRY(reader.finish());
    HEADROOM_ASSIGN(cell.base, runDefinitionFrom(*run, source));
    if (!isRecipe(cell.base.recipe))
      return badInput(source + ": cells[" + std::to_string(i) +
                      "].definition.recipe: " + inQuotes(oneLine(dump(cell.base.recipe)), 80) + " is no recipe.");
    if (cell.horizons.empty() || !resolved.study.arm(cell.arm) || !(cell.learningRate() > 0))
      return badInput(source + ": cells[" + std::to_string(i) +
                      "] is of no arm, or lacks horizons or a learning rate.");
    resolved.cells.push_back(std::move(cell));
  }
  for (const std::string& scale : resolved.study.scales)
    for (const StudyArm& arm : resolved.study.arms)
      if (!resolved.find(arm.name, scale))
        return badInput(source + ": cells: there is none of arm '" + arm.name + "' at scale '" + scale + "'.");
  return resolved;
}

std::string_view word(RunRole role) {
  switch (role) {
    case RunRole::Trunk:
      return "trunk";
    case RunRole::Cooldown:
      return "cooldown";
    case RunRole::Trial:
      return "trial";
    case RunRole::Whole:
      return "";
    case RunRole::Timing:
      return "timing";
  }
  return "";
}

std::int64_t forkStep(const Study& study, const ResolvedCell& cell, std::int64_t horizon) {
  if (study.plan == StudyPlanKind::Plain) return 0;
  const std::int64_t decay = std::llround(study.cooldown * static_cast<double>(horizon));
  return std::max<std::int64_t>(cell.base.recipe.value("warmup", std::int64_t{0}), horizon - decay);
}

std::int64_t ownSteps(const Study& study, const ResolvedCell& cell, const StudyRun& run) {
  switch (run.role) {
    case RunRole::Trunk:
      return forkStep(study, cell, run.horizon);
    case RunRole::Cooldown:
      return run.horizon - forkStep(study, cell, run.horizon);
    case RunRole::Trial:
    case RunRole::Whole:
    case RunRole::Timing:
      return run.horizon;
  }
  return run.horizon;
}

RunDefinition definitionOf(const ResolvedStudy& study, const StudyRun& run) {
  const ResolvedCell* cell = study.find(run.arm, run.scale);
  assert(cell);
  RunDefinition definition = cell->base;
  const bool trunk = run.role == RunRole::Trunk;
  definition.seed = static_cast<std::uint64_t>(run.seed);
  definition.steps = trunk ? forkStep(study.study, *cell, run.horizon) : run.horizon;
  definition.recipe["steps"] = definition.steps;
  definition.name = study.study.name + ": " + run.arm + ", " + run.scale + ", seed " + std::to_string(run.seed);
  if (run.role != RunRole::Whole) definition.name += ", " + std::string(word(run.role));
  if (!trunk) definition.name += ", " + std::to_string(run.horizon) + " steps";
  if (run.learningRate != cell->learningRate()) {
    // The floor keeps its share of the peak.
    const double floor = definition.recipe.value("min_learning_rate", 0.0);
    definition.recipe["min_learning_rate"] = floor * run.learningRate / cell->learningRate();
    definition.recipe["learning_rate"] = run.learningRate;
  }
  if (trunk) {
    definition.recipe["schedule"] = "constant";
    for (const std::int64_t horizon : cell->horizons)
      if (const std::int64_t fork = forkStep(study.study, *cell, horizon); fork < definition.steps)
        definition.keepAt.push_back(fork);
  }
  if (run.role == RunRole::Timing) {
    definition.recipe["schedule"] = "constant";
    definition.recipe["eval_every"] = 0;
    definition.recipe["eval_tokens"] = std::max<std::int64_t>(1, cell->context());  // one window
  }
  if (run.role == RunRole::Cooldown) definition.from = Fork{RunId{}, forkStep(study.study, *cell, run.horizon)};
  return definition;
}

bool isRunOf(const ResolvedStudy& study, const StudyRun& run, const RunDefinition& definition) {
  const auto& seeds = study.study.seeds;
  if (!study.find(run.arm, run.scale) || std::find(seeds.begin(), seeds.end(), run.seed) == seeds.end()) return false;
  const RunDefinition meant = definitionOf(study, run);
  const auto forkedAt = [](const RunDefinition& one) { return one.from ? one.from->step : -1; };
  return definition.architecture == meant.architecture && definition.data == meant.data &&
         definition.recipe == meant.recipe && definition.seed == meant.seed && definition.steps == meant.steps &&
         forkedAt(definition) == forkedAt(meant) && definition.numerics.device == meant.numerics.device &&
         definition.numerics.threads == meant.numerics.threads;
}

}  // namespace headroom

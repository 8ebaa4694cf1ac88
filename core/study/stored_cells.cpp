#include "core/study/stored_cells.h"

#include <algorithm>
#include <tuple>

#include "core/base/text.h"

namespace headroom {
namespace {

/// What decides a cell besides its arm and scale.
auto shapeOf(const Study& study) {
  // An arm with the baseline's mathematics is not matched; a sparse one is not checked for the paper's rule.
  const std::string unmatched = study.match == MatchMode::IsoRecipe ? "" : study.sameAs;
  return std::tuple(study.model, study.baseline, unmatched, study.data, study.settings, study.match, study.plan,
                    study.horizons, study.cooldown, study.tokensPerParameter, study.threads, study.estimator);
}

Result<StudyCell> builtAgain(const ResolvedCell& stored) {
  const std::string where = "arm " + inQuotes(stored.arm) + " at scale " + inQuotes(stored.scale);
  HEADROOM_ASSIGN(Architecture architecture, architectureFromJson(stored.base.architecture, where));
  HEADROOM_ASSIGN(const Recipe recipe, patched(Recipe{}, stored.base.recipe, where));
  HEADROOM_ASSIGN(Graph graph, build(architecture, {.dropout = recipe.dropout}));
  HEADROOM_ASSIGN(ModelCost cost, modelCost(graph, recipe));
  const Asked& asked = stored.base.asked;
  ModelRequest request{.model = asked.model, .scale = asked.scale, .arms = asked.arms, .recipe = asked.recipe};
  return StudyCell{.arm = stored.arm,
                   .scale = stored.scale,
                   .model = {std::move(request), {std::move(architecture), recipe}, std::move(graph), std::move(cost)},
                   .bodyParameters = stored.bodyParameters,
                   .horizons = stored.horizons,
                   .note = stored.note};
}

}  // namespace

bool hasCellsFor(const ResolvedStudy& known, const Study& study) {
  const auto& scales = known.study.scales;
  return shapeOf(known.study) == shapeOf(study) &&
         std::all_of(study.arms.begin(), study.arms.end(),
                     [&](const StudyArm& arm) {
                       const StudyArm* before = known.study.arm(arm.name);
                       return before && *before == arm;
                     }) &&
         std::all_of(study.scales.begin(), study.scales.end(), [&](const std::string& scale) {
           return std::find(scales.begin(), scales.end(), scale) != scales.end();
         });
}

ResolvedStudy withStoredCells(const ResolvedStudy& known, const Study& study) {
  ResolvedStudy next{study, {}};
  for (const std::string& scale : study.scales)
    for (const StudyArm& arm : study.arms) next.cells.push_back(*known.find(arm.name, scale));
  return next;
}

Result<StudyCells> builtAgain(const ResolvedStudy& study) {
  HEADROOM_ASSIGN(const DataSpec spec, dataFromJson(study.cells.front().base.data));
  HEADROOM_ASSIGN(Corpus corpus, openCorpus(spec));
  StudyCells all{std::move(corpus), {}};
  for (const ResolvedCell& stored : study.cells) {
    HEADROOM_ASSIGN(StudyCell cell, builtAgain(stored));
    all.cells.push_back(std::move(cell));
  }
  return all;
}

}  // namespace headroom

#include "core/study/cells.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/base/units.h"

namespace headroom {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

constexpr std::int64_t kFewestSteps = 20;  // of the shortest horizon
constexpr double kMatched = 0.005;         // as near as arms are to be, where steps of 8 allow it

std::string number(double value) {
  return dump(jsonNumber(value));
}

/// Parameters without the tables that tokens and positions are looked up in (a tied head's included).
std::int64_t bodyParameters(const Graph& graph) {
  std::vector<bool> table(graph.parameters.size());
  for (const Node& node : graph.nodes)
    if (std::holds_alternative<LookupOp>(node.op) || std::holds_alternative<AddPositionsOp>(node.op))
      for (const ParameterId id : node.parameters) table[id.index] = true;
  std::int64_t count = 0;
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i]) continue;
    std::int64_t elements = 1;
    for (const std::int64_t extent : graph.parameters[i].shape) elements *= extent;
    count += elements;
  }
  return count;
}

double matched(MatchMode mode, const RequestedModel& model) {
  return mode == MatchMode::IsoFlop ? static_cast<double>(model.cost.flopsPerToken)
                                    : static_cast<double>(bodyParameters(model.graph));
}

std::string percent(double share) {
  return formatFixed(100 * share, 1) + " %";
}

/// The request with the ffn_width (a multiple of 8) that brings the model nearest to `wanted`.
Result<RequestedModel> matchedModel(const ModelRequest& request, const Corpus& corpus, MatchMode mode, double wanted) {
  const auto at = [&](std::int64_t eights) {
    ModelRequest changed = request;
    changed.settings.emplace_back("ffn_width", std::to_string(8 * eights));
    return requestedModel(std::move(changed), corpus);
  };
  HEADROOM_ASSIGN(RequestedModel best, at(1));
  std::int64_t low = 1, high = 1 << 16;  // the quantity grows with the width
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    HEADROOM_ASSIGN(RequestedModel tried, at(middle));
    (matched(mode, tried) <= wanted ? low : high) = middle;
    if (std::abs(matched(mode, tried) - wanted) < std::abs(matched(mode, best) - wanted)) best = std::move(tried);
  }
  return best;
}

/// Length and schedule of the longest run, as settings behind all others.
Settings lengthSettings(const Study& study, const RequestedModel& baseline) {
  Settings settings;
  const Recipe& recipe = baseline.resolved.recipe;
  std::int64_t steps = recipe.steps;
  if (study.tokensPerParameter > 0) {
    const double tokens = study.tokensPerParameter * static_cast<double>(bodyParameters(baseline.graph));
    const double perStep = static_cast<double>(recipe.batch) * static_cast<double>(baseline.graph.context);
    steps = static_cast<std::int64_t>(std::min(1e9, std::ceil(tokens / perStep)));
    settings.emplace_back("steps", std::to_string(steps));
  }
  if (study.plan == StudyPlanKind::Plain) return settings;
  const double shortest = static_cast<double>(steps) * std::pow(2.0, -0.5 * static_cast<double>(study.horizons - 1));
  // The warm-up must be over before the first cooldown begins.
  const auto warmup = std::min(recipe.warmup, std::max<std::int64_t>(1, static_cast<std::int64_t>(shortest / 10)));
  settings.insert(settings.end(), {{"schedule", "wsd"},
                                   {"decay_share", number(study.cooldown)},
                                   {"decay_shape", "1-sqrt"},
                                   {"min_learning_rate", "0"},
                                   {"warmup", std::to_string(warmup)},
                                   {"eval_every", "0"},
                                   {"checkpoint_every", "0"}});
  return settings;
}

Result<std::vector<std::int64_t>> horizonsOf(const Study& study, const std::string& scale, std::int64_t longest) {
  if (study.plan == StudyPlanKind::Plain) return std::vector{longest};
  std::vector<std::int64_t> horizons;
  for (std::int64_t i = study.horizons - 1; i >= 0; --i)
    horizons.push_back(std::llround(static_cast<double>(longest) * std::pow(2.0, -0.5 * static_cast<double>(i))));
  if (horizons.front() < kFewestSteps)
    return badInput("At scale " + inQuotes(scale) + " the shortest of " + std::to_string(study.horizons) +
                    " horizons has " + std::to_string(horizons.front()) + " steps, too few to be annealed (" +
                    std::to_string(kFewestSteps) +
                    "); give more tokens_per_parameter, a smaller batch or fewer horizons.");
  return horizons;
}

Error notComparable(const StudyCell& cell, const std::string& what) {
  return badInput("arm " + inQuotes(cell.arm) + " at scale " + inQuotes(cell.scale) +
                  " cannot be compared with the baseline: " + what);
}

/// Whether some attention is declared to leave keys out.
bool isSparse(const Graph& graph) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(), [](const Node& node) {
    const auto* attention = std::get_if<AttentionOp>(&node.op);
    return std::holds_alternative<BlockSparseAttentionOp>(node.op) ||
           (attention && attention->pattern != AttentionPattern::Causal);
  });
}

/// The same validation tokens for both, and an arm that does what its name says.
Result<void> checkComparable(const Study& study, const StudyCell& baseline, const StudyCell& cell) {
  const Graph &ours = cell.model.graph, &theirs = baseline.model.graph;
  const auto differs = [&](const char* what, std::int64_t own, std::int64_t its) {
    return notComparable(cell, std::string(what) + " is " + std::to_string(own) + " and the baseline's " +
                                   std::to_string(its) + ", so their losses are of other tokens.");
  };
  if (ours.vocab != theirs.vocab) return differs("vocab", ours.vocab, theirs.vocab);
  if (ours.context != theirs.context) return differs("context", ours.context, theirs.context);
  const Recipe &own = cell.model.resolved.recipe, &its = baseline.model.resolved.recipe;
  if (own.evalTokens != its.evalTokens) return differs("eval_tokens", own.evalTokens, its.evalTokens);
  if (const auto density = cell.model.cost.attentionDensity; density && isSparse(ours) && study.estimator != "paper") {
    const double dense = (static_cast<double>(ours.context) + 1) / 2;
    if (const std::string problem = densityProblem(*density * dense, static_cast<double>(ours.context));
        !problem.empty())
      return notComparable(cell, problem + ".");
  }
  return {};
}

}  // namespace

const StudyCell* StudyCells::find(const std::string& arm, const std::string& scale) const {
  for (const StudyCell& cell : cells)
    if (cell.arm == arm && cell.scale == scale) return &cell;
  return nullptr;
}

Result<StudyCells> cellsOf(const Study& study) {
  Settings common = study.settings;
  HEADROOM_ASSIGN(Corpus corpus, openCorpusFor(study.data, common));
  StudyCells all{std::move(corpus), {}};
  const auto requestOf = [&](const StudyArm& arm, const std::string& scale) {
    ModelRequest request{.model = arm.model.empty() ? study.model : arm.model,
                         .scale = scale,
                         .arms = arm.patches,
                         .recipe = arm.recipe,
                         .settings = common};
    request.settings.insert(request.settings.end(), arm.settings.begin(), arm.settings.end());
    return request;
  };
  const auto named = [](const StudyArm& arm, const std::string& scale, const Error& error) {
    return Error{error.kind, "arm " + inQuotes(arm.name) + " at scale " + inQuotes(scale) + ": " + error.message};
  };
  for (const StudyArm& arm : study.arms)
    for (const auto& [key, value] : arm.settings)
      if (key == "tokenizer")
        return badInput("arm " + inQuotes(arm.name) +
                        ": a tokenizer of its own would make its losses those of other tokens; set it for the whole "
                        "study.");
  for (const std::string& scale : study.scales) {
    const StudyArm& first = *study.arm(study.baseline);
    auto asked = requestedModel(requestOf(first, scale), all.corpus);
    if (!asked) return named(first, scale, asked.error());
    const Settings length = lengthSettings(study, *asked);
    const double wanted = matched(study.match, *asked);
    const std::size_t begin = all.cells.size();
    std::size_t baseline = 0;
    for (const StudyArm& arm : study.arms) {
      ModelRequest request = requestOf(arm, scale);
      for (const auto& setting : length) request.settings.push_back(setting);
      const bool adjusts =
          study.match != MatchMode::IsoRecipe && arm.name != study.baseline && arm.name != study.sameAs;
      auto model = adjusts ? matchedModel(request, all.corpus, study.match, wanted)
                           : requestedModel(std::move(request), all.corpus);
      if (!model) return named(arm, scale, model.error());
      StudyCell cell{arm.name, scale, std::move(*model), 0, {}, ""};
      cell.bodyParameters = bodyParameters(cell.model.graph);
      HEADROOM_ASSIGN(cell.horizons, horizonsOf(study, scale, cell.model.resolved.recipe.steps));
      if (const double off = std::abs(matched(study.match, cell.model) / wanted - 1); adjusts && off > kMatched)
        cell.note = (study.match == MatchMode::IsoFlop ? "FLOPs differ by " : "parameters differ by ") + percent(off) +
                    ": ffn_width in steps of 8 comes no nearer";
      if (!(cell.learningRate() > 0))
        return named(arm, scale,
                     badInput("the learning rate is " + number(cell.learningRate()) + "; give one above 0."));
      if (arm.name == study.baseline) baseline = all.cells.size();
      all.cells.push_back(std::move(cell));
    }
    for (std::size_t i = begin; i < all.cells.size(); ++i)
      HEADROOM_TRY(checkComparable(study, all.cells[baseline], all.cells[i]));
  }
  return all;
}

std::int64_t validationTokens(const StudyCell& cell, const Corpus& corpus) {
  const std::int64_t context = cell.model.graph.context, cap = cell.model.resolved.recipe.evalTokens;
  const std::int64_t all = static_cast<std::int64_t>(corpus.validation.size()) / context * context;
  return cap > 0 ? std::min(cap, all) : all;
}

ResolvedStudy resolvedStudy(const Study& study, const StudyCells& cells, const std::string& device) {
  ResolvedStudy resolved{study, {}};
  for (const StudyCell& cell : cells.cells) {
    resolved.cells.push_back({.arm = cell.arm,
                              .scale = cell.scale,
                              .horizons = cell.horizons,
                              .base = definitionOf(cell.model, cells.corpus, 0, device),
                              .bodyParameters = cell.bodyParameters,
                              .flopsPerToken = cell.model.cost.flopsPerToken,
                              .validationTokens = validationTokens(cell, cells.corpus),
                              .attentionDensity = cell.model.cost.attentionDensity.value_or(0),
                              .note = cell.note});
    Numerics& numerics = resolved.cells.back().base.numerics;
    if (numerics.device == "cpu") numerics.threads = study.threads;
  }
  return resolved;
}

}  // namespace headroom

#include "ui/compose/composition.h"

#include <algorithm>
#include <set>

#include "core/arch/resolve.h"
#include "core/base/text.h"
#include "core/train/data/token_source.h"

namespace headroom {

namespace {

void addTo(std::map<ElementPath, ElementCost>& costs, ElementPath path, const ElementCost& part) {
  while (!path.empty()) {
    ElementCost& sum = costs[path];
    sum.parameters += part.parameters;
    sum.forwardFlopsPerToken += part.forwardFlopsPerToken;
    sum.bytesPerToken += part.bytesPerToken;
    sum.activationBytes += part.activationBytes;
    sum.cacheBytesPerToken += part.cacheBytesPerToken;
    sum.seconds += part.seconds;
    sum.memorySeconds += part.memorySeconds;
    path.pop_back();
  }
}

std::map<std::string, ElementPath> elementPaths(const Composition& composition,
                                                const std::vector<BlockReport>& reports) {
  std::map<std::string, ElementPath> pathOf;
  for (const BlockReport& report : reports) pathOf[documentPath(composition.architecture, report.path)] = report.path;
  return pathOf;
}

std::map<ElementPath, ElementCost> elementCosts(const Composition& composition, const Graph& graph,
                                                const std::map<std::string, ElementPath>& pathOf) {
  const Extent extent{.batch = std::max<std::int64_t>(1, composition.recipe.batch / composition.recipe.accumulation),
                      .context = graph.context};
  const double tokens = static_cast<double>(extent.batch) * static_cast<double>(extent.context);
  std::map<ElementPath, ElementCost> costs;
  std::set<std::uint32_t> seen;  // a tied table counts where it stands first
  for (const Node& node : graph.nodes) {
    const auto path = pathOf.find(graph.sites[node.site].path);
    if (path == pathOf.end()) continue;
    const OpCost op = opCost(graph, node, extent, composition.recipe.precision);
    ElementCost cost{.forwardFlopsPerToken = op.forwardFlops / tokens,
                     .bytesPerToken = op.forwardBytes / tokens,
                     .activationBytes = op.savedBytes};
    for (const ParameterId parameter : node.parameters) {
      if (!seen.insert(parameter.index).second) continue;
      std::int64_t count = 1;
      for (const std::int64_t extentOfIt : graph.parameters[parameter.index].shape) count *= extentOfIt;
      cost.parameters += count;
    }
    if (std::holds_alternative<CacheOp>(node.op))
      cost.cacheBytesPerToken =
          static_cast<double>(node.shape.back().factor) * bytesInProducts(composition.recipe.precision);
    addTo(costs, path->second, cost);
  }
  return costs;
}

std::string textOf(const Json& value) {
  return value.is_string() ? value.get<std::string>() : dump(value);
}

ModelRequest requestFor(const Composition& composition) {
  ModelRequest request{.model = composition.model, .scale = composition.scale, .recipe = composition.recipeName};
  if (composition.dataVocabulary > 0) request.dataVocab = composition.dataVocabulary;
  return request;
}

/// What must be set on top of the model and scale as they are resolved; nothing when the blocks differ.
std::optional<std::vector<std::pair<std::string, std::string>>> settingsOver(const Composition& composition,
                                                                             const ResolvedModel& base) {
  if (base.architecture.body != composition.architecture.body) return std::nullopt;
  std::vector<std::pair<std::string, std::string>> settings;
  for (const auto& [name, value] : composition.architecture.sizes) {
    const auto found = base.architecture.sizes.find(name);
    if (found == base.architecture.sizes.end()) return std::nullopt;
    if (toText(found->second) != toText(value)) settings.emplace_back(name, toText(value));
  }
  if (base.architecture.sizes.size() != composition.architecture.sizes.size()) return std::nullopt;
  return settings;
}

}  // namespace

const BlockReport* Evaluation::report(const ElementPath& path) const {
  const auto found = std::find_if(reports.begin(), reports.end(), [&](const auto& each) { return each.path == path; });
  return found == reports.end() ? nullptr : &*found;
}

Evaluation inspected(const Composition& composition) {
  Evaluation result;
  result.reports = inspect(composition.architecture, {.dropout = composition.recipe.dropout});
  for (const BlockReport& report : result.reports) {
    if (report.error.empty()) continue;
    result.problem = report.error;
    if (!report.path.empty()) result.problemAt = report.path;
    break;
  }
  return result;
}

void addCosts(Evaluation& evaluation, const Composition& composition, const Result<Roofs>& roofs) {
  evaluation.total.reset();
  evaluation.stepSeconds.reset();
  evaluation.costs.clear();
  evaluation.pending = false;
  if (!evaluation.problem.empty()) return;
  const Result<Graph> graph = build(composition.architecture, {.dropout = composition.recipe.dropout});
  if (!graph) {
    evaluation.problem = graph.error().message;
    return;
  }
  Result<ModelCost> cost = modelCost(*graph, composition.recipe);
  if (!cost) {
    evaluation.problem = cost.error().message;
    return;
  }
  const auto pathOf = elementPaths(composition, evaluation.reports);
  evaluation.costs = elementCosts(composition, *graph, pathOf);
  if (roofs) {
    const StepTime time = stepTime(*graph, *cost, composition.recipe, *roofs);
    evaluation.stepSeconds = time.seconds;
    const auto parts = static_cast<double>(composition.recipe.accumulation);
    for (std::size_t site = 0; site < time.sites.size(); ++site) {
      const auto path = pathOf.find(graph->sites[site].path);
      if (path == pathOf.end()) continue;
      const double seconds = time.sites[site].seconds * parts;
      addTo(evaluation.costs, path->second,
            {.seconds = seconds, .memorySeconds = time.sites[site].bound == Bound::Memory ? seconds : 0});
    }
  } else {
    evaluation.noStep = roofs.error().message;
  }
  evaluation.total = std::move(*cost);
  if (composition.dataVocabulary > graph->vocab)
    evaluation.problem = "vocab " + std::to_string(graph->vocab) + " is smaller than the data's " +
                         std::to_string(composition.dataVocabulary) + " tokens; set vocab to " +
                         std::to_string(composition.dataVocabulary) + " or more.";
}

Evaluation evaluate(const Composition& composition, const Result<Roofs>& roofs) {
  Evaluation result = inspected(composition);
  addCosts(result, composition, roofs);
  return result;
}

std::int64_t blocksOf(const Composition& composition, const Evaluation& inspected) {
  double blocks = 0;  // copies may multiply beyond 2^63
  for (const BlockReport& report : inspected.reports) {
    const Element* element = find(composition.architecture, report.path);
    if (element && element->kind == Element::Kind::Block) blocks += static_cast<double>(report.copies);
  }
  return static_cast<std::int64_t>(std::min(blocks, 1e15));
}

std::string quotedForShell(const std::string& word) {
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](unsigned char c) {
    return std::isalnum(c) || c > 127 ||
           std::string_view("_-./:=,+@%").find(static_cast<char>(c)) != std::string_view::npos;
  });
  if (plain) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

RunDefinition definitionOf(const Composition& composition) {
  RunDefinition definition;
  definition.name = composition.architecture.name;
  if (!composition.scale.empty()) definition.name += "-" + composition.scale;
  definition.asked.model = composition.model;
  definition.asked.scale = composition.scale;
  definition.asked.recipe = composition.recipeName;
  if (const auto base = resolve(requestFor(composition))) {
    if (const auto settings = settingsOver(composition, *base))
      for (const auto& [key, value] : *settings) definition.asked.settings[key] = value;
    const Json was = toJson(base->recipe), wanted = toJson(composition.recipe);
    for (const auto& [key, value] : wanted.items())
      if (was.at(key) != value) definition.asked.settings[key] = textOf(value);
  }
  definition.architecture = toJson(composition.architecture);
  definition.recipe = toJson(composition.recipe);
  definition.data = composition.data;
  definition.seed = composition.seed;
  definition.steps = composition.recipe.steps;
  definition.numerics = numericsHere(composition.device);
  return definition;
}

std::string dataArgument(const Json& data) {
  const std::string source = data.value("source", "grammar");
  const Json files = data.value("files", Json::array());
  return files.empty() ? source : source + ":" + textOf(files.front());
}

Result<std::string> commandLine(const Composition& composition, const std::string& file) {
  std::string command = "headroom train ";
  // Appended piece by piece: GCC 12 sees overlaps in "text" + std::string that are none (its bug 105651).
  const auto option = [&](const char* name, const std::string& value) {
    command.append(" --").append(name).append(" ").append(quotedForShell(value));
  };
  std::vector<std::pair<std::string, std::string>> settings;
  const auto base = resolve(requestFor(composition));
  const auto differing = base ? settingsOver(composition, *base) : std::nullopt;
  Recipe recipe;
  if (differing) {
    command += quotedForShell(composition.model);
    if (!composition.scale.empty()) option("scale", composition.scale);
    if (!composition.recipeName.empty()) option("recipe", composition.recipeName);
    settings = *differing;
    recipe = base->recipe;
  } else {
    if (file.empty())
      return badInput("The blocks differ from those of " + inQuotes(composition.model) +
                      ", so the command needs a file; save the architecture first.");
    command += quotedForShell(file);
    HEADROOM_ASSIGN(recipe, patched(recipe, composition.architecture.recipe, file));
  }
  const Json was = toJson(recipe), wanted = toJson(composition.recipe);
  for (const auto& [key, value] : wanted.items())
    if (was.at(key) != value) settings.emplace_back(key, textOf(value));
  for (const auto& [key, value] : settings) option("set", key + "=" + value);
  option("data", dataArgument(composition.data));
  const Json files = composition.data.value("files", Json::array());
  for (std::size_t i = 1; i < files.size(); ++i) command.append(",").append(quotedForShell(textOf(files[i])));
  const std::string tokenizer = composition.data.value("tokenizer", "characters");
  if (tokenizer != "characters") option("set", "tokenizer=" + tokenizer);
  const bool vocabIsSet =
      std::any_of(settings.begin(), settings.end(), [](const auto& s) { return s.first == "vocab"; });
  const std::int64_t pairs = composition.data.value("vocab", kDefaultBpeVocab);
  if (pairs != kDefaultBpeVocab && !vocabIsSet) option("set", "vocab=" + std::to_string(pairs));
  if (composition.seed != 1) option("seed", std::to_string(composition.seed));
  if (composition.device != "cpu") option("device", composition.device);
  return command;
}

}  // namespace headroom

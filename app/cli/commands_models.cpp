// What there is to train, and what it costs: cost, and the lists of templates, scales, arms, recipes and blocks.
#include <filesystem>
#include <optional>

#include "app/cli/access.h"
#include "app/cli/commands.h"
#include "app/cli/model_options.h"
#include "core/arch/roofline.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/blocks/catalog.h"

namespace headroom::cli {
namespace {

struct CostOptions {
  std::shared_ptr<ModelOptions> model;
  std::string batch, context, precision, roofs;
};

Result<Answer> cost(const Shared& shared, const CostOptions& options) {
  HEADROOM_ASSIGN(ModelRequest request, requestFrom(*options.model));
  const std::pair<const char*, const std::string*> shorts[] = {
      {"batch", &options.batch}, {"context", &options.context}, {"precision", &options.precision}};
  for (const auto& [key, value] : shorts)
    if (!value->empty()) request.settings.emplace_back(key, *value);
  HEADROOM_ASSIGN(const ResolvedModel model, resolve(request));
  HEADROOM_ASSIGN(const Graph graph, build(model.architecture, {.dropout = model.recipe.dropout}));
  HEADROOM_ASSIGN(const ModelCost counted, modelCost(graph, model.recipe));
  HEADROOM_ASSIGN(const Json measured, measuredRoofs(shared, options.roofs));
  std::optional<StepTime> time;
  if (!measured.is_null()) {
    const bool gpu = measured.is_object() && measured.contains("roofs") && measured["roofs"].contains("gpu");
    HEADROOM_ASSIGN(const Roofs roofs, roofsFrom(measured, model.recipe.precision, gpu));
    time = stepTime(graph, counted, model.recipe, roofs);
  }
  Answer answer;
  answer.json = toJson(counted);
  answer.json["step_seconds"] = time ? jsonNumber(time->seconds) : Json();
  Table table({"where", "block", "parameters", "forward FLOP", "backward FLOP", "saved", "time", "bound"});
  for (std::size_t i = 0; i < counted.sites.size(); ++i) {
    const SiteCost& site = counted.sites[i];
    table.add({site.site, site.block, formatGrouped(site.parameters), formatCount(site.cost.forwardFlops),
               formatCount(site.cost.backwardFlops), formatMemory(site.cost.savedBytes),
               time ? formatUnit(time->sites[i].seconds, "s") : "–",
               time ? std::string(word(time->sites[i].bound)) : "–"});
    answer.json["sites"][i]["seconds"] = time ? jsonNumber(time->sites[i].seconds) : Json();
    answer.json["sites"][i]["bound"] = time ? Json(word(time->sites[i].bound)) : Json();
  }
  answer.text = table.text() + "\n" + formatGrouped(counted.parameters) + " parameters (" +
                formatGrouped(counted.parametersActive) + " meet a token), " +
                formatUnit(counted.flopsPerToken, "FLOP") + " a token in training, " +
                formatUnit(counted.flopsPerStep, "FLOP") + " a step, key-value cache " +
                formatMemory(static_cast<double>(counted.kvCacheBytesPerToken)) + " a token, about " +
                formatMemory(counted.peakBytes) + " of memory to train\n" +
                (counted.attentionDensity && *counted.attentionDensity != 1
                     ? "Attention sees " + formatFixed(100 * *counted.attentionDensity, 1) +
                           " % of the pairs that dense causal attention sees.\n"
                     : "") +
                (time ? "At this machine's roofs a step takes " + formatUnit(time->seconds, "s") + ".\n"
                      : "Measure this machine's roofs with `headroom doctor` to see times and bounds.\n");
  return answer;
}

Answer listDocuments(const std::vector<Library::Document>& documents, const std::string& plural) {
  Answer answer;
  Json list = Json::array();
  for (const Library::Document& document : documents) {
    list.push_back(document.name);
    answer.text += document.name + "\n";
  }
  answer.json = {{plural, std::move(list)}};
  return answer;
}

Result<Answer> showDocument(const std::vector<Library::Document>& documents, const std::string& kind,
                            const std::string& name) {
  std::vector<std::string> names;
  for (const Library::Document& document : documents) {
    names.push_back(document.name);
    if (document.name != name) continue;
    HEADROOM_ASSIGN(Json json, parseJson(document.json, document.path));
    return Answer{json, dump(json, 2) + "\n", {}};
  }
  const std::string near = nearest(name, names);
  return badInput("There is no " + kind + " " + inQuotes(name) +
                  (near.empty() ? "; there are " + listed(names) + "." : "; did you mean '" + near + "'?"));
}

std::string kindName(ParamSpec::Kind kind) {
  switch (kind) {
    case ParamSpec::Kind::Integer:
      return "integer";
    case ParamSpec::Kind::Real:
      return "real";
    case ParamSpec::Kind::Flag:
      return "flag";
    case ParamSpec::Kind::Choice:
      return "choice";
    case ParamSpec::Kind::Slot:
      return "slot";
    case ParamSpec::Kind::Text:
      return "text";
  }
  return "";
}

Answer listBlocks() {
  Answer answer;
  Json list = Json::array();
  Table table({"block", "family", "idea"});
  for (const Block* block : catalog()) {
    list.push_back(
        {{"id", block->id}, {"title", block->title}, {"family", familyName(block->family)}, {"idea", block->idea}});
    table.add({block->id, std::string(familyName(block->family)), block->idea});
  }
  answer.json = {{"blocks", std::move(list)}};
  answer.text = table.text();
  return answer;
}

Result<Answer> showBlock(const std::string& id) {
  const Block* block = findBlock(id);
  if (!block) {
    std::vector<std::string> ids;
    for (const Block* known : catalog()) ids.push_back(known->id);
    const std::string near = nearest(id, ids);
    return badInput("There is no block " + inQuotes(id) +
                    (near.empty() ? "; there are " + listed(ids) + "." : "; did you mean '" + near + "'?"));
  }
  Answer answer;
  Json params = Json::array();
  Table table({"parameter", "kind", "default", "what it means"});
  for (const ParamSpec& param : block->params) {
    params.push_back({{"name", param.name},
                      {"kind", kindName(param.kind)},
                      {"default", param.fallback},
                      {"choices", param.choices},
                      {"help", param.help}});
    table.add({param.name, kindName(param.kind), param.fallback,
               param.help + (param.choices.empty() ? "" : " (" + listed(param.choices, "or") + ")")});
  }
  answer.json = {{"id", block->id},
                 {"title", block->title},
                 {"family", familyName(block->family)},
                 {"idea", block->idea},
                 {"formula", block->formula},
                 {"source", block->source},
                 {"params", std::move(params)}};
  answer.text = block->title + " (" + block->id + "): " + block->idea + "\n" + block->formula + "\n" + block->source +
                "\n\n" + (table.empty() ? "It has no parameters.\n" : table.text());
  return answer;
}

/// `headroom templates`, `headroom templates list`, `headroom templates show NAME`.
void addList(CommandLine& line, const std::string& name, const std::string& help, std::function<Answer()> list,
             std::function<Result<Answer>(const std::string&)> show) {
  auto words = std::make_shared<std::vector<std::string>>();
  CLI::App& command = line.add(line.root(), name, help, [=](const Shared&) -> Result<Answer> {
    if (words->empty() || (words->size() == 1 && (*words)[0] == "list")) return list();
    if (words->size() == 2 && (*words)[0] == "show") return show((*words)[1]);
    return badInput("`headroom " + name + "` takes `list` or `show NAME`.");
  });
  command.add_option("what", *words, "list, or show and a name")->type_name("list | show NAME")->expected(0, 2);
}

}  // namespace

void addModels(CommandLine& line) {
  auto options = std::make_shared<CostOptions>();
  CLI::App& command = line.add(line.root(), "cost", "Parameters, FLOPs, bytes and memory of a model, block by block",
                               [=](const Shared& shared) { return cost(shared, *options); });
  options->model = addModelOptions(command);
  command.add_option("--batch", options->batch, "Short for --set batch=N");
  command.add_option("--context", options->context, "Short for --set context=N");
  command.add_option("--precision", options->precision, "Short for --set precision=fp32|bf16|fp16");
  command.add_option("--roofs", options->roofs, "What `headroom doctor --json` gave; else what was stored here last");

  const Library& library = builtinLibrary();
  const auto documents = [&](const std::string& plural, const std::string& kind, const std::string& help,
                             const std::vector<Library::Document>& list) {
    addList(
        line, plural, help, [&list, plural] { return listDocuments(list, plural); },
        [&list, kind](const std::string& name) { return showDocument(list, kind, name); });
  };
  documents("templates", "template", "Architectures that come with Headroom", library.templates);
  documents("scales", "scale", "How big and how long: patches of sizes and recipe", library.scales);
  documents("arms", "arm", "Changes to a baseline", library.arms);
  documents("recipes", "recipe", "How models are trained", library.recipes);
  addList(line, "blocks", "The pieces that architectures are made of", listBlocks, showBlock);
}

}  // namespace headroom::cli

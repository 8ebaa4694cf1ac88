// The options that name a model: FILE|TEMPLATE with --scale, --arm, --recipe and --set.
#include "app/cli/model_options.h"

#include "core/base/text.h"
#include "core/base/units.h"
#include "core/study/room.h"

namespace headroom::cli {
CLI::Option* addRepeated(CLI::App& command, const std::string& name, std::vector<std::string>& values,
                         const std::string& help) {
  return command.add_option(name, values, help)->allow_extra_args(false);
}

std::shared_ptr<ModelOptions> addModelOptions(CLI::App& command) {
  auto options = std::make_shared<ModelOptions>();
  command.add_option("model", options->model, "A template (`headroom templates`) or an architecture file")
      ->required()
      ->type_name("FILE|TEMPLATE");
  command.add_option("--scale", options->scale, "How big and how long: see `headroom scales`")->type_name("NAME");
  addRepeated(command, "--arm", options->arms, "A change to the baseline, in order: see `headroom arms`")
      ->type_name("NAME");
  command.add_option("--recipe", options->recipe, "How it is trained: see `headroom recipes`")->type_name("NAME");
  addRepeated(command, "--set", options->settings, "One size, parameter or recipe key, such as layers=4")
      ->type_name("KEY=VALUE");
  return options;
}

Result<std::pair<std::string, std::string>> settingFrom(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    return badInput("--set " + inQuotes(text) + " has no key and value; write it as --set layers=4.");
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

Result<ModelRequest> requestFrom(const ModelOptions& options) {
  ModelRequest request;
  request.model = options.model;
  request.scale = options.scale;
  request.arms = options.arms;
  request.recipe = options.recipe;
  for (const std::string& text : options.settings) {
    HEADROOM_ASSIGN(auto setting, settingFrom(text));
    request.settings.push_back(std::move(setting));
  }
  return request;
}

Result<ModelCost> costOf(const ResolvedModel& model) {
  HEADROOM_ASSIGN(const Graph graph, build(model.architecture, {.dropout = model.recipe.dropout}));
  return modelCost(graph, model.recipe);
}

Result<void> checkMemory(const ModelCost& cost) {
  const std::optional<double> available = freeMemory();
  if (!available || cost.peakBytes <= *available) return {};
  return refused("This run needs about " + formatMemory(cost.peakBytes) + " of memory and " + formatMemory(*available) +
                 " are free: parameters " + formatMemory(cost.parameterBytes) + ", gradients " +
                 formatMemory(cost.gradientBytes) + ", optimizer " + formatMemory(cost.optimizerBytes) +
                 ", activations " + formatMemory(cost.activationBytes) +
                 "; try a smaller --scale, batch or context, or a larger accumulation.");
}

}  // namespace headroom::cli

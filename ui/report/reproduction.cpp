// The command that trains a run again, checked against what was really trained.
#include "core/arch/resolve.h"
#include "core/base/text.h"
#include "core/train/data/token_source.h"
#include "ui/compose/composition.h"
#include "ui/report/run_report.h"

namespace headroom {

namespace {

std::string textOf(const Json& value) {
  return value.is_string() ? value.get<std::string>() : dump(value);
}

std::optional<std::int64_t> vocabularyOf(const Architecture& architecture) {
  const auto sizes = resolveSizes(architecture);
  if (!sizes || !sizes->contains("vocab")) return std::nullopt;
  return sizes->at("vocab");
}

}  // namespace

Result<std::string> reproduction(const RunDefinition& definition) {
  const Asked& asked = definition.asked;
  if (asked.model.empty()) return badInput("The run was imported, so there is no command that trains it again.");
  HEADROOM_ASSIGN(const Architecture trained, architectureFromJson(definition.architecture, "run.json"));
  ModelRequest request{.model = asked.model, .scale = asked.scale, .arms = asked.arms, .recipe = asked.recipe};
  for (const auto& [key, value] : asked.settings.items()) request.settings.emplace_back(key, textOf(value));
  request.dataVocab = vocabularyOf(trained);
  const auto resolved = resolve(request);
  if (!resolved || resolved->architecture.body != trained.body ||
      resolveSizes(resolved->architecture).valueOr({}) != resolveSizes(trained).valueOr({}))
    return badInput("The architecture was edited after " + inQuotes(asked.model) +
                    " was opened: save the document under “Full configuration” as a file and train that.");
  HEADROOM_ASSIGN(const Recipe recipe, patched({}, definition.recipe, "run.json"));
  std::string command = "headroom train " + quotedForShell(asked.model);
  if (!asked.scale.empty()) command += " --scale " + quotedForShell(asked.scale);
  for (const std::string& arm : asked.arms) command += " --arm " + quotedForShell(arm);
  if (!asked.recipe.empty()) command += " --recipe " + quotedForShell(asked.recipe);
  for (const auto& [key, value] : request.settings) command += " --set " + quotedForShell(key + "=" + value);
  const Json was = toJson(resolved->recipe), wanted = toJson(recipe);
  for (const auto& [key, value] : wanted.items())
    if (was.at(key) != value) command += " --set " + quotedForShell(key + "=" + textOf(value));
  command += " --data " + quotedForShell(dataArgument(definition.data));
  const std::string tokenizer = definition.data.value("tokenizer", "characters");
  if (tokenizer != "characters" && !asked.settings.contains("tokenizer"))
    command += " --set " + quotedForShell("tokenizer=" + tokenizer);
  const std::int64_t pairs = definition.data.value("vocab", kDefaultBpeVocab);
  if (pairs != kDefaultBpeVocab && !asked.settings.contains("vocab"))
    command += " --set vocab=" + std::to_string(pairs);
  if (definition.from) command += " --from " + quotedForShell(definition.from->run.text);
  return command + " --seed " + std::to_string(definition.seed);
}

}  // namespace headroom

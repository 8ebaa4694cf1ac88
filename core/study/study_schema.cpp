#include "core/study/study_schema.h"

#include "core/study/study.h"

namespace headroom {
namespace {

Json text(const char* about) {
  return {{"type", "string"}, {"description", about}};
}
Json texts(const char* about) {
  return {{"type", "array"}, {"items", {{"type", "string"}}}, {"description", about}};
}
Json choice(std::vector<std::string> words, const char* about) {
  return {{"enum", std::move(words)}, {"description", about}};
}
Json number(double least, double most, const char* about) {
  return {{"type", "number"}, {"minimum", least}, {"maximum", most}, {"description", about}};
}
Json whole(std::int64_t least, std::int64_t most, const char* about) {
  return {{"type", "integer"}, {"minimum", least}, {"maximum", most}, {"description", about}};
}
Json object(Json properties, Json required, const char* about) {
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false},
          {"description", about}};
}
Json settings() {
  return {{"type", "object"},
          {"additionalProperties", {{"type", {"string", "number", "boolean"}}}},
          {"description", "keys of --set: sizes, recipe and parameters of blocks"}};
}

Json properties() {
  constexpr double kAny = 1e300;
  const Json arm = object({{"name", text("how the arm is called")},
                           {"model", text("template or file; the study's when left out")},
                           {"patches", texts("arms below resources/ or files, in this order")},
                           {"recipe", text("another recipe")},
                           {"settings", settings()}},
                          {"name"}, "what is compared with the baseline");
  return {
      {"format", {{"const", "headroom.study"}}},
      {"version", {{"const", 1}}},
      {"name", text("of the study; not empty")},
      {"about", text("one sentence")},
      {"model", text("template or file of every arm that names none")},
      {"arms", {{"type", "array"}, {"items", arm}, {"minItems", 1}, {"maxItems", 1000}}},
      {"baseline", text("the arm that all others are compared with")},
      {"same_as", text("an arm with the baseline's mathematics: a noise floor")},
      {"scales",
       {{"type", "array"}, {"items", {{"type", "string"}}}, {"minItems", 1}, {"maxItems", 20}, {"uniqueItems", true}}},
      {"seeds",
       {{"type", "array"},
        {"items", whole(0, std::int64_t{1} << 62, "of data order and initialisation")},
        {"minItems", 1},
        {"maxItems", 100},
        {"uniqueItems", true}}},
      {"data", text("as --data has it: grammar, text:FILE, tokens:DIR, …")},
      {"settings", settings()},
      {"match", choice({"iso-recipe", "iso-param", "iso-FLOP"}, "what is held equal; ffn_width absorbs")},
      {"plan", choice({"trunk", "plain"}, "trunk: one constant run with cooldowns; plain: runs as the recipe says")},
      {"horizons", whole(1, 20, "annealed ends of a trunk, steps √2 apart; at least 5 for gains up to 4")},
      {"cooldown", number(0.01, 0.9, "share of a horizon's steps")},
      {"tokens_per_parameter",
       number(0, 1e6, "longest horizon, of the baseline without tables; 0: the recipe's steps")},
      {"learning_rate_search", choice({"none", "baseline", "every arm"}, "whose rate is searched at every scale")},
      {"trials", whole(3, 15, "learning rates a search begins with, factors of two apart")},
      {"trial_seeds", whole(1, 100, "seeds each rate is tried with; their mean loss counts")},
      {"estimator", choice({"rigorous", "paper"}, "rigorous is the one to believe")},
      {"loss_sigma", number(0, 10, "spread of the last loss over seeds, nat; 0: assumed")},
      {"end_slope", number(0, 10, "|dL/dlnC| at the end; 0: assumed")},
      {"price_per_hour", number(0, kAny, "of the machine")},
      {"hours", number(0, kAny, "the most it may take; 0: any")},
      {"disk", number(0, kAny, "bytes of checkpoints at most; 0: any")},
      {"retries", whole(0, 10, "of a run that failed")},
      {"threads", whole(1, 4096, "of a run on the processor; the other cores train others beside it")},
      {"space",
       {{"type", "array"}, {"description", "candidates: every combination of these dimensions becomes an arm"}}},
      {"ladder", object({{"keep", number(0.01, 1, "share of the arms that goes on to the next scale")},
                         {"error_rate", number(0.001, 0.25, "of dropping an arm that helps")}},
                        Json::array(), "successive halving over the scales")}};
}

}  // namespace

Json studySchema() {
  Json schema = object(properties(), {"format", "version", "name", "arms", "baseline", "scales"},
                       "A study: baseline and arms at some scales with some seeds");
  schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  schema["title"] = "Headroom study";
  const Json defaults = toJson(Study{});
  for (auto& [key, property] : schema["properties"].items())
    if (defaults.contains(key) && !property.contains("const") && defaults[key] != "" && key != "arms" &&
        key != "scales")
      property["default"] = defaults[key];
  return schema;
}

}  // namespace headroom

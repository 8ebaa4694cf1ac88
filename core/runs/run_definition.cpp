// A run's definition: run.json, resolved and complete, as started; never edited afterwards.
#include "core/runs/run_definition.h"

#include <sched.h>

#include <algorithm>
#include <thread>

#include "core/base/hash.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"

namespace headroom {
namespace {

constexpr const char* kFormat = "headroom.run";
constexpr std::int64_t kVersion = 1;

Json toJson(const Numerics& numerics) {
  return {{"device", numerics.device},
          {"threads", numerics.threads},
          {"instruction_set", numerics.instructionSet},
          {"kernels", numerics.kernels},
          {"deterministic", numerics.deterministic},
          {"build", numerics.build}};
}

std::vector<std::string> textsAt(JsonReader& reader, const std::string& key) {
  std::vector<std::string> texts;
  if (!reader.has(key)) return texts;
  if (const Json* list = reader.array(key))
    for (const Json& item : *list) {
      if (item.is_string())
        texts.push_back(item.get<std::string>());
      else
        reader.fail(key, "a list of texts was expected");
    }
  return texts;
}

Json objectAt(JsonReader& reader, const std::string& key) {
  if (!reader.has(key)) return Json::object();
  const Json* object = reader.object(key);
  return object ? *object : Json::object();
}

/// Keys in order of the alphabet, so that equal content hashes equally whatever order it was written in.
std::string canonical(const Json& value) {
  return nlohmann::json::parse(dump(value)).dump();
}

}  // namespace

Json toJson(const RunDefinition& definition) {
  Json document = {{"format", kFormat},
                   {"version", kVersion},
                   {"name", definition.name},
                   {"asked",
                    {{"model", definition.asked.model},
                     {"scale", definition.asked.scale},
                     {"arms", definition.asked.arms},
                     {"recipe", definition.asked.recipe},
                     {"settings", definition.asked.settings}}},
                   {"architecture", definition.architecture},
                   {"recipe", definition.recipe},
                   {"data", definition.data},
                   {"seed", definition.seed},
                   {"steps", definition.steps},
                   {"numerics", toJson(definition.numerics)}};
  if (definition.from) document["from"] = {{"run", definition.from->run.text}, {"step", definition.from->step}};
  if (!definition.keepAt.empty()) document["keep_at"] = definition.keepAt;
  return document;
}

Result<RunDefinition> runDefinitionFrom(const Json& document, const std::string& source) {
  RunDefinition definition;
  JsonReader reader(document, "", source);
  const std::string format = reader.choice("format", {kFormat});
  const std::int64_t version = reader.integer("version");
  if (format == kFormat && version != kVersion)
    reader.fail("version", "version " + std::to_string(version) + " is not known; this program reads version 1");
  definition.name = reader.text("name", "");
  if (const Json* asked = reader.has("asked") ? reader.object("asked") : nullptr) {
    JsonReader part(*asked, "asked", source);
    definition.asked.model = part.text("model", "");
    definition.asked.scale = part.text("scale", "");
    definition.asked.arms = textsAt(part, "arms");
    definition.asked.recipe = part.text("recipe", "");
    definition.asked.settings = objectAt(part, "settings");
    HEADROOM_TRY(part.finish());
  }
  definition.architecture = objectAt(reader, "architecture");
  definition.recipe = objectAt(reader, "recipe");
  definition.data = objectAt(reader, "data");
  if (const Json* seed = reader.raw("seed")) {
    if (seed->is_number_unsigned() || (seed->is_number_integer() && seed->get<std::int64_t>() >= 0))
      definition.seed = seed->get<std::uint64_t>();
    else
      reader.fail("seed", "a whole number from 0 to 18446744073709551615 was expected");
  }
  definition.steps = reader.integer("steps", std::nullopt, 0);
  if (const Json* numerics = reader.has("numerics") ? reader.object("numerics") : nullptr) {
    JsonReader part(*numerics, "numerics", source);
    definition.numerics.device = part.text("device", "cpu");
    definition.numerics.threads = part.integer("threads", 1, 1, 4096);
    definition.numerics.instructionSet = part.text("instruction_set", "");
    definition.numerics.kernels = objectAt(part, "kernels");
    definition.numerics.deterministic = part.flag("deterministic", true);
    definition.numerics.build = part.text("build", "");
    HEADROOM_TRY(part.finish());
  }
  if (const Json* from = reader.has("from") ? reader.object("from") : nullptr) {
    JsonReader part(*from, "from", source);
    Fork fork;
    fork.run = RunId{part.text("run")};
    fork.step = part.integer("step", std::nullopt, 0);
    HEADROOM_TRY(part.finish());
    definition.from = fork;
  }
  if (const Json* steps = reader.has("keep_at") ? reader.array("keep_at") : nullptr)
    for (std::size_t i = 0; i < steps->size(); ++i) {
      const Json& step = (*steps)[i];
      const std::int64_t before = definition.keepAt.empty() ? 0 : definition.keepAt.back();
      if (step.is_number_integer() && step > before && step <= definition.steps)
        definition.keepAt.push_back(step);
      else
        reader.fail("keep_at[" + std::to_string(i) + "]", "a step above " + std::to_string(before) + " and at most " +
                                                              std::to_string(definition.steps) + " was expected");
    }
  HEADROOM_TRY(reader.finish());
  return definition;
}

std::string definitionHash(const RunDefinition& definition) {
  Json essence = {{"architecture", definition.architecture},
                  {"recipe", definition.recipe},
                  {"data", definition.data},
                  {"seed", definition.seed},
                  {"steps", definition.steps}};
  if (definition.from) essence["from"] = {definition.from->run.text, definition.from->step};
  return hash128(canonical(essence));
}

std::string reuseHash(const RunDefinition& definition, const std::string& dataHash) {
  return hash128(
      canonical(Json{definitionHash(definition), dataHash, definition.numerics.build, toJson(definition.numerics)}));
}

Numerics numericsHere(const std::string& device) {
  Numerics numerics;
  numerics.device = device;
  // The cores this process may use, which containers and taskset restrict.
  cpu_set_t cores;
  CPU_ZERO(&cores);
  const bool known = ::sched_getaffinity(0, sizeof cores, &cores) == 0;
  numerics.threads = std::max(1, known ? CPU_COUNT(&cores) : static_cast<int>(std::thread::hardware_concurrency()));
#if defined(__x86_64__)
  numerics.instructionSet = __builtin_cpu_supports("avx512bf16") ? "avx512-bf16"
                            : __builtin_cpu_supports("avx512f")  ? "avx512"
                            : __builtin_cpu_supports("avx2")     ? "avx2"
                                                                 : "sse4.2";
#elif defined(__aarch64__)
  numerics.instructionSet = "neon";
#endif
  numerics.build = "headroom " HEADROOM_VERSION ", " __VERSION__;
  return numerics;
}

}  // namespace headroom

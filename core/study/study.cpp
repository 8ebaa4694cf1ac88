#include "core/study/study.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "core/arch/resolve.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"
#include "core/base/units.h"
#include "core/study/space.h"

namespace headroom {
namespace {

constexpr const char* kFormat = "headroom.study";
constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kMostSeeds = 100, kMostArms = 1000, kMostScales = 20;
constexpr std::size_t kMostRuns = 200'000;  // a year of one a minute and a half

std::string pathOf(const char* list, std::size_t i) {
  return std::string(list) + "[" + std::to_string(i) + "]";
}

Json settingsJson(const std::vector<std::pair<std::string, std::string>>& settings) {
  Json object = Json::object();
  for (const auto& [key, value] : settings) object[key] = value;
  return object;
}

std::vector<std::pair<std::string, std::string>> settingsAt(JsonReader& reader) {
  std::vector<std::pair<std::string, std::string>> settings;
  const Json* object = reader.has("settings") ? reader.object("settings") : nullptr;
  if (!object) return settings;
  for (const auto& [key, value] : object->items()) {
    if (value.is_structured() || value.is_null())
      reader.fail("settings." + key, "a text, a number or true or false was expected");
    else
      settings.emplace_back(key, value.is_string() ? value.get<std::string>() : dump(value));
  }
  return settings;
}

std::vector<std::string> namesAt(JsonReader& reader, const std::string& key) {
  std::vector<std::string> names;
  const Json* array = reader.has(key) ? reader.array(key) : nullptr;
  for (std::size_t i = 0; array && i < array->size(); ++i) {
    if (!(*array)[i].is_string() || (*array)[i].get<std::string>().empty())
      reader.fail(pathOf(key.c_str(), i), "a name was expected");
    else
      names.push_back((*array)[i].get<std::string>());
  }
  return names;
}

template <class Enum, std::size_t N>
Enum chosen(JsonReader& reader, const char* key, const std::array<Enum, N>& all, Enum fallback) {
  std::vector<std::string> words;
  for (const Enum one : all) words.emplace_back(word(one));
  const std::string text = reader.choice(key, words, std::string(word(fallback)));
  for (const Enum one : all)
    if (word(one) == text) return one;
  return fallback;
}

constexpr std::array kMatchModes{MatchMode::IsoRecipe, MatchMode::IsoParam, MatchMode::IsoFlop};
constexpr std::array kPlanKinds{StudyPlanKind::Trunk, StudyPlanKind::Plain};
constexpr std::array kRateSearches{RateSearch::None, RateSearch::Baseline, RateSearch::EveryArm};

Result<StudyArm> armFrom(const Json& document, const std::string& path, const std::string& source) {
  JsonReader reader(document, path, source);
  StudyArm arm;
  arm.name = reader.text("name");
  arm.model = reader.text("model", "");
  arm.patches = namesAt(reader, "patches");
  arm.recipe = reader.text("recipe", "");
  arm.settings = settingsAt(reader);
  HEADROOM_TRY(reader.finish());
  return arm;
}

double realAt(JsonReader& reader, const char* key, double fallback, double least, double most) {
  const double value = reader.real(key, fallback);
  if (!(value >= least && value <= most))
    reader.fail(key, dump(jsonNumber(value)) + " is out of range; it must be from " + dump(jsonNumber(least)) + " to " +
                         dump(jsonNumber(most)));
  return value;
}

/// The first of equal entries' index, for a sentence about the doubled one.
template <class T>
std::optional<std::size_t> doubled(const std::vector<T>& entries) {
  std::set<T> seen;
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (!seen.insert(entries[i]).second) return i;
  return {};
}

void checkTogether(const Study& study, JsonReader& reader) {
  std::vector<std::string> names;
  for (const StudyArm& arm : study.arms) names.push_back(arm.name);
  if (study.arms.size() < 2) reader.fail("arms", "a study compares; give a baseline and at least one more arm");
  if (study.arms.size() > kMostArms) reader.fail("arms", "there are more than 1,000");
  if (const auto i = doubled(names))
    reader.fail(pathOf("arms", *i), inQuotes(names[*i]) + " stands there twice; arms need different names");
  if (!study.arm(study.baseline))
    reader.fail("baseline", inQuotes(study.baseline) + " is no arm of this study; name one of its arms");
  if (!study.sameAs.empty() && (!study.arm(study.sameAs) || study.sameAs == study.baseline))
    reader.fail("same_as", inQuotes(study.sameAs) + " is no arm beside the baseline");
  if (study.scales.empty() || study.scales.size() > kMostScales) reader.fail("scales", "name one to 20 scales");
  if (const auto i = doubled(study.scales)) reader.fail(pathOf("scales", *i), "this scale stands there twice");
  if (study.seeds.empty() || study.seeds.size() > kMostSeeds) reader.fail("seeds", "give one to 100 seeds");
  if (const auto i = doubled(study.seeds)) reader.fail(pathOf("seeds", *i), "this seed stands there twice");
  const std::size_t ends = study.plan == StudyPlanKind::Plain ? 1 : 1 + static_cast<std::size_t>(study.horizons);
  if (const std::size_t runs = study.arms.size() * study.scales.size() * study.seeds.size() * ends; runs > kMostRuns)
    reader.fail("arms", "with all scales, seeds and horizons these are " +
                            formatGrouped(static_cast<std::int64_t>(runs)) + " runs; at most " +
                            formatGrouped(static_cast<std::int64_t>(kMostRuns)) + " are carried out: leave some out");
  if (study.model.empty() &&
      std::any_of(study.arms.begin(), study.arms.end(), [](const StudyArm& arm) { return arm.model.empty(); }))
    reader.fail("model", "name a template or file, here or in every arm");
  if (study.estimator == "paper" && study.plan == StudyPlanKind::Trunk)
    reader.fail("estimator", "the paper's rule counts evaluations on the way; it needs \"plan\": \"plain\"");
  if (study.ladder && study.scales.size() < 2) reader.fail("ladder", "a ladder needs at least two scales");
}

}  // namespace

std::string_view word(StudyPlanKind kind) {
  switch (kind) {
    case StudyPlanKind::Trunk:
      return "trunk";
    case StudyPlanKind::Plain:
      return "plain";
  }
  return "";
}

std::string_view word(RateSearch search) {
  switch (search) {
    case RateSearch::None:
      return "none";
    case RateSearch::Baseline:
      return "baseline";
    case RateSearch::EveryArm:
      return "every arm";
  }
  return "";
}

const StudyArm* Study::arm(const std::string& armName) const {
  for (const StudyArm& one : arms)
    if (one.name == armName) return &one;
  return nullptr;
}

Json toJson(const Study& study) {
  Json arms = Json::array();
  for (const StudyArm& arm : study.arms) {
    Json one = {{"name", arm.name}};
    if (!arm.model.empty()) one["model"] = arm.model;
    if (!arm.patches.empty()) one["patches"] = arm.patches;
    if (!arm.recipe.empty()) one["recipe"] = arm.recipe;
    if (!arm.settings.empty()) one["settings"] = settingsJson(arm.settings);
    arms.push_back(std::move(one));
  }
  Json document = {{"format", kFormat},
                   {"version", kVersion},
                   {"name", study.name},
                   {"about", study.about},
                   {"model", study.model},
                   {"arms", std::move(arms)},
                   {"baseline", study.baseline},
                   {"same_as", study.sameAs},
                   {"scales", study.scales},
                   {"seeds", study.seeds},
                   {"data", study.data},
                   {"settings", settingsJson(study.settings)},
                   {"match", word(study.match)},
                   {"plan", word(study.plan)},
                   {"horizons", study.horizons},
                   {"cooldown", study.cooldown},
                   {"tokens_per_parameter", study.tokensPerParameter},
                   {"learning_rate_search", word(study.rates)},
                   {"trials", study.trials},
                   {"trial_seeds", study.trialSeeds},
                   {"estimator", study.estimator},
                   {"loss_sigma", study.lossSigma},
                   {"end_slope", study.endSlope},
                   {"price_per_hour", study.pricePerHour},
                   {"hours", study.hours},
                   {"disk", study.disk},
                   {"retries", study.retries},
                   {"threads", study.threads}};
  if (study.ladder) document["ladder"] = {{"keep", study.ladder->keep}, {"error_rate", study.ladder->errorRate}};
  return document;
}

Result<Study> studyFrom(const Json& document, const std::string& source) {
  constexpr double kMost = 1e300;
  Study study;
  JsonReader reader(document, "", source);
  reader.choice("format", {kFormat});
  if (const std::int64_t version = reader.integer("version"); version != kVersion)
    reader.fail("version", "version " + std::to_string(version) + " is not known; this program reads version 1");
  study.name = reader.text("name");
  if (study.name.empty()) reader.fail("name", "a study needs a name");
  study.about = reader.text("about", "");
  study.model = reader.text("model", "");
  if (const Json* arms = reader.array("arms"))
    for (std::size_t i = 0; i < arms->size(); ++i) {
      HEADROOM_ASSIGN(StudyArm arm, armFrom((*arms)[i], pathOf("arms", i), source));
      study.arms.push_back(std::move(arm));
    }
  if (const Json* space = reader.has("space") ? reader.array("space") : nullptr) {
    HEADROOM_ASSIGN(std::vector<StudyArm> candidates, armsOfSpace(*space, "space", source));
    for (StudyArm& arm : candidates) study.arms.push_back(std::move(arm));
  }
  study.baseline = reader.text("baseline");
  study.sameAs = reader.text("same_as", "");
  study.scales = namesAt(reader, "scales");
  if (const Json* seeds = reader.has("seeds") ? reader.array("seeds") : nullptr) {
    study.seeds.clear();
    for (std::size_t i = 0; i < seeds->size(); ++i) {
      if (!(*seeds)[i].is_number_integer() || (*seeds)[i] < 0 || (*seeds)[i] > std::int64_t{1} << 62)
        reader.fail(pathOf("seeds", i), "a whole number from 0 to 2^62 was expected");
      else
        study.seeds.push_back((*seeds)[i].get<std::int64_t>());
    }
  }
  study.data = reader.text("data", study.data);
  study.settings = settingsAt(reader);
  study.match = chosen(reader, "match", kMatchModes, study.match);
  study.plan = chosen(reader, "plan", kPlanKinds, study.plan);
  study.horizons = reader.integer("horizons", study.horizons, 1, 20);
  study.cooldown = realAt(reader, "cooldown", study.cooldown, 0.01, 0.9);
  study.tokensPerParameter = realAt(reader, "tokens_per_parameter", study.tokensPerParameter, 0, 1e6);
  study.rates = chosen(reader, "learning_rate_search", kRateSearches, study.rates);
  study.trials = reader.integer("trials", study.trials, 3, 15);
  study.trialSeeds = reader.integer("trial_seeds", study.trialSeeds, 1, 100);
  study.estimator = reader.choice("estimator", {"rigorous", "paper"}, study.estimator);
  study.lossSigma = realAt(reader, "loss_sigma", 0, 0, 10);
  study.endSlope = realAt(reader, "end_slope", 0, 0, 10);
  study.pricePerHour = realAt(reader, "price_per_hour", 0, 0, kMost);
  study.hours = realAt(reader, "hours", 0, 0, kMost);
  study.disk = realAt(reader, "disk", 0, 0, kMost);
  study.retries = reader.integer("retries", study.retries, 0, 10);
  study.threads = reader.integer("threads", study.threads, 1, 4096);
  if (const Json* object = reader.has("ladder") ? reader.object("ladder") : nullptr) {
    JsonReader part(*object, "ladder", source);
    Ladder ladder;
    ladder.keep = realAt(part, "keep", ladder.keep, 0.01, 1);
    ladder.errorRate = realAt(part, "error_rate", ladder.errorRate, 0.001, 0.25);
    HEADROOM_TRY(part.finish());
    study.ladder = ladder;
  }
  checkTogether(study, reader);
  HEADROOM_TRY(reader.finish());
  return study;
}

Result<Study> readStudy(const std::string& nameOrFile) {
  for (const Library::Document& document : builtinLibrary().studies)
    if (document.name == nameOrFile) {
      HEADROOM_ASSIGN(const Json json, parseJson(document.json, document.path));
      return studyFrom(json, document.path);
    }
  if (!nameOrFile.ends_with(".json")) {
    std::vector<std::string> names;
    for (const Library::Document& document : builtinLibrary().studies) names.push_back(document.name);
    return badInput(inQuotes(nameOrFile) + " is no study and no .json file; known are " + listed(names) + ".");
  }
  HEADROOM_ASSIGN(const Json json, readJson(nameOrFile));
  return studyFrom(json, nameOrFile);
}

}  // namespace headroom

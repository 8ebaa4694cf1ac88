#include "core/study/space.h"

#include "core/base/json_reader.h"
#include "core/base/text.h"

namespace headroom {
namespace {

constexpr std::size_t kMostCombinations = 1001;  // the one that changes nothing is none of the arms

std::string pathOf(const std::string& list, std::size_t i) {
  return list + "[" + std::to_string(i) + "]";
}

/// One step along a dimension: what it adds to an arm; nothing for the first setting and for "".
struct Choice {
  std::string name;
  StudyArm change;
};

Result<std::vector<Choice>> choicesOf(const Json& dimension, const std::string& path, const std::string& source) {
  JsonReader reader(dimension, path, source);
  std::vector<Choice> choices;
  const auto words = [&](const char* key, auto&& put) {
    const Json* array = reader.array(key);
    for (std::size_t i = 0; array && i < array->size(); ++i) {
      const Json& entry = (*array)[i];
      if (!entry.is_string()) {
        reader.fail(pathOf(key, i), "a text was expected, \"\" for no change");
        continue;
      }
      Choice choice;
      choice.name = entry.get<std::string>();
      if (!choice.name.empty()) put(choice.change, choice.name);
      choices.push_back(std::move(choice));
    }
  };
  if (reader.has("patches")) {
    words("patches", [](StudyArm& arm, const std::string& name) { arm.patches = {name}; });
  } else if (reader.has("recipes")) {
    words("recipes", [](StudyArm& arm, const std::string& name) { arm.recipe = name; });
  } else {
    const std::string key = reader.text("key");
    const Json* values = reader.array("values");
    for (std::size_t i = 0; values && i < values->size(); ++i) {
      const Json& value = (*values)[i];
      if (value.is_structured() || value.is_null()) {
        reader.fail(pathOf("values", i), "a text, a number or true or false was expected");
        continue;
      }
      Choice choice;
      if (i > 0) {
        const std::string word = value.is_string() ? value.get<std::string>() : dump(value);
        choice.name = key + "=" + word;
        choice.change.settings = {{key, word}};
      }
      choices.push_back(std::move(choice));
    }
  }
  if (choices.size() < 2) reader.fail("", "a dimension needs at least two choices");
  HEADROOM_TRY(reader.finish());
  return choices;
}

}  // namespace

Result<std::vector<StudyArm>> armsOfSpace(const Json& space, const std::string& path, const std::string& source) {
  std::vector<StudyArm> arms{StudyArm{}};
  for (std::size_t i = 0; i < space.size(); ++i) {
    HEADROOM_ASSIGN(const std::vector<Choice> choices, choicesOf(space[i], pathOf(path, i), source));
    if (arms.size() * choices.size() > kMostCombinations)
      return badInput(source + ": " + path + ": more than 1,000 combinations; leave out a dimension or some choices.");
    std::vector<StudyArm> longer;
    for (const StudyArm& arm : arms)
      for (const Choice& choice : choices) {
        StudyArm next = arm;
        if (!choice.name.empty()) next.name += (next.name.empty() ? "" : " + ") + choice.name;
        next.patches.insert(next.patches.end(), choice.change.patches.begin(), choice.change.patches.end());
        if (!choice.change.recipe.empty()) next.recipe = choice.change.recipe;
        next.settings.insert(next.settings.end(), choice.change.settings.begin(), choice.change.settings.end());
        longer.push_back(std::move(next));
      }
    arms = std::move(longer);
  }
  std::erase_if(arms, [](const StudyArm& arm) { return arm.name.empty(); });
  return arms;
}

}  // namespace headroom

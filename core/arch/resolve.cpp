// template ← scale ← arms ← settings: what a person asked for becomes one architecture and one recipe.
#include "core/arch/resolve.h"

#include <charconv>
#include <filesystem>
#include <set>

#include "core/arch/patch.h"
#include "core/base/files.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"
#include "core/blocks/catalog.h"

namespace headroom {
namespace {

std::vector<std::string> namesOf(const std::vector<Library::Document>& documents) {
  std::vector<std::string> names;
  for (const Library::Document& document : documents) names.push_back(document.name);
  return names;
}

const Library::Document* findDocument(const std::vector<Library::Document>& documents, const std::string& name) {
  for (const Library::Document& document : documents)
    if (document.name == name) return &document;
  return nullptr;
}

std::string suggestion(const std::string& name, const std::vector<std::string>& known) {
  const std::string near = nearest(name, known);
  return near.empty() ? "; known are " + listed(known) + "." : "; did you mean " + inQuotes(near) + "?";
}

/// A document of ours by name, or the file of that name: `kind` is "template", "arm" …
Result<Json> load(const std::vector<Library::Document>& documents, const std::string& kind, const std::string& name) {
  if (const Library::Document* document = findDocument(documents, name))
    return parseJson(document->json, document->path);
  std::error_code ignored;
  const bool isFile =
      name.find('/') != std::string::npos || name.ends_with(".json") || std::filesystem::exists(name, ignored);
  if (isFile && (std::filesystem::exists(name, ignored) || nearest(name, namesOf(documents)).empty()))
    return readJson(name);
  return badInput(inQuotes(name) + " is no " + kind + (kind == "template" ? " and no file" : "") +
                  suggestion(name, namesOf(documents)));
}

struct Scale {
  std::map<std::string, Written> sizes;
  Json recipe = Json::object();
};

Result<Scale> scaleFrom(const Json& document, const std::string& source) {
  JsonReader reader(document, "", source);
  reader.choice("format", {"headroom.scale"});
  reader.integer("version", {}, 1, 1);
  reader.text("name", "");
  reader.text("about", "");
  Scale scale;
  if (const Json* sizes = reader.object("sizes"))
    for (const auto& [name, value] : sizes->items()) {
      if (value.is_number_integer())
        scale.sizes[name] = value.get<std::int64_t>();
      else if (value.is_string())
        scale.sizes[name] = value.get<std::string>();
      else
        reader.fail("sizes." + oneLine(name, 60),
                    inQuotes(dump(value)) + " is neither a whole number nor an expression.");
    }
  if (const Json* recipe = reader.object("recipe")) scale.recipe = *recipe;
  HEADROOM_TRY(reader.finish());
  return scale;
}

Result<Json> recipeFrom(const Json& document, const std::string& source) {
  JsonReader reader(document, "", source);
  reader.choice("format", {"headroom.recipe"});
  reader.integer("version", {}, 1, 1);
  reader.text("name", "");
  reader.text("about", "");
  const Json* recipe = reader.object("recipe");
  HEADROOM_TRY(reader.finish());
  return recipe ? *recipe : Json::object();
}

/// What stands after "key=" as JSON: a number, a flag, else a text.
Json valueFromText(const std::string& text) {
  if (text == "true" || text == "false") return text == "true";
  const char* end = text.data() + text.size();
  std::int64_t whole = 0;
  if (const auto [at, error] = std::from_chars(text.data(), end, whole); error == std::errc() && at == end)
    return whole;
  double real = 0;
  if (const auto [at, error] = std::from_chars(text.data(), end, real); error == std::errc() && at == end)
    return jsonNumber(real);
  return text;
}

Written sizeFromText(const std::string& text) {
  const Json value = valueFromText(text);
  if (value.is_number_integer()) return value.get<std::int64_t>();
  return text;  // an expression; the resolver of sizes says what is wrong with it
}

void forEachBlock(Elements& elements, const std::function<void(Element&, const Block&)>& visit) {
  for (Element& element : elements) {
    if (const Block* block = element.kind == Element::Kind::Block ? findBlock(element.block) : nullptr)
      visit(element, *block);
    forEachBlock(element.body, visit);
  }
}

/// One --set on a parameter of blocks: how many blocks have it, or the first error.
Result<int> setParameter(Architecture& architecture, const std::string& key, const std::string& text) {
  int reached = 0;
  std::optional<Error> error;
  forEachBlock(architecture.body, [&](Element& element, const Block& block) {
    for (const ParamSpec& spec : withSlots(block.params, element.params)) {
      if (spec.name != key && !spec.name.ends_with("." + key)) continue;
      ++reached;
      const Result<Written> written = writtenFromText(spec, text);
      if (written)
        write(element, spec, *written);
      else if (!error)
        error = written.error();
    }
  });
  if (error) return *error;
  return reached;
}

std::vector<std::string> knownKeys(Architecture& architecture) {
  std::set<std::string> keys{"tokenizer"};
  for (const auto& [name, value] : architecture.sizes) keys.insert(name);
  const Json recipe = toJson(Recipe{});
  for (const auto& [key, value] : recipe.items()) keys.insert(key);
  forEachBlock(architecture.body, [&](Element& element, const Block& block) {
    for (const ParamSpec& spec : withSlots(block.params, element.params))
      keys.insert(spec.name.substr(spec.name.find('.') + 1));
  });
  return {keys.begin(), keys.end()};
}

Result<void> applySettings(const ModelRequest& request, ResolvedModel& model) {
  Json recipe = Json::object();
  for (const auto& [key, text] : request.settings) {
    if (model.architecture.sizes.count(key)) {
      model.architecture.sizes[key] = sizeFromText(text);
    } else if (isRecipeKey(key)) {
      recipe[key] = valueFromText(text);
    } else if (key == "tokenizer") {
      model.dataSettings[key] = text;
    } else {
      HEADROOM_ASSIGN(const int reached, setParameter(model.architecture, key, text));
      if (reached == 0)
        return badInput(inQuotes(key) + " is neither a size nor a key of the recipe nor a parameter of a block of " +
                        inQuotes(model.architecture.name) + suggestion(key, knownKeys(model.architecture)));
    }
  }
  HEADROOM_ASSIGN(model.recipe, patched(model.recipe, recipe, ""));
  return {};
}

}  // namespace

Result<ResolvedModel> resolve(const ModelRequest& request) {
  const Library& library = builtinLibrary();
  HEADROOM_ASSIGN(const Json document, load(library.templates, "template", request.model));
  ResolvedModel model;
  HEADROOM_ASSIGN(model.architecture, architectureFromJson(document, request.model));
  HEADROOM_ASSIGN(model.recipe, patched(model.recipe, model.architecture.recipe, request.model));
  model.architecture.recipe = Json::object();  // from here on the resolved recipe is the only one

  if (!request.scale.empty()) {
    HEADROOM_ASSIGN(const Json scaleDocument, load(library.scales, "scale", request.scale));
    HEADROOM_ASSIGN(const Scale scale, scaleFrom(scaleDocument, request.scale));
    // An architecture without heads has a scale as well: sizes that it is not written in do not concern it.
    for (const auto& [name, value] : scale.sizes)
      if (model.architecture.sizes.count(name)) model.architecture.sizes[name] = value;
    HEADROOM_ASSIGN(model.recipe, patched(model.recipe, scale.recipe, request.scale));
  }
  if (!request.recipe.empty()) {
    HEADROOM_ASSIGN(const Json recipeDocument, load(library.recipes, "recipe", request.recipe));
    HEADROOM_ASSIGN(const Json recipe, recipeFrom(recipeDocument, request.recipe));
    HEADROOM_ASSIGN(model.recipe, patched(model.recipe, recipe, request.recipe));
  }
  std::vector<Arm> arms;
  for (const std::string& name : request.arms) {
    HEADROOM_ASSIGN(const Json armDocument, load(library.arms, "arm", name));
    HEADROOM_ASSIGN(Arm arm, armFromJson(armDocument, name));
    arms.push_back(std::move(arm));
  }
  HEADROOM_ASSIGN(model.architecture, withArms(model.architecture, arms));

  if (request.dataVocab && model.architecture.sizes.count("vocab"))
    model.architecture.sizes["vocab"] = *request.dataVocab;
  HEADROOM_TRY(applySettings(request, model));
  return model;
}

Result<void> checkVocab(std::int64_t modelVocab, std::int64_t dataVocab) {
  if (modelVocab >= dataVocab) return {};
  return badInput("vocab: " + std::to_string(modelVocab) + " is smaller than the " + std::to_string(dataVocab) +
                  " tokens of the data; leave it out or try " + std::to_string(dataVocab) + ".");
}

}  // namespace headroom

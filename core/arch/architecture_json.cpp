// Architecture documents as JSON: every error names the path of its place.
#include <algorithm>
#include <cctype>
#include <set>

#include "core/arch/architecture.h"
#include "core/arch/op.h"
#include "core/arch/recipe.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"
#include "core/blocks/catalog.h"

namespace headroom {
namespace {

constexpr auto kFormat = "headroom.architecture";
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kLongestName = 64;

std::optional<Written> writtenFrom(const Json& value) {
  if (value.is_string()) return Written(value.get<std::string>());
  if (value.is_boolean()) return Written(value.get<bool>());
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX})
    return Written(std::to_string(value.get<std::uint64_t>()));  // the evaluation says that it is too large
  if (value.is_number_integer()) return Written(value.get<std::int64_t>());
  if (value.is_number()) return Written(value.get<double>());
  return {};
}

Json json(const Written& value) {
  return std::visit([](const auto& v) { return Json(v); }, value);
}

bool isElementName(const std::string& name) {
  return name.size() <= kLongestName &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
}

/// "12" as a number, "2*layers" as a text.
Json countJson(const std::string& count) {
  const bool isNumber = !count.empty() && count.size() <= 18 && count[0] != '0' &&
                        std::all_of(count.begin(), count.end(), [](char c) { return c >= '0' && c <= '9'; });
  return isNumber ? Json(std::stoll(count)) : Json(count);
}

Result<Element> readElement(const Json& value, const std::string& path, const std::string& source);

Result<Elements> readBody(const Json& list, const std::string& path, const std::string& source) {
  Elements elements;
  std::set<std::string> names;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string at = path + "[" + std::to_string(i) + "]";
    HEADROOM_ASSIGN(Element element, readElement(list[i], at, source));
    if (!element.name.empty() && !names.insert(element.name).second)
      return badInput((source.empty() ? "" : inQuotes(source, 200) + ": ") + at + ".name: " + inQuotes(element.name) +
                      " stands twice among its siblings; choose another name.");
    elements.push_back(std::move(element));
  }
  return elements;
}

void readParameter(JsonReader& reader, const ParamSpec& spec, const Json& value, Element& element) {
  const std::optional<Written> written = writtenFrom(value);
  if (!written) return reader.fail(spec.name, inQuotes(dump(value)) + " is no value for a parameter.");
  const Result<void> kind = checkKind(spec, *written);
  if (!kind) return reader.fail(spec.name, kind.error().message.substr(spec.name.size() + 2));
  element.params[spec.name] = *written;
}

/// {"block": "position.rope", "theta": 500000}: the block in a slot with parameters of its own.
void readFilling(JsonReader& reader, const ParamSpec& spec, const Json& object, Element& element) {
  const auto id = object.find("block");
  if (id == object.end()) return reader.fail(spec.name + ".block", "is missing; it says which block fills the slot.");
  readParameter(reader, spec, *id, element);
  const Block* block = id->is_string() ? findBlock(id->get<std::string>()) : nullptr;
  if (!block) return;  // said so already
  std::vector<std::string> names;
  for (ParamSpec inner : block->params) {
    names.push_back(inner.name);
    const auto value = object.find(inner.name);
    inner.name = spec.name + "." + inner.name;
    if (value != object.end()) readParameter(reader, inner, *value, element);
  }
  for (const auto& [name, value] : object.items())
    if (name != "block" && std::find(names.begin(), names.end(), name) == names.end())
      reader.fail(spec.name + "." + oneLine(name, 60), "the block has no such parameter; it has " +
                                                           (names.empty() ? std::string("none") : listed(names)) + ".");
}

void readParameters(JsonReader& reader, const std::vector<ParamSpec>& specs, Element& element);

void readBlock(JsonReader& reader, Element& element) {
  element.block = reader.text("block");
  const Block* block = findBlock(element.block);
  if (!block) {
    std::vector<std::string> ids;
    for (const Block* known : catalog()) ids.push_back(known->id);
    const std::string near = nearest(element.block, ids);
    return reader.fail(
        "block", inQuotes(element.block) + " is not a known block" +
                     (near.empty() ? "; known are " + listed(ids) + "." : "; did you mean " + inQuotes(near) + "?"));
  }
  readParameters(reader, block->params, element);
}

void readParameters(JsonReader& reader, const std::vector<ParamSpec>& specs, Element& element) {
  for (const ParamSpec& spec : specs) {
    const Json* value = reader.raw(spec.name);
    if (!value) continue;
    if (spec.kind == ParamSpec::Kind::Slot && value->is_object())
      readFilling(reader, spec, *value, element);
    else
      readParameter(reader, spec, *value, element);
  }
}

void readCount(JsonReader& reader, Element& element) {
  const std::string key(word(element.kind));
  const Json& count = *reader.raw(key);
  const std::optional<Written> written = writtenFrom(count);
  if (!written || !(std::holds_alternative<std::string>(*written) || std::holds_alternative<std::int64_t>(*written)))
    return reader.fail(key, inQuotes(dump(count)) + " is neither a whole number nor an expression.");
  element.count = toText(*written);
}

/// "skip-{layer}": a name with expressions in braces.
void readLabel(JsonReader& reader, Element& element) {
  const std::string key(word(element.kind));
  element.label = reader.text(key);
  if (element.label.empty() || element.label.size() > kLongestName ||
      std::any_of(element.label.begin(), element.label.end(), [](unsigned char c) { return c < ' '; }))
    reader.fail(key, inQuotes(element.label) + " is no name; use up to 64 characters.");
}

Result<Element> readElement(const Json& value, const std::string& path, const std::string& source) {
  JsonReader reader(value, path, source);
  HEADROOM_TRY(value.is_object() ? Result<void>() : reader.finish());
  Element element;
  std::vector<std::string> kinds;
  for (const Element::Kind kind : kElementKinds) kinds.push_back("'" + std::string(word(kind)) + "'");
  std::size_t given = 0;
  for (const Element::Kind kind : kElementKinds)
    if (reader.has(std::string(word(kind)))) element.kind = kind, ++given;
  if (given != 1) {
    const std::string place = (source.empty() ? "" : inQuotes(source, 200) + ": ") + path;
    return badInput(place + (given == 0 ? " has none of " + listed(kinds) + "; one says what it is."
                                        : " has more than one of " + listed(kinds) + "; keep one."));
  }
  element.name = reader.text("name", "");
  if (!isElementName(element.name))
    reader.fail("name", inQuotes(element.name) + " is no name; use up to 64 letters, digits, '_' and '-'.");
  if (element.kind == Element::Kind::Block) {
    readBlock(reader, element);
  } else {
    readParameters(reader, paramSpecs(element), element);
    if (element.kind == Element::Kind::Repeat || element.kind == Element::Kind::Every) readCount(reader, element);
    if (element.kind == Element::Kind::Tap || element.kind == Element::Kind::Use) readLabel(reader, element);
  }
  const std::string key(bodyKey(element.kind));
  const Json* body = key.empty() ? nullptr : reader.array(key);
  if (!key.empty() && !reader.has(key) && element.kind != Element::Kind::Tap)
    reader.fail(key, "is missing; it lists what is " +
                         std::string(element.kind == Element::Kind::Repeat ? "repeated." : "inside."));
  HEADROOM_TRY(reader.finish());
  if (body) {
    HEADROOM_ASSIGN(element.body, readBody(*body, path + "." + key, source));
  }
  return element;
}

}  // namespace

Result<Element> elementFromJson(const Json& value, const std::string& path) {
  return readElement(value, path, {});
}

Result<Architecture> architectureFromJson(const Json& document, const std::string& source) {
  JsonReader reader(document, "", source);
  if (const std::string format = reader.text("format"); document.is_object() && format != kFormat)
    reader.fail("format", inQuotes(format) + " is not an architecture; " + inQuotes(kFormat) + " was expected.");
  if (const std::int64_t version = reader.integer("version"); version != kVersion)
    reader.fail("version", std::to_string(version) + " is not known; this program reads version 1.");
  Architecture architecture;
  architecture.name = reader.text("name", "");
  architecture.about = reader.text("about", "");
  if (const Json* sizes = reader.object("sizes"))
    for (const auto& [name, value] : sizes->items()) {
      const std::string key = "sizes." + oneLine(name, 60);
      const std::optional<Written> written = writtenFrom(value);
      if (!written || std::holds_alternative<bool>(*written))
        reader.fail(key, inQuotes(dump(value)) + " is neither a whole number nor an expression.");
      else if (!isSizeName(name))
        reader.fail(key, "a size is called with lower-case letters, digits and '_', not as a function.");
      else
        architecture.sizes[name] = *written;
    }
  else if (!reader.has("sizes"))
    reader.fail("sizes", "is missing; it gives at least context.");
  if (const Json* recipe = reader.object("recipe")) {
    if (const Result<Recipe> checked = patched(Recipe{}, *recipe, source); !checked) return checked.error();
    architecture.recipe = *recipe;
  }
  const Json* body = reader.array("body");
  if (!reader.has("body")) reader.fail("body", "is missing; it lists the blocks.");
  HEADROOM_TRY(reader.finish());
  HEADROOM_ASSIGN(architecture.body, readBody(*body, "body", source));
  return architecture;
}

namespace {

/// What fills a slot when nothing is written.
std::string slotDefault(const std::string& blockId, const std::string& slot) {
  const Block* block = findBlock(blockId);
  const ParamSpec* spec = block ? block->param(slot) : nullptr;
  return spec ? spec->fallback : "";
}

}  // namespace

Json toJson(const Element& element) {
  Json result = Json::object();
  switch (element.kind) {
    case Element::Kind::Block:
      result["block"] = element.block;
      break;
    case Element::Kind::Repeat:
    case Element::Kind::Every:
      result[std::string(word(element.kind))] = countJson(element.count);
      break;
    case Element::Kind::Tap:
    case Element::Kind::Use:
      result[std::string(word(element.kind))] = element.label;
      break;
    case Element::Kind::Residual:
    case Element::Kind::Sequence:
    case Element::Kind::Parallel:
      break;
  }
  if (!element.name.empty()) result["name"] = element.name;
  for (const auto& [name, value] : element.params) {  // a slot comes before what is behind its dot
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) {
      result[name] = json(value);
      continue;
    }
    const std::string slot = name.substr(0, dot);
    Json& filling = result[slot];
    if (!filling.is_object())
      filling = Json{{"block", filling.is_null() ? Json(slotDefault(element.block, slot)) : filling}};
    filling[name.substr(dot + 1)] = json(value);
  }
  if (bodyKey(element.kind).empty() || (element.kind == Element::Kind::Tap && element.body.empty())) return result;
  Json& body = result[std::string(bodyKey(element.kind))] = Json::array();
  for (const Element& child : element.body) body.push_back(toJson(child));
  return result;
}

Json toJson(const Architecture& architecture) {
  Json result = {{"format", kFormat}, {"version", kVersion}, {"name", architecture.name}};
  if (!architecture.about.empty()) result["about"] = architecture.about;
  Json& sizes = result["sizes"] = Json::object();
  for (const auto& [name, value] : architecture.sizes) sizes[name] = json(value);
  if (!architecture.recipe.empty()) result["recipe"] = architecture.recipe;
  Json& body = result["body"] = Json::array();
  for (const Element& element : architecture.body) body.push_back(toJson(element));
  return result;
}

}  // namespace headroom

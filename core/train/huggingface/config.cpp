#include "core/train/huggingface/config.h"

#include <algorithm>
#include <set>

#include "core/base/text.h"
#include "core/blocks/catalog.h"

namespace headroom::huggingface {
namespace {

// What these say changes no number that the model gives: how it is computed, begins and trains.
const std::set<std::string> kWithoutEffect{"kernel",   "out_init",     "init",  "dropout",
                                           "capacity", "balance_loss", "z_loss"};
// What these say counts only where another parameter is not as it is by default; a family that has that names both.
const std::set<std::string> kSecondary{"span", "position.factor", "position.trained_context"};

Json valueOf(const Params& params, const ParamSpec& spec) {
  switch (spec.kind) {
    case ParamSpec::Kind::Integer:
      return params.integer(spec.name);
    case ParamSpec::Kind::Real:
      return params.real(spec.name);
    case ParamSpec::Kind::Flag:
      return params.flag(spec.name);
    case ParamSpec::Kind::Choice:
    case ParamSpec::Kind::Slot:
    case ParamSpec::Kind::Text:
      return params.choice(spec.name);
  }
  return {};
}

Json jsonOf(const Written& value) {
  return std::visit([](const auto& v) { return Json(v); }, value);
}

std::string shown(const Json& value) {
  return value.is_string() ? inQuotes(value.get<std::string>()) : inQuotes(dump(value));
}

/// An element's parameters with their values, as the part's block would have them.
struct Values {
  std::map<std::string, Json> of;
  std::set<std::string> byDefault;  // those that have the value nobody had to write
};

/// Multi-head attention is grouped-query attention with as many key-value heads, and the other way round.
bool rename(const std::string& from, const std::string& to, std::int64_t width, Values& values) {
  if (from == to) return true;
  const std::set<std::string> attentions{"attention.mha", "attention.mqa", "attention.gqa"};
  if (!attentions.count(from) || !attentions.count(to)) return false;
  const std::int64_t heads = values.of["heads"].get<std::int64_t>();
  if (from != "attention.gqa") {
    values.of["kv_heads"] = from == "attention.mqa" ? 1 : heads;
    values.of["head_width"] = heads > 0 ? width / heads : 0;
  }
  if (to == "attention.gqa") return true;
  const bool same = values.of["kv_heads"] == heads && values.of["head_width"].get<std::int64_t>() * heads == width;
  values.of.erase("kv_heads");
  values.of.erase("head_width");
  return same && to == "attention.mha";
}

/// Walks an architecture along a family and writes down what config.json would say.
class Matching {
 public:
  Matching(const Family& family, const Architecture& architecture, const Sizes& sizes, Misfit& misfit)
      : m_family(family), m_architecture(architecture), m_sizes(sizes), m_misfit(misfit) {}

  std::optional<Json> run() {
    if (!all(m_family.body, m_architecture.body, {}, m_sizes)) return {};
    for (const auto& [size, key] : m_family.sizes)
      if (const auto found = m_sizes.find(size); !m_config.contains(key) && found != m_sizes.end())
        m_config[key] = found->second;
    return m_config;
  }

 private:
  bool fail(const ElementPath& path, const std::string& what) {
    m_misfit.why = (path.empty() ? "body" : documentPath(m_architecture, path)) + ": " + what;
    return false;
  }

  bool all(const std::vector<Part>& parts, const Elements& elements, const ElementPath& parent, const Sizes& sizes) {
    ElementPath path = parent;
    path.push_back(0);
    for (std::size_t i = 0; i < elements.size(); ++i) {
      path.back() = i;
      if (i >= parts.size()) return fail(path, m_family.type + " has nothing here.");
      if (!one(parts[i], elements[i], path, sizes)) return false;
    }
    if (elements.size() < parts.size())
      return fail(parent, m_family.type + " has " + std::to_string(parts.size()) + " elements here instead of " +
                              std::to_string(elements.size()) + ".");
    return true;
  }

  bool one(const Part& part, const Element& element, const ElementPath& path, const Sizes& sizes) {
    if (part.kind != element.kind)
      return fail(path, m_family.type + " has a " + std::string(word(part.kind)) + " here.");
    if (part.kind == Element::Kind::Block && !findBlock(element.block)) return fail(path, "there is no such block.");
    Sizes inner = sizes;
    if (part.kind == Element::Kind::Repeat) {
      const Result<std::int64_t> count = evaluate(element.count, sizes);
      if (!count) return fail(path, count.error().message);
      if (!agree(part.count, *count, path, "the number of layers")) return false;
      m_layers = *count;
    }
    for (std::int64_t layer = 0; layer < (m_inLayers ? m_layers : 1); ++layer) {
      if (m_inLayers) inner["layer"] = layer;
      if (!settings(part, element, path, inner)) return false;
    }
    ++m_misfit.fitted;
    if (part.kind == Element::Kind::Block) return true;
    const bool outer = std::exchange(m_inLayers, m_inLayers || part.kind == Element::Kind::Repeat);
    const bool good = all(part.body, element.body, path, sizes);
    m_inLayers = outer;
    return good;
  }

  bool settings(const Part& part, const Element& element, const ElementPath& path, const Sizes& sizes) {
    const std::vector<ParamSpec> specs = paramSpecs(element);
    const Result<Params> params = readParams(specs, element.params, sizes);
    if (!params) return fail(path, params.error().message);
    Values values;
    for (const ParamSpec& spec : specs) {
      values.of[spec.name] = valueOf(*params, spec);
      const Result<Params> plain = readParams({spec}, {}, sizes);
      if (plain && valueOf(*plain, spec) == values.of[spec.name]) values.byDefault.insert(spec.name);
    }
    if (part.kind == Element::Kind::Block && !rename(element.block, part.block, m_width, values))
      return fail(path, m_family.type + " has " + part.block + " here instead of " + element.block + ".");
    if (element.block == "embed.token") m_width = params->integer("width");
    std::set<std::string> said;
    for (const Setting& setting : part.settings) {
      said.insert(setting.param);
      const auto value = values.of.find(setting.param);
      if (value == values.of.end()) {  // of another block in the slot
        const std::string slot = setting.param.substr(0, setting.param.find('.'));
        return fail(path, slot + " is " + shown(values.of[slot]) + ", which " + m_family.type + " does not have.");
      }
      if (!fits(setting, value->second, path)) return false;
    }
    for (const auto& [name, value] : values.of)
      if (!said.count(name) && !values.byDefault.count(name) && !kWithoutEffect.count(name) && !kSecondary.count(name))
        return fail(path, name + " is " + shown(value) + ", which " + m_family.type + " does not have.");
    return true;
  }

  bool fits(const Setting& setting, const Json& value, const ElementPath& path) {
    if (setting.filled) return true;
    if (setting.value) {
      const Json wanted = jsonOf(*setting.value);
      return value == wanted || fail(path, setting.param + " is " + shown(value) + ", where " + m_family.type +
                                               " has " + shown(wanted) + ".");
    }
    if (setting.words.empty()) return agree(setting.key, value, path, setting.param);
    for (const auto& [ours, theirs] : setting.words)
      if (value == ours) return agree(setting.key, theirs, path, setting.param);
    return fail(path, setting.param + " is " + shown(value) + ", which " + m_family.type + " does not have.");
  }

  bool agree(const std::string& key, const Json& value, const ElementPath& path, const std::string& what) {
    const auto found = m_config.find(key);
    if (found != m_config.end() && *found != value)
      return fail(
          path, what + " is " + shown(value) + ", where " + m_family.type + " has " + shown(*found) + " as elsewhere.");
    m_config[key] = value;
    return true;
  }

  const Family& m_family;
  const Architecture& m_architecture;
  const Sizes& m_sizes;
  Misfit& m_misfit;
  Json m_config = Json::object();
  std::int64_t m_width = 0, m_layers = 1;
  bool m_inLayers = false;
};

/// Builds the document of a family from its config.
class Building {
 public:
  Building(const Described& described, const Sizes& sizes)
      : m_family(*described.family), m_config(described.config), m_sizes(sizes) {}

  Result<Elements> all(const std::vector<Part>& parts) const {
    Elements elements;
    for (const Part& part : parts) {
      Element element{.kind = part.kind, .block = part.block};
      if (part.kind == Element::Kind::Repeat) {
        for (const auto& [size, key] : m_family.sizes)
          if (key == part.count) element.count = size;
      }
      for (const Setting& setting : part.settings) HEADROOM_TRY(set(element, setting));
      dropDefaults(element);
      HEADROOM_ASSIGN(element.body, all(part.body));
      elements.push_back(std::move(element));
    }
    return elements;
  }

 private:
  Result<void> set(Element& element, const Setting& setting) const {
    if (setting.value) {
      element.params[setting.param] = *setting.value;
      return {};
    }
    const auto found = m_config.find(setting.key);
    if (found == m_config.end() || found->is_null()) {
      if (kSecondary.count(setting.param)) return {};
      return badInput("config.json: " + setting.key + " is missing.");
    }
    const auto wrong = [&](const std::string& wanted) {
      return badInput("config.json: " + setting.key + " is " + shown(*found) + ", where " + wanted + " was expected.");
    };
    const std::vector<ParamSpec> specs = paramSpecs(element);
    const auto spec =
        std::find_if(specs.begin(), specs.end(), [&](const ParamSpec& s) { return s.name == setting.param; });
    if (spec == specs.end()) return failed("The block " + element.block + " has no parameter " + setting.param + ".");
    switch (spec->kind) {
      case ParamSpec::Kind::Integer:
        if (!found->is_number_integer()) return wrong("a whole number");
        if (found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX) return wrong("a smaller number");
        element.params[setting.param] = found->get<std::int64_t>();
        for (const auto& [size, key] : m_family.sizes)
          if (key == setting.key) element.params[setting.param] = size;
        return {};
      case ParamSpec::Kind::Real:
        if (!found->is_number()) return wrong("a number");
        element.params[setting.param] = found->get<double>();
        return {};
      case ParamSpec::Kind::Flag:
        if (!found->is_boolean()) return wrong("true or false");
        element.params[setting.param] = found->get<bool>();
        return {};
      case ParamSpec::Kind::Choice:
      case ParamSpec::Kind::Slot:
      case ParamSpec::Kind::Text:
        break;
    }
    std::vector<std::string> known;
    for (const auto& [ours, theirs] : setting.words) {
      known.push_back(theirs);
      if (*found != theirs) continue;
      element.params[setting.param] = ours;
      return {};
    }
    return badInput("config.json: " + setting.key + " is " + shown(*found) + "; known here: " + listed(known) + ".");
  }

  /// What a size or default says already need not be written: the document stays one that scales and arms fit.
  void dropDefaults(Element& element) const {
    for (const ParamSpec& spec : paramSpecs(element)) {
      const auto written = element.params.find(spec.name);
      if (written == element.params.end()) continue;
      const Result<Params> plain = readParams({spec}, {}, m_sizes), set = readParams({spec}, {*written}, m_sizes);
      if (plain && set && valueOf(*plain, spec) == valueOf(*set, spec)) element.params.erase(written);
    }
  }

  const Family& m_family;
  const Json& m_config;
  const Sizes& m_sizes;
};

Result<Described> describeAs(const Family& family, Json config) {
  for (const auto& [key, value] : family.defaults.items())
    if (!config.contains(key)) config[key] = value;
  for (const auto& [key, allowed] : family.only) {
    const auto found = config.find(key);
    if (found != config.end() && std::find(allowed.begin(), allowed.end(), *found) == allowed.end())
      return badInput("config.json: " + key + " is " + shown(*found) + ", which has no equal here; " +
                      shown(allowed.front()) + " would.");
  }
  if (family.read) {
    const Result<void> read = family.read(config);
    if (!read) return badInput("config.json: " + read.error().message);
  }
  return Described{&family, std::move(config)};
}

}  // namespace

Sizes numbersOf(const Json& config) {
  Sizes numbers;
  for (const auto& [key, value] : config.items())
    if (value.is_number_integer() && !(value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX))
      numbers[key] = value.get<std::int64_t>();
  return numbers;
}

std::optional<Json> configOf(const Family& family, const Architecture& architecture, Misfit& misfit) {
  const Result<Sizes> sizes = resolveSizes(architecture);
  if (!sizes) {
    misfit.why = sizes.error().message;
    return {};
  }
  return Matching(family, architecture, *sizes, misfit).run();
}

Json published(const Family& family, Json config) {
  for (const auto& [key, allowed] : family.only) config[key] = allowed.front();
  if (family.write) family.write(config);
  Json result = {{"architectures", {family.model}}, {"model_type", family.type}};
  for (const Json* part : std::initializer_list<const Json*>{&config, &family.extra})
    for (const auto& [key, value] : part->items())
      if (!key.starts_with('_')) result[key] = value;
  result["bos_token_id"] = result["eos_token_id"] = nullptr;
  result["torch_dtype"] = "float32";
  return result;
}

Result<Described> describe(const Json& config) {
  if (!config.is_object()) return badInput("config.json: an object was expected.");
  const auto type = config.find("model_type");
  if (type == config.end() || !type->is_string())
    return badInput("config.json: model_type is missing, so the family is not known.");
  for (const char* key : {"quantization_config", "compression_config"})
    if (const auto found = config.find(key); found != config.end() && !found->is_null())
      return badInput("config.json: " + std::string(key) +
                      " says that the weights are quantised, which is not read here; take the model in bfloat16, "
                      "float16 or float32.");
  std::vector<std::string> known;
  std::optional<Error> last;
  for (const Family& family : families()) {
    if (std::find(known.begin(), known.end(), family.type) == known.end()) known.push_back(family.type);
    if (*type != family.type) continue;
    Result<Described> described = describeAs(family, config);
    if (described) return described;
    last = described.error();
  }
  if (last) return *last;
  return badInput("config.json: model_type " + shown(*type) + " is no family known here; known are " + listed(known) +
                  ".");
}

Result<Architecture> architectureOf(const Described& described, const std::string& name) {
  Architecture architecture{.name = name, .about = "imported from Hugging Face: " + described.family->type};
  for (const auto& [size, key] : described.family->sizes) {
    const auto found = described.config.find(key);
    if (found == described.config.end() || !found->is_number_integer())
      return badInput("config.json: " + key +
                      (found == described.config.end() ? " is missing." : " is no whole number."));
    if (found->is_number_unsigned() && found->get<std::uint64_t>() > INT64_MAX)
      return badInput("config.json: " + key + " is beyond 2^63 − 1.");
    architecture.sizes[size] = found->get<std::int64_t>();
  }
  const Result<Sizes> sizes = resolveSizes(architecture);
  if (!sizes) return badInput("config.json: " + sizes.error().message);
  HEADROOM_ASSIGN(architecture.body, Building(described, *sizes).all(described.family->body));
  return architecture;
}

}  // namespace headroom::huggingface

// Architecture documents: sizes as numbers, places of elements.
#include "core/arch/architecture.h"

#include <set>

#include "core/base/text.h"
#include "core/blocks/catalog.h"

namespace headroom {

void write(Element& element, const ParamSpec& spec, const Written& value) {
  const auto [place, fresh] = element.params.emplace(spec.name, value);
  const bool changes = fresh ? toText(value) != spec.fallback : !(place->second == value);
  place->second = value;
  if (spec.kind == ParamSpec::Kind::Slot && changes)
    std::erase_if(element.params, [&](const auto& written) { return written.first.starts_with(spec.name + "."); });
  // What is written for the block in a slot says which block it is for.
  const std::size_t dot = spec.name.find('.');
  const Block* block = dot == std::string::npos ? nullptr : findBlock(element.block);
  if (const ParamSpec* slot = block ? block->param(spec.name.substr(0, dot)) : nullptr)
    element.params.emplace(slot->name, slot->fallback);
}

std::string_view word(Element::Kind kind) {
  switch (kind) {
    case Element::Kind::Block:
      return "block";
    case Element::Kind::Repeat:
      return "repeat";
    case Element::Kind::Residual:
      return "residual";
    case Element::Kind::Sequence:
      return "sequence";
    case Element::Kind::Parallel:
      return "parallel";
    case Element::Kind::Every:
      return "every";
    case Element::Kind::Tap:
      return "tap";
    case Element::Kind::Use:
      return "use";
  }
  return "";
}

std::string_view bodyKey(Element::Kind kind) {
  switch (kind) {
    case Element::Kind::Block:
    case Element::Kind::Use:
      return "";
    case Element::Kind::Repeat:
    case Element::Kind::Every:
    case Element::Kind::Tap:
      return "body";
    case Element::Kind::Residual:
    case Element::Kind::Sequence:
    case Element::Kind::Parallel:
      return word(kind);
  }
  return "";
}

std::vector<ParamSpec> paramSpecs(const Element& element) {
  switch (element.kind) {
    case Element::Kind::Block: {
      const Block* block = findBlock(element.block);
      return block ? withSlots(block->params, element.params) : std::vector<ParamSpec>();
    }
    case Element::Kind::Repeat:
      return {integer("share", "1").says("so many layers in a row use the same weights (arXiv:1909.11942)")};
    case Element::Kind::Residual:
      return {real("scale", 1).in(-1e6, 1e6).says("the branch counts so much; 1/(layer+1) is an expression"),
              real("skip_scale", 1).in(-1e6, 1e6).says("what passes by counts so much (arXiv:2203.00555)"),
              flag("trained_scale", false)
                  .says("a trained factor for every channel, which starts at scale (arXiv:2103.17239)"),
              flag("dropout", false).says("the recipe's dropout on the branch")};
    case Element::Kind::Every:
      return {integer("at", "0").in(0, 1e9).says("the first layer it stands in, counted from 0"),
              flag("others", false).says("true: in all layers but those")};
    case Element::Kind::Parallel:
      return {choice("join", {"sum", "concat", "gated"})
                  .says("added; side by side; added with shares that every token chooses")};
    case Element::Kind::Tap:
      return {choice("from", {"here", "tokens"}).says("what its body starts with: the stream, or the tokens")};
    case Element::Kind::Use:
      return {choice("join", {"sum", "concat"}).says("added to the stream, or side by side with it"),
              real("scale", 1).in(-1e6, 1e6).says("what was tapped counts so much"),
              flag("trained_scale", false).says("a trained factor for every channel, which starts at scale")};
    case Element::Kind::Sequence:
      break;
  }
  return {};
}

namespace {

/// Evaluates sizes that are written in each other: depth first, each once.
class SizeResolver {
 public:
  explicit SizeResolver(const std::map<std::string, Written>& written) : m_written(written) {}

  Result<Sizes> all() {
    if (m_written.size() > kMostSizes)
      return badInput("sizes: there are " + std::to_string(m_written.size()) + "; at most " +
                      std::to_string(kMostSizes) + " are read.");
    for (const auto& [name, written] : m_written) HEADROOM_TRY(asResult(valueOf(name)));
    return m_values;
  }

 private:
  static constexpr std::size_t kMostSizes = 200;  // also bounds the depth of the recursion

  static Result<void> asResult(const Result<std::int64_t>& value) {
    if (!value) return value.error();
    return {};
  }

  Result<std::int64_t> valueOf(const std::string& name) {
    if (const auto known = m_values.find(name); known != m_values.end()) return known->second;
    const auto written = m_written.find(name);
    if (!isSizeName(name))
      return wrong(name, "a size is called with lower-case letters, digits and '_', not as a function.");
    if (name == "layer") return wrong(name, "is the number of a layer within its repeat; choose another name.");
    if (!m_open.insert(name).second) return wrong(name, "is written in terms of itself; give it a number.");
    Result<std::int64_t> value = std::holds_alternative<bool>(written->second)
                                     ? Result<std::int64_t>(badInput("is neither a number nor an expression."))
                                     : evaluate(toText(written->second), [&](const std::string& other) {
                                         return m_written.count(other) ? valueOf(other) : unknown(other);
                                       });
    m_open.erase(name);
    if (!value) return m_found ? value : wrong(name, value.error().message);
    if (*value < 1) return wrong(name, std::to_string(*value) + " is too small; try 1 or more.");
    return m_values[name] = *value;
  }

  Result<std::int64_t> unknown(const std::string& name) const {
    std::vector<std::string> names;
    for (const auto& [known, written] : m_written) names.push_back(known);
    const std::string near = nearest(name, names);
    return badInput(inQuotes(name) + " is not one of the sizes" +
                    (near.empty() ? "; they are " + listed(names) + "." : "; did you mean " + inQuotes(near) + "?"));
  }

  /// The innermost size that is wrong gives the sentence its place.
  Error wrong(const std::string& name, const std::string& what) {
    m_found = true;
    return badInput("sizes." + oneLine(name, 60) + ": " + what);
  }

  const std::map<std::string, Written>& m_written;
  Sizes m_values;
  std::set<std::string> m_open;
  bool m_found = false;
};

}  // namespace

Result<std::map<std::string, std::int64_t>> resolveSizes(const Architecture& architecture) {
  return SizeResolver(architecture.sizes).all();
}

const Element* find(const Architecture& architecture, const ElementPath& path) {
  const Elements* elements = &architecture.body;
  const Element* element = nullptr;
  for (const std::size_t index : path) {
    if (index >= elements->size()) return nullptr;
    element = &(*elements)[index];
    elements = &element->body;
  }
  return element;
}

Element* find(Architecture& architecture, const ElementPath& path) {
  return const_cast<Element*>(find(std::as_const(architecture), path));
}

std::string documentPath(const Architecture& architecture, const ElementPath& path) {
  std::string text;
  const Elements* elements = &architecture.body;
  std::string key = "body";
  for (const std::size_t index : path) {
    text += key + "[" + std::to_string(index) + "]";
    if (index >= elements->size()) break;
    key = "." + std::string(bodyKey((*elements)[index].kind));
    elements = &(*elements)[index].body;
  }
  return text;
}

}  // namespace headroom

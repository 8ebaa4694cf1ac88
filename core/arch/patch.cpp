// Patches: reading arms, and applying them while noting who touched what.
#include "core/arch/patch.h"

#include <algorithm>
#include <set>

#include "core/base/json_reader.h"
#include "core/base/text.h"
#include "core/blocks/catalog.h"

namespace headroom {
namespace {

/// Beside every element: which arm touched which aspect of it ("kernel", "itself", "before" …).
struct Marks {
  std::map<std::string, std::string> touched;  // aspect → arm
  std::vector<Marks> children;
};

const std::string kItself = "itself";

Marks marksFor(const Element& element, const std::string& madeBy = {}) {
  Marks marks;
  if (!madeBy.empty()) marks.touched[kItself] = madeBy;
  for (const Element& child : element.body) marks.children.push_back(marksFor(child, madeBy));
  return marks;
}

bool matches(const Selector& find, const Element& element) {
  if (!find.name.empty() && element.name != find.name) return false;
  if (find.block.empty() && find.family.empty()) return true;
  const Block* block = element.kind == Element::Kind::Block ? findBlock(element.block) : nullptr;
  if (!block) return false;
  return (find.block.empty() || block->id == find.block) &&
         (find.family.empty() || familyName(block->family) == find.family);
}

std::string text(const Selector& find) {
  std::vector<std::string> parts;
  if (!find.name.empty()) parts.push_back("named " + inQuotes(find.name));
  if (!find.block.empty()) parts.push_back("of block " + inQuotes(find.block));
  if (!find.family.empty()) parts.push_back("of family " + inQuotes(find.family));
  return listed(parts);
}

class Patcher {
 public:
  explicit Patcher(Architecture& architecture) : m_architecture(architecture) {
    for (const Element& element : architecture.body) m_marks.push_back(marksFor(element));
  }

  Result<void> apply(const Arm& arm) {
    m_arm = arm.name;
    for (const Patch& patch : arm.patches) HEADROOM_TRY(apply(patch));
    return {};
  }

 private:
  Result<void> apply(const Patch& patch) {
    if (patch.kind == Patch::Kind::Sizes) {
      for (const auto& [name, value] : patch.values) {
        HEADROOM_TRY(touch(m_sizeMarks, name, "size " + inQuotes(name)));
        m_architecture.sizes[name] = value;
      }
      return {};
    }
    m_found = 0;
    HEADROOM_TRY(walk(m_architecture.body, m_marks, patch));
    if (m_found > 0) return {};
    for (const auto& [element, by] : m_gone)
      if (matches(patch.find, element)) return conflict(by, "block " + inQuotes(element.block));
    return badInput("arm " + inQuotes(m_arm) + ": there is no block " + text(patch.find) + " to change in " +
                    inQuotes(m_architecture.name) + ".");
  }

  Result<void> walk(Elements& elements, std::vector<Marks>& marks, const Patch& patch) {
    for (std::size_t i = 0; i < elements.size(); ++i) {
      HEADROOM_TRY(walk(elements[i].body, marks[i].children, patch));
      if (!matches(patch.find, elements[i])) continue;
      ++m_found;
      HEADROOM_TRY(change(elements, marks, i, patch));
    }
    return {};
  }

  /// Changes elements[i] and moves `i` to the last element that the patch is done with.
  Result<void> change(Elements& elements, std::vector<Marks>& marks, std::size_t& i, const Patch& patch) {
    const auto at = static_cast<std::ptrdiff_t>(i);
    const std::string what = elements[i].kind == Element::Kind::Block
                                 ? "block " + inQuotes(elements[i].block)
                                 : std::string(word(elements[i].kind)) + " " + inQuotes(elements[i].name);
    switch (patch.kind) {
      case Patch::Kind::Set:
        HEADROOM_TRY(set(elements[i], marks[i], patch, what));
        break;
      case Patch::Kind::Replace: {
        HEADROOM_TRY(touchWhole(marks[i], what));
        m_gone.emplace_back(elements[i], m_arm);
        elements[i] = patch.element;
        marks[i] = marksFor(patch.element, m_arm);
        break;
      }
      case Patch::Kind::InsertBefore:
        HEADROOM_TRY(touch(marks[i].touched, "before", "the place before " + what));
        elements.insert(elements.begin() + at, patch.element);
        marks.insert(marks.begin() + at, marksFor(patch.element, m_arm));
        ++i;
        break;
      case Patch::Kind::InsertAfter:
        HEADROOM_TRY(touch(marks[i].touched, "after", "the place after " + what));
        elements.insert(elements.begin() + at + 1, patch.element);
        marks.insert(marks.begin() + at + 1, marksFor(patch.element, m_arm));
        ++i;
        break;
      case Patch::Kind::Remove:
        HEADROOM_TRY(touchWhole(marks[i], what));
        m_gone.emplace_back(elements[i], m_arm);
        elements.erase(elements.begin() + at);
        marks.erase(marks.begin() + at);
        --i;  // may wrap below 0; the loop's ++ brings it back
        break;
      case Patch::Kind::WrapInResidual: {
        HEADROOM_TRY(touch(marks[i].touched, "wrap", "the branch around " + what));
        Element branch;
        branch.kind = Element::Kind::Residual;
        branch.body.push_back(std::move(elements[i]));
        Marks branchMarks;
        branchMarks.touched[kItself] = m_arm;
        branchMarks.children.push_back(std::move(marks[i]));
        elements[i] = std::move(branch);
        marks[i] = std::move(branchMarks);
        break;
      }
      case Patch::Kind::Sizes:
        break;
    }
    return {};
  }

  Result<void> set(Element& element, Marks& marks, const Patch& patch, const std::string& what) {
    if (const auto by = marks.touched.find(kItself); by != marks.touched.end() && by->second != m_arm)
      return conflict(by->second, what);
    for (const auto& [name, value] : patch.values) {
      const std::vector<ParamSpec> specs = paramSpecs(element);
      const auto spec = std::find_if(specs.begin(), specs.end(), [&](const auto& s) { return s.name == name; });
      if (spec == specs.end())
        return badInput("arm " + inQuotes(m_arm) + ": " + what + " has no parameter " + inQuotes(name) + ".");
      if (const Result<void> kind = checkKind(*spec, value); !kind)
        return badInput("arm " + inQuotes(m_arm) + ": " + kind.error().message);
      HEADROOM_TRY(touch(marks.touched, name, inQuotes(name) + " of " + what));
      write(element, *spec, value);
    }
    return {};
  }

  /// Removing or replacing an element collides with whatever another arm did to it, except what it put beside it.
  Result<void> touchWhole(const Marks& marks, const std::string& what) {
    for (const auto& [aspect, by] : marks.touched)
      if (by != m_arm && aspect != "before" && aspect != "after") return conflict(by, what);
    for (const Marks& child : marks.children) HEADROOM_TRY(touchWhole(child, what));
    return {};
  }

  Result<void> touch(std::map<std::string, std::string>& touched, const std::string& aspect, const std::string& what) {
    const auto [mark, fresh] = touched.emplace(aspect, m_arm);
    if (fresh) return {};
    return conflict(mark->second, what);
  }

  Error conflict(const std::string& other, const std::string& what) const {
    if (other == m_arm)
      return badInput("arm " + inQuotes(m_arm) + " changes " + what + " twice; keep one of its patches.");
    return badInput("arms " + inQuotes(other) + " and " + inQuotes(m_arm) + " both change " + what +
                    "; leave one of them out.");
  }

  Architecture& m_architecture;
  std::vector<Marks> m_marks;
  std::map<std::string, std::string> m_sizeMarks;
  std::vector<std::pair<Element, std::string>> m_gone;  // with the arm that removed or replaced it
  std::string m_arm;
  std::size_t m_found = 0;
};

std::map<std::string, Written> writtenValues(JsonReader& reader, const std::string& key) {
  std::map<std::string, Written> values;
  const Json* object = reader.object(key);
  if (!object) return values;
  for (const auto& [name, value] : object->items()) {
    if (value.is_string())
      values[name] = value.get<std::string>();
    else if (value.is_boolean())
      values[name] = value.get<bool>();
    else if (value.is_number_integer())
      values[name] = value.get<std::int64_t>();
    else if (value.is_number())
      values[name] = value.get<double>();
    else
      reader.fail(key + "." + oneLine(name, 60), inQuotes(dump(value)) + " is no value for a parameter.");
  }
  return values;
}

Result<Selector> readSelector(const Json& value, const std::string& path, const std::string& source) {
  JsonReader reader(value, path, source);
  Selector find{reader.text("name", ""), reader.text("block", ""), reader.text("family", "")};
  if (find.name.empty() && find.block.empty() && find.family.empty())
    reader.fail("family", "is missing; give name, block or family.");
  HEADROOM_TRY(reader.finish());
  return find;
}

Result<Patch> readPatch(const Json& value, const std::string& path, const std::string& source) {
  JsonReader reader(value, path, source);
  Patch patch;
  if (reader.has("sizes")) {
    patch.kind = Patch::Kind::Sizes;
    patch.values = writtenValues(reader, "sizes");
    HEADROOM_TRY(reader.finish());
    return patch;
  }
  const std::pair<const char*, Patch::Kind> elementKeys[] = {
      {"replace", Patch::Kind::Replace}, {"before", Patch::Kind::InsertBefore}, {"after", Patch::Kind::InsertAfter}};
  const Json* find = reader.object("find");
  const Json* element = nullptr;
  std::string elementKey;
  int changes = 0;
  for (const auto& [key, kind] : elementKeys)
    if (const Json* raw = reader.raw(key)) patch.kind = kind, element = raw, elementKey = key, ++changes;
  if (reader.has("set")) patch.kind = Patch::Kind::Set, patch.values = writtenValues(reader, "set"), ++changes;
  if (reader.has("remove")) {
    patch.kind = Patch::Kind::Remove, ++changes;
    if (!reader.flag("remove")) reader.fail("remove", "can only be true.");
  }
  if (reader.has("wrap")) {
    patch.kind = Patch::Kind::WrapInResidual, ++changes;
    reader.choice("wrap", {"residual"});
  }
  HEADROOM_TRY(reader.finish());
  if (!find || changes != 1) {
    reader.fail(find ? "set" : "find", find ? "give exactly one of set, replace, before, after, remove and wrap."
                                            : "is missing; it says which blocks are changed.");
    return reader.finish().error();
  }
  HEADROOM_ASSIGN(patch.find, readSelector(*find, path + ".find", source));
  if (element) {
    HEADROOM_ASSIGN(patch.element, elementFromJson(*element, (source.empty() ? "" : inQuotes(source, 200) + ": ") +
                                                                 path + "." + elementKey));
  }
  return patch;
}

}  // namespace

Result<Arm> armFromJson(const Json& document, const std::string& source) {
  JsonReader reader(document, "", source);
  reader.choice("format", {"headroom.arm"});
  reader.integer("version", {}, 1, 1);
  Arm arm{reader.text("name"), reader.text("title", ""), reader.text("about", ""), reader.text("source", ""), {}};
  const Json* patches = reader.array("patches");
  if (!reader.has("patches")) reader.fail("patches", "is missing; it lists the changes.");
  HEADROOM_TRY(reader.finish());
  for (std::size_t i = 0; i < patches->size(); ++i) {
    HEADROOM_ASSIGN(Patch patch, readPatch((*patches)[i], "patches[" + std::to_string(i) + "]", source));
    arm.patches.push_back(std::move(patch));
  }
  return arm;
}

Result<Architecture> withArms(const Architecture& baseline, const std::vector<Arm>& arms) {
  Architecture architecture = baseline;
  Patcher patcher(architecture);
  std::set<std::string> names;
  for (const Arm& arm : arms) {
    if (!names.insert(arm.name).second) return badInput("arm " + inQuotes(arm.name) + " is given twice; give it once.");
    HEADROOM_TRY(patcher.apply(arm));
  }
  return architecture;
}

}  // namespace headroom

#include "core/arch/pytorch/classes.h"

#include <algorithm>

#include "core/arch/pytorch/names.h"

namespace headroom::pytorch {
namespace {

/// Text with its holes filled. In a forward pass arguments are attributes; those are noted in `kept`.
std::string filled(const Class& type, const std::string& text, std::size_t shift, std::set<std::string>* kept) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\1') {
      result += text[i];
      continue;
    }
    const std::size_t end = text.find('\2', i);
    const std::size_t hole = shift + std::stoul(text.substr(i + 1, end - i - 1));
    i = end;
    const bool equal = std::all_of(type.members.begin(), type.members.end(),
                                   [&](const auto& member) { return member[hole] == type.members[0][hole]; });
    const std::string& argument = type.argumentOf[hole];
    if (!argument.empty() && kept) kept->insert(argument);
    result += !argument.empty() ? (kept ? "self." + argument : argument) : equal ? type.members[0][hole] : "…";
  }
  return result;
}

}  // namespace

bool same(const Instance& a, const Instance& b) {
  return a.type == b.type && a.values == b.values &&
         std::equal(a.modules.begin(), a.modules.end(), b.modules.begin(), b.modules.end(),
                    [](const auto& x, const auto& y) { return same(*x, *y); });
}

int ClassTable::intern(Class type) {
  std::string text = type.title + "\n" + type.doc + "\n" + type.arguments + "\n";
  for (const InitLine& line : type.init) {
    text += std::to_string(int(line.kind)) + line.text + joined(line.keys);
    for (const int module : line.classes) text += " " + std::to_string(module);
    text += "\n";
  }
  text += joined(type.forward, "\n");
  for (const Hole& hole : type.holes) text += "\n" + hole.name + (hole.comment ? "#" : "");
  const auto [known, fresh] = m_classOf.emplace(text, int(m_classes.size()));
  if (fresh) m_classes.push_back(std::move(type));
  return known->second;
}

std::string ClassTable::text(const Instance& model) {
  collect(model);
  std::set<std::string> names{"Parts", "Model"};
  std::string classes;
  for (std::size_t i = 0; i < m_classes.size(); ++i) {
    Class& type = m_classes[i];
    if (type.members.empty()) continue;  // of an attempt that was given up
    const auto taken = [&](const std::string& name) { return !names.insert(name).second; };
    type.name = int(i) == model.type ? "Model" : unlike(type.title, taken, "");
    lift(type);
    classes += text(type) + "\n\n";
  }
  return classes;
}

std::vector<std::string> ClassTable::collect(const Instance& instance) {
  std::vector<std::string> values = instance.values;
  for (const auto& module : instance.modules) {
    const std::vector<std::string> inner = collect(*module);
    values.insert(values.end(), inner.begin(), inner.end());
  }
  m_classes[std::size_t(instance.type)].members.push_back(values);
  return values;
}

/// Finds what the constructor of a class takes; the classes of its modules come first.
void ClassTable::lift(Class& type) {
  type.allHoles = type.holes;
  for (const InitLine& line : type.init)
    for (const int module : line.classes) {
      const Class& inner = m_classes[std::size_t(module)];
      for (std::size_t i = 0; i < inner.allHoles.size(); ++i)
        type.allHoles.push_back(
            {inner.argumentOf[i].empty() ? inner.allHoles[i].name : inner.argumentOf[i], inner.allHoles[i].comment});
    }
  std::map<std::pair<std::string, std::vector<std::string>>, std::string> known;
  type.argumentOf.resize(type.allHoles.size());
  for (std::size_t i = 0; i < type.allHoles.size(); ++i) {
    if (type.allHoles[i].comment) continue;
    std::vector<std::string> values;
    bool differ = false;
    for (const auto& member : type.members) {
      differ = differ || member[i] != type.members[0][i];
      values.push_back(member[i]);
    }
    if (!differ) continue;
    std::string& name = known[{type.allHoles[i].name, values}];
    if (name.empty()) {
      name = unlike(pythonName(type.allHoles[i].name),
                    [&](const std::string& n) { return !type.attributes.insert(n).second; });
      type.lifted.emplace_back(name, i);
    }
    type.argumentOf[i] = name;
  }
}

std::string ClassTable::constructed(const Class& type, int module, std::size_t base) const {
  const Class& inner = m_classes[std::size_t(module)];
  std::vector<std::string> arguments;
  for (const auto& [name, hole] : inner.lifted)
    arguments.push_back(name + "=" + filled(type, "\1" + std::to_string(hole) + "\2", base, nullptr));
  return inner.name + "(" + joined(arguments) + ")";
}

std::string ClassTable::text(const Class& type) const {
  std::set<std::string> kept;
  std::string forward, init;
  for (const std::string& line : type.forward) forward += "        " + filled(type, line, 0, &kept) + "\n";
  std::size_t base = type.holes.size();
  for (const InitLine& line : type.init) {
    if (line.kind == InitLine::Kind::Text) {
      init += "        " + filled(type, line.text, 0, nullptr) + "\n";
      continue;
    }
    std::vector<std::string> calls;
    for (const int module : line.classes) {
      calls.push_back(constructed(type, module, base));
      base += m_classes[std::size_t(module)].allHoles.size();
    }
    const bool equal = std::all_of(calls.begin(), calls.end(), [&](const auto& call) { return call == calls[0]; });
    init += "        " + line.text + " = ";
    if (line.kind == InitLine::Kind::Module) {
      init += calls[0] + "\n";
    } else if (line.kind == InitLine::Kind::List && equal) {
      init += "nn.ModuleList([" + calls[0] + " for _ in range(" + std::to_string(calls.size()) + ")])\n";
    } else {
      init += line.kind == InitLine::Kind::List ? "nn.ModuleList([\n" : "nn.ModuleDict({\n";
      for (std::size_t i = 0; i < calls.size(); ++i)
        init += "            " + (line.keys.empty() ? "" : "\"" + line.keys[i] + "\": ") + calls[i] + ",\n";
      init += line.kind == InitLine::Kind::List ? "        ])\n" : "        })\n";
    }
  }
  std::string arguments, attributes;
  for (const auto& [name, hole] : type.lifted) {
    arguments += ", " + name;
    if (kept.count(name)) attributes += "        self." + name + " = " + name + "\n";
  }
  return "class " + type.name + "(nn.Module):\n    \"\"\"" + filled(type, type.doc, 0, nullptr) +
         "\"\"\"\n\n    def __init__(self" + arguments + "):\n        super().__init__()\n" + attributes + init +
         "\n    def forward(self" + type.arguments + "):\n" + forward;
}

}  // namespace headroom::pytorch

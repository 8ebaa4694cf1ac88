// Names as Python takes them.
#pragma once

#include <string>
#include <vector>

namespace headroom::pytorch {

/// A name that Python takes: letters, digits and '_', none of its own words and of those that nn.Module uses.
std::string pythonName(std::string name);
/// The same for a variable, which must not hide a function of the file either.
std::string variableName(const std::string& wanted);
/// "Gated MLP (SwiGLU)" → "GatedMLP"
std::string className(const std::string& title);
/// The first of name, name_2, name_3 … that `taken` does not refuse.
template <class Taken>
std::string unlike(const std::string& name, const Taken& taken, const std::string& between = "_") {
  std::string candidate = name;
  for (int i = 2; taken(candidate); ++i) candidate = name + between + std::to_string(i);
  return candidate;
}

/// "a, b, c"
std::string joined(const std::vector<std::string>& parts, const std::string& between = ", ");

}  // namespace headroom::pytorch

#include "core/arch/pytorch/names.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include "core/arch/pytorch/ops.h"

namespace headroom::pytorch {
namespace {

/// Words of Python, names that the file's functions use, and what nn.Module has already.
const std::set<std::string>& reservedNames() {
  static const std::set<std::string> names = [] {
    std::istringstream words(
        "False None True and as assert async await break class continue def del elif else except finally for from "
        "global if import in is lambda nonlocal not or pass raise return try while with yield "
        "F nn torch math json self sum range str list len losses targets tokens layer key "
        "train eval training forward type float double half bfloat16 cpu cuda ipu xpu mtia to to_empty apply "
        "compile parameters buffers modules children named_parameters named_buffers named_modules named_children "
        "state_dict load_state_dict zero_grad requires_grad_ share_memory extra_repr add_module register_module "
        "register_buffer register_parameter get_parameter get_buffer get_submodule set_submodule get_extra_state "
        "set_extra_state register_forward_hook register_forward_pre_hook register_full_backward_hook "
        "register_full_backward_pre_hook register_backward_hook register_state_dict_pre_hook "
        "register_state_dict_post_hook register_load_state_dict_pre_hook register_load_state_dict_post_hook "
        "call_super_init dump_patches ");
    std::set<std::string> all;
    for (std::string word; words >> word;) all.insert(word);
    return all;
  }();
  return names;
}

}  // namespace

std::string pythonName(std::string name) {
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_') c = '_';
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) || name.starts_with("__")) name = "p_" + name;
  return reservedNames().count(name) ? name + "_" : name;
}

std::string variableName(const std::string& wanted) {
  const std::string name = pythonName(wanted);
  const bool helper = std::any_of(pytorchHelpers().begin(), pytorchHelpers().end(),
                                  [&](const PytorchHelper& each) { return each.name == name; });
  return helper ? name + "_" : name;
}

std::string className(const std::string& title) {
  std::string name;
  bool start = true;
  for (const char c : title.substr(0, title.find(" ("))) {
    if (std::isalnum(static_cast<unsigned char>(c)))
      name += start ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    start = !std::isalnum(static_cast<unsigned char>(c));
  }
  return name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) ? "Block" + name : name;
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

}  // namespace headroom::pytorch

// The graph's nodes are sorted by the names of their sites into a tree of scopes: model, copies of a repeat, blocks.
// Each scope is written as the text of a class in which every number is a hole; scopes of equal text are one class, and
// a number that differs between them becomes an argument of its constructor.
#include "core/arch/pytorch_source.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "core/arch/pytorch_ops.h"
#include "core/base/text.h"
#include "core/blocks/catalog.h"

namespace headroom {
namespace {

bool startsWith(const std::string& text, const std::string& start) {
  return text.compare(0, start.size(), start) == 0;
}
bool isNumber(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}
std::string joined(const std::vector<std::string>& parts, const std::string& between = ", ") {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}
std::string upToLastDot(const std::string& name) {
  return name.substr(0, name.rfind('.'));
}

/// What an attribute or a variable cannot be called: Python's words and what nn.Module uses itself.
const std::set<std::string>& reservedNames() {
  static const std::set<std::string> names{"False",
                                           "None",
                                           "True",
                                           "and",
                                           "as",
                                           "assert",
                                           "async",
                                           "await",
                                           "break",
                                           "class",
                                           "continue",
                                           "def",
                                           "del",
                                           "elif",
                                           "else",
                                           "except",
                                           "finally",
                                           "for",
                                           "from",
                                           "global",
                                           "if",
                                           "import",
                                           "in",
                                           "is",
                                           "lambda",
                                           "nonlocal",
                                           "not",
                                           "or",
                                           "pass",
                                           "raise",
                                           "return",
                                           "try",
                                           "while",
                                           "with",
                                           "yield",
                                           "F",
                                           "nn",
                                           "torch",
                                           "math",
                                           "json",
                                           "self",
                                           "sum",
                                           "range",
                                           "str",
                                           "list",
                                           "len",
                                           "losses",
                                           "targets",
                                           "tokens",
                                           "layer",
                                           "key",
                                           "train",
                                           "eval",
                                           "training",
                                           "forward",
                                           "type",
                                           "float",
                                           "double",
                                           "half",
                                           "bfloat16",
                                           "cpu",
                                           "cuda",
                                           "ipu",
                                           "xpu",
                                           "mtia",
                                           "to",
                                           "to_empty",
                                           "apply",
                                           "compile",
                                           "parameters",
                                           "buffers",
                                           "modules",
                                           "children",
                                           "named_parameters",
                                           "named_buffers",
                                           "named_modules",
                                           "named_children",
                                           "state_dict",
                                           "load_state_dict",
                                           "zero_grad",
                                           "requires_grad_",
                                           "share_memory",
                                           "extra_repr",
                                           "add_module",
                                           "register_module",
                                           "register_buffer",
                                           "register_parameter",
                                           "get_parameter",
                                           "get_buffer",
                                           "get_submodule",
                                           "set_submodule",
                                           "get_extra_state",
                                           "set_extra_state",
                                           "register_forward_hook",
                                           "register_forward_pre_hook",
                                           "register_full_backward_hook",
                                           "register_full_backward_pre_hook",
                                           "register_backward_hook",
                                           "register_state_dict_pre_hook",
                                           "register_state_dict_post_hook",
                                           "register_load_state_dict_pre_hook",
                                           "register_load_state_dict_post_hook",
                                           "call_super_init",
                                           "dump_patches"};
  return names;
}

/// A name that Python takes: letters, digits and '_', not reserved.
std::string pythonName(std::string name) {
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '_') c = '_';
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) || startsWith(name, "__")) name = "p_" + name;
  return reservedNames().count(name) ? name + "_" : name;
}
/// The same for a variable, which must not hide a function.
std::string variableName(const std::string& wanted) {
  const std::string name = pythonName(wanted);
  const bool helper = std::any_of(pytorchHelpers().begin(), pytorchHelpers().end(),
                                  [&](const PytorchHelper& each) { return each.name == name; });
  return helper ? name + "_" : name;
}
/// The first of name, name_2, name_3 … that `taken` does not refuse.
template <class Taken>
std::string unlike(const std::string& name, const Taken& taken, const std::string& between = "_") {
  std::string candidate = name;
  for (int i = 2; taken(candidate); ++i) candidate = name + between + std::to_string(i);
  return candidate;
}
/// "Gated MLP (SwiGLU)" → "GatedMLP"
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

/// A parameter or a state.
struct Tensor {
  std::string name;
  std::vector<std::int64_t> shape;
  Init init;
  bool trains = true;
  bool used = false;
  std::string home = {};                   // prefix of the scope that holds it
  std::vector<std::string> python = {};    // its name, piece by piece
  std::optional<std::string> linear = {};  // "layers.0.attention.qkv" where it belongs to an nn.Linear
};

/// Part of the model with a name of its own.
struct Scope {
  std::string prefix;   // of the names of its sites: "layers.1.attention."; "" the model
  std::string owner;    // of the tensors it uses: "layers.0.attention." where layers share them
  std::string list;     // of a copy in a repeat: the prefix of its owner's list, "layers."
  bool shared = false;  // a copy that uses another's tensors
  std::uint32_t site = 0;
  struct Item {
    std::uint32_t node = 0;
    std::unique_ptr<Scope> child;  // when it is not a node
  };
  std::vector<Item> items;
};

/// What a scope needs from outside.
struct Input {
  enum class Kind : std::uint8_t { Value, Tensor, Targets, Losses };
  Kind kind = Kind::Value;
  std::uint32_t index = 0;
  auto operator<=>(const Input&) const = default;
};

struct Hole {
  std::string name;
  bool comment = false;  // only people read it
  bool operator==(const Hole&) const = default;
};

/// A line of a constructor: text, or the modules that `text` is set to.
struct InitLine {
  enum class Kind : std::uint8_t { Text, Module, List, Dict };
  Kind kind = Kind::Text;
  std::string text;
  std::vector<std::string> keys;  // Dict
  std::vector<int> classes;       // of the modules
};

/// A scope as a class. Holes are written "\1<index>\2".
struct Class {
  std::string title, doc, arguments;
  std::vector<InitLine> init;
  std::vector<std::string> forward;
  std::vector<Hole> holes;
  std::set<std::string> attributes;
  // Known when all scopes are: the values of all holes, its own and then those of the modules in it, by instance.
  std::vector<std::vector<std::string>> members;
  std::string name;
  std::vector<Hole> allHoles;
  std::vector<std::string> argumentOf;                      // by hole; "": the same everywhere
  std::vector<std::pair<std::string, std::size_t>> lifted;  // constructor arguments and a hole of each
};

/// One scope written: its class and what it fills the holes with.
struct Written {
  int type = -1;
  std::vector<std::string> values;
  std::vector<std::shared_ptr<const Written>> modules;  // in the order of the constructor
  std::vector<Input> inputs;
  std::vector<std::uint32_t> outputs;  // nodes
  bool lossOnly = false;
};
bool same(const Written& a, const Written& b) {
  return a.type == b.type && a.values == b.values &&
         std::equal(a.modules.begin(), a.modules.end(), b.modules.begin(), b.modules.end(),
                    [](const auto& x, const auto& y) { return same(*x, *y); });
}

/// One line of a forward pass in the making: an op, slices that are one split, or a module that is called.
struct Step {
  std::vector<std::uint32_t> nodes;
  std::shared_ptr<const Written> call;
  std::string owner, list;  // of the module
  bool lossOnly = false;
};

class Generator {
  class ScopeWriter;

 public:
  Generator(const Graph& graph, std::string name, std::string about)
      : m_graph(graph), m_name(std::move(name)), m_about(std::move(about)) {
    gatherTensors();
    markNodes();
    if (!sortIntoScopes()) {
      m_flat = true;
      m_model = Scope();
      sortIntoScopes();
    }
    findOwners(m_model);
    findHomes();
    giveHints();
  }

  PytorchModel run() {
    const auto model = write(m_model);
    collect(*model);
    PytorchModel result;
    result.source = file(*model);
    for (std::size_t i = 0; i < m_tensors.size(); ++i)
      (i < m_graph.parameters.size() ? result.parameters : result.states)
          .push_back(m_tensors[i].used ? joined(m_tensors[i].python, ".") : "");
    return result;
  }

 private:
  // ---- What there is.

  std::vector<std::uint32_t> tensorsOf(const Node& node) const {
    std::vector<std::uint32_t> all;
    for (const ParameterId id : node.parameters) all.push_back(id.index);
    for (const StateId id : node.states) all.push_back(std::uint32_t(m_graph.parameters.size()) + id.index);
    return all;
  }
  /// The value behind the marks of caches, which mean nothing here.
  std::uint32_t rootOf(std::uint32_t value) const {
    while (std::holds_alternative<CacheOp>(m_graph.nodes[value].op)) value = m_graph.nodes[value].inputs[0].index;
    return value;
  }
  bool isTarget(std::uint32_t value) const { return std::holds_alternative<TargetsOp>(m_graph.nodes[value].op); }
  bool isTokens(std::uint32_t value) const { return std::holds_alternative<TokensOp>(m_graph.nodes[value].op); }
  bool hasLoss() const { return m_graph.loss.index != 0; }

  void gatherTensors() {
    for (const Parameter& p : m_graph.parameters) m_tensors.push_back({p.name, p.shape, p.init, true});
    for (const State& s : m_graph.states)
      m_tensors.push_back({s.name, s.shape, {Init::Kind::Constant, s.start}, false});
  }

  void markNodes() {
    const auto mark = [&](std::vector<bool>& marked, std::uint32_t goal) {
      marked[goal] = true;
      for (std::uint32_t i = goal + 1; i-- > 0;)
        if (marked[i])
          for (const ValueId input : m_graph.nodes[i].inputs) marked[input.index] = true;
    };
    m_needed.resize(m_graph.nodes.size());
    m_onLogits.resize(m_graph.nodes.size());
    mark(m_onLogits, m_graph.logits.index);
    mark(m_needed, m_graph.logits.index);
    if (hasLoss()) {
      mark(m_needed, m_graph.loss.index);
      for (const AuxiliaryLoss& loss : m_graph.losses) mark(m_needed, loss.value.index);
    }
    m_users.resize(m_graph.nodes.size());
    for (std::uint32_t i = 0; i < m_graph.nodes.size(); ++i) {
      const Node& node = m_graph.nodes[i];
      if (!m_needed[i] || std::holds_alternative<CacheOp>(node.op)) continue;
      for (const ValueId input : node.inputs) m_users[rootOf(input.index)].push_back(i);
      for (const std::uint32_t tensor : tensorsOf(node)) m_tensors[tensor].used = true;
      markLinear(node);
    }
    for (Tensor& tensor : m_tensors)
      if (tensor.linear && m_notLinear.count(*tensor.linear)) tensor.linear.reset();
    for (const Tensor& tensor : m_tensors)
      if (tensor.used) m_names.insert(tensor.name);
  }

  /// Weights that are used as those of one linear layer are written as an nn.Linear.
  void markLinear(const Node& node) {
    const auto* linear = std::get_if<LinearOp>(&node.op);
    if (!linear) return;
    Tensor& weight = m_tensors[node.parameters[0].index];
    const std::string name = upToLastDot(weight.name);
    bool fits = weight.name == name + ".weight";
    if (linear->bias) fits = fits && m_tensors[node.parameters[1].index].name == name + ".bias";
    for (const Tensor& other : m_tensors)
      fits = fits && (!startsWith(other.name, name + ".") || other.name == weight.name ||
                      (linear->bias && other.name == name + ".bias"));
    if (!fits) {
      m_notLinear.insert(name);
      return;
    }
    weight.linear = name;
    if (linear->bias) m_tensors[node.parameters[1].index].linear = name;
  }

  // ---- Scopes.

  /// False when the nodes of a scope do not follow each other.
  bool sortIntoScopes() {
    std::set<std::string> seen;
    for (std::uint32_t i = 0; i < m_graph.nodes.size(); ++i) {
      const Node& node = m_graph.nodes[i];
      if (!m_needed[i] || isTarget(i) || isTokens(i) || std::holds_alternative<CacheOp>(node.op)) continue;
      Scope* scope = &m_model;
      std::vector<std::string> parts;
      if (!m_flat && !(hasLoss() && i == m_graph.loss.index)) parts = split(m_graph.sites[node.site].name, '.');
      for (std::size_t at = 0; at < parts.size() && !parts[at].empty();) {
        const bool copy = at + 2 < parts.size() && isNumber(parts[at + 1]);
        const std::string list = scope->prefix + parts[at] + ".";
        const std::string prefix = copy ? list + parts[at + 1] + "." : list;
        if (scope->items.empty() || !scope->items.back().child || scope->items.back().child->prefix != prefix) {
          if (!seen.insert(prefix).second) return false;
          auto child = std::make_unique<Scope>();
          child->prefix = child->owner = prefix;
          child->list = copy ? list : "";
          child->site = node.site;
          scope->items.push_back({0, std::move(child)});
        }
        scope = scope->items.back().child.get();
        if (!copy) break;  // what follows are slots of the block
        at += 2;
      }
      scope->items.push_back({i, nullptr});
    }
    return true;
  }

  void gatherNames(const Scope& scope, std::set<std::string>& names) const {
    for (const Scope::Item& item : scope.items)
      if (item.child)
        gatherNames(*item.child, names);
      else
        for (const std::uint32_t tensor : tensorsOf(m_graph.nodes[item.node])) names.insert(m_tensors[tensor].name);
  }

  /// Copies that use the tensors of an earlier one.
  void findOwners(Scope& scope) {
    for (Scope::Item& item : scope.items) {
      if (!item.child) continue;
      Scope& child = *item.child;
      const std::string local = child.prefix.substr(scope.prefix.size());
      child.owner = scope.owner + local;
      if (!child.list.empty()) {
        child.list = scope.owner + local.substr(0, local.find('.') + 1);
        std::set<std::string> names, copies;
        gatherNames(child, names);
        for (const std::string& name : names)
          if (startsWith(name, child.list))
            copies.insert(child.list +
                          name.substr(child.list.size(), name.find('.', child.list.size()) + 1 - child.list.size()));
        if (copies.size() == 1 && *copies.begin() != child.owner) child.owner = *copies.begin(), child.shared = true;
      }
      findOwners(child);
    }
  }
  static void disown(Scope& scope) {
    scope.owner = scope.prefix;
    scope.shared = false;
    for (Scope::Item& item : scope.items)
      if (item.child) disown(*item.child);
  }

  bool holdsTensors(const std::string& prefix) const {
    const auto found = m_names.lower_bound(prefix);
    return found != m_names.end() && startsWith(*found, prefix);
  }

  void findModules(const Scope& scope) {
    for (const Scope::Item& item : scope.items) {
      if (!item.child) continue;
      if (holdsTensors(item.child->owner)) {
        m_modules.insert(item.child->owner);
        if (!item.child->list.empty()) m_lists[item.child->list].insert(item.child->owner);
      }
      findModules(*item.child);
    }
  }

  void findHomes() {
    findModules(m_model);
    for (Tensor& tensor : m_tensors) {
      for (std::size_t dot = tensor.name.find('.'); dot != std::string::npos; dot = tensor.name.find('.', dot + 1))
        if (m_modules.count(tensor.name.substr(0, dot + 1))) tensor.home = tensor.name.substr(0, dot + 1);
      tensor.python = pythonPath(tensor.name);
    }
  }

  /// "layers.0.attention.qkv.weight" piece by piece, each a name that Python takes.
  std::vector<std::string> pythonPath(const std::string& name) {
    std::vector<std::string> path;
    std::string prefix;
    const std::vector<std::string> parts = split(name, '.');
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::string whole = prefix + parts[i] + (i + 1 < parts.size() ? "." : "");
      std::string& known = m_python[whole];
      if (known.empty()) {
        known = m_lists.count(prefix) ? parts[i] : pythonName(parts[i]);
        known = unlike(known, [&](const std::string& n) { return !m_pythonTaken.insert(prefix + "/" + n).second; });
      }
      path.push_back(known);
      prefix = whole;
    }
    return path;
  }
  /// self.layers[0].attention.qkv.weight, from a scope that owns `from`, without the last `without` pieces.
  std::string expression(const Tensor& tensor, const std::string& from, std::size_t without = 0) const {
    std::string text = "self", prefix;
    const std::vector<std::string> parts = split(tensor.name, '.');
    for (std::size_t i = 0; i + without < parts.size(); ++i) {
      if (prefix.size() >= from.size())
        text += m_lists.count(prefix) ? "[" + key(prefix, tensor.python[i]) + "]" : "." + tensor.python[i];
      prefix += parts[i] + ".";
    }
    return text;
  }
  /// Lists whose owners are not 0, 1, 2 … are dictionaries.
  bool isDict(const std::string& list) const {
    const std::set<std::string>& owners = m_lists.at(list);
    for (std::size_t i = 0; i < owners.size(); ++i)
      if (!owners.count(list + std::to_string(i) + ".")) return true;
    return false;
  }
  std::string key(const std::string& list, const std::string& index) const {
    return isDict(list) ? "\"" + index + "\"" : index;
  }
  static std::string lastPart(const std::string& prefix) {  // "layers.0." → "0"
    const std::string text = prefix.substr(0, prefix.size() - 1);
    return text.substr(text.rfind('.') + 1);
  }

  // ---- Names of values.

  void hint(std::uint32_t value, const std::string& name) {
    for (;;) {
      value = rootOf(value);
      if (!m_hints[value].empty()) return;
      m_hints[value] = name;
      const Node& node = m_graph.nodes[value];
      const bool passes = std::holds_alternative<RotaryOp>(node.op) || std::holds_alternative<LayerNormOp>(node.op) ||
                          std::holds_alternative<RmsNormOp>(node.op) || std::holds_alternative<ActivationOp>(node.op) ||
                          std::holds_alternative<BatchNormOp>(node.op);
      if (!passes || m_users[rootOf(node.inputs[0].index)].size() != 1) return;
      value = node.inputs[0].index;
    }
  }
  void giveHints() {
    m_hints.resize(m_graph.nodes.size());
    m_hints[m_graph.logits.index] = "logits";
    if (hasLoss()) m_hints[m_graph.loss.index] = "loss";
    for (std::uint32_t i = 0; i < m_graph.nodes.size(); ++i) {
      if (!m_needed[i]) continue;
      const Node& node = m_graph.nodes[i];
      const auto inputs = [&](std::initializer_list<const char*> names) {
        std::size_t at = 0;
        for (const char* name : names) hint(node.inputs[at++].index, name);
      };
      if (std::holds_alternative<AttentionOp>(node.op)) inputs({"q", "k", "v"});
      if (std::holds_alternative<BlockSparseAttentionOp>(node.op)) inputs({"q", "k", "v", "gates"});
      if (std::holds_alternative<SelectiveScanOp>(node.op)) inputs({"u", "delta", "b", "c"});
      if (std::holds_alternative<LstmOp>(node.op)) inputs({"gates"});
      if (std::holds_alternative<RouteOp>(node.op)) inputs({"scores"}), hint(i, "shares");
      if (std::holds_alternative<BalanceLossOp>(node.op)) hint(i, "balance");
      if (std::holds_alternative<RouterZLossOp>(node.op)) hint(i, "z_loss");
      if (std::holds_alternative<MulOp>(node.op)) {
        const auto is = [&]<class T>(std::size_t at, const T*) {
          return std::holds_alternative<T>(m_graph.nodes[node.inputs[at].index].op);
        };
        for (const std::size_t at : {0, 1}) {
          if (!is(at, static_cast<ActivationOp*>(nullptr))) continue;
          hint(node.inputs[at].index, "gate");
          if (is(1 - at, static_cast<SliceOp*>(nullptr))) hint(node.inputs[1 - at].index, "up");
          break;
        }
      }
    }
  }

  // ---- One scope as a class.

  /// Nodes of a scope, of scopes in it that hold nothing, and calls of those that do.
  void gatherSteps(Scope& scope, std::vector<Step>& steps) {
    for (Scope::Item& item : scope.items) {
      if (!item.child) {
        Step step;
        step.nodes = {item.node};
        step.lossOnly = !m_onLogits[item.node];
        steps.push_back(std::move(step));
        continue;
      }
      Scope& child = *item.child;
      if (m_modules.count(child.owner)) {
        const auto written = write(child);
        const auto first = child.shared ? m_written.find(child.owner) : m_written.end();
        if (!child.shared || (first != m_written.end() && same(*first->second, *written))) {
          if (!child.shared) m_written.emplace(child.owner, written);
          Step step;
          step.call = written;
          step.owner = child.owner;
          step.list = child.list;
          step.lossOnly = written->lossOnly;
          steps.push_back(std::move(step));
          continue;
        }
        disown(child);  // it shares numbers but is not built the same: written out here
      }
      gatherSteps(child, steps);
    }
  }

  /// Slices that together are all of a value become one step.
  std::vector<Step> withSplits(std::vector<Step> steps) const {
    std::vector<Step> result;
    std::set<std::uint32_t> done;
    for (Step& step : steps) {
      const auto* slice = step.nodes.empty() ? nullptr : std::get_if<SliceOp>(&m_graph.nodes[step.nodes[0]].op);
      if (slice) {
        if (done.count(step.nodes[0])) continue;
        const std::uint32_t whole = rootOf(m_graph.nodes[step.nodes[0]].inputs[0].index);
        std::map<std::int64_t, std::uint32_t> parts;
        for (const Step& other : steps)
          if (other.nodes.size() == 1 && other.lossOnly == step.lossOnly)
            if (const auto* part = std::get_if<SliceOp>(&m_graph.nodes[other.nodes[0]].op))
              if (rootOf(m_graph.nodes[other.nodes[0]].inputs[0].index) == whole)
                parts.emplace(part->offset, other.nodes[0]);
        std::int64_t end = 0;
        for (const auto& [offset, node] : parts)
          end = offset == end ? end + std::get<SliceOp>(m_graph.nodes[node].op).width : -1;
        if (parts.size() > 1 && end == widthOf(whole)) {
          step.nodes.clear();
          for (const auto& [offset, node] : parts) step.nodes.push_back(node), done.insert(node);
        }
      }
      result.push_back(std::move(step));
    }
    return result;
  }

  std::int64_t widthOf(std::uint32_t value) const {
    const Shape& shape = m_graph.nodes[value].shape;
    return shape.empty() ? 0 : shape.back().factor;
  }

  std::shared_ptr<const Written> write(Scope& scope);

  /// What an equal class is called, or the number of a new one.
  int intern(Class type) {
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

  // ---- From classes to the file.

  std::vector<std::string> collect(const Written& written) {
    std::vector<std::string> values = written.values;
    for (const auto& module : written.modules) {
      const std::vector<std::string> inner = collect(*module);
      values.insert(values.end(), inner.begin(), inner.end());
    }
    m_classes[std::size_t(written.type)].members.push_back(values);
    return values;
  }

  /// Finds what the constructor of a class takes; the classes of its modules come first.
  void lift(Class& type) {
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

  /// Text with its holes filled. In a forward pass arguments are attributes; those are noted in `kept`.
  static std::string filled(const Class& type, const std::string& text, std::size_t shift,
                            std::set<std::string>* kept) {
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

  std::string constructed(const Class& type, int module, std::size_t base) const {
    const Class& inner = m_classes[std::size_t(module)];
    std::vector<std::string> arguments;
    for (const auto& [name, hole] : inner.lifted)
      arguments.push_back(name + "=" + filled(type, "\1" + std::to_string(hole) + "\2", base, nullptr));
    return inner.name + "(" + joined(arguments) + ")";
  }

  std::string text(const Class& type) const {
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

  std::string file(const Written& model);

  const Graph& m_graph;
  std::string m_name, m_about;
  bool m_flat = false;
  std::vector<Tensor> m_tensors;
  std::set<std::string> m_names, m_notLinear, m_modules, m_pythonTaken;
  std::map<std::string, std::set<std::string>> m_lists;  // prefixes of the modules in it
  std::map<std::string, std::string> m_python;
  std::vector<bool> m_needed, m_onLogits;
  std::vector<std::vector<std::uint32_t>> m_users;
  std::vector<std::string> m_hints;
  Scope m_model;
  std::map<std::string, std::shared_ptr<const Written>> m_written;
  std::map<std::string, int> m_classOf;
  std::vector<Class> m_classes;
};

/// Writes the class of one scope from its steps.
class Generator::ScopeWriter {
 public:
  ScopeWriter(Generator& generator, const Scope& scope, std::vector<Step> steps)
      : m_g(generator), m_scope(scope), m_steps(std::move(steps)), m_isModel(scope.prefix.empty()) {}

  std::shared_ptr<const Written> run() {
    findFlow();
    writeDoc();
    writeModules();
    nameInputs();
    writeForward();
    m_result.type = m_g.intern(std::move(m_type));
    return std::make_shared<const Written>(std::move(m_result));
  }

 private:
  static constexpr std::size_t kAlways = SIZE_MAX;

  std::string constant(const std::string& value, const std::string& name, bool comment = false) {
    m_type.holes.push_back({name, comment});
    m_result.values.push_back(value);
    return "\1" + std::to_string(m_type.holes.size() - 1) + "\2";
  }
  std::string shapeText(std::uint32_t value) {
    Shape shape = m_g.m_graph.nodes[value].shape;
    if (shape.empty() || !shape.back().isConcrete()) return toText(shape);
    std::string text = "[";
    for (std::size_t i = 0; i + 1 < shape.size(); ++i)
      text += toText({shape[i]}).substr(1, toText({shape[i]}).size() - 2) + ", ";
    return text + constant(std::to_string(shape.back().factor), "width", true) + "]";
  }

  // ---- What flows in and out.

  bool isInside(const Tensor& tensor) const { return startsWith(tensor.name, m_scope.owner); }

  std::vector<Input> needs(const Step& step) const {
    if (step.call) return step.call->inputs;
    std::vector<Input> all;
    for (const std::uint32_t index : step.nodes) {
      const Node& node = m_g.m_graph.nodes[index];
      for (const ValueId input : node.inputs) {
        const std::uint32_t value = m_g.rootOf(input.index);
        all.push_back(m_g.isTarget(value) ? Input{Input::Kind::Targets, 0} : Input{Input::Kind::Value, value});
      }
      for (const std::uint32_t tensor : m_g.tensorsOf(node)) all.push_back({Input::Kind::Tensor, tensor});
    }
    return all;
  }
  std::vector<std::uint32_t> gives(const Step& step) const { return step.call ? step.call->outputs : step.nodes; }
  /// Auxiliary losses that are the value of a node of this step.
  std::vector<const AuxiliaryLoss*> lossesOf(const Step& step) const {
    std::vector<const AuxiliaryLoss*> found;
    if (step.call || !m_g.hasLoss()) return found;
    for (const AuxiliaryLoss& loss : m_g.m_graph.losses)
      for (const std::uint32_t node : step.nodes)
        if (m_g.rootOf(loss.value.index) == node) found.push_back(&loss);
    return found;
  }

  static void gatherNodes(const Scope& scope, std::set<std::uint32_t>& nodes) {
    for (const Scope::Item& item : scope.items)
      if (item.child)
        gatherNodes(*item.child, nodes);
      else
        nodes.insert(item.node);
  }

  void findFlow() {
    std::set<std::uint32_t> inside, made;
    gatherNodes(m_scope, inside);
    std::set<Input> known;
    std::vector<Input> values, others;
    bool anyLossOnly = false, anyOther = false, appends = false;
    for (std::size_t s = 0; s < m_steps.size(); ++s) {
      const Step& step = m_steps[s];
      for (const Input& need : needs(step)) {
        if (need.kind == Input::Kind::Losses) appends = true;
        if (need.kind == Input::Kind::Losses ||
            (need.kind == Input::Kind::Tensor && isInside(m_g.m_tensors[need.index])))
          continue;
        if (need.kind == Input::Kind::Value) m_lastUse[need.index] = s;
        if (need.kind == Input::Kind::Value && made.count(need.index)) continue;
        if (known.insert(need).second) (need.kind == Input::Kind::Value ? values : others).push_back(need);
      }
      for (const std::uint32_t value : gives(step)) {
        made.insert(value);
        m_lastUse.emplace(value, s);
        const auto& users = m_g.m_users[value];
        const bool isGoal = value == m_g.m_graph.logits.index || (m_g.hasLoss() && value == m_g.m_graph.loss.index);
        if (isGoal || std::any_of(users.begin(), users.end(), [&](std::uint32_t user) { return !inside.count(user); }))
          m_result.outputs.push_back(value);
      }
      (step.lossOnly ? anyLossOnly : anyOther) = true;
      appends = appends || !lossesOf(step).empty();
    }
    for (const std::uint32_t value : m_result.outputs) m_lastUse[value] = kAlways;
    std::stable_sort(others.begin(), others.end(), [](const Input& a, const Input& b) { return a.kind < b.kind; });
    m_result.inputs = std::move(values);
    m_result.inputs.insert(m_result.inputs.end(), others.begin(), others.end());
    m_result.lossOnly = !anyOther;
    m_mixed = anyLossOnly && anyOther;
    m_appends = appends;
    if (appends || m_mixed) m_result.inputs.push_back({Input::Kind::Losses, 0});
  }

  // ---- Docstring and constructor.

  void writeDoc() {
    m_type.title = m_isModel ? "Model" : "Layer";
    std::string head =
        m_isModel ? "" : "One of the " + attribute(m_scope.list.empty() ? m_scope.owner : m_scope.list) + ".";
    if (m_isModel) {
      head = "tokens [B, T] → logits [B, T, " + constant(std::to_string(m_g.m_graph.vocab), "vocab") +
             "]; with targets [B, T] also the loss, mean nats a token" +
             (m_appends ? ":\n\n    in training with the auxiliary losses." : ".");
      if (!m_g.hasLoss())
        head = "tokens [B, T] → logits [B, T, " + constant(std::to_string(m_g.m_graph.vocab), "vocab") + "].";
      m_type.doc = head + (m_appends ? "\n    " : "");
      return;
    }
    std::string more;
    if (m_scope.list.empty()) {
      const Site& site = m_g.m_graph.sites[m_scope.site];
      const Block* block = findBlock(site.block);
      m_type.title = block ? className(block->title) : className(site.block.empty() ? "Block" : site.block);
      head = block ? block->title + ": " + block->idea + "." : "";
      if (block) more = "    " + block->formula + "    (" + block->source + ")\n";
    }
    std::vector<std::string> in, out;
    for (const Input& input : m_result.inputs)
      if (input.kind == Input::Kind::Value) in.push_back(shapeText(input.index));
    for (const std::uint32_t value : m_result.outputs) out.push_back(shapeText(value));
    const std::string flow = joined(in) + (out.empty() ? "" : " → " + joined(out));
    m_type.doc = head.empty() ? flow : head + "\n\n" + more + "    " + flow + "\n    ";
  }

  std::string attribute(const std::string& prefix) const { return m_g.m_python.at(prefix); }

  void writeModules() {
    writeTensors();
    std::set<std::string> done;
    for (const Step& step : m_steps) {
      if (!step.call || !done.insert(step.list.empty() ? step.owner : step.list).second) continue;
      InitLine line;
      const std::string name = attribute(step.list.empty() ? step.owner : step.list);
      m_type.attributes.insert(name);
      line.text = "self." + name;
      if (step.list.empty()) {
        line.kind = InitLine::Kind::Module;
        line.classes = {step.call->type};
        m_result.modules.push_back(step.call);
      } else {
        const bool dict = m_g.isDict(step.list);
        line.kind = dict ? InitLine::Kind::Dict : InitLine::Kind::List;
        std::set<std::string> copies;
        for (const Step& copy : m_steps) {
          if (copy.list != step.list || !copies.insert(copy.owner).second) continue;
          line.classes.push_back(copy.call->type);
          if (dict) line.keys.push_back(lastPart(copy.owner));
          m_result.modules.push_back(copy.call);
        }
      }
      m_type.init.push_back(std::move(line));
    }
  }

  void line(const std::string& text) {
    InitLine line;
    line.text = text;
    m_type.init.push_back(std::move(line));
  }

  using Indices = std::vector<std::uint32_t>;
  /// Tensors in groups of the next piece of their names after `prefix`, leaves apart.
  std::vector<std::pair<std::string, Indices>> grouped(const Indices& tensors, const std::string& prefix) const {
    std::vector<std::pair<std::string, Indices>> groups;
    for (const std::uint32_t tensor : tensors) {
      const std::string& name = m_g.m_tensors[tensor].name;
      const std::size_t dot = name.find('.', prefix.size());
      const std::string group = dot == std::string::npos ? name : name.substr(0, dot + 1);
      const auto known = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == group; });
      if (known != groups.end())
        known->second.push_back(tensor);
      else
        groups.push_back({group, {tensor}});
    }
    return groups;
  }

  void writeTensors() {
    Indices own;
    for (std::uint32_t i = 0; i < m_g.m_tensors.size(); ++i)
      if (m_g.m_tensors[i].used && m_g.m_tensors[i].home == m_scope.owner) own.push_back(i);
    for (const auto& [group, tensors] : grouped(own, m_scope.owner)) {
      const std::string name = attribute(group);
      m_type.attributes.insert(name);
      const Tensor& first = m_g.m_tensors[tensors[0]];
      const bool leaf = first.name == group;
      if (leaf && !first.trains) {
        line("self.register_buffer(\"" + name + "\", " + start(first) + ")");
      } else if (leaf || first.linear == group.substr(0, group.size() - 1)) {
        line("self." + name + " = " + part(group, tensors));
      } else {
        line("self." + name + " = Parts(");
        for (const auto& [inner, those] : grouped(tensors, group))
          line("    " + attribute(inner) + "=" + part(inner, those) + ",");
        line(")");
      }
      for (const std::uint32_t tensor : tensors)
        if (m_g.m_tensors[tensor].linear) line(restart(m_g.m_tensors[tensor]));
    }
  }

  std::string part(const std::string& group, const Indices& tensors) {
    const Tensor& first = m_g.m_tensors[tensors[0]];
    if (first.name == group) return first.trains ? "nn.Parameter(" + start(first) + ")" : start(first);
    if (first.linear == group.substr(0, group.size() - 1))
      return "nn.Linear(" + constant(std::to_string(first.shape[1]), "width") + ", " +
             constant(std::to_string(first.shape[0]), "width") + (tensors.size() == 1 ? ", bias=False)" : ")");
    std::vector<std::string> parts;
    for (const auto& [inner, those] : grouped(tensors, group))
      parts.push_back(attribute(inner) + "=" + part(inner, those));
    return "Parts(" + joined(parts) + ")";
  }

  std::string extents(const Tensor& tensor) {
    static const std::vector<std::vector<const char*>> kNames{
        {"width"}, {"rows", "width"}, {"experts", "rows", "width"}};
    std::vector<std::string> all;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
      const std::size_t rank = std::min<std::size_t>(tensor.shape.size(), 3) - 1;
      all.push_back(constant(std::to_string(tensor.shape[i]), kNames[rank][std::min(i, rank)]));
    }
    return joined(all);
  }
  std::string scale(const Tensor& tensor, const char* name) { return constant(pytorchNumber(tensor.init.scale), name); }

  /// The values that a tensor starts with.
  std::string start(const Tensor& tensor) {
    const std::string shape = extents(tensor);
    switch (tensor.init.kind) {
      case Init::Kind::Zeros:
        return "torch.zeros(" + shape + ")";
      case Init::Kind::Ones:
        return "torch.ones(" + shape + ")";
      case Init::Kind::Normal:
        return "torch.randn(" + shape + ") * " + scale(tensor, "std");
      case Init::Kind::Uniform: {
        const std::string reach = scale(tensor, "reach");
        return "torch.empty(" + shape + ").uniform_(-" + reach + ", " + reach + ")";
      }
      case Init::Kind::Constant:
        return "torch.full((" + shape + ",), " + scale(tensor, "start") + ")";
      case Init::Kind::SecondQuarter:
        return "second_quarter(" + scale(tensor, "forget_bias") + ", " + shape + ")";
      case Init::Kind::LogCount:
        return "log_count(" + shape + ")";
      case Init::Kind::LogSteps:
        return "log_steps(" + shape + ")";
    }
    return "";
  }
  /// The same for the weights of an nn.Linear, which start otherwise.
  std::string restart(const Tensor& tensor) {
    const std::string own = m_g.expression(tensor, m_scope.owner);
    switch (tensor.init.kind) {
      case Init::Kind::Zeros:
        return "nn.init.zeros_(" + own + ")";
      case Init::Kind::Ones:
        return "nn.init.ones_(" + own + ")";
      case Init::Kind::Normal:
        return "nn.init.normal_(" + own + ", std=" + scale(tensor, "std") + ")";
      case Init::Kind::Uniform: {
        const std::string reach = scale(tensor, "reach");
        return "nn.init.uniform_(" + own + ", -" + reach + ", " + reach + ")";
      }
      case Init::Kind::Constant:
        return "nn.init.constant_(" + own + ", " + scale(tensor, "start") + ")";
      case Init::Kind::SecondQuarter:
      case Init::Kind::LogCount:
      case Init::Kind::LogSteps:
        return own + ".data.copy_(" + start(tensor) + ")";
    }
    return "";
  }

  // ---- Forward pass.

  bool isFree(const std::string& name, std::size_t step) const {
    const auto live = m_live.find(name);
    return live == m_live.end() || (live->second != kAlways && live->second <= step);
  }
  /// A variable for a value made at `step`.
  std::string variable(const std::string& wanted, std::size_t step, std::size_t until) {
    const std::string name = unlike(variableName(wanted), [&](const std::string& n) { return !isFree(n, step); });
    m_live[name] = until;
    return name;
  }
  std::string mainName(std::size_t step) const { return isFree("x", step) ? "x" : "h"; }
  std::size_t lastUse(std::uint32_t value) const { return m_lastUse.at(value); }

  void nameInputs() {
    std::vector<std::string> names;
    for (const Input& input : m_result.inputs) {
      switch (input.kind) {
        case Input::Kind::Value:
          if (m_g.isTokens(input.index)) {
            m_variables[input.index] = "tokens";
          } else {
            m_variables[input.index] = variable(isFree("x", 0) ? "x" : "other", 0, lastUse(input.index));
            // Named all at once: one that is used first only is alive beside the others.
            std::size_t& until = m_live[m_variables[input.index]];
            m_inputsUntil[m_variables[input.index]] = until;
            until = kAlways;
          }
          names.push_back(m_variables[input.index]);
          break;
        case Input::Kind::Tensor: {
          const std::vector<std::string>& path = m_g.m_tensors[input.index].python;
          const std::string last = path.back();
          const bool plain = path.size() < 2 || (last != "weight" && last != "bias" && last != "gain");
          m_foreign[input.index] = variable(plain ? last : path[path.size() - 2] + "_" + last, 0, kAlways);
          names.push_back(m_foreign[input.index]);
          break;
        }
        case Input::Kind::Targets:
          names.emplace_back("targets");
          break;
        case Input::Kind::Losses:
          names.emplace_back("losses");
          break;
      }
    }
    for (const auto& [name, until] : m_inputsUntil) m_live[name] = until;
    if (m_isModel)
      names = m_g.hasLoss() ? std::vector<std::string>{"tokens", "targets=None"} : std::vector<std::string>{"tokens"};
    for (const std::string& name : names) m_type.arguments += ", " + name;
  }

  std::string tensorText(std::uint32_t index) const {
    const Tensor& tensor = m_g.m_tensors[index];
    return isInside(tensor) ? m_g.expression(tensor, m_scope.owner) : m_foreign.at(index);
  }

  /// A line of the forward pass; those of the loss alone are skipped without targets.
  void say(const std::string& text, bool lossOnly) {
    const bool inside = m_mixed && lossOnly && !m_pastLogits;
    if (inside && !m_open) m_type.forward.push_back(m_isModel ? "if targets is not None:" : "if losses is not None:");
    m_open = inside;
    m_type.forward.push_back((inside ? "    " : "") + text);
  }
  std::string comment(std::uint32_t value) {
    const Shape& shape = m_g.m_graph.nodes[value].shape;
    if (shape == m_shape || shape.empty()) return "";
    m_shape = shape;
    return "  # " + shapeText(value);
  }

  void writeForward() {
    for (const Input& input : m_result.inputs)
      if (input.kind == Input::Kind::Value && m_shape.empty()) m_shape = m_g.m_graph.nodes[input.index].shape;
    if (m_isModel && m_appends) say("losses = None if targets is None else []", false);
    std::size_t tail = m_steps.size();
    while (m_isModel && tail > 0 && m_steps[tail - 1].lossOnly) --tail;
    for (std::size_t s = 0; s < m_steps.size();) {
      if (m_isModel && s == tail) leaveWithoutTargets();
      s = m_steps[s].call ? writeCalls(s) : writeOp(s);
    }
    if (m_isModel) {
      const std::string logits = m_variables.at(m_g.m_graph.logits.index);
      if (!m_g.hasLoss()) return say("return " + logits, false);
      const std::string loss = m_variables.at(m_g.m_graph.loss.index);
      if (m_appends) say("if self.training:", false), say("    " + loss + " = " + loss + " + sum(losses)", false);
      return say("return " + logits + ", " + loss, false);
    }
    std::vector<std::string> outputs;
    for (const std::uint32_t value : m_result.outputs) outputs.push_back(m_variables.at(value));
    if (outputs.empty()) return;
    std::string& last = m_type.forward.back();
    if (!m_open && startsWith(last, joined(outputs) + " = "))
      last = "return" + last.substr(joined(outputs).size() + 2);
    else
      say("return " + joined(outputs), false);
  }

  void leaveWithoutTargets() {
    say("if targets is None:", false);
    say("    return " + m_variables.at(m_g.m_graph.logits.index), false);
    m_pastLogits = true;
  }

  std::string wantedName(const Step& step, std::uint32_t value, std::size_t s) const {
    if (!m_g.m_hints[value].empty()) return m_g.m_hints[value];
    const Node& node = m_g.m_graph.nodes[value];
    if (std::holds_alternative<LinearOp>(node.op)) {
      const Tensor& weight = m_g.m_tensors[node.parameters[0].index];
      if (weight.linear) {
        const std::string name = weight.python[weight.python.size() - 2];
        return name == "out" || name == "down" ? mainName(s) : name;
      }
    }
    if (std::holds_alternative<SliceOp>(node.op)) return step.nodes.size() > 1 ? "part" : mainName(s);
    if (std::holds_alternative<SoftmaxOp>(node.op)) return "shares";
    if (node.inputs.size() > 2) return "y";
    // An input that ends here, and has the same shape.
    for (const ValueId input : node.inputs) {
      const std::uint32_t from = m_g.rootOf(input.index);
      const auto name = m_variables.find(from);
      if (name != m_variables.end() && lastUse(from) <= s && m_g.m_graph.nodes[from].shape == node.shape)
        return name->second;
    }
    return mainName(s);
  }

  std::size_t writeOp(std::size_t s) {
    const Step& step = m_steps[s];
    std::string right;
    if (step.nodes.size() > 1) {
      const std::uint32_t whole = m_g.rootOf(m_g.m_graph.nodes[step.nodes[0]].inputs[0].index);
      std::vector<std::int64_t> widths;
      for (const std::uint32_t node : step.nodes) widths.push_back(m_g.widthOf(node));
      const bool equal = std::all_of(widths.begin(), widths.end(), [&](std::int64_t w) { return w == widths[0]; });
      std::vector<std::string> parts;
      for (std::size_t i = 0; !equal && i < widths.size(); ++i)
        parts.push_back(constant(std::to_string(widths[i]), "width"));
      right = m_variables.at(whole) +
              (equal ? ".chunk(" + std::to_string(widths.size()) : ".split([" + joined(parts) + "]") + ", dim=-1)";
    } else {
      const Node& node = m_g.m_graph.nodes[step.nodes[0]];
      PytorchOperands operands;
      operands.constant = [this](const std::string& value, const std::string& name) { return constant(value, name); };
      for (const ValueId input : node.inputs) {
        const std::uint32_t value = m_g.rootOf(input.index);
        operands.inputs.push_back(m_g.isTarget(value) ? pytorchExpression(m_g.m_graph.nodes[value].op, operands)
                                                      : m_variables.at(value));
        operands.widths.push_back(m_g.widthOf(value));
      }
      for (const std::uint32_t tensor : m_g.tensorsOf(node)) operands.tensors.push_back(tensorText(tensor));
      if (std::holds_alternative<LinearOp>(node.op)) {
        const Tensor& weight = m_g.m_tensors[node.parameters[0].index];
        if (weight.linear && isInside(weight)) operands.linear = m_g.expression(weight, m_scope.owner, 1);
      }
      right = pytorchExpression(node.op, operands);
    }
    std::vector<std::string> names;
    for (const std::uint32_t node : step.nodes) {
      m_variables[node] = variable(wantedName(step, node, s), s, std::max(lastUse(node), s + 1));
      names.push_back(m_variables[node]);
    }
    for (const std::uint32_t node : step.nodes) m_live[m_variables[node]] = lastUse(node);
    say(joined(names) + " = " + right + (names.size() == 1 ? comment(step.nodes[0]) : ""), step.lossOnly);
    for (const AuxiliaryLoss* loss : lossesOf(step))
      say("losses.append(" + constant(pytorchNumber(loss->weight), "weight") + " * " +
              m_variables.at(m_g.rootOf(loss->value.index)) + ")",
          true);
    return s + 1;
  }

  std::string called(const std::string& module, const Step& step,
                     const std::map<std::uint32_t, std::string>& instead = {}) const {
    std::vector<std::string> arguments;
    for (const Input& input : step.call->inputs) {
      switch (input.kind) {
        case Input::Kind::Value: {
          const auto other = instead.find(input.index);
          arguments.push_back(other != instead.end() ? other->second : m_variables.at(input.index));
          break;
        }
        case Input::Kind::Tensor:
          arguments.push_back(tensorText(input.index));
          break;
        case Input::Kind::Targets:
          arguments.emplace_back("targets");
          break;
        case Input::Kind::Losses:
          arguments.emplace_back("losses");
          break;
      }
    }
    return module + "(" + joined(arguments) + ")";
  }

  /// How far the copies from step `s` on follow each other as a loop writes it, and which input takes which output of
  /// the copy before.
  std::size_t loopEnd(std::size_t s, std::map<std::size_t, std::size_t>& carried) const {
    const Step& first = m_steps[s];
    if (first.list.empty()) return s + 1;
    std::size_t end = s + 1;
    for (; end < m_steps.size(); ++end) {
      const Step &next = m_steps[end], &before = m_steps[end - 1];
      if (!next.call || next.list != first.list || next.call->type != first.call->type ||
          next.lossOnly != first.lossOnly)
        break;
      std::map<std::size_t, std::size_t> links;
      bool fits = true;
      for (std::size_t i = 0; i < next.call->inputs.size() && fits; ++i) {
        const Input &now = next.call->inputs[i], &old = first.call->inputs[i];
        const auto& outputs = before.call->outputs;
        const auto made = std::find(outputs.begin(), outputs.end(), now.index);
        if (now.kind == Input::Kind::Value && made != outputs.end())
          links[i] = std::size_t(made - outputs.begin());
        else
          fits = now == old;
      }
      // Every output must go to the next copy and nowhere else.
      std::set<std::size_t> used;
      for (const auto& [in, out] : links) used.insert(out);
      fits = fits && used.size() == links.size() && used.size() == before.call->outputs.size();
      for (const std::uint32_t output : before.call->outputs) fits = fits && lastUse(output) == end;
      if (!fits || (end > s + 1 && links != carried)) break;
      carried = links;
    }
    return end;
  }

  std::size_t writeCalls(std::size_t s) {
    const Step& step = m_steps[s];
    std::map<std::size_t, std::size_t> carried;
    const std::size_t end = loopEnd(s, carried);
    if (end > s + 1) {
      writeLoop(s, end, carried);
      return end;
    }
    const std::string module =
        step.list.empty() ? "self." + attribute(step.owner)
                          : "self." + attribute(step.list) + "[" + m_g.key(step.list, lastPart(step.owner)) + "]";
    const std::string right = called(module, step);
    std::vector<std::string> names;
    for (const std::uint32_t value : step.call->outputs) {
      const bool isLogits = value == m_g.m_graph.logits.index;
      m_variables[value] = variable(isLogits ? "logits" : mainName(s), s, std::max(lastUse(value), s + 1));
      names.push_back(m_variables[value]);
    }
    for (const std::uint32_t value : step.call->outputs) m_live[m_variables[value]] = lastUse(value);
    say((names.empty() ? "" : joined(names) + " = ") + right + (names.empty() ? "" : comment(step.call->outputs[0])),
        step.lossOnly);
    return s + 1;
  }

  void writeLoop(std::size_t s, std::size_t end, const std::map<std::size_t, std::size_t>& carried) {
    const Step &first = m_steps[s], &last = m_steps[end - 1];
    std::map<std::uint32_t, std::string> instead;
    std::vector<std::string> names(first.call->outputs.size());
    for (const auto& [in, out] : carried) {
      const std::uint32_t value = first.call->inputs[in].index;
      std::string name = m_variables.at(value);
      if (lastUse(value) > s) {
        name = variable("h", s, kAlways);
        say(name + " = " + m_variables.at(value), first.lossOnly);
      }
      m_live[name] = kAlways;
      instead[value] = names[out] = name;
    }
    const std::string list = "self." + attribute(first.list);
    const bool dict = m_g.isDict(first.list);
    std::vector<std::string> keys;
    bool consecutive = true;
    for (std::size_t i = s; i < end; ++i) {
      keys.push_back(lastPart(m_steps[i].owner));
      consecutive = consecutive && (i == s || std::stoll(keys.back()) == std::stoll(keys[keys.size() - 2]) + 1);
    }
    std::string head, module = "layer";
    const bool all =
        keys.size() == m_g.m_lists.at(first.list).size() && std::set(keys.begin(), keys.end()).size() == keys.size();
    if (all && dict) {
      head = "for layer in " + list + ".values():";
    } else if (consecutive && !dict) {
      head = "for layer in " + list +
             (all ? "" : "[" + keys.front() + ":" + std::to_string(std::stoll(keys.back()) + 1) + "]") + ":";
    } else {
      const auto share = std::count(keys.begin(), keys.end(), keys[0]);
      bool regular = dict;
      for (std::size_t i = 0; i < keys.size(); ++i)
        regular = regular && keys[i] == std::to_string(i - i % std::size_t(share));
      std::vector<std::string> written;
      for (const std::string& key : keys) written.push_back(m_g.key(first.list, key));
      head = regular ? "for i in range(" + std::to_string(keys.size()) + "):" : "for key in [" + joined(written) + "]:";
      module = list + (regular ? "[str(i - i % " + std::to_string(share) + ")]" : "[key]");
    }
    say(head, first.lossOnly);
    say("    " + (names.empty() ? "" : joined(names) + " = ") + called(module, first, instead), first.lossOnly);
    for (std::size_t i = 0; i < names.size(); ++i) {
      m_variables[last.call->outputs[i]] = names[i];
      m_live[names[i]] = lastUse(last.call->outputs[i]);
    }
  }

  Generator& m_g;
  const Scope& m_scope;
  std::vector<Step> m_steps;
  bool m_isModel;
  bool m_mixed = false, m_appends = false, m_open = false, m_pastLogits = false;
  Class m_type;
  Written m_result;
  std::map<std::uint32_t, std::size_t> m_lastUse;               // step that reads a value last
  std::map<std::uint32_t, std::string> m_variables, m_foreign;  // by node; by tensor
  std::map<std::string, std::size_t> m_live, m_inputsUntil;     // variables and the step that reads each last
  Shape m_shape;                                                // of the line before
};

std::shared_ptr<const Written> Generator::write(Scope& scope) {
  std::vector<Step> steps;
  gatherSteps(scope, steps);
  return ScopeWriter(*this, scope, withSplits(std::move(steps))).run();
}

constexpr const char* kLoader = R"py(def read_safetensors(path):
    """The tensors of a file by name: 8 bytes of length, a JSON header of that length, raw numbers."""
    types = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            flat = torch.frombuffer(data[start:end], dtype=types[entry["dtype"]])
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


def load(path=pathlib.Path(__file__).with_name("model.safetensors")):
    """The model with its weights, in evaluation."""
    model = Model()
    model.load_state_dict(read_safetensors(path))
    return model.eval()


def main():
    if len(sys.argv) != 2:
        sys.exit("Give ids of tokens, as in: python model.py 1,2,3")
    try:
        tokens = [int(token) for token in sys.argv[1].split(",")]
    except ValueError:
        sys.exit(f"{sys.argv[1]!r} are no ids of tokens; give whole numbers, as in 1,2,3.")
    if len(tokens) > CONTEXT:
        sys.exit(f"{len(tokens)} ids are more than the context of {CONTEXT}; leave the first ones out.")
    for token in tokens:
        if not 0 <= token < VOCABULARY:
            sys.exit(f"{token} is outside the vocabulary of {VOCABULARY} tokens; ids go from 0 to {VOCABULARY - 1}.")
    try:
        model = load()
    except OSError as problem:
        sys.exit(f"The weights cannot be read: {problem}.")
    with torch.no_grad():
        for row in model(torch.tensor([tokens]))[0].tolist():
            print(json.dumps(row))


if __name__ == "__main__":
    main()
)py";

std::string Generator::file(const Written& model) {
  std::set<std::string> names{"Parts", "Model"};
  std::string classes;
  for (std::size_t i = 0; i < m_classes.size(); ++i) {
    Class& type = m_classes[i];
    if (type.members.empty()) continue;  // of an attempt that was given up
    type.name = int(i) == model.type
                    ? "Model"
                    : unlike(
                          type.title, [&](const std::string& n) { return !names.insert(n).second; }, "");
    lift(type);
    classes += text(type) + "\n\n";
  }
  // A helper that is called, and those that it calls itself.
  std::string helpers;
  const auto calls = [](const std::string& text, const std::string& name) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
      const auto isPart = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; };
      const std::size_t end = at + name.size();
      if ((at == 0 || !isPart(text[at - 1])) && (end == text.size() || !isPart(text[end]))) return true;
    }
    return false;
  };
  for (auto helper = pytorchHelpers().rbegin(); helper != pytorchHelpers().rend(); ++helper)
    if (calls(helpers, helper->name) || calls(classes, helper->name)) helpers = helper->source + "\n\n" + helpers;
  std::string about = oneLine(m_name + (m_about.empty() ? "" : ": " + m_about), 110);
  for (char& c : about)
    if (c == '"' || c == '\\') c = '\'';
  const bool math = (helpers + classes).find("math.") != std::string::npos;
  return "\"\"\"" + about +
         "\n\nWritten by Headroom; needs PyTorch alone. model.safetensors beside this file holds the weights.\n\n"
         "    python model.py 1,2,3       logits after each of these tokens, a JSON list a line\n"
         "    from model import load      load() is the Model with its weights\n\"\"\"\n\n"
         "import json\n" +
         (math ? "import math\n" : "") +
         "import pathlib\nimport struct\nimport sys\n\n"
         "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n\n"
         "CONTEXT = " +
         std::to_string(m_graph.context) +
         "  # tokens that it sees at once\nVOCABULARY = " + std::to_string(m_graph.vocab) + "\n\n\n" + helpers +
         classes + kLoader;
}

}  // namespace

PytorchModel pytorchModel(const Graph& graph, const std::string& name, const std::string& about) {
  return Generator(graph, name, about).run();
}

Result<std::string> pytorchSource(const Architecture& architecture, const BuildOptions& options) {
  HEADROOM_ASSIGN(const Graph graph, build(architecture, options));
  return pytorchModel(graph, architecture.name, architecture.about).source;
}

}  // namespace headroom

#include "core/arch/pytorch/outline.h"

#include <algorithm>

#include "core/arch/pytorch/names.h"
#include "core/base/text.h"

namespace headroom::pytorch {
namespace {

bool isNumber(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}
std::string upToLastDot(const std::string& name) {
  return name.substr(0, name.rfind('.'));
}

}  // namespace

Outline::Outline(const Graph& whole) : graph(whole) {
  gatherTensors();
  markNodes();
  if (!sortIntoScopes()) {
    m_flat = true;
    model = Scope();
    sortIntoScopes();
  }
  findOwners(model);
  findHomes();
  giveHints();
}

std::vector<std::uint32_t> Outline::tensorsOf(const Node& node) const {
  std::vector<std::uint32_t> all;
  for (const ParameterId id : node.parameters) all.push_back(id.index);
  for (const StateId id : node.states) all.push_back(std::uint32_t(graph.parameters.size()) + id.index);
  return all;
}

std::uint32_t Outline::rootOf(std::uint32_t value) const {
  while (std::holds_alternative<CacheOp>(graph.nodes[value].op)) value = graph.nodes[value].inputs[0].index;
  return value;
}

std::int64_t Outline::widthOf(std::uint32_t value) const {
  const Shape& shape = graph.nodes[value].shape;
  return shape.empty() ? 0 : shape.back().factor;
}

std::string Outline::expression(const Tensor& tensor, const std::string& from, std::size_t without) const {
  std::string text = "self", prefix;
  const std::vector<std::string> parts = split(tensor.name, '.');
  for (std::size_t i = 0; i + without < parts.size(); ++i) {
    if (prefix.size() >= from.size())
      text += lists.count(prefix) ? "[" + key(prefix, tensor.python[i]) + "]" : "." + tensor.python[i];
    prefix += parts[i] + ".";
  }
  return text;
}

bool Outline::isDict(const std::string& list) const {
  const std::set<std::string>& owners = lists.at(list);
  for (std::size_t i = 0; i < owners.size(); ++i)
    if (!owners.count(list + std::to_string(i) + ".")) return true;
  return false;
}

std::string Outline::key(const std::string& list, const std::string& index) const {
  return isDict(list) ? "\"" + index + "\"" : index;
}

std::string Outline::lastPart(const std::string& prefix) {
  const std::string text = prefix.substr(0, prefix.size() - 1);
  return text.substr(text.rfind('.') + 1);
}

void Outline::disown(Scope& scope) {
  scope.owner = scope.prefix;
  scope.shared = false;
  for (Scope::Item& item : scope.items)
    if (item.child) disown(*item.child);
}

void Outline::gatherTensors() {
  for (const Parameter& p : graph.parameters) tensors.push_back({p.name, p.shape, p.init, true});
  for (const State& s : graph.states) tensors.push_back({s.name, s.shape, {Init::Kind::Constant, s.start}, false});
}

void Outline::markNodes() {
  const auto mark = [&](std::vector<bool>& marked, std::uint32_t goal) {
    marked[goal] = true;
    for (std::uint32_t i = goal + 1; i-- > 0;)
      if (marked[i])
        for (const ValueId input : graph.nodes[i].inputs) marked[input.index] = true;
  };
  needed.resize(graph.nodes.size());
  onLogits.resize(graph.nodes.size());
  mark(onLogits, graph.logits.index);
  mark(needed, graph.logits.index);
  if (hasLoss()) {
    mark(needed, graph.loss.index);
    for (const AuxiliaryLoss& loss : graph.losses) mark(needed, loss.value.index);
  }
  users.resize(graph.nodes.size());
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (!needed[i] || std::holds_alternative<CacheOp>(node.op)) continue;
    for (const ValueId input : node.inputs) users[rootOf(input.index)].push_back(i);
    for (const std::uint32_t tensor : tensorsOf(node)) tensors[tensor].used = true;
    markLinear(node);
  }
  for (Tensor& tensor : tensors)
    if (tensor.linear && m_notLinear.count(*tensor.linear)) tensor.linear.reset();
  for (const Tensor& tensor : tensors)
    if (tensor.used) m_names.insert(tensor.name);
}

/// Weights that are used as those of one linear layer are written as an nn.Linear.
void Outline::markLinear(const Node& node) {
  const auto* linear = std::get_if<LinearOp>(&node.op);
  if (!linear) return;
  Tensor& weight = tensors[node.parameters[0].index];
  const std::string name = upToLastDot(weight.name);
  bool fits = weight.name == name + ".weight";
  if (linear->bias) fits = fits && tensors[node.parameters[1].index].name == name + ".bias";
  for (const Tensor& other : tensors)
    fits = fits && (!other.name.starts_with(name + ".") || other.name == weight.name ||
                    (linear->bias && other.name == name + ".bias"));
  if (!fits) {
    m_notLinear.insert(name);
    return;
  }
  weight.linear = name;
  if (linear->bias) tensors[node.parameters[1].index].linear = name;
}

/// False when the nodes of a scope do not follow each other.
bool Outline::sortIntoScopes() {
  std::set<std::string> seen;
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (!needed[i] || isTarget(i) || isTokens(i) || std::holds_alternative<CacheOp>(node.op)) continue;
    Scope* scope = &model;
    std::vector<std::string> parts;
    if (!m_flat && !(hasLoss() && i == graph.loss.index)) parts = split(graph.sites[node.site].name, '.');
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

void Outline::gatherNames(const Scope& scope, std::set<std::string>& names) const {
  for (const Scope::Item& item : scope.items)
    if (item.child)
      gatherNames(*item.child, names);
    else
      for (const std::uint32_t tensor : tensorsOf(graph.nodes[item.node])) names.insert(tensors[tensor].name);
}

/// Copies that use the tensors of an earlier one.
void Outline::findOwners(Scope& scope) {
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
        if (name.starts_with(child.list))
          copies.insert(child.list +
                        name.substr(child.list.size(), name.find('.', child.list.size()) + 1 - child.list.size()));
      if (copies.size() == 1 && *copies.begin() != child.owner) child.owner = *copies.begin(), child.shared = true;
    }
    findOwners(child);
  }
}

bool Outline::holdsTensors(const std::string& prefix) const {
  const auto found = m_names.lower_bound(prefix);
  return found != m_names.end() && found->starts_with(prefix);
}

void Outline::findModules(const Scope& scope) {
  for (const Scope::Item& item : scope.items) {
    if (!item.child) continue;
    if (holdsTensors(item.child->owner)) {
      modules.insert(item.child->owner);
      if (!item.child->list.empty()) lists[item.child->list].insert(item.child->owner);
    }
    findModules(*item.child);
  }
}

void Outline::findHomes() {
  findModules(model);
  for (Tensor& tensor : tensors) {
    for (std::size_t dot = tensor.name.find('.'); dot != std::string::npos; dot = tensor.name.find('.', dot + 1))
      if (modules.count(tensor.name.substr(0, dot + 1))) tensor.home = tensor.name.substr(0, dot + 1);
    tensor.python = pythonPath(tensor.name);
  }
}

/// "layers.0.attention.qkv.weight" piece by piece, each a name that Python takes.
std::vector<std::string> Outline::pythonPath(const std::string& name) {
  std::vector<std::string> path;
  std::string prefix;
  const std::vector<std::string> parts = split(name, '.');
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string whole = prefix + parts[i] + (i + 1 < parts.size() ? "." : "");
    std::string& known = python[whole];
    if (known.empty()) {
      known = lists.count(prefix) ? parts[i] : pythonName(parts[i]);
      known = unlike(known, [&](const std::string& n) { return !m_pythonTaken.insert(prefix + "/" + n).second; });
    }
    path.push_back(known);
    prefix = whole;
  }
  return path;
}

void Outline::hint(std::uint32_t value, const std::string& name) {
  for (;;) {
    value = rootOf(value);
    if (!hints[value].empty()) return;
    hints[value] = name;
    const Node& node = graph.nodes[value];
    const bool passes = std::holds_alternative<RotaryOp>(node.op) || std::holds_alternative<LayerNormOp>(node.op) ||
                        std::holds_alternative<RmsNormOp>(node.op) || std::holds_alternative<ActivationOp>(node.op) ||
                        std::holds_alternative<BatchNormOp>(node.op);
    if (!passes || users[rootOf(node.inputs[0].index)].size() != 1) return;
    value = node.inputs[0].index;
  }
}

void Outline::giveHints() {
  hints.resize(graph.nodes.size());
  hints[graph.logits.index] = "logits";
  if (hasLoss()) hints[graph.loss.index] = "loss";
  for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
    if (!needed[i]) continue;
    const Node& node = graph.nodes[i];
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
        return std::holds_alternative<T>(graph.nodes[node.inputs[at].index].op);
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

}  // namespace headroom::pytorch

#include "core/arch/pytorch/scope_writer.h"

#include <algorithm>

#include "core/arch/pytorch/names.h"
#include "core/arch/pytorch/ops.h"
#include "core/blocks/catalog.h"

namespace headroom::pytorch {
namespace {

/// Writes the class of one scope from its steps.
class ScopeWriter {
 public:
  ScopeWriter(const Outline& outline, ClassTable& classes, const Scope& scope, std::vector<Step> steps)
      : m_outline(outline),
        m_classes(classes),
        m_scope(scope),
        m_steps(std::move(steps)),
        m_isModel(scope.prefix.empty()) {}

  std::shared_ptr<const WrittenScope> run() {
    findFlow();
    writeDoc();
    writeModules();
    nameInputs();
    writeForward();
    m_result.type = m_classes.intern(std::move(m_type));
    return std::make_shared<const WrittenScope>(std::move(m_result));
  }

 private:
  static constexpr std::size_t kAlways = SIZE_MAX;

  std::string constant(const std::string& value, const std::string& name, bool comment = false) {
    m_type.holes.push_back({name, comment});
    m_result.values.push_back(value);
    return "\1" + std::to_string(m_type.holes.size() - 1) + "\2";
  }
  std::string shapeText(std::uint32_t value) {
    Shape shape = m_outline.graph.nodes[value].shape;
    if (shape.empty() || !shape.back().isConcrete()) return toText(shape);
    std::string text = "[";
    for (std::size_t i = 0; i + 1 < shape.size(); ++i)
      text += toText({shape[i]}).substr(1, toText({shape[i]}).size() - 2) + ", ";
    return text + constant(std::to_string(shape.back().factor), "width", true) + "]";
  }

  // ---- What flows in and out.

  bool isInside(const Tensor& tensor) const { return tensor.name.starts_with(m_scope.owner); }

  std::vector<Input> needs(const Step& step) const {
    if (step.call) return step.call->inputs;
    std::vector<Input> all;
    for (const std::uint32_t index : step.nodes) {
      const Node& node = m_outline.graph.nodes[index];
      for (const ValueId input : node.inputs) {
        const std::uint32_t value = m_outline.rootOf(input.index);
        all.push_back(m_outline.isTarget(value) ? Input{Input::Kind::Targets, 0} : Input{Input::Kind::Value, value});
      }
      for (const std::uint32_t tensor : m_outline.tensorsOf(node)) all.push_back({Input::Kind::Tensor, tensor});
    }
    return all;
  }
  std::vector<std::uint32_t> gives(const Step& step) const { return step.call ? step.call->outputs : step.nodes; }
  /// Auxiliary losses that are the value of a node of this step.
  std::vector<const AuxiliaryLoss*> lossesOf(const Step& step) const {
    std::vector<const AuxiliaryLoss*> found;
    if (step.call || !m_outline.hasLoss()) return found;
    for (const AuxiliaryLoss& loss : m_outline.graph.losses)
      for (const std::uint32_t node : step.nodes)
        if (m_outline.rootOf(loss.value.index) == node) found.push_back(&loss);
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
            (need.kind == Input::Kind::Tensor && isInside(m_outline.tensors[need.index])))
          continue;
        if (need.kind == Input::Kind::Value) m_lastUse[need.index] = s;
        if (need.kind == Input::Kind::Value && made.count(need.index)) continue;
        if (known.insert(need).second) (need.kind == Input::Kind::Value ? values : others).push_back(need);
      }
      for (const std::uint32_t value : gives(step)) {
        made.insert(value);
        m_lastUse.emplace(value, s);
        const auto& users = m_outline.users[value];
        const bool isGoal =
            value == m_outline.graph.logits.index || (m_outline.hasLoss() && value == m_outline.graph.loss.index);
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
      head = "tokens [B, T] → logits [B, T, " + constant(std::to_string(m_outline.graph.vocab), "vocab") +
             "]; with targets [B, T] also the loss, mean nats a token" +
             (m_appends ? ":\n\n    in training with the auxiliary losses." : ".");
      if (!m_outline.hasLoss())
        head = "tokens [B, T] → logits [B, T, " + constant(std::to_string(m_outline.graph.vocab), "vocab") + "].";
      m_type.doc = head + (m_appends ? "\n    " : "");
      return;
    }
    std::string more;
    if (m_scope.list.empty()) {
      const Site& site = m_outline.graph.sites[m_scope.site];
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

  std::string attribute(const std::string& prefix) const { return m_outline.python.at(prefix); }

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
        const bool dict = m_outline.isDict(step.list);
        line.kind = dict ? InitLine::Kind::Dict : InitLine::Kind::List;
        std::set<std::string> copies;
        for (const Step& copy : m_steps) {
          if (copy.list != step.list || !copies.insert(copy.owner).second) continue;
          line.classes.push_back(copy.call->type);
          if (dict) line.keys.push_back(Outline::lastPart(copy.owner));
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
      const std::string& name = m_outline.tensors[tensor].name;
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
    for (std::uint32_t i = 0; i < m_outline.tensors.size(); ++i)
      if (m_outline.tensors[i].used && m_outline.tensors[i].home == m_scope.owner) own.push_back(i);
    for (const auto& [group, tensors] : grouped(own, m_scope.owner)) {
      const std::string name = attribute(group);
      m_type.attributes.insert(name);
      const Tensor& first = m_outline.tensors[tensors[0]];
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
        if (m_outline.tensors[tensor].linear) line(restart(m_outline.tensors[tensor]));
    }
  }

  std::string part(const std::string& group, const Indices& tensors) {
    const Tensor& first = m_outline.tensors[tensors[0]];
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
    const std::string own = m_outline.expression(tensor, m_scope.owner);
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
          if (m_outline.isTokens(input.index)) {
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
          const std::vector<std::string>& path = m_outline.tensors[input.index].python;
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
      names =
          m_outline.hasLoss() ? std::vector<std::string>{"tokens", "targets=None"} : std::vector<std::string>{"tokens"};
    for (const std::string& name : names) m_type.arguments += ", " + name;
  }

  std::string tensorText(std::uint32_t index) const {
    const Tensor& tensor = m_outline.tensors[index];
    return isInside(tensor) ? m_outline.expression(tensor, m_scope.owner) : m_foreign.at(index);
  }

  /// A line of the forward pass; those of the loss alone are skipped without targets.
  void say(const std::string& text, bool lossOnly) {
    const bool inside = m_mixed && lossOnly && !m_pastLogits;
    if (inside && !m_open) m_type.forward.push_back(m_isModel ? "if targets is not None:" : "if losses is not None:");
    m_open = inside;
    m_type.forward.push_back((inside ? "    " : "") + text);
  }
  std::string comment(std::uint32_t value) {
    const Shape& shape = m_outline.graph.nodes[value].shape;
    if (shape == m_shape || shape.empty()) return "";
    m_shape = shape;
    return "  # " + shapeText(value);
  }

  void writeForward() {
    for (const Input& input : m_result.inputs)
      if (input.kind == Input::Kind::Value && m_shape.empty()) m_shape = m_outline.graph.nodes[input.index].shape;
    if (m_isModel && m_appends) say("losses = None if targets is None else []", false);
    std::size_t tail = m_steps.size();
    while (m_isModel && tail > 0 && m_steps[tail - 1].lossOnly) --tail;
    for (std::size_t s = 0; s < m_steps.size();) {
      if (m_isModel && s == tail) leaveWithoutTargets();
      s = m_steps[s].call ? writeCalls(s) : writeOp(s);
    }
    if (m_isModel) {
      const std::string logits = m_variables.at(m_outline.graph.logits.index);
      if (!m_outline.hasLoss()) return say("return " + logits, false);
      const std::string loss = m_variables.at(m_outline.graph.loss.index);
      if (m_appends) say("if self.training:", false), say("    " + loss + " = " + loss + " + sum(losses)", false);
      return say("return " + logits + ", " + loss, false);
    }
    std::vector<std::string> outputs;
    for (const std::uint32_t value : m_result.outputs) outputs.push_back(m_variables.at(value));
    if (outputs.empty()) return;
    std::string& last = m_type.forward.back();
    if (!m_open && last.starts_with(joined(outputs) + " = "))
      last = "return" + last.substr(joined(outputs).size() + 2);
    else
      say("return " + joined(outputs), false);
  }

  void leaveWithoutTargets() {
    say("if targets is None:", false);
    say("    return " + m_variables.at(m_outline.graph.logits.index), false);
    m_pastLogits = true;
  }

  std::string wantedName(const Step& step, std::uint32_t value, std::size_t s) const {
    if (!m_outline.hints[value].empty()) return m_outline.hints[value];
    const Node& node = m_outline.graph.nodes[value];
    if (std::holds_alternative<LinearOp>(node.op)) {
      const Tensor& weight = m_outline.tensors[node.parameters[0].index];
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
      const std::uint32_t from = m_outline.rootOf(input.index);
      const auto name = m_variables.find(from);
      if (name != m_variables.end() && lastUse(from) <= s && m_outline.graph.nodes[from].shape == node.shape)
        return name->second;
    }
    return mainName(s);
  }

  std::size_t writeOp(std::size_t s) {
    const Step& step = m_steps[s];
    std::string right;
    if (step.nodes.size() > 1) {
      const std::uint32_t whole = m_outline.rootOf(m_outline.graph.nodes[step.nodes[0]].inputs[0].index);
      std::vector<std::int64_t> widths;
      for (const std::uint32_t node : step.nodes) widths.push_back(m_outline.widthOf(node));
      const bool equal = std::all_of(widths.begin(), widths.end(), [&](std::int64_t w) { return w == widths[0]; });
      std::vector<std::string> parts;
      for (std::size_t i = 0; !equal && i < widths.size(); ++i)
        parts.push_back(constant(std::to_string(widths[i]), "width"));
      right = m_variables.at(whole) +
              (equal ? ".chunk(" + std::to_string(widths.size()) : ".split([" + joined(parts) + "]") + ", dim=-1)";
    } else {
      const Node& node = m_outline.graph.nodes[step.nodes[0]];
      PytorchOperands operands;
      operands.constant = [this](const std::string& value, const std::string& name) { return constant(value, name); };
      for (const ValueId input : node.inputs) {
        const std::uint32_t value = m_outline.rootOf(input.index);
        operands.inputs.push_back(m_outline.isTarget(value)
                                      ? pytorchExpression(m_outline.graph.nodes[value].op, operands)
                                      : m_variables.at(value));
        operands.widths.push_back(m_outline.widthOf(value));
      }
      for (const std::uint32_t tensor : m_outline.tensorsOf(node)) operands.tensors.push_back(tensorText(tensor));
      if (std::holds_alternative<LinearOp>(node.op)) {
        const Tensor& weight = m_outline.tensors[node.parameters[0].index];
        if (weight.linear && isInside(weight)) operands.linear = m_outline.expression(weight, m_scope.owner, 1);
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
              m_variables.at(m_outline.rootOf(loss->value.index)) + ")",
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
    const std::string module = step.list.empty() ? "self." + attribute(step.owner)
                                                 : "self." + attribute(step.list) + "[" +
                                                       m_outline.key(step.list, Outline::lastPart(step.owner)) + "]";
    const std::string right = called(module, step);
    std::vector<std::string> names;
    for (const std::uint32_t value : step.call->outputs) {
      const bool isLogits = value == m_outline.graph.logits.index;
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
    const bool dict = m_outline.isDict(first.list);
    std::vector<std::string> keys;
    bool consecutive = true;
    for (std::size_t i = s; i < end; ++i) {
      keys.push_back(Outline::lastPart(m_steps[i].owner));
      consecutive = consecutive && (i == s || std::stoll(keys.back()) == std::stoll(keys[keys.size() - 2]) + 1);
    }
    std::string head, module = "layer";
    const bool all = keys.size() == m_outline.lists.at(first.list).size() &&
                     std::set(keys.begin(), keys.end()).size() == keys.size();
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
      for (const std::string& key : keys) written.push_back(m_outline.key(first.list, key));
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

  const Outline& m_outline;
  ClassTable& m_classes;
  const Scope& m_scope;
  std::vector<Step> m_steps;
  bool m_isModel;
  bool m_mixed = false, m_appends = false, m_open = false, m_pastLogits = false;
  Class m_type;
  WrittenScope m_result;
  std::map<std::uint32_t, std::size_t> m_lastUse;               // step that reads a value last
  std::map<std::uint32_t, std::string> m_variables, m_foreign;  // by node; by tensor
  std::map<std::string, std::size_t> m_live, m_inputsUntil;     // variables and the step that reads each last
  Shape m_shape;                                                // of the line before
};

}  // namespace

std::shared_ptr<const WrittenScope> writeScope(const Outline& outline, ClassTable& classes, const Scope& scope,
                                               std::vector<Step> steps) {
  return ScopeWriter(outline, classes, scope, std::move(steps)).run();
}

}  // namespace headroom::pytorch

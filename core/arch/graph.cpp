// The graph as text: one line a node, for people and golden tests.
#include "core/arch/graph.h"

#include "core/base/units.h"

namespace headroom {
namespace {

std::string text(ValueId id) {
  return "%" + std::to_string(id.index);
}

/// What an op's shapes do not tell: " flash, 12 heads of 64".
std::string details(const Op& op) {
  return std::visit(
      Overloaded{
          [](const LayerNormOp& norm) {
            return " eps " + shortest(norm.eps) +
                   (norm.groups > 1 ? " in " + std::to_string(norm.groups) + " groups" : "");
          },
          [](const RmsNormOp& norm) {
            return " eps " + shortest(norm.eps) +
                   (norm.groups > 1 ? " in " + std::to_string(norm.groups) + " groups" : "");
          },
          [](const RotaryOp& op) {
            return " " + std::to_string(op.heads) + " heads, " + std::to_string(op.rotated) + " rotated, theta " +
                   shortest(op.theta) +
                   (op.scaling == RotaryScaling::None
                        ? ""
                        : ", " + std::string(word(op.scaling)) + " by " + shortest(op.factor));
          },
          [](const TargetsOp& targets) {
            return targets.ahead > 0 ? " " + std::to_string(targets.ahead) + " ahead" : std::string();
          },
          [](const BlockSparseAttentionOp& op) {
            return " " + std::to_string(op.heads) + "/" + std::to_string(op.kvHeads) + " heads of " +
                   std::to_string(op.headWidth) + ", " + std::to_string(op.selected) + " blocks of " +
                   std::to_string(op.block) + ", window " + std::to_string(op.window) +
                   (op.dropout > 0 ? ", dropout " + shortest(op.dropout) : "");
          },
          [](const ConcatHeadsOp& op) {
            return " " + std::to_string(op.heads) + " heads" + (op.shared ? ", the second shared" : "");
          },
          [](const BatchNormOp& op) { return " eps " + shortest(op.eps) + ", momentum " + shortest(op.momentum); },
          [](const CausalConvOp& op) { return " of " + std::to_string(op.taps); },
          [](const SelectiveScanOp& op) { return " state " + std::to_string(op.state); },
          [](const LstmOp& op) { return std::string(op.normed ? " normed" : ""); },
          [](const RouteOp& op) {
            return " " + std::to_string(op.active) + " of " + std::to_string(op.experts) + " by " +
                   std::string(word(op.score)) + (op.normalised ? ", normalised" : "") +
                   (op.scale == 1 ? "" : ", times " + shortest(op.scale)) +
                   (op.capacity > 0 ? ", capacity " + shortest(op.capacity) : "") +
                   (op.biasRate > 0 ? ", bias moves by " + shortest(op.biasRate) : "");
          },
          [](const ExpertsOp& op) {
            return " " + std::to_string(op.experts) + " of width " + std::to_string(op.width) + ", " +
                   std::string(word(op.activation)) + (op.gated ? ", gated" : "");
          },
          [](const BalanceLossOp& op) { return " of " + std::string(word(op.score)); },
          [](const ScaleOp& scale) { return " by " + shortest(scale.factor); },
          [](const SoftcapOp& op) { return " at " + shortest(op.cap); },
          [](const SliceOp& slice) { return " from " + std::to_string(slice.offset); },
          [](const AttentionOp& attention) {
            return " " + std::string(word(attention.kernel)) + ", " + std::to_string(attention.heads) + "/" +
                   std::to_string(attention.kvHeads) + " heads of " + std::to_string(attention.headWidth) +
                   (attention.valueWidth == attention.headWidth ? "" : "/" + std::to_string(attention.valueWidth)) +
                   (attention.pattern == AttentionPattern::Causal
                        ? ""
                        : ", " + std::string(word(attention.pattern)) + " " + std::to_string(attention.span)) +
                   (attention.alibi ? ", alibi" : "") + (attention.sink ? ", sink" : "") +
                   (attention.softcap > 0 ? ", softcap " + shortest(attention.softcap) : "") +
                   (attention.dropout > 0 ? ", dropout " + shortest(attention.dropout) : "");
          },
          [](const ActivationOp& activation) { return " " + std::string(word(activation.kind)); },
          [](const DropoutOp& dropout) { return " " + shortest(dropout.probability); },
          [](const auto&) { return std::string(); },
      },
      op);
}

}  // namespace

std::string toText(const Graph& graph) {
  std::string result;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    std::string arguments;
    for (const ValueId input : node.inputs) arguments += (arguments.empty() ? "" : ", ") + text(input);
    std::string parameters;
    for (const ParameterId id : node.parameters)
      parameters += (parameters.empty() ? "; " : ", ") + graph.parameters[id.index].name;
    for (const StateId id : node.states)
      parameters += (parameters.empty() ? "; " : ", ") + std::string("state ") + graph.states[id.index].name;
    result += "%" + std::to_string(i) + " = " + std::string(opName(node.op)) + "(" + arguments + parameters + ")" +
              details(node.op) + " : " + toText(node.shape) + "   # " + graph.sites[node.site].name + "\n";
  }
  for (const AuxiliaryLoss& loss : graph.losses)
    result += "loss + " + shortest(loss.weight) + " " + text(loss.value) + "   # " + loss.name + "\n";
  for (const Report& report : graph.reports) result += "report " + text(report.value) + "   # " + report.series + "\n";
  return result;
}

}  // namespace headroom

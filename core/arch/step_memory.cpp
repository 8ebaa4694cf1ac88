#include "core/arch/step_memory.h"

#include <algorithm>

namespace headroom {
namespace {

constexpr double kFp32 = 4;
constexpr double kLogitsAtOnce = 1 << 22;  // bytes; core/train/linear_cross_entropy.cpp
constexpr std::uint32_t kNone = UINT32_MAX;

template <class... Ops>
bool isOneOf(const Op& op) {
  return (std::holds_alternative<Ops>(op) || ...);
}

/// Walks the nodes forwards and backwards and adds up what lives.
class Walk {
 public:
  Walk(const Graph& graph, Extent extent, const Recipe& recipe)
      : m_graph(graph),
        m_extent(extent),
        m_recipe(recipe),
        m_places(graph.nodes.size()),
        m_summed(graph.parameters.size(), recipe.accumulation > 1) {
    for (std::uint32_t i = 0; i < graph.nodes.size(); ++i) {
      const Node& node = graph.nodes[i];
      Place& place = m_places[i];
      // Pieces and cached values lie in the memory of what they were cut from.
      place.owner = isOneOf<SliceOp, CacheOp>(node.op) ? ownerOf(node.inputs[0]) : i;
      place.bytes = valueBytes(graph, ValueId{i}, extent, recipe.precision);
      for (const ValueId input : node.inputs) ++m_places[ownerOf(input)].readers;
    }
    for (std::uint32_t i = 0; i < graph.nodes.size(); ++i)
      if (const std::uint32_t linear = linearOfLoss(i); linear != kNone) {
        m_places[i].fusedLinear = linear;
        m_places[linear].fused = true;
      }
    for (std::size_t p = 0; p < m_summed.size(); ++p)
      if (m_summed[p]) m_gradients += parameterBytes(p);
    m_peak = m_alive = m_gradients;
  }

  StepMemory run() {
    const auto count = static_cast<std::uint32_t>(m_places.size());
    for (std::uint32_t i = 0; i < count; ++i) forward(i);
    StepMemory memory;
    memory.activations = m_kept;
    for (std::uint32_t i = count; i-- > 0;) backward(i);
    memory.work = m_workAtPeak;
    memory.peak = m_peak;
    return memory;
  }

 private:
  struct Place {
    std::uint32_t owner = 0;       // the node in whose memory the value lies
    double bytes = 0;              // of an owner's value
    int readers = 0, holders = 0;  // still to read it forwards; who keeps it alive
    double gradient = 0;           // of its value, once one has arrived
    bool hasGradient = false;
    bool fused = false;                 // logits that are never whole
    std::uint32_t fusedLinear = kNone;  // of a loss: the layer that it swallows
    std::vector<std::uint32_t> keeps;   // owners kept for its backward pass
    double keepsMore = 0;
  };

  std::uint32_t ownerOf(ValueId value) const { return m_places[value.index].owner; }

  double parameterBytes(std::size_t index) const {
    double count = kFp32;
    for (const std::int64_t extent : m_graph.parameters[index].shape) count *= static_cast<double>(extent);
    return count;
  }

  std::uint32_t linearOfLoss(std::uint32_t index) const {
    const Node& node = m_graph.nodes[index];
    if (!isOneOf<CrossEntropyOp>(node.op) || m_recipe.labelSmoothing > 0) return kNone;
    if (m_recipe.precision == Precision::Fp16) return kNone;  // the kernel that takes them as one has no half
    const std::uint32_t logits = node.inputs[0].index;
    return isOneOf<LinearOp>(m_graph.nodes[logits].op) && m_places[logits].readers == 1 ? logits : kNone;
  }

  void touch(double work = 0) {
    if (m_alive + work <= m_peak) return;
    m_peak = m_alive + work;
    m_workAtPeak = work;
  }
  void hold(std::uint32_t owner) {
    if (m_places[owner].holders++ == 0) m_alive += m_places[owner].bytes;
  }
  void release(std::uint32_t owner) {
    if (--m_places[owner].holders == 0) m_alive -= m_places[owner].bytes;
  }

  void forward(std::uint32_t index) {
    const Node& node = m_graph.nodes[index];
    Place& place = m_places[index];
    if (place.fused) return;
    if (place.fusedLinear != kNone) return lossForward(index);
    if (place.owner == index) hold(index);
    const OpCost cost = opCost(m_graph, node, m_extent, m_recipe.precision);
    if (isOneOf<AttentionOp, BlockSparseAttentionOp>(node.op)) touch(cost.workBytes / 2);
    const Kept kept = keptForBackward(m_graph, node, m_extent, m_recipe.precision);
    for (const ValueId value : kept.values) place.keeps.push_back(ownerOf(value));
    std::sort(place.keeps.begin(), place.keeps.end());
    place.keeps.erase(std::unique(place.keeps.begin(), place.keeps.end()), place.keeps.end());
    for (const std::uint32_t owner : place.keeps) hold(owner);
    place.keepsMore = kept.extraBytes;
    m_alive += kept.extraBytes;
    touch();
    wasReadBy(node);
  }

  /// A value that nobody reads any more goes, unless a backward pass keeps it.
  void wasReadBy(const Node& node) {
    for (const ValueId input : node.inputs) {
      Place& place = m_places[ownerOf(input)];
      if (!place.fused && --place.readers == 0) release(place.owner);
    }
    m_kept = m_alive - m_gradients;
  }

  /// Layer and loss in pieces: the gradients are there when the loss is.
  void lossForward(std::uint32_t index) {
    const Node& layer = m_graph.nodes[m_places[index].fusedLinear];
    const auto& op = std::get<LinearOp>(layer.op);
    const double low = m_recipe.precision == Precision::Fp32 ? kFp32 : kFp32 / 2, out = static_cast<double>(op.out);
    const double rows = static_cast<double>(m_extent.batch) * static_cast<double>(m_extent.context),
                 weights = static_cast<double>(op.in) * out * kFp32;
    const double logits = rows * out * low, piece = std::min(logits, std::max(kLogitsAtOnce, out * low)),
                 dx = rows * static_cast<double>(op.in) * low;
    const double narrowed = low < kFp32 ? dx + weights / 2 : 0;
    m_alive += dx;
    m_places[index].keepsMore = dx;
    gradientOf(layer.parameters[0].index, narrowed + piece + (piece < logits ? weights : 0));
    wasReadBy(layer);
  }

  void gradientOf(std::size_t parameter, double work = 0) {
    const double size = parameterBytes(parameter);
    if (m_summed[parameter]) return touch(size + work);  // is added to what there is
    m_summed[parameter] = true;
    m_gradients += size;
    m_alive += size;
    touch(work);
  }

  void backward(std::uint32_t index) {
    const Node& node = m_graph.nodes[index];
    Place& place = m_places[index];
    if (place.fused) return;
    if (place.fusedLinear != kNone) {  // its kept gradient is handed on
      m_alive -= place.keepsMore;
      arrive(ownerOf(m_graph.nodes[place.fusedLinear].inputs[0]));
      return;
    }
    if (place.owner == index && place.hasGradient) spread(node, place);
    for (const std::uint32_t owner : place.keeps) release(owner);
    m_alive -= place.keepsMore;
  }

  /// From the gradient of a node's value to those of its inputs and parameters.
  void spread(const Node& node, Place& place) {
    const OpCost cost = opCost(m_graph, node, m_extent, m_recipe.precision);
    if (isOneOf<AddOp>(node.op)) {  // both get the same tensor
      m_alive -= place.gradient;
      arrive(ownerOf(node.inputs[0]));
      Place& branch = m_places[ownerOf(node.inputs[1])];
      branch.hasGradient = true;
      return;
    }
    double sums = 0;  // a second gradient of a value exists beside the first until they are added
    for (const ValueId input : node.inputs)
      if (m_places[ownerOf(input)].hasGradient && m_places[ownerOf(input)].gradient > 0)
        sums += m_places[ownerOf(input)].bytes;
    for (const ValueId input : node.inputs) arrive(ownerOf(input));
    for (const ParameterId parameter : node.parameters) gradientOf(parameter.index);
    const auto* attention = std::get_if<AttentionOp>(&node.op);
    const bool writtenOut =
        (attention && attention->kernel == AttentionKernel::Math) || isOneOf<BlockSparseAttentionOp>(node.op);
    touch(sums + (writtenOut ? cost.workBytes : 0));
    m_alive -= place.gradient;
  }

  void arrive(std::uint32_t owner) {
    Place& place = m_places[owner];
    if (isOneOf<TokensOp, TargetsOp>(m_graph.nodes[owner].op)) return;
    if (place.gradient == 0) m_alive += place.gradient = place.bytes;
    place.hasGradient = true;
    touch();
  }

  const Graph& m_graph;
  const Extent m_extent;
  const Recipe& m_recipe;
  std::vector<Place> m_places;
  std::vector<bool> m_summed;  // parameters that have a gradient already
  double m_alive = 0, m_gradients = 0, m_kept = 0, m_peak = 0, m_workAtPeak = 0;
};

}  // namespace

StepMemory stepMemory(const Graph& graph, Extent extent, const Recipe& recipe) {
  return Walk(graph, extent, recipe).run();
}

}  // namespace headroom

#include "core/train/fusion.h"

#include <algorithm>

#include "core/train/layer_norm_function.h"
#include "core/train/linear_cross_entropy.h"
#include "core/train/lowering.h"
#include "core/train/precision.h"

namespace headroom {
namespace {

std::vector<std::uint32_t> usersOf(const Graph& graph, std::uint32_t node) {
  std::vector<std::uint32_t> users;
  for (std::uint32_t user = node + 1; user < graph.nodes.size(); ++user) {
    const auto& inputs = graph.nodes[user].inputs;
    if (std::find(inputs.begin(), inputs.end(), ValueId{node}) != inputs.end()) users.push_back(user);
  }
  return users;
}

template <class OpType>
const OpType* opAt(const Graph& graph, std::uint32_t node) {
  return std::get_if<OpType>(&graph.nodes[node].op);
}

/// q, k, v of one product: the gradient of a split is one concatenation instead of a full-size sum for every piece.
std::optional<Fusion> split(const Graph& graph, std::uint32_t first) {
  const auto* slice = opAt<SliceOp>(graph, first);
  if (!slice || slice->offset != 0) return {};
  const std::uint32_t source = graph.nodes[first].inputs[0].index;
  std::vector<std::uint32_t> pieces;
  std::vector<std::int64_t> widths;
  std::int64_t end = 0;
  for (const std::uint32_t user : usersOf(graph, source)) {
    const auto* piece = opAt<SliceOp>(graph, user);
    if (!piece || piece->offset != end) return {};
    end += piece->width;
    pieces.push_back(user);
    widths.push_back(piece->width);
  }
  const Dim whole = graph.nodes[source].shape.back();
  if (!whole.isConcrete() || end != whole.factor || pieces.size() < 2) return {};
  return Fusion{{.run =
                     [source, pieces, widths](Frame& f) {
                       const std::vector<at::Tensor> parts = f.values[source].split_with_sizes(widths, -1);
                       for (std::size_t i = 0; i < pieces.size(); ++i) f.values[pieces[i]] = parts[i];
                     },
                 .inputs = {source}},
                pieces};
}

/// Stands at the loss, whose targets may come after the linear layer.
std::optional<Fusion> lossOfLinear(const Graph& graph, std::uint32_t node, const LoweringOptions& options) {
  if (!opAt<CrossEntropyOp>(graph, node)) return {};
  const std::uint32_t logits = graph.nodes[node].inputs[0].index, targets = graph.nodes[node].inputs[1].index;
  const auto* target = opAt<TargetsOp>(graph, targets);
  if (!target) return {};
  const auto* linear = opAt<LinearOp>(graph, logits);
  const at::ScalarType type = productType(options.precision);
  if (!linear || usersOf(graph, logits).size() != 1 || !linearCrossEntropySupports(type)) return {};
  const Node& layer = graph.nodes[logits];
  const std::uint32_t x = layer.inputs[0].index, weight = layer.parameters[0].index,
                      bias = linear->bias ? layer.parameters[1].index : 0;
  const auto plainLinear = lower(graph, logits, options), plainLoss = lower(graph, node, options);
  return Fusion{{.run =
                     [=, hasBias = linear->bias, ahead = target->ahead, smoothing = options.labelSmoothing](Frame& f) {
                       // The kernel knows one target a row: smoothed ones, which are of training alone, go the plain
                       // way.
                       const bool smoothed = f.training && smoothing > 0;
                       if (f.parameters[weight].scalar_type() != at::kFloat || smoothed) {
                         plainLinear(f);
                         return plainLoss(f);
                       }
                       // Places whose target lies behind the end count for nothing: they are left out.
                       const at::Tensor &in = f.values[x], &ids = f.targets;
                       const std::int64_t count = in.size(1) - ahead;
                       f.values[node] = linearCrossEntropy(in.narrow(1, 0, count), f.parameters[weight],
                                                           hasBias ? f.parameters[bias] : at::Tensor(),
                                                           ids.narrow(1, ahead, count), type);
                     },
                 .inputs = {x, targets}},
                {logits, node}};
}

std::optional<Fusion> normedSum(const Graph& graph, std::uint32_t node, const LoweringOptions& options) {
  if (!opAt<AddOp>(graph, node)) return {};
  const std::vector<std::uint32_t> users = usersOf(graph, node);
  const auto reader =
      std::find_if(users.begin(), users.end(), [&](std::uint32_t user) { return opAt<LayerNormOp>(graph, user); });
  if (reader == users.end() || opAt<LayerNormOp>(graph, *reader)->groups > 1) return {};
  const std::uint32_t norm = *reader, a = graph.nodes[node].inputs[0].index, b = graph.nodes[node].inputs[1].index;
  const LayerNormOp op = *opAt<LayerNormOp>(graph, norm);
  const auto& parameters = graph.nodes[norm].parameters;
  const std::uint32_t gain = op.gain ? parameters[0].index : 0, bias = op.bias ? parameters[op.gain ? 1 : 0].index : 0;
  const at::ScalarType type = keptType(graph, norm, options);
  const auto plainSum = lower(graph, node, options), plainNorm = lower(graph, norm, options);
  return Fusion{{.run =
                     [=](Frame& f) {
                       const at::Tensor &x = f.values[a], &delta = f.values[b];  // delta: the branch
                       if (!layerNormSupports(x) || x.sizes() != delta.sizes() || delta.scalar_type() == at::kDouble) {
                         plainSum(f);
                         return plainNorm(f);
                       }
                       const NormedSum both = fastNormedSum(x, delta, op.gain ? f.parameters[gain] : at::Tensor(),
                                                            op.bias ? f.parameters[bias] : at::Tensor(), op.eps, type);
                       f.values[node] = both.sum;
                       f.values[norm] = both.norm;
                     },
                 .inputs = {a, b}},
                {node, norm}};
}

}  // namespace

at::ScalarType keptType(const Graph& graph, std::uint32_t node, const LoweringOptions& options) {
  const std::vector<std::uint32_t> users = usersOf(graph, node);
  const bool products = std::all_of(users.begin(), users.end(), [&](auto user) { return opAt<LinearOp>(graph, user); });
  const at::ScalarType type = productType(options.precision);
  return products && !users.empty() && layerNormGives(type) ? type : at::kFloat;
}

std::vector<std::optional<Fusion>> fusions(const Graph& graph, std::uint32_t last, const LoweringOptions& options) {
  std::vector<std::optional<Fusion>> found(graph.nodes.size());
  for (std::uint32_t node = 0; node <= last; ++node) {
    found[node] = split(graph, node);
    if (!found[node] && options.fastKernels) found[node] = lossOfLinear(graph, node, options);
    if (!found[node] && options.fastKernels) found[node] = normedSum(graph, node, options);
  }
  return found;
}

}  // namespace headroom

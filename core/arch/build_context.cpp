// Typed ops with their shape rules: every op checks what it is given and says in a sentence what does not fit.
#include "core/arch/build_context.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "core/base/text.h"
#include "core/blocks/catalog.h"

namespace headroom {
namespace {

bool multiplies(const std::vector<std::int64_t>& factors) {
  std::int64_t product = 1;
  for (const std::int64_t factor : factors)
    if (__builtin_mul_overflow(product, factor, &product)) return false;
  return true;
}

bool isFeatures(const Shape& shape) {
  return shape.size() == 3 && shape[0] == Dim::batch() && shape[1] == Dim::context() && shape[2].isConcrete();
}

Shape features(std::int64_t width) {
  return {Dim::batch(), Dim::context(), Dim::of(width)};
}

const Shape kIds{Dim::batch(), Dim::context()};

}  // namespace

BuildContext::BuildContext(std::map<std::string, std::int64_t> sizes, double dropout, std::int64_t layers,
                           bool withTargets)
    : m_sizes(std::move(sizes)), m_dropout(dropout), m_layers(layers), m_withTargets(withTargets) {
  m_graph.context = size("context");
}

Value BuildContext::tokens() {
  if (!m_tokens.valid) m_tokens = append(TokensOp{}, {}, {}, kIds);
  return m_tokens;
}

Value BuildContext::targets(std::int64_t ahead) {
  Value& known = m_targets[ahead];
  if (!known.valid) known = append(TargetsOp{ahead}, {}, {}, kIds);
  return known;
}

Value BuildContext::lookup(Value ids, std::int64_t rows, std::int64_t width, const std::string& name, Init init) {
  if (m_error || !ids.valid) return {};
  if (shape(ids) != kIds)
    return fail("a table is looked up with token ids [B, T], not with " + toText(shape(ids)) +
                "; put it first in the model.");
  if (m_graph.vocab == 0) m_graph.vocab = rows;
  return append(LookupOp{rows, width}, {ids}, parameter(name, {rows, width}, init, true), features(width));
}

Value BuildContext::addPositions(Value x, std::int64_t rows, const std::string& name, Init init) {
  if (!areFeatures({x})) return {};
  if (rows < m_graph.context)
    return fail("the table has " + std::to_string(rows) + " positions, fewer than the context of " +
                std::to_string(m_graph.context) + "; try " + std::to_string(m_graph.context) + " or more.");
  const std::int64_t channels = width(x);
  return append(AddPositionsOp{rows, channels}, {x}, parameter(name, {rows, channels}, init, true), shape(x));
}

Value BuildContext::add(Value a, Value b) {
  if (m_error || !a.valid || !b.valid) return {};
  if (shape(a) != shape(b)) return fail(toText(shape(a)) + " and " + toText(shape(b)) + " cannot be added.");
  return append(AddOp{}, {a, b}, {}, shape(a));
}

Value BuildContext::addSinusoids(Value x) {
  return areFeatures({x}) ? append(AddSinusoidsOp{}, {x}, {}, shape(x)) : Value{};
}

Value BuildContext::mul(Value a, Value b) {
  if (!areFeatures({a, b})) return {};
  if (shape(a) != shape(b)) return fail(toText(shape(a)) + " and " + toText(shape(b)) + " cannot be multiplied.");
  return append(MulOp{}, {a, b}, {}, shape(a));
}

Value BuildContext::scale(Value x, double factor) {
  return areFeatures({x}) ? append(ScaleOp{factor}, {x}, {}, shape(x)) : Value{};
}

Value BuildContext::softcap(Value x, double cap) {
  return areFeatures({x}) ? append(SoftcapOp{cap}, {x}, {}, shape(x)) : Value{};
}

Value BuildContext::linear(Value x, std::int64_t out, const std::string& name, bool bias, Init init, Init biasInit) {
  if (!areFeatures({x})) return {};
  const std::int64_t in = width(x);
  std::vector<ParameterId> parameters = parameter(name + ".weight", {out, in}, init, true);
  if (bias)
    for (const ParameterId id : parameter(name + ".bias", {out}, biasInit, false)) parameters.push_back(id);
  return append(LinearOp{in, out, bias}, {x}, std::move(parameters), features(out));
}

Value BuildContext::linearTied(Value x, const std::string& siteOfLookup) {
  if (!areFeatures({x})) return {};
  for (const Node& node : m_graph.nodes) {
    const auto* table = std::get_if<LookupOp>(&node.op);
    if (!table || !(siteOfLookup.empty() || m_graph.sites[node.site].name == siteOfLookup)) continue;
    if (table->width == width(x))
      return append(LinearOp{table->width, table->rows, false}, {x}, node.parameters, features(table->rows));
    return fail("the tied table has width " + std::to_string(table->width) + ", but " + std::to_string(width(x)) +
                " arrives here; make them equal or set tied to false.");
  }
  return fail("there is no token embedding before it to be tied to; add embed.token or set tied to false.");
}

Value BuildContext::linearAgain(Value x, Value earlier) {
  if (!areFeatures({x, earlier})) return {};
  const Node& node = m_graph.nodes[earlier.id.index];
  const auto* op = std::get_if<LinearOp>(&node.op);
  if (!op || op->in != width(x)) return fail(toText(shape(x)) + " does not fit the weights that are used again.");
  return append(LinearOp(*op), {x}, node.parameters, features(op->out));
}

Value BuildContext::layerNorm(Value x, double eps, bool gain, bool bias, Init biasInit) {
  if (!areFeatures({x})) return {};
  const std::int64_t own = width(x) / groups();
  std::vector<ParameterId> parameters;
  if (gain) parameters = parameter("gain", {own}, {Init::Kind::Ones, 1}, false);
  if (bias)
    for (const ParameterId id : parameter("bias", {own}, biasInit, false)) parameters.push_back(id);
  return append(LayerNormOp{eps, gain, bias, groups()}, {x}, std::move(parameters), shape(x));
}

Value BuildContext::rmsNorm(Value x, double eps, bool gain) {
  if (!areFeatures({x})) return {};
  std::vector<ParameterId> parameters;
  if (gain) parameters = parameter("gain", {width(x) / groups()}, {Init::Kind::Ones, 1}, false);
  return append(RmsNormOp{eps, gain, groups()}, {x}, std::move(parameters), shape(x));
}

Value BuildContext::rotary(Value x, RotaryOp op) {
  if (!areFeatures({x})) return {};
  if (m_heads == 0)
    return fail("turns the queries and keys of an attention; put it into an attention's position slot.");
  const std::int64_t headWidth = width(x) / m_heads;
  if (op.rotated < 2 || op.rotated % 2 != 0 || op.rotated > headWidth)
    return fail("turns pairs, so " + std::to_string(op.rotated) + " of the " + std::to_string(headWidth) +
                " numbers of a head cannot be turned; try an even head width.");
  op.heads = m_heads;
  return append(op, {x}, {}, shape(x));
}

void BuildContext::alibi() {
  if (m_heads == 0)
    fail("weakens the scores of an attention; put it into an attention's position slot.");
  else
    m_alibi = true;
}

Value BuildContext::throughSlot(const Params& params, const std::string& name, Value x, std::int64_t heads) {
  const Block* block = findBlock(params.slot(name));
  if (m_error || !x.valid || !block) return x;
  const Site outer = m_graph.sites[currentSite()];
  const std::string owner = m_siteStack.empty() ? outer.name : m_siteStack.back().owner;
  enterSite({outer.path, outer.name + "." + name, block->id, outer.layer}, owner + "." + name);
  const std::int64_t outside = std::exchange(m_heads, heads);
  const Value out = block->build(*this, x, params.ofSlot(name));
  m_heads = outside;
  leaveSite();
  return out;
}

Value BuildContext::slice(Value x, std::int64_t offset, std::int64_t width) {
  if (!areFeatures({x})) return {};
  if (offset < 0 || width < 1 || width > this->width(x) - offset)
    return fail("a piece of " + std::to_string(width) + " from " + std::to_string(offset) + " does not fit into " +
                toText(shape(x)) + ".");
  return append(SliceOp{offset, width}, {x}, {}, features(width));
}

Value BuildContext::attention(Value q, Value k, Value v, AttentionOp op) {
  if (!areFeatures({q, k, v})) return {};
  op.alibi = std::exchange(m_alibi, false);
  if (op.pattern != AttentionPattern::Causal && op.span < 1)
    return fail("a sparse pattern needs a span of 1 or more.", "span");
  if (op.heads % op.kvHeads != 0)
    return fail(std::to_string(op.kvHeads) + " key/value heads do not divide " + std::to_string(op.heads) + " heads.");
  if (op.valueWidth == 0) op.valueWidth = op.headWidth;
  if (width(q) != op.heads * op.headWidth || width(k) != op.kvHeads * op.headWidth ||
      width(v) != op.kvHeads * op.valueWidth)
    return fail("queries " + toText(shape(q)) + ", keys " + toText(shape(k)) + " and values " + toText(shape(v)) +
                " do not fit " + std::to_string(op.heads) + " heads of width " + std::to_string(op.headWidth) + ".");
  std::vector<ParameterId> parameters;
  if (op.sink) parameters = parameter("sink", {op.heads}, {Init::Kind::Zeros, 0}, false);
  return append(op, {q, k, v}, std::move(parameters), features(op.heads * op.valueWidth));
}

Value BuildContext::blockSparseAttention(Value q, Value k, Value v, Value gates, BlockSparseAttentionOp op,
                                         bool denseAllowed) {
  if (!areFeatures({q, k, v, gates})) return {};
  if (op.heads % op.kvHeads != 0)
    return fail(std::to_string(op.kvHeads) + " key/value heads do not divide " + std::to_string(op.heads) + " heads.");
  if (width(q) != op.heads * op.headWidth || width(k) != op.kvHeads * op.headWidth || width(v) != width(k) ||
      width(gates) != 3 * op.heads)
    return fail("queries " + toText(shape(q)) + ", keys " + toText(shape(k)) + ", values " + toText(shape(v)) +
                " and gates " + toText(shape(gates)) + " do not fit " + std::to_string(op.heads) + " heads of width " +
                std::to_string(op.headWidth) + ".");
  const std::int64_t context = m_graph.context, pooled = context / op.block;
  const auto most = [&](std::int64_t keys) { return std::min(keys, context); };
  const std::int64_t selected = op.selected > context / op.block ? context : op.selected * op.block;
  if (!denseAllowed && (selected >= context || op.window >= context))
    return fail("the last position sees " + std::to_string(pooled) + " pooled, " + std::to_string(most(selected)) +
                    " selected and " + std::to_string(most(op.window)) + " near keys of a context of " +
                    std::to_string(context) +
                    ", so nothing is sparse; try fewer selected blocks, a smaller block or "
                    "window, or a longer context.",
                op.window >= context ? "window" : "selected");
  std::vector<ParameterId> parameters = parameter("pool_keys", {op.block}, {Init::Kind::Zeros, 0}, false);
  for (const ParameterId id : parameter("pool_values", {op.block}, {Init::Kind::Zeros, 0}, false))
    parameters.push_back(id);
  return append(op, {q, k, v, gates}, std::move(parameters), shape(q));
}

Value BuildContext::cache(Value x) {
  return areFeatures({x}) ? append(CacheOp{}, {x}, {}, shape(x)) : Value{};
}

Value BuildContext::concat(const std::vector<Value>& parts) {
  if (!areFeatures(parts)) return {};
  std::int64_t sum = 0;
  for (const Value& part : parts)
    if (__builtin_add_overflow(sum, width(part), &sum)) return fail("the parts are too wide to stand side by side.");
  return append(ConcatOp{}, parts, {}, features(sum));
}

Value BuildContext::concatHeads(Value a, Value b, std::int64_t heads, bool shared) {
  if (!areFeatures({a, b})) return {};
  if (width(a) % heads != 0 || (!shared && width(b) % heads != 0))
    return fail(toText(shape(a)) + " and " + toText(shape(b)) + " cannot be cut into " + std::to_string(heads) +
                " heads.");
  std::int64_t added = width(b), sum = 0;
  if ((shared && __builtin_mul_overflow(width(b), heads, &added)) || __builtin_add_overflow(width(a), added, &sum))
    return fail("the heads are too wide.");
  return append(ConcatHeadsOp{heads, shared}, {a, b}, {}, features(sum));
}

Value BuildContext::softmax(Value x) {
  return areFeatures({x}) ? append(SoftmaxOp{}, {x}, {}, shape(x)) : Value{};
}

Value BuildContext::gate(Value x, Value gates) {
  if (!areFeatures({x, gates})) return {};
  if (width(x) % width(gates) != 0)
    return fail(toText(shape(gates)) + " gates do not divide " + toText(shape(x)) + " into equal parts.");
  return append(GateOp{}, {x, gates}, {}, shape(x));
}

Value BuildContext::scaleChannels(Value x, double start, const std::string& name) {
  if (!areFeatures({x})) return {};
  return append(ScaleChannelsOp{}, {x}, parameter(name, {width(x)}, {Init::Kind::Constant, start}, false), shape(x));
}

Value BuildContext::batchNorm(Value x, double eps, double momentum, bool gain, bool bias) {
  if (!areFeatures({x})) return {};
  const std::int64_t channels = width(x);
  std::vector<ParameterId> parameters;
  if (gain) parameters = parameter("gain", {channels}, {Init::Kind::Ones, 1}, false);
  if (bias)
    for (const ParameterId id : parameter("bias", {channels}, {Init::Kind::Zeros, 0}, false)) parameters.push_back(id);
  const Value y = append(BatchNormOp{eps, momentum, gain, bias}, {x}, std::move(parameters), shape(x));
  if (m_error) return {};
  m_graph.nodes.back().states = {state("mean", {channels}, 0), state("variance", {channels}, 1)};
  return y;
}

Value BuildContext::causalConv(Value x, std::int64_t taps, const std::string& name, bool bias) {
  if (!areFeatures({x})) return {};
  const double reach = 1 / std::sqrt(static_cast<double>(taps));
  std::vector<ParameterId> parameters =
      parameter(name + ".weight", {width(x), taps}, {Init::Kind::Uniform, reach}, true);
  if (bias)
    for (const ParameterId id : parameter(name + ".bias", {width(x)}, {Init::Kind::Zeros, 0}, false))
      parameters.push_back(id);
  return append(CausalConvOp{taps, bias}, {x}, std::move(parameters), shape(x));
}

Value BuildContext::selectiveScan(Value u, Value delta, Value b, Value c, std::int64_t state) {
  if (!areFeatures({u, delta, b, c})) return {};
  if (width(u) != width(delta) || width(b) != state || width(c) != state)
    return fail("channels " + toText(shape(u)) + ", steps " + toText(shape(delta)) + ", inputs " + toText(shape(b)) +
                " and outputs " + toText(shape(c)) + " do not fit a state of " + std::to_string(state) + ".");
  std::vector<ParameterId> parameters = parameter("log_a", {width(u), state}, {Init::Kind::LogCount, 0}, false);
  for (const ParameterId id : parameter("d", {width(u)}, {Init::Kind::Ones, 1}, false)) parameters.push_back(id);
  return append(SelectiveScanOp{state}, {u, delta, b, c}, std::move(parameters), shape(u));
}

Value BuildContext::lstm(Value gates, std::int64_t width, bool normed, Init init) {
  if (!areFeatures({gates})) return {};
  if (width > INT64_MAX / 4 || this->width(gates) != 4 * width)
    return fail("an LSTM of width " + std::to_string(width) + " takes four gates of it, not " + toText(shape(gates)) +
                ".");
  std::vector<ParameterId> parameters = parameter("recurrent.weight", {4 * width, width}, init, true);
  const auto more = [&](const char* name, std::int64_t size, Init::Kind start) {
    for (const ParameterId id : parameter(name, {size}, {start, 1}, false)) parameters.push_back(id);
  };
  if (normed) {
    more("recurrent.gain", 4 * width, Init::Kind::Ones);
    more("cell.gain", width, Init::Kind::Ones);
    more("cell.bias", width, Init::Kind::Zeros);
  }
  return append(LstmOp{width, normed}, {gates}, std::move(parameters), features(width));
}

Value BuildContext::route(Value scores, RouteOp op) {
  if (!areFeatures({scores})) return {};
  if (width(scores) != op.experts)
    return fail(toText(shape(scores)) + " are no scores of " + std::to_string(op.experts) + " experts.");
  if (op.active > op.experts)
    return fail(std::to_string(op.active) + " active experts are more than the " + std::to_string(op.experts) +
                    " there are; try " + std::to_string(op.experts) + " or fewer.",
                "active");
  const Value shares = append(op, {scores}, {}, shape(scores));
  if (!m_error && op.biasRate > 0) m_graph.nodes.back().states = {state("bias", {op.experts}, 0)};
  return shares;
}

Value BuildContext::experts(Value x, Value shares, ExpertsOp op, Init init, Init outInit) {
  if (!areFeatures({x, shares})) return {};
  if (width(shares) != op.experts)
    return fail(toText(shape(shares)) + " are no shares of " + std::to_string(op.experts) + " experts.");
  std::int64_t rows = op.width;
  if (op.gated && __builtin_mul_overflow(op.width, 2, &rows)) return fail("the experts are too wide.", "width");
  std::vector<ParameterId> parameters =
      parameter(op.gated ? "gate_up.weight" : "up.weight", {op.experts, rows, width(x)}, init, true);
  for (const ParameterId id : parameter("down.weight", {op.experts, width(x), op.width}, outInit, true))
    parameters.push_back(id);
  return append(op, {x, shares}, std::move(parameters), shape(x));
}

Value BuildContext::routerLoad(Value shares) {
  if (!areFeatures({shares})) return {};
  return append(RouterLoadOp{}, {shares}, {}, {Dim::of(width(shares))});
}

Value BuildContext::balanceLoss(Value scores, Value shares, RouterScore score) {
  return areFeatures({scores, shares}) ? append(BalanceLossOp{score}, {scores, shares}, {}, {}) : Value{};
}

Value BuildContext::routerZLoss(Value scores) {
  return areFeatures({scores}) ? append(RouterZLossOp{}, {scores}, {}, {}) : Value{};
}

Value BuildContext::crossEntropy(Value logits, std::int64_t ahead) {
  if (!areFeatures({logits}) || !m_withTargets) return {};
  if (ahead >= m_graph.context)
    return fail("there is no token " + std::to_string(ahead + 1) + " places on in a context of " +
                std::to_string(m_graph.context) + "; try a longer context.");
  return append(CrossEntropyOp{}, {logits, targets(ahead)}, {}, {});
}

void BuildContext::loss(const std::string& name, Value value, double weight) {
  if (m_error || !value.valid || !m_withTargets || weight == 0) return;
  m_graph.losses.push_back({m_graph.sites[currentSite()].name + "." + name, value.id, weight});
}

void BuildContext::report(const std::string& series, Value value) {
  if (m_error || !value.valid) return;
  const std::int64_t layer = m_graph.sites[currentSite()].layer;
  std::string full = layer < 0 ? series : series + "/" + std::to_string(layer);
  if (const int others = m_taken["series " + full]++; others > 0) full += "_" + std::to_string(others + 1);
  m_graph.reports.push_back({full, value.id});
}

void BuildContext::tap(const std::string& name, Value x) {
  if (!m_error && x.valid) m_taps[name] = x;
}

Value BuildContext::tapped(const std::string& name) {
  if (m_error) return {};
  if (const auto found = m_taps.find(name); found != m_taps.end()) return found->second;
  std::vector<std::string> names;
  for (const auto& [known, value] : m_taps) names.push_back(known);
  return fail("there is no tap called " + inQuotes(name) + " before it" +
              (names.empty() ? "; put a tap where the value is." : "; there is " + listed(names) + "."));
}

Value BuildContext::activation(Value x, ActivationKind kind) {
  return areFeatures({x}) ? append(ActivationOp{kind}, {x}, {}, shape(x)) : Value{};
}

Value BuildContext::dropout(Value x) {
  if (!areFeatures({x})) return {};
  return m_dropout > 0 ? append(DropoutOp{m_dropout}, {x}, {}, shape(x)) : x;
}

Value BuildContext::logits(Value logits) {
  if (!areFeatures({logits})) return {};
  if (m_logits.valid) return fail("the model has a head already; remove one of the two.");
  if (m_graph.vocab > 0 && width(logits) != m_graph.vocab)
    return fail("the head gives " + std::to_string(width(logits)) + " logits for a vocabulary of " +
                std::to_string(m_graph.vocab) + "; make them equal.");
  m_graph.vocab = width(logits);
  m_logits = logits;
  m_graph.logits = logits.id;
  if (m_withTargets) {
    m_loss = append(CrossEntropyOp{}, {logits, targets()}, {}, {});
    m_graph.loss = m_loss.id;
  }
  return logits;
}

std::int64_t BuildContext::width(Value x) const {
  return x.valid && isFeatures(shape(x)) ? shape(x).back().factor : 0;
}

std::int64_t BuildContext::size(const std::string& name) const {
  const auto found = m_sizes.find(name);
  return found == m_sizes.end() ? 0 : found->second;
}

const Shape& BuildContext::shape(Value x) const {
  static const Shape kNone;
  return x.valid ? m_graph.nodes[x.id.index].shape : kNone;
}

Value BuildContext::fail(const std::string& what, const std::string& parameter) {
  if (!m_error) m_error = badInput(what), m_errorParameter = parameter;
  return {};
}

void BuildContext::enterSite(Site site, const std::string& owner) {
  m_siteStack.push_back({static_cast<std::uint32_t>(m_graph.sites.size()), owner.empty() ? site.name : owner});
  m_graph.sites.push_back(std::move(site));
}

void BuildContext::leaveSite() {
  assert(!m_siteStack.empty());
  m_siteStack.pop_back();
}

Result<Graph> BuildContext::finish() {
  if (m_error) return *m_error;
  if (!m_logits.valid) return badInput("the model has no head; add head.linear as its last block.");
  return std::move(m_graph);
}

std::uint32_t BuildContext::currentSite() {
  if (!m_siteStack.empty()) return m_siteStack.back().site;
  if (m_graph.sites.empty()) m_graph.sites.push_back({"", "model", "", -1});
  return 0;
}

Value BuildContext::append(Op op, const std::vector<Value>& inputs, std::vector<ParameterId> parameters, Shape shape) {
  if (m_error) return {};
  Node node{std::move(op), {}, std::move(parameters), {}, std::move(shape), currentSite()};
  for (const Value& input : inputs) node.inputs.push_back(input.id);
  m_graph.nodes.push_back(std::move(node));
  return {ValueId{static_cast<std::uint32_t>(m_graph.nodes.size() - 1)}, true};
}

std::string BuildContext::tensorName(const std::string& name) {
  const std::string& own = m_graph.sites[currentSite()].name;
  const std::string& owner = m_siteStack.empty() ? own : m_siteStack.back().owner;
  const auto numbered = [](const std::string& site, const std::string& local, int count) {
    return (site.empty() ? local : site + "." + local) + (count > 1 ? "_" + std::to_string(count) : "");
  };
  int& count = m_taken[own + "." + name];
  std::string unique = numbered(owner, name, ++count);
  while (owner == own && (m_parameters.count(unique) || m_states.count(unique)))
    unique = numbered(owner, name, ++count);
  return unique;
}

std::vector<ParameterId> BuildContext::parameter(const std::string& name, std::vector<std::int64_t> shape, Init init,
                                                 bool decay) {
  if (m_error) return {};
  if (!multiplies(shape))
    return fail("'" + name + "' would hold more than 2^63 − 1 numbers; try smaller sizes."), std::vector<ParameterId>();
  const std::string unique = tensorName(name);
  if (const auto shared = m_parameters.find(unique); shared != m_parameters.end()) {
    if (m_graph.parameters[shared->second.index].shape == shape) return {shared->second};
    return fail("'" + name + "' has another shape here than in the layer whose weights it shares; share equal layers."),
           std::vector<ParameterId>();
  }
  const ParameterId id{static_cast<std::uint32_t>(m_graph.parameters.size())};
  m_parameters.emplace(unique, id);
  m_graph.parameters.push_back({.name = unique, .shape = std::move(shape), .init = init, .decay = decay});
  return {id};
}

StateId BuildContext::state(const std::string& name, std::vector<std::int64_t> shape, double start) {
  const std::string unique = tensorName(name);
  const auto [known, fresh] = m_states.emplace(unique, StateId{static_cast<std::uint32_t>(m_graph.states.size())});
  if (fresh) m_graph.states.push_back({unique, std::move(shape), start});
  return known->second;
}

bool BuildContext::areFeatures(const std::vector<Value>& values) {
  for (const Value& value : values) {
    if (m_error || !value.valid) return false;
    if (!isFeatures(shape(value))) {
      fail("takes features [B, T, C], but " + toText(shape(value)) +
           " arrives here; a token embedding must come before it.");
      return false;
    }
  }
  return true;
}

}  // namespace headroom

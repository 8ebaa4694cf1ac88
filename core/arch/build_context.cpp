// Typed ops with their shape rules: every op checks what it is given and says in a sentence what does not fit.
#include "core/arch/build_context.h"

#include <cassert>
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

Value BuildContext::targets() {
  if (!m_targets.valid) m_targets = append(TargetsOp{}, {}, {}, kIds);
  return m_targets;
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

Value BuildContext::linear(Value x, std::int64_t out, const std::string& name, bool bias, Init init) {
  if (!areFeatures({x})) return {};
  const std::int64_t in = width(x);
  std::vector<ParameterId> parameters = parameter(name + ".weight", {out, in}, init, true);
  if (bias)
    for (const ParameterId id : parameter(name + ".bias", {out}, {Init::Kind::Zeros, 0}, false))
      parameters.push_back(id);
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

Value BuildContext::layerNorm(Value x, double eps, bool gain, bool bias) {
  if (!areFeatures({x})) return {};
  const std::int64_t own = width(x) / groups();
  std::vector<ParameterId> parameters;
  if (gain) parameters = parameter("gain", {own}, {Init::Kind::Ones, 1}, false);
  if (bias)
    for (const ParameterId id : parameter("bias", {own}, {Init::Kind::Zeros, 0}, false)) parameters.push_back(id);
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
  enterSite({outer.path, outer.name + "." + name, block->id, outer.layer});
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
  if (width(q) != op.heads * op.headWidth || width(k) != op.kvHeads * op.headWidth || width(v) != width(k))
    return fail("queries " + toText(shape(q)) + ", keys " + toText(shape(k)) + " and values " + toText(shape(v)) +
                " do not fit " + std::to_string(op.heads) + " heads of width " + std::to_string(op.headWidth) + ".");
  std::vector<ParameterId> parameters;
  if (op.sink) parameters = parameter("sink", {op.heads}, {Init::Kind::Zeros, 0}, false);
  return append(op, {q, k, v}, std::move(parameters), shape(q));
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

void BuildContext::enterSite(Site site) {
  m_siteStack.push_back(static_cast<std::uint32_t>(m_graph.sites.size()));
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
  if (!m_siteStack.empty()) return m_siteStack.back();
  if (m_graph.sites.empty()) m_graph.sites.push_back({"", "model", "", -1});
  return 0;
}

Value BuildContext::append(Op op, std::initializer_list<Value> inputs, std::vector<ParameterId> parameters,
                           Shape shape) {
  if (m_error) return {};
  Node node{std::move(op), {}, std::move(parameters), std::move(shape), currentSite()};
  for (const Value& input : inputs) node.inputs.push_back(input.id);
  m_graph.nodes.push_back(std::move(node));
  return {ValueId{static_cast<std::uint32_t>(m_graph.nodes.size() - 1)}, true};
}

std::vector<ParameterId> BuildContext::parameter(const std::string& name, std::vector<std::int64_t> shape, Init init,
                                                 bool decay) {
  if (m_error) return {};
  if (!multiplies(shape))
    return fail("'" + name + "' would hold more than 2^63 − 1 numbers; try smaller sizes."), std::vector<ParameterId>();
  const std::string& site = m_graph.sites[currentSite()].name;
  const std::string full = site.empty() ? name : site + "." + name;
  std::string unique = full;
  for (int i = 2; !m_parameterNames.insert(unique).second; ++i) unique = full + "_" + std::to_string(i);
  m_graph.parameters.push_back({unique, std::move(shape), init, decay});
  return {ParameterId{static_cast<std::uint32_t>(m_graph.parameters.size() - 1)}};
}

bool BuildContext::areFeatures(std::initializer_list<Value> values) {
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

// The PyTorch lines of the ops. A new op does not compile until it has one here. Each says the same as the op's
// lowering in core/train; tests/train compares them.
#include "core/arch/pytorch/ops.h"

#include "core/base/json.h"

namespace headroom {
namespace {

std::string function(ActivationKind kind) {
  switch (kind) {
    case ActivationKind::Relu:
      return "F.relu";
    case ActivationKind::ReluSquared:
      return "relu_squared";
    case ActivationKind::Gelu:
      return "F.gelu";
    case ActivationKind::GeluTanh:
      return "gelu_tanh";
    case ActivationKind::Silu:
      return "F.silu";
    case ActivationKind::Sigmoid:
      return "torch.sigmoid";
    case ActivationKind::Tanh:
      return "torch.tanh";
    case ActivationKind::Softplus:
      return "F.softplus";
  }
  return "";
}

std::string quoted(std::string_view text) {
  return "\"" + std::string(text) + "\"";
}

/// Writes the expression of one op.
class Writer {
 public:
  explicit Writer(const PytorchOperands& operands) : m_o(operands) {}

  // The generator writes these two by name.
  std::string operator()(const TokensOp&) const { return "tokens"; }
  std::string operator()(const TargetsOp& op) const {
    return op.ahead == 0 ? "targets" : "shifted(targets, " + number(op.ahead, "ahead") + ")";
  }
  std::string operator()(const LookupOp&) const { return "F.embedding(" + in(0) + ", " + tensor(0) + ")"; }
  std::string operator()(const AddPositionsOp&) const {
    return in(0) + " + " + tensor(0) + "[: " + in(0) + ".shape[1]]";
  }
  std::string operator()(const AddSinusoidsOp&) const { return in(0) + " + sinusoids(" + in(0) + ")"; }
  std::string operator()(const AddOp&) const { return in(0) + " + " + in(1); }
  std::string operator()(const MulOp&) const { return in(0) + " * " + in(1); }
  std::string operator()(const ScaleOp& op) const { return number(op.factor, "factor") + " * " + in(0); }
  std::string operator()(const SoftcapOp& op) const {
    return number(op.cap, "cap") + " * torch.tanh(" + in(0) + " / " + number(op.cap, "cap") + ")";
  }
  std::string operator()(const LinearOp& op) const {
    if (!m_o.linear.empty()) return m_o.linear + "(" + in(0) + ")";
    return "F.linear(" + in(0) + ", " + tensor(0) + (op.bias ? ", " + tensor(1) : "") + ")";
  }
  std::string operator()(const LayerNormOp& op) const {
    return norm("F.layer_norm", op.groups, op.eps, op.gain ? tensor(0) : "", op.bias ? tensor(op.gain ? 1 : 0) : "");
  }
  std::string operator()(const RmsNormOp& op) const {
    return norm("F.rms_norm", op.groups, op.eps, op.gain ? tensor(0) : "", "");
  }
  std::string operator()(const RotaryOp& op) const {
    const std::string plain = number(op.rotated, "rotated") + ", " + number(op.theta, "theta");
    std::string frequencies = "rope_frequencies(" + plain + ")";
    switch (op.scaling) {
      case RotaryScaling::None:
        break;
      case RotaryScaling::Linear:
        frequencies += " / " + number(op.factor, "factor");
        break;
      case RotaryScaling::Ntk:
        frequencies = "ntk_frequencies(" + plain + ", " + number(op.factor, "factor") + ")";
        break;
      case RotaryScaling::Yarn:
        frequencies = "yarn_frequencies(" + plain + ", " + number(op.factor, "factor") + ", " +
                      number(op.trainedContext, "trained_context") + ")";
        break;
      case RotaryScaling::LongRope: {
        std::string factors;
        for (const double factor : op.factors) factors += (factors.empty() ? "" : ", ") + pytorchNumber(factor);
        frequencies += " / torch.tensor(" + m_o.constant("[" + factors + "]", "factors") + ", dtype=torch.float64)";
        break;
      }
    }
    const double magnitude = rotaryAngles(op).magnitude;
    return "rotary(" + in(0) + ", " + number(op.heads, "heads") + ", " + frequencies +
           (magnitude == 1 ? "" : ", magnitude=" + number(magnitude, "magnitude")) + ")";
  }
  std::string operator()(const SliceOp& op) const {
    const std::int64_t end = op.offset + op.width;
    return in(0) + "[..., " + (op.offset == 0 ? "" : number(op.offset, "start")) + ":" +
           (end == m_o.widths[0] ? "" : number(end, "end")) + "]";
  }
  std::string operator()(const AttentionOp& op) const {
    const bool plain = op.pattern == AttentionPattern::Causal && !op.alibi && op.softcap == 0 && !op.sink;
    std::string call = std::string(plain ? "attention(" : "masked_attention(") + in(0) + ", " + in(1) + ", " + in(2) +
                       ", heads=" + number(op.heads, "heads") + ", kv_heads=" + number(op.kvHeads, "kv_heads");
    if (op.pattern != AttentionPattern::Causal)
      call += ", pattern=" + m_o.constant(quoted(word(op.pattern)), "pattern") + ", span=" + number(op.span, "span");
    if (op.alibi) call += ", alibi=True";
    if (op.softcap > 0) call += ", softcap=" + number(op.softcap, "softcap");
    if (op.sink) call += ", sink=" + tensor(0);
    return call + dropout(op.dropout) + ")";
  }
  std::string operator()(const ActivationOp& op) const { return function(op.kind) + "(" + in(0) + ")"; }
  std::string operator()(const DropoutOp& op) const {
    return "F.dropout(" + in(0) + ", " + number(op.probability, "dropout") + ", self.training)";
  }
  std::string operator()(const CrossEntropyOp&) const { return "cross_entropy(" + in(0) + ", " + in(1) + ")"; }
  std::string operator()(const BlockSparseAttentionOp& op) const {
    return "block_sparse_attention(" + in(0) + ", " + in(1) + ", " + in(2) + ", " + in(3) + ", " + tensor(0) + ", " +
           tensor(1) + ", heads=" + number(op.heads, "heads") + ", kv_heads=" + number(op.kvHeads, "kv_heads") +
           ", block=" + number(op.block, "block") + ", selected=" + number(op.selected, "selected") +
           ", window=" + number(op.window, "window") + dropout(op.dropout) + ")";
  }
  std::string operator()(const CacheOp&) const { return in(0); }
  std::string operator()(const ConcatOp&) const {
    std::string parts;
    for (const std::string& part : m_o.inputs) parts += (parts.empty() ? "" : ", ") + part;
    return "torch.cat([" + parts + "], dim=-1)";
  }
  std::string operator()(const ConcatHeadsOp& op) const {
    return "concat_heads(" + in(0) + ", " + in(1) + ", " + number(op.heads, "heads") +
           (op.shared ? ", shared=True" : "") + ")";
  }
  std::string operator()(const SoftmaxOp&) const { return "torch.softmax(" + in(0) + ", dim=-1)"; }
  std::string operator()(const GateOp&) const {
    if (m_o.widths[1] == 1) return in(0) + " * " + in(1);
    return "(" + in(0) + ".unflatten(-1, (" + number(m_o.widths[1], "parts") + ", -1)) * " + in(1) +
           ".unsqueeze(-1)).flatten(2)";
  }
  std::string operator()(const ScaleChannelsOp&) const { return in(0) + " * " + tensor(0); }
  std::string operator()(const BatchNormOp& op) const {
    const std::size_t states = std::size_t(op.gain) + std::size_t(op.bias);
    return "batch_norm(" + in(0) + ", " + tensor(states) + ", " + tensor(states + 1) + ", " + number(op.eps, "eps") +
           ", " + number(op.momentum, "momentum") + ", self.training" + (op.gain ? ", gain=" + tensor(0) : "") +
           (op.bias ? ", bias=" + tensor(op.gain ? 1 : 0) : "") + ")";
  }
  std::string operator()(const CausalConvOp& op) const {
    return "causal_conv(" + in(0) + ", " + tensor(0) + (op.bias ? ", " + tensor(1) : "") + ")";
  }
  std::string operator()(const SelectiveScanOp&) const {
    return "selective_scan(" + in(0) + ", " + in(1) + ", " + in(2) + ", " + in(3) + ", " + tensor(0) + ", " +
           tensor(1) + ")";
  }
  std::string operator()(const LstmOp& op) const {
    return "lstm(" + in(0) + ", " + tensor(0) +
           (op.normed ? ", " + tensor(1) + ", " + tensor(2) + ", " + tensor(3) : "") + ")";
  }
  std::string operator()(const RouteOp& op) const {
    return "route(" + in(0) + ", " + number(op.active, "active") + ", " +
           m_o.constant(quoted(word(op.score)), "score") + ", normalised=" + (op.normalised ? "True" : "False") +
           (op.scale == 1 ? "" : ", scale=" + number(op.scale, "scale")) +
           (op.capacity > 0 ? ", capacity=" + number(op.capacity, "capacity") : "") +
           (op.biasRate > 0 ? ", bias=" + tensor(0) + ", bias_rate=" + number(op.biasRate, "bias_rate") : "") +
           (op.capacity > 0 || op.biasRate > 0 ? ", training=self.training" : "") + ")";
  }
  std::string operator()(const ExpertsOp& op) const {
    return std::string(op.gated ? "gated_experts(" : "experts(") + in(0) + ", " + in(1) + ", " + tensor(0) + ", " +
           tensor(1) + ", " + function(op.activation) + ")";
  }
  std::string operator()(const RouterLoadOp&) const { return "router_load(" + in(0) + ")"; }
  std::string operator()(const BalanceLossOp& op) const {
    return "balance_loss(" + in(0) + ", " + in(1) + ", " + m_o.constant(quoted(word(op.score)), "score") + ")";
  }
  std::string operator()(const RouterZLossOp&) const {
    return "torch.logsumexp(" + in(0) + ", dim=-1).square().mean()";
  }

 private:
  const std::string& in(std::size_t i) const { return m_o.inputs.at(i); }
  const std::string& tensor(std::size_t i) const { return m_o.tensors.at(i); }
  std::string number(std::int64_t value, const char* name) const { return m_o.constant(std::to_string(value), name); }
  std::string number(double value, const char* name) const { return m_o.constant(pytorchNumber(value), name); }
  std::string dropout(double probability) const {
    return probability > 0 ? ", dropout=" + number(probability, "dropout") + " if self.training else 0.0" : "";
  }
  std::string norm(const std::string& call, std::int64_t groups, double eps, const std::string& gain,
                   const std::string& bias) const {
    const std::string width = number(m_o.widths[0] / groups, "width");
    const std::string rest = ", (" + width + ",)" + (gain.empty() ? "" : ", weight=" + gain) +
                             (bias.empty() ? "" : ", bias=" + bias) + ", eps=" + number(eps, "eps") + ")";
    if (groups == 1) return call + "(" + in(0) + rest;
    return call + "(" + in(0) + ".unflatten(-1, (" + number(groups, "heads") + ", -1))" + rest + ".flatten(2)";
  }

  const PytorchOperands& m_o;
};

}  // namespace

std::string pytorchExpression(const Op& op, const PytorchOperands& operands) {
  return std::visit(Writer(operands), op);
}

std::string pytorchNumber(double value) {
  return Json(value).dump();  // the shortest text that reads back as the same number
}

const std::vector<PytorchHelper>& pytorchHelpers() {
  static const std::vector<PytorchHelper> helpers{
      {"Parts", R"py(class Parts(nn.Module):
    """Layers, parameters and buffers under one name."""

    def __init__(self, **parts):
        super().__init__()
        for name, part in parts.items():
            if isinstance(part, (nn.Module, nn.Parameter)):
                setattr(self, name, part)
            else:
                self.register_buffer(name, part)
)py"},
      {"second_quarter", R"py(def second_quarter(value, *shape):
    """value in the second quarter, zero elsewhere: the forget gates of an LSTM."""
    start = torch.zeros(shape)
    start[shape[0] // 4 : shape[0] // 2] = value
    return start
)py"},
      {"log_count", R"py(def log_count(*shape):
    """log 1, log 2, log 3 … along the last dimension."""
    return torch.arange(1.0, shape[-1] + 1).log().expand(shape).clone()
)py"},
      {"log_steps", R"py(def log_steps(*shape):
    """What softplus turns into steps between 0.001 and 0.1, evenly on a logarithmic scale (arXiv:2312.00752)."""
    step = torch.empty(shape).uniform_(math.log(0.001), math.log(0.1)).exp()
    return step + (-torch.expm1(-step)).log()
)py"},
      {"gelu_tanh", R"py(def gelu_tanh(x):
    return F.gelu(x, approximate="tanh")
)py"},
      {"relu_squared", R"py(def relu_squared(x):
    return F.relu(x).square()
)py"},
      {"shifted", R"py(def shifted(targets, ahead):
    """The targets so many places further on; -100 where the sequence ends before."""
    moved = torch.full_like(targets, -100)
    moved[:, : max(0, targets.shape[1] - ahead)] = targets[:, ahead:]
    return moved
)py"},
      {"cross_entropy", R"py(def cross_entropy(logits, targets):
    """Mean nats a token; a target of -100 counts for nothing.  logits [B, T, V], targets [B, T]."""
    return F.cross_entropy(logits.flatten(0, 1).float(), targets.flatten(), ignore_index=-100)
)py"},
      {"sinusoids", R"py(def sinusoids(x):
    """P[t, 2i] = sin(t / 10000^(2i/C)), P[t, 2i+1] = cos of the same.  x [B, T, C] → [T, C]."""
    time, width = x.shape[1:]
    channel = torch.arange(width)
    angle = torch.arange(time, dtype=torch.float64).unsqueeze(-1) * 10000.0 ** (-(channel // 2 * 2).double() / width)
    return torch.where(channel % 2 == 0, angle.sin(), angle.cos()).to(x)
)py"},
      {"rope_frequencies", R"py(def rope_frequencies(rotated, theta):
    """Angle a position of each pair (Su 2021, arXiv:2104.09864)."""
    return theta ** (-torch.arange(0, rotated, 2, dtype=torch.float64) / rotated)
)py"},
      {"ntk_frequencies", R"py(def ntk_frequencies(rotated, theta, factor):
    """For a context that grew by `factor` (bloc97 2023)."""
    return rope_frequencies(rotated, theta * factor ** (rotated / (rotated - 2)) if rotated > 2 else theta)
)py"},
      {"yarn_frequencies", R"py(def yarn_frequencies(rotated, theta, factor, trained_context):
    """Pairs that turn often within the trained context stay, slow ones are stretched (Peng 2023, arXiv:2309.00071)."""
    frequencies = rope_frequencies(rotated, theta)
    turns = trained_context * frequencies / (2 * math.pi)
    keep = ((turns - 1) / (32 - 1)).clamp(0, 1)
    return frequencies * (keep + (1 - keep) / factor)
)py"},
      {"rotary", R"py(def rotary(x, heads, frequencies, magnitude=1.0):
    """Turns pairs (i, i + R/2) of the first R numbers of every head by position · frequency.  x [B, T, heads·D]."""
    angle = torch.arange(x.shape[1], dtype=torch.float64).unsqueeze(-1) * frequencies  # [T, R/2]
    cos, sin = ((magnitude * wave).to(x).unsqueeze(1) for wave in (angle.cos(), angle.sin()))
    x, half = x.unflatten(-1, (heads, -1)), len(frequencies)
    a, b, rest = x.split([half, half, x.shape[-1] - 2 * half], dim=-1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin, rest], dim=-1).flatten(2)
)py"},
      {"split_heads", R"py(def split_heads(x, own, heads):
    """[B, T, own·D] → [B, heads, T, D]; where `own` are fewer, neighbours share them."""
    return x.unflatten(-1, (own, -1)).transpose(1, 2).repeat_interleave(heads // own, dim=1)
)py"},
      {"attention", R"py(def attention(q, k, v, heads, kv_heads, dropout=0.0):
    """softmax(q·kᵀ/√D + causal)·v.  q [B, T, heads·D], k, v [B, T, kv_heads·…]."""
    q, k, v = split_heads(q, heads, heads), split_heads(k, kv_heads, heads), split_heads(v, kv_heads, heads)
    return F.scaled_dot_product_attention(q, k, v, dropout_p=dropout, is_causal=True).transpose(1, 2).flatten(2)
)py"},
      {"masked_attention",
       R"py(def masked_attention(
    q, k, v, heads, kv_heads, pattern="causal", span=0, alibi=False, softcap=0.0, sink=None, dropout=0.0
):
    """Attention with a sparse pattern (Child 2019), linear biases (Press 2021), capped scores or a sink a head."""
    q, k, v = split_heads(q, heads, heads), split_heads(k, kv_heads, heads), split_heads(v, kv_heads, heads)
    scores = q * (1 / math.sqrt(q.shape[-1])) @ k.transpose(-2, -1)  # [B, heads, T, T]
    if softcap > 0:
        scores = softcap * torch.tanh(scores / softcap)
    key = torch.arange(q.shape[2], device=q.device)
    query = key.unsqueeze(-1)
    if alibi:
        slopes = 2.0 ** (-8.0 * torch.arange(1, heads + 1, device=q.device) / heads)
        scores = scores - slopes.view(-1, 1, 1) * (query - key)
    seen = key <= query
    if pattern == "window":
        seen = seen & (query - key < span)
    elif pattern == "strided":
        seen = seen & ((query - key < span) | ((query - key) % span == 0))
    elif pattern == "fixed":
        seen = seen & ((query // span == key // span) | (key % span == span - 1))
    scores = scores.masked_fill(~seen, -math.inf)
    if sink is not None:
        scores = torch.cat([scores, sink.view(1, -1, 1, 1).expand(*scores.shape[:3], 1)], dim=-1)
    weights = F.dropout(torch.softmax(scores, dim=-1), dropout)[..., : len(key)]
    return (weights.to(v.dtype) @ v).transpose(1, 2).flatten(2)
)py"},
      {"block_sparse_attention",
       R"py(def block_sparse_attention(
    q, k, v, gates, pool_keys, pool_values, heads, kv_heads, block, selected, window, dropout=0.0
):
    """Pooled blocks, the best whole blocks and the near past, with a gate each (Yuan 2025, arXiv:2502.11089).

    q [B, T, heads·D], k, v [B, T, kv_heads·D], gates [B, T, 3·heads] → [B, T, heads·D].
    """
    time, share = q.shape[1], heads // kv_heads
    finished, blocks = time // block, -(-time // block)
    q = q.unflatten(-1, (kv_heads, share, -1)).permute(0, 2, 3, 1, 4)  # [B, kv_heads, share, T, D]
    k, v = (x.unflatten(-1, (kv_heads, -1)).transpose(1, 2).unsqueeze(2) for x in (k, v))
    gates = gates.unflatten(-1, (3, kv_heads, share)).permute(2, 0, 3, 4, 1).unsqueeze(-1)
    key = torch.arange(time, device=q.device)
    place = key.unsqueeze(-1)
    own = place // block

    def weights_of(keys, seen):
        scores = q * (1 / math.sqrt(q.shape[-1])) @ keys.transpose(-2, -1)
        return torch.softmax(scores.masked_fill(~seen, -1e30), dim=-1).masked_fill(~seen, 0.0)

    def mixed(weights, values):
        return F.dropout(weights, dropout).to(values.dtype) @ values

    def pooled(x, rule):
        return torch.softmax(rule, dim=0) @ x[..., : finished * block, :].unflatten(3, (finished, block))

    y = torch.zeros_like(q)
    importance = q.new_zeros(q.shape[0], kv_heads, time, blocks)
    if finished > 0:
        weights = weights_of(pooled(k, pool_keys), torch.arange(finished, device=q.device) < own)
        y = y + gates[0] * mixed(weights, pooled(v, pool_values))
        importance = F.pad(weights.detach().sum(2), (0, blocks - finished))
    index = torch.arange(blocks, device=q.device)
    ranked = importance.masked_fill(index == own, heads + 1.0).masked_fill(index > own, -1.0)
    best = ranked.topk(min(selected, blocks), dim=-1).indices
    chosen = torch.zeros_like(ranked, dtype=torch.bool).scatter(-1, best, True) & (index <= own)
    near = key <= place
    y = y + gates[1] * mixed(weights_of(k, (chosen[..., key // block] & near).unsqueeze(2)), v)
    y = y + gates[2] * mixed(weights_of(k, near & (key > place - window)), v)
    return y.permute(0, 3, 1, 2, 4).flatten(2)
)py"},
      {"concat_heads", R"py(def concat_heads(a, b, heads, shared=False):
    """Side by side head by head; `shared`: b is one part for all.  → [B, T, heads·(A + E)]."""
    a, b = a.unflatten(-1, (heads, -1)), b.unflatten(-1, (1 if shared else heads, -1))
    return torch.cat([a, b.expand(-1, -1, heads, -1)], dim=-1).flatten(2)
)py"},
      {"batch_norm", R"py(def batch_norm(x, mean, variance, eps, momentum, training, gain=None, bias=None):
    """Every channel by its mean and variance: the running ones, in training those of the places so far."""
    if training:
        centre = mean.clone()
        moved = x - centre
        count = torch.arange(1, x.shape[1] + 1, device=x.device, dtype=x.dtype).unsqueeze(-1) * x.shape[0]
        first, second = moved.sum(0).cumsum(0) / count, moved.square().sum(0).cumsum(0) / count
        spread = (second - first.square()).clamp_min(0)
        with torch.no_grad():
            mean.lerp_(first[-1] + centre, momentum)
            variance.lerp_(spread[-1], momentum)
        x = (moved - first) * (spread + eps).rsqrt()
    else:
        x = (x - mean) * (variance + eps).rsqrt()
    x = x if gain is None else x * gain
    return x if bias is None else x + bias
)py"},
      {"causal_conv", R"py(def causal_conv(x, weight, bias=None):
    """Every channel by itself: y[t] = Σ_i w[i]·x[t − taps + 1 + i].  x [B, T, C], weight [C, taps]."""
    padded = F.pad(x.transpose(1, 2), (weight.shape[1] - 1, 0))
    return F.conv1d(padded, weight.unsqueeze(1), bias, groups=weight.shape[0]).transpose(1, 2)
)py"},
      {"selective_scan", R"py(def selective_scan(u, delta, b, c, log_a, d):
    """h[t] = exp(Δ·A)·h[t−1] + Δ·B·u, y = C·h + D·u, A = −exp(log_a) (Gu & Dao 2023, arXiv:2312.00752).

    u, delta [B, T, I], b, c [B, T, N], log_a [I, N], d [I] → [B, T, I].
    """
    delta = delta.unsqueeze(-1)
    decay = (delta * -log_a.exp()).exp()  # [B, T, I, N]
    inputs = delta * u.unsqueeze(-1) * b.unsqueeze(2)
    state, rows = torch.zeros_like(inputs[:, 0]), []
    for t in range(u.shape[1]):
        state = decay[:, t] * state + inputs[:, t]
        rows.append((state @ c[:, t].unsqueeze(-1)).squeeze(-1))
    return torch.stack(rows, dim=1) + d * u
)py"},
      {"lstm", R"py(def lstm(gates, recurrent, recurrent_gain=None, cell_gain=None, cell_bias=None):
    """(i, f, g, o) = x + h·Uᵀ, c = σ(f)·c + σ(i)·tanh(g), h = σ(o)·tanh(c) (Hochreiter & Schmidhuber 1997).

    gates [B, T, 4·H], recurrent [4·H, H] → [B, T, H]; with gains h·Uᵀ and c are normed (arXiv:1607.06450).
    """
    width = recurrent.shape[1]
    output = cell = gates.new_zeros(gates.shape[0], width)
    rows = []
    for given in gates.unbind(1):
        own = F.linear(output, recurrent)
        if recurrent_gain is not None:
            own = F.layer_norm(own, (4 * width,), recurrent_gain)
        i, f, g, o = (given + own).chunk(4, dim=-1)
        cell = torch.sigmoid(f) * cell + torch.sigmoid(i) * torch.tanh(g)
        shown = cell if cell_gain is None else F.layer_norm(cell, (width,), cell_gain, cell_bias)
        output = torch.sigmoid(o) * torch.tanh(shown)
        rows.append(output)
    return torch.stack(rows, dim=1)
)py"},
      {"router_shares", R"py(def router_shares(scores, score, normalised):
    if score == "softmax":
        return torch.softmax(scores, dim=-1)
    shares = torch.sigmoid(scores)
    return shares / (shares.sum(-1, keepdim=True) + 1e-20) if normalised else shares
)py"},
      {"route", R"py(def route(
    scores, active, score, normalised=True, scale=1.0, capacity=0.0, bias=None, bias_rate=0.0, training=False
):
    """Shares of the `active` best experts, zero for the others.  scores [B, T, E] → [B, T, E].

    `capacity`: in training an expert takes so many times its even part, the first tokens come first. `bias` moves
    against the load in every training pass (Wang 2024, arXiv:2408.15664).
    """
    shares = router_shares(scores, score, False)
    chosen = (shares.detach() if bias is None else shares.detach() + bias).topk(active, dim=-1).indices
    best = shares.gather(-1, chosen)
    if normalised:
        best = best / (best.sum(-1, keepdim=True) + 1e-20)
    result = torch.zeros_like(shares).scatter(-1, chosen, best * scale)
    taken = torch.zeros_like(shares).scatter(-1, chosen, 1.0)
    if training and bias is not None:
        load = taken.sum((0, 1))
        bias.add_((load.mean() - load).sign() * bias_rate)
    if training and capacity > 0:
        taken = taken.flatten(0, 1)
        places = math.ceil(capacity * active * taken.shape[0] / taken.shape[1])
        result = result * (taken.cumsum(0) <= places).view_as(result)
    return result
)py"},
      {"mix_experts", R"py(def mix_experts(x, shares, expert):
    """Σ_e share_e · expert(e, x), each expert on its tokens alone."""
    rows, weights = x.flatten(0, 1), shares.flatten(0, 1)
    total = torch.zeros_like(rows, dtype=weights.dtype)
    for e in range(weights.shape[1]):
        mine = weights[:, e].detach().nonzero().squeeze(-1)
        if len(mine) > 0:
            total = total.index_add(0, mine, expert(e, rows[mine]).to(total.dtype) * weights[mine, e].unsqueeze(-1))
    return total.view_as(x).to(x.dtype)
)py"},
      {"experts", R"py(def experts(x, shares, up, down, activation):
    """Σ_e share_e · f(x·W1_e)·W3_e.  x [B, T, C], shares [B, T, E], up [E, width, C], down [E, C, width]."""
    return mix_experts(x, shares, lambda e, rows: F.linear(activation(F.linear(rows, up[e])), down[e]))
)py"},
      {"gated_experts", R"py(def gated_experts(x, shares, gate_up, down, activation):
    """Σ_e share_e · (f(x·W1_e) ⊙ x·W2_e)·W3_e.  gate_up [E, 2·width, C], down [E, C, width]."""

    def expert(e, rows):
        gate, up = F.linear(rows, gate_up[e]).chunk(2, dim=-1)
        return F.linear(activation(gate) * up, down[e])

    return mix_experts(x, shares, expert)
)py"},
      {"router_load", R"py(def router_load(shares):
    """Which part of all choices fell on each expert.  [B, T, E] → [E]."""
    taken = (shares.detach() != 0).to(shares.dtype).sum((0, 1))
    return taken / taken.sum().clamp_min(1)
)py"},
      {"balance_loss", R"py(def balance_loss(scores, shares, score):
    """E · Σ_e load_e · mean probability_e (Fedus 2021, arXiv:2101.03961)."""
    load, mean = router_load(shares), router_shares(scores, score, True).mean((0, 1))
    return (load * mean).sum() * len(load)
)py"},
  };
  return helpers;
}

}  // namespace headroom

// (i, f, g, o) = x·W + h·U + b, c = σ(f)·c + σ(i)·tanh(g), h = σ(o)·tanh(c).   x: [B, T, C], h, c: [B, hidden].
// Hochreiter & Schmidhuber 1997.
#include <cmath>

#include "core/blocks/blocks.h"
#include "core/blocks/inits.h"

namespace headroom {

const Block& seqLstm() {
  static const Block block{
      .id = "seq.lstm",
      .title = "LSTM",
      .family = Family::Recurrence,
      .idea = "a memory cell that gates write, erase and show, token after token",
      .formula = "c = σ(f)·c + σ(i)·tanh(g), h = σ(o)·tanh(c); (i, f, g, o) = x·W + h·U + b",
      .source = "Hochreiter & Schmidhuber 1997, Neural Computation 9",
      .params =
          {integer("hidden", "width").says("numbers of the cell; another than the stream's width is projected back"),
           flag("normed", false).says("LayerNorm of both products and of the cell (arXiv:1607.06450)"),
           real("forget_bias", 1).in(-10, 10).says("where the bias of the forget gate starts"),
           flag("bias", true).says("a trained shift of the gates")},
      .build =
          [](BuildContext& g, Value x, const Params& p) {
            const std::int64_t hidden = p.integer("hidden"), width = g.width(x);
            const Init start{Init::Kind::Uniform, 1 / std::sqrt(static_cast<double>(hidden))};
            const Init shift{Init::Kind::SecondQuarter, p.real("forget_bias")};
            const bool normed = p.flag("normed"), bias = p.flag("bias");
            // A norm would take a shift before it away again, so the gates are shifted behind it.
            Value gates = g.linear(x, 4 * hidden, "input", bias && !normed, start, shift);
            if (normed) gates = g.layerNorm(gates, 1e-5, true, bias, shift);
            Value y = g.lstm(gates, hidden, normed, start);
            if (hidden != width) y = g.linear(y, width, "out", bias, start);
            return g.dropout(y);
          },
  };
  return block;
}

}  // namespace headroom

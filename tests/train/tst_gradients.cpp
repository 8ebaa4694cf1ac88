// Every op's lowering: its gradient against central differences in fp64, and every precision against fp32.
#include "tests/train/op_bench.h"

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>

#include <QtTest>
#include <functional>

using namespace headroom;
using namespace headroom::test;

namespace {

using Build = std::function<ValueId(Bench&)>;

const std::vector<std::pair<const char*, Build>>& cases() {
  static const std::vector<std::pair<const char*, Build>> all{
      {"lookup, linear, cross-entropy", [](Bench& b) { return b.x; }},
      {"add positions",
       [](Bench& b) {
         return b.node(AddPositionsOp{kContext + 2, kWidth}, {b.x}, {b.parameter("p", {kContext + 2, kWidth})}, kWidth);
       }},
      {"add",
       [](Bench& b) {
         return b.node(AddOp{}, {b.x, b.x}, {}, kWidth);
       }},
      {"linear with bias",
       [](Bench& b) {
         return b.node(LinearOp{kWidth, kWidth, true}, {b.x},
                       {b.parameter("w", {kWidth, kWidth}), b.parameter("b", {kWidth})}, kWidth);
       }},
      {"layer norm",
       [](Bench& b) {
         return b.node(LayerNormOp{1e-5, true, true}, {b.x}, {b.parameter("g", {kWidth}), b.parameter("b", {kWidth})},
                       kWidth);
       }},
      {"layer norm, gain alone",
       [](Bench& b) {
         return b.node(LayerNormOp{1e-5, true, false}, {b.x}, {b.parameter("g", {kWidth})}, kWidth);
       }},
      {"layer norm, bias alone",
       [](Bench& b) {
         return b.node(LayerNormOp{1e-5, false, true}, {b.x}, {b.parameter("b", {kWidth})}, kWidth);
       }},
      {"layer norm, plain",
       [](Bench& b) {
         return b.node(LayerNormOp{1e-5, false, false}, {b.x}, {}, kWidth);
       }},
      {"slices that do not cover",
       [](Bench& b) {
         const ValueId first = b.node(SliceOp{0, 4}, {b.x}, {}, 4), second = b.node(SliceOp{2, 4}, {b.x}, {}, 4);
         const ValueId sum = b.node(AddOp{}, {first, second}, {}, 4);
         return b.node(LinearOp{4, kWidth, false}, {sum}, {b.parameter("w", {kWidth, 4})}, kWidth);
       }},
      {"rms norm",
       [](Bench& b) {
         return b.node(RmsNormOp{1e-5, true}, {b.x}, {b.parameter("g", {kWidth})}, kWidth);
       }},
      {"rms norm, plain, in groups",
       [](Bench& b) {
         return b.node(RmsNormOp{1e-5, false, 4}, {b.x}, {}, kWidth);
       }},
      {"layer norm in groups",
       [](Bench& b) {
         return b.node(LayerNormOp{1e-5, true, true, 2}, {b.x},
                       {b.parameter("g", {kWidth / 2}), b.parameter("b", {kWidth / 2})}, kWidth);
       }},
      {"add sinusoids", [](Bench& b) { return gelu(b, b.node(AddSinusoidsOp{}, {b.x}, {}, kWidth)); }},
      {"mul",
       [](Bench& b) {
         return b.node(MulOp{}, {b.x, gelu(b, b.x)}, {}, kWidth);
       }},
      {"scale", [](Bench& b) { return gelu(b, b.node(ScaleOp{1.7}, {b.x}, {}, kWidth)); }},
      {"softcap", [](Bench& b) { return b.node(SoftcapOp{0.9}, {b.x}, {}, kWidth); }},
      {"rotary", [](Bench& b) { return gelu(b, b.node(RotaryOp{.heads = 2, .rotated = 4}, {b.x}, {}, kWidth)); }},
      {"rotary, a part, yarn",
       [](Bench& b) {
         return gelu(b, b.node(RotaryOp{.heads = 2,
                                        .rotated = 2,
                                        .theta = 100,
                                        .scaling = RotaryScaling::Yarn,
                                        .factor = 4,
                                        .trainedContext = 4},
                               {b.x}, {}, kWidth));
       }},
      {"attention, window",
       [](Bench& b) {
         return attentionWith(b, {.kernel = AttentionKernel::Math, .pattern = AttentionPattern::Window, .span = 2});
       }},
      {"attention, strided, flash",
       [](Bench& b) { return attentionWith(b, {.pattern = AttentionPattern::Strided, .span = 2}); }},
      {"attention, fixed, alibi",
       [](Bench& b) { return attentionWith(b, {.pattern = AttentionPattern::Fixed, .span = 2, .alibi = true}); }},
      {"attention, softcap and sink", [](Bench& b) { return attentionWith(b, {.softcap = 0.7, .sink = true}); }},
      {"relu squared", [](Bench& b) { return b.node(ActivationOp{ActivationKind::ReluSquared}, {b.x}, {}, kWidth); }},
      {"attention, math", [](Bench& b) { return attention(b, AttentionKernel::Math, 4); }},
      {"attention, flash", [](Bench& b) { return attention(b, AttentionKernel::Flash, 4); }},
      {"attention, math, shared keys", [](Bench& b) { return attention(b, AttentionKernel::Math, 2); }},
      {"attention, flash, one key head", [](Bench& b) { return attention(b, AttentionKernel::Flash, 1); }},
      {"attention, math, dropout", [](Bench& b) { return attention(b, AttentionKernel::Math, 4, 0.3); }},
      {"attention, ours", [](Bench& b) { return attention(b, AttentionKernel::Ours, 4); }},
      {"attention, ours, shared keys, strided, alibi, softcap and sink",
       [](Bench& b) {
         return attentionWith(b, {.kernel = AttentionKernel::Ours,
                                  .pattern = AttentionPattern::Strided,
                                  .span = 2,
                                  .alibi = true,
                                  .softcap = 0.7,
                                  .sink = true});
       }},
      {"attention, ours, dropout", [](Bench& b) { return attention(b, AttentionKernel::Ours, 4, 0.3); }},
      {"relu", [](Bench& b) { return b.node(ActivationOp{ActivationKind::Relu}, {b.x}, {}, kWidth); }},
      {"gelu", [](Bench& b) { return b.node(ActivationOp{ActivationKind::Gelu}, {b.x}, {}, kWidth); }},
      {"gelu-tanh", [](Bench& b) { return b.node(ActivationOp{ActivationKind::GeluTanh}, {b.x}, {}, kWidth); }},
      {"silu", [](Bench& b) { return b.node(ActivationOp{ActivationKind::Silu}, {b.x}, {}, kWidth); }},
      {"dropout", [](Bench& b) { return b.node(DropoutOp{0.4}, {b.x}, {}, kWidth); }},
      {"sigmoid", [](Bench& b) { return b.node(ActivationOp{ActivationKind::Sigmoid}, {b.x}, {}, kWidth); }},
      {"tanh", [](Bench& b) { return b.node(ActivationOp{ActivationKind::Tanh}, {b.x}, {}, kWidth); }},
      {"softplus", [](Bench& b) { return b.node(ActivationOp{ActivationKind::Softplus}, {b.x}, {}, kWidth); }},
      {"rotary, longrope",
       [](Bench& b) {
         return gelu(b, b.node(RotaryOp{.heads = 2,
                                        .rotated = 4,
                                        .scaling = RotaryScaling::LongRope,
                                        .factor = 4,
                                        .trainedContext = 16,
                                        .factors = {1.5, 3}},
                               {b.x}, {}, kWidth));
       }},
      {"attention, narrower values",
       [](Bench& b) {
         const ValueId q = linear(b, b.x, kWidth, 12, "q"), k = linear(b, b.x, kWidth, 12, "k"),
                       v = b.node(CacheOp{}, {linear(b, b.x, kWidth, 4, "v")}, {}, 4);
         const ValueId y =
             b.node(AttentionOp{.heads = 2, .kvHeads = 2, .headWidth = 6, .valueWidth = 2}, {q, k, v}, {}, 4);
         return linear(b, y, 4, kWidth, "out");
       }},
      {"block-sparse attention",
       [](Bench& b) {
         return blockSparse(b, {4, 2, 4, 2, 1, 2});
       }},
      {"block-sparse attention, two blocks, dropout",
       [](Bench& b) {
         return blockSparse(b, {4, 2, 4, 2, 2, 1, 0.3});
       }},
      {"concat",
       [](Bench& b) {
         const ValueId both = b.node(ConcatOp{}, {b.x, gelu(b, b.x), b.x}, {}, 3 * kWidth);
         return linear(b, both, 3 * kWidth, kWidth, "w");
       }},
      {"concat heads",
       [](Bench& b) {
         const ValueId both = b.node(ConcatHeadsOp{2}, {b.x, gelu(b, b.x)}, {}, 2 * kWidth);
         return linear(b, both, 2 * kWidth, kWidth, "w");
       }},
      {"concat heads, shared",
       [](Bench& b) {
         const ValueId both = b.node(ConcatHeadsOp{4, true}, {b.x, linear(b, b.x, kWidth, 3, "s")}, {}, kWidth + 12);
         return linear(b, both, kWidth + 12, kWidth, "w");
       }},
      {"softmax", [](Bench& b) { return b.node(SoftmaxOp{}, {b.x}, {}, kWidth); }},
      {"gate",
       [](Bench& b) {
         return b.node(GateOp{}, {b.x, linear(b, b.x, kWidth, 2, "g")}, {}, kWidth);
       }},
      {"scale channels",
       [](Bench& b) { return b.node(ScaleChannelsOp{}, {b.x}, {b.parameter("g", {kWidth})}, kWidth); }},
      {"batch norm",
       [](Bench& b) {
         const ValueId y =
             b.node(BatchNormOp{}, {b.x}, {b.parameter("g", {kWidth}), b.parameter("b", {kWidth})}, kWidth);
         b.graph.nodes.back().states = {state(b, "mean", kWidth, 0), state(b, "variance", kWidth, 1)};
         return y;
       }},
      {"causal convolution",
       [](Bench& b) {
         return b.node(CausalConvOp{3, true}, {b.x}, {b.parameter("w", {kWidth, 3}), b.parameter("b", {kWidth})},
                       kWidth);
       }},
      {"selective scan",
       [](Bench& b) {
         const ValueId delta =
             b.node(ActivationOp{ActivationKind::Softplus}, {linear(b, b.x, kWidth, kWidth, "d")}, {}, kWidth);
         return b.node(SelectiveScanOp{3}, {b.x, delta, linear(b, b.x, kWidth, 3, "b"), linear(b, b.x, kWidth, 3, "c")},
                       {b.parameter("log_a", {kWidth, 3}), b.parameter("skip", {kWidth})}, kWidth);
       }},
      {"lstm",
       [](Bench& b) {
         return b.node(LstmOp{kWidth}, {linear(b, b.x, kWidth, 4 * kWidth, "w")},
                       {b.parameter("u", {4 * kWidth, kWidth})}, kWidth);
       }},
      {"lstm, normed",
       [](Bench& b) {
         return b.node(LstmOp{kWidth, true}, {linear(b, b.x, kWidth, 4 * kWidth, "w")},
                       {b.parameter("u", {4 * kWidth, kWidth}), b.parameter("gain", {4 * kWidth}),
                        b.parameter("cell.gain", {kWidth}), b.parameter("cell.bias", {kWidth})},
                       kWidth);
       }},
      {"experts", [](Bench& b) { return mixture(b, {.experts = 4, .active = 2}, true); }},
      {"experts, sigmoid, not normalised, with capacity",
       [](Bench& b) {
         return mixture(b,
                        {.experts = 4,
                         .active = 2,
                         .score = RouterScore::Sigmoid,
                         .normalised = false,
                         .scale = 2,
                         .capacity = 0.7},
                        false);
       }},
      {"targets further ahead", [](Bench& b) {
         const ValueId logits = linear(b, gelu(b, b.x), kWidth, kVocab, "next");
         const ValueId targets = b.node(TargetsOp{2}, {}, {}, 0);
         b.auxiliaries = {b.node(CrossEntropyOp{}, {logits, targets}, {}, 0)};
         return b.x;
       }}};
  return all;
}

}  // namespace

class GradientsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Two threads would wait for each other, spinning, in every tiny op.
  void initTestCase() { at::set_num_threads(1); }

  void gradientsEqualCentralDifferences_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i) QTest::newRow(cases()[i].first) << int(i);
  }
  void gradientsEqualCentralDifferences() {
    QFETCH(int, index);
    Bench bench;
    const ValueId last = cases()[std::size_t(index)].second(bench);
    Model model(bench.finish(last), {.parameterType = at::kDouble});
    initialise(model, 5);
    const auto analytic = gradients(model).second;
    const Batch data = batch();
    const at::NoGradGuard noGrad;
    const auto lossNow = [&] {
      at::manual_seed(9);  // the same dropout every time
      return model.loss(data.tokens, data.targets, /*training=*/true).item<double>();
    };
    const double h = 1e-5;
    double sum = 0;
    for (std::size_t p = 0; p < model.parameters().size(); ++p) {
      QVERIFY(analytic[p].defined());
      double* values = model.parameters()[p].data_ptr<double>();
      for (std::int64_t i = 0; i < model.parameters()[p].numel(); ++i) {
        const double before = values[i];
        values[i] = before + h;
        const double above = lossNow();
        values[i] = before - h;
        const double below = lossNow();
        values[i] = before;
        const double numeric = (above - below) / (2 * h), exact = analytic[p].flatten()[i].item<double>();
        if (std::abs(numeric - exact) > 1e-7)
          QFAIL(qPrintable(QString("%1[%2]: %3 by differences, %4 by autograd")
                               .arg(QString::fromStdString(model.graph().parameters[p].name))
                               .arg(i)
                               .arg(numeric)
                               .arg(exact)));
        sum += std::abs(exact);
      }
    }
    QVERIFY(sum > 0.1);  // gradients that are all zero prove nothing
  }

  void everyOpHasACase() {
    std::vector<bool> seen(std::variant_size_v<Op>, false);
    for (const auto& [name, build] : cases()) {
      Bench bench;
      for (const Node& node : bench.finish(build(bench)).nodes) seen[node.op.index()] = true;
    }
    for (std::size_t i = 0; i < seen.size(); ++i) QVERIFY2(seen[i], qPrintable(QString("op %1 of the variant").arg(i)));
  }

  /// LibTorch has every op in every precision, forward and backward, and they agree as far as their digits go.
  void everyPrecisionGivesAboutTheSame_data() { gradientsEqualCentralDifferences_data(); }
  void everyPrecisionGivesAboutTheSame() {
    QFETCH(int, index);
    std::vector<std::pair<double, std::vector<at::Tensor>>> results;
    for (const Precision precision : kPrecisions) {
      Bench bench;
      const ValueId last = cases()[std::size_t(index)].second(bench);
      Model model(bench.finish(last), {.lowering = {.precision = precision}});
      initialise(model, 5);
      results.push_back(gradients(model));
    }
    // Draws go by type, and blocks that are chosen by their scores flip with a rounding.
    const QByteArray name = cases()[std::size_t(index)].first;
    const bool random = name.contains("dropout") || name.contains("block-sparse");
    for (std::size_t i = 1; i < results.size(); ++i) {
      const double tolerance = random ? 10 : kPrecisions[i] == Precision::Bf16 ? 0.05 : 0.005;
      QVERIFY(std::abs(results[i].first - results[0].first) < tolerance);
      for (std::size_t p = 0; p < results[0].second.size(); ++p) {
        const at::Tensor &wide = results[0].second[p], &narrow = results[i].second[p];
        QCOMPARE(narrow.scalar_type(), at::kFloat);
        const double error = largest(wide - narrow), size = largest(wide);
        QVERIFY2(
            error < tolerance * size + 1e-6,
            qPrintable(
                QString("%1, parameter %2: %3 of %4").arg(word(kPrecisions[i]).data()).arg(p).arg(error).arg(size)));
      }
    }
  }
};

QTEST_GUILESS_MAIN(GradientsTest)
#include "tst_gradients.moc"

// Lowerings against each other and against numbers: fast paths, attentions, fusions, router, starts.
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/layer_norm.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/log_softmax.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <QtTest>
#include <functional>

#include "core/arch/resolve.h"
#include "core/train/expert_ops.h"
#include "core/train/layer_norm_function.h"
#include "core/train/linear_cross_entropy.h"
#include "core/train/model.h"
#include "tests/train/op_bench.h"

using namespace headroom;
using namespace headroom::test;

class LoweringTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  // Two threads would wait for each other, spinning, in every tiny op.
  void initTestCase() { at::set_num_threads(1); }

  void cleanup() { at::set_num_threads(1); }

  void flashEqualsMath() {
    std::vector<double> losses;
    std::vector<std::vector<at::Tensor>> all;
    for (const AttentionKernel kernel : {AttentionKernel::Math, AttentionKernel::Flash}) {
      Bench bench;
      const ValueId last = attention(bench, kernel, 2);
      Model model(bench.finish(last), {});
      initialise(model, 5);
      auto [loss, gradient] = gradients(model);
      losses.push_back(loss);
      all.push_back(gradient);
    }
    QVERIFY(std::abs(losses[0] - losses[1]) < 1e-6);
    for (std::size_t p = 0; p < all[0].size(); ++p) QVERIFY(largest(all[0][p] - all[1][p]) < 1e-6);
  }

  void flashEqualsMathForEveryPattern() {
    for (const AttentionPattern pattern :
         {AttentionPattern::Window, AttentionPattern::Strided, AttentionPattern::Fixed})
      for (const bool alibi : {false, true}) {
        std::vector<double> losses;
        for (const AttentionKernel kernel : {AttentionKernel::Math, AttentionKernel::Flash}) {
          Bench bench;
          const ValueId last = attentionWith(bench, {.kernel = kernel, .pattern = pattern, .span = 3, .alibi = alibi});
          Model model(bench.finish(last), {});
          initialise(model, 5);
          losses.push_back(gradients(model).first);
        }
        QVERIFY(std::abs(losses[0] - losses[1]) < 1e-6);
      }
  }

  void oursEqualsMathAndFlash_data() {
    QTest::addColumn<int>("pattern");
    QTest::addColumn<bool>("alibi");
    QTest::addColumn<bool>("capAndSink");
    QTest::addColumn<bool>("bf16");
    for (const AttentionPattern pattern :
         {AttentionPattern::Causal, AttentionPattern::Window, AttentionPattern::Strided, AttentionPattern::Fixed})
      for (const bool alibi : {false, true})
        for (const bool capAndSink : {false, true})
          for (const bool bf16 : {false, true})
            QTest::addRow("%s%s%s%s", word(pattern).data(), alibi ? ", alibi" : "", capAndSink ? ", cap, sink" : "",
                          bf16 ? ", bf16" : "")
                << int(pattern) << alibi << capAndSink << bf16;
  }
  /// Outputs and gradients, over more than one tile; ours gives the same bits twice.
  void oursEqualsMathAndFlash() {
    QFETCH(int, pattern);
    QFETCH(bool, alibi);
    QFETCH(bool, capAndSink);
    QFETCH(bool, bf16);
    constexpr std::int64_t kLong = 150;
    at::manual_seed(8);
    const at::Tensor tokens = at::randint(kVocab, {2, kLong}, at::TensorOptions(at::kLong)),
                     targets = at::randint(kVocab, {2, kLong}, at::TensorOptions(at::kLong));
    at::set_num_threads(2);
    const auto results = [&](AttentionKernel kernel) {
      Bench bench;
      bench.graph.context = kLong;
      Model model(bench.finish(attentionWith(bench, {.kernel = kernel,
                                                     .pattern = AttentionPattern(pattern),
                                                     .span = 20,
                                                     .alibi = alibi,
                                                     .softcap = capAndSink ? 0.9 : 0,
                                                     .sink = capAndSink})),
                  {.lowering = {.precision = bf16 ? Precision::Bf16 : Precision::Fp32}});
      initialise(model, 5);
      model.loss(tokens, targets, /*training=*/true).backward();
      std::vector<at::Tensor> all;
      for (const at::Tensor& parameter : model.parameters()) all.push_back(parameter.grad());
      const at::NoGradGuard noGrad;
      all.push_back(model.logits(tokens).to(at::kFloat));
      return all;
    };
    const std::vector<at::Tensor> ours = results(AttentionKernel::Ours), again = results(AttentionKernel::Ours);
    for (const AttentionKernel kernel : {AttentionKernel::Math, AttentionKernel::Flash}) {
      const std::vector<at::Tensor> theirs = results(kernel);
      for (std::size_t i = 0; i < ours.size(); ++i) {
        const double size = theirs[i].abs().max().item<double>(), error = largest(theirs[i] - ours[i]);
        QVERIFY(size > 1e-4);
        QVERIFY2(error < (bf16 ? 0.05 : 2e-5) * size,
                 qPrintable(QString("result %1: %2 of %3").arg(i).arg(error).arg(size)));
      }
    }
    for (std::size_t i = 0; i < ours.size(); ++i) QVERIFY(at::equal(ours[i], again[i]));
  }

  /// A window as long as the context, and a score cap and a sink that change next to nothing, give plain attention.
  void sparseAttentionMeetsTheDenseOne() {
    const auto lossOf = [](const AttentionOp& op) {
      Bench bench;
      Model model(bench.finish(attentionWith(bench, op)), {});
      initialise(model, 5);
      if (op.sink) {
        const at::NoGradGuard noGrad;
        for (std::size_t i = 0; i < model.parameters().size(); ++i)
          if (model.graph().parameters[i].name == "sink") at::Tensor(model.parameters()[i]).fill_(-1e9);
      }
      return gradients(model).first;
    };
    const double dense = lossOf({});
    QVERIFY(std::abs(lossOf({.pattern = AttentionPattern::Window, .span = kContext}) - dense) < 1e-6);
    QVERIFY(std::abs(lossOf({.pattern = AttentionPattern::Strided, .span = 1}) - dense) < 1e-6);
    QVERIFY(std::abs(lossOf({.softcap = 1e5}) - dense) < 1e-5);
    QVERIFY(std::abs(lossOf({.sink = true}) - dense) < 1e-6);
    QVERIFY(std::abs(lossOf({.pattern = AttentionPattern::Window, .span = 1}) - dense) > 1e-4);
    QVERIFY(std::abs(lossOf({.alibi = true}) - dense) > 1e-5);
  }

  /// Scores of turned queries and keys depend on the distance alone (Su 2021), and a turn keeps lengths.
  void rotaryKnowsOnlyDistances() {
    Bench bench;
    const ValueId last = bench.node(RotaryOp{.heads = 1, .rotated = 6, .theta = 50}, {bench.x}, {}, kWidth);
    Model model(bench.finish(last), {});
    initialise(model, 5);
    const at::NoGradGuard noGrad;
    // The head reads the turned vectors through the identity.
    for (std::size_t i = 0; i < model.parameters().size(); ++i)
      if (model.graph().parameters[i].name == "head") {
        at::Tensor head = model.parameters()[i];
        head.zero_();
        for (std::int64_t c = 0; c < kVocab; ++c) head[c][c] = 1;
      }
    const at::Tensor same = at::zeros({1, kContext}, at::kLong);               // one token everywhere
    const at::Tensor turned = model.logits(same).narrow(-1, 0, 6).squeeze(0);  // [T, turned]
    const at::Tensor scores = at::matmul(turned, turned.t());
    for (std::int64_t distance = 0; distance < kContext; ++distance) {
      const at::Tensor diagonal = scores.diagonal(distance);
      QVERIFY(largest(diagonal - diagonal[0]) < 1e-5);
    }
    QVERIFY(std::abs((scores[0][0] - scores[0][1]).item<double>()) > 1e-3);
  }

  void attentionSeesNoFuture() {
    std::vector<AttentionOp> ops;
    for (const AttentionKernel kernel : {AttentionKernel::Math, AttentionKernel::Flash, AttentionKernel::Ours}) {
      for (const AttentionPattern pattern :
           {AttentionPattern::Causal, AttentionPattern::Window, AttentionPattern::Strided, AttentionPattern::Fixed})
        ops.push_back({.kernel = kernel, .pattern = pattern, .span = 2});
      ops.push_back({.kernel = kernel, .alibi = true});
      ops.push_back({.kernel = kernel, .softcap = 2, .sink = true});
    }
    for (const AttentionOp& op : ops) {
      Bench bench;
      const ValueId last = attentionWith(bench, op);
      Model model(bench.finish(last), {});
      initialise(model, 5);
      const at::NoGradGuard noGrad;
      at::Tensor tokens = batch().tokens;
      const at::Tensor before = model.logits(tokens);
      tokens.select(1, kContext - 1).add_(1).remainder_(kVocab);
      const at::Tensor after = model.logits(tokens);
      QCOMPARE(largest((before - after).narrow(1, 0, kContext - 1)), 0.0);
      QVERIFY(largest(before - after) > 1e-3);
    }
  }

  void fastLayerNormEqualsTheReference_data() {
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    for (const auto& [rows, columns] : {std::pair(1, 1), {3, 7}, {37, 33}, {64, 384}, {257, 96}})
      QTest::newRow(qPrintable(QString("%1 × %2").arg(rows).arg(columns))) << rows << columns;
  }
  void fastLayerNormEqualsTheReference() {
    QFETCH(int, rows);
    QFETCH(int, columns);
    at::set_num_threads(2);  // rows are shared out among threads
    std::vector<std::vector<at::Tensor>> results;
    at::manual_seed(4);
    const at::Tensor values = at::randn({rows, columns}) * 2 + 1, dy = at::randn({rows, columns}),
                     g0 = at::randn({columns}), b0 = at::randn({columns});
    for (const bool fast : {false, true}) {
      const at::Tensor x = values.clone().requires_grad_(true), g = g0.clone().requires_grad_(true),
                       b = b0.clone().requires_grad_(true);
      QVERIFY(layerNormSupports(x));
      const at::Tensor y = fast ? fastLayerNorm(x, g, b, 1e-5, at::kFloat) : at::layer_norm(x, {columns}, g, b, 1e-5);
      (y * dy).sum().backward();
      results.push_back({y.detach(), x.grad(), g.grad(), b.grad()});
    }
    for (std::size_t i = 0; i < results[0].size(); ++i) {
      const double size = 1 + results[0][i].abs().max().item<double>();
      QVERIFY2(largest(results[0][i] - results[1][i]) < 2e-5 * size, qPrintable(QString("result %1").arg(i)));
    }
  }

  void lossOfTheLastLayerEqualsTheReference_data() {
    QTest::addColumn<bool>("bf16");
    QTest::addColumn<bool>("bias");
    for (const bool bf16 : {false, true})
      for (const bool bias : {false, true})
        QTest::addRow("%s%s", bf16 ? "bf16" : "fp32", bias ? ", bias" : "") << bf16 << bias;
  }
  void lossOfTheLastLayerEqualsTheReference() {
    QFETCH(bool, bf16);
    QFETCH(bool, bias);
    constexpr std::int64_t kClasses = 3001;  // 600 rows of them are more than are kept at once
    at::manual_seed(9);
    const at::Tensor x0 = at::randn({2, 300, 24}), w0 = at::randn({kClasses, 24}), b0 = at::randn({kClasses}),
                     targets = at::randint(kClasses, {2, 300}, at::TensorOptions(at::kLong));
    const at::ScalarType type = bf16 ? at::kBFloat16 : at::kFloat;
    std::vector<std::vector<at::Tensor>> results;
    for (const bool fast : {false, true}) {
      const auto leaf = [](const at::Tensor& values) { return values.clone().requires_grad_(true); };
      const at::Tensor x = leaf(x0), w = leaf(w0), b = leaf(b0), none;
      const at::Tensor loss =
          fast ? linearCrossEntropy(x, w, bias ? b : none, targets, type)
               : at::cross_entropy_loss(
                     at::linear(x.to(type), w.to(type), bias ? b.to(type) : none).flatten(0, 1).to(at::kFloat),
                     targets.flatten());
      (loss * 3).backward();
      results.push_back({loss.detach(), x.grad(), w.grad()});
      if (bias) results.back().push_back(b.grad());
      const at::NoGradGuard noGrad;
      if (fast) QVERIFY(largest(linearCrossEntropy(x, w, bias ? b : none, targets, type) - loss) < 1e-6);
    }
    for (std::size_t i = 0; i < results[0].size(); ++i) {
      const double size = results[0][i].abs().max().item<double>();
      QVERIFY2(largest(results[0][i] - results[1][i]) < (bf16 ? 2e-2 : 1e-5) * size,
               qPrintable(QString("result %1").arg(i)));
    }
  }

  void fusionsChangeNoResult() {
    const Result<ResolvedModel> resolved =
        resolve({.model = "gpt2",
                 .settings = {{"layers", "2"}, {"width", "32"}, {"heads", "4"}, {"context", "24"}, {"vocab", "50"}}});
    QVERIFY(bool(resolved));
    const Result<Graph> graph = build(resolved->architecture);
    QVERIFY(bool(graph));
    for (const Precision precision : kPrecisions) {
      std::vector<std::vector<at::Tensor>> results;
      std::vector<std::size_t> sizes;
      for (const bool fast : {false, true}) {
        Model model(*graph, {.lowering = {.precision = precision, .fastKernels = fast}});
        initialise(model, 5);
        at::manual_seed(2);
        const at::Tensor tokens = at::randint(50, {3, 24}, at::TensorOptions(at::kLong));
        at::Tensor loss = model.loss(tokens, tokens.roll(1, 1), /*training=*/true);
        loss.backward();
        results.push_back({loss.detach()});
        for (const at::Tensor& parameter : model.parameters()) results.back().push_back(parameter.grad());
        sizes.push_back(makePlan(*graph, {graph->loss}, {.precision = precision, .fastKernels = fast}).size());
      }
      // Four sums with their norms, and the loss, whose kernel knows no half precision.
      QCOMPARE(sizes[1], sizes[0] - (precision == Precision::Fp16 ? 4 : 5));
      for (std::size_t i = 0; i < results[0].size(); ++i) {
        const double size = results[0][i].abs().max().item<double>();
        const double error = largest(results[0][i] - results[1][i]);
        QVERIFY2(error < (precision == Precision::Fp32 ? 1e-4 : 0.05) * size + 1e-9,
                 qPrintable(QString("result %1: %2 of %3").arg(i).arg(error).arg(size)));
      }
    }
  }

  /// Two of four, by hand: shares, load, capacity in the order of places, and the bias that moves against the load.
  void theRouterChoosesTheBest() {
    const at::Tensor scores =
        at::tensor({3.0, 2.0, 0.0, 0.0, 3.0, 0.0, 2.0, 0.0, 3.0, 0.0, 0.0, 2.0}, at::kDouble).view({1, 3, 4});
    RouteOp op{.experts = 4, .active = 2};
    const at::Tensor shares = route(scores, op, {}, true);
    const double best = 1 / (1 + std::exp(-1.0));
    QVERIFY(largest(shares.select(1, 0).squeeze(0) - at::tensor({best, 1 - best, 0.0, 0.0}, at::kDouble)) < 1e-12);
    QVERIFY(largest(routerLoad(shares) - at::tensor({3.0, 1.0, 1.0, 1.0}, at::kDouble) / 6) < 1e-12);
    op.capacity = 1;  // ⌈1 · 2 · 3 / 4⌉ = 2 places an expert: the third token finds no first expert
    const at::Tensor limited = route(scores, op, {}, true);
    QVERIFY(limited[0][2][0].item<double>() == 0 && limited[0][1][0].item<double>() > 0);
    QVERIFY(route(scores, op, {}, false).equal(shares));  // in training alone
    op = {.experts = 4, .active = 2, .score = RouterScore::Sigmoid, .normalised = false, .scale = 2, .biasRate = 0.25};
    at::Tensor bias = at::zeros({4}, at::kDouble);
    route(scores, op, bias, false);
    QVERIFY(bias.equal(at::zeros({4}, at::kDouble)));
    const at::Tensor raw = route(scores, op, bias, true);
    QVERIFY(std::abs(raw[0][0][0].item<double>() - 2 / (1 + std::exp(-3.0))) < 1e-12);
    QVERIFY(bias.equal(at::tensor({-0.25, 0.25, 0.25, 0.25}, at::kDouble)));
    for (int i = 0; i < 4; ++i) route(scores, op, bias, true);
    QVERIFY(routerLoad(route(scores, op, bias, false))[0].item<double>() < 0.5);  // was a half: all tokens
  }

  void slicesThatCoverAValueBecomeOneSplit() {
    Bench bench;
    const ValueId last = attention(bench, AttentionKernel::Math, 4);
    const Graph graph = bench.finish(last);
    QCOMPARE(makePlan(graph, {graph.loss}, {.fastKernels = false}).size(),
             graph.nodes.size() - 2);  // three slices in one instruction
    // The plan for logits does without targets and loss.
    QCOMPARE(makePlan(graph, {graph.logits}, {}).size(), graph.nodes.size() - 4);
  }

  void startingValuesDependOnSeedAndNameAlone() {
    const auto start = [](bool more, std::uint64_t seed, int threads) {
      at::set_num_threads(threads);
      Bench bench;
      if (more) bench.parameter("another", {3});
      Model model(bench.finish(bench.x), {});
      initialise(model, seed);
      return model.parameters()[0].detach().clone();
    };
    const at::Tensor table = start(false, 1, 1);
    QVERIFY(table.equal(start(true, 1, 2)));
    QVERIFY(!table.equal(start(false, 2, 1)));
  }

  void normalStartHasItsSpread() {
    Bench bench;
    bench.parameter("large", {200, 500}, 0.02);
    Model model(bench.finish(bench.x), {});
    initialise(model, 1);
    const at::Tensor large = model.parameters()[1].detach();
    QVERIFY(std::abs(large.mean().item<double>()) < 3 * 0.02 / std::sqrt(1e5));
    QVERIFY(std::abs(large.std().item<double>() / 0.02 - 1) < 0.01);
  }

  /// (1 − s)·(−log p[target]) + s·mean(−log p) in training, by the kernel's place and by LibTorch's ops; never in
  /// evaluation.
  void labelSmoothingIsOfTrainingAlone() {
    for (const at::ScalarType type : {at::kDouble, at::kFloat})
      for (const bool fast : {false, true}) {
        const double smoothing = 0.3, tolerance = type == at::kDouble ? 1e-12 : 1e-6;
        Bench bench;
        const Graph graph = bench.finish(gelu(bench, bench.x));
        Model model(graph, {.lowering = {.labelSmoothing = smoothing, .fastKernels = fast}, .parameterType = type});
        initialise(model, 5);
        const Batch data = batch();
        const at::NoGradGuard noGrad;
        const at::Tensor p = at::log_softmax(model.logits(data.tokens).to(at::kDouble), -1).flatten(0, 1);
        const double plain = -p.gather(1, data.targets.flatten().unsqueeze(1)).mean().item<double>(),
                     smoothed = (1 - smoothing) * plain - smoothing * p.mean().item<double>();
        QVERIFY(std::abs(smoothed - plain) > 1e-3);
        const auto loss = [&](bool training) {
          return model.loss(data.tokens, data.targets, training).to(at::kDouble).item<double>();
        };
        QVERIFY(std::abs(loss(true) - smoothed) < tolerance);
        QVERIFY(std::abs(loss(false) - plain) < tolerance);
        const at::AutoGradMode withGradient(true);
        const auto analytic = gradients(model).second;  // the rest is autograd's: that it flows, and where to
        QVERIFY(analytic[0].defined() && largest(analytic[0]) > 1e-3);
      }
  }
};

QTEST_GUILESS_MAIN(LoweringTest)
#include "tst_lowering.moc"

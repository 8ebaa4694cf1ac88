// Whatever can be composed trains: one step gives finite gradients to all that the loss depends on, the same twice, and
// reading a text piece by piece gives the logits of the whole. Products are counted where LibTorch runs them.
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/full_like.h>
#include <ATen/ops/randint.h>
#include <ATen/record_function.h>
#include <rapidcheck.h>

#include <QtTest>
#include <cmath>

#include "core/arch/cost.h"
#include "core/arch/resolve.h"
#include "core/train/model.h"
#include "tests/support/random_architecture.h"

using namespace headroom;

namespace {

struct Step {
  float loss = 0;
  std::vector<at::Tensor> gradients;
};

Step oneStep(const Graph& graph) {
  Model model(graph, {});
  initialise(model, 3);
  at::manual_seed(1);
  const at::Tensor tokens = at::randint(graph.vocab, {2, graph.context}, at::kLong);
  const TrainingPass pass = model.trainingPass(tokens, tokens.roll(-1, 1));
  pass.objective.backward();
  Step step{pass.loss.item<float>(), {}};
  for (const at::Tensor& parameter : model.parameters()) step.gradients.push_back(parameter.grad());
  return step;
}

/// Multiply-adds of matrix products that LibTorch is asked for, times two.
double g_products = 0;

std::unique_ptr<at::ObserverContext> countProducts(const at::RecordFunction& function) {
  const std::string name = function.name();
  const auto shape = [&](std::size_t i) { return function.inputs()[i].toTensor().sizes().vec(); };
  if (name == "aten::mm") g_products += 2.0 * double(shape(0)[0]) * double(shape(0)[1]) * double(shape(1)[1]);
  if (name == "aten::addmm") g_products += 2.0 * double(shape(1)[0]) * double(shape(1)[1]) * double(shape(2)[1]);
  if (name == "aten::bmm")
    g_products += 2.0 * double(shape(0)[0]) * double(shape(0)[1]) * double(shape(0)[2]) * double(shape(1)[2]);
  return nullptr;
}

}  // namespace

class RandomTrainingTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    at::set_num_threads(1);
    at::globalContext().setDeterministicAlgorithms(true, /*warn_only=*/false);
  }

  void everyOneTrains() {
    int trained = 0;
    QVERIFY(rc::check([&] {
      const Architecture architecture = RandomArchitecture::draw();
      const auto graph = build(architecture, {.dropout = *rc::gen::element(0.0, 0.2)});
      if (!graph) return;
      ++trained;
      const Step step = oneStep(*graph), again = oneStep(*graph);
      RC_ASSERT(std::isfinite(step.loss));
      RC_ASSERT(step.loss == again.loss);
      std::size_t reached = 0;
      for (std::size_t i = 0; i < step.gradients.size(); ++i) {
        if (!step.gradients[i].defined()) continue;  // tapped and never used, an expert that nobody chose
        ++reached;
        RC_ASSERT(step.gradients[i].isfinite().all().item<bool>());
        RC_ASSERT(step.gradients[i].equal(again.gradients[i]));
      }
      RC_ASSERT(reached >= 1);
    }));
    qInfo("%d trained", trained);
    QVERIFY(trained > 30);
  }

  /// In evaluation and in training (where BatchNorm takes its statistics from the batch), without dropout.
  void nothingKnowsOfLaterTokens() {
    QVERIFY(rc::check([&] {
      const auto graph = build(RandomArchitecture::draw());
      if (!graph) return;
      Model model(*graph, {.lowering = {.fastKernels = false}, .parameterType = at::kDouble});
      initialise(model, 3);
      const at::NoGradGuard noGrad;
      const std::int64_t seen = *rc::gen::inRange<std::int64_t>(1, graph->context);
      const at::Tensor tokens = at::randint(graph->vocab, {2, graph->context}, at::kLong);
      at::Tensor others = tokens.clone();
      others.narrow(1, seen, graph->context - seen)
          .copy_((tokens.narrow(1, seen, graph->context - seen) + 1) % graph->vocab);
      const auto close = [](const at::Tensor& a, const at::Tensor& b) {
        return (a - b).abs().max().item<double>() < 1e-5;
      };
      if (!close(model.logits(tokens).narrow(1, 0, seen), model.logits(others).narrow(1, 0, seen)))
        RC_FAIL("evaluation:\n" + toText(*graph));
      // The loss of what has been seen alone: later targets count for nothing.
      at::Tensor targets = at::full_like(tokens, kNoTarget);
      targets.narrow(1, 0, seen).fill_(1);
      if (!close(model.loss(tokens, targets, true), model.loss(others, targets, true)))
        RC_FAIL("training:\n" + toText(*graph));
    }));
  }

  void piecesOfATextGiveTheLogitsOfTheWhole() {
    QVERIFY(rc::check([&] {
      const auto graph = build(RandomArchitecture::draw());
      if (!graph) return;
      Model model(*graph, {.parameterType = at::kDouble});  // rounding is no matter here
      initialise(model, 3);
      const at::NoGradGuard noGrad;
      const at::Tensor tokens = at::randint(graph->vocab, {1, graph->context}, at::kLong);
      const at::Tensor whole = model.logits(tokens);
      Decoding decoding;
      std::int64_t at = 0;
      while (at < graph->context) {
        const std::int64_t count = *rc::gen::inRange<std::int64_t>(1, graph->context - at + 1);
        const at::Tensor part = model.logits(tokens.narrow(1, at, count), decoding);
        const double error = (part - whole.narrow(1, at, count)).abs().max().item<double>();
        if (!(error < 1e-6)) RC_FAIL(std::to_string(error) + " at " + std::to_string(at) + " in\n" + toText(*graph));
        at += count;
      }
    }));
  }

  /// What the cost model calls executed, against what LibTorch is asked to multiply.
  void productsAreThoseThatAreCounted_data() {
    QTest::addColumn<QString>("model");
    for (const char* model : {"gpt2", "llama", "transformer-2017"}) QTest::newRow(model) << model;
  }
  void productsAreThoseThatAreCounted() {
    QFETCH(QString, model);
    const auto resolved = resolve({.model = model.toStdString(),
                                   .settings = {{"layers", "2"},
                                                {"width", "32"},
                                                {"heads", "4"},
                                                {"context", "24"},
                                                {"vocab", "50"},
                                                {"kernel", "math"}}});
    QVERIFY2(resolved.ok(), resolved.ok() ? "" : resolved.error().message.c_str());
    const auto graph = build(resolved->architecture);
    QVERIFY(graph.ok());
    Model built(*graph, {.lowering = {.fastKernels = false}});
    initialise(built, 1);
    const at::Tensor tokens = at::randint(50, {3, 24}, at::kLong);
    double executed = 0;
    for (const Node& node : graph->nodes)
      executed += opCost(*graph, node, {3, 24}, Precision::Fp32).executedForwardFlops;
    g_products = 0;
    const at::CallbackHandle handle =
        at::addThreadLocalCallback(at::RecordFunctionCallback(countProducts).needsInputs(true));
    {
      const at::NoGradGuard noGrad;
      built.loss(tokens, tokens, /*training=*/false);
    }
    at::removeCallback(handle);
    QCOMPARE(g_products, executed);
  }
};

QTEST_GUILESS_MAIN(RandomTrainingTest)
#include "tst_random_training.moc"

// Every optimizer against its formula in double precision, written out one parameter at a time; what a gradient that is
// no number leaves behind.
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/eye.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/ones.h>
#include <ATen/ops/randint.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <QtTest>
#include <cmath>
#include <limits>

#include "core/arch/hidden_matrices.h"
#include "core/arch/resolve.h"
#include "core/train/optimizer.h"

using namespace headroom;

namespace {

/// One layer of each kind of parameter: tall and wide matrices, gains, biases, a table, a head of its own. With `rates`
/// some learn half as fast; with `experts` the feed-forward layer is a mixture.
Model tinyModel(bool rates = false, bool experts = false) {
  const auto resolved = resolve(
      {.model = "gpt2",
       .arms = experts ? std::vector<std::string>{"moe"} : std::vector<std::string>{},
       .settings = {
           {"layers", "1"}, {"width", "16"}, {"heads", "2"}, {"context", "8"}, {"vocab", "11"}, {"tied", "false"}}});
  if (!resolved) qFatal("%s", resolved.error().message.c_str());
  Graph graph = *build(resolved->architecture);
  if (rates)
    for (std::size_t i = 0; i < graph.parameters.size(); ++i)
      graph.parameters[i].rate = i % 3 == 0 ? 1 : 0.5 * double(i % 3);
  Model model(std::move(graph), {});
  initialise(model, 5);
  return model;
}

void backward(const Model& model, int step) {
  at::manual_seed(std::uint64_t(step));
  const at::Tensor tokens = at::randint(11, {3, 8}, at::kLong), targets = at::randint(11, {3, 8}, at::kLong);
  model.loss(tokens, targets, /*training=*/true).backward();
}

double largest(const at::Tensor& difference) {
  return difference.abs().max().item<double>();
}

std::vector<at::Tensor> copies(const std::vector<at::Tensor>& tensors) {
  std::vector<at::Tensor> result;
  for (const at::Tensor& tensor : tensors) result.push_back(tensor.detach().clone());
  return result;
}

std::vector<at::Tensor> tensorsOf(const Optimizer& optimizer) {
  std::vector<at::Tensor> tensors;
  for (const Optimizer::State& state : optimizer.state()) tensors.push_back(state.tensor);
  return tensors;
}

/// A parameter with its moments, in double.
struct Expected {
  at::Tensor w, first, second;
};

// `rate`: of the schedule, `own`: the parameter's factor, which its decay does not follow.
void adamW(Expected& e, const at::Tensor& g, const Recipe& r, double rate, double own, double decay, int step) {
  e.first = e.first * r.beta1 + g * (1 - r.beta1);
  e.second = e.second * r.beta2 + g.square() * (1 - r.beta2);
  e.w = e.w * (1 - rate * decay) - e.first / (1 - std::pow(r.beta1, step)) * (rate * own) /
                                       ((e.second / (1 - std::pow(r.beta2, step))).sqrt() + r.epsilon);
}

void sgd(Expected& e, const at::Tensor& g, const Recipe& r, double rate, double own, double decay) {
  e.first = e.first * r.beta1 + g;
  e.w = e.w * (1 - rate * decay) - e.first * (rate * own);
}

void lion(Expected& e, const at::Tensor& g, const Recipe& r, double rate, double own, double decay) {
  const at::Tensor direction = (e.first * r.beta1 + g * (1 - r.beta1)).sign();
  e.first = e.first * r.beta2 + g * (1 - r.beta2);
  e.w = e.w * (1 - rate * decay) - direction * (rate * own);
}

void muon(Expected& e, const at::Tensor& g, const Recipe& r, double rate, double own, double decay) {
  e.first = e.first * 0.95 + g * 0.05;
  const at::Tensor ahead = e.first * 0.95 + g * 0.05;
  std::vector<at::Tensor> matrices = ahead.dim() == 3 ? ahead.unbind(0) : std::vector<at::Tensor>{ahead};
  for (at::Tensor& x : matrices) {
    x = x / (x.norm() + 1e-7);
    for (int i = 0; i < 5; ++i) {  // from the left, even where the other way round were less work: it is the same
      const at::Tensor a = x.matmul(x.t());
      x = x * 3.4445 + (a * -4.7750 + a.matmul(a) * 2.0315).matmul(x);
    }
  }
  const at::Tensor x = at::stack(matrices).view(ahead.sizes());
  const double longer = std::sqrt(std::max(1.0, double(x.size(-2)) / double(x.size(-1))));
  e.w = e.w * (1 - r.muonFactor * rate * decay) - x * (r.muonFactor * rate * own * longer);
}

void everyOptimizer() {
  QTest::addColumn<int>("kind");
  for (const OptimizerKind kind : kOptimizers) QTest::newRow(std::string(word(kind)).c_str()) << int(kind);
}

}  // namespace

class OptimizerTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { at::set_num_threads(1); }

  void stepsEqualTheFormula_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("rates");
    QTest::addColumn<bool>("experts");
    for (const OptimizerKind kind : kOptimizers) {
      for (const bool rates : {false, true})
        QTest::addRow("%s%s", word(kind).data(), rates ? ", rates of parameters" : "") << int(kind) << rates << false;
      QTest::addRow("%s, experts", word(kind).data()) << int(kind) << false << true;
    }
  }
  void stepsEqualTheFormula() {
    QFETCH(int, kind);
    QFETCH(bool, rates);
    QFETCH(bool, experts);
    Model model = tinyModel(rates, experts);
    const std::vector<Parameter>& rules = model.graph().parameters;
    const std::vector<bool> hidden = hiddenMatrices(model.graph());
    const Recipe recipe{.optimizer = OptimizerKind(kind), .weightDecay = 0.3, .muonFactor = 2, .gradClip = 0.05};
    Optimizer optimizer(model, recipe);
    std::vector<Expected> expected;
    for (const at::Tensor& parameter : model.parameters()) {
      const at::Tensor w = parameter.detach().to(at::kDouble).clone();
      expected.push_back({w, at::zeros_like(w), at::zeros_like(w)});
    }
    for (int step = 1; step <= 3; ++step) {
      const double rate = 0.01 * step;
      backward(model, step);
      std::vector<at::Tensor> gradients;
      double squares = 0;
      for (const at::Tensor& parameter : model.parameters()) {
        gradients.push_back(parameter.grad().to(at::kDouble).clone());
        squares += gradients.back().square().sum().item<double>();
      }
      const double norm = std::sqrt(squares);
      QVERIFY(norm > recipe.gradClip);
      optimizer.prepare(rate);
      QVERIFY(std::abs(optimizer.update().item<double>() - norm) < 1e-5);
      QCOMPARE(optimizer.steps(), std::int64_t(step));
      for (std::size_t i = 0; i < expected.size(); ++i) {
        QVERIFY(!model.parameters()[i].grad().defined());
        const at::Tensor g = gradients[i] * (recipe.gradClip / norm);
        const double decay = rules[i].decay ? recipe.weightDecay : 0, own = rules[i].rate;
        Expected& e = expected[i];
        switch (recipe.optimizer) {
          case OptimizerKind::AdamW:
            adamW(e, g, recipe, rate, own, decay, step);
            break;
          case OptimizerKind::Sgd:
            sgd(e, g, recipe, rate, own, decay);
            break;
          case OptimizerKind::Lion:
            lion(e, g, recipe, rate, own, decay);
            break;
          case OptimizerKind::Muon:
            hidden[i] ? muon(e, g, recipe, rate, own, decay) : adamW(e, g, recipe, rate, own, decay, step);
            break;
        }
        const double error = largest(e.w - model.parameters()[i].detach().to(at::kDouble));
        QVERIFY2(
            error < 1e-5,
            qPrintable(
                QString("%1, step %2: off by %3").arg(QString::fromStdString(rules[i].name)).arg(step).arg(error)));
      }
    }
  }

  /// A NaN and an infinity somewhere, after a step that gave the moments something to lose.
  void aGradientThatIsNoNumberChangesNothing_data() { everyOptimizer(); }
  void aGradientThatIsNoNumberChangesNothing() {
    QFETCH(int, kind);
    Model model = tinyModel();
    Optimizer optimizer(model, {.optimizer = OptimizerKind(kind)});
    backward(model, 1);
    optimizer.prepare(0.01);
    optimizer.update();
    const std::vector<at::Tensor> weights = copies(model.parameters()), moments = copies(tensorsOf(optimizer));
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
      for (std::size_t which = 0; which < weights.size(); ++which) {
        backward(model, 2);
        model.parameters()[which].grad().flatten()[0].fill_(bad);
        optimizer.prepare(0.01);
        QVERIFY(!std::isfinite(optimizer.update().item<double>()));
        for (std::size_t i = 0; i < weights.size(); ++i) QVERIFY(weights[i].equal(model.parameters()[i].detach()));
        const std::vector<at::Tensor> now = tensorsOf(optimizer);
        for (std::size_t i = 0; i < moments.size(); ++i) QVERIFY(moments[i].equal(now[i]));
      }
    backward(model, 3);
    optimizer.prepare(0.01);
    optimizer.update();
    for (std::size_t i = 0; i < weights.size(); ++i) QVERIFY(!weights[i].equal(model.parameters()[i].detach()));
  }

  /// fp16: what the gradients are scaled by is taken off again, an overflow skips the update and halves the scale, and
  /// an update that was skipped is none for the bias correction either.
  void aScaledGradientTakesTheSameSteps_data() {
    QTest::addColumn<int>("kind");
    for (const OptimizerKind kind : kOptimizers)  // Muon's products are in half precision, too: below
      if (kind != OptimizerKind::Muon) QTest::newRow(word(kind).data()) << int(kind);
  }
  void aScaledGradientTakesTheSameSteps() {
    QFETCH(int, kind);
    Model plain = tinyModel(), scaled = tinyModel();
    Recipe recipe{.optimizer = OptimizerKind(kind), .gradClip = 0.05};
    Optimizer a(plain, recipe);
    recipe.precision = Precision::Fp16;
    Optimizer b(scaled, recipe);
    QVERIFY(!a.lossScale() && b.lossScale());
    const auto overflow = [&] {
      backward(scaled, 9);
      scaled.parameters()[0].grad().flatten()[0].fill_(std::numeric_limits<double>::infinity());
      b.prepare(0.02);
      QVERIFY(!std::isfinite(b.update().item<double>()));
    };
    overflow();
    for (int step = 1; step <= 3; ++step) {
      backward(plain, step);
      a.prepare(0.01);
      const double norm = a.update().item<double>();
      backward(scaled, step);
      for (const at::Tensor& parameter : scaled.parameters())
        at::Tensor(parameter).mutable_grad().mul_(b.lossScale()->factor());
      b.prepare(0.01);
      QVERIFY(std::abs(b.update().item<double>() - norm) < 1e-5);
      overflow();
      QCOMPARE(b.lossScale()->factor().item<double>(), 65536 / std::exp2(step + 1));
      for (std::size_t i = 0; i < plain.parameters().size(); ++i)
        QVERIFY(largest(plain.parameters()[i].detach() - scaled.parameters()[i].detach()) < 1e-6);
    }
    QCOMPARE(b.lossScale()->skipped().item<double>(), 4.0);
  }

  void theLossScaleHalvesAtOnceAndDoublesAfterManyGoodSteps() {
    const at::NoGradGuard noGrad;
    LossScale scale(at::kCPU);
    const at::Tensor yes = at::ones({}, at::kBool), no = at::zeros({}, at::kBool);
    const auto factor = [&] { return scale.factor().item<double>(); };
    QCOMPARE(factor(), 65536.0);
    scale.adapt(no);
    QCOMPARE(factor(), 32768.0);
    for (int i = 1; i < 2000; ++i) scale.adapt(yes);
    QCOMPARE(factor(), 32768.0);
    scale.adapt(yes);
    QCOMPARE(factor(), 65536.0);
    for (int i = 1; i < 2000; ++i) scale.adapt(yes);
    scale.adapt(no);  // counts from the start again
    QCOMPARE(factor(), 32768.0);
    for (int i = 1; i < 2000; ++i) scale.adapt(yes);
    QCOMPARE(factor(), 32768.0);
    QCOMPARE(scale.skipped().item<double>(), 2.0);
  }

  /// Names of checkpoints that people have: they may not change.
  void momentsHaveStableNames() {
    Model model = tinyModel();
    const auto names = [&](OptimizerKind kind) {
      std::vector<std::string> all;
      for (const Optimizer::State& state : Optimizer(model, {.optimizer = kind}).state()) all.push_back(state.name);
      return all;
    };
    std::vector<std::string> adam, momentum, muon;
    const std::vector<bool> hidden = hiddenMatrices(model.graph());
    for (std::size_t i = 0; i < hidden.size(); ++i) {
      const std::string& name = model.graph().parameters[i].name;
      adam.insert(adam.end(), {"exp_avg/" + name, "exp_avg_sq/" + name});
      momentum.push_back("momentum/" + name);
      if (hidden[i]) muon.push_back("momentum/" + name);
    }
    for (std::size_t i = 0; i < hidden.size(); ++i)
      if (!hidden[i]) muon.insert(muon.end(), {adam[2 * i], adam[2 * i + 1]});
    QCOMPARE(names(OptimizerKind::AdamW), adam);
    QCOMPARE(names(OptimizerKind::Sgd), momentum);
    QCOMPARE(names(OptimizerKind::Lion), momentum);
    QCOMPARE(names(OptimizerKind::Muon), muon);
  }

  /// Whatever the gradient's scale, a step is about as long in every direction: singular values of 0.7 … 1.2, as the
  /// coefficients were chosen (Jordan 2024). In bf16 the products are rounder.
  void muonMovesAlongAnOrthogonalMatrix_data() {
    QTest::addColumn<int>("precision");
    for (const Precision precision : kPrecisions) QTest::newRow(word(precision).data()) << int(precision);
  }
  void muonMovesAlongAnOrthogonalMatrix() {
    QFETCH(int, precision);
    Model model = tinyModel();
    Optimizer optimizer(
        model,
        {.optimizer = OptimizerKind::Muon, .weightDecay = 0, .muonFactor = 1, .precision = Precision(precision)});
    const std::vector<at::Tensor> before = copies(model.parameters());
    at::manual_seed(4);
    for (const at::Tensor& parameter : model.parameters())
      at::Tensor(parameter).mutable_grad() = at::randn(parameter.sizes()) * 1e-3;
    optimizer.prepare(1);
    optimizer.update();
    const std::vector<bool> hidden = hiddenMatrices(model.graph());
    int seen = 0;
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (!hidden[i] || before[i].size(0) == before[i].size(1)) continue;  // a square one may have a direction of ~0
      const at::Tensor moved = before[i] - model.parameters()[i].detach();
      const bool tall = moved.size(0) > moved.size(1);
      const double longer = tall ? std::sqrt(double(moved.size(0)) / double(moved.size(1))) : 1;
      const at::Tensor wide = (tall ? moved.t() : moved) / longer, product = wide.matmul(wide.t());
      // Rows of length about one, about at right angles.
      QVERIFY(product.diag().min().item<double>() > 0.4 && product.diag().max().item<double>() < 1.5);
      QVERIFY(largest(product - at::eye(product.size(0)) * product) < 0.35);
      ++seen;
    }
    QCOMPARE(seen, 3);  // queries, keys and values; up; down
  }
};

QTEST_GUILESS_MAIN(OptimizerTest)
#include "tst_optimizer.moc"

// Step times from made-up roofs, by hand: which roof an op meets, what stands in for a missing one, what is refused.
#include <QtTest>
#include <cmath>

#include "core/arch/resolve.h"
#include "core/arch/roofline.h"

using namespace headroom;

namespace {

struct Priced {
  Graph graph;
  ModelCost cost;
  Recipe recipe;

  double seconds(const Roofs& roofs) const { return stepTime(graph, cost, recipe, roofs).seconds; }
};

Priced priced(const std::string& scale) {
  const Result<ResolvedModel> model = resolve({.model = "gpt2", .scale = scale});
  if (!model) qFatal("%s", model.error().message.c_str());
  Graph graph = *build(model->architecture);
  const ModelCost cost = *modelCost(graph, model->recipe);
  return {std::move(graph), cost, model->recipe};
}

constexpr double kFree = 1e30;
Roofs free() {
  return {.products = kFree, .memory = {{1e6, kFree}, {1e9, kFree}}};
}

Json doctor() {
  return parseJson(R"({"roofs": {
    "triad": [ {"threads": 1, "bytes": 1e3, "bandwidth": 9e9}, {"threads": 2, "bytes": 1e8, "bandwidth": 1e10},
               {"threads": 2, "bytes": 1e5, "bandwidth": 5e10} ],
    "matmul": [ {"threads": 2, "precision": "fp32", "flops": 1e11}, {"threads": 2, "precision": "bf16", "flops": 3e11},
                {"threads": 1, "precision": "fp32", "flops": 9e11} ],
    "linear": [ {"threads": 2, "precision": "fp32", "width": 256, "flops": 4e10},
                {"threads": 2, "precision": "fp32", "width": 64, "flops": 1e10} ],
    "elementwise": [ {"threads": 2, "precision": "fp32", "flops": 5e9} ],
    "attention": [ {"threads": 2, "precision": "fp32", "head_width": 32, "context": 128, "forward_flops": 2e10,
                    "backward_flops": 3e10} ] }})",
                   "test")
      .value();
}

bool near(double a, double b) {
  return std::abs(a - b) <= 1e-9 * std::abs(b);
}

}  // namespace

class RooflineTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void readsTheRowsOfAllThreadsAndOnePrecision() {
    const Result<Roofs> roofs = roofsFrom(doctor(), Precision::Fp32, false);
    QVERIFY(roofs.ok());
    QCOMPARE(roofs->products, 1e11);
    QCOMPARE(roofs->memory.size(), std::size_t{2});
    QCOMPARE(roofs->memory[0].bandwidth, 5e10);
    QCOMPARE(roofs->linear.size(), std::size_t{2});
    QCOMPARE(roofs->linear[0].width, 64.0);
    QCOMPARE(roofs->elementwise, 5e9);
    QCOMPARE(roofs->attention.size(), std::size_t{1});
    const Result<Roofs> narrow = roofsFrom(doctor(), Precision::Bf16, false);
    QVERIFY(narrow.ok() && narrow->linear.empty() && narrow->attention.empty() && narrow->elementwise == 0);
  }

  void refusesWhatHoldsNoRoofs() {
    for (const char* change :
         {R"({"roofs": null})", R"({"roofs": {"matmul": []}})", R"({"roofs": {"triad": 3}})",
          R"({"roofs": {"linear": [ {"threads": 2, "precision": "fp32", "width": 0, "flops": 1} ]}})",
          R"({"roofs": {"linear": [ {"threads": 2, "precision": "fp32", "width": "x"} ]}})",
          R"({"roofs": {"attention": [ {"threads": 2, "precision": "fp32"} ]}})"}) {
      Json broken = doctor();
      broken.merge_patch(*parseJson(change, "test"));
      const Result<Roofs> roofs = roofsFrom(broken, Precision::Fp32, false);
      QVERIFY2(!roofs.ok() && roofs.error().message.find("headroom doctor") != std::string::npos, change);
    }
    QVERIFY(!roofsFrom(doctor(), Precision::Fp32, true).ok());  // no GPU in it
  }

  void productsAloneAreTheFlops() {
    const Priced model = priced("nano");
    Roofs roofs = free();
    roofs.products = 1e10;
    double flops = 0;
    const Extent extent{model.recipe.batch, model.graph.context};
    for (const Node& node : model.graph.nodes) {
      const OpCost op = opCost(model.graph, node, extent, model.recipe.precision);
      flops += op.executedForwardFlops + op.executedBackwardFlops;
    }
    QVERIFY(near(model.seconds(roofs), flops / 1e10));
  }

  void bytesAloneAreTheTraffic() {
    const Priced model = priced("nano");
    Roofs roofs = free();
    roofs.memory = {{1e12, 1e9}};
    QVERIFY(near(model.seconds(roofs), model.cost.trafficPerStep / 1e9));
  }

  void aLinearMapIsPricedByItsWidth() {
    const Priced model = priced("nano");  // width 64, feed-forward 256
    const auto seconds = [&](double in, double out) {
      double total = 0;
      const Extent extent{model.recipe.batch, model.graph.context};
      for (const Node& node : model.graph.nodes)
        if (const auto* linear = std::get_if<LinearOp>(&node.op); linear && linear->in == in && linear->out == out) {
          const OpCost op = opCost(model.graph, node, extent, model.recipe.precision);
          total += op.executedForwardFlops + op.executedBackwardFlops;
        }
      return total;
    };
    const double square = seconds(64, 64), up = seconds(64, 256), down = seconds(256, 64);
    QVERIFY(square > 0 && up > 0 && down == up);
    Roofs roofs = free();
    roofs.linear = {{64, 1e10}, {128, kFree}};
    const double qkvAndHead = model.seconds(roofs) - square / 1e10;
    QVERIFY(qkvAndHead >= 0);
    // √(64·256) = 128: the second row; halfway in the logarithm between 64 and 256 where only those were measured.
    roofs.linear = {{64, kFree}, {128, 1e10}, {129, kFree}};
    QVERIFY(model.seconds(roofs) >= (up + down) / 1e10);
    Roofs between = free();
    between.linear = {{64, 1e10}, {256, 4e10}};
    Roofs exact = free();
    exact.linear = {{64, 1e10}, {128, 2e10}, {256, 4e10}};
    QVERIFY(near(model.seconds(between), model.seconds(exact)));
  }

  void activationsAndAttentionHaveRoofsOfTheirOwn() {
    const Priced model = priced("nano");
    Roofs roofs = free();
    QVERIFY(model.seconds(roofs) < 1e-9);
    roofs.elementwise = 1e9;
    const double pointwise = model.seconds(roofs);
    QVERIFY(pointwise > 0.01);
    roofs.attention = {{32, 128, 1e9, 2e9}};  // measured with its softmax, which is then not counted apart
    double forward = 0, backward = 0, softmax = 0;
    const Extent extent{model.recipe.batch, model.graph.context};
    for (const Node& node : model.graph.nodes)
      if (std::holds_alternative<AttentionOp>(node.op)) {
        const OpCost op = opCost(model.graph, node, extent, model.recipe.precision);
        forward += op.executedForwardFlops, backward += op.executedBackwardFlops, softmax += op.elementwiseFlops;
      }
    QVERIFY(forward > 0);
    QVERIFY(near(model.seconds(roofs) - pointwise, forward / 1e9 + backward / 2e9 - 3 * softmax / 1e9));
  }
};

QTEST_GUILESS_MAIN(RooflineTest)
#include "tst_roofline.moc"

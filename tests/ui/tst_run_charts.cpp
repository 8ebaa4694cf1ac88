// The charts of runs as data: which lines, which units, which words.
#include <QTest>
#include <cmath>

#include "ui/runs/run_chart_specs.h"

using namespace headroom;

namespace {

RunCurves runOf(const std::string& id, double loss, int evaluations = 20) {
  RunCurves run;
  run.summary.id = RunId{id};
  run.summary.meta.name = "run-" + id;
  run.definition.steps = 400;
  run.definition.architecture = Json::parse(R"({"sizes": {"context": 128}})");
  run.definition.recipe = Json::parse(R"({"batch": 32})");
  for (int i = 1; i <= evaluations; ++i) {
    const double step = 10.0 * i;
    const double value = loss + 2 * std::exp(-step / 80);
    for (const char* series : {"loss/train", "loss/val", "bandwidth/op-traffic", "time/step"}) {
      auto& points = run.series[series];
      points.steps.push_back(10 * i);
      points.values.push_back(std::string(series).starts_with("loss") ? value
                              : std::string(series) == "time/step"    ? 0.25
                                                                      : 40e9);
      points.wallTimes.push_back(1000 + 2 * step);
    }
    for (const auto& [name, number] : {std::pair<const char*, double>{"loss/val", value},
                                       {"tokens", step * 4096},
                                       {"flops", step * 1e9},
                                       {"seconds", step * 0.25}}) {
      auto& points = run.doubles[name];
      points.steps.push_back(10 * i);
      points.values.push_back(number);
      points.wallTimes.push_back(1000 + 2 * step);
    }
  }
  return run;
}

MemoryRoofs roofsOf(double dram, double cache) {
  return MemoryRoofs(Json{{"m", {{"roofs", {{"dram", dram}, {"cache", cache}}}}}});
}

}  // namespace

class TestRunCharts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void xIsStepsTokensOrSeconds() {
    const auto run = runOf("a", 1.5);
    const auto first = [&](ChartX x) { return runChart(RunChart::Loss, {&run}, {.x = x}).series[0].x[1]; };
    QCOMPARE(first(ChartX::Step), 20.0);
    QCOMPARE(first(ChartX::Tokens), 20.0 * 32 * 128);
    QCOMPARE(first(ChartX::Seconds), 20.0);
  }

  void secondsNeverFallWhenTheClockIsSetBack() {
    auto run = runOf("a", 1.5);
    run.series["loss/train"].wallTimes[10] = 0;
    std::vector<double> xs, ys;
    chartPoints(run, "loss/train", 0, ChartX::Seconds, xs, ys);
    QVERIFY(std::is_sorted(xs.begin(), xs.end()));
    std::vector<double> tail, ignored;
    chartPoints(run, "loss/train", 11, ChartX::Seconds, tail, ignored);
    QCOMPARE(tail.front(), xs[11]);
  }

  void bandwidthIsMeasuredAgainstTheRoofOfItsLevel() {
    const auto run = runOf("a", 1.5);  // 40 GB/s
    auto below = runChart(RunChart::Bandwidth, {&run}, {.roofs = roofsOf(57e9, 160e9)});
    QCOMPARE(below.series[0].y[0], 40.0);
    QCOMPARE(below.references.size(), std::size_t{1});
    QCOMPARE(below.references[0].value, 57.0);
    QVERIFY(below.note.contains("DRAM measured: needs"));
    QVERIFY(!below.note.contains("served from cache"));
    auto above = runChart(RunChart::Bandwidth, {&run}, {.roofs = roofsOf(30e9, 160e9)});
    QCOMPARE(above.references.size(), std::size_t{2});
    QCOMPARE(above.references[1].value, 160.0);
    QVERIFY(above.note.contains("served from cache"));
    auto unknown = runChart(RunChart::Bandwidth, {&run}, {});
    QVERIFY(unknown.references.empty());
    QVERIFY(unknown.note.contains("headroom doctor"));
  }

  void theGainShowsAllThreeAndThatItIsProvisional() {
    const auto baseline = runOf("a", 1.6), arm = runOf("b", 1.4);
    const auto spec = runChart(RunChart::Ceg, {&baseline, &arm}, {.baseline = &baseline});
    QCOMPARE(spec.series.size(), std::size_t{1});
    QVERIFY(!spec.series[0].y.empty());
    QVERIFY(spec.series[0].y.back() > 1);
    for (const char* unit : {"a step", "a FLOP", "a second"}) QVERIFY2(spec.series[0].name.contains(unit), unit);
    QVERIFY(spec.note.contains("provisional, not annealed"));
    QVERIFY(spec.subtitle.contains("run-a"));
  }

  void withoutABaselineTheGainSaysWhatToDo() {
    const auto run = runOf("a", 1.5);
    QVERIFY(!runChart(RunChart::Ceg, {&run}, {}).empty.isEmpty());
    QVERIFY(runChart(RunChart::Ceg, {&run}, {.baseline = &run}).series.empty());
  }

  void oneRunShowsThePartsOfItsStep() {
    const auto run = runOf("a", 1.5), other = runOf("b", 1.5);
    QCOMPARE(runChart(RunChart::StepTime, {&run}, {}).series.size(), std::size_t{5});
    const auto both = runChart(RunChart::StepTime, {&run, &other}, {});
    QCOMPARE(both.series.size(), std::size_t{2});
    QCOMPARE(both.series[0].y[0], 250.0);  // milliseconds
  }

  void theFloorOfTheGrammarIsDrawn() {
    auto run = runOf("a", 1.5);
    QVERIFY(runChart(RunChart::Loss, {&run}, {}).references.empty());
    run.definition.data = {{"source", "grammar"}};
    const auto spec = runChart(RunChart::Loss, {&run}, {});
    QCOMPARE(spec.references.size(), std::size_t{1});
    QVERIFY(spec.references[0].value > 0 && spec.references[0].value < 4);
  }

  void runsOfOneNameAreToldApart() {
    auto a = runOf("a", 1.5), b = runOf("b", 1.5);
    b.summary.meta.name = a.summary.meta.name;
    const std::vector<const RunCurves*> both{&a, &b};
    QVERIFY(legendName(a, both) != legendName(b, both));
  }

  void everyChartOfNothingSaysSo() {
    for (const auto chart : allRunCharts()) {
      const auto spec = runChart(chart, {}, {});
      QVERIFY(!spec.title.isEmpty() && !spec.y.title.isEmpty() && !spec.x.title.isEmpty());
      QVERIFY(!spec.empty.isEmpty());
    }
  }
};

QTEST_GUILESS_MAIN(TestRunCharts)
#include "tst_run_charts.moc"

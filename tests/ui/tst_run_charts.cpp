// The charts of runs as data: which lines, which units, which words.
#include <rapidcheck.h>
#include <QTest>
#include <cmath>
#include <set>

#include "ui/runs/run_chart_specs.h"
#include "ui/runs/run_colours.h"
#include "ui/runs/seed_means.h"

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
    QCOMPARE(first(ChartX::WallSeconds), 20.0);
  }

  void flopsAndSecondsOfTrainingAreStraightBetweenEvaluationsAndGoOnBeyond() {
    auto run = runOf("a", 1.5);  // evaluated at 10, 20, … 200
    auto& train = run.series["loss/train"];
    train = {};
    for (const std::int64_t step : {5, 10, 15, 400}) {
      train.steps.push_back(step);
      train.values.push_back(2);
      train.wallTimes.push_back(0);
    }
    const auto xs = [&](ChartX x) { return runChart(RunChart::Loss, {&run}, {.x = x}).series[0].x; };
    QCOMPARE(xs(ChartX::Flops), (std::vector<double>{5e9, 10e9, 15e9, 400e9}));
    QCOMPARE(xs(ChartX::RunSeconds), (std::vector<double>{1.25, 2.5, 3.75, 100}));
    run.doubles.clear();
    const auto spec = runChart(RunChart::Loss, {&run}, {.x = ChartX::Flops});
    QVERIFY2(spec.empty.contains("Choose steps"), qPrintable(spec.empty));
  }

  void placesNeverFall() {
    const bool held = rc::check("whatever a run recorded, x does not fall", [] {
      auto run = runOf("a", 1.5, 12);
      for (auto& [name, points] : run.doubles)
        for (auto& value : points.values)
          if (*rc::gen::inRange(0, 4) == 0) value = *rc::gen::element<double>(NAN, -1.0, 0.0, 1e6, INFINITY);
      for (auto& [name, points] : run.series)
        for (auto& wall : points.wallTimes) wall += *rc::gen::inRange(-50, 50);
      for (const ChartX x : allChartXs()) {
        const auto places = placesOf(run, run.series["loss/train"], 0, x);
        for (std::size_t i = 1; i < places.size(); ++i) RC_ASSERT(!(places[i] < places[i - 1]));
      }
    });
    QVERIFY(held);
  }

  void namesOfAxesComeBack() {
    for (const ChartX x : allChartXs()) QCOMPARE(chartXFrom(idOf(x)), x);
    QCOMPARE(chartXFrom("nonsense"), ChartX::Step);
  }

  void aRunKeepsItsColourWhateverElseIsShown() {
    const bool held = rc::check("colours stay and differ", [] {
      RunColours colours;
      for (int round = 0; round < 6; ++round) {
        std::vector<RunId> shown;
        for (const int id : *rc::gen::unique<std::vector<int>>(5, rc::gen::inRange(0, 8)))
          shown.push_back(RunId{"run-" + std::to_string(id)});
        colours.show(shown);
        std::set<int> used;
        for (const auto& run : shown) used.insert(colours.of(run));
        RC_ASSERT(used.size() == shown.size());
        RC_ASSERT(*used.rbegin() < RunColours::kColours);
        const auto fewer = std::vector<RunId>(shown.begin() + 1, shown.end());
        const int kept = colours.of(fewer.back());
        colours.show(fewer);
        RC_ASSERT(colours.of(fewer.back()) == kept);
      }
    });
    QVERIFY(held);
    RunColours many;
    std::vector<RunId> runs;
    for (int i = 0; i < 11; ++i) runs.push_back(RunId{std::to_string(i)});
    many.show(runs);
    std::set<int> used;
    for (const auto& run : runs) used.insert(many.of(run));
    QCOMPARE(used.size(), runs.size());
    QCOMPARE(RunColours().of(RunId{"x"}), RunColours().of(RunId{"x"}));
  }

  void theMeanLiesWithinItsSeeds() {
    const bool held = rc::check("low ≤ mean ≤ high, and both are seeds' values on a common grid", [] {
      const auto count = *rc::gen::inRange(1, 5);
      std::vector<SeedCurve> seeds(static_cast<std::size_t>(count));
      for (auto& seed : seeds) {
        const int length = *rc::gen::inRange(0, 30);
        for (int i = 0; i < length; ++i) {
          seed.x.push_back(i);
          seed.y.push_back(*rc::gen::inRange(0, 9) == 0 ? NAN : *rc::gen::inRange(-100, 100) / 3.0);
        }
      }
      const MeanCurve mean = meanOverSeeds(seeds);
      for (std::size_t i = 0; i < mean.x.size(); ++i) {
        if (std::isnan(mean.mean[i])) continue;
        RC_ASSERT(mean.low[i] <= mean.mean[i] + 1e-9);
        RC_ASSERT(mean.mean[i] <= mean.high[i] + 1e-9);
      }
    });
    QVERIFY(held);
    const MeanCurve mean = meanOverSeeds({{{1, 2, 3}, {1, 2, 3}}, {{1, 3, 5}, {3, NAN, 1}}});
    QCOMPARE(mean.x, (std::vector<double>{1, 2, 3}));
    QCOMPARE(mean.mean[0], 2.0);
    QCOMPARE(mean.mean[2], 3.0);  // the other seed has no number there
  }

  void runsThatDifferInTheirSeedAreOneCurve() {
    auto a = runOf("a", 1.5), b = runOf("b", 1.7), c = runOf("c", 1.6);
    c.summary.arms = {"rope"};
    const auto spec = runChart(RunChart::Loss, {&a, &b, &c}, {.byArm = true});
    QCOMPARE(spec.series.size(), std::size_t{4});  // training and validation of two arms
    QVERIFY2(spec.series[0].name.contains("2 seeds"), qPrintable(spec.series[0].name));
    QVERIFY2(spec.series[1].name.contains("rope") && spec.series[1].name.contains("1 seed"),
             qPrintable(spec.series[1].name));
    QVERIFY(spec.series[0].spread == SpreadStyle::Band && !spec.series[0].low.empty());
    QVERIFY(spec.series[1].low.empty());
    QVERIFY(std::abs(spec.series[0].high[3] - spec.series[0].low[3] - 0.2) < 1e-9);
  }

  void coloursAndGroupsBelongToTheRun() {
    auto a = runOf("a", 1.5), b = runOf("b", 1.7);
    b.summary.meta.colour = "#ff8800";
    const auto spec = runChart(RunChart::Loss, {&a, &b}, {.colours = {{RunId{"a"}, 5}}});
    QCOMPARE(spec.series[0].colour, 5);
    QCOMPARE(spec.series[2].colour, 5);  // its validation
    QCOMPARE(spec.series[0].group, spec.series[2].group);
    QVERIFY(spec.series[1].ownColour == QColor("#ff8800") && !spec.series[0].ownColour.isValid());
    QVERIFY(spec.series[0].inLegend && !spec.series[2].inLegend);
  }

  void secondsNeverFallWhenTheClockIsSetBack() {
    auto run = runOf("a", 1.5);
    run.series["loss/train"].wallTimes[10] = 0;
    std::vector<double> xs, ys;
    chartPoints(run, "loss/train", 0, ChartX::WallSeconds, xs, ys);
    QVERIFY(std::is_sorted(xs.begin(), xs.end()));
    std::vector<double> tail, ignored;
    chartPoints(run, "loss/train", 11, ChartX::WallSeconds, tail, ignored);
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

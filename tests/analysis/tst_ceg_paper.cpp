// The paper's rule against numbers computed by hand, its refusals in their order, and the three live gains.
#include <QtTest>
#include <cmath>

#include "core/analysis/ceg_json.h"
#include "core/analysis/live_ceg.h"

using namespace headroom;

namespace {

constexpr double kNan = CurvePoint::kUnknown;

std::vector<CurvePoint> curve(const std::vector<double>& losses, double flopsPerStep = kNan,
                              double secondsPerStep = kNan, std::int64_t spacing = 10) {
  std::vector<CurvePoint> points;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const std::int64_t step = static_cast<std::int64_t>(i) * spacing;
    points.push_back({step, 100.0 * step, flopsPerStep * step, 3 + secondsPerStep * step, losses[i]});
  }
  return points;
}

PaperGain gain(const std::vector<double>& baseline, const std::vector<double>& arm) {
  const std::vector<CurvePoint> b = curve(baseline), v = curve(arm);
  const CurveView view = b;
  return paperGain(&view, v);
}

class CegPaperTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void smoothsOverTheLastEight() {
    const std::vector<double> s = smoothedLosses(curve({8, 6, 4, 2, 1, 1, 1, 1, 0}));
    QCOMPARE(s[0], 8.0);
    QCOMPARE(s[1], 7.0);
    QCOMPARE(s[7], 3.0);  // 24 / 8
    QCOMPARE(s[8], 2.0);  // 16 / 8: the first one has left
  }

  void primaryCountsEvaluationsToTheBaselinesLastLoss() {
    // Smoothed: baseline 4, 3.5, 3, 2.5; arm 4, 3, 2.33, 1.75. T = 2.5: baseline at 4, arm at 3.
    const PaperGain g = gain({4, 3, 2, 1}, {4, 2, 1, 0});
    QCOMPARE(g.status, PaperGain::Status::Primary);
    QCOMPARE(g.targetLoss, 2.5);
    QCOMPARE(g.baselineEvaluations, std::size_t{4});
    QCOMPARE(g.armEvaluations, std::size_t{3});
    QCOMPARE(g.ceg, 4.0 / 3.0);
  }

  void auxiliaryTakesTheArmsSmallestLoss() {
    // Smoothed: baseline 4, 3, 2.33…; arm 4, 3.5, 3.33…. The arm's smallest 10/3 is reached by the baseline at 2.
    const PaperGain g = gain({4, 2, 1}, {4, 3, 3});
    QCOMPARE(g.status, PaperGain::Status::Auxiliary);
    QCOMPARE(g.targetLoss, 10.0 / 3.0);
    QCOMPARE(g.ceg, 2.0 / 3.0);
  }

  void theTargetIsTheLastValueNotTheSmallest() {
    // Smoothed baseline 4, 2.5, 3: it passed 3 at its second evaluation, and the arm 5, 3.5, 2.66… at its third.
    const PaperGain g = gain({4, 1, 4}, {5, 2, 1});
    QCOMPARE(g.targetLoss, 3.0);
    QCOMPARE(g.ceg, 2.0 / 3.0);
  }

  void theBaselineAgainstItselfIsExactlyOne() { QCOMPARE(gain({4, 3, 2, 1}, {4, 3, 2, 1}).ceg, 1.0); }

  void valuesThatAreNotFiniteSpreadAndNeverCount() {
    std::vector<double> arm(12, 1.0);
    arm[0] = -std::numeric_limits<double>::infinity();  // in the first eight windows
    const PaperGain g = gain(std::vector<double>(12, 2.0), arm);
    QCOMPARE(g.armEvaluations, std::size_t{9});
    QCOMPARE(g.ceg, 1.0 / 9.0);
  }

  void refusesInThisOrder() {
    const std::vector<CurvePoint> some = curve({3, 2}), other = curve({3, 2}, 1, 1, 5), broken = curve({3, kNan}),
                                  nan = curve({kNan, 2});
    const CurveView empty, a = some, b = broken;
    const auto reason = [](const CurveView* baseline, CurveView arm) { return paperGain(baseline, arm).reason; };
    QCOMPARE(reason(nullptr, empty), std::string("the run has no evaluations"));
    QCOMPARE(reason(nullptr, a), std::string("no baseline run with this scale and seed"));
    QCOMPARE(reason(&empty, a), std::string("the baseline's run has no evaluations"));
    QCOMPARE(reason(&b, other), std::string("arm and baseline were evaluated at different steps, and this rule counts "
                                            "evaluations"));
    QCOMPARE(reason(&b, nan), std::string("the baseline's last smoothed loss is not finite"));
    QCOMPARE(reason(&a, nan), std::string("the arm never has a finite smoothed loss"));
  }

  void aShorterGridThatStartsTheLongerIsFine() {
    QCOMPARE(gain({4, 3, 2, 1}, {4, 2}).status, PaperGain::Status::Auxiliary);
  }

  void cellsStandByScaleAndArmWithNullsWhereRefused() {
    CurveTable table;
    table.arms = {"none", "rope"};
    table.scales = {"nano"};
    table.points = curve({4, 3, 2, 1});
    for (const CurvePoint& p : curve({4, 2, 1, 0})) table.points.push_back(p);
    table.runs = {{0, 0, 1, 0, 4}, {0, 1, 1, 4, 4}, {0, 1, 2, 8, 0}};
    table.rows = 9;
    const auto result = paperCeg(table, "none");
    QVERIFY(result.ok());
    const Json json = toJson(*result);
    QCOMPARE(dump(json["cells"][1]),
             std::string(R"({"arm":"rope","scale":"nano","seed":1,"status":"primary","reason":null,)"
                         R"("ceg":1.3333333333333333,"target_loss":2.5,"baseline_evals":4,"arm_evals":3,"evals":4,)"
                         R"("min_loss":1.75,"last_loss":1.75})"));
    QCOMPARE(dump(json["cells"][2]),
             std::string(R"({"arm":"rope","scale":"nano","seed":2,"status":"refused",)"
                         R"("reason":"the run has no evaluations","ceg":null,"target_loss":null,)"
                         R"("baseline_evals":null,"arm_evals":null,"evals":0,"min_loss":null,"last_loss":null})"));
    QCOMPARE(dump(json["input"]), std::string(R"({"rows":9,"runs":3})"));
    const auto unknown = paperCeg(table, "nobody");
    QVERIFY(!unknown.ok());
    QCOMPARE(unknown.error().message, std::string("No arm is called 'nobody'; the arms are 'none' and 'rope'."));
  }

  void warnsWhenStepsHoldDifferentNumbersOfTokens() {
    CurveTable table;
    table.arms = {"none", "rope"};
    table.scales = {"nano"};
    table.points = {{0, 0, 0, 0, 4}, {10, 1000, 0, 0, 3}, {0, 0, 0, 0, 4}, {10, 1002, 0, 0, 3}};
    table.runs = {{0, 0, 1, 0, 2}, {0, 1, 1, 2, 2}};
    QCOMPARE(paperCeg(table, "none")->warnings.size(), std::size_t{1});
    table.points[3].tokens = 1000.5;  // 0.05 %
    QVERIFY(paperCeg(table, "none")->warnings.empty());
  }

  void liveGainsFollowTheCostOfAStep() {
    // Step gain 4/3 as above; the arm's step costs twice the FLOPs and half the time.
    const LiveCeg ceg = liveCeg(curve({4, 3, 2, 1}, 1e9, 0.2), curve({4, 2, 1, 0}, 2e9, 0.1));
    QCOMPARE(*ceg.step.value, 4.0 / 3.0);
    QCOMPARE(*ceg.flop.value, 2.0 / 3.0);
    QVERIFY(std::abs(*ceg.wall.value - 8.0 / 3.0) < 1e-12);
    QVERIFY(ceg.warnings.empty());
    // The baseline reaches 4 at once and 3 at its third evaluation; past its last loss, 2.5, the headline holds.
    QCOMPARE(ceg.curve.size(), std::size_t{3});
    QCOMPARE(ceg.curve[0].gain, 1.0);
    QCOMPARE(ceg.curve[1].gain, 3.0 / 2.0);
    QCOMPARE(ceg.curve[2].gain, 4.0 / 3.0);
  }

  void aGainThatCannotBeComputedSaysWhy() {
    const LiveCeg ceg = liveCeg(curve({4, 3}, kNan, 0.2), curve({4, 2}, 2e9, 0.1));
    QVERIFY(ceg.step.value && ceg.wall.value && !ceg.flop.value);
    QCOMPARE(ceg.flop.reason, std::string("the baseline's FLOPs a step is not known"));
    const LiveCeg none = liveCeg({}, curve({4, 2}));
    QCOMPARE(none.wall.reason, std::string("the baseline's run has no evaluations"));
    QVERIFY(none.curve.empty());
  }
};

}  // namespace

QTEST_APPLESS_MAIN(CegPaperTest)
#include "tst_ceg_paper.moc"

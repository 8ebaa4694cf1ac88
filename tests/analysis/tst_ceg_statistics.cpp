// The steps of the rigorous estimator one by one, against numbers worked out by hand or found in tables.
#include <rapidcheck.h>

#include <QtTest>
#include <cmath>

#include "core/analysis/intervals.h"
#include "core/analysis/loss_curve.h"
#include "core/analysis/noise_floor.h"
#include "core/analysis/scale_slope.h"
#include "core/analysis/statistics.h"

using namespace headroom;

namespace {

constexpr double kNan = CurvePoint::kUnknown;

bool near(double a, double b, double tolerance = 1e-9) {
  if (std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b))) return true;
  qWarning("%.12g is not %.12g", a, b);
  return false;
}

/// Losses at steps 0, 10, 20, …; the first is step 0.
std::vector<CurvePoint> curve(const std::vector<double>& losses) {
  std::vector<CurvePoint> points;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    const double step = 10.0 * static_cast<double>(i);
    points.push_back({static_cast<std::int64_t>(step), step, 1e9 * step, 5 + 0.5 * step, losses[i]});
  }
  return points;
}

class CegStatisticsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void quantilesAreThoseOfTheTables() {
    QVERIFY(near(studentQuantile(0.975, 1), 12.7062047364, 1e-10));
    QVERIFY(near(studentQuantile(0.975, 2), 4.30265272991, 1e-10));
    QVERIFY(near(studentQuantile(0.975, 4), 2.77644510520, 1e-10));
    QVERIFY(near(studentQuantile(0.8, 2), 1.06066017178, 1e-10));
    QVERIFY(near(studentQuantile(0.025, 2), -4.30265272991, 1e-10));
    QVERIFY(near(studentTwoSided(4.30265272991, 2), 0.05, 1e-10));
    QVERIFY(near(studentTwoSided(-4.30265272991, 2), 0.05, 1e-10));
    QVERIFY(near(chiSquaredMedian(1), 0.454936423120, 1e-10));
    QVERIFY(near(chiSquaredMedian(2), 2 * std::log(2.0), 1e-12));
    QVERIFY(near(fisherTail(161.4476387976, 1, 1), 0.05, 1e-9));
    QVERIFY(near(median({4, 1, 3}), 3) && near(median({4, 1, 3, 2}), 2.5));
    QVERIFY(near(variance(std::vector<double>{1, 2, 4}), 7.0 / 3));
  }

  // Cleaning.

  void stepZeroIsLeftOutAndALossThatIsNotFiniteEndsTheRun() {
    const CleanRun run = cleanRun(curve({kNan, 5, 4, 3, kNan, 2}));
    QCOMPARE(run.points.size(), std::size_t{3});
    QCOMPARE(run.points.front().step, std::int64_t{10});
    QVERIFY(run.diverged && run.divergedAt == 40 && !run.unstable);
  }

  void noiseComesFromSecondDifferences() {
    // |Δ²| of 1, 2, 4, 8 is 1, 2: median 1.5.
    QVERIFY(near(evaluationNoise(curve({1, 2, 4, 8})), 1.4826 * 1.5 / std::sqrt(6.0)));
    QCOMPARE(evaluationNoise(curve({1, 2})), 0.0);
  }

  void oneSpikeIsOffAndTheRunGoesOn() {
    const CleanRun run = cleanRun(curve({9, 5, 4, 3.5, 3, 2.7, 2.5, 2.4, 9, 2.3, 2.25, 2.2, 2.15, 2.1}));
    QCOMPARE(run.points.size(), std::size_t{12});
    QVERIFY(!run.diverged && !run.unstable);
  }

  void threeSpikesInARowAreUnstableAndAtTheEndDiverged() {
    std::vector<double> losses = {9, 3, 2.9, 2.8, 2.7, 2.6, 2.5, 2.4, 2.3, 4, 4.1, 4, 2.2, 2.1};
    QVERIFY(cleanRun(curve(losses)).unstable && !cleanRun(curve(losses)).diverged);
    losses.resize(12);
    const CleanRun run = cleanRun(curve(losses));
    QVERIFY(run.unstable && run.diverged);
    QCOMPARE(run.divergedAt, std::int64_t{90});
    QCOMPARE(run.points.size(), std::size_t{8});
  }

  void aRunNeedsFourPointsAndAFall() {
    QCOMPARE(usableRun(curve({9, 3, 2})).problem, std::string("only 2 usable points; a run needs 4"));
    QCOMPARE(usableRun(curve({9, 3})).problem, std::string("only 1 usable point; a run needs 4"));
    QCOMPARE(usableRun(curve({9, 3, 3, 3.001, 3.002})).problem, std::string("the loss never falls"));
    QVERIFY(usableRun(curve({9, 3, 2, 1.9, 1.8})).usable());
    QVERIFY(!usableRun(curve({9, 1e300, 1e200, -1e250, -1e308})).usable());
  }

  void secondsAStepAreAMedian() {
    std::vector<CurvePoint> points = curve({9, 3, 2, 1.9, 1.8});
    points.back().seconds += 100;  // one long pause
    QVERIFY(near(*medianStepSeconds(cleanRun(points).points), 0.5));
    for (CurvePoint& point : points) point.seconds = 3;
    QVERIFY(!medianStepSeconds(cleanRun(points).points));
  }

  // Points to curve.

  void neighboursThatRiseArePooled() {
    // Losses 5, 3, 4, 2, 2: 3 and 4 become 3.5, the equal ones one block.
    std::vector<CurvePoint> points = curve({9, 5, 3, 4, 2, 2});
    points.erase(points.begin());  // step 0
    const LossCurve pooled(points);
    QCOMPARE(pooled.knots().size(), std::size_t{3});
    QCOMPARE(pooled.knots()[1].loss, 3.5);
    QVERIFY(near(pooled.knots()[1].lnStep, (std::log(20.0) + std::log(30.0)) / 2));
    QVERIFY(near(pooled.knots()[2].lnFlops, (std::log(40e9) + std::log(50e9)) / 2));
    QVERIFY(near(pooled.lnStepAt(4.25), (std::log(10.0) + (std::log(20.0) + std::log(30.0)) / 2) / 2));
    QVERIFY(near(pooled.lossAt(pooled.lnStepAt(2.7)), 2.7));
    QCOMPARE(pooled.lossAt(0), 5.0);
    QCOMPARE(pooled.lossAt(99), 2.0);
  }

  void poolingFallsStrictlyAndKeepsTheMean() {
    QVERIFY(rc::check("any losses", [](const std::vector<std::uint16_t>& drawn) {
      std::vector<Knot> points;
      double mean = 0;
      for (std::size_t i = 0; i < drawn.size(); ++i) {
        points.push_back({static_cast<double>(i), 0, static_cast<double>(drawn[i] % 50)});
        mean += points.back().loss;
      }
      const std::vector<Knot> knots = pooledKnots(points);
      for (std::size_t i = 1; i < knots.size(); ++i)
        RC_ASSERT(knots[i].loss < knots[i - 1].loss && knots[i].lnStep > knots[i - 1].lnStep);
      RC_ASSERT(knots.empty() == points.empty() && knots.size() <= points.size());
      // Pooled again, nothing changes.
      RC_ASSERT(pooledKnots(knots).size() == knots.size());
    }));
  }

  // Numbers to intervals.

  void withoutCompanyAnIntervalIsStudents() {
    const GainEstimate e = estimateGain(std::vector<double>{0.1, 0.2, 0.3}, std::nullopt, 0.95);
    const double se = 0.1 / std::sqrt(3.0);
    QVERIFY(near(e.ceg, std::exp(0.2)) && near(*e.lnSe, se) && near(*e.df, 2));
    QVERIFY(near(*e.low, std::exp(0.2 - 4.30265272991 * se)) && near(*e.high, std::exp(0.2 + 4.30265272991 * se)));
    QVERIFY(near(pOfNoGain(e), studentTwoSided(0.2 / se, 2)));
  }

  void onePairHasNoInterval() {
    const GainEstimate e = estimateGain(std::vector<double>{std::log(2.0)}, 0.01, 0.95);
    QVERIFY(near(e.ceg, 2) && !e.low && !e.high && !e.lnSe && !e.df);
  }

  void equalCopiesKeepALeastVariance() {
    QVERIFY(near(*estimateGain(std::vector<double>{0, 0, 0}, std::nullopt, 0.95).lnSe, 1e-6 / std::sqrt(3.0)));
  }

  void typicalVarianceIsAMedianCorrectedForSmallSamples() {
    // Variances 0.01 (n 3), 0.04 (n 3), 0.5 (n 2): × 2/1.386…, 2/1.386…, 1/0.4549.
    const std::vector<std::vector<double>> cells = {{0, 0.1, 0.2}, {0, 0.2, 0.4}, {0, 1}, {5}};
    QVERIFY(near(*typicalVariance(cells), 0.04 * 2 / (2 * std::log(2.0))));
    QVERIFY(!typicalVariance({{0, 1}, {0, 1}, {1}}));
  }

  void aQuietCellBorrowsVarianceAndDegrees() {
    // s² = 0.01, s0² = 0.04: s̃² = (2·0.04 + 2·0.01)/4 = 0.025, ν = 2 + 2.
    const GainEstimate quiet = estimateGain(std::vector<double>{0, 0.1, 0.2}, 0.04, 0.95);
    QVERIFY(near(*quiet.lnSe, std::sqrt(0.025 / 3)) && near(*quiet.df, 4));
    // s² = 0.04, s0² = 0.01: it keeps its own, ν = 2 + 2·¼.
    const GainEstimate loud = estimateGain(std::vector<double>{0, 0.2, 0.4}, 0.01, 0.95);
    QVERIFY(near(*loud.lnSe, std::sqrt(0.04 / 3)) && near(*loud.df, 2.5));
  }

  void holmStepsDownAndNeverFalls() {
    const auto adjusted = holm({0.01, std::nullopt, 0.04, 0.03, 0.005});
    QVERIFY(near(*adjusted[4], 0.02) && near(*adjusted[0], 0.03) && near(*adjusted[3], 0.06));
    QVERIFY(near(*adjusted[2], 0.06));  // 0.04 by itself, but not below the one before
    QVERIFY(!adjusted[1]);
    QVERIFY(near(*holm({0.6, 0.7})[1], 1));
  }

  // Scales.

  void theSlopeIsLeastSquaresWithTheSeedsErrors() {
    // x 0, 1, 2; y 0, 1, 2: slope 1; c = −½, 0, ½; V = ½ · 0.01; ν = V²/(2·(0.0025)²/4).
    const auto slope = scaleSlope({{0, 0, 0.1, 4}, {1, 1, 0.1, 4}, {2, 2, 0.1, 4}}, 0.95);
    QVERIFY(near(slope->value, 1) && near(slope->se, std::sqrt(0.005)) && near(slope->df, 8));
    QVERIFY(near(slope->span, std::exp(2.0)));
    QVERIFY(near(slope->high - slope->value, studentQuantile(0.975, 8) * std::sqrt(0.005)));
  }

  void scatterBeyondTheSeedsWidensIt() {
    // y 0, 3, 0: residuals −1, 2, −1 of errors 0.1: Q = 600, one degree left.
    const auto slope = scaleSlope({{0, 0, 0.1, 4}, {1, 3, 0.1, 4}, {2, 0, 0.1, 4}}, 0.95);
    QVERIFY(near(slope->value, 0, 1e-12) && near(slope->se, std::sqrt(0.005 * 600)) && near(slope->df, 1));
  }

  void verdicts() {
    const double big = std::log(8.0);
    const auto verdict = [&](double y0, double y1, double y2, double se, double step) {
      return scaleVerdicts({"arm"}, {{{0, y0, se, 4}, {step, y1, se, 4}, {2 * step, y2, se, 4}}}).front();
    };
    QCOMPARE(verdict(0.3, 0.3, 0.3, 0.02, big).verdict, Verdict::Independent);
    QCOMPARE(verdict(0.3, 0.3, 0.3, 0.02, big).words(), std::string("the same gain at every scale tried"));
    QCOMPARE(verdict(0, 0.5, 1, 0.02, big).words(), std::string("grows with compute"));
    QCOMPARE(verdict(1, 0.5, 0, 0.02, big).words(), std::string("fades with compute"));
    const ArmVerdict open = verdict(0, 0.1, 0.2, 0.2, big);
    QCOMPARE(open.verdict, Verdict::Undetermined);
    QCOMPARE(open.reason, std::string("the data allow slopes from -0.109 to 0.205"));
    QCOMPARE(
        verdict(0, 0, 0, 0.01, 0.5).reason,
        std::string("3 scales spanning 2.7× cannot tell; 3 spanning 8× are the least, 4 spanning 64× are advised"));
    QCOMPARE(verdict(0, 0, 0, 0.01, big / 2).verdict, Verdict::Independent);  // exactly 8×, in logarithms
    const auto two = scaleVerdicts({"arm"}, {{{0, 0, 0.1, 4}, {5, 1, 0.1, 4}}}).front();
    QCOMPARE(two.reason, std::string("2 scales cannot tell; 3 spanning 8× are the least, 4 spanning 64× are advised"));
    QVERIFY(two.slope && !scaleVerdicts({"arm"}, {{}}).front().slope);
  }

  void pOfSlopesIsAdjustedOverTheArms() {
    const std::vector<ScalePoint> rising = {{0, 0, 0.1, 4}, {3, 0.2, 0.1, 4}, {6, 0.4, 0.1, 4}};
    const auto entries = scaleVerdicts({"a", "b"}, {rising, rising});
    QVERIFY(near(*entries[0].pHolm, std::min(1.0, 2 * entries[0].slope->p)));
  }

  void theFloorIsWhatTwoCopiesShow() {
    // Straight lines in ln step; the second run needs e^0.2 times the steps of the first, the third as many.
    std::vector<UsableRun> runs(3);
    for (std::size_t i = 0; i < 3; ++i) {
      std::vector<CurvePoint> points;
      for (const std::int64_t step : {100, 200, 400, 800})
        points.push_back({step, kNan, kNan, kNan, 9 - std::log(static_cast<double>(step)) + (i == 1 ? 0.2 : 0.0)});
      runs[i] = usableRun(points);
      QVERIFY(runs[i].usable());
    }
    const double s = std::sqrt(0.04 / 3);  // variance of 0, 0.2, 0
    QVERIFY(near(*seedFloor({&runs[0], &runs[1], &runs[2]}, 0.95), std::exp(4.30265272991 * s * std::sqrt(2.0 / 3))));
    QVERIFY(!seedFloor({&runs[0]}, 0.95));
  }
};

}  // namespace

QTEST_APPLESS_MAIN(CegStatisticsTest)
#include "tst_ceg_statistics.moc"

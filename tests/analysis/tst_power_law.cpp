// Power laws: fits that find the law they were drawn from, targets beyond the data, and laws over scales.
#include <QtTest>
#include <cmath>

#include "core/analysis/ceg_rigorous.h"
#include "core/analysis/power_law.h"
#include "core/analysis/scale_law.h"
#include "tests/analysis/synthetic_study.h"

using namespace headroom;

namespace {

bool near(double a, double b, double tolerance) {
  if (std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b))) return true;
  qWarning("%.12g is not %.12g", a, b);
  return false;
}

LawPoints law(double floor, double lnB, double beta, double noise = 0, std::uint64_t seed = 1) {
  LawPoints points;
  Noise random(seed);
  for (int i = 1; i <= 40; ++i) {
    const double lnC = std::log(100.0 * i);
    points.lnC.push_back(lnC);
    points.lnL.push_back(std::log(floor + std::exp(lnB - beta * lnC) + random.normal(noise)));
  }
  return points;
}

/// One pair: losses 2 + 8·step^−0.3, the arm twice as fast, of `steps` each.
CurveTable pairOf(std::int64_t steps, double armFloor = 2) {
  CurveTable table;
  table.arms = {"none", "twice"};
  table.scales = {"nano"};
  for (std::uint32_t arm = 0; arm < 2; ++arm) {
    table.runs.push_back({0, arm, 1, table.points.size(), 40});
    for (std::int64_t i = 1; i <= 40; ++i) {
      const double step = static_cast<double>(steps * i / 40);
      table.points.push_back({steps * i / 40, step, 1e9 * step, 0.1 * step,
                              (arm == 0 ? 2 : armFloor) + 8 * std::pow(step * (arm + 1), -0.3)});
    }
  }
  return table;
}

RigorousCell cellOf(const CurveTable& table, double target, double extrapolate) {
  return rigorousCeg(table, "none", {.target = target, .extrapolate = extrapolate})->cells.front();
}

class PowerLawTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void findsTheLawItWasDrawnFrom() {
    const auto fit = fitPowerLaws({law(1.8, 2, 0.25), law(1.8, 1.5, 0.4)});
    QVERIFY(fit && fit->pinned);
    QVERIFY(near(fit->floor, 1.8, 1e-6) && near(fit->laws[0].lnB, 2, 1e-5) && near(fit->laws[1].beta, 0.4, 1e-5));
    QVERIFY(near(fit->lnComputeAt(0, 1.8 + std::exp(2 - 0.25 * 9)), 9, 1e-4));
  }

  void oneOutlierBarelyMovesIt() {
    LawPoints points = law(1.8, 2, 0.3, 1e-4);
    const double clean = fitPowerLaws({points})->floor;
    points.lnL[20] += 0.1;
    QVERIFY(near(fitPowerLaws({points})->floor, clean, 0.01));
  }

  void aBoundSaysSo() {
    // No floor at all: E goes to its bound.
    QVERIFY(!fitPowerLaws({law(0, 2, 0.2)})->pinned);
  }

  void tooFewPointsAreRefused() {
    LawPoints points = law(1.8, 2, 0.3);
    points.lnC.resize(3), points.lnL.resize(3);
    QVERIFY(!fitPowerLaws({points}) && !fitPowerLaws({LawPoints{}}));
  }

  void aRefitFromTheSolutionStays() {
    const std::vector<LawPoints> curves = {law(1.8, 2, 0.25, 0.002), law(1.8, 1.5, 0.4, 0.002, 2)};
    const auto fit = fitPowerLaws(curves);
    QVERIFY(near(refitPowerLaws(curves, *fit)->floor, fit->floor, 1e-5));
  }

  void aTargetBelowTheDataIsExtrapolatedWhenAsked() {
    // Loss at 3,000 steps of the baseline, which trained 2,000.
    const double target = 2 + 8 * std::pow(3000, -0.3);
    const CurveTable table = pairOf(2000);
    const RigorousCell refused = cellOf(table, target, 1);
    QCOMPARE(refused.status, RigorousCell::Status::Refused);
    QVERIFY(refused.reason.starts_with("loss 2.724") && refused.reason.ends_with("--extrapolate 2 would fit a curve"));
    const RigorousCell cell = cellOf(table, target, 2);
    QCOMPARE(cell.status, RigorousCell::Status::OnePair);
    QVERIFY(near(cell.step->ceg, 2, 1e-4) && near(*cell.extrapolated, 1.5, 1e-3) && near(cell.flop->ceg, 2, 1e-4));
    QVERIFY(near(cell.curve.front().gain.ceg, 2, 1e-4) && near(cell.curve.front().loss, target, 1e-12));
    QVERIFY(near(cell.curve.back().gain.ceg, 2, 0.05));  // read off the curves there
  }

  void extrapolationEndsWhereItWasToldTo() {
    const RigorousCell cell = cellOf(pairOf(2000), 2 + 8 * std::pow(18200, -0.3), 4);
    QCOMPARE(cell.reason, std::string("the target would need 9.1× the measured compute; at most 4× is extrapolated"));
    QVERIFY(!cell.targetLoss && !cell.step && cell.curve.empty());
  }

  void aTargetUnderTheFloorIsRefused() {
    QCOMPARE(cellOf(pairOf(2000), 1.9, 4).reason, std::string("the target lies within the fitted floor 2.00"));
  }

  void severalPairsGiveTheFloorAnInterval() {
    CurveTable table = pairOf(2000);
    Noise noise(3);
    for (std::int64_t seed = 2; seed <= 3; ++seed)
      for (std::uint32_t arm = 0; arm < 2; ++arm) {
        CurveTable::Run run = table.runs[arm];
        run.seed = seed;
        run.begin = table.points.size();
        for (std::size_t i = 0; i < run.count; ++i) {
          table.points.push_back(table.points[table.runs[arm].begin + i]);
          table.points.back().loss += noise.normal(0.003);
        }
        table.runs.push_back(run);
      }
    const RigorousCell cell = cellOf(table, 2.01, 4);
    QVERIFY2(cell.reason.starts_with("the target lies within the fitted floor 2.0"), cell.reason.c_str());
    QVERIFY(cell.reason.find(" ± 0.") != std::string::npos);
  }

  void lawsOverScalesFindTheSlope() {
    // ln CEG = ln 1.5 + 0.1·(ln C − ln C₀): β_v = β_b / 0.9.
    const auto laws = study(0.1);
    QVERIFY(laws.refusal.empty() && laws.arms.size() == 1);
    const ScaleLaw& arm = laws.arms.front();
    QVERIFY2(arm.low && *arm.low < 0.1 && *arm.high > 0.1, qPrintable(QString::number(arm.slope)));
    QVERIFY(*arm.low > 0 && arm.band.size() == 25);
    QVERIFY(*arm.band.front().low < 1.5 && *arm.band.front().high > 1.5);
    QVERIFY(near(arm.band.back().flops / arm.band.front().flops, 1024, 0.02));  // 8³ and twice beyond
    // The same curves, the same band.
    QCOMPARE(*study(0.1).arms.front().high, *arm.high);
  }

  void lawsOverScalesNeedFour() {
    QCOMPARE(study(0, 3).refusal, std::string("3 scales do not pin a law down; 4 are the least"));
  }

 private:
  std::vector<UsableRun> m_runs;

  ScaleLaws study(double slope, int count = 4) {
    m_runs.clear();
    m_runs.reserve(64);
    std::vector<ScaleRuns> scales;
    Noise noise(5);
    const double c0 = 1e15;
    for (int scale = 0; scale < count; ++scale) {
      ScaleRuns runs;
      runs.arms.resize(1);
      for (std::int64_t seed = 1; seed <= 3; ++seed)
        for (const bool arm : {false, true}) {
          const double flops = c0 * std::pow(8.0, scale);
          const auto loss = [&](double c) {
            if (!arm) return 1.7 + 2 * std::pow(c / c0, -0.15);
            // The baseline's compute that does as well: ln c_b = (ln c + ln 1.5)/(1 − slope), in units of c0.
            return 1.7 + 2 * std::pow(std::pow(1.5 * c / c0, 1 / (1 - slope)), -0.15);
          };
          std::vector<CurvePoint> points;
          for (const double share : {0.25, 0.35, 0.5, 0.7, 1.0})
            points.push_back({static_cast<std::int64_t>(1000 * share), CurvePoint::kUnknown, flops * share,
                              CurvePoint::kUnknown, loss(flops * share) + noise.normal(0.001)});
          m_runs.push_back(usableRun(points));
          (arm ? runs.arms[0] : runs.baseline)[seed] = &m_runs.back();
        }
      scales.push_back(std::move(runs));
    }
    std::swap(scales.front(), scales.back());  // in any order
    return scaleLaws({"arm"}, scales, {.reach = 2, .draws = 300});
  }
};

}  // namespace

QTEST_APPLESS_MAIN(PowerLawTest)
#include "tst_power_law.moc"

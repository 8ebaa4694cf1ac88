// Intervals hold the truth and verdicts stay silent as often as they promise, at small size; tests/bench/bench_coverage
// does it at full size and core/analysis/MEASURED.md has its table. Seeded: the same studies every time.
#include <QtTest>

#include "tests/analysis/coverage.h"

using namespace headroom;

class CegCoverageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void intervalsHoldTheTruth() {
    Coverage::Count sum;
    for (const int arms : {1, 3, 6}) {
      const Coverage c = coverage({.shape = {.arms = arms, .scales = 2}, .studies = 300 / arms, .seed = 7});
      sum.cells += c.all.cells;
      sum.covered += c.all.covered;
      QCOMPARE(c.refused, std::size_t{0});
    }
    QCOMPARE(sum.cells, std::size_t{1800});
    QVERIFY2(sum.percent() >= 93 && sum.percent() <= 97.5, qPrintable(QString::number(sum.percent())));
  }

  void theLoudestScaleIsCoveredToo() {
    for (const auto spread : {StudyShape::Spread::ByLoss, StudyShape::Spread::BySlope}) {
      const Coverage c = coverage({.shape = {.arms = 6, .scales = 3, .spread = spread}, .studies = 100, .seed = 8});
      for (const Coverage::Count& scale : c.scales)
        QVERIFY2(scale.percent() >= 92 && scale.percent() <= 99, qPrintable(QString::number(scale.percent())));
    }
  }

  void flatArmsAreSeldomCalledDependentAndSlopesAreFound() {
    const Coverage flat = coverage({.shape = {.arms = 3, .scales = 4}, .studies = 40, .seed = 9});
    QVERIFY(flat.dependent * 20 <= flat.arms && flat.independent * 10 >= flat.arms * 9);
    const Coverage rising =
        coverage({.shape = {.arms = 3, .scales = 4, .slope = 0.2, .leastGain = 2}, .studies = 40, .seed = 10});
    QVERIFY(rising.dependent * 10 >= rising.arms * 9 && rising.wrongSign == 0);
    const Coverage few = coverage({.shape = {.arms = 3, .scales = 2, .slope = 0.2, .leastGain = 2}, .studies = 10});
    QCOMPARE(few.dependent + few.independent, std::size_t{0});
  }
};

QTEST_APPLESS_MAIN(CegCoverageTest)
#include "tst_ceg_coverage.moc"

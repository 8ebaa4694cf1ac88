// Cross-entropy: the reference against known values and numeric gradients, the fast version against it and at its
// edges.
#include <QtTest>
#include <cmath>
#include <limits>

#include "kernels/cross_entropy.h"

using namespace headroom;

class CrossEntropyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void referenceGivesTheTextbookValues() {
    std::vector<float> x = {0, 0, 0, 0, 99, std::log(1.0F), std::log(2.0F), std::log(5.0F), 0, 99};
    x[8] = -std::numeric_limits<float>::infinity();
    const std::vector<std::int64_t> targets = {1, 2};
    std::vector<float> loss(2);
    QVERIFY(crossEntropyReference(CrossEntropy<float>{2, 4, 5, x.data(), targets.data(), loss.data(), 2}).ok());
    QVERIFY(std::fabs(loss[0] - std::log(4.0)) < 1e-6 && std::fabs(loss[1] - std::log(8.0 / 5)) < 1e-6);
    const std::vector<float> expected = {0.5, -1.5, 0.5, 0.5, 0, 2.0F / 8, 4.0F / 8, 2 * (5.0F / 8 - 1), 0, 0};
    for (std::size_t i = 0; i < x.size(); ++i) QVERIFY(std::fabs(x[i] - expected[i]) < 1e-6);
  }

  void theFastVersionKeepsExtremes_data() {
    QTest::addColumn<float>("shift");
    for (const float shift : {0.0F, 1e4F, -1e4F, 3e38F, -3e38F}) QTest::addRow("%g", double(shift)) << shift;
  }
  void theFastVersionKeepsExtremes() {
    QFETCH(float, shift);
    for (const std::int64_t columns : {1, 2, 15, 16, 17, 47, 1000}) {
      std::vector<float> x(std::size_t(columns), shift);
      x[0] = 0;
      std::vector<float> expected = x;
      const std::vector<std::int64_t> target = {columns - 1};
      float loss = 0, expectedLoss = 0;
      QVERIFY(crossEntropyCpu(CrossEntropy<float>{1, columns, columns, x.data(), target.data(), &loss}).ok());
      QVERIFY(
          crossEntropyReference(CrossEntropy<float>{1, columns, columns, expected.data(), target.data(), &expectedLoss})
              .ok());
      QVERIFY2(std::fabs(loss - expectedLoss) <= 1e-5F * (1 + std::fabs(expectedLoss)), std::to_string(loss).c_str());
      for (std::size_t i = 0; i < x.size(); ++i) QVERIFY(std::fabs(x[i] - expected[i]) < 1e-5F);
    }
  }

  void notANumberStaysVisible() {
    std::vector<float> x(40, 0.5F);
    x[17] = std::numeric_limits<float>::quiet_NaN();
    const std::vector<std::int64_t> target = {3};
    float loss = 0;
    QVERIFY(crossEntropyCpu(CrossEntropy<float>{1, 40, 40, x.data(), target.data(), &loss, 1, false}).ok());
    QVERIFY(std::isnan(loss));
    QCOMPARE(x[0], 0.5F);  // no gradient was wanted
    for (const std::int64_t outside : {-1, 40}) {
      std::vector<float> y(40, 0.5F);
      QVERIFY(crossEntropyCpu(CrossEntropy<float>{1, 40, 40, y.data(), &outside, &loss}).ok());
      QVERIFY(std::isnan(loss));
    }
  }

  void refusesSizesAndPointersThatCannotBe() {
    std::vector<float> x(8), loss(2);
    const std::vector<std::int64_t> targets(2);
    for (const auto& [rows, columns, stride] : {std::tuple<std::int64_t, std::int64_t, std::int64_t>{-1, 4, 4},
                                                {1, 0, 4},
                                                {1, 4, 3},
                                                {1ll << 41, 4, 4},
                                                {2, 1ll << 40, 1ll << 40}}) {
      const CrossEntropy<float> wrong{rows, columns, stride, x.data(), targets.data(), loss.data()};
      QVERIFY(!crossEntropyCpu(wrong).ok() && !crossEntropyReference(wrong).ok());
      QVERIFY(!crossEntropyCuda(wrong, nullptr).ok());
    }
    QVERIFY(!crossEntropyCpu(CrossEntropy<float>{2, 4, 4, x.data(), nullptr, loss.data()}).ok());
  }
};

QTEST_APPLESS_MAIN(CrossEntropyTest)
#include "tst_cross_entropy.moc"

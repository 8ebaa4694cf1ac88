// The memory probe computes what it says and gives numbers that can be true. No test asserts a speed.
#include <QtTest>

#include "kernels/check.h"
#include "kernels/triad.h"

using namespace headroom;

class TriadTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyVersionEqualsTheReferenceAndStaysInside_data() {
    QTest::addColumn<quint64>("n");
    for (const int n : {0, 1, 3, 4, 5, 15, 16, 17, 63, 1000, 4099}) QTest::addRow("%d", n) << static_cast<quint64>(n);
  }
  void everyVersionEqualsTheReferenceAndStaysInside() {
    QFETCH(quint64, n);
    constexpr float kSentinel = -77;
    std::vector<float> b(n + 8), c(n + 8);
    for (std::size_t i = 0; i < b.size(); ++i) {
      b[i] = static_cast<float>(i) * 0.25F;  // small multiples of 1/8: every product and sum is exact
      c[i] = static_cast<float>(i % 13) - 6;
    }
    for (const auto kernel : {triadReference, triadCpu, triadCpuStreaming}) {
      for (std::size_t shift = 0; shift < 4; ++shift) {
        std::vector<float> a(n + 8, kSentinel);
        kernel(a.data() + shift, b.data() + shift, c.data() + shift, 1.5F, n);
        for (std::size_t i = 0; i < a.size(); ++i)
          QCOMPARE(a[i], i >= shift && i < shift + n ? b[i] + 1.5F * c[i] : kSentinel);
      }
    }
  }

  void measuresTheWorkingSetItWasAskedFor() {
    for (const int threads : {1, 2}) {
      const TriadResult result = measureTriad({.workingSetBytes = 1'000'000, .threads = threads, .repeats = 3});
      QVERIFY2(result.error.empty(), result.error.c_str());
      QCOMPARE(result.threads, threads);
      QVERIFY(result.workingSetBytes <= 1'000'000 && result.workingSetBytes > 990'000);
      QCOMPARE(result.workingSetBytes % (3 * 64 * static_cast<std::size_t>(threads)), std::size_t{0});
      QVERIFY(result.bytesPerSecond > 1e6 && result.bytesPerSecond < 1e14);
    }
  }

  void evenTheSmallestRequestIsMeasured() {
    const TriadResult result = measureTriad({.workingSetBytes = 0, .threads = 0, .repeats = 1});
    QVERIFY(result.error.empty() && result.bytesPerSecond > 0);
    QCOMPARE(result.workingSetBytes, std::size_t{192});
    QCOMPARE(result.threads, 1);
  }

  void memoryThatIsNotThereIsAnErrorNotACrash() {
    const TriadResult result = measureTriad({.workingSetBytes = std::size_t{1} << 55, .threads = 2, .repeats = 1});
    QVERIFY(!result.error.empty());
    QCOMPARE(result.bytesPerSecond, 0.0);
  }

  void levelsGrowFromTheFirstCacheToMemory() {
    const CacheSizes caches = cacheSizes();
    QVERIFY(caches.l1 >= 4096 && caches.l1 < caches.l2 && caches.l1 < caches.l3);
    const std::vector<TriadResult> results = probeTriad(1);
    QVERIFY(results.size() >= 4);
    QCOMPARE(results.front().level, std::string("L1"));
    QCOMPARE(results.back().level, std::string("DRAM"));
    QVERIFY(results.back().streamingStores);
    for (std::size_t i = 0; i < results.size(); ++i) {
      QVERIFY2(results[i].error.empty(), results[i].error.c_str());
      QVERIFY(results[i].bytesPerSecond > 0);
      QVERIFY(i == 0 || results[i].workingSetBytes >= results[i - 1].workingSetBytes);
    }
  }

  void sizesOfTheCallersChoiceComeInHisOrder() {
    const std::vector<TriadResult> results = probeTriad({std::size_t{1} << 20, std::size_t{1} << 14}, 1);
    QCOMPARE(results.size(), std::size_t{2});
    QVERIFY(results[0].workingSetBytes > results[1].workingSetBytes);
  }

  void theGpuProbeSaysWhyItCannotRun() {
    const std::vector<TriadResult> results = probeTriadCuda();
    QVERIFY(!results.empty());
    if (cudaUnavailable().empty()) {
      for (const TriadResult& result : results)
        QVERIFY2(result.error.empty() && result.bytesPerSecond > 0, result.error.c_str());
      return;
    }
    QVERIFY(!results.front().error.empty());
    QSKIP(cudaUnavailable().c_str());
  }
};

QTEST_APPLESS_MAIN(TriadTest)
#include "tst_triad.moc"

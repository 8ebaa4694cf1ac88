// LayerNorm: the reference against known values and numeric gradients, every version against the reference.
#include <QtTest>
#include <cmath>
#include <limits>
#include <random>

#include "kernels/check.h"
#include "kernels/layer_norm.h"

using namespace headroom;

namespace {

constexpr float kSentinel = -4321;

std::vector<double> randomValues(std::size_t n, unsigned seed) {
  std::mt19937 generator(seed);
  std::vector<double> values(n);
  for (double& value : values) value = static_cast<double>(generator()) * 0x1p-31 - 0.8;
  return values;
}

template <class T>
std::vector<T> narrowed(const std::vector<double>& values, std::size_t sentinels) {
  std::vector<T> result(values.size() + sentinels);
  for (std::size_t i = 0; i < values.size(); ++i) narrow(values[i], result[i]);
  for (std::size_t i = values.size(); i < result.size(); ++i) narrow(kSentinel, result[i]);
  return result;
}

template <class T>
bool keepsSentinels(const std::vector<T>& values, std::size_t n) {
  T sentinel;
  narrow(kSentinel, sentinel);
  return std::all_of(values.begin() + static_cast<std::ptrdiff_t>(n), values.end(),
                     [&](T value) { return widened(value) == widened(sentinel); });
}

/// Σ w · y for the weights w: a scalar whose gradient with respect to y is w.
double weightedSum(const LayerNormForward<double>& f, const std::vector<double>& w) {
  if (!layerNormReference(f).ok()) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (std::size_t i = 0; i < w.size(); ++i) sum += w[i] * f.y[i];
  return sum;
}

}  // namespace

class LayerNormTest : public QObject {
  Q_OBJECT

  static void verifyChecks(KernelDevice device, std::size_t least) {
    const std::vector<KernelCheck> checks = checkKernels(device);
    QVERIFY(checks.size() >= least);
    for (const KernelCheck& check : checks) {
      QVERIFY2(check.skipped.empty(), check.skipped.c_str());
      QVERIFY2(check.passed, qPrintable(QString("%1: error %2, tolerance %3. %4")
                                            .arg(check.kernel.c_str())
                                            .arg(check.maxError)
                                            .arg(check.tolerance)
                                            .arg(check.error.c_str())));
      // Float sums never agree with double ones on every bit: no error at all would mean that nothing was compared.
      const bool sumsInFloat = check.kernel.find("layer_norm") == 0 && check.kernel.find("fp32") != std::string::npos;
      QVERIFY2(check.maxError > 0 || !sumsInFloat, check.kernel.c_str());
    }
  }

  template <class T>
  static void verifyNoOverrun(std::int64_t rows, std::int64_t columns) {
    constexpr std::size_t kExtra = 40;
    const auto r = static_cast<std::size_t>(rows), c = static_cast<std::size_t>(columns), n = r * c;
    const std::vector<T> delta = narrowed<T>(randomValues(n, 1), 0), dy = narrowed<T>(randomValues(n, 2), 0);
    const std::vector<float> x = narrowed<float>(randomValues(n, 4), 0), gain = narrowed<float>(randomValues(c, 3), 0);
    std::vector<T> y = narrowed<T>({}, n + kExtra), ddelta = y;
    std::vector<float> sum(n + kExtra, kSentinel), dx = sum;
    std::vector<float> mean(r + kExtra, kSentinel), inverse = mean, dgain(c + kExtra, kSentinel), dbias = dgain;
    const LayerNormForward<T> f{rows,     columns,     1e-5,           x.data(),     gain.data(), nullptr,
                                y.data(), mean.data(), inverse.data(), delta.data(), sum.data()};
    QVERIFY(layerNormCpu(f).ok());
    const LayerNormBackward<T> b{rows,           columns,   dy.data(),    sum.data(),   gain.data(), mean.data(),
                                 inverse.data(), dx.data(), dgain.data(), dbias.data(), x.data(),    ddelta.data()};
    QVERIFY(layerNormCpu(b).ok());
    QVERIFY(keepsSentinels(y, n) && keepsSentinels(sum, n) && keepsSentinels(dx, n) && keepsSentinels(ddelta, n));
    QVERIFY(keepsSentinels(mean, r) && keepsSentinels(inverse, r));
    QVERIFY(keepsSentinels(dgain, c) && keepsSentinels(dbias, c));
    QVERIFY(widened(y[n - 1]) != kSentinel && widened(dx[n - 1]) != kSentinel && dbias[c - 1] != kSentinel);
  }

 private Q_SLOTS:
  void referenceGivesTheTextbookValues() {
    // Mean 2.5, variance 1.25: y = (x − 2.5) / √1.25, by hand.
    const std::vector<double> x = {1, 2, 3, 4}, gain = {1, 1, 2, 1}, bias = {0, 0.5, 0, 0};
    std::vector<double> y(4), mean(1), inverse(1);
    LayerNormForward<double> f{1, 4, 0.0, x.data(), gain.data(), bias.data(), y.data(), mean.data(), inverse.data()};
    QVERIFY(layerNormReference(f).ok());
    const double unit = 1 / std::sqrt(1.25);
    const std::vector<double> expected = {-1.5 * unit, -0.5 * unit + 0.5, 2 * 0.5 * unit, 1.5 * unit};
    for (std::size_t i = 0; i < 4; ++i) QVERIFY(std::fabs(y[i] - expected[i]) < 1e-14);
    QCOMPARE(mean[0], 2.5);
    QVERIFY(std::fabs(inverse[0] - unit) < 1e-14);
  }

  void referenceGradientsAgreeWithDifferences_data() {
    QTest::addColumn<qint64>("rows");
    QTest::addColumn<qint64>("columns");
    QTest::addColumn<bool>("gain");
    QTest::addColumn<bool>("bias");
    QTest::addColumn<bool>("residual");
    QTest::newRow("gain and bias") << qint64{3} << qint64{7} << true << true << false;
    QTest::newRow("gain, residual") << qint64{2} << qint64{16} << true << false << true;
    QTest::newRow("bias") << qint64{5} << qint64{3} << false << true << false;
    QTest::newRow("plain, residual") << qint64{1} << qint64{33} << false << false << true;
    QTest::newRow("two columns") << qint64{4} << qint64{2} << true << true << false;
  }
  void referenceGradientsAgreeWithDifferences() {
    QFETCH(qint64, rows);
    QFETCH(qint64, columns);
    QFETCH(bool, gain);
    QFETCH(bool, bias);
    QFETCH(bool, residual);
    const auto r = static_cast<std::size_t>(rows), c = static_cast<std::size_t>(columns), n = r * c;
    std::vector<double> x = randomValues(n, 1), g = randomValues(c, 2), o = randomValues(c, 3), w = randomValues(n, 4);
    std::vector<double> delta = randomValues(n, 5), y(n), mean(r), inverse(r), dx(n), dg(c), dbias(c), sum(n),
                        ddelta(n);
    // The gradient that reaches the sum past the norm belongs to a loss of Σ past · sum besides Σ w · y.
    const std::vector<double> past = residual ? randomValues(n, 6) : std::vector<double>(n, 0.0);
    const LayerNormForward<double> f{rows,
                                     columns,
                                     1e-3,
                                     x.data(),
                                     gain ? g.data() : nullptr,
                                     bias ? o.data() : nullptr,
                                     y.data(),
                                     mean.data(),
                                     inverse.data(),
                                     residual ? delta.data() : nullptr,
                                     residual ? sum.data() : nullptr};
    QVERIFY(layerNormReference(f).ok());
    const LayerNormBackward<double> b{rows,
                                      columns,
                                      w.data(),
                                      residual ? sum.data() : x.data(),
                                      gain ? g.data() : nullptr,
                                      mean.data(),
                                      inverse.data(),
                                      dx.data(),
                                      dg.data(),
                                      dbias.data(),
                                      past.data(),
                                      ddelta.data()};
    QVERIFY(layerNormReference(b).ok());

    const auto lossOf = [&](const LayerNormForward<double>& forward) {
      double loss = weightedSum(forward, w);
      for (std::size_t i = 0; i < n; ++i) loss += past[i] * (residual ? sum[i] : 0);
      return loss;
    };
    const auto agrees = [&](std::vector<double>& input, const std::vector<double>& gradient) {
      constexpr double kStep = 1e-5;  // error of central differences: about step² + 1e-16 / step
      for (std::size_t i = 0; i < input.size(); ++i) {
        const double before = input[i];
        input[i] = before + kStep;
        const double above = lossOf(f);
        input[i] = before - kStep;
        const double below = lossOf(f);
        input[i] = before;
        if (!(std::fabs((above - below) / (2 * kStep) - gradient[i]) < 1e-6 * (1 + std::fabs(gradient[i]))))
          return false;
      }
      return true;
    };
    QVERIFY(agrees(x, dx));
    QVERIFY(ddelta == dx);
    if (residual) QVERIFY(agrees(delta, ddelta));
    if (gain) QVERIFY(agrees(g, dg));
    if (bias) QVERIFY(agrees(o, dbias));
  }

  void everyCpuKernelEqualsItsReference() { verifyChecks(KernelDevice::Cpu, 70); }

  void everyCudaKernelEqualsItsReference() {
    if (const std::string reason = cudaUnavailable(); !reason.empty()) {
      for (const KernelCheck& check : checkKernels(KernelDevice::Cuda))
        QVERIFY(!check.passed && check.skipped == reason);
      QSKIP(reason.c_str());
    }
    verifyChecks(KernelDevice::Cuda, 37);
  }

  void writesNothingPastItsArrays_data() {
    QTest::addColumn<qint64>("rows");
    QTest::addColumn<qint64>("columns");
    for (const auto& [rows, columns] : {std::pair{1, 1}, {2, 15}, {3, 16}, {3, 17}, {5, 63}, {4, 129}})
      QTest::addRow("%d × %d", rows, columns) << qint64{rows} << qint64{columns};
  }
  void writesNothingPastItsArrays() {
    QFETCH(qint64, rows);
    QFETCH(qint64, columns);
    verifyNoOverrun<float>(rows, columns);
    verifyNoOverrun<BFloat16>(rows, columns);
  }

  void partsOfTheRowsAddUpToTheWhole() {
    constexpr std::int64_t kRows = 10, kColumns = 20;
    const std::vector<float> x = narrowed<float>(randomValues(200, 1), 0),
                             dy = narrowed<float>(randomValues(200, 2), 0);
    std::vector<float> y(200), mean(10), inverse(10), whole(200), parts(200), dgain(20), dbias(20), some(20), other(20);
    QVERIFY(layerNormCpu(LayerNormForward<float>{kRows, kColumns, 1e-5, x.data(), nullptr, nullptr, y.data(),
                                                 mean.data(), inverse.data()})
                .ok());
    LayerNormBackward<float> b{kRows,       kColumns,       dy.data(),    x.data(),     nullptr,
                               mean.data(), inverse.data(), whole.data(), dgain.data(), dbias.data()};
    QVERIFY(layerNormCpu(b).ok());
    b = {4, kColumns, dy.data(), x.data(), nullptr, mean.data(), inverse.data(), parts.data(), some.data(), nullptr};
    QVERIFY(layerNormCpu(b).ok());
    b = {6,        kColumns,    dy.data() + 80,    x.data() + 80, nullptr,
         &mean[4], &inverse[4], parts.data() + 80, other.data(),  nullptr};
    QVERIFY(layerNormCpu(b).ok());
    QVERIFY(whole == parts);
    for (std::size_t c = 0; c < 20; ++c) QVERIFY(std::fabs(some[c] + other[c] - dgain[c]) < 1e-5F);
  }

  void noRowsGiveZeroGradients() {
    std::vector<float> dgain(3, 7), dbias(3, 7);
    LayerNormBackward<float> b;
    b.columns = 3;
    b.dgain = dgain.data();
    b.dbias = dbias.data();
    QVERIFY(layerNormCpu(b).ok());
    QVERIFY(dgain == std::vector<float>(3, 0) && dbias == std::vector<float>(3, 0));
  }

  void refusesSizesAndPointersThatCannotBe() {
    std::vector<float> some(4);
    LayerNormForward<float> f{1, 4, 1e-5, some.data(), nullptr, nullptr, some.data(), some.data(), some.data()};
    for (const auto& [rows, columns] :
         {std::pair<std::int64_t, std::int64_t>{-1, 4}, {1, 0}, {1, -4}, {1ll << 40, 1ll << 40}}) {
      LayerNormForward<float> wrong = f;
      wrong.rows = rows;
      wrong.columns = columns;
      QVERIFY(!layerNormCpu(wrong).ok());
      QVERIFY(!layerNormReference(wrong).ok());
      QVERIFY(!layerNormCuda(wrong, nullptr).ok());
    }
    LayerNormForward<float> wrong = f;
    wrong.epsilon = -1;
    QVERIFY(!layerNormCpu(wrong).ok());
    wrong = f;
    wrong.y = nullptr;
    QVERIFY(!layerNormCpu(wrong).ok());
    QVERIFY(!layerNormCpu(LayerNormBackward<float>{1, 4}).ok());
  }

  void bfloat16RoundsToNearestEven_data() {
    QTest::addColumn<float>("value");
    QTest::addColumn<quint16>("bits");
    QTest::newRow("one") << 1.0F << quint16{0x3F80};
    QTest::newRow("tie to even, down") << 1.00390625F << quint16{0x3F80};
    QTest::newRow("tie to even, up") << 1.01171875F << quint16{0x3F82};
    QTest::newRow("above a tie") << 1.00390637F << quint16{0x3F81};
    QTest::newRow("negative") << -2.5F << quint16{0xC020};
    QTest::newRow("overflow") << std::numeric_limits<float>::max() << quint16{0x7F80};
    QTest::newRow("infinity") << -std::numeric_limits<float>::infinity() << quint16{0xFF80};
  }
  void bfloat16RoundsToNearestEven() {
    QFETCH(float, value);
    QFETCH(quint16, bits);
    BFloat16 narrowedValue;
    narrow(value, narrowedValue);
    QCOMPARE(narrowedValue.bits, bits);
    narrow(std::numeric_limits<float>::quiet_NaN(), narrowedValue);
    QVERIFY(std::isnan(widened(narrowedValue)));
  }
};

QTEST_APPLESS_MAIN(LayerNormTest)
#include "tst_layer_norm.moc"

// Attention: the reference against known values and numeric gradients, the kernel against the reference in double.
#include <rapidcheck.h>

#include <QtTest>
#include <cmath>
#include <limits>
#include <random>

#include "kernels/attention.h"

using namespace headroom;

namespace {

constexpr float kSentinel = -4321;
const std::vector<std::pair<AttentionMask, const char*>> kMasks = {{AttentionMask::Causal, "causal"},
                                                                   {AttentionMask::Window, "window"},
                                                                   {AttentionMask::Strided, "strided"},
                                                                   {AttentionMask::Fixed, "fixed"}};

std::vector<double> randomValues(std::size_t n, unsigned seed) {
  std::mt19937 generator(seed);
  std::vector<double> values(n);
  for (double& value : values) {  // every type can hold them: 8 bits
    BFloat16 held;
    narrow(static_cast<double>(generator()) * 0x1p-31 - 0.9, held);
    value = static_cast<double>(widened(held));
  }
  return values;
}

template <class T>
std::vector<T> narrowed(const std::vector<double>& values) {
  std::vector<T> result(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) narrow(values[i], result[i]);
  return result;
}

/// One problem with everything it reads and writes. q, k and v are slices of a packed row that has a gap besides.
template <class T>
struct Problem {
  explicit Problem(const AttentionShape& s, bool hasSink, double size = 2)
      : shape(s), width(s.heads * s.headWidth), kvWidth(s.kvHeads * s.headWidth), row(width + 2 * kvWidth + 3) {
    const auto count = [](std::int64_t n) { return static_cast<std::size_t>(n); };
    std::vector<double> values = randomValues(count(s.batch * s.keys * row), 1);
    for (double& value : values) value *= size;
    packed = narrowed<T>(values);
    dy = narrowed<T>(randomValues(count(s.batch * s.queries * width), 2));
    sink = narrowed<Wide<T>>(randomValues(count(s.heads), 3));
    const auto written = [&](auto& values, std::int64_t n) {
      values.resize(count(n) + kExtra);
      for (auto& value : values) narrow(kSentinel, value);
    };
    written(y, s.batch * s.queries * width);
    written(dq, s.batch * s.queries * width);
    written(dk, s.batch * s.keys * width);
    written(dv, s.batch * s.keys * width);
    written(logSum, s.batch * s.heads * s.queries);
    written(dsink, s.batch * s.heads);
    const auto rows = [&](std::int64_t offset) { return AttentionRows<T>{packed.data() + offset, s.keys * row, row}; };
    const AttentionRows<T> ofY{y.data(), s.queries * width, width}, ofDy{dy.data(), s.queries * width, width};
    const Wide<T>* const trained = hasSink ? sink.data() : nullptr;
    forward = {s, rows(0), rows(width), rows(width + kvWidth), trained, y.data(), logSum.data()};
    backward = {s,       forward.q,     forward.k, forward.v, ofY,       ofDy,
                trained, logSum.data(), dq.data(), dk.data(), dv.data(), hasSink ? dsink.data() : nullptr};
  }
  Problem(const Problem&) = delete;

  KernelStatus runReference() {
    const KernelStatus status = attentionReference(forward);
    return status.ok() ? attentionReference(backward) : status;
  }
  /// In parts of `step` tasks, the last one first.
  KernelStatus runKernel(std::int64_t step = 1 << 20, int lanes = 16) {
    const auto inParts = [step, lanes](const auto& arguments) {
      KernelStatus status;
      for (std::int64_t last = attentionTasks(arguments); last > 0 && status.ok(); last -= std::min(last, step))
        status = attentionCpu(arguments, std::max<std::int64_t>(0, last - step), last, lanes);
      return status;
    };
    const KernelStatus status = inParts(forward);
    return status.ok() ? inParts(backward) : status;
  }
  bool keepsSentinels() const {
    const auto keeps = [](const auto& values) {
      auto sentinel = values[0];
      narrow(kSentinel, sentinel);
      return std::all_of(values.end() - kExtra, values.end(),
                         [&](auto value) { return widened(value) == widened(sentinel); });
    };
    return keeps(y) && keeps(dq) && keeps(dk) && keeps(dv) && keeps(logSum) && keeps(dsink);
  }

  static constexpr int kExtra = 40;
  AttentionShape shape;
  std::int64_t width, kvWidth, row;
  std::vector<T> packed, dy, y, dq;
  std::vector<Wide<T>> sink, logSum, dk, dv, dsink;
  AttentionForward<T> forward;
  AttentionBackward<T> backward;
};

/// The largest difference, in units of 1 + the largest number; infinite when a number is none.
template <class A, class B>
double difference(const std::vector<A>& got, const std::vector<B>& expected) {
  double error = 0, scale = 1;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const auto a = static_cast<double>(widened(got[i])), b = static_cast<double>(widened(expected[i]));
    if (b == static_cast<double>(kSentinel)) continue;
    if (!(std::fabs(a - b) >= 0)) return std::numeric_limits<double>::infinity();
    error = std::max(error, std::fabs(a - b));
    scale = std::max(scale, 1 + std::fabs(b));
  }
  return error / scale;
}

/// What is wrong with the kernel on T against the reference in double; "" when nothing is.
template <class T>
std::string mistakeOf(const AttentionShape& shape, bool sink, double tolerance, int lanes = 16) {
  Problem<double> expected(shape, sink);
  Problem<T> got(shape, sink);
  if (KernelStatus status = expected.runReference(); !status.ok()) return status.error;
  if (KernelStatus status = got.runKernel(1 << 20, lanes); !status.ok()) return status.error;
  if (!got.keepsSentinels()) return "It wrote past an array.";
  const std::pair<const char*, double> errors[] = {
      {"y", difference(got.y, expected.y)},    {"logSum", difference(got.logSum, expected.logSum)},
      {"dq", difference(got.dq, expected.dq)}, {"dk", difference(got.dk, expected.dk)},
      {"dv", difference(got.dv, expected.dv)}, {"dsink", difference(got.dsink, expected.dsink)}};
  for (const auto& [name, error] : errors)
    if (!(error <= tolerance)) return std::string(name) + " is off by " + std::to_string(error);
  return "";
}

// Sums of a few hundred float products; measured errors are below 2e-6.
constexpr double kFloatTolerance = 1e-5;
// y is rounded to 8 bits, and so is what δ is made of: 2^-8 of y, some of which meet in a gradient.
constexpr double kBFloat16Tolerance = 3.0 / 128;

}  // namespace

class AttentionTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void referenceGivesTheTextbookValues() {
    // D = 1, two positions: q = (1, 2), k = (1, 3), v = (10, 20). Position 0 sees v0 alone; position 1 has the scores
    // 2 and 6, so the weights 1/(1 + e⁴) and e⁴/(1 + e⁴).
    const std::vector<double> q = {1, 2}, k = {1, 3}, v = {10, 20};
    std::vector<double> y(2), logSum(2);
    AttentionForward<double> f{{.batch = 1, .queries = 2, .keys = 2},
                               {q.data(), 2, 1},
                               {k.data(), 2, 1},
                               {v.data(), 2, 1},
                               nullptr,
                               y.data(),
                               logSum.data()};
    QVERIFY(attentionReference(f).ok());
    const double e4 = std::exp(4);
    QCOMPARE(y[0], 10.0);
    QVERIFY(std::fabs(y[1] - (10 + 20 * e4) / (1 + e4)) < 1e-12);
    QVERIFY(std::fabs(logSum[1] - std::log(std::exp(2) + std::exp(6))) < 1e-12);
    // A sink of 6 takes as much as the second key; ALiBi with one head costs 2^-8 a step.
    const std::vector<double> sink = {6};
    f.sink = sink.data();
    f.shape.alibi = true;
    QVERIFY(attentionReference(f).ok());
    const double first = std::exp(2 - 1.0 / 256), second = std::exp(6);
    QVERIFY(std::fabs(y[1] - (10 * first + 20 * second) / (first + 2 * second)) < 1e-12);
  }

  void referenceGradientsAgreeWithDifferences_data() {
    QTest::addColumn<int>("mask");
    QTest::addColumn<bool>("alibi");
    QTest::addColumn<double>("softcap");
    QTest::addColumn<bool>("sink");
    for (const auto& [mask, name] : kMasks) {
      QTest::newRow(name) << int(mask) << false << 0.0 << false;
      QTest::addRow("%s, alibi, softcap, sink", name) << int(mask) << true << 0.8 << true;
    }
  }
  void referenceGradientsAgreeWithDifferences() {
    QFETCH(int, mask);
    QFETCH(bool, alibi);
    QFETCH(double, softcap);
    QFETCH(bool, sink);
    const AttentionShape shape{2, 4, 6, 4, 2, 3, AttentionMask(mask), 2, alibi, softcap};
    Problem<double> p(shape, sink);
    QVERIFY(p.runReference().ok());
    const auto loss = [&p] {
      if (!attentionReference(p.forward).ok()) return std::numeric_limits<double>::quiet_NaN();
      double sum = 0;
      for (std::size_t i = 0; i < p.dy.size(); ++i) sum += p.y[i] * p.dy[i];
      return sum;
    };
    double sum = 0;
    const auto agrees = [&](double& input, double gradient) {
      constexpr double kStep = 1e-5;  // error of central differences: about step² + 1e-16 / step
      const double before = input;
      input = before + kStep;
      const double above = loss();
      input = before - kStep;
      const double below = loss();
      input = before;
      sum += std::fabs(gradient);
      return std::fabs((above - below) / (2 * kStep) - gradient) < 1e-6 * (1 + std::fabs(gradient));
    };
    const auto at = [&](std::int64_t batch, std::int64_t position, std::int64_t column) -> double& {
      return p.packed[static_cast<std::size_t>((batch * shape.keys + position) * p.row + column)];
    };
    const auto index = [](std::int64_t i) { return static_cast<std::size_t>(i); };
    for (std::int64_t batch = 0; batch < 2; ++batch) {
      for (std::int64_t query = 0; query < shape.queries; ++query)
        for (std::int64_t c = 0; c < p.width; ++c)
          QVERIFY(agrees(at(batch, query, c), p.dq[index((batch * shape.queries + query) * p.width + c)]));
      for (std::int64_t key = 0; key < shape.keys; ++key)
        for (std::int64_t c = 0; c < p.kvWidth; ++c) {
          double dk = 0, dv = 0;  // two heads share them
          for (std::int64_t head : {c / 3 * 2, c / 3 * 2 + 1}) {
            dk += p.dk[index((batch * shape.keys + key) * p.width + head * 3 + c % 3)];
            dv += p.dv[index((batch * shape.keys + key) * p.width + head * 3 + c % 3)];
          }
          QVERIFY(agrees(at(batch, key, p.width + c), dk));
          QVERIFY(agrees(at(batch, key, p.width + p.kvWidth + c), dv));
        }
    }
    for (std::size_t head = 0; sink && head < 4; ++head)
      QVERIFY(agrees(p.sink[head], p.dsink[head] + p.dsink[4 + head]));
    QVERIFY(sum > 1);  // gradients that are all zero prove nothing
  }

  void kernelEqualsTheReference_data() {
    QTest::addColumn<int>("mask");
    QTest::addColumn<int>("width");
    for (const auto& [mask, name] : kMasks)
      for (const int width : {1, 8, 15, 16, 33, 64, 100, 128})
        QTest::addRow("%s, %d", name, width) << int(mask) << width;
  }
  void kernelEqualsTheReference() {
    QFETCH(int, mask);
    QFETCH(int, width);
    for (const auto& [queries, keys] : {std::pair{1, 1}, {63, 63}, {64, 64}, {65, 65}, {130, 201}, {1, 150}})
      for (const int span : {1, 7, 64, 90})
        for (const bool shaped : {false, true}) {
          const AttentionShape shape{1,      queries,         keys, 2, shaped ? 1 : 2, width, AttentionMask(mask), span,
                                     shaped, shaped ? 1.3 : 0};
          const std::string mistake = mistakeOf<float>(shape, shaped, kFloatTolerance);
          QVERIFY2(mistake.empty(), qPrintable(QString("%1 queries, %2 keys, span %3, %4: %5")
                                                   .arg(queries)
                                                   .arg(keys)
                                                   .arg(span)
                                                   .arg(shaped ? "shaped" : "plain")
                                                   .arg(mistake.c_str())));
        }
  }

  void kernelEqualsTheReferenceOnAnyShape() {
    const bool holds = rc::check("kernel = reference", [] {
      AttentionShape s;
      s.batch = *rc::gen::inRange<std::int64_t>(1, 3);
      s.queries = *rc::gen::inRange<std::int64_t>(1, 140);
      s.keys = s.queries + *rc::gen::element<std::int64_t>(0, 0, 1, 31, 100);
      s.kvHeads = *rc::gen::inRange<std::int64_t>(1, 4);
      s.heads = s.kvHeads * *rc::gen::inRange<std::int64_t>(1, 4);
      s.headWidth = *rc::gen::inRange<std::int64_t>(1, 70);
      s.mask = kMasks[*rc::gen::inRange<std::size_t>(0, 4)].first;
      s.span = *rc::gen::inRange<std::int64_t>(1, 200);
      s.alibi = *rc::gen::arbitrary<bool>();
      s.softcap = *rc::gen::element(0.0, 0.5, 30.0);
      const bool sink = *rc::gen::arbitrary<bool>();
      const int lanes = *rc::gen::element(4, 8, 16);  // those that this machine lacks become fewer
      const std::string mistake = mistakeOf<float>(s, sink, kFloatTolerance, lanes);
      if (!mistake.empty()) RC_FAIL(mistake);
    });
    QVERIFY(holds);
  }

  void bfloat16AgreesWithinItsRounding() {
    for (const auto& [mask, name] : kMasks)
      for (const bool shaped : {false, true}) {
        const AttentionShape shape{2, 100, 100, 4, 2, 40, mask, 30, shaped, shaped ? 2.0 : 0};
        const std::string mistake = mistakeOf<BFloat16>(shape, shaped, kBFloat16Tolerance);
        QVERIFY2(mistake.empty(), (std::string(name) + ": " + mistake).c_str());
      }
  }

  void tasksInAnyPartsGiveTheSameBits() {
    const AttentionShape shape{2, 150, 170, 4, 2, 20, AttentionMask::Strided, 33, true, 3};
    Problem<float> whole(shape, true);
    QVERIFY(whole.runKernel().ok());
    for (const std::int64_t step : {1, 5}) {
      Problem<float> parts(shape, true);
      QVERIFY(parts.runKernel(step).ok());
      QVERIFY(parts.y == whole.y && parts.logSum == whole.logSum && parts.dq == whole.dq && parts.dk == whole.dk &&
              parts.dv == whole.dv && parts.dsink == whole.dsink);
    }
  }

  void queriesAfterACacheEqualTheLastOfAll() {
    for (const auto& [mask, name] : kMasks) {
      constexpr std::int64_t kAll = 120, kLast = 7;
      Problem<float> all({1, kAll, kAll, 2, 1, 16, mask, 19, true, 0}, false);
      QVERIFY(all.runKernel().ok());
      AttentionForward<float> f = all.forward;
      std::vector<float> y(kLast * 32), logSum(2 * kLast);
      f.shape.queries = kLast;
      f.q.data += (kAll - kLast) * all.row;
      f.y = y.data();
      f.logSum = logSum.data();
      QVERIFY(attentionCpu(f, 0, attentionTasks(f)).ok());
      for (std::size_t i = 0; i < y.size(); ++i)
        QVERIFY2(std::fabs(y[i] - all.y[(kAll - kLast) * 32 + i]) < 1e-5F, name);
    }
  }

  void keysThatNobodySeesAreNotRead() {
    // 0 · NaN is NaN: a key that is merely masked would show.
    const AttentionShape shape{1, 300, 300, 1, 1, 16, AttentionMask::Window, 10};
    Problem<float> p(shape, false);
    for (std::int64_t i = 0; i < 20 * p.row; ++i)
      p.packed[static_cast<std::size_t>(i)] = std::numeric_limits<float>::quiet_NaN();
    QVERIFY(p.runKernel().ok());
    for (std::size_t i = 128 * 16; i < 300 * 16; ++i) QVERIFY(std::isfinite(p.y[i]) && std::isfinite(p.dq[i]));
    QVERIFY(std::isnan(p.y[0]) && std::isnan(p.y[20 * 16]));  // but who sees them shows it
  }

  void farScoresStayFinite() {
    // Scores of some 10^4, of either sign: only the largest counts, and exp of the rest is 0 without a NaN.
    const AttentionShape shape{1, 90, 90, 1, 1, 24};
    Problem<float> got(shape, false, 100);
    Problem<double> expected(shape, false, 100);
    QVERIFY(got.runKernel().ok());
    QVERIFY(expected.runReference().ok());
    QVERIFY(difference(got.y, expected.y) < 1e-2);  // a score of 10^4 has an error of 10^-3
    // A cap far above the scores changes nothing.
    AttentionShape capped{1, 90, 90, 1, 1, 24};
    capped.softcap = 1e6;
    Problem<float> plain(shape, false), loose(capped, false);
    QVERIFY(plain.runKernel().ok());
    QVERIFY(loose.runKernel().ok());
    QVERIFY(difference(loose.y, plain.y) < 1e-5);
  }

  void refusesSizesAndPointersThatCannotBe() {
    const auto refuses = [](const auto& change) {
      Problem<float> p({1, 4, 4, 2, 1, 8}, false);
      change(p.forward.shape);
      change(p.backward.shape);
      return !attentionCpu(p.forward, 0, 1).ok() && !attentionReference(p.forward).ok() &&
             !attentionCpu(p.backward, 0, 1).ok() && !attentionReference(p.backward).ok();
    };
    QVERIFY(refuses([](AttentionShape& s) { s.batch = -1; }));
    QVERIFY(refuses([](AttentionShape& s) { s.batch = std::int64_t{1} << 45; }));
    QVERIFY(refuses([](AttentionShape& s) { s.queries = 5; }));  // more than keys
    QVERIFY(refuses([](AttentionShape& s) { s.keys = std::int64_t{1} << 31; }));
    QVERIFY(refuses([](AttentionShape& s) { s.headWidth = 0; }));
    QVERIFY(refuses([](AttentionShape& s) { s.kvHeads = 3; }));
    QVERIFY(refuses([](AttentionShape& s) { s.heads = 3, s.kvHeads = 2; }));
    QVERIFY(refuses([](AttentionShape& s) { s.mask = AttentionMask::Window, s.span = 0; }));
    QVERIFY(refuses([](AttentionShape& s) { s.softcap = -1; }));
    Problem<float> p({1, 4, 4, 2, 1, 8}, true);
    QVERIFY(!attentionCpu(p.forward, 0, attentionTasks(p.forward) + 1).ok());
    QVERIFY(!attentionCpu(p.forward, 1, 0).ok());
    p.forward.y = nullptr;
    QVERIFY(!attentionCpu(p.forward, 0, 1).ok());
    p.backward.dsink = nullptr;
    QVERIFY(!attentionCpu(p.backward, 0, 1).ok());
    QVERIFY(attentionCpu(AttentionForward<float>{}, 0, 0).ok());  // nothing to do
  }
};

QTEST_APPLESS_MAIN(AttentionTest)
#include "tst_attention.moc"

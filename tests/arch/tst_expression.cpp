// Expressions over sizes: values, errors, and agreement with plain fractions on random ones.
#include <rapidcheck.h>

#include <QTest>
#include <numeric>

#include "core/arch/expression.h"

using namespace headroom;

namespace {

const Sizes kSizes{{"width", 768}, {"heads", 12}, {"layers", 7}};

/// A random expression and its value as an unreduced fraction, computed beside the reader under test.
struct Sample {
  std::string text;
  __extension__ __int128 above = 0, below = 1;
};

Sample sample(int depth) {
  const int kind = *rc::gen::elementOf(depth > 0 ? std::vector<int>{0, 1, 2, 3, 4, 5, 6, 6} : std::vector<int>{0, 1});
  if (kind == 0) {
    const int value = *rc::gen::elementOf(std::vector<int>{0, 1, 2, 3, 5, 7, 9});
    return {std::to_string(value), value, 1};
  }
  if (kind == 1) return {"heads", 12, 1};
  const Sample a = sample(depth - 1), b = sample(depth - 1);
  if (kind == 2) return {"(" + a.text + " + " + b.text + ")", a.above * b.below + b.above * a.below, a.below * b.below};
  if (kind == 3) return {"(" + a.text + "-" + b.text + ")", a.above * b.below - b.above * a.below, a.below * b.below};
  if (kind == 4) return {a.text + "*" + b.text, a.above * b.above, a.below * b.below};
  if (kind == 5) {
    const bool first = a.above * b.below * (a.below < 0 ? -1 : 1) * (b.below < 0 ? -1 : 1) <
                       b.above * a.below * (a.below < 0 ? -1 : 1) * (b.below < 0 ? -1 : 1);
    const Sample& least = first ? a : b;
    return {"min(" + a.text + "," + b.text + ")", least.above, least.below};
  }
  if (b.above == 0) return a;
  return {"(" + a.text + ")/(" + b.text + ")", a.above * b.below, a.below * b.above};
}

}  // namespace

class TestExpression : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void givesWholeNumbers_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("value");
    QTest::newRow("number") << "42" << qint64{42};
    QTest::newRow("size") << "width" << qint64{768};
    QTest::newRow("precedence") << "2 + 3*4" << qint64{14};
    QTest::newRow("left to right") << "100/5/2 - 3 - 2" << qint64{5};
    QTest::newRow("exact third") << "width/3*3" << qint64{768};
    QTest::newRow("minus") << "-(2 - 5)" << qint64{3};
    QTest::newRow("ceil") << "ceil(8/3*width)" << qint64{2048};
    QTest::newRow("ceil up") << "ceil(7/2)" << qint64{4};
    QTest::newRow("ceil below zero") << "ceil(-7/2)" << qint64{-3};
    QTest::newRow("floor below zero") << "floor(-7/2)" << qint64{-4};
    QTest::newRow("round8 down") << "round8(1027)" << qint64{1024};
    QTest::newRow("round8 half up") << "round8(1028)" << qint64{1032};
    QTest::newRow("min") << "min(width, heads, 100)" << qint64{12};
    QTest::newRow("max") << "max(1/3, 1/2)*4" << qint64{2};
    QTest::newRow("the largest") << "9223372036854775807" << std::numeric_limits<qint64>::max();
  }
  void givesWholeNumbers() {
    QFETCH(QString, text);
    QFETCH(qint64, value);
    const auto result = evaluate(text.toStdString(), kSizes);
    QVERIFY2(result.ok(), result.ok() ? "" : result.error().message.c_str());
    QCOMPARE(qint64{*result}, value);
  }

  void refusesWithASentence_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << ""
                           << "is empty";
    QTest::newRow("blank") << "  "
                           << "is empty";
    QTest::newRow("unknown size") << "4*widht"
                                  << "did you mean 'width'";
    QTest::newRow("unknown function") << "sqrt(4)"
                                      << "is no function";
    QTest::newRow("not whole") << "width/7"
                               << "gives 768/7, which is not whole";
    QTest::newRow("decimal") << "2.5*width"
                             << "write it as a fraction";
    QTest::newRow("zero") << "4/(2-2)"
                          << "divides by zero";
    QTest::newRow("open") << "(2+3"
                          << "closing parenthesis";
    QTest::newRow("cut") << "2+"
                         << "ends too early";
    QTest::newRow("rest") << "2 3"
                          << "unexpected at '3'";
    QTest::newRow("letters") << "2*é"
                             << "unexpected";
    QTest::newRow("too large number") << "9223372036854775808"
                                      << "beyond 2^63";
    QTest::newRow("too large product") << "9223372036854775807*2"
                                       << "beyond 2^63";
    QTest::newRow("too large sum") << "9223372036854775807+1"
                                   << "beyond 2^63";
    QTest::newRow("two for one") << "ceil(1,2)"
                                 << "takes one";
    QTest::newRow("deep") << QString(5000, '(') << "longer than";
    QTest::newRow("nested") << QString(500, '(') << "nests deeper";
    QTest::newRow("minuses") << QString(500, '-') + "1"
                             << "nests deeper";
  }
  void refusesWithASentence() {
    QFETCH(QString, text);
    QFETCH(QString, says);
    const auto result = evaluate(text.toStdString(), kSizes);
    QVERIFY(!result.ok());
    QVERIFY2(QString::fromStdString(result.error().message).contains(says), result.error().message.c_str());
  }

  void agreesWithPlainFractions() {
    QVERIFY(rc::check([] {
      const Sample expected = sample(3);
      const auto result = evaluate(expected.text, kSizes);
      const bool whole = expected.above % expected.below == 0;
      RC_CLASSIFY(whole);
      if (whole)
        RC_ASSERT(result.valueOr(-987654321) == static_cast<std::int64_t>(expected.above / expected.below));
      else
        RC_ASSERT(!result.ok());
    }));
  }

  void neverCrashesOnAnyText() {
    QVERIFY(rc::check([](const std::string& noise) { (void)evaluate(noise, kSizes); }));
    QVERIFY(rc::check([] {
      const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("019+-*/(),. widthceilmnax8")));
      (void)evaluate(text, kSizes);
    }));
  }
};

QTEST_APPLESS_MAIN(TestExpression)
#include "tst_expression.moc"

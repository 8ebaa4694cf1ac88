// Sentences for people: whatever comes in, one clean line of UTF-8 goes out.
#include <QtTest>

#include "core/base/ids.h"
#include "core/base/text.h"
#include "core/base/units.h"

using namespace headroom;

class TextTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void oneLineHasNoControlCharactersAndAtMostTheLimit() {
    const std::string line = oneLine("a\nb\tc\x1b[31m\x7f" + std::string(5000, 'x'), 1000);
    QVERIFY(isUtf8(line));
    QVERIFY(QString::fromStdString(line).size() <= 1000);
    for (const char c : line) QVERIFY(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    QVERIFY(line.starts_with("a b c "));
  }

  void oneLineCutsBetweenCharactersNotBytes() {
    const std::string line = oneLine(std::string(400, 'a') + std::string("äöü").append(2000, 'b'), 402);
    QVERIFY(isUtf8(line));
    QCOMPARE(QString::fromStdString(line).size(), 402);
  }

  void brokenBytesBecomeReplacementCharacters() {
    QCOMPARE(toUtf8("a\xff\xc0\x80z"), std::string("a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz"));
    QVERIFY(!isUtf8("\xed\xa0\x80"));      // a surrogate
    QVERIFY(!isUtf8("\xf4\x90\x80\x80"));  // beyond U+10FFFF
    QVERIFY(isUtf8("ünï😀"));
  }

  void quotesShortenInTheMiddle() {
    const std::string text = inQuotes("/a/very/long/path/" + std::string(300, 'x') + "/end.json", 40);
    QVERIFY(text.starts_with("'/a/very"));
    QVERIFY(text.ends_with("end.json'"));
    QCOMPARE(QString::fromStdString(text).size(), 42);
  }

  void suggestsTheNearestWordButNotAFarOne() {
    const std::vector<std::string> words{"layers", "width", "heads"};
    QCOMPARE(nearest("head", words), std::string("heads"));
    QCOMPARE(nearest("widht", words), std::string("width"));
    QCOMPARE(nearest("zebra-crossing", words), std::string());
  }

  void numbersReadAsPeopleReadThem() {
    QCOMPARE(formatCount(124439808), std::string("124 M"));
    QCOMPARE(formatCount(999999), std::string("1.00 M"));
    QCOMPARE(formatUnit(57.1e9, "B/s"), std::string("57.1 GB/s"));
    QCOMPARE(formatMemory(2.9 * 1024 * 1024 * 1024), std::string("2.90 GiB"));
    QCOMPARE(formatDuration(131), std::string("2:11"));
    QCOMPARE(formatDuration(3700), std::string("1:01:40"));
    QCOMPARE(formatGrouped(124439808), std::string("124,439,808"));
    QCOMPARE(formatGrouped(-1000), std::string("-1,000"));
    QCOMPARE(shortest(0.1), std::string("0.1"));
    QCOMPARE(shortest(0.1f), std::string("0.1"));
  }

  void idsStartWithALetterAndDiffer() {
    const std::string a = freshId(), b = freshId();
    QVERIFY(a != b);
    QCOMPARE(a.size(), std::size_t{8});
    QVERIFY(a[0] >= 'a' && a[0] <= 'z');
  }
};

QTEST_APPLESS_MAIN(TextTest)
#include "tst_text.moc"

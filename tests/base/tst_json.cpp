// JSON at the borders: every broken document is a sentence with a place, never a crash.
#include <rapidcheck.h>

#include <QtTest>
#include <cmath>

#include "core/base/json.h"
#include "core/base/json_reader.h"
#include "core/base/text.h"

using namespace headroom;

class JsonTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void refusesBrokenDocumentsWithAPlace_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << QByteArray() << "empty";
    QTest::newRow("cut") << QByteArray("{\"a\": 1,\n \"b\"") << "line 2";
    QTest::newRow("trailing") << QByteArray("{} x") << "line 1";
    QTest::newRow("doubled key") << QByteArray("{\"a\":1,\"a\":2}") << "twice";
    QTest::newRow("NaN") << QByteArray("{\"a\": NaN}") << "line 1";
    QTest::newRow("not UTF-8") << QByteArray("{\"a\": \"\xff\"}") << "UTF-8";
    QTest::newRow("deep") << QByteArray(100000, '[') << "nests deeper";
    QTest::newRow("huge number") << QByteArray("[1e999]") << "too large";
  }
  void refusesBrokenDocumentsWithAPlace() {
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    const auto result = parseJson({text.constData(), static_cast<std::size_t>(text.size())}, "model.json");
    QVERIFY(!result.ok());
    QCOMPARE(exitCode(result.error()), 2);
    const QString message = QString::fromStdString(result.error().message);
    QVERIFY2(message.contains("model.json") && message.contains(says), qPrintable(message));
  }

  void anyBytesEndInAValueOrASentence() {
    const bool held = rc::check("parseJson never crashes", [](const std::string& bytes) {
      const auto result = parseJson(bytes, "x");
      // Decided outside: RC_ASSERT evaluates both sides of an "or".
      const bool sound = result.ok() || !oneLine(result.error().message).empty();
      RC_ASSERT(sound);
    });
    QVERIFY(held);
  }

  void numbersThatJsonCannotWriteAreStrings() {
    QCOMPARE(dump(jsonNumber(std::nan(""))), std::string("\"NaN\""));
    QCOMPARE(dump(jsonNumber(-INFINITY)), std::string("\"-Infinity\""));
    QCOMPARE(dump(jsonNumber(0.5)), std::string("0.5"));
    QVERIFY(std::isnan(*numberFromJson("NaN", "x")));
  }

  void readerNamesThePathOfWhatIsWrong() {
    const Json document = Json::parse(R"({"heads": "many", "widht": 3})");
    JsonReader wrong(document, "body[2]");
    wrong.integer("heads");
    const auto error = wrong.finish();
    QVERIFY(!error);
    QVERIFY2(error.error().message.starts_with("body[2].heads: "), error.error().message.c_str());

    JsonReader unknown(document, "body[2]");
    unknown.text("heads");
    unknown.integer("width", 1);
    const auto second = unknown.finish();
    QVERIFY(!second);
    QVERIFY2(second.error().message.find("body[2].widht") == 0 &&
                 second.error().message.find("'width'") != std::string::npos,
             second.error().message.c_str());
  }
};

QTEST_APPLESS_MAIN(JsonTest)
#include "tst_json.moc"

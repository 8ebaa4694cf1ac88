// The table of curves: what is read, what is refused and in which words.
#include <rapidcheck.h>

#include <QTemporaryDir>
#include <QtTest>
#include <fstream>

#include "core/analysis/ceg_json.h"
#include "core/analysis/curves_csv.h"
#include "core/base/text.h"

using namespace headroom;

namespace {

const std::string kHeader = "arm,scale,seed,step,tokens,flops,seconds,loss\n";

class CurvesCsvTest : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;

  Result<CurveTable> read(const std::string& content) {
    const std::string path = m_folder.filePath("curves.csv").toStdString();
    std::ofstream(path, std::ios::binary) << content;
    return readCurves(path);
  }
  /// The sentence without the folder's name: "curves.csv:2: …".
  std::string problemOf(const std::string& content) {
    const Result<CurveTable> table = read(content);
    if (table) return "no problem";
    if (table.error().kind != ErrorKind::BadInput) return "not bad input";
    const std::string& message = table.error().message;
    return message.substr(message.find("curves.csv"));
  }

 private Q_SLOTS:
  void readsRowsInAnyOrderIntoCurves() {
    const auto table =
        read("\xEF\xBB\xBF" + kHeader +
             "rope,nano,2,10,,,,3.5\r\n\r\nnone,nano,1,20,200,4e12,2,2.5\nnone,nano,1,10,100,3e12,1,NaN\n"
             "none,nano,1,30,,,,\nnone,nano,1,40,,,,-INFINITY");
    QVERIFY2(table.ok(), table ? "" : table.error().message.c_str());
    QCOMPARE(table->rows, std::size_t{5});
    QCOMPARE(table->arms, (std::vector<std::string>{"rope", "none"}));
    QCOMPARE(table->runs.size(), std::size_t{2});
    const CurveView none = table->curve(table->runs[1]);
    QCOMPARE(none.size(), std::size_t{3});  // the row without a loss is no evaluation
    QVERIFY(std::isnan(none[0].loss));
    QCOMPARE(none[1].flops, 4e12);
    QVERIFY(std::isinf(none[2].loss) && none[2].loss < 0);
  }

  void quotedFieldsHoldCommasQuotesAndLineEnds() {
    const auto table = read(kHeader + "\"a,\"\"b\"\"\nc\",s,1,0,,,,1\n");
    QVERIFY(table.ok());
    QCOMPARE(table->arms[0], std::string("a,\"b\"\nc"));
  }

  void columnsInAnyOrderAndExtraOnesWithAWarning() {
    const auto table = read("loss,step,note,seed,scale,arm,seconds,flops,tokens\n1.5,3,x,-7,s,a,1,2,3\n");
    QVERIFY(table.ok());
    QCOMPARE(table->warnings, (std::vector<std::string>{"column 'note' is not known and left out"}));
    QCOMPARE(table->runs[0].seed, std::int64_t{-7});
    QCOMPARE(table->points[0].tokens, 3.0);
  }

  void repeatedRowsAreDroppedWithAWarning() {
    const auto table = read(kHeader + "a,s,1,0,,,,1\na,s,1,0,,,,1.0\na,s,1,0,,,,1\n");
    QVERIFY(table.ok());
    QCOMPARE(table->points.size(), std::size_t{1});
    QCOMPARE(table->warnings, (std::vector<std::string>{"2 repeated rows were dropped"}));
  }

  void refuses_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char* name, const std::string& content, const char* sentence) {
      QTest::newRow(name) << QByteArray::fromStdString(content) << QString::fromUtf8(sentence);
    };
    const std::string h = kHeader;
    row("empty file", "", "curves.csv is empty");
    row("only blank lines", "\n\n\r\n", "curves.csv is empty");
    row("no rows", h, "curves.csv has a header but no rows");
    row("no header", "a,s,1,0,,,,1\n", "curves.csv:1: there is no header");
    row("missing column", "arm,scale,seed,step,tokens,seconds,loss\n", "curves.csv:1: column 'flops' is missing");
    row("doubled column", "arm,scale,seed,step,tokens,flops,seconds,loss,loss\n",
        "curves.csv:1: column 'loss' stands twice");
    row("too few fields", h + "a,s,1\n", "curves.csv:2: 3 fields where the header has 8");
    row("too many fields", h + "a,s,1,0,,,,1,9\n", "curves.csv:2: 9 fields where the header has 8");
    row("open quote", h + "a,s,1,0,,,,1\n\"a,s,1,1,,,,1\n", "curves.csv:3: a quote is opened");
    row("not UTF-8", h + "a\xff,s,1,0,,,,1\n", "curves.csv:2: the text is not UTF-8");
    row("NUL", h + std::string("a\0,s,1,0,,,,1\n", 14), "curves.csv:2: there is a NUL byte");
    row("text for a seed", h + "a,s,one,0,,,,1\n", "curves.csv:2: seed is 'one'; a whole number");
    row("fraction for a step", h + "a,s,1,0.5,,,,1\n", "curves.csv:2: step is '0.5'; a whole number");
    row("negative step", h + "a,s,1,-1,,,,1\n", "curves.csv:2: step is -1");
    row("step out of range", h + "a,s,1,9223372036854775808,,,,1\n", "curves.csv:2: step '9223372036854775808' is out");
    row("text for a loss", h + "a,s,1,0,,,,abc\n", "curves.csv:2: loss is 'abc'");
    row("a hexadecimal loss", h + "a,s,1,0,,,,0x1p3\n", "curves.csv:2: loss is '0x1p3'");
    row("loss out of range", h + "a,s,1,0,,,,1e999\n", "curves.csv:2: loss '1e999' is out of range");
    row("negative tokens", h + "a,s,1,0,-5,,,1\n", "curves.csv:2: tokens is -5");
    row("flops not finite", h + "a,s,1,0,,inf,,1\n", "curves.csv:2: flops is 'inf'");
    row("seconds not a number", h + "a,s,1,0,,,nan,1\n", "curves.csv:2: seconds is 'nan'");
    row("falling flops", h + "a,s,1,5,,3e12,,1\na,s,1,4,,4e12,,1\n",
        "curves.csv:2: flops falls from 4e12 to 3e12; flops is cumulative over the run.");
    row("falling past an unknown", h + "a,s,1,1,,,9,1\na,s,1,2,,,,1\na,s,1,3,,,8,1\n",
        "curves.csv:4: seconds falls from 9 to 8");
    row("empty arm", h + ",s,1,0,,,,1\n", "curves.csv:2: arm is empty");
    row("empty scale", h + "a,,1,0,,,,1\n", "curves.csv:2: scale is empty");
    row("conflicting rows", h + "a,s,1,0,,,,1\na,s,1,0,,,,2\n", "curves.csv:3: step 0 of this run stands on line 2");
    row("a value against an empty one", h + "a,s,1,0,,,,nan\na,s,1,0,,,,\n", "curves.csv:3: step 0 of this run");
  }
  void refuses() {
    QFETCH(QByteArray, content);
    QFETCH(QString, sentence);
    const QString problem = QString::fromStdString(problemOf(content.toStdString()));
    QVERIFY2(problem.startsWith(sentence), qPrintable(problem));
    QVERIFY(problem.endsWith('.'));
  }

  void aFolderAndAMissingFileAreRefused() {
    QVERIFY(!readCurves(m_folder.path().toStdString()).ok());
    QVERIFY(!readCurves(m_folder.filePath("none.csv").toStdString()).ok());
  }

  void anyBytesAreReadOrRefused() {
    QVERIFY(rc::check("any bytes after a header", [&](const std::vector<std::string>& pieces) {
      static const std::vector<std::string> kPieces = {"a", ",", "\"", "\n", "\r\n", "1", "nan", "-", "e9", "\xff"};
      std::string content = kHeader;
      for (const std::string& piece : pieces) content += kPieces[piece.size() % kPieces.size()] + piece;
      const auto table = read(content);
      RC_ASSERT(table.ok() || (!table.error().message.empty() && table.error().kind == ErrorKind::BadInput));
    }));
  }

  void theOrderOfRowsDoesNotMatter() {
    std::vector<std::string> rows;
    for (int step = 0; step < 12; ++step)
      for (const char* arm : {"none", "rope"})
        rows.push_back(std::string(arm) + ",nano,1," + std::to_string(step * 10) + ",,,," +
                       std::to_string(5.0 - 0.1 * step - (arm[0] == 'r' ? 0.03 * step : 0)) + "\n");
    std::string first;
    for (int turn = 0; turn < 5; ++turn) {
      std::rotate(rows.begin() + 1, rows.begin() + 6, rows.end());  // "none" stays first: labels keep their order
      std::string content = kHeader;
      for (const std::string& row : rows) content += row;
      const auto table = read(content);
      QVERIFY(table.ok());
      const auto result = paperCeg(*table, "none");
      QVERIFY(result.ok());
      const std::string text = dump(toJson(*result));
      if (turn == 0) first = text;
      QCOMPARE(text, first);
    }
  }
};

}  // namespace

QTEST_APPLESS_MAIN(CurvesCsvTest)
#include "tst_curves_csv.moc"

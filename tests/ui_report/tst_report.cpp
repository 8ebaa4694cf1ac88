// Reports of two runs in a real database: the three formats say what the database says, and names stay names.
#include <QApplication>
#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/arch/resolve.h"
#include "core/base/files.h"
#include "core/base/units.h"
#include "core/runs/database.h"
#include "ui/report/report_command.h"
#include "ui/report/report_formats.h"
#include "ui/theme.h"

using namespace headroom;

namespace {

const RunId kBase{"abase001"}, kArm{"barm0001"};
constexpr int kSteps = 200, kEvery = 20;

double lossAt(int step, double rate) {
  return 1.2 + 2.9 * std::exp(-rate * step) + 0.01 * std::sin(step * 0.7);
}

}  // namespace

class TestReport : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  QDir m_output{QCoreApplication::applicationDirPath()};

  QString path(const QString& name) const { return m_folder.filePath(name); }

  static RunDefinition definition(const std::string& name, const std::string& arm) {
    ModelRequest request{.model = "gpt2", .scale = "nano"};
    if (!arm.empty()) request.arms = {arm};
    const auto resolved = resolve(request);
    RunDefinition made;
    made.name = name;
    made.asked = {.model = "gpt2", .scale = "nano", .arms = request.arms};
    made.architecture = toJson(resolved->architecture);
    made.recipe = toJson(resolved->recipe);
    made.data = {{"source", "grammar"}};
    made.steps = kSteps;
    made.numerics = {.device = "cpu", .threads = 2, .instructionSet = "avx2", .build = "test"};
    return made;
  }

  static JournalBatch batchOf(const RunId& run, double rate, double stepSeconds) {
    JournalBatch batch{.run = run, .attempt = 1, .file = "journal", .begin = 0, .end = 100, .firstStep = 1};
    const double start = 1.7e9;
    batch.startWallTime = start;
    for (int step = 0; step <= kSteps; ++step) {
      const double wall = start + step * stepSeconds;
      const auto add = [&](const char* name, double value) {
        batch.points[name].push_back({step, static_cast<float>(value), wall});
      };
      if (step > 0) {
        add("loss/train", lossAt(step, rate));
        add("throughput", 4096 / stepSeconds);
        add("time/step", stepSeconds);
        add("bandwidth/op-traffic", 2.1e10 + 1e8 * std::sin(step));
      }
      if (step % kEvery) continue;
      add("loss/val", lossAt(step, rate) + 0.02);
      batch.doubles["loss/val"].push_back({step, lossAt(step, rate) + 0.02, wall});
      batch.doubles["tokens"].push_back({step, step * 4096.0, wall});
      batch.doubles["flops"].push_back({step, step * 4096.0 * 6e5, wall});
      batch.doubles["seconds"].push_back({step, step * stepSeconds, wall});
    }
    batch.lastStep = kSteps;
    return batch;
  }

  static void addRun(Database& database, const RunId& run, const RunDefinition& made, double rate, double seconds) {
    const std::int64_t start = 1'700'000'000'000'000'000;
    QVERIFY(saveDefinition(RunFolder::of(database.folder(), run), made).ok());
    RunMeta meta;
    meta.name = made.name;
    QVERIFY(database.addRun(run, made, meta, {RunState::Queued, start, 0, 0, ""}).ok());
    QVERIFY(database.setState(run, {RunState::Starting, start, 1, 0, ""}).ok());
    QVERIFY(database.setState(run, {RunState::Running, start, 1, 0, ""}).ok());
    const auto taken = database.ingest(batchOf(run, rate, seconds));
    QVERIFY2(taken.ok(), taken ? "" : taken.error().message.c_str());
    QVERIFY(database.setState(run, {RunState::Completed, start + std::int64_t(kSteps * seconds * 1e9), 1, kSteps, ""})
                .ok());
  }

  int write(const QString& to, const QStringList& runs = {"base", "abase", "barm"}) {
    QStringList args{"--db", path("headroom.db"), "--to", to};
    for (const QString& run : runs.mid(1)) args << "--run" << run;
    return runReport(args);
  }
  QString read(const QString& file) {
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? QString::fromUtf8(opened.readAll()) : QString();
  }

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(m_output.mkpath("reports"));
    auto database = Database::open(path("headroom.db").toStdString());
    QVERIFY(database.ok());
    addRun(*database, kBase, definition("base | <b>x</b> & *y*", ""), 0.02, 0.11);
    addRun(*database, kArm, definition("flash", "flash"), 0.03, 0.10);
    QVERIFY(database->setMachine("m1", {{"roofs", {{"dram", 5.71e10}, {"cache", 1.61e11}}}}).ok());
    QVERIFY(database->checkpointAll().ok());
    const Json environment = {
        {"format", "headroom.environment"},
        {"version", 1},
        {"attempts", {{{"attempt", 1}, {"machine", {{"id", "m1"}, {"processor", "A CPU of the test"}}}}}}};
    QVERIFY(replaceFile(RunFolder::of(database->folder(), kBase).environment(), dump(environment)).ok());
  }

  void markdownSaysWhatTheDatabaseSays() {
    const QString file = path("report.md");
    QCOMPARE(write(file), 0);
    const QString text = read(file);
    const auto last = [](double rate) {
      return QString::fromStdString(formatFixed(static_cast<float>(lossAt(kSteps, rate) + 0.02), 4));
    };
    QVERIFY2(text.contains("| " + last(0.02) + " |"), qPrintable(text.left(2000)));
    QVERIFY(text.contains("| " + last(0.03) + " |"));
    QVERIFY(text.contains("A CPU of the test"));
    QVERIFY(text.contains("headroom train gpt2 --scale nano --arm flash"));
    QVERIFY(text.contains("57.1 GB/s"));
    QVERIFY(text.contains("rovisional"));
    // The name's bar must not end its cell, its tags and stars must stay letters.
    QVERIFY(text.contains("base \\| \\<b\\>x\\</b\\> \\& \\*y\\*"));
    static const QRegularExpression link("!\\[[^\\n]*\\]\\(<([^>]+)>\\)");
    int pictures = 0;
    for (auto match = link.globalMatch(text); match.hasNext(); ++pictures) {
      const QString picture = path(match.next().captured(1));
      QVERIFY2(QSvgRenderer(picture).isValid(), qPrintable(picture));
    }
    QVERIFY(pictures >= 5);
  }

  void htmlIsOneFileWithNothingToLoad() {
    const QString file = m_output.filePath("reports/report.html");
    QCOMPARE(write(file), 0);
    const QString text = read(file);
    QVERIFY(text.contains("base | &lt;b&gt;x&lt;/b&gt; &amp; *y*"));
    QVERIFY(!text.contains("<b>x</b>"));
    QVERIFY(text.count("<svg") >= 5);
    QCOMPARE(text.count("<svg"), text.count("</svg>"));
    QVERIFY(!text.contains("<?xml"));
    static const QRegularExpression loads("(src|href)\\s*=\\s*\"(?!#|data:)");
    QVERIFY2(!loads.match(text).hasMatch(), qPrintable(loads.match(text).captured(0)));
  }

  void pdfHasPagesWithText() {
    const QString file = m_output.filePath("reports/report.pdf");
    QCOMPARE(write(file), 0);
    QVERIFY(read(file).startsWith("%PDF") || QFileInfo(file).size() > 10000);
    const QString tool = QStandardPaths::findExecutable("pdftotext");
    if (tool.isEmpty()) QSKIP("pdftotext is not installed");
    QProcess process;
    process.start(tool, {"-layout", file, "-"});
    QVERIFY(process.waitForFinished(30000));
    const QString text = QString::fromUtf8(process.readAllStandardOutput());
    for (const QString& page : text.split('\f').mid(0, text.count('\f'))) QVERIFY(!page.trimmed().isEmpty());
    QVERIFY(text.contains("headroom train gpt2"));
    QVERIFY(text.contains(QString::fromStdString(formatFixed(static_cast<float>(lossAt(kSteps, 0.02) + 0.02), 4))));
  }

  void oneRunHasNoGains() {
    const QString file = path("one.md");
    QCOMPARE(write(file, {"", "abase"}), 0);
    const QString text = read(file);
    QVERIFY(!text.contains("Compute-equivalent"));
    QVERIFY(text.contains("What loss does"));
  }

  void anEditedArchitectureHasNoCommandThatPretends() {
    RunDefinition edited = definition("edited", "");
    edited.architecture["body"].erase(1);
    QVERIFY(!reproduction(edited));
    const auto command = reproduction(definition("plain", ""));
    QVERIFY(command);
    QCOMPARE(*command, std::string("headroom train gpt2 --scale nano --data grammar --seed 1"));
  }

  void wrongCallsGiveTheirExitCode() {
    QCOMPARE(write(path("report.docx")), 2);
    QCOMPARE(write(path("x.md"), {"", "nosuch"}), 2);
    QCOMPARE(runReport({"--db", path("none.db"), "--run", "a", "--to", path("x.md")}), 2);
    QCOMPARE(runReport({"--to", path("x.md")}), 2);
    QCOMPARE(runReport({"--wrong"}), 2);
    QVERIFY(write(path("no/such/folder/x.pdf")) != 0);
    QVERIFY(!QFile::exists(path("x.md")));
  }
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  application.setPalette(paletteFrom(lightColours()));
  TestReport test;
  return QTest::qExec(&test, argc, argv);
}

#include "tst_report.moc"

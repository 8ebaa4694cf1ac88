// Reports of studies: numbers are the result's to the last shown digit, what is missing has its reason, names stay
// names.
#include <QApplication>
#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/files.h"
#include "core/base/units.h"
#include "core/study/paper_claims.h"
#include "core/study/study_answer.h"
#include "tests/support/played_study.h"
#include "ui/report/report_command.h"
#include "ui/report/report_formats.h"
#include "ui/report/study_report.h"
#include "ui/theme.h"

using namespace headroom;

namespace {

using Rows = std::vector<QStringList>;

/// Tables of a Markdown text below a heading; escapes taken away.
Rows rowsBelow(const QString& markdown, const QString& heading) {
  Rows rows;
  bool inside = false;
  for (const QString& line : markdown.split('\n')) {
    if (line.startsWith("## ")) inside = line == "## " + heading;
    if (!inside || !line.startsWith('|')) continue;
    QStringList cells;
    QString cell;
    for (qsizetype i = 1; i < line.size(); ++i) {
      if (line[i] == '\\') {
        cell += line[++i];
      } else if (line[i] == '|') {
        cells << cell.trimmed();
        cell.clear();
      } else {
        cell += line[i];
      }
    }
    rows.push_back(cells);
  }
  return rows;
}

std::optional<QStringList> rowOf(const Rows& rows, const QString& first, const QString& second = {}) {
  for (const QStringList& row : rows)
    if (row.value(0) == first && (second.isEmpty() || row.value(1) == second)) return row;
  return {};
}

QString gainShown(const std::optional<GainEstimate>& gain) {
  if (!gain) return "—";
  QString text = QString::fromStdString(formatFixed(gain->ceg, 3));
  if (gain->low)
    text += QString(" (%1 to %2)")
                .arg(QString::fromStdString(formatFixed(*gain->low, 3)),
                     QString::fromStdString(formatFixed(*gain->high, 3)));
  return text;
}

/// Nothing is known of it but what a test says.
std::shared_ptr<StudyResult> handMade(const std::vector<std::string>& arms, const std::vector<std::string>& scales) {
  auto result = std::make_shared<StudyResult>();
  result->id = StudyId{"hand0001"};
  result->resolved.study.name = "by hand";
  result->resolved.study.model = "paper/none";
  result->resolved.study.baseline = arms.front();
  for (const std::string& arm : arms) result->resolved.study.arms.push_back({.name = arm});
  result->resolved.study.scales = scales;
  return result;
}

QString markdownOf(std::shared_ptr<const StudyResult> result) {
  ReportedStudy reported;
  reported.result = std::move(result);
  return QString::fromUtf8(toMarkdown(makeReport(reported, 1'700'000'000'000'000'000), "pictures").text);
}

}  // namespace

class StudyReportTest : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  QDir m_output{QCoreApplication::applicationDirPath()};
  std::shared_ptr<const StudyResult> m_result;
  StudyId m_study;

  QString path(const QString& name) const { return m_folder.filePath(name); }
  int write(const QString& to) {
    return runReport({"--db", path("headroom.db"), "--study", QString::fromStdString(m_study.text), "--to", to});
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
    const Json definition =
        *parseJson(R"({ "format": "headroom.study", "version": 1, "name": "paper | <b>mini</b> 🙂",
      "about": "arms of the paper, played through", "model": "paper/none", "baseline": "none", "same_as": "flash",
      "arms": [ {"name": "none"}, {"name": "mqa", "patches": ["mqa"]}, {"name": "flash", "patches": ["flash"]},
        {"name": "layernorm", "patches": ["layernorm"]}, {"name": "rope", "patches": ["rope"]},
        {"name": "all", "patches": ["layernorm", "rope", "flash"]} ],
      "scales": ["nano", "micro", "mini"], "seeds": [1, 2, 3], "learning_rate_search": "every arm" })",
                   "test");
    PlayedWorld world{.arms = {{"mqa", {.gain = 0.7, .stepSeconds = 0.95, .divergingSeeds = {3}}},
                               {"flash", {.stepSeconds = 0.8}},
                               {"layernorm", {.gain = 1.5, .stepSeconds = 1.05}},
                               {"rope", {.gain = 1.3, .slope = -0.1}},
                               {"all", {.gain = 2.1, .stepSeconds = 0.9, .bestRate = 0.002}}}};
    m_study = playStudy(*database, definition, world);
    const auto result = studyResult(database->reader(), m_study);
    QVERIFY2(result.ok(), result ? "" : result.error().message.c_str());
    m_result = *result;
    QVERIFY(m_result->rigorous && m_result->sharedRate && !m_result->interactions.empty());
    QVERIFY(database->checkpointAll().ok());
  }

  void numbersAreTheResultsToTheLastDigit() {
    const QString file = path("report.md");
    QCOMPARE(write(file), 0);
    const QString text = read(file);
    for (const RigorousCell& cell : m_result->rigorous->cells) {
      const Rows rows = rowsBelow(text, "Results at scale " + QString::fromStdString(cell.scale));
      const auto row = rowOf(rows, QString::fromStdString(cell.arm));
      QVERIFY2(row.has_value(), cell.arm.c_str());
      QCOMPARE(row->value(1), QString::number(cell.pairs));
      QCOMPARE(row->value(2), gainShown(cell.step));
      QCOMPARE(row->value(3), gainShown(cell.flop));
      QCOMPARE(row->value(4), gainShown(cell.wall));
      if (cell.pHolm && *cell.pHolm >= 0.001)
        QCOMPARE(row->value(5), QString::fromStdString(formatFixed(*cell.pHolm, 3)));
      QVERIFY(row->value(6).startsWith(QString::fromUtf8(word(findingOf(cell, *m_result->rigorous)).data())));
    }
    const Rows floors = rowsBelow(text, "Noise floors");
    QCOMPARE(floors.size(), m_result->rigorous->floors.size() + 2);
    for (std::size_t i = 0; i < m_result->rigorous->floors.size(); ++i)
      QCOMPARE(floors[i + 2].value(2), QString::fromStdString(formatFixed(m_result->rigorous->floors[i].ceg, 3)));
    const Rows lasting = rowsBelow(text, "Does the gain last?");
    for (const ArmVerdict& arm : m_result->rigorous->arms) {
      const auto row = rowOf(lasting, QString::fromStdString(arm.arm));
      QVERIFY(row && row->value(4) == QString::fromStdString(arm.words()));
      if (arm.slope) QVERIFY(row->value(2).startsWith(QString::fromStdString(formatFixed(arm.slope->value, 3))));
    }
    for (const RigorousCell& cell : m_result->sharedRate->cells) {
      const auto row = rowOf(rowsBelow(text, "At one learning rate, and each arm at its own"),
                             QString::fromStdString(cell.scale), QString::fromStdString(cell.arm));
      QVERIFY(row && row->value(3) == gainShown(cell.step) && row->value(7) == gainShown(cell.wall));
    }
    const Rows runs = rowsBelow(text, "Appendix: every run");
    QCOMPARE(runs.size(), m_result->facts.size() + 2);
    for (const StudyFact& fact : m_result->facts) {
      const auto row = rowOf(runs, QString::fromStdString(fact.id.text));
      QVERIFY(row && row->value(7) == QString::fromUtf8(word(fact.state).data()));
      const auto loss = fact.loss();
      QCOMPARE(row->value(8), !loss               ? QString("—")
                              : std::isnan(*loss) ? QString("diverged")
                                                  : QString::fromStdString(formatFixed(*loss, 4)));
    }
  }

  void everythingBehindTheNumbersIsThere() {
    const QString text = read(path("report.md"));
    QVERIFY(text.startsWith("# paper \\| \\<b\\>mini\\</b\\> 🙂\n"));

    for (const char* words : {"Answer", "Question and method", "Plan, and what was done", "Noise floors", "Together",
                              "Learning rates", "Losses", "Beside the paper", "Decisions", "Definition", "Environment",
                              "Provenance", "Reproduce", "Appendix: every run"})
      QVERIFY2(text.contains(QString("\n## ") + words + "\n"), words);
    QVERIFY(text.contains("layernorm helps"));
    QVERIFY(text.contains("A CPU of the test"));
    QVERIFY(text.contains("0123456789abcdef"));
    QVERIFY(text.contains("entropy rate"));
    QVERIFY(text.contains("headroom study start study.json"));
    const Rows paper = rowsBelow(text, "Beside the paper");
    QCOMPARE(rowOf(paper, "rope")->value(2), QString("3.398; 1.350 *"));
    QCOMPARE(rowOf(paper, "mqa")->value(1), QString("3.846; 0.673 a"));
    for (const PaperClaim& claim : paperClaims(*m_result)) {
      const auto row = rowOf(paper, QString::fromStdString(claim.claim), QString::fromStdString(claim.scale));
      QVERIFY2(row.has_value(), claim.claim.c_str());
      QCOMPARE(row->value(2), QString::fromUtf8(word(claim.verdict).data()));
      QCOMPARE(row->value(3), QString::fromStdString(claim.numbers));
    }
    QVERIFY(!text.contains("Known weaknesses"));  // of the other rule
  }

  void htmlIsOneFile() {
    const QString file = m_output.filePath("reports/study.html");
    QCOMPARE(write(file), 0);
    const QString text = read(file);
    QVERIFY(text.contains("<h1>paper | &lt;b&gt;mini&lt;/b&gt; 🙂</h1>"));
    QVERIFY(!text.contains("<b>mini</b>"));
    QVERIFY(text.count("<svg") >= 4);
    static const QRegularExpression loads("(src|href)\\s*=\\s*\"(?!#|data:)");
    QVERIFY2(!loads.match(text).hasMatch(), qPrintable(loads.match(text).captured(0)));
  }

  void longTablesGoOnWithTheirHeader() {
    const QString file = m_output.filePath("reports/study.pdf");
    QCOMPARE(write(file), 0);
    const QString tool = QStandardPaths::findExecutable("pdftotext");
    if (tool.isEmpty()) QSKIP("pdftotext is not installed");
    QProcess process;
    process.start(tool, {"-layout", file, "-"});
    QVERIFY(process.waitForFinished(30000));
    // Letters that a font joins (fi) come out as one.
    const QString text = QString::fromUtf8(process.readAllStandardOutput()).normalized(QString::NormalizationForm_KC);
    const QStringList pages = text.split('\f').mid(0, text.count('\f'));
    for (const QString& page : pages) QVERIFY(!page.trimmed().isEmpty());
    for (const StudyFact& fact : m_result->facts) QVERIFY(text.contains(QString::fromStdString(fact.id.text)));
    // The appendix needs several pages; each names its columns.
    int last = 0, headers = 0;
    for (const QString& page : pages)
      if (page.contains("whole run") || page.contains("cooldown ")) ++last, headers += page.contains("final loss");
    QVERIFY2(last > 2 && headers == last, qPrintable(QString("%1 of %2 pages").arg(headers).arg(last)));
  }

  void whatIsMissingHasItsReason() {
    auto result = handMade({"none | <i>x</i>", "rope 🙂", "mqa"}, {"nano"});
    result->rigorous.emplace();
    RigorousCell one;
    one.arm = "rope 🙂";
    one.scale = "nano";
    one.status = RigorousCell::Status::OnePair;
    one.reason = "one seed: no interval can be given; run at least 3";
    one.pairs = 1;
    one.step = GainEstimate{.ceg = 1.25, .low = {}, .high = {}, .lnSe = {}, .df = {}};
    one.whyNoFlop = "a point that was used has no FLOPs";
    RigorousCell refusedCell;
    refusedCell.arm = "mqa";
    refusedCell.scale = "nano";
    refusedCell.reason = "every run of the arm diverged before step 400; 3 of 3 diverged";
    refusedCell.divergedArm = 3;
    result->rigorous->cells = {one, refusedCell};
    result->notes = {"provisional: the study has not ended"};
    result->laws.refusal = "four scales are the least";
    const QString text = markdownOf(result);
    const Rows rows = rowsBelow(text, "Results at scale nano");
    const auto rope = rowOf(rows, "rope 🙂");
    QVERIFY(rope.has_value());
    QCOMPARE(rope->mid(1, 5), (QStringList{"1", "1.250", "—", "—", "—"}));
    QVERIFY(rope->value(6).contains("one pair: one seed") && rope->value(6).contains("no gain per FLOP: a point"));
    const auto mqa = rowOf(rows, "mqa", "0");
    QVERIFY(mqa && mqa->value(6).contains("refused: every run of the arm diverged before step 400"));
    const auto costs = rowOf(rows, "mqa", "—");
    QVERIFY(costs && costs->value(2) == "3");
    QVERIFY(rowOf(rows, "none | <i>x</i>").has_value());
    QVERIFY(text.contains("All of this is provisional"));
    QVERIFY(!text.contains("helps"));
    QVERIFY(text.contains("No run of this study carries an environment"));
  }

  void aStudyWithoutGainsIsStillAReport() {
    auto result = handMade({"none", "rope"}, {"nano"});
    result->noGains = "No run of the baseline has ended yet, so there is no gain to show.";
    const QString text = markdownOf(result);
    QVERIFY(text.count("No run of the baseline has ended yet") == 2);
    QVERIFY(text.contains("The study has no run yet."));
    QVERIFY(!text.contains("NaN") && !text.contains("| nan "));
  }

  void thePapersRuleCarriesItsWeaknesses() {
    auto result = handMade({"none", "rope"}, {"compact"});
    result->resolved.study.estimator = "paper";
    result->paper.emplace();
    PaperCell cell;
    cell.arm = "rope";
    cell.scale = "compact";
    cell.seed = 1337;
    cell.gain = {.status = PaperGain::Status::Auxiliary,
                 .reason = {},
                 .ceg = 1.87,
                 .targetLoss = 3.8,
                 .baselineEvaluations = 101,
                 .armEvaluations = 54};
    cell.minLoss = 3.725;
    result->paper->cells = {cell};
    const QString text = markdownOf(result);
    const auto row = rowOf(rowsBelow(text, "Results at scale compact"), "rope", "1337");
    QVERIFY(row.has_value());
    QCOMPARE(row->mid(2), (QStringList{"1.870", "auxiliary", "101/54", "3.8000", "3.7250", "—"}));
    QCOMPARE(rowOf(rowsBelow(text, "Beside the paper"), "rope")->value(3), QString("3.7250; 1.870 a"));
    for (const std::string& weakness : paperWeaknesses()) {
      QString plain = text;
      QVERIFY2(plain.remove('\\').contains(QString::fromStdString(weakness)), weakness.c_str());
    }
  }

  void theCommandSaysAllOfTheStudy() {
    ResolvedStudy study;
    study.study = *readStudy("norm");
    QCOMPARE(reproduction(study).valueOr(""), std::string("headroom study start norm"));
    study.study.scales = {"nano"};
    study.study.seeds = {4, 5};
    study.study.settings = {{"layers", "1"}};
    QCOMPARE(reproduction(study).valueOr(""),
             std::string("headroom study start norm --scale nano --seeds 4,5 --set layers=1"));
    study.study.cooldown = 0.3;
    QVERIFY(!reproduction(study));
    study.study.name = "mine";
    QVERIFY(!reproduction(study));
  }

  void wrongCallsGiveTheirExitCode() {
    QCOMPARE(runReport({"--db", path("headroom.db"), "--study", "nosuch", "--to", path("x.md")}), 2);
    QCOMPARE(runReport({"--db", path("headroom.db"), "--study", "a", "--run", "b", "--to", path("x.md")}), 2);
    QCOMPARE(write(path("x.docx")), 2);
    QVERIFY(!QFile::exists(path("x.md")));
  }
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  application.setPalette(paletteFrom(lightColours()));
  StudyReportTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "tst_study_report.moc"

// A study's charts and tables in plain data, its models, its command line: many arms, refused cells, one pair, no
// gains.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "core/analysis/ceg_cases.h"
#include "core/study/paper_claims.h"
#include "tests/ui_study/made_study.h"
#include "ui/study/matrix_view.h"
#include "ui/study/plan_tables.h"
#include "ui/study/plan_view.h"
#include "ui/study/start_command.h"
#include "ui/study/study_charts.h"
#include "ui/study/study_header.h"
#include "ui/study/study_tables.h"

using namespace headroom;

class TestStudyFindings : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void gainsStandTogetherAtTheirScale() {
    const auto study = madeStudy({.arms = paperArms()});
    const GainChart chart = gainChart(*study, "mini");
    QCOMPARE(chart.rows.size(), std::size_t{6});
    QCOMPARE(chart.rows[4].name, QString("rope"));
    const GainRow& rope = chart.rows[4];
    QVERIFY(rope.step.ceg && rope.flop.ceg && rope.wall.ceg && rope.step.low && rope.step.high);
    QVERIFY2(std::abs(*rope.step.ceg - 1.36 * std::exp(0.04)) < 0.05, qPrintable(QString::number(*rope.step.ceg)));
    QVERIFY(*rope.step.low < *rope.step.ceg && *rope.step.ceg < *rope.step.high);
    QVERIFY(*chart.rows[2].wall.ceg > 1.15);  // flash: nothing per step, a fifth by the clock
    QVERIFY(chart.floorLow && chart.floorHigh && *chart.floorLow < 1 && *chart.floorHigh > 1);
    QVERIFY(chart.note.isEmpty());
    QVERIFY(gainChart(*study, "nowhere").rows.empty());
  }

  void aMissingGainSaysWhyAndOnePairHasNoInterval() {
    auto arms = paperArms();
    arms[0].clock = false;
    arms[1].diverges = true;
    const auto study = madeStudy({.arms = arms, .state = StudyState::Running});
    const GainChart chart = gainChart(*study, "nano");
    QVERIFY(!chart.rows[0].wall.ceg && !chart.rows[0].wall.reason.isEmpty());
    QVERIFY(!chart.rows[1].step.ceg && !chart.rows[1].step.reason.isEmpty());
    QVERIFY(chart.note.contains("provisional"));
    const auto one = madeStudy({.arms = paperArms(), .seeds = {7}});
    const GainRow row = gainChart(*one, "nano").rows[4];
    QVERIFY(row.step.ceg && !row.step.low && row.step.reason.contains("one seed"));
    const TextTable verdicts = verdictTable(*one);
    QCOMPARE(verdicts.rows.size(), std::size_t{6});
    QVERIFY(verdicts.rows[0][2].chip == Chip::Neutral);
  }

  void withoutGainsEverythingSaysWhy() {
    const auto study = madeStudy({.arms = paperArms(), .state = StudyState::Running, .runs = false});
    QVERIFY(gainChart(*study, "nano").empty.contains("No run of the baseline"));
    QVERIFY(cegAgainstCompute(*study).empty.contains("No run of the baseline"));
    QVERIFY(cegAgainstLoss(*study, "rope", "nano").series.empty());
    QVERIFY(lossCurves(*study, "nano").series.empty());
    QVERIFY(verdictTable(*study).empty.contains("No run of the baseline"));
    QVERIFY(gainTable(*study).rows.empty() && togetherLines(*study).isEmpty());
    QVERIFY(sharedRateTable(*study).rows.empty());
    QCOMPARE(paperTable(*study).rows.size(), 2 * paperTable().size());
  }

  void computeChartHasAPointAScaleWithItsInterval() {
    const auto study = madeStudy({.arms = paperArms()});
    const ChartSpec spec = cegAgainstCompute(*study);
    QCOMPARE(spec.series.size(), std::size_t{6});
    for (const ChartSeries& series : spec.series) {
      QCOMPARE(series.x.size(), std::size_t{3});
      QVERIFY(std::is_sorted(series.x.begin(), series.x.end()));
      QVERIFY(series.low[2] < series.y[2] && series.y[2] < series.high[2]);
    }
    QVERIFY(spec.x.from && *spec.x.from < spec.series[0].x[0]);
    QCOMPARE(spec.series[4].colour,
             lossCurves(*study, "nano").series.back().colour == spec.series[5].colour ? spec.series[4].colour : -1);
    const ChartSpec loss = cegAgainstLoss(*study, "rope", "mini");
    QCOMPARE(loss.series.size(), std::size_t{1});
    QVERIFY(loss.series[0].spread == SpreadStyle::Band &&
            std::is_sorted(loss.series[0].x.begin(), loss.series[0].x.end()));
  }

  void aLawIsABandBeyondThePoints() {
    auto study = madeStudy({.arms = paperArms()});
    study->laws.refusal.clear();
    study->laws.arms = {{.arm = "rope",
                         .slope = 0.01,
                         .low = -0.02,
                         .high = 0.04,
                         .band = {{1e13, 1.3, 1.2, 1.4}, {1e17, 1.4, 1.1, 1.8}}}};
    const ChartSpec spec = cegAgainstCompute(*study);
    QVERIFY(spec.series.back().style == LineStyle::Dashed && spec.series.back().spread == SpreadStyle::Band);
    QVERIFY(*spec.x.to > 1e17);
    QCOMPARE(lawTable(*study).rows.size(), std::size_t{1});
    QCOMPARE(lawTable(*study).rows[0][1].text, QString("0.010 [−0.020, 0.040]"));
  }

  void thePapersRuleIsMarkedAndStandsBesideItsNumbers() {
    auto study = madeStudy({.arms = paperArms(), .scales = {"compact", "full"}, .seeds = {1337}});
    study->resolved.study.estimator = "paper";
    study->rigorous.reset();
    study->paper = paperCeg(study->curves, "none").value();
    const GainChart chart = gainChart(*study, "full");
    QCOMPARE(chart.rows.size(), std::size_t{6});
    QVERIFY(chart.title.contains("as published"));
    QVERIFY(chart.rows[4].step.ceg && !chart.rows[4].step.low);
    QVERIFY(!chart.rows[4].flop.ceg && chart.rows[4].flop.reason.contains("evaluations"));
    QVERIFY(noteLines(*study).join(' ').contains("one seed"));
    const TextTable table = paperTable(*study);
    const auto row = std::find_if(table.rows.begin(), table.rows.end(),
                                  [](const auto& one) { return one[0].text == "rope" && one[1].text == "full"; });
    QVERIFY(row != table.rows.end());
    QCOMPARE((*row)[2].text, QString("3.398*"));
    QCOMPARE((*row)[3].text, QString("1.350*"));
    QVERIFY(table.note.contains("a: auxiliary"));
    QVERIFY(verdictTable(*study).empty.contains("no intervals"));
    QVERIFY(subtitleOf(*study).contains("as published"));
  }

  void decisionsRatesAndTogether() {
    const auto study = madeStudy({.arms = paperArms()});
    QCOMPARE(decisionTable(*study).rows.size(), std::size_t{3});
    QVERIFY(decisionTable(*study).rows[1][2].text.contains("dropped sparse"));
    const TextTable rates = rateTable(*study);
    QVERIFY(rates.rows[0][4].text.contains("0.0024 → diverged"));
    QCOMPARE(rates.rows[1][4].text, QString("the baseline's"));
    QCOMPARE(togetherLines(*study).size(), 3);
    QVERIFY(togetherLines(*study)[0].contains("layernorm × rope × flash alone multiply to 2.01"));
    QVERIFY(pairwiseTable(*study, "mini").rows.empty() && pairwiseTable(*study, "mini").empty.contains("two of these"));
    QVERIFY(shapleyTable(*study).rows.empty() && !shapleyTable(*study).empty.isEmpty());
    study->interactions[2].found.pairwise[0][1] = GainEstimate{.ceg = 0.9, .low = 0.8, .high = 1.01};
    const TextTable pairs = pairwiseTable(*study, "mini");
    QCOMPARE(pairs.rows.size(), std::size_t{3});
    QCOMPARE(pairs.rows[0][2].text, QString("0.900 [0.800, 1.010]"));
    QVERIFY(pairs.rows[0][1].text.isEmpty() && pairs.rows[1][1].toolTip.contains("no arm"));
    QVERIFY(subtitleOf(*study).contains("smallest gain detectable at mini"));
    QVERIFY(toCsv(rates).startsWith("scale,arm,rate"));
  }

  void thePlanStandsBesideWhatWasDone() {
    auto study = madeStudy({.arms = paperArms()});
    QVERIFY(progressTable(*study).note.contains("No plan was stored"));
    study->plan = StudyPlan{};
    for (const char* scale : {"nano", "micro", "mini"})
      study->plan->scales.push_back({.scale = scale, .runs = 90, .flops = 2e15, .seconds = 60.0, .smallestGain = 1.12});
    study->plan->runs = 270;
    study->plan->flops = 6e15;
    const TextTable done = progressTable(*study);
    QCOMPARE(done.rows.size(), std::size_t{4});
    QCOMPARE(done.rows[0][1].text, QString("90"));
    QCOMPARE(done.rows[3][1].text, QString("270"));
    QCOMPARE(done.rows[2][9].text, QString("1.120×"));
    QVERIFY(done.rows[2][10].text.endsWith("×"));  // as the seeds of its baseline show
    QCOMPARE(done.rows[3][10].text, QString("–"));
    study->decisions.push_back({{"kind", "plan"}, {"plan", toJson(*study->plan)}});
    study->decisions.push_back({{"kind", "plan"}, {"plan", 7}});
    study->decisions.push_back({{"kind", "state"}, {"state", "paused"}, {"reason", "no baseline"}});
    const TextTable decided = decisionTable(*study);
    QVERIFY2(decided.rows[3][2].text.contains("270 runs") && decided.rows[3][2].text.contains("nano 1.120×"),
             qPrintable(decided.rows[3][2].text));
    QVERIFY(!decided.rows[4][2].text.isEmpty());
    QCOMPARE(decided.rows[5][2].text, QString("paused: no baseline"));
  }

  void beyondTheDataAGainIsABound() {
    auto arms = paperArms();
    arms[4].gain = 100;
    const auto study = madeStudy({.arms = arms});
    const TextTable table = gainTable(*study);
    const auto row = std::find_if(table.rows.begin(), table.rows.end(),
                                  [](const auto& one) { return one[0].text == "rope" && one[1].text == "nano"; });
    QVERIFY(row != table.rows.end());
    for (const std::size_t column : {2, 3, 4})
      QVERIFY2((*row)[column].text.startsWith("≥ "), qPrintable((*row)[column].text));
    QVERIFY((*row)[2].toolTip.contains("the gain is at least"));
    QVERIFY(gainChart(*study, "nano").rows[4].step.reason.contains("the gain is at least"));
  }

  void whatMayStillMoveIsMarked() {
    for (const StudyState state : {StudyState::Running, StudyState::Finished}) {
      const auto study = madeStudy({.arms = paperArms(), .state = state});
      const bool moving = state == StudyState::Running;
      for (const QString& note : {gainTable(*study).note, verdictTable(*study).note, gainChart(*study, "nano").note,
                                  cegAgainstCompute(*study).note, cegAgainstLoss(*study, "rope", "nano").note})
        QCOMPARE(note.contains("provisional", Qt::CaseInsensitive), moving);
    }
  }

  void noGainStandsAlone() {
    const auto study = madeStudy({.arms = paperArms()});
    QVERIFY2(togetherLines(*study)[0].contains("per FLOP") && togetherLines(*study)[0].contains("per second"),
             qPrintable(togetherLines(*study)[0]));
    const TextTable paper = paperTable(*study);
    for (const auto& row : paper.rows)
      if (row[0].text == "rope") QCOMPARE(row[5].text.count(QStringLiteral("·")), 2);
  }

  void modelsKeepTheirPromises() {
    MatrixModel matrix;
    QAbstractItemModelTester matrixTester(&matrix, QAbstractItemModelTester::FailureReportingMode::QtTest);
    TextTableModel table;
    QAbstractItemModelTester tableTester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto study = madeStudy({.arms = paperArms()});
    matrix.set(study);
    QCOMPARE(matrix.rowCount(), 7);
    QCOMPARE(matrix.columnCount(), 9);
    auto other = madeStudy({.arms = paperArms(), .state = StudyState::Running});
    other->matrix[0].completed = 1;
    other->matrix[0].running = 1;
    other->matrix[1].diverged = 1;
    other->matrix[2].completed = 0;
    other->matrix[2].dropped = true;
    QSignalSpy resets(&matrix, &QAbstractItemModel::modelReset);
    matrix.set(other);
    QCOMPARE(resets.size(), 0);  // what is selected stays so
    QCOMPARE(matrix.index(0, 0).data().toString(), QString("1/2"));
    QCOMPARE(matrix.index(0, 1).data().toString(), QString("diverged"));
    QCOMPARE(matrix.index(0, 2).data().toString(), QString("dropped"));
    QCOMPARE(matrix.index(1, 0).data().toString(), QString("✓"));
    QVERIFY(matrix.index(0, 0).data(Qt::ToolTipRole).toString().contains("none, nano, seed 1: running; 1 of 2"));
    matrix.set(nullptr);
    QCOMPARE(matrix.rowCount(), 0);
    table.set(gainTable(*study));
    QCOMPARE(table.rowCount(), 18);
    table.set(gainTable(*other));
    table.set(verdictTable(*study));
    QCOMPARE(table.rowCount(), 6);
    table.set({});
    QCOMPARE(table.rowCount(), 0);
  }

  void theCommandStartsTheSameStudy() {
    Study study = readStudy("paper-mini").value();
    QCOMPARE(startCommand(study, "").value(), QString("headroom study start paper-mini"));
    study.seeds = {1, 2, 3, 4};
    study.data = "text:/tmp/my file.txt";
    study.scales = {"nano"};
    QCOMPARE(startCommand(study, "/a/b.db").value(), QString("headroom study start paper-mini --scale nano --seeds "
                                                             "1,2,3,4 --data 'text:/tmp/my file.txt' --db /a/b.db"));
    study.arms.pop_back();
    QVERIFY(!startCommand(study, ""));
    study.name = "of my own";
    QVERIFY(!startCommand(study, ""));
    QCOMPARE(replanCommandOfFile(StudyId{"s1"}, "/a b.json", ""), QString("headroom study replan s1 '/a b.json'"));
    QCOMPARE(shellWord("it's"), QString("'it'\\''s'"));
  }

  void seedsAreRead() {
    QCOMPARE(seedsFrom("1, 3-5,3").value(), (std::vector<std::int64_t>{1, 3, 4, 5}));
    for (const char* wrong : {"", "x", "-1", "5-3", "1-", "1.5", "0-1000"}) QVERIFY2(!seedsFrom(wrong), wrong);
    QVERIFY(seedsFrom("two").error().message.find("two") != std::string::npos);
  }

  void casesRecomputeTheirPublishedValues() {
    for (const CegCase& one : cegCases()) {
      QCOMPARE(recomputed(one).has_value(), one.derived);
      if (one.derived) QCOMPARE(*recomputed(one), one.value);
    }
    CegCase rope =
        *std::find_if(cegCases().begin(), cegCases().end(), [](const CegCase& one) { return one.id == "rope"; });
    rope.inputs[3].value = 2e5;
    QCOMPARE(*recomputed(rope), rope.value / 2);
    rope.inputs[3].value = 0;
    QVERIFY(!recomputed(rope));
  }
};

QTEST_MAIN(TestStudyFindings)
#include "tst_study_findings.moc"

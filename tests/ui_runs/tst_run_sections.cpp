// The sections below the table of runs, offscreen: queue, crash in words, differences, log, checkpoints; whatever runs
// are called.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QFile>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>

#include "tests/ui_runs/made_runs.h"
#include "tests/ui_runs/page_fixture.h"
#include "ui/runs/checkpoints_view.h"
#include "ui/runs/comparison_view.h"
#include "ui/runs/log_view.h"
#include "ui/runs/queue_view.h"
#include "ui/runs/run_edit_dialog.h"
#include "ui/runs/run_overview.h"

using namespace headroom;

class TestRunSections : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { m_around = std::make_unique<PageSurroundings>(); }
  void cleanupTestCase() { m_around.reset(); }
  void init() { m_around->reset(); }

  void theQueueIsOrderedByKeyByMouseAndUndone() {
    Page it;
    const RunId busy = it.files.submit(100'000, Json{{"msPerStep", 5}}, "busy");
    const RunId a = it.files.submit(3, Json::object(), "a"), b = it.files.submit(3, Json::object(), "b"),
                c = it.files.submit(3, Json::object(), "c");
    QVERIFY(it.waitFor(busy, RunState::Running));
    QVERIFY(it.waitForRuns(4));
    QTRY_COMPARE(it.runs().queue(), (std::vector<RunId>{a, b, c}));
    auto& queue = it.section<QueueView>("queue");
    QAbstractItemModelTester tester(&queue.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(queue.model().rowCount(), 4);
    queue.view().setFocus();
    queue.view().selectRow(3);
    QTest::keyClick(&queue.view(), Qt::Key_Up, Qt::AltModifier);
    QTRY_COMPARE_WITH_TIMEOUT(it.runs().queue(), (std::vector<RunId>{a, c, b}), kSoon);
    QCOMPARE(queue.view().currentIndex().row(), 2);  // the same run
    std::unique_ptr<QMimeData> dragged(queue.model().mimeData({queue.model().index(1, 0)}));
    QVERIFY(!queue.model().dropMimeData(dragged.get(), Qt::MoveAction, -1, -1, queue.model().index(3, 0)));
    QTRY_COMPARE_WITH_TIMEOUT(it.runs().queue(), (std::vector<RunId>{c, b, a}), kSoon);
    queue.model().dropMimeData(dragged.get(), Qt::MoveAction, 0, 0, {});  // above what trains: the first that waits
    QTRY_COMPARE_WITH_TIMEOUT(it.runs().queue(), (std::vector<RunId>{a, c, b}), kSoon);
    it.page.actions().undo->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(it.runs().queue(), (std::vector<RunId>{c, b, a}), kSoon);
    it.page.select({b});
    QVERIFY(it.page.actions().later->isEnabled());
    it.page.actions().later->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(it.runs().queue(), (std::vector<RunId>{c, a, b}), kSoon);
    QTRY_VERIFY(!it.page.actions().later->isEnabled());
    QVERIFY2(it.page.actions().later->toolTip().contains("last"), qPrintable(it.page.actions().later->toolTip()));
    m_around->picture(it.page, "runs-queue");
  }

  void aCrashIsSaidInWordsWithALogAndAWayOn() {
    Page it;
    const RunId run = it.files.submit(40, Json{{"crashAt", 25}, {"checkpointEvery", 10}, {"msPerStep", 1}}, "crasher");
    QVERIFY(it.waitFor(run, RunState::Failed));
    it.page.select({run});
    auto* onward = it.page.findChild<QPushButton*>("onward");
    QTRY_VERIFY(onward->isVisible());
    QVERIFY2(it.problem().contains("without a word"), qPrintable(it.problem()));
    auto& overview = it.section<RunOverview>("overview");
    QTRY_VERIFY_WITH_TIMEOUT(overview.history().model()->rowCount() >= 3, kSoon);
    m_around->picture(it.page, "runs-crash");
    it.page.sections().show("files");
    m_around->picture(it.page, "runs-files");
    QTest::mouseClick(onward, Qt::LeftButton);
    QVERIFY(it.waitFor(run, RunState::Completed));
    QTRY_VERIFY(!onward->isVisible());
  }

  void differencesBetweenRunsAndOneConfiguration() {
    Page it;
    const RunId a = it.files.submit(3, Json{{"msPerStep", 1}}, "a"),
                b = it.files.submit(4, Json{{"msPerStep", 2}}, "b");
    QVERIFY(it.waitFor(a, RunState::Completed));
    QVERIFY(it.waitFor(b, RunState::Completed));
    it.page.select({a, b});
    it.click("differences");
    auto& view = it.section<ComparisonView>("configuration");
    QAbstractItemModelTester tester(&view.model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_COMPARE_WITH_TIMEOUT(view.model().runs(), std::size_t{2}, kSoon);
    QTRY_VERIFY(view.model().differences() > 0);
    QCOMPARE(view.model().rowCount(), view.model().differences());
    view.search().setText("steps");
    QCOMPARE(view.model().index(0, 1).data().toString(), QString("3"));  // in the order of selecting
    QCOMPARE(view.model().index(0, 2).data().toString(), QString("4"));
    QVERIFY(view.model().index(0, 2).data(RunComparison::DiffersRole).toBool());
    view.search().clear();
    view.onlyDifferences().setChecked(false);
    QCOMPARE(view.model().rowCount(), view.model().settings());
    view.onlyDifferences().setChecked(true);
    m_around->picture(it.page, "runs-differences");
    it.page.select({a});
    QTRY_COMPARE_WITH_TIMEOUT(view.model().runs(), std::size_t{1}, kSoon);
  }

  void theLogFollowsTheRunAndIsSearched() {
    Page it;
    const RunId run = it.files.submit(5, Json::object(), "logged");
    QVERIFY(it.waitFor(run, RunState::Completed));
    {
      QFile log(QString::fromStdString(it.files.runFolder(run).log().string()));
      QVERIFY(log.open(QIODevice::WriteOnly));
      log.write("first \x1b[31mred\x1b[0m line\n" + QByteArray(1'000'000, 'x') + "\n\xff\xfe broken " +
                QByteArray(1, '\0') + " bytes\nlast line\n");
    }
    it.page.select({run});
    auto& log = it.section<LogView>("log");
    QTRY_VERIFY_WITH_TIMEOUT(log.text().toPlainText().contains("last line"), kSoon);
    QVERIFY(log.text().toPlainText().size() < 300'000);
    QFile more(QString::fromStdString(it.files.runFolder(run).log().string()));
    QVERIFY(more.open(QIODevice::Append));
    more.write("and one more\n");
    more.close();
    QTRY_VERIFY_WITH_TIMEOUT(log.text().toPlainText().contains("and one more"), kSoon);
    log.search().setFocus();
    QTest::keyClicks(&log.search(), "broken");
    QCOMPARE(log.text().textCursor().selectedText(), QString("broken"));
    m_around->picture(it.page, "runs-log");
    QCOMPARE(logText("a\x1b[31mred\x1b[0m\r\nb\rc\n"), QString("ared\nb\nc\n"));
  }

  void checkpointsAreSampledSideBySideAndCancelled() {
    Page it;
    const RunId run = it.files.submit(30, Json{{"checkpointEvery", 10}, {"evalEvery", 10}, {"msPerStep", 1}}, "writer");
    QVERIFY(it.waitFor(run, RunState::Completed));
    it.page.select({run});
    auto& view = it.section<CheckpointsView>("checkpoints");
    QTRY_COMPARE_WITH_TIMEOUT(view.view().model()->rowCount(), 3, kSoon);
    QVERIFY(!view.sampleButton().isEnabled());
    QVERIFY(view.sampleButton().toolTip().contains("Select"));
    view.view().selectAll();
    view.prompt().setText("Once");
    QTest::keyClick(&view.prompt(), Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(view.sampler().open(), std::size_t{0}, kSoon);
    QTRY_VERIFY(view.view().model()->index(2, 5).data().toString().contains("(30)"));
    const auto texts = view.findChildren<QPlainTextEdit*>();
    QVERIFY(std::any_of(texts.begin(), texts.end(),
                        [](auto* text) { return text->toPlainText() == "Once continues (20)"; }));
    m_around->picture(it.page, "runs-checkpoints");
    view.prompt().setText("fail");
    QTest::mouseClick(&view.sampleButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(it.problem().contains("no text"), kSoon);
    QTRY_COMPARE_WITH_TIMEOUT(view.sampler().open(), std::size_t{0}, kSoon);
    view.prompt().setText("hang");
    QTest::mouseClick(&view.sampleButton(), Qt::LeftButton);
    QTRY_VERIFY(view.cancelButton().isEnabled());
    QTest::mouseClick(&view.cancelButton(), Qt::LeftButton);
    QCOMPARE(view.sampler().open(), std::size_t{0});
    QVERIFY(!view.cancelButton().isEnabled());
  }

  void awkwardNamesAreShownEverywhere() {
    Page it;
    std::vector<RunId> runs;
    for (const auto& text : awkwardTexts()) {
      if (text.find_first_not_of(" \t\r\n") == std::string::npos) continue;
      runs.push_back(it.files.submit(2, Json{{"nanAt", 2}}, text));
      QVERIFY(it.files.ask({{"do", "note"}, {"run", runs.back().text}, {"text", text}}).ok());
      QVERIFY(it.files.ask({{"do", "tag"}, {"run", runs.back().text}, {"tags", {text}}}).ok());
    }
    QVERIFY(it.waitForRuns(static_cast<int>(runs.size())));
    for (const auto& run : runs) QVERIFY(it.waitFor(run, RunState::Diverged));
    it.page.select(runs);
    for (int i = 0; i < it.page.sections().tabs().count(); ++i) {
      it.page.sections().tabs().setCurrentIndex(i);
      QTest::qWait(30);
      it.page.grab();
    }
    it.page.sections().show("charts");
    m_around->picture(it.page, "runs-awkward");
    for (const auto& run : runs) {
      it.page.select({run});
      it.page.actions().rename->trigger();
      auto* dialog = it.page.findChild<RunEditDialog*>();
      QVERIFY(dialog);
      QVERIFY(dialog->changes().empty());  // looking changes nothing
      delete dialog;
    }
  }

 private:
  std::unique_ptr<PageSurroundings> m_around;
};

QTEST_MAIN(TestRunSections)
#include "tst_run_sections.moc"

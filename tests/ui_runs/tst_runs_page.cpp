// The Runs page as a person uses it, offscreen, by mouse and by keyboard alone, against the real engine and the
// scripted worker. With HEADROOM_PICTURES set to a folder it leaves pictures there.
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QCompleter>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "core/runs/local_run_reader.h"
#include "tests/support/engine_fixture.h"
#include "tests/ui_runs/made_runs.h"
#include "ui/models/run_views.h"
#include "ui/runs/checkpoints_view.h"
#include "ui/runs/column_chooser.h"
#include "ui/runs/comparison_view.h"
#include "ui/runs/log_view.h"
#include "ui/runs/queue_view.h"
#include "ui/runs/run_chart_specs.h"
#include "ui/runs/run_edit_dialog.h"
#include "ui/runs/run_overview.h"
#include "ui/runs/runs_page.h"
#include "ui/theme.h"

using namespace headroom;

namespace {

constexpr int kSoon = 20'000;

/// A page with its engine and everything that main() wires to it.
struct Page {
  EngineFixture files;
  Workbench workbench{files.database(), [file = files.database()] { return LocalRunReader::open(file); },
                      chartedSeries(), chartedDoubles()};
  RunsPage page{workbench};

  Page() {
    QObject::connect(&workbench, &Workbench::runsRead, &page, &RunsPage::runsRead);
    QObject::connect(&workbench, &Workbench::problemFound, &page, &RunsPage::showProblem);
    page.resize(1360, 820);
    page.show();
    if (!QTest::qWaitForWindowExposed(&page)) throw std::runtime_error("the page was never shown");
    page.activateWindow();
    workbench.start();
  }
  RunsModel& runs() { return workbench.runs(); }
  const RunSummary& run(const RunId& id) {
    const auto* found = runs().find(id);
    if (!found) throw std::runtime_error("there is no run " + id.text);
    return *found;
  }
  bool waitForRuns(int count) {
    return QTest::qWaitFor([&] { return runs().rowCount() == count; }, kSoon);
  }
  bool waitFor(const RunId& id, RunState state) {
    return QTest::qWaitFor([&] { return runs().find(id) && runs().find(id)->state == state; }, kSoon);
  }
  template <class View>
  View& section(const QString& id) {
    page.sections().show(id);
    return *dynamic_cast<View*>(page.sections().made(id));
  }
  QString problem() {
    for (auto* label : page.findChildren<QLabel*>())
      if (label->isVisible() && label->property("problem").toBool() && !label->text().isEmpty()) return label->text();
    return {};
  }
  void click(const char* name) {
    auto* button = page.findChild<QAbstractButton*>(name);
    QTest::mouseClick(button, Qt::LeftButton);
  }
};

Theme* theme = nullptr;

void picture(QWidget& widget, const QString& name) {
  const QString folder = qEnvironmentVariable("HEADROOM_PICTURES");
  if (folder.isEmpty()) return;
  for (const auto choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
    theme->choose(choice);
    QTest::qWait(120);
    QVERIFY(widget.grab().save(QStringLiteral("%1/%2-%3.png").arg(folder, name, themeWord(choice))));
  }
}

QString clipboard() {
  return QGuiApplication::clipboard()->text();
}

}  // namespace

class TestRunsPage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    QVERIFY(m_settings.isValid());
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    QCoreApplication::setOrganizationName("headroom-test");
    theme = new Theme(*qApp, this);
  }
  void init() {
    qputenv("HEADROOM_FAKE", R"({"msPerStep": 1, "evalEvery": 10, "checkpointEvery": 10})");
    QSettings().clear();
    theme->choose(ThemeChoice::Light);
  }

  void theFilterIsWrittenByKeyAloneWithCompletion() {
    Page it;
    it.files.submit(3, Json::object(), "first");
    it.files.submit(3, Json::object(), "second");
    QVERIFY(it.waitForRuns(2));
    it.page.table().setFocus();
    QTest::keyClick(&it.page.table(), Qt::Key_F, Qt::ControlModifier);
    auto& line = it.page.filterLine();
    QTRY_VERIFY(line.hasFocus());
    QTest::keyClicks(&line, "nam");
    QTRY_VERIFY(line.completer().popup()->isVisible());
    picture(*line.completer().popup(), "runs-completion");
    QTest::keyClick(line.completer().popup(), Qt::Key_Down);
    QTest::keyClick(line.completer().popup(), Qt::Key_Return);
    QCOMPARE(line.text(), QString("name:"));
    line.completer().popup()->hide();
    QTest::keyClicks(&line, "sec");
    QTest::keyClick(line.completer().popup(), Qt::Key_Down);
    QTest::keyClick(line.completer().popup(), Qt::Key_Return);
    QCOMPARE(line.text(), QString("name:second "));
    QCOMPARE(it.page.table().model()->rowCount(), 1);
    line.setText("loss<low");
    QVERIFY2(it.problem().contains("needs a number"), qPrintable(it.problem()));
    QCOMPARE(it.page.table().model()->rowCount(), 1);  // the last right filter stays
    line.clear();
    QVERIFY(it.problem().isEmpty());
    QCOMPARE(it.page.table().model()->rowCount(), 2);
  }

  void aSelectionSurvivesAnotherFilter() {
    Page it;
    const RunId a = it.files.submit(3, Json::object(), "a-one"), b = it.files.submit(3, Json::object(), "b-two");
    QVERIFY(it.waitForRuns(2));
    it.page.select({a, b});
    it.page.filterLine().setText("a-");
    QCOMPARE(it.page.selection(), std::vector<RunId>{a});
    it.page.filterLine().setText("");
    QCOMPARE(it.page.selection(), std::vector<RunId>{a});
    it.page.select({b, a});
    QCOMPARE(it.page.selection(), (std::vector<RunId>{b, a}));
    it.page.select({a, b});
    QCOMPARE(it.page.selection(), (std::vector<RunId>{a, b}));
    it.page.table().selectAll();
    QCOMPARE(it.page.selection(), (std::vector<RunId>{a, b}));
    it.page.table().clearSelection();
    QVERIFY(it.page.selection().empty());
  }

  void columnsAreChosenAndOrderedByKeyAndRemembered() {
    Page it;
    auto& table = it.page.table();
    ColumnChooser chooser(table, &it.page);
    chooser.show();
    auto& list = chooser.list();
    list.setFocus();
    picture(chooser, "runs-columns");
    list.setCurrentRow(1);  // the run's name
    QTest::keyClick(&list, Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(table.columns().front().column, static_cast<int>(RunsModel::Name));
    list.setCurrentRow(3);  // the scale
    QTest::keyClick(&list, Qt::Key_Space);
    list.item(RunsModel::Tags)->setCheckState(Qt::Checked);
    QVERIFY(!table.isColumnHidden(RunsModel::Tags));
    table.sortByColumn(RunsModel::Loss, Qt::AscendingOrder);
    table.setColumnWidth(RunsModel::Name, 333);
    const auto columns = table.columns();
    const QByteArray state = it.page.layoutState();
    table.resetColumns();
    QVERIFY(table.columns() != columns);
    it.page.restoreLayout(state);
    QVERIFY(table.columns() == columns);
    QCOMPARE(table.columnWidth(RunsModel::Name), 333);
    QCOMPARE(table.horizontalHeader()->sortIndicatorSection(), static_cast<int>(RunsModel::Loss));
  }

  void whatWasRememberedByAnotherVersionDoesNoHarm() {
    Page it;
    const auto columns = it.page.table().columns();
    const Json odd{{"columns", {{{"column", "new"}}, {{"column", 5}}, 7}}, {"sort", "new"}};
    const Json states[] = {Json(),
                           Json::array({1, 2}),
                           Json{{"columns", 5}},
                           Json{{"columns", "{}"}},
                           Json{{"columns", dump(odd)}},
                           Json{{"splitter", 7}, {"filter", nullptr}, {"section", "nowhere"}}};
    QList<QByteArray> texts{"", "{"};
    for (const Json& state : states) texts << QByteArray::fromStdString(dump(state));
    for (const QByteArray& state : texts) {
      it.page.restoreLayout(state);
      QVERIFY(it.page.table().columns() == columns);
    }
    const Json hidden{{"columns", {{{"column", "name"}, {"shown", false}}}}};
    it.page.table().restoreColumns(QByteArray::fromStdString(dump(hidden)));
    QVERIFY(it.page.table().horizontalHeader()->hiddenSectionCount() < RunsModel::ColumnCount);
  }

  void viewsAreSavedAndComeBack() {
    Page it;
    it.page.filterLine().setText("is:starred");
    saveRunView({.name = "mine & yours", .filter = "is:starred", .columns = it.page.table().columnState()});
    it.page.filterLine().clear();
    auto* menu = it.page.findChild<QToolButton*>("views")->menu();
    Q_EMIT menu->aboutToShow();
    QAction* mine = nullptr;
    for (auto* action : menu->actions())
      if (action->text() == "mine && yours") mine = action;
    QVERIFY(mine);
    mine->trigger();
    QCOMPARE(it.page.filterLine().text(), QString("is:starred"));
    QCOMPARE(savedRunViews().size(), std::size_t{1});
    removeRunView("mine & yours");
    QVERIFY(savedRunViews().empty());
    for (const auto& view : builtinRunViews()) QVERIFY(RunFilter::parse(view.filter).ok());
  }

  void starsTagsNotesNamesAndColoursAreEditedAndUndone() {
    Page it;
    const RunId a = it.files.submit(3, Json::object(), "a"), b = it.files.submit(3, Json::object(), "b");
    QVERIFY(it.waitForRuns(2));
    it.page.select({a, b});
    it.page.table().setFocus();
    QTest::keyClick(&it.page.table(), Qt::Key_B, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(it.run(a).meta.star && it.run(b).meta.star, kSoon);
    QTest::keyClick(&it.page.table(), Qt::Key_T, Qt::ControlModifier);
    auto* dialog = it.page.findChild<RunEditDialog*>();
    QVERIFY(dialog);
    auto* tagLine = qobject_cast<QLineEdit*>(dialog->focusWidget());
    QVERIFY(tagLine);
    QTest::keyClicks(tagLine, "good, ");
    picture(*dialog, "runs-edit");
    tagLine->insert("مرحبا");
    QTest::keyClick(dialog->focusWidget(), Qt::Key_Return);
    const std::vector<std::string> tags{"good", "مرحبا"};
    QTRY_COMPARE_WITH_TIMEOUT(it.run(a).meta.tags, tags, kSoon);
    QTRY_COMPARE_WITH_TIMEOUT(it.run(b).meta.tags, tags, kSoon);
    it.page.actions().colour->menu()->actions().front()->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!it.run(a).meta.colour.empty(), kSoon);
    it.page.select({a});
    it.page.actions().edit({{a, it.run(a).meta, [&] {
                               auto meta = it.run(a).meta;
                               meta.name = "renamed <b>";
                               meta.notes = std::string(200'000, 'n');
                               return meta;
                             }()}});
    QTRY_COMPARE_WITH_TIMEOUT(it.run(a).meta.name, std::string("renamed <b>"), kSoon);
    for (int i = 0; i < 4; ++i) it.page.actions().undo->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(it.run(a).meta.name, std::string("a"), kSoon);
    QTRY_VERIFY_WITH_TIMEOUT(!it.run(a).meta.star && it.run(a).meta.tags.empty() && it.run(a).meta.notes.empty() &&
                                 it.run(b).meta.colour.empty(),
                             kSoon);
  }

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
    picture(it.page, "runs-queue");
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
    picture(it.page, "runs-crash");
    it.page.sections().show("files");
    picture(it.page, "runs-files");
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
    picture(it.page, "runs-differences");
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
    picture(it.page, "runs-log");
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
    picture(it.page, "runs-checkpoints");
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

  void everyActionSaysWhyNotAndWhichCommandItIs() {
    Page it;
    for (const auto* action : it.page.runActions()) {
      const bool edit = action == it.page.actions().undo || action == it.page.actions().redo;
      QVERIFY(!action->isEnabled());
      QVERIFY2(action->toolTip().contains(edit ? "take" : "select"),
               qPrintable(action->text() + ": " + action->toolTip()));
    }
    const RunId run = it.files.submit(3, Json::object(), "one");
    QVERIFY(it.waitFor(run, RunState::Completed));
    it.page.select({run});
    auto& actions = it.page.actions();
    QVERIFY(actions.commandOf(actions.clone).startsWith("headroom clone " + QString::fromStdString(run.text)));
    QVERIFY(actions.commandOf(actions.pause).isEmpty());
    Q_EMIT actions.command->menu()->aboutToShow();
    QVERIFY(actions.command->menu()->actions().size() >= 3);
    actions.command->menu()->actions().front()->trigger();
    QVERIFY(clipboard().startsWith("headroom "));
    QVERIFY(it.page.viewActions().size() >= 5);
    it.page.table().setFocus();
    QTest::keyClick(&it.page.table(), Qt::Key_C, Qt::ControlModifier);
    QVERIFY2(clipboard().startsWith("State,Run,"), qPrintable(clipboard()));
  }

  void runsBecomeAStudy() {
    Page it;
    QSignalSpy wanted(&it.page, &RunsPage::studyRequested);
    const RunId run = it.files.submit(3, Json::object(), "one");
    QVERIFY(it.waitForRuns(1));
    it.page.select({run});
    it.page.actions().study->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(it.problem().contains("imported"), kSoon);  // the fixture's runs name no model
    QCOMPARE(wanted.size(), 0);
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
    picture(it.page, "runs-awkward");
    for (const auto& run : runs) {
      it.page.select({run});
      it.page.actions().rename->trigger();
      auto* dialog = it.page.findChild<RunEditDialog*>();
      QVERIFY(dialog);
      QVERIFY(dialog->changes().empty());  // looking changes nothing
      delete dialog;
    }
  }

  void aHeaderStandsAboveTheTable() {
    Page it;
    QPointer<QLabel> first = new QLabel("tiles");
    it.page.setHeaderWidget(first);
    QTRY_VERIFY(first->isVisible());
    QVERIFY(first->mapTo(&it.page, QPoint()).y() < it.page.table().mapTo(&it.page, QPoint()).y());
    it.page.setHeaderWidget(new QLabel("others"));
    QVERIFY(!first);
  }

 private:
  QTemporaryDir m_settings;
};

QTEST_MAIN(TestRunsPage)
#include "tst_runs_page.moc"

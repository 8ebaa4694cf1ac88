// The Runs page as a person uses it, offscreen, by mouse and by keyboard alone: filter, columns, views, edits,
// commands.
#include <QClipboard>
#include <QCompleter>
#include <QHeaderView>
#include <QListWidget>
#include <QMenu>
#include <QPointer>
#include <QSignalSpy>
#include <QTabBar>
#include <QToolButton>

#include "tests/ui_runs/page_fixture.h"
#include "ui/models/run_views.h"
#include "ui/runs/column_chooser.h"
#include "ui/runs/run_edit_dialog.h"

using namespace headroom;

namespace {

QString clipboard() {
  return QGuiApplication::clipboard()->text();
}

}  // namespace

class TestRunsPage : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { m_around = std::make_unique<PageSurroundings>(); }
  void cleanupTestCase() { m_around.reset(); }
  void init() { m_around->reset(); }

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
    m_around->picture(*line.completer().popup(), "runs-completion");
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
    m_around->picture(chooser, "runs-columns");
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
    m_around->picture(*dialog, "runs-edit");
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

  void aHeaderStandsAboveTheTable() {
    Page it;
    QPointer<QLabel> first = new QLabel("tiles");
    it.page.setHeaderWidget(first);
    QTRY_VERIFY(first->isVisible());
    QVERIFY(first->mapTo(&it.page, QPoint()).y() < it.page.table().mapTo(&it.page, QPoint()).y());
    it.page.setHeaderWidget(new QLabel("others"));
    QVERIFY(!first);
  }

  void rowsAndHeadersAreClickedAndSectionsHaveKeys() {
    Page it;
    const RunId a = it.files.submit(3, Json::object(), "a"), b = it.files.submit(3, Json::object(), "b");
    QVERIFY(it.waitFor(a, RunState::Completed));
    QVERIFY(it.waitFor(b, RunState::Completed));
    auto& table = it.page.table();
    const auto row = [&](int number) {
      return table.visualRect(table.model()->index(number, RunsModel::Name)).center();
    };
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, row(1));
    QCOMPARE(it.page.selection(), std::vector<RunId>{a});
    QTest::mouseClick(table.viewport(), Qt::LeftButton, Qt::ControlModifier, row(0));
    QCOMPARE(it.page.selection(), (std::vector<RunId>{a, b}));
    auto* header = table.horizontalHeader();
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                      QPoint(header->sectionViewportPosition(RunsModel::Name) + 20, header->height() / 2));
    QCOMPARE(table.model()->index(0, RunsModel::Name).data().toString(), QString("a"));
    QCOMPARE(it.page.selection(), (std::vector<RunId>{a, b}));
    table.setFocus();
    for (int i = 0; i < it.page.sections().tabs().count(); ++i) {
      QTest::keyClick(&table, static_cast<Qt::Key>(Qt::Key_1 + i), Qt::AltModifier);
      QCOMPARE(it.page.sections().tabs().currentIndex(), i);
    }
    QTest::keyClick(&table, Qt::Key_Return);
    QCOMPARE(it.page.sections().current(), QString("charts"));
    QTest::keyClick(&table, Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(&table, Qt::Key_Down);
    QCOMPARE(it.page.selection(), std::vector<RunId>{b});
  }

 private:
  std::unique_ptr<PageSurroundings> m_around;
};

QTEST_MAIN(TestRunsPage)
#include "tst_runs_page.moc"

// Ctrl+K and the page of shortcuts: what is found, in which order, with the keyboard alone.
#include <QAbstractItemModelTester>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QTableWidget>
#include <QTest>

#include "ui/habits/command_palette.h"
#include "ui/habits/fuzzy.h"
#include "ui/habits/palette_sources.h"
#include "ui/habits/shortcuts_dialog.h"
#include "ui/habits/window_menus.h"
#include "ui/models/runs_model.h"

using namespace headroom;

namespace {

int scoreOf(const QString& query, const QString& text) {
  return fuzzyScore(query, text).value_or(-1000);
}

/// A window with a palette over a few entries that write down what was done.
struct Window {
  QMainWindow window;
  CommandPalette palette{&window};
  QStringList done;

  explicit Window(const QStringList& titles) {
    window.resize(900, 600);
    palette.addSource([this, titles] {
      std::vector<PaletteEntry> entries;
      for (const QString& title : titles)
        entries.push_back({.kind = "Action", .title = title, .act = [this, title] { done << title; }});
      return entries;
    });
    window.show();
  }
};

}  // namespace

class TestPalette : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void lettersInOrderFitAndOthersDoNot() {
    QVERIFY(fuzzyScore("rp", "Run ▸ Pause"));
    QVERIFY(fuzzyScore("PAUSE", "Run ▸ Pause"));
    QVERIFY(fuzzyScore("pause run", "Run ▸ Pause"));
    QVERIFY(fuzzyScore("", "anything"));
    QVERIFY(!fuzzyScore("pz", "Run ▸ Pause"));
    QVERIFY(!fuzzyScore("pause x", "Run ▸ Pause"));
    QVERIFY(!fuzzyScore("esuap", "Run ▸ Pause"));
  }

  void wordsAndTheirBeginningsCountMore() {
    QVERIFY(scoreOf("rope", "RoPE") > scoreOf("rope", "rope-mini-s1 · completed"));
    QVERIFY(scoreOf("stop", "Run ▸ Stop") > scoreOf("stop", "Show the position"));
    QVERIFY(scoreOf("rp", "Run ▸ Pause") > scoreOf("rp", "Export"));
    QVERIFY(scoreOf("norm", "RMSNorm") > scoreOf("norm", "nano-rope-mini"));
  }

  void aNameOfAMillionLettersHoldsNothingUp() {
    const QString endless(1'000'000, 'a');
    QVERIFY(fuzzyScore("aaa", endless));
    QVERIFY(!fuzzyScore(endless, "Run"));
    QVERIFY(fuzzyScore("مرحبا", "run مرحبا 🚀"));
    QVERIFY(fuzzyScore("🚀", "run مرحبا 🚀"));
  }

  void theModelIsAModel() {
    PaletteModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    std::vector<PaletteEntry> many;
    for (int i = 0; i < 1000; ++i) many.push_back({.kind = "Run", .title = QString("run %1").arg(i)});
    model.setEntries(many);
    QCOMPARE(model.rowCount(), PaletteModel::kMost);
    model.setQuery("run 999");
    QCOMPARE(model.index(0).data().toString(), QString("run 999"));
    model.setQuery("nobody");
    QCOMPARE(model.rowCount(), 0);
  }

  void isUsedWithTheKeyboardAlone() {
    Window made({"Run ▸ Stop", "Run ▸ Pause", "View ▸ Dark"});
    made.palette.find();
    QTRY_VERIFY(made.palette.isVisible());
    QCOMPARE(made.palette.model().rowCount(), 3);
    QTest::keyClicks(&made.palette.line(), "run");
    QCOMPARE(made.palette.model().rowCount(), 2);
    QTest::keyClick(&made.palette.line(), Qt::Key_Down);
    QTest::keyClick(&made.palette.line(), Qt::Key_Return);
    QTRY_COMPARE(made.done, QStringList{"Run ▸ Pause"});
    QVERIFY(!made.palette.isVisible());
    made.palette.find();
    QTest::keyClick(&made.palette.line(), Qt::Key_Escape);
    QVERIFY(!made.palette.isVisible());
    QCOMPARE(made.done.size(), 1);
  }

  void isUsedWithTheMouse() {
    Window made({"one", "two"});
    made.palette.find();
    QTRY_VERIFY(made.palette.isVisible());
    auto& list = made.palette.list();
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(made.palette.model().index(1)).center());
    QTRY_COMPARE(made.done, QStringList{"two"});
  }

  void whatCannotBeDoneSaysWhyAndStays() {
    QMainWindow window;
    CommandPalette palette(&window);
    QAction stop("&Stop");
    stop.setToolTip("Select a run that trains");
    stop.setEnabled(false);
    bool done = false;
    connect(&stop, &QAction::triggered, this, [&] { done = true; });
    palette.addSource([&] { return std::vector{entryOf(stop, "Run")}; });
    palette.find("stop");
    QTRY_VERIFY(palette.isVisible());
    QCOMPARE(palette.model().index(0).data(PaletteModel::WhyNotRole).toString(), QString("Select a run that trains"));
    QTest::keyClick(&palette.line(), Qt::Key_Return);
    QVERIFY(palette.isVisible() && !done);
  }

  void nothingFoundSaysSo() {
    Window made({"one"});
    made.palette.find("zzz");
    const auto labels = made.palette.findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(), [](auto* label) { return label->text().contains("Nothing"); }));
    QTest::keyClick(&made.palette.line(), Qt::Key_Return);
    QVERIFY(made.done.isEmpty());
  }

  void runsBlocksTemplatesAndStudiesAreFound() {
    RunsModel runs;
    RunSummary run;
    run.id = RunId{"r1"};
    run.meta.name = "rope-mini-s1";
    run.model = "paper/none";
    run.revision = 1;
    runs.apply({.revision = 1, .changed = {run}});
    QStringList found;
    PaletteModel model;
    const auto best = [&](const PaletteEntries& source, const QString& query) {
      model.setEntries(source());
      model.setQuery(query);
      if (model.rowCount() > 0) model.at(0).act();
    };
    const auto take = [&](const std::string& name) { found << QString::fromStdString(name); };
    best(runEntries(runs, [&](const RunId& id) { take(id.text); }), "rope mini");
    best(blockEntries(take), "rmsnorm");
    best(templateEntries(take), "llama");
    best(studyEntries(take), "norm");
    best(settingEntries(take), "learning rate");
    QCOMPARE(found, (QStringList{"r1", "norm.rms", "llama", "norm", "learning_rate"}));
  }

  void menusTellTheirActionsWithSubmenus() {
    QMenuBar bar;
    WindowMenus menus(bar);
    menus.markPagePart(WindowMenus::File);
    menus.markPagePart(WindowMenus::Edit);
    menus.markPagePart(WindowMenus::View);
    QAction open("&Open…"), undo("Undo");
    auto* themes = menus.menu(WindowMenus::View).addMenu("&Theme");
    themes->addAction("&Dark");
    menus.showPage({.file = {&open}, .edit = {&undo}});
    const auto titles = [&] {
      QStringList list;
      for (const auto& entry : menus.entries()) list << entry.title;
      return list;
    };
    QCOMPARE(titles(), (QStringList{"File ▸ Open", "Edit ▸ Undo", "View ▸ Theme ▸ Dark"}));
    menus.showPage({});  // a page without any
    QCOMPARE(titles(), QStringList{"View ▸ Theme ▸ Dark"});
    QVERIFY(!menus.menu(WindowMenus::Edit).actions().first()->isEnabled());
    menus.showPage({.file = {&open}});
    QVERIFY(titles().contains("File ▸ Open"));
  }

  void shortcutsAreFilteredAndCopied() {
    ShortcutsDialog dialog({{.title = "Run ▸ Stop", .keys = "Ctrl+."}, {.title = "without keys"}});
    dialog.show();
    const int all = dialog.table().rowCount();
    QVERIFY(all > 1);
    QCOMPARE(dialog.table().item(0, 1)->text(), QString("Ctrl+."));
    QTest::keyClicks(&dialog.line(), "stop");
    QVERIFY(!dialog.table().isRowHidden(0) && dialog.table().isRowHidden(1));
    const auto buttons = dialog.findChildren<QPushButton*>();
    const auto copy =
        std::find_if(buttons.begin(), buttons.end(), [](auto* button) { return button->text() == "Copy as CSV"; });
    QVERIFY(copy != buttons.end());
    (*copy)->click();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith("\"Run ▸ Stop\",\"Ctrl+.\""));
  }
};

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"

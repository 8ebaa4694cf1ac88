// The window's habits as a person meets them: Ctrl+K anywhere, menus that follow the page, a session that comes back,
// files that are dropped, two clicks to a live curve.
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QTest>

#include "tests/gui/test_window.h"
#include "tests/support/engine_fixture.h"
#include "ui/compose/compose_page.h"
#include "ui/habits/command_palette.h"
#include "ui/habits/guide_window.h"
#include "ui/habits/notice_bar.h"
#include "ui/habits/shortcuts_dialog.h"
#include "ui/habits/window_menus.h"
#include "ui/runs/runs_page.h"

using namespace headroom;

namespace {

RunsPage& runsOf(TestWindow& window) {
  return *qobject_cast<RunsPage*>(window.window().page("runs"));
}

ComposePage& composeOf(TestWindow& window) {
  return *qobject_cast<ComposePage*>(window.window().page("compose"));
}

/// Types into the palette and takes the best answer.
void choose(TestWindow& window, const QString& query) {
  auto& palette = window.window().commandPalette();
  window.activate();
  QTest::keyClick(&window.window(), Qt::Key_K, Qt::ControlModifier);
  QTRY_VERIFY(palette.isVisible());
  QTest::keyClicks(&palette.line(), query);
  QVERIFY2(palette.model().rowCount() > 0, qPrintable(query));
  QTest::keyClick(&palette.line(), Qt::Key_Return);
  QTRY_VERIFY(!palette.isVisible());
}

void drop(QWidget& on, const QList<QUrl>& urls) {
  QMimeData data;
  data.setUrls(urls);
  QDragEnterEvent enter(QPoint(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&on, &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent event(QPointF(5, 5), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(&on, &event);
  QVERIFY(event.isAccepted());
}

QStringList titlesOf(const QMenu& menu) {
  QStringList titles;
  for (auto* action : menu.actions()) titles << plainText(action->text());
  return titles;
}

/// Of all menus below.
std::vector<QAction*> actionsBelow(const QWidget& menu) {
  std::vector<QAction*> found;
  for (QAction* action : menu.actions()) {
    if (!action->menu()) {
      found.push_back(action);
      continue;
    }
    for (QAction* deeper : actionsBelow(*action->menu())) found.push_back(deeper);
  }
  return found;
}

/// Whether its key does something now: those of a page work on that page alone.
bool isAtHand(const QAction& action) {
  if (action.shortcutContext() == Qt::WindowShortcut || action.shortcutContext() == Qt::ApplicationShortcut)
    return true;
  const auto owners = action.associatedObjects();
  return std::any_of(owners.begin(), owners.end(), [](QObject* owner) {
    const auto* widget = qobject_cast<QWidget*>(owner);
    return widget && !qobject_cast<const QMenu*>(widget) && widget->isVisible();
  });
}

}  // namespace

class TestWindowHabits : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir m_state;

 private Q_SLOTS:
  void initTestCase() {
    qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
    qputenv("XDG_CONFIG_HOME", m_state.filePath("config").toUtf8());
  }

  void ctrlKFindsThingsEvenFromALineOfText() {
    TestWindow window;
    auto& line = runsOf(window).filterLine();
    line.setText("rope");
    line.setFocus();
    QTest::keyClick(&line, Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(window.window().commandPalette().isVisible());
    QCOMPARE(line.text(), QString("rope"));  // the key did not delete in it
    QTest::keyClick(&window.window().commandPalette().line(), Qt::Key_Escape);
    QVERIFY(!window.window().commandPalette().isVisible());
  }

  void thePaletteShowsPagesRunsBlocksTemplatesAndSettings() {
    TestWindow window;
    choose(window, "study");
    QTRY_COMPARE(window.window().currentPage(), QString("study"));
    choose(window, "moe-try");
    QTRY_COMPARE(window.window().currentPage(), QString("runs"));
    QCOMPARE(runsOf(window).selection(), std::vector{RunId{"moe-try"}});
    choose(window, "llama");
    QTRY_COMPARE(window.window().currentPage(), QString("compose"));
    QTRY_COMPARE(composeOf(window).document().architecture().name, std::string("llama"));
    const auto steps = composeOf(window).document().undoStack().count();
    choose(window, "rmsnorm");
    QTRY_COMPARE(composeOf(window).document().undoStack().count(), steps + 1);
    choose(window, "theme dark");
    QTRY_COMPARE(window.theme().choice(), ThemeChoice::Dark);
    choose(window, "theme light");
    QTRY_COMPARE(window.theme().choice(), ThemeChoice::Light);
  }

  void menusFollowThePage() {
    TestWindow window;
    auto& menus = window.window().menus();
    window.window().showPage("compose");
    const auto& actions = menus.menu(WindowMenus::Edit).actions();
    QVERIFY(!actions.isEmpty());
    window.window().showPage("hardware");
    QVERIFY(titlesOf(menus.menu(WindowMenus::Edit)).contains("Find anything"));
    Q_EMIT menus.menu(WindowMenus::Run).aboutToShow();
    QVERIFY(titlesOf(menus.menu(WindowMenus::Run)).join(' ').contains("Stop"));
    Q_EMIT menus.menu(WindowMenus::Study).aboutToShow();
    QVERIFY(titlesOf(menus.menu(WindowMenus::Study)).join(' ').contains("New study"));
  }

  void noKeyIsTakenTwice() {
    TestWindow window;
    for (const QString& page : TestWindow::pages()) {
      window.window().showPage(page);
      std::map<QString, QString> taken;
      for (const QAction* action : actionsBelow(*window.window().menuBar())) {
        const QString keys = action->shortcut().toString();
        if (keys.isEmpty() || !isAtHand(*action)) continue;
        const auto [known, fresh] = taken.emplace(keys, action->text());
        QVERIFY2(fresh || known->second == action->text(),
                 qPrintable(page + ", " + keys + ": " + action->text() + ", " + known->second));
      }
      QVERIFY(taken.size() > 8);
    }
  }

  void aSessionComesBack() {
    QVariantMap session;
    {
      TestWindow window;
      runsOf(window).filterLine().setText("arm:rope");
      auto* splitter = runsOf(window).findChild<QSplitter*>();
      splitter->setSizes({500, 200});
      window.window().showPage("compose");
      window.window().resize(1300, 800);
      session = window.window().session();
    }
    TestWindow window;
    window.window().restoreSession(session);
    QCOMPARE(window.window().currentPage(), QString("compose"));
    const QVariantMap again = window.window().session();
    QCOMPARE(again.value("pages").toMap().keys(), session.value("pages").toMap().keys());
    window.window().restoreSession({{"page", "no such page"}, {"geometry", "nonsense"}, {"pages", 7}});
    QVERIFY(!window.window().currentPage().isEmpty());
  }

  void theSidePanelStandsAtTheRightAndIsHiddenAtFirst() {
    TestWindow window;
    auto* panel = new QLabel("panel");
    window.window().setSidePanel(panel);
    QVERIFY(!panel->isVisible());
    panel->show();
    QTRY_VERIFY(panel->isVisible() && panel->width() > 20);
    auto& page = runsOf(window);
    QVERIFY(panel->mapToGlobal(QPoint(0, 0)).x() >= page.mapToGlobal(QPoint(page.width(), 0)).x());
  }

  void droppedFilesOpenAndForeignOnesSayWhatTheyAre() {
    TestWindow window;
    const QTemporaryDir folder;
    const auto write = [&](const QString& name, const QByteArray& content) {
      QFile file(folder.filePath(name));
      if (!file.open(QIODevice::WriteOnly)) qFatal("cannot write");
      file.write(content);
      return QUrl::fromLocalFile(file.fileName());
    };
    auto& composed = composeOf(window).document();
    QVERIFY(composed.saveFile(folder.filePath("mine.architecture.json")).ok());
    QVERIFY(composed.openTemplate("llama", "nano").ok());
    window.window().showPage("runs");
    drop(runsOf(window).filterLine(), {QUrl::fromLocalFile(folder.filePath("mine.architecture.json"))});
    QCOMPARE(window.window().currentPage(), QString("compose"));
    QCOMPARE(composed.file(), folder.filePath("mine.architecture.json"));
    QVERIFY(runsOf(window).filterLine().text().isEmpty());
    QCOMPARE(window.window().recentFiles().files().first(), composed.file());

    const QUrl photo = write("photo.jpg", QByteArray("\xff\xd8\xff\xe0\0\x10", 6));
    drop(window.window(), {photo, QUrl("https://example.org/model.json")});
    QVERIFY(window.window().notices().textOf(photo.toLocalFile()).contains("Headroom opens"));
    QVERIFY(window.window().notices().textOf("drop").contains("save it on this machine"));
    window.window().open("/nowhere/at/all.json");
    QVERIFY(window.window().notices().textOf("/nowhere/at/all.json").contains("does not exist"));
  }

  void helpOpensAtTheChapterOfThePage() {
    TestWindow window;
    window.window().showPage("hardware");
    QTest::keyClick(&window.window(), Qt::Key_F1);
    auto* guide = window.window().findChild<GuideWindow*>();
    QVERIFY(guide && guide->isVisible());
    QCOMPARE(guide->chapter(), QString("hardware"));
    guide->close();
    QTest::keyClick(&window.window(), Qt::Key_Slash, Qt::ControlModifier);
    auto* keys = window.window().findChild<ShortcutsDialog*>();
    QVERIFY(keys && keys->isVisible());
    keys->close();
  }

  void theFirstPageLeadsToALiveCurveInTwoClicks() {
    qputenv("HEADROOM_FAKE", R"({"msPerStep": 2, "evalEvery": 20, "checkpointEvery": 20})");
    EngineFixture files;
    Theme theme(*qApp);
    Workbench workbench(
        files.database(), [&] { return LocalRunReader::open(files.database()); }, chartedSeries(), chartedDoubles());
    MainWindow* place = nullptr;
    MainWindow window(workbench, theme, windowPages(workbench, place));
    place = &window;
    wireWindow(window, workbench);
    window.showPage("start");
    window.show();
    QTest::qWait(50);
    window.fillPages();
    workbench.start();
    auto* demo = window.findChild<QPushButton*>("startDemo");
    QTRY_VERIFY(demo && demo->isVisible());
    QCOMPARE(window.focusWidget(), demo);  // Enter alone would do
    QTest::mouseClick(demo, Qt::LeftButton);
    QCOMPARE(window.currentPage(), QString("runs"));
    auto& page = *qobject_cast<RunsPage*>(window.page("runs"));
    const auto points = [&] {
      const auto spec = page.charts().chart(RunChart::Loss)->spec();
      return spec.series.empty() ? std::size_t{0} : spec.series.front().x.size();
    };
    QTRY_VERIFY_WITH_TIMEOUT(points() > 5, 30'000);
  }
};

QTEST_MAIN(TestWindowHabits)
#include "tst_window_habits.moc"

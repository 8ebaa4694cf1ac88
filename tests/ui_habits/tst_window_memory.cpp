// What the window remembers: recent files, splitters; and About.
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QSplitter>
#include <QTemporaryDir>
#include <QTest>

#include "ui/habits/about_dialog.h"
#include "ui/habits/page_actions.h"
#include "ui/habits/recent_files.h"
#include "ui/habits/state_file.h"

using namespace headroom;

namespace {

struct Page {
  QAction undo{"Undo"};
  QByteArray state;
  QList<QAction*> editActions() { return {&undo}; }
  QByteArray layoutState() const { return state; }
  void restoreLayout(const QByteArray& given) { state = given; }
};

struct Silent {};

}  // namespace

class TestWindowMemory : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void recentFilesAreKeptNewestFirst() {
    const QTemporaryDir folder;
    const QString store = folder.filePath("window.ini");
    {
      RecentFiles recent(store);
      for (int i = 0; i < RecentFiles::kMost + 3; ++i) recent.add(QString("/models/%1.json").arg(i));
      recent.add("/models/5.json");
    }
    RecentFiles recent(store);
    QCOMPARE(recent.files().size(), RecentFiles::kMost);
    QCOMPARE(recent.files().first(), QString("/models/5.json"));
    QCOMPARE(recent.files().count("/models/5.json"), 1);
    QMenu menu;
    recent.showIn(menu);
    QSignalSpy chosen(&recent, &RecentFiles::chosen);
    menu.actions().first()->trigger();
    QCOMPARE(chosen.takeFirst().first().toString(), QString("/models/5.json"));
    menu.actions().last()->trigger();
    QVERIFY(recent.files().isEmpty() && !menu.isEnabled());
  }

  void aBrokenStoreIsAnEmptyOne() {
    const QTemporaryDir folder;
    QFile file(folder.filePath("window.ini"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\0[recent\xff=@Variant(\n[[[", 20);
    file.close();
    RecentFiles recent(file.fileName());
    QVERIFY(recent.files().size() <= RecentFiles::kMost);
    recent.add("/models/a & b.json");
    QMenu menu;
    recent.showIn(menu);
    QCOMPARE(menu.actions().first()->text(), QString("a && b.json"));
  }

  void splittersComeBack() {
    const auto make = [] {
      auto page = std::make_unique<QWidget>();
      auto* splitter = new QSplitter(page.get());
      splitter->addWidget(new QWidget);
      splitter->addWidget(new QWidget);
      splitter->resize(600, 100);
      return page;
    };
    const auto first = make(), second = make();
    auto* splitter = first->findChild<QSplitter*>();
    splitter->setSizes({450, 140});
    restoreSplitters(*second, splittersOf(*first));
    QCOMPARE(second->findChild<QSplitter*>()->sizes(), splitter->sizes());
    restoreSplitters(*second, {{"0 of 2", "nonsense"}, {"7 of 9", QByteArray("x")}});
    QCOMPARE(second->findChild<QSplitter*>()->sizes(), splitter->sizes());
  }

  void theStateFolderIsThatOfXdg() {
    qputenv("XDG_STATE_HOME", "/somewhere");
    QCOMPARE(stateFile(), QString("/somewhere/headroom/window.ini"));
    qputenv("XDG_STATE_HOME", "relative is not allowed by the specification");
    QVERIFY(stateFile().endsWith("/.local/state/headroom/window.ini"));
    qunsetenv("XDG_STATE_HOME");
  }

  void aPageMayOfferWhatItHas() {
    Page page;
    QCOMPARE(actionsOf(page).edit, std::vector<QAction*>{&page.undo});
    QVERIFY(actionsOf(page).file.empty());
    stateOf(page).restore("kept");
    QCOMPARE(stateOf(page).save(), QByteArray("kept"));
    Silent silent;
    QVERIFY(actionsOf(silent).edit.empty() && !stateOf(silent).save);
  }

  void aboutNamesVersionsAndLicences() {
    const AboutDialog about("Engine 0.1.0", "/runs/headroom.db");
    const QString text = about.plainText();
    for (const char* part : {"Headroom ", "Qt 6.", "QCustomPlot", "GPL-3.0", "LibTorch 2.11.0", "Engine 0.1.0"})
      QVERIFY2(text.contains(part), part);
  }
};

QTEST_MAIN(TestWindowMemory)
#include "tst_window_memory.moc"

// The lessons in the real window, against the real engine and the scripted worker, done as they ask: by mouse and by
// keyboard. Leaves pictures in build/…/screenshots.
#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QListWidget>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QtTest>

#include "app/gui/pages.h"
#include "core/runs/local_run_reader.h"
#include "tests/support/engine_fixture.h"
#include "ui/compose/compose_diagram.h"
#include "ui/compose/compose_page.h"
#include "ui/learn/learn_page.h"
#include "ui/runs/run_chart_specs.h"
#include "ui/runs/runs_page.h"

using namespace headroom;

namespace {

/// A window as main() wires it, on the Learn page.
class Window {
 public:
  explicit Window(const std::filesystem::path& database)
      : m_theme(*qApp),
        m_workbench(
            database, [database] { return LocalRunReader::open(database); }, chartedSeries(), chartedDoubles()),
        m_window(m_workbench, m_theme, windowPages(m_workbench, m_place)) {
    m_place = &m_window;
    m_theme.choose(ThemeChoice::Light);
    m_window.showPage("learn");
    QSignalSpy painted(&m_window, &MainWindow::firstPainted);
    m_window.show();
    if (!painted.wait(10'000)) throw std::runtime_error("the window was never painted");
    m_window.fillPages();
    m_workbench.start();
  }

  MainWindow& window() { return m_window; }
  Workbench& workbench() { return m_workbench; }
  Theme& theme() { return m_theme; }
  LearnPage& page() { return *qobject_cast<LearnPage*>(m_window.page("learn")); }
  LessonGuide& guide() { return page().guide(); }
  LessonPanel& panel() { return guide().panel(); }
  QString step() { return guide().player() ? guide().player()->step().id : QString(); }
  ComposePage& compose() { return *m_window.findChild<ComposePage*>(); }

  template <class T = QWidget>
  T& control(const QString& name) {
    auto* found = qobject_cast<T*>(guide().facts().control(name));
    if (!found) throw std::runtime_error("there is no control " + name.toStdString());
    return *found;
  }
  void click(const QString& name) { QTest::mouseClick(&control(name), Qt::LeftButton); }
  /// Down the diagram by keys until the attention is selected.
  void walkToAttention() {
    auto& diagram = control("compose.diagram");
    QWidget* focus = diagram.focusProxy() ? diagram.focusProxy() : &diagram;
    focus->setFocus();
    for (int i = 0; i < 40 && guide().facts().selectedBlock() != "attention.mha"; ++i)
      QTest::keyClick(focus, Qt::Key_Down);
  }
  /// Down the picture by mouse until the click lands on it.
  void clickAttention() {
    QWidget* canvas = control("compose.diagram").focusProxy();
    for (int y = 4; y < canvas->height() && guide().facts().selectedBlock() != "attention.mha"; y += 8)
      QTest::mouseClick(canvas, Qt::LeftButton, {}, {canvas->width() / 2, y});
  }
  void picture(const QString& name) {
    QDir().mkpath(HEADROOM_SCREENSHOTS);
    QTest::qWait(60);
    QVERIFY(m_window.grab().save(QString(HEADROOM_SCREENSHOTS) + "/" + name + ".png"));
  }

 private:
  Theme m_theme;
  Workbench m_workbench;
  MainWindow* m_place = nullptr;
  MainWindow m_window;
};

}  // namespace

/// The step is this one, and something is framed where it says so. (Numbers without marks: moc takes those for quotes.)
#define AT(name)                                                                                                    \
  do {                                                                                                              \
    QTRY_COMPARE_WITH_TIMEOUT(window.step(), QString(name), 20000);                                                 \
    if (!window.guide().player()->step().highlight.isEmpty())                                                       \
      QTRY_VERIFY2_WITH_TIMEOUT(window.guide().frame() && window.guide().frame()->isVisible(), "nothing is framed", \
                                5000);                                                                              \
  } while (false)
/// The step notices that it was done.
#define DONE() QTRY_VERIFY_WITH_TIMEOUT(window.panel().view().done, 60000)
#define NEXT() QTest::mouseClick(window.panel().next, Qt::LeftButton)

class TestLearn : public QObject {
  Q_OBJECT

  QTemporaryDir m_xdg;

 private Q_SLOTS:
  void init() {
    qputenv("HEADROOM_FAKE", R"({"msPerStep": 1, "evalEvery": 20, "checkpointEvery": 200})");
    qputenv("XDG_STATE_HOME", m_xdg.filePath("state").toUtf8());
    qputenv("XDG_DATA_HOME", m_xdg.filePath("data").toUtf8());
    for (const char* each : {"state", "data"}) QDir(m_xdg.filePath(each)).removeRecursively();
  }

  void everyControlThatALessonNamesIsInTheWindow() {
    EngineFixture files;
    Window window(files.database());
    for (const char* page : {"compose", "runs", "study"}) window.window().showPage(page);
    // The sheet of a new study and the attention's form are made when they are asked for.
    window.window().showPage("study");
    window.click("study.create");
    window.window().page("compose");
    for (const Lesson& lesson : window.guide().shelf().lessons)
      for (const QString& name : lesson.controls()) {
        if (name == "field.kernel") window.walkToAttention();
        if (name == "field.name") window.compose().document().select({});
        QVERIFY2(window.guide().facts().control(name), qPrintable(lesson.name + " names " + name));
      }
  }

  void yourFirstModel() {
    EngineFixture files;
    Window window(files.database());
    window.picture("learn-page-light");
    window.click("lesson.open.first-model");
    AT("welcome");
    QVERIFY(window.panel().isVisible());
    NEXT();
    AT("compose");
    window.click("rail.compose");
    AT("open");
    DONE();  // a fresh page shows it
    NEXT();
    AT("block");
    window.picture("learn-step-light");
    QVERIFY(!window.panel().view().done);
    window.walkToAttention();
    DONE();
    NEXT();
    AT("cost");
    NEXT();
    AT("run");
    QTRY_VERIFY_WITH_TIMEOUT(window.control("compose.run").isEnabled(), 20'000);
    window.click("compose.run");
    AT("watch");
    QCOMPARE(window.window().currentPage(), QString("runs"));
    DONE();
    window.theme().choose(ThemeChoice::Dark);
    window.picture("learn-step-dark");
    NEXT();
    AT("seconds");
    auto& along = window.control<QComboBox>("runs.along");
    along.setFocus();
    for (int i = 0; i < along.count() && along.currentData() != "run-seconds"; ++i)
      QTest::keyClick(&along, Qt::Key_Down);
    AT("time");
    NEXT();
    AT("question");
    QCOMPARE(window.panel().next->text(), QString("Finish"));
    NEXT();
    QTRY_VERIFY(!window.panel().isVisible());
    QCOMPARE(window.window().currentPage(), QString("learn"));
    QVERIFY(LessonProgress(progressFile()).place("first-model").finished);
    QVERIFY(!window.guide().frame());
    window.picture("learn-page-dark");
  }

  void flashAttentionMovesDataNotLoss() {
    EngineFixture files;
    Window window(files.database());
    window.click("lesson.open.flash-attention");
    AT("idea");
    NEXT();
    AT("open");
    window.click("rail.compose");
    QTest::mouseClick(window.panel().offer, Qt::LeftButton);
    DONE();
    NEXT();
    AT("block");
    window.clickAttention();
    DONE();
    NEXT();
    AT("bytes");
    const ElementPath attention = *window.compose().document().selection();
    const auto cost = [&] { return window.compose().document().evaluation().costs.at(attention); };
    QTRY_VERIFY(!window.compose().document().evaluation().pending);
    const ElementCost math = cost();
    NEXT();
    AT("run-math");
    QTRY_VERIFY_WITH_TIMEOUT(window.control("compose.run").isEnabled(), 20'000);
    window.click("compose.run");
    AT("back");
    QTRY_COMPARE(window.window().currentPage(), QString("runs"));
    window.click("rail.compose");
    AT("flash");
    auto& kernel = window.control<QComboBox>("field.kernel");
    kernel.setFocus();
    QTest::keyClicks(&kernel, "flash");
    DONE();
    // What the lesson says of the three numbers.
    QTRY_VERIFY(!window.compose().document().evaluation().pending);
    QCOMPARE(cost().parameters, math.parameters);
    QCOMPARE(cost().forwardFlopsPerToken, math.forwardFlopsPerToken);
    QVERIFY(cost().bytesPerToken < math.bytesPerToken);
    window.picture("learn-flash-light");
    NEXT();
    AT("name");
    QTest::keyClick(window.control("compose.diagram").focusProxy(), Qt::Key_Escape);
    auto& name = window.control<QLineEdit>("field.name");
    name.setFocus();
    name.selectAll();
    QTest::keyClicks(&name, "flash");
    DONE();
    NEXT();
    AT("run-flash");
    window.click("compose.run");
    AT("wait");
    DONE();
    NEXT();
    AT("select");
    auto& table = window.control<QTableView>("runs.table");
    const auto cell = [&](int row) { return table.visualRect(table.model()->index(row, 1)).center(); };
    QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, cell(0));
    QTRY_VERIFY(window.panel().view().done || window.panel().view().note.contains("1 of 2"));
    QTest::mouseClick(table.viewport(), Qt::LeftButton, Qt::ControlModifier, cell(1));
    DONE();
    NEXT();
    for (const char* step : {"loss", "throughput", "bandwidth"}) {
      AT(step);
      QTRY_VERIFY2(window.guide().frame()->isVisible(), step);
      if (QString(step) == "bandwidth") window.picture("learn-bandwidth-light");
      NEXT();
    }
    AT("question");
    NEXT();
    QTRY_VERIFY(LessonProgress(progressFile()).place("flash-attention").finished);
  }

  void measuringAnImprovementHonestly() {
    EngineFixture files;
    Window window(files.database());
    window.click("lesson.open.measuring");
    AT("idea");
    NEXT();
    AT("study");
    window.click("rail.study");
    AT("new");
    window.click("study.create");
    AT("source");  // the sheet is modal; the lesson goes on by itself
    auto& source = window.control<QComboBox>("study.source");
    source.setFocus();
    QTest::keyClicks(&source, "aa");
    QCOMPARE(source.currentData().toString(), QString("aa"));
    AT("settings");
    QCOMPARE(window.guide().frame()->target()->objectName(), QString("study.next"));
    QCOMPARE(window.guide().frame()->window(), source.window());
    window.click("study.next");
    window.click("study.next");
    auto& scales = window.control<QListWidget>("study.scales");
    QTRY_COMPARE(window.guide().frame()->target(), static_cast<QWidget*>(&scales));
    window.picture("learn-sheet-behind-light");
    QTest::qWait(60);
    QVERIFY(source.window()->grab().save(QString(HEADROOM_SCREENSHOTS) + "/learn-sheet-light.png"));
    scales.setFocus();
    for (int row = 0; row < scales.count(); ++row) {
      const bool wanted = scales.item(row)->text() == "nano";
      if ((scales.item(row)->checkState() == Qt::Checked) == wanted) continue;
      scales.setCurrentRow(row);
      QTest::keyClick(&scales, Qt::Key_Space);
    }
    QVERIFY(window.panel().view().text.contains("plain"));
    auto& schedule = window.control<QComboBox>("study.schedule");
    schedule.setFocus();
    QTest::keyClick(&schedule, Qt::Key_Down);
    AT("plan");
    window.click("study.next");
    AT("start");
    QTRY_VERIFY_WITH_TIMEOUT(window.control("study.start").isEnabled(), 60'000);
    window.click("study.start");
    AT("wait");
    QTRY_VERIFY_WITH_TIMEOUT(window.panel().view().done, 90'000);
    NEXT();
    AT("losses");
    auto& results = window.control<QTabWidget>("study.results");
    results.tabBar()->setFocus();
    QTest::keyClick(results.tabBar(), Qt::Key_Right);
    DONE();
    window.picture("learn-losses-light");
    NEXT();
    AT("gains");
    QVERIFY(!window.panel().view().done);
    QTest::mouseClick(results.tabBar(), Qt::LeftButton, {}, results.tabBar()->tabRect(0).center());
    DONE();
    QVERIFY(window.control("study.gains").isVisible());
    NEXT();
    AT("floor");
    QTRY_VERIFY(window.control<QLabel>("study.subtitle").text().contains("smallest gain detectable"));
    window.picture("learn-measuring-light");
    NEXT();
    AT("question");
  }

  void aLessonIsLeftInTheMiddleAndGoesOnInAnotherWindow() {
    EngineFixture files;
    {
      Window window(files.database());
      window.click("lesson.open.first-model");
      NEXT();
      AT("compose");
      window.click("rail.compose");
      AT("open");
      DONE();
      NEXT();
      AT("block");
      QTest::mouseClick(window.panel().leave, Qt::LeftButton);
      QVERIFY(!window.panel().isVisible() && !window.guide().frame());
      QCOMPARE(window.window().currentPage(), QString("compose"));
      window.click("rail.learn");
      QVERIFY(window.page().grab().save(QString(HEADROOM_SCREENSHOTS) + "/learn-begun-light.png"));
      QCOMPARE(window.control<QPushButton>("lesson.open.first-model").text(), QString("Go on"));
      window.click("lesson.open.measuring");  // another one meanwhile
      AT("idea");
      window.window().close();
    }
    Window window(files.database());
    QVERIFY(!window.panel().isVisible());
    auto& open = window.control<QPushButton>("lesson.open.first-model");
    QCOMPARE(open.text(), QString("Go on"));
    open.setFocus();
    QTest::keyClick(&open, Qt::Key_Space);
    AT("block");
    QCOMPARE(window.panel().view().marked, QString("Compose"));  // the way there begins at the rail
    QTest::keyClick(&window.window(), Qt::Key_PageUp, Qt::ControlModifier);
    AT("open");
    QVERIFY(window.panel().view().done);
    window.click("rail.learn");
    window.click("lesson.anew.first-model");
    AT("welcome");
  }

  void keysAloneLeadThroughSteps() {
    EngineFixture files;
    Window window(files.database());
    auto& open = window.control<QPushButton>("lesson.open.first-model");
    open.setFocus();
    QTest::keyClick(&open, Qt::Key_Space);
    AT("welcome");
    const auto press = [&](Qt::Key key, Qt::KeyboardModifiers with = {}) {
      QWidget* focus = QApplication::focusWidget();
      QTest::keyClick(focus ? focus : &window.window(), key, with);
    };
    press(Qt::Key_PageDown, Qt::ControlModifier);
    AT("compose");
    press(Qt::Key_F6);
    QTRY_VERIFY(window.control("rail.compose").hasFocus());
    press(Qt::Key_F6);
    QTRY_VERIFY(window.panel().next->hasFocus());
    press(Qt::Key_1, Qt::ControlModifier);
    AT("open");
    DONE();
    press(Qt::Key_PageDown, Qt::ControlModifier);
    AT("block");
    press(Qt::Key_F6);
    QTRY_VERIFY(window.control("compose.diagram").focusProxy()->hasFocus());
    for (int i = 0; i < 40 && window.guide().facts().selectedBlock() != "attention.mha"; ++i) press(Qt::Key_Down);
    DONE();
    press(Qt::Key_PageDown, Qt::ControlModifier);
    AT("cost");
  }

  void ownAndBrokenLessonsAreShownAsWhatTheyAre() {
    QDir().mkpath(m_xdg.filePath("data/headroom/lessons"));
    const auto write = [&](const QString& name, const QByteArray& content) {
      QFile file(m_xdg.filePath("data/headroom/lessons/" + name));
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write(content);
    };
    const auto text = [](const char* words) { return Json{{"en", words}}; };
    const Json mine{{"format", "headroom.lesson"},
                    {"version", 1},
                    {"name", "mine"},
                    {"minutes", 1},
                    {"title", text("Mine <b>💥</b>")},
                    {"about", text("Of a teacher.")},
                    {"steps", Json::array({{{"id", "one"},
                                            {"title", text("One")},
                                            {"text", text("Look at {nothing.there}.")},
                                            {"highlight", {"nothing.there"}},
                                            {"check", {{"used", "nothing.there"}}}}})}};
    write("mine.json", QByteArray::fromStdString(dump(mine)));
    write("next.json", "{\"format\": \"headroom.lesson\", \"version\": 2, \"tracks\": []}");
    EngineFixture files;
    Window window(files.database());
    const auto labels = window.page().findChildren<QLabel*>();
    const auto says = [&](const QString& words) {
      return std::any_of(labels.begin(), labels.end(), [&](QLabel* each) { return each->text().contains(words); });
    };
    QVERIFY(says("A lesson was left out.") && says("version 2"));
    window.click("lesson.open.mine");
    QTRY_COMPARE(window.step(), QString("one"));
    QVERIFY(!window.guide().frame() && !window.panel().view().done);
    QTest::mouseClick(window.panel().next, Qt::LeftButton);  // a step that cannot be done holds nobody
    QTRY_VERIFY(!window.panel().isVisible());
  }
};

QTEST_MAIN(TestLearn)
#include "tst_learn.moc"

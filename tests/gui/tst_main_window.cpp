// The window as a person uses it, offscreen, against the real engine and the scripted worker. Leaves pictures in
// build/…/screenshots.
#include <signal.h>

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "app/gui/pages.h"
#include "core/devices/machine.h"
#include "core/runs/local_run_reader.h"
#include "tests/support/engine_fixture.h"
#include "ui/runs/run_chart_specs.h"
#include "ui/runs/runs_page.h"
#include "ui/study/new_study_sheet.h"
#include "ui/study/study_page.h"

using namespace headroom;

namespace {

/// A window as main() wires it.
class Window {
 public:
  explicit Window(const std::filesystem::path& database, ThemeChoice theme = ThemeChoice::Light)
      : m_theme(*qApp),
        m_workbench(
            database, [database] { return LocalRunReader::open(database); }, chartedSeries(), chartedDoubles()),
        m_window(m_workbench, m_theme, windowPages(m_workbench, m_place)) {
    m_place = &m_window;
    m_theme.choose(theme);
    m_window.showPage("runs");
    QSignalSpy painted(&m_window, &MainWindow::firstPainted);
    m_window.show();
    if (!painted.wait(10'000)) throw std::runtime_error("the window was never painted");
    m_window.fillPages();
    m_workbench.start();
  }

  MainWindow& window() { return m_window; }
  Workbench& workbench() { return m_workbench; }
  Theme& theme() { return m_theme; }
  RunsPage& runs() { return *qobject_cast<RunsPage*>(m_window.page("runs")); }
  std::size_t lossPoints() { return lossSeries().x.size(); }
  ChartSeries lossSeries() {
    const auto spec = runs().charts().chart(RunChart::Loss)->spec();
    return spec.series.empty() ? ChartSeries{} : spec.series.front();
  }
  RunState state(const RunId& run) {
    const auto* found = m_workbench.runs().find(run);
    return found ? found->state : RunState::Draft;
  }
  void picture(const QString& name) {
    QDir().mkpath(HEADROOM_SCREENSHOTS);
    QTest::qWait(60);  // the queued repaint of the charts
    QVERIFY(m_window.grab().save(QString(HEADROOM_SCREENSHOTS) + "/" + name + ".png"));
  }

 private:
  Theme m_theme;
  Workbench m_workbench;
  MainWindow* m_place = nullptr;
  MainWindow m_window;
};

}  // namespace

class TestMainWindow : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { qputenv("HEADROOM_FAKE", R"({"msPerStep": 2, "evalEvery": 20, "checkpointEvery": 20})"); }

  void anEmptyDatabaseOffersTheDemoAndTheDemoTrains() {
    EngineFixture files;
    Window window(files.database());
    auto* button = window.runs().findChild<QPushButton*>("trainDemo");
    QTRY_VERIFY(button->isVisible());
    window.picture("runs-empty");
    QTest::mouseClick(button, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(window.workbench().runs().rowCount(), 2, 20'000);
    QVERIFY(!button->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(window.workbench().runs().count(RunState::Completed), 2, 60'000);
    QTRY_COMPARE_WITH_TIMEOUT(window.lossPoints(), std::size_t{200}, 10'000);
  }

  void theCurveMovesWhileTheRunTrains() {
    EngineFixture files;
    Window window(files.database());
    const RunId run = files.submit(2000, Json{{"msPerStep", 5}}, "moving");
    QTRY_VERIFY_WITH_TIMEOUT(window.lossPoints() > 5, 20'000);
    const auto before = window.lossPoints();
    QTRY_VERIFY_WITH_TIMEOUT(window.lossPoints() > before + 20, 10'000);
    QCOMPARE(window.state(run), RunState::Running);
  }

  void pausesResumesAndStops() {
    EngineFixture files;
    Window window(files.database());
    const RunId run = files.submit(5000, Json{{"msPerStep", 5}, {"checkpointEvery", 20}}, "long");
    QTRY_COMPARE_WITH_TIMEOUT(window.state(run), RunState::Running, 20'000);
    window.runs().select({run});
    auto& actions = window.runs().actions();
    QVERIFY(actions.pause->isEnabled() && !actions.resume->isEnabled());
    QVERIFY2(actions.resume->toolTip().contains("clone"), qPrintable(actions.resume->toolTip()));
    actions.pause->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(window.state(run), RunState::Paused, 20'000);
    QTRY_VERIFY(actions.resume->isEnabled());
    actions.resume->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(window.state(run), RunState::Running, 20'000);
    actions.stop->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(window.state(run), RunState::Stopped, 20'000);
    actions.removeNow({run});
    QTRY_COMPARE_WITH_TIMEOUT(window.workbench().runs().rowCount(), 0, 10'000);
  }

  void closingAndReopeningWhileARunGoesOnLosesNothing() {
    EngineFixture files;
    RunId run;
    {
      Window window(files.database());
      run = files.submit(600, Json{{"msPerStep", 5}}, "going on");
      QTRY_VERIFY_WITH_TIMEOUT(window.lossPoints() > 10, 20'000);
      window.window().close();
    }
    Window again(files.database());
    QTRY_VERIFY_WITH_TIMEOUT(again.lossPoints() > 0, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(again.state(run), RunState::Completed, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(again.lossPoints(), std::size_t{600}, 10'000);
    const auto series = again.lossSeries();
    for (std::size_t i = 0; i < series.x.size(); ++i) QCOMPARE(series.x[i], static_cast<double>(i + 1));
  }

  void aKilledEngineIsReplacedAndTheRunGoesOn() {
    EngineFixture files;
    Window window(files.database());
    const RunId run = files.submit(1500, Json{{"msPerStep", 4}}, "survivor");
    QTRY_VERIFY_WITH_TIMEOUT(window.lossPoints() > 10, 20'000);
    QSignalSpy states(&window.workbench().engine(), &EngineClient::stateChanged);
    files.killEngine();
    files.disconnect();
    QTRY_VERIFY_WITH_TIMEOUT(!states.isEmpty(), 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(window.workbench().engine().state(), EngineClient::State::Connected, 20'000);
    const auto before = window.lossPoints();
    QTRY_VERIFY_WITH_TIMEOUT(window.lossPoints() > before + 10, 20'000);
    QVERIFY(isLive(window.state(run)) || window.state(run) == RunState::Completed);
  }

  void aWrongFilterSaysSoBesideTheLine() {
    EngineFixture files;
    Window window(files.database());
    files.submit(5, Json::object(), "one");
    QTRY_COMPARE_WITH_TIMEOUT(window.workbench().runs().rowCount(), 1, 20'000);
    window.runs().filterLine().setText("loss<low");
    const auto labels = window.runs().findChildren<QLabel*>();
    QVERIFY(std::any_of(labels.begin(), labels.end(),
                        [](QLabel* label) { return label->isVisible() && label->text().contains("needs a number"); }));
    window.runs().filterLine().setText("nobody");
    QCOMPARE(window.runs().table().model()->rowCount(), 0);
  }

  void aStudyIsPlannedStartedShownAndOpensItsRuns() {
    qputenv("HEADROOM_FAKE", R"({"msPerStep": 1, "evalEvery": 5, "checkpointEvery": 100})");
    EngineFixture files;
    Window window(files.database());
    window.window().showPage("study");
    auto& page = *qobject_cast<StudyPage*>(window.window().page("study"));
    auto* offer = page.findChild<QPushButton*>("template norm");
    QTRY_VERIFY_WITH_TIMEOUT(offer->isVisible(), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(window.workbench().engine().state(), EngineClient::State::Connected, 20'000);
    NewStudySheet* sheet = page.openSheet("norm");
    auto& form = sheet->form();
    for (int i = 0; i < form.scales->count(); ++i)
      form.scales->item(i)->setCheckState(form.scales->item(i)->text() == "nano" ? Qt::Checked : Qt::Unchecked);
    form.seeds->setText("1");
    form.rates->setCurrentIndex(0);
    form.plan->setCurrentIndex(1);
    form.tokensPerParameter->setValue(0.5);
    sheet->goTo(3);
    QTRY_VERIFY_WITH_TIMEOUT(sheet->startButton()->isEnabled(), 60'000);
    QTest::mouseClick(sheet->startButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(page.header().studies->count(), 1, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(page.header().studies->currentText().contains("finished"), 90'000);
    auto& matrix = page.results().matrix();
    QTRY_COMPARE_WITH_TIMEOUT(matrix.model()->index(2, 0).data().toString(), QString("✓"), 10'000);
    QCOMPARE(page.results().gains().chart().rows.size(), std::size_t{2});
    QTest::mouseClick(matrix.viewport(), Qt::LeftButton, {}, matrix.visualRect(matrix.model()->index(2, 0)).center());
    QCOMPARE(window.window().currentPage(), QString("runs"));
    QCOMPARE(window.runs().selection().size(), std::size_t{1});
    QVERIFY(window.runs().filterLine().text().contains("rmsnorm"));
  }

  void everyPageHasWordsAndPicturesInBothThemes() {
    EngineFixture files;
    Window window(files.database());
    QVERIFY(files
                .ask({{"do", "machine"},
                      {"machine", machineHere()["id"]},
                      {"roofs", {{"roofs", {{"dram", 57e9}, {"cache", 161e9}}}}}})
                .ok());
    const RunId first = files.submit(300, Json{{"msPerStep", 1}, {"evalEvery", 10}}, "none-mini-s1");
    const RunId second = files.submit(400, Json{{"msPerStep", 2}, {"evalEvery", 10}}, "rope-mini-s1");
    files.submit(100, Json{{"msPerStep", 1}, {"nanAt", 40}}, "none-lr3e-2");
    QTRY_COMPARE_WITH_TIMEOUT(window.state(first), RunState::Completed, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(window.state(second), RunState::Completed, 30'000);
    QTRY_COMPARE_WITH_TIMEOUT(window.workbench().runs().count(RunState::Diverged), 1, 20'000);
    window.runs().select({first, second});
    QTRY_COMPARE_WITH_TIMEOUT(window.lossPoints(), std::size_t{300}, 10'000);
    for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
      window.theme().choose(choice);
      for (const char* page : {"runs", "compose", "study", "hardware", "plan", "learn"}) {
        window.window().showPage(page);
        QCOMPARE(window.window().currentPage(), QString(page));
        window.picture(QString("%1-%2").arg(page, themeWord(choice)));
      }
    }
  }
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"

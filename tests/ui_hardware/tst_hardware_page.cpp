// The Hardware page by mouse and by keyboard alone, against an engine that is a function.
#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

#include "core/arch/resolve.h"
#include "tests/ui_hardware/made_roofs.h"
#include "ui/hardware/hardware_page.h"
#include "ui/theme.h"

using namespace headroom;

namespace {

HardwareModel modelFrom(const std::string& name, const std::string& scale = "nano") {
  const auto model = resolve({.model = name, .scale = scale});
  return {QString::fromStdString(name), model->architecture, model->recipe, name, scale};
}

RunSummary run(const std::string& id, RunState state, double traffic = RunSummary::kUnknown) {
  RunSummary summary;
  summary.id = RunId{id};
  summary.meta.name = "run " + id;
  summary.state = state;
  summary.device = "cpu";
  summary.opTraffic = traffic;
  summary.stepSeconds = 0.25;
  summary.revision = 1;
  return summary;
}

Devices twoDevices() {
  DeviceReading cpu{.kind = DeviceReading::Kind::Cpu, .id = "cpu", .name = "Test CPU 9000"};
  cpu.memoryUsed = 4e9, cpu.memoryTotal = 16e9, cpu.utilization = 0.53;
  cpu.missing = {{"dram_bandwidth", "a processor's memory counters are closed"}, {"temperature", "no sensor"}};
  DeviceReading gpu{.kind = DeviceReading::Kind::Gpu, .id = "gpu0", .name = "NVIDIA H100 80GB HBM3"};
  gpu.memoryUsed = 2e10, gpu.memoryTotal = 8e10, gpu.utilization = 0.99, gpu.dramBandwidth = 1.7e12;
  gpu.tensorActivity = 0.42, gpu.power = 612, gpu.temperature = 61;
  return {{cpu, gpu}, {}};
}

/// Page, models and an engine that answers from here.
struct Bench {
  RunsModel runs;
  Json devices = toJson(twoDevices());
  std::vector<std::string> asked;
  std::optional<HardwareModel> composed = modelFrom("gpt2");
  std::map<std::string, RunDefinition> definitions;
  std::unique_ptr<HardwarePage> page;

  Bench() {
    page = std::make_unique<HardwarePage>(
        HardwareSources{.composed = [this] { return composed; },
                        .definition =
                            [this](const RunId& id, std::function<void(Result<RunDefinition>)> done) {
                              const auto found = definitions.find(id.text);
                              if (found == definitions.end())
                                return done(badInput("There is no run '" + id.text + "'."));
                              done(found->second);
                            }},
        runs, [this](const Json& request, const std::function<void(Result<Json>)>& done) {
          asked.push_back(request["do"]);
          if (request["do"] == "devices") return done(devices);
          if (request["do"] == "measure") return done(Json{{"state", "measuring"}});
          if (request["do"] == "status") return done(Json{{"measurement", nullptr}});
          done(Json::object());
        });
    page->resize(1400, 860);
  }
  void show() {
    page->show();
    QVERIFY(QTest::qWaitForWindowExposed(page.get()));
  }
  bool hasAsked(const std::string& what) const { return std::find(asked.begin(), asked.end(), what) != asked.end(); }
  template <class T>
  T* child(const char* name) const {
    return page->findChild<T*>(QString::fromLatin1(name));
  }
  int pointOf(const QString& path, bool backward) const {
    const auto& points = page->roofline().chart().points;
    for (std::size_t i = 0; i < points.size(); ++i)
      if (points[i].path == path && points[i].backward == backward) return static_cast<int>(i);
    return -1;
  }
};

const Json kMachines = {{"machine-test", madeRoofs()}};
const QString kAttention = "body[2].body[0].residual[1]";

}  // namespace

class HardwarePageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void withoutRoofsThePageOffersToMeasure() {
    Bench bench;
    bench.page->setMachines(Json::object());
    bench.show();
    QVERIFY(bench.page->roofline().chart().empty.contains("Measure this machine"));
    QVERIFY(bench.page->roofline().chart().points.empty());
    auto* measure = bench.child<QPushButton>("measure");
    QCOMPARE(measure->text(), QString("Measure this machine"));
    QVERIFY(measure->property("accent").toBool());
    QTest::mouseClick(measure, Qt::LeftButton);
    QVERIFY(bench.hasAsked("measure"));
    QVERIFY(bench.page->machine().measuring() && !measure->isVisible());
    bench.page->takeNews(
        {{"news", "measurement"}, {"state", "measuring"}, {"done", 3}, {"of", 11}, {"what", "matrix products, fp32"}});
    auto* bar = bench.page->machine().findChild<QProgressBar*>();
    QCOMPARE(bar->value(), 3);
    QCOMPARE(bar->maximum(), 11);
    bench.page->takeNews({{"news", "measurement"}, {"state", "done"}});
    bench.page->setMachines(kMachines);
    QVERIFY(!bench.page->machine().measuring());
    QCOMPARE(measure->text(), QString("Measure again"));
    QTRY_VERIFY(!bench.page->roofline().chart().points.empty());
  }

  void aMeasurementIsCancelledAndItsFailureIsASentence() {
    Bench bench;
    bench.show();
    bench.page->takeNews({{"news", "measurement"}, {"state", "waiting"}});
    auto* cancel = bench.child<QPushButton>("cancelMeasurement");
    QVERIFY(cancel->isVisible());
    cancel->setFocus();
    QTest::keyClick(cancel, Qt::Key_Space);
    QVERIFY(bench.hasAsked("measure-cancel"));
    bench.page->takeNews(
        {{"news", "measurement"}, {"state", "failed"}, {"message", "There is no headroom-train; build it."}});
    bool said = false;
    for (const QLabel* label : bench.page->machine().findChildren<QLabel*>())
      said = said || (label->isVisible() && label->text().contains("headroom-train"));
    QVERIFY(said);
  }

  void theComposedModelStandsBelowTheRoofs() {
    Bench bench;
    bench.page->setMachines(kMachines);
    bench.show();
    QTRY_VERIFY(!bench.page->roofline().chart().points.empty());
    const RooflineChart& chart = bench.page->roofline().chart();
    QVERIFY(chart.title.contains("gpt2") && chart.title.contains("training step"));
    QVERIFY(bench.pointOf(kAttention, false) >= 0 && bench.pointOf(kAttention, true) >= 0);
    QCOMPARE(bench.page->points().table().rows.size(), chart.points.size());
    new QAbstractItemModelTester(bench.page->points().view().model(),
                                 QAbstractItemModelTester::FailureReportingMode::QtTest, bench.page.get());
  }

  void aClickOnAPointNamesItsBlock() {
    Bench bench;
    bench.page->setMachines(kMachines);
    bench.show();
    QTRY_VERIFY(!bench.page->roofline().chart().points.empty());
    QSignalSpy activated(bench.page.get(), &HardwarePage::blockActivated);
    const int point = bench.pointOf(kAttention, true);
    auto& view = bench.page->roofline();
    QTest::mouseClick(&view, Qt::LeftButton, {}, view.placeOf(point).toPoint());
    QCOMPARE(activated.size(), 1);
    const QString path = activated[0][0].toString();
    QVERIFY2(path.startsWith("body["), qPrintable(path));  // a smaller point may lie on it
    QCOMPARE(activated[0][1].value<HardwareModel>().source, std::string("gpt2"));
  }

  void keysChooseAndActivateAPoint() {
    Bench bench;
    bench.page->setMachines(kMachines);
    bench.show();
    QTRY_VERIFY(!bench.page->roofline().chart().points.empty());
    QSignalSpy activated(bench.page.get(), &HardwarePage::blockActivated);
    auto& view = bench.page->roofline();
    view.setFocus();
    for (int i = 0; i < 40 && view.currentPoint() != bench.pointOf(kAttention, false); ++i)
      QTest::keyClick(&view, Qt::Key_Right);
    QCOMPARE(view.currentPoint(), bench.pointOf(kAttention, false));
    QCOMPARE(bench.page->points().view().currentIndex().row(), view.currentPoint());
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0][0].toString(), kAttention);
    auto& table = bench.page->points().view();
    table.setFocus();
    QTest::keyClick(&table, Qt::Key_Down);
    QCOMPARE(view.currentPoint(), table.currentIndex().row());
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().startsWith("block,pass,"));
  }

  void phasesAndTemplatesAreChosenByKeyboard() {
    Bench bench;
    bench.page->setMachines(kMachines);
    bench.show();
    QTRY_VERIFY(!bench.page->roofline().chart().points.empty());
    QVERIFY(!bench.page->scaleChooser().isEnabled());
    auto* decode = bench.child<QPushButton>("decode");
    decode->setFocus();
    QTest::keyClick(decode, Qt::Key_Space);
    QTRY_VERIFY(bench.page->roofline().chart().title.contains("decoded token"));
    QCOMPARE(bench.pointOf(kAttention, true), -1);
    auto& chooser = bench.page->modelChooser();
    chooser.setFocus();
    while (chooser.currentText() != "template llama" && chooser.currentIndex() + 1 < chooser.count())
      QTest::keyClick(&chooser, Qt::Key_Down);
    QTRY_VERIFY(bench.page->roofline().chart().title.contains("llama"));
    QVERIFY(bench.page->scaleChooser().isEnabled());
  }

  void aChosenChangeShowsArrows() {
    Bench bench;
    bench.page->setMachines(kMachines);
    bench.show();
    QTRY_VERIFY(!bench.page->roofline().chart().points.empty());
    const auto arrows = [&] {
      const auto& points = bench.page->roofline().chart().points;
      return std::count_if(points.begin(), points.end(), [](const auto& point) { return point.after.has_value(); });
    };
    QCOMPARE(arrows(), 0);
    auto& list = bench.page->changes().view();
    QTest::mouseClick(list.viewport(), Qt::LeftButton, {}, list.visualRect(list.model()->index(0, 0)).center());
    QVERIFY(arrows() > 0);
    QVERIFY(bench.page->roofline().chart().note.contains("FlashAttention off"));
    list.setFocus();
    QTest::keyClick(&list, Qt::Key_Down);
    QVERIFY(bench.page->roofline().chart().note.contains("fused"));
  }

  void aRunShowsItsMeasuredStepBesideTheModelled() {
    Bench bench;
    RunChanges changes{.revision = 1,
                       .changed = {run("old", RunState::Completed), run("new", RunState::Running, 1.2e10)},
                       .removed = {}};
    bench.runs.apply(changes);
    const HardwareModel model = modelFrom("llama");
    RunDefinition definition;
    definition.name = "mine";
    definition.architecture = toJson(model.architecture);
    definition.recipe = toJson(model.recipe);
    definition.asked.model = "llama";
    bench.definitions["new"] = definition;
    bench.page->setMachines(kMachines);
    bench.show();
    auto& chooser = bench.page->modelChooser();
    const int live = chooser.findText("run run new, running");
    QVERIFY(live > 0 && live < chooser.findText("run run old"));
    chooser.setCurrentIndex(live);
    Q_EMIT chooser.activated(live);
    // Llama trains in bf16, whose roofs are there.
    QTRY_VERIFY(bench.page->roofline().chart().title.contains("mine"));
    bool beside = false;
    for (const QLabel* label : bench.page->findChildren<QLabel*>())
      beside = beside || label->text().contains("250 ms, measured");
    QVERIFY(beside);
    const int gone = chooser.findText("run run old");
    chooser.setCurrentIndex(gone);
    Q_EMIT chooser.activated(gone);
    QTRY_VERIFY(bench.page->roofline().chart().note.contains("There is no run"));
  }

  void whatCannotBeShownSaysWhy() {
    Bench bench;
    bench.composed.reset();
    bench.page->setMachines(kMachines);
    bench.show();
    QVERIFY(bench.page->roofline().chart().note.contains("cannot be built"));
    QVERIFY(!bench.page->roofline().chart().roofs.empty());  // the roofs stand there all the same
    bench.composed = modelFrom("gpt2");
    bench.composed->recipe.precision = Precision::Fp16;
    bench.page->hide();
    bench.page->show();
    QTRY_VERIFY(bench.page->roofline().chart().note.contains("fp16"));
  }

  void roofsOfAGpuHaveTheirDatasheetDashed() {
    Bench bench;
    bench.page->setMachines({{"machine-test", madeRoofs(true)}});
    bench.show();
    QTRY_VERIFY(!bench.page->roofline().chart().points.empty());
    const auto& roofs = bench.page->roofline().chart().roofs;
    QVERIFY(std::any_of(roofs.begin(), roofs.end(), [](const RoofLine& roof) { return roof.published; }));
  }

  void tilesShowWhatIsKnownAndWhyTheRestIsNot() {
    Bench bench;
    RunChanges changes{.revision = 1, .changed = {run("new", RunState::Running, 1.2e10)}, .removed = {}};
    bench.runs.apply(changes);
    bench.runs.setRoofs(MemoryRoofs(kMachines));
    bench.page->setMachines(kMachines);
    bench.show();
    const auto& tiles = bench.page->tiles().tiles();
    QTRY_COMPARE(tiles.size(), std::size_t{2});
    QCOMPARE(tiles[0]->figure("work").text(), QString("53 %"));
    QCOMPARE(tiles[0]->figure("work").source(), QString("measured"));
    QCOMPARE(tiles[0]->figure("bandwidth").text(), QString("—"));
    QVERIFY(tiles[0]->figure("bandwidth").source().contains("closed"));
    QVERIFY(tiles[0]->figure("traffic").source().startsWith("modelled; 21 %"));
    QCOMPARE(tiles[1]->figure("bandwidth").text(), QString("1.70 TB/s"));
    QCOMPARE(tiles[1]->figure("power").text(), QString("612 W"));
    bench.devices = toJson(Devices{{twoDevices().devices[0]}, {"No NVIDIA driver was found, so no GPU is shown."}});
    QTRY_COMPARE_WITH_TIMEOUT(tiles.size(), std::size_t{1}, 4000);
  }

  void looksRightInBothThemes() {
    Theme theme(*qApp);
    for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
      theme.choose(choice);
      for (const bool roofs : {true, false}) {
        Bench bench;
        if (roofs) bench.page->setMachines(kMachines);
        bench.show();
        if (roofs) QTRY_VERIFY(!bench.page->roofline().chart().points.empty());
        if (roofs) bench.page->changes().view().selectRow(2);
        QTRY_COMPARE(bench.page->tiles().tiles().size(), std::size_t{2});
        QTRY_VERIFY(bench.page->tiles().height() > 40);  // laid out
        QTest::qWait(100);
        QDir().mkpath(HEADROOM_SCREENSHOTS);
        QVERIFY(bench.page->grab().save(QStringLiteral(HEADROOM_SCREENSHOTS "/hardware-page-%1%2.png")
                                            .arg(themeWord(choice), roofs ? QString() : QStringLiteral("-empty"))));
      }
    }
  }
};

QTEST_MAIN(HardwarePageTest)
#include "tst_hardware_page.moc"

// The charts of the Runs page together: grown live, one crosshair, one axis or each its own, arranged and remembered.
#include <QCheckBox>
#include <QComboBox>
#include <QSignalSpy>
#include <QSlider>
#include <QTest>
#include <cmath>
#include <mutex>

#include "ui/runs/run_charts.h"

using namespace headroom;

namespace {

/// Runs that the test grows while the store reads them.
class Runs {
 public:
  void grow(std::int64_t to) {
    const std::scoped_lock lock(m_mutex);
    m_steps = to;
  }
  SeriesPoints points(const std::string& name, const RunId& run, const SeriesOptions& options) {
    const std::scoped_lock lock(m_mutex);
    SeriesPoints points;
    const std::int64_t every = name == "loss/train" || name == "throughput" ? 1 : name == "loss/val" ? 10 : 0;
    for (std::int64_t step = 1; every > 0 && step <= m_steps; ++step) {
      if (step % every != 0 || step <= options.afterStep) continue;
      points.steps.push_back(step);
      points.values.push_back(static_cast<double>(run.text.size()) + 2 * std::exp(-static_cast<double>(step) / 80));
      points.wallTimes.push_back(static_cast<double>(step));
    }
    return points;
  }

 private:
  std::mutex m_mutex;
  std::int64_t m_steps = 40;
};

class Reader : public RunReader {
 public:
  explicit Reader(std::shared_ptr<Runs> runs) : m_runs(std::move(runs)) {}
  Result<std::int64_t> revision() const override { return std::int64_t{1}; }
  Result<RunChanges> runs(std::int64_t) const override { return RunChanges{}; }
  Result<RunSummary> run(const RunId& id) const override {
    RunSummary summary{.id = id};
    summary.meta.name = "run-" + id.text;
    summary.model = "gpt";
    summary.scale = "nano";
    return summary;
  }
  Result<RunId> findRun(std::string_view) const override { return badInput("There is no run."); }
  Result<RunDefinition> definition(const RunId&) const override {
    RunDefinition definition{.steps = 400};
    definition.architecture = Json::parse(R"({"sizes": {"context": 128}})");
    definition.recipe = Json::parse(R"({"batch": 32})");
    return definition;
  }
  Result<std::vector<StateRecord>> states(const RunId&) const override { return std::vector<StateRecord>{}; }
  Result<std::vector<AttemptRecord>> attempts(const RunId&) const override { return std::vector<AttemptRecord>{}; }
  Result<std::vector<std::string>> seriesNames(const RunId&) const override { return std::vector<std::string>{}; }
  Result<SeriesPoints> series(const RunId& run, const std::string& name, const SeriesOptions& options) const override {
    return m_runs->points(name, run, options);
  }
  Result<SeriesPoints> doubles(const RunId&, const std::string&, const SeriesOptions&) const override {
    return SeriesPoints{};
  }
  Result<std::vector<std::string>> doubleNames(const RunId&) const override { return std::vector<std::string>{}; }
  Result<std::vector<StudySummary>> studies() const override { return std::vector<StudySummary>{}; }
  Result<StudyId> findStudy(std::string_view) const override { return badInput("There is no study."); }
  Result<Json> study(const StudyId&) const override { return badInput("There is no study."); }
  Result<std::vector<Json>> studyDecisions(const StudyId&) const override { return std::vector<Json>{}; }
  Result<std::vector<StudyLink>> studyLinks(const StudyId&) const override { return std::vector<StudyLink>{}; }
  Result<Json> roofs() const override { return Json::object(); }

 private:
  std::shared_ptr<Runs> m_runs;
};

/// The charts of some runs, read and shown.
struct Page {
  Page()
      : reader([runs = runs]() -> Result<std::unique_ptr<RunReader>> {
          return std::unique_ptr<RunReader>(std::make_unique<Reader>(runs));
        }),
        store(reader, chartedSeries(), chartedDoubles()),
        charts(store) {
    charts.resize(1000, 800);
    charts.setVisible(true);
  }
  ChartView& chart(RunChart which) { return *charts.chart(which); }
  std::size_t curves() { return chart(RunChart::Loss).spec().series.size(); }
  std::size_t points() { return curves() == 0 ? 0 : chart(RunChart::Loss).spec().series[0].x.size(); }

  std::shared_ptr<Runs> runs = std::make_shared<Runs>();
  ReaderThread reader;
  SeriesStore store;
  RunCharts charts;
};

}  // namespace

class TestRunChartsGrid : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void growsWhileRunsTrain() {
    Page page;
    page.charts.show({RunId{"a"}, RunId{"bb"}}, {});
    QTRY_COMPARE(page.curves(), std::size_t{4});
    QTRY_COMPARE(page.points(), std::size_t{40});
    page.runs->grow(65);
    page.store.refresh();
    QTRY_COMPARE(page.points(), std::size_t{65});
    page.charts.setByArm(true);
    QTRY_COMPARE(page.curves(), std::size_t{2});
    page.runs->grow(90);
    page.store.refresh();
    QTRY_COMPARE(page.points(), std::size_t{90});
    QCOMPARE(page.chart(RunChart::Loss).spec().series[0].low.size(), std::size_t{90});
  }

  void aRunKeepsItsColourWhenOthersComeAndGo() {
    Page page;
    const auto colourOf = [&](const QString& name) {
      for (const auto& series : page.chart(RunChart::Loss).spec().series)
        if (series.name == name) return series.colour;
      return -1;
    };
    page.charts.show({RunId{"a"}, RunId{"bb"}}, {});
    QTRY_VERIFY(colourOf("run-bb") >= 0);
    const int colour = colourOf("run-bb");
    page.charts.show({RunId{"bb"}}, {});
    QTRY_COMPARE(page.curves(), std::size_t{2});
    QCOMPARE(colourOf("run-bb"), colour);
    page.charts.show({RunId{"ccc"}, RunId{"a"}, RunId{"bb"}}, {});
    QTRY_COMPARE(page.curves(), std::size_t{6});
    QCOMPARE(colourOf("run-bb"), colour);
  }

  void oneCrosshairForChartsOfOneAxis() {
    Page page;
    page.charts.show({RunId{"a"}}, {});
    QTRY_COMPARE(page.points(), std::size_t{40});
    page.charts.setX(RunChart::Throughput, ChartX::Tokens);
    auto& loss = page.chart(RunChart::Loss);
    Q_EMIT loss.crosshairMoved(20);
    QCOMPARE(page.chart(RunChart::Memory).crosshair(), 20.0);
    QVERIFY(std::isnan(page.chart(RunChart::Throughput).crosshair()));
    page.charts.setX(RunChart::Throughput, {});
    Q_EMIT loss.crosshairMoved(21);
    QCOMPARE(page.chart(RunChart::Throughput).crosshair(), 21.0);
  }

  void aClickNamesTheRun() {
    Page page;
    qRegisterMetaType<RunId>();
    RunId clicked;
    connect(&page.charts, &RunCharts::runClicked, this, [&](const RunId& run) { clicked = run; });
    Q_EMIT page.chart(RunChart::Loss).seriesClicked(seriesKey(RunId{"bb"}, "loss/train"));
    QCOMPARE(clicked.text, std::string("bb"));
  }

  void theControlsWorkByKey() {
    Page page;
    auto* box = page.charts.findChild<QComboBox*>();
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(page.charts.xOf(RunChart::Loss), ChartX::Tokens);
    auto* slider = page.charts.findChild<QSlider*>();
    QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(page.chart(RunChart::Loss).smoothing(), 0.89);
    QTest::keyClick(page.charts.findChild<QCheckBox*>(), Qt::Key_Space);
    QVERIFY(page.charts.byArm());
  }

  void theArrangementComesBack() {
    Page page, again;
    QSignalSpy arranged(&page.charts, &RunCharts::arranged);
    page.charts.setX(ChartX::Flops);
    page.charts.setX(RunChart::Memory, ChartX::WallSeconds);
    page.charts.setSmoothing(0.4);
    page.charts.setByArm(true);
    page.charts.grid().move("ceg", -1);
    page.charts.grid().setShown("memory", false);
    page.chart(RunChart::Loss).setSettings({.y = AxisScale::Logarithmic, .smoothing = 0.97});
    QVERIFY(arranged.size() >= 7);
    const QByteArray saved = page.charts.arrangement();
    again.charts.restoreArrangement(saved);
    QCOMPARE(again.charts.arrangement(), saved);
    QCOMPARE(again.charts.xOf(RunChart::Memory), ChartX::WallSeconds);
    QCOMPARE(again.chart(RunChart::Loss).smoothing(), 0.97);
    QCOMPARE(again.chart(RunChart::Throughput).smoothing(), 0.4);
    QVERIFY(!again.charts.grid().isShown("memory"));
    for (const char* broken :
         {"", "no json", "[]", R"({"grid": 7, "charts": {"loss": 3}, "along": [], "smoothing": "x"})"})
      again.charts.restoreArrangement(broken);
    QVERIFY(!again.charts.grid().isShown("memory"));
  }

  void pictures() {
    const auto folder = qEnvironmentVariable("HEADROOM_PICTURES");
    if (folder.isEmpty()) QSKIP("set HEADROOM_PICTURES to a folder");
    Page page;
    page.runs->grow(300);
    page.charts.show({RunId{"a"}, RunId{"bb"}, RunId{"ccc"}}, RunId{"a"});
    QTRY_COMPARE(page.points(), std::size_t{300});
    for (const auto* colours : {&lightColours(), &darkColours()}) {
      page.charts.setPalette(paletteFrom(*colours));
      QTest::qWait(600);
      QVERIFY(page.charts.grab().save(folder + (colours->dark ? "/grid-dark.png" : "/grid-light.png")));
    }
  }
};

QTEST_MAIN(TestRunChartsGrid)
#include "tst_run_charts_grid.moc"

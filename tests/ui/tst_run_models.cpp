// The table of runs, its filter, and the store of series, over a real database written by the test.
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/runs/database.h"
#include "core/runs/local_run_reader.h"
#include "ui/models/runs_proxy.h"
#include "ui/models/series_store.h"

using namespace headroom;

namespace {

RunSummary summary(const std::string& id, RunState state = RunState::Running) {
  RunSummary run;
  run.id = RunId{id};
  run.meta.name = "run-" + id;
  run.state = state;
  run.scale = "mini";
  run.steps = 100;
  run.step = 40;
  run.valLoss = 2.5;
  return run;
}

QStringList names(const QAbstractItemModel& model) {
  QStringList all;
  for (int row = 0; row < model.rowCount(); ++row) all << model.index(row, RunsModel::Name).data().toString();
  return all;
}

/// A reader whose series the test grows by hand; counts what it is asked.
struct FakeRuns {
  RunSummary run = summary("a");
  SeriesPoints loss;
};

class FakeReader : public RunReader {
 public:
  explicit FakeReader(std::shared_ptr<FakeRuns> runs) : m_runs(std::move(runs)) {}
  Result<std::int64_t> revision() const override { return std::int64_t{1}; }
  Result<RunChanges> runs(std::int64_t) const override { return RunChanges{1, {m_runs->run}, {}}; }
  Result<RunSummary> run(const RunId& id) const override {
    if (id != m_runs->run.id) return badInput("There is no run '" + id.text + "'.");
    return m_runs->run;
  }
  Result<RunId> findRun(std::string_view) const override { return m_runs->run.id; }
  Result<RunDefinition> definition(const RunId&) const override { return RunDefinition{.steps = 100}; }
  Result<std::vector<StateRecord>> states(const RunId&) const override { return std::vector<StateRecord>{}; }
  Result<std::vector<AttemptRecord>> attempts(const RunId&) const override { return std::vector<AttemptRecord>{}; }
  Result<std::vector<std::string>> seriesNames(const RunId&) const override {
    return std::vector<std::string>{"loss/train"};
  }
  Result<SeriesPoints> series(const RunId&, const std::string& name, const SeriesOptions& options) const override {
    SeriesPoints points;
    if (name != "loss/train") return points;
    for (std::size_t i = 0; i < m_runs->loss.size() && points.size() < options.limit; ++i) {
      if (m_runs->loss.steps[i] <= options.afterStep) continue;
      points.steps.push_back(m_runs->loss.steps[i]);
      points.values.push_back(m_runs->loss.values[i]);
      points.wallTimes.push_back(m_runs->loss.wallTimes[i]);
    }
    return points;
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
  std::shared_ptr<FakeRuns> m_runs;
};

void addPoints(FakeRuns& runs, std::int64_t from, std::int64_t to, double value = 3) {
  for (std::int64_t step = from; step <= to; ++step) {
    runs.loss.steps.push_back(step);
    runs.loss.values.push_back(value);
    runs.loss.wallTimes.push_back(static_cast<double>(step));
  }
}

}  // namespace

class TestRunModels : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void followsInsertionsChangesAndRemovals() {
    RunsModel model;
    RunsProxy proxy(model);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.apply({1, {summary("a"), summary("b"), summary("c")}, {}});
    QCOMPARE(names(model), QStringList({"run-a", "run-b", "run-c"}));
    auto changed = summary("b", RunState::Completed);
    changed.meta.star = true;
    model.apply({2, {changed}, {RunId{"a"}}});
    QCOMPARE(names(model), QStringList({"run-b ★", "run-c"}));
    QCOMPARE(model.find(RunId{"c"})->id.text, std::string("c"));
    QCOMPARE(model.indexOf(RunId{"c"}).row(), 1);
    QVERIFY(!model.find(RunId{"a"}));
    model.apply({1, {summary("z")}, {}});  // older than what is known
    QCOMPARE(model.rowCount(), 2);
  }

  void showsWhatAPersonReads() {
    RunsModel model;
    auto run = summary("a");
    run.stepSeconds = 2;
    run.tokensPerSecond = 33'100;
    run.opTraffic = 31e9;
    run.arms = {"rope"};
    model.apply({1, {run}, {}});
    const auto text = [&](int column) { return model.index(0, column).data().toString(); };
    QCOMPARE(text(RunsModel::State), "running");
    QCOMPARE(text(RunsModel::Done), "40 %");
    QCOMPARE(text(RunsModel::Left), "2:00 left");
    QCOMPARE(text(RunsModel::Loss), "2.5000");
    QCOMPARE(text(RunsModel::TokensPerSecond), "33.1 k");
    QCOMPARE(text(RunsModel::Bandwidth), "31 GB/s");
    model.setRoofs(MemoryRoofs(Json::parse(R"({"m": {"roofs": {"dram": 62e9, "cache": 160e9}}})")));
    QCOMPARE(text(RunsModel::Bandwidth), "50 %");
  }

  void filters_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("left");
    QTest::newRow("all") << "" << QStringList{"run-a", "run-b", "run-c"};
    QTest::newRow("name") << "RUN-B" << QStringList{"run-b"};
    QTest::newRow("state") << "state:running" << QStringList{"run-a"};
    QTest::newRow("number") << "loss<2" << QStringList{"run-b"};
    QTest::newRow("number and word") << "loss>=2 arm:rope" << QStringList{"run-c"};
    QTest::newRow("not") << "-state:running" << QStringList{"run-b", "run-c"};
    QTest::newRow("whole word") << "arm=rop" << QStringList{};
    QTest::newRow("no arm") << "arm:none" << QStringList{"run-a", "run-b"};
    QTest::newRow("quotes") << "tag:\"two words\"" << QStringList{"run-a"};
    QTest::newRow("star") << "is:starred" << QStringList{"run-b"};
    QTest::newRow("unknown loss is in no range") << "val<100 val>-100 state:queued" << QStringList{};
  }

  void filters() {
    QFETCH(QString, line);
    QFETCH(QStringList, left);
    auto a = summary("a"), b = summary("b", RunState::Completed), c = summary("c", RunState::Queued);
    a.meta.tags = {"two words"};
    b.valLoss = 1.5;
    b.meta.star = true;
    c.arms = {"rope"};
    c.valLoss = RunSummary::kUnknown;
    c.trainLoss = 2.25;
    RunsModel model;
    model.apply({1, {a, b, c}, {}});
    RunsProxy proxy(model);
    proxy.sort(RunsModel::Name, Qt::AscendingOrder);
    auto filter = RunFilter::parse(line);
    QVERIFY2(filter.ok(), filter.ok() ? "" : filter.error().message.c_str());
    proxy.setFilter(*filter);
    QStringList shown = names(proxy);
    for (QString& each : shown) each.remove(QStringLiteral(" ★"));
    QCOMPARE(shown, left);
  }

  void wrongFiltersSayWhatToTry_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("says");
    QTest::newRow("field") << "size:red"
                           << "names no field";
    QTest::newRow("number") << "loss<low"
                            << "needs a number";
    QTest::newRow("empty") << "state:"
                           << "nothing to look for";
    QTest::newRow("quotes") << "\"open"
                            << "quotes";
    QTest::newRow("order of words") << "arm<rope"
                                    << "compares words";
  }

  void wrongFiltersSayWhatToTry() {
    QFETCH(QString, line);
    QFETCH(QString, says);
    const auto filter = RunFilter::parse(line);
    QVERIFY(!filter.ok());
    QVERIFY2(QString::fromStdString(filter.error().message).contains(says), filter.error().message.c_str());
  }

  void sortsUnknownNumbersLast() {
    auto a = summary("a"), b = summary("b"), c = summary("c");
    a.valLoss = a.trainLoss = RunSummary::kUnknown;
    b.valLoss = 1;
    c.valLoss = 0.5;
    RunsModel model;
    model.apply({1, {a, b, c}, {}});
    RunsProxy proxy(model);
    proxy.sort(RunsModel::Loss, Qt::AscendingOrder);
    QCOMPARE(names(proxy), QStringList({"run-c", "run-b", "run-a"}));
  }

  void readsADatabaseByRevision() {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("headroom.db").toStdString();
    auto database = Database::open(file);
    QVERIFY(database.ok());
    QVERIFY(
        database->addRun(RunId{"aaaa"}, {.name = "first", .steps = 10}, {.name = "first"}, {.state = RunState::Queued})
            .ok());
    ReaderThread reader([file] { return LocalRunReader::open(file); });
    RunsModel model;
    RunsRefresher refresher(model, reader);
    QSignalSpy refreshed(&refresher, &RunsRefresher::refreshed);
    refresher.refresh();
    refresher.refresh();  // while one is under way: asked again afterwards, not twice at once
    QTRY_COMPARE(refreshed.size(), 2);
    QCOMPARE(names(model), QStringList({"first"}));
    QVERIFY(
        database
            ->addRun(RunId{"bbbb"}, {.name = "second", .steps = 10}, {.name = "second"}, {.state = RunState::Queued})
            .ok());
    QVERIFY(database->removeRun(RunId{"aaaa"}).ok());
    refresher.refresh();
    QTRY_COMPARE(names(model), QStringList({"second"}));
  }

  void saysWhenThereIsNoDatabase() {
    ReaderThread reader([] { return LocalRunReader::open("/nowhere/headroom.db"); });
    RunsModel model;
    RunsRefresher refresher(model, reader);
    QSignalSpy problem(&refresher, &RunsRefresher::problemFound);
    refresher.refresh();
    QTRY_COMPARE(problem.size(), 1);
    QVERIFY(!problem[0][0].toString().isEmpty());
  }

  void theStoreLoadsThenGrows() {
    auto runs = std::make_shared<FakeRuns>();
    addPoints(*runs, 1, 10);
    ReaderThread reader(
        [runs]() -> Result<std::unique_ptr<RunReader>> { return std::unique_ptr<RunReader>(new FakeReader(runs)); });
    SeriesStore store(reader, {"loss/train", "loss/val"}, {});
    QSignalSpy loaded(&store, &SeriesStore::runLoaded);
    std::vector<std::size_t> starts;
    connect(&store, &SeriesStore::runGrew, this,
            [&](const RunId&, const auto& from) { starts.push_back(from.at("loss/train")); });
    store.watch({RunId{"a"}});
    QTRY_COMPARE(loaded.size(), 1);
    QCOMPARE(store.curves(RunId{"a"})->series.at("loss/train").size(), std::size_t{10});
    addPoints(*runs, 11, 15);
    store.refresh();
    QTRY_COMPARE(starts, std::vector<std::size_t>{10});
    QCOMPARE(store.curves(RunId{"a"})->series.at("loss/train").steps.back(), 15);
    QCOMPARE(loaded.size(), 1);
  }

  void aNewAttemptIsReadFromTheBeginning() {
    auto runs = std::make_shared<FakeRuns>();
    addPoints(*runs, 1, 10);
    ReaderThread reader(
        [runs]() -> Result<std::unique_ptr<RunReader>> { return std::unique_ptr<RunReader>(new FakeReader(runs)); });
    SeriesStore store(reader, {"loss/train"}, {});
    QSignalSpy loaded(&store, &SeriesStore::runLoaded);
    store.watch({RunId{"a"}});
    QTRY_COMPARE(loaded.size(), 1);
    runs->run.attempt = 2;
    runs->loss = {};
    addPoints(*runs, 1, 5);
    addPoints(*runs, 6, 12, 2.0);
    store.refresh();
    QTRY_COMPARE(loaded.size(), 2);
    QCOMPARE(store.curves(RunId{"a"})->series.at("loss/train").size(), std::size_t{12});
    QCOMPARE(store.curves(RunId{"a"})->series.at("loss/train").values.back(), 2.0);
  }

  void lateAnswersOfRunsNoLongerWatchedAreDropped() {
    auto runs = std::make_shared<FakeRuns>();
    addPoints(*runs, 1, 10);
    ReaderThread reader(
        [runs]() -> Result<std::unique_ptr<RunReader>> { return std::unique_ptr<RunReader>(new FakeReader(runs)); });
    SeriesStore store(reader, {"loss/train"}, {});
    QSignalSpy loaded(&store, &SeriesStore::runLoaded);
    QSignalSpy problem(&store, &SeriesStore::problemFound);
    store.watch({RunId{"a"}});
    store.watch({RunId{"nobody"}});  // before the first answer can have come
    QTRY_COMPARE(problem.size(), 1);
    QCOMPARE(loaded.size(), 0);
    QVERIFY(!store.curves(RunId{"a"}));
  }
};

QTEST_GUILESS_MAIN(TestRunModels)
#include "tst_run_models.moc"

// The table of runs, filtered and sorted: always what a filter and a sort over all rows would give, whatever happens.
#include <rapidcheck.h>

#include <QAbstractItemModelTester>
#include <QTest>
#include <random>

#include "tests/ui_runs/made_runs.h"
#include "ui/models/csv.h"
#include "ui/models/runs_proxy.h"

using namespace headroom;

namespace {

RunFilter filter(const QString& line) {
  auto parsed = RunFilter::parse(line);
  if (!parsed) throw std::runtime_error(parsed.error().message);
  return *parsed;
}

QStringList ids(const QAbstractItemModel& model) {
  QStringList all;
  for (int row = 0; row < model.rowCount(); ++row) all << model.index(row, RunsModel::Id).data().toString();
  return all;
}

/// "r7". (GCC 12 takes a literal + a string for an overflow.)
std::string numbered(const char* prefix, unsigned number) {
  std::string text(prefix);
  return text.append(std::to_string(number));
}

RunSummary drawn(std::mt19937& random, int id) {
  auto run = madeRun(numbered("r", static_cast<unsigned>(id)), random() % 2 ? RunState::Running : RunState::Queued);
  run.valLoss = random() % 4 == 0 ? RunSummary::kUnknown : static_cast<double>(random() % 5);
  run.meta.name = numbered("n", static_cast<unsigned>(random() % 12));
  run.createdNs = id;
  run.meta.position = static_cast<double>(random() % 9);
  return run;
}

}  // namespace

class TestRunsProxy : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void followsWhateverHappens_data() {
    QTest::addColumn<int>("column");
    QTest::addColumn<Qt::SortOrder>("order");
    for (const int column : {RunsModel::Created, RunsModel::Loss, RunsModel::Name, RunsModel::State, RunsModel::Left})
      for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder})
        QTest::addRow("%s %s", qPrintable(RunsModel::columnKey(column)), order == Qt::AscendingOrder ? "up" : "down")
            << column << order;
  }

  void followsWhateverHappens() {
    QFETCH(int, column);
    QFETCH(Qt::SortOrder, order);
    RunsModel model;
    RunsProxy proxy(model);
    QAbstractItemModelTester tester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
    proxy.sort(column, order);
    std::mt19937 random(7);
    const QStringList filters{"", "loss<3", "state:running", "name:n1", "nobody"};
    int next = 0;
    QString line;
    for (std::int64_t revision = 1; revision <= 50; ++revision) {
      RunChanges changes{.revision = revision, .changed = {}, .removed = {}};
      const int fresh = revision == 20 ? 70 : static_cast<int>(random() % 3);  // once more than one reset is worth
      for (int i = 0; i < fresh; ++i) changes.changed.push_back(drawn(random, next++));
      for (int i = 0; i < 3 && next > 0; ++i) {
        const int id = static_cast<int>(random() % static_cast<unsigned>(next));
        if (model.find(RunId{numbered("r", static_cast<unsigned>(id))})) changes.changed.push_back(drawn(random, id));
      }
      if (next > 0)
        changes.removed.push_back(RunId{numbered("r", static_cast<unsigned>(random()) % static_cast<unsigned>(next))});
      model.apply(changes);
      if (revision % 5 == 0) {
        line = filters[static_cast<qsizetype>(random() % 5)];
        proxy.setFilter(filter(line));
      }
      RunsProxy anew(model);
      anew.sort(column, order);
      anew.setFilter(filter(line));
      QCOMPARE(ids(proxy), ids(anew));
      QCOMPARE(proxy.rowCount(), anew.rowCount());
    }
  }

  void unknownNumbersStandLastBothWays() {
    auto a = madeRun("a"), b = madeRun("b"), c = madeRun("c");
    a.valLoss = a.trainLoss = RunSummary::kUnknown;
    b.valLoss = 1;
    c.valLoss = 0.5;
    RunsModel model;
    model.apply({1, {a, b, c}, {}});
    RunsProxy proxy(model);
    proxy.sort(RunsModel::Loss, Qt::AscendingOrder);
    QCOMPARE(ids(proxy), QStringList({"c", "b", "a"}));
    proxy.sort(RunsModel::Loss, Qt::DescendingOrder);
    QCOMPARE(ids(proxy), QStringList({"b", "c", "a"}));
  }

  void numbersInNamesCountAsNumbers() {
    RunsModel model;
    std::vector<RunSummary> runs;
    for (const char* name : {"run-10", "run-9", "Run-2"}) {
      runs.push_back(madeRun(name));
      runs.back().meta.name = name;
    }
    model.apply({1, runs, {}});
    RunsProxy proxy(model);
    proxy.sort(RunsModel::Name, Qt::AscendingOrder);
    const QString first = proxy.index(0, RunsModel::Name).data().toString();
    QVERIFY2(first == "Run-2" || QLocale().name() == "C", qPrintable(first));
  }

  void keepsPersistentIndexesWhenSorted() {
    RunsModel model;
    model.apply({1, {madeRun("a"), madeRun("b"), madeRun("c")}, {}});
    RunsProxy proxy(model);
    proxy.sort(RunsModel::Id, Qt::AscendingOrder);
    const QPersistentModelIndex b(proxy.index(1, RunsModel::Id));
    proxy.sort(RunsModel::Id, Qt::DescendingOrder);
    QCOMPARE(b.data().toString(), "b");
    proxy.sort(-1);
    QCOMPARE(b.data().toString(), "b");
  }

  void theQueueHasPlaces() {
    auto a = madeRun("a", RunState::Queued), b = madeRun("b", RunState::Queued), c = madeRun("c", RunState::Queued);
    a.meta.position = 2;
    b.meta.position = 1;
    c.meta.position = 9;
    c.meta.priority = 1;
    RunsModel model;
    model.apply({1, {a, b, c}, {}});
    const auto left = [&](const char* id) {
      return model.indexOf(RunId{id}).siblingAtColumn(RunsModel::Left).data().toString();
    };
    QCOMPARE(left("c"), "#1");
    QCOMPARE(left("b"), "#2");
    QCOMPARE(left("a"), "#3");
    c.state = RunState::Running;
    model.apply({2, {c}, {}});
    QCOMPARE(left("a"), "#2");
  }

  void awkwardTextsBecomeCellsThatCanBePainted() {
    RunsModel model;
    std::vector<RunSummary> runs;
    unsigned number = 0;
    for (const auto& text : awkwardTexts()) {
      auto run = madeRun(numbered("x", number++));
      run.meta.name = run.meta.notes = run.reason = run.model = run.scale = text;
      run.meta.tags = run.arms = {text, text};
      run.valLoss = run.trainLoss = std::numeric_limits<double>::infinity();
      run.tokensPerSecond = run.stepSeconds = run.opTraffic = RunSummary::kUnknown;
      runs.push_back(run);
    }
    model.apply({1, runs, {}});
    for (int row = 0; row < model.rowCount(); ++row) {
      for (int column = 0; column < RunsModel::ColumnCount; ++column) {
        const QString text = model.index(row, column).data().toString();
        QVERIFY(text.size() <= 600);
        QVERIFY(!text.contains('\n'));
        const QString tip = model.index(row, column).data(Qt::ToolTipRole).toString();
        QVERIFY(tip.size() < 10'000);
        QVERIFY(!tip.contains("<img"));
      }
    }
  }

  void copiesAsCsv() {
    QCOMPARE(csvRow({"a", "b,c", "d\"e", "f\ng"}), QString("a,\"b,c\",\"d\"\"e\",\"f\ng\"\n"));
    RunsModel model;
    model.apply({1, {madeRun("a")}, {}});
    QCOMPARE(csvOf(model, {0}, {RunsModel::Id, RunsModel::Left, RunsModel::Loss}),
             QString("Id,Time left,Loss\na,,2.5000\n"));
    QCOMPARE(csvOf(model).count('\n'), 2);
  }
};

QTEST_GUILESS_MAIN(TestRunsProxy)
#include "tst_runs_proxy.moc"

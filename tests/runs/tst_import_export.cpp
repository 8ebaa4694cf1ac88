// Import and export: event files and tables become runs and back.
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <filesystem>

#include "core/base/files.h"
#include "core/runs/database.h"
#include "core/runs/import_export.h"
#include "core/runs/journal_writer.h"
#include "core/runs/rebuild.h"

using namespace headroom;
namespace fs = std::filesystem;

class ImportExportTest : public QObject {
  Q_OBJECT

  std::optional<QTemporaryDir> m_folder;
  std::optional<Database> m_database;
  fs::path folder() const { return m_folder->path().toStdString(); }
  fs::path home() const { return folder() / "home"; }

  void events(const fs::path& path, const std::vector<SeriesPoint>& points, const std::string& tag = "loss") {
    QVERIFY(makeFolders(path.parent_path()).ok());
    auto writer = JournalWriter::open(path, 0);
    QVERIFY(writer.ok());
    for (const SeriesPoint& point : points)
      writer->scalar(point.step, point.wallTime, tag, static_cast<float>(point.value));
    QVERIFY(writer->flush().ok());
  }
  void record(const std::vector<RunId>& runs) {
    for (const RunId& run : runs) QVERIFY(recordRunFolder(*m_database, RunFolder::of(home(), run)).ok());
  }
  QString text(const RunId& run, const std::string& series, bool doubles = false) {
    const RunReader& reader = m_database->reader();
    const auto points = doubles ? reader.doubles(run, series) : reader.series(run, series);
    if (!points) return QString::fromStdString(points.error().message);
    QStringList cells;
    for (std::size_t i = 0; i < points->size(); ++i)
      cells << QString("%1=%2").arg(points->steps[i]).arg(points->values[i]);
    return cells.join(' ');
  }
  std::vector<RunId> importTable(const std::string& table) {
    const fs::path path = folder() / "table.csv";
    if (!replaceFile(path, table)) return {};
    const auto runs = importCsv(home(), path);
    if (!runs) QTest::qFail(runs.error().message.c_str(), __FILE__, __LINE__);
    if (runs) record(*runs);
    return runs.valueOr({});
  }

 private Q_SLOTS:
  void init() {
    m_database.reset();
    m_folder.emplace();
    auto opened = Database::open(home() / "headroom.db");
    QVERIFY(opened.ok());
    m_database.emplace(std::move(*opened));
  }

  void everyFolderOfEventFilesIsARun() {
    events(folder() / "logs" / "a" / "events.out.tfevents.1.host", {{1, 4, 10}, {2, 3, 11}});
    events(folder() / "logs" / "a" / "b" / "events.out.tfevents.1.host", {{5, 1, 10}});
    const auto runs = importTensorboard(home(), folder() / "logs");
    QVERIFY(runs.ok());
    QCOMPARE(runs->size(), std::size_t{2});
    record(*runs);
    const auto first = m_database->reader().run(runs->at(0));
    QCOMPARE(first->meta.name, std::string("a"));
    QCOMPARE(first->state, RunState::Completed);
    QCOMPARE(m_database->reader().run(runs->at(1))->meta.name, std::string("a/b"));
    QCOMPARE(text(runs->at(0), "loss"), QString("1=4 2=3"));
  }

  void aStepThatStandsTwiceKeepsTheLatestWallTime() {
    events(folder() / "logs" / "events.out.tfevents.1.host", {{1, 4, 10}, {2, 3, 30}, {3, 9, 12}});
    events(folder() / "logs" / "events.out.tfevents.2.host", {{2, 7, 20}, {3, NAN, 13}});
    const auto runs = importTensorboard(home(), folder() / "logs");
    QVERIFY(runs.ok());
    QCOMPARE(runs->size(), std::size_t{1});
    record(*runs);
    QCOMPARE(text(runs->front(), "loss"), QString("1=4 2=3 3=nan"));
    QCOMPARE(m_database->reader().series(runs->front(), "loss")->wallTimes, (std::vector<double>{10, 30, 13}));
  }

  void refusesWhatHoldsNoEvents() {
    QVERIFY(makeFolders(folder() / "empty").ok());
    for (const char* name : {"empty", "missing"}) {
      const auto runs = importTensorboard(home(), folder() / name);
      QVERIFY(!runs);
      QCOMPARE(runs.error().kind, ErrorKind::BadInput);
    }
    QVERIFY(!fs::exists(home() / "runs"));
  }

  void aTableIsSplitIntoRuns() {
    const auto runs = importTable(
        "arm,scale,seed,step,tokens,loss,\"my,metric\"\n"
        "rope,nano,1,10,1000,3.5,1\nrope,nano,1,20,2000,3.25,\nmqa,nano,1,10,1000,NaN,2\n");
    QCOMPARE(runs.size(), std::size_t{2});
    QCOMPARE(text(runs[0], "loss/val"), QString("10=3.5 20=3.25"));
    QCOMPARE(text(runs[0], "tokens", true), QString("10=1000 20=2000"));
    QCOMPARE(text(runs[0], "my,metric"), QString("10=1"));
    QCOMPARE(text(runs[1], "loss/val"), QString("10=nan"));
    const auto run = m_database->reader().run(runs[1]);
    QCOMPARE(run->meta.name, std::string("mqa nano 1"));
    QCOMPARE(run->arms, std::vector<std::string>{"mqa"});
    QCOMPARE(run->valLoss != run->valLoss, true);
  }

  void refusesBrokenTablesAndMakesNothing_data() {
    QTest::addColumn<QByteArray>("table");
    QTest::addColumn<QByteArray>("place");
    QTest::newRow("empty") << QByteArray("") << QByteArray("empty");
    QTest::newRow("no step") << QByteArray("a,b\n1,2\n") << QByteArray("'step'");
    QTest::newRow("header alone") << QByteArray("step,loss\n") << QByteArray("no rows");
    QTest::newRow("short row") << QByteArray("step,loss\n1,2\n3\n") << QByteArray("line 3");
    QTest::newRow("word") << QByteArray("step,loss\n1,fast\n") << QByteArray("'fast'");
    QTest::newRow("half step") << QByteArray("step,loss\n1.5,2\n") << QByteArray("line 2");
    QTest::newRow("doubled column") << QByteArray("step,loss,loss\n1,2,3\n") << QByteArray("twice");
    QTest::newRow("not UTF-8") << QByteArray("step,loss\n1,\xff\n") << QByteArray("UTF-8");
    QTest::newRow("seed") << QByteArray("seed,step,loss\n-1,1,2\n") << QByteArray("seed");
  }
  void refusesBrokenTablesAndMakesNothing() {
    QFETCH(QByteArray, table);
    QFETCH(QByteArray, place);
    QVERIFY(replaceFile(folder() / "t.csv", table.toStdString()).ok());
    const auto runs = importCsv(home(), folder() / "t.csv");
    QVERIFY(!runs);
    QCOMPARE(runs.error().kind, ErrorKind::BadInput);
    QVERIFY2(runs.error().message.find(place.toStdString()) != std::string::npos, runs.error().message.c_str());
    QVERIFY(!fs::exists(home() / "runs"));
  }

  void aPreparedFolderBecomesARun() {
    const auto prepare = [&](const fs::path& path, bool checkpoint) {
      const RunFolder made(path);
      RunDefinition definition;
      definition.name = "model";
      definition.data = {{"source", "import"}, {"files", {"/models/tiny"}}};
      QVERIFY(saveDefinition(made, definition).ok());
      if (!checkpoint) return;
      QVERIFY(makeFolders(made.checkpoint(0)).ok());
      QVERIFY(replaceFile(made.checkpoint(0) / "state.json", "{}").ok());
    };
    const fs::path good = home() / "runs" / ".import-1", empty = home() / "runs" / ".import-2",
                   named = home() / "runs" / "named", elsewhere = folder() / ".import-3";
    prepare(good, true);
    prepare(empty, false);
    prepare(named, true);
    prepare(elsewhere, true);
    for (const fs::path& path : {empty, named, elsewhere, home() / "runs" / ".import-4"}) {
      const auto refused = adoptRunFolder(home(), path);
      QVERIFY(!refused && refused.error().kind == ErrorKind::BadInput);
    }
    const auto id = adoptRunFolder(home(), good);
    QVERIFY2(id.ok(), id.ok() ? "" : id.error().message.c_str());
    QVERIFY(!fs::exists(good));
    record({*id});
    const auto run = m_database->reader().run(*id);
    QCOMPARE(run->state, RunState::Completed);
    QCOMPARE(run->step, std::int64_t{0});
    QCOMPARE(run->meta.name, std::string("model"));
    QCOMPARE(run->meta.tags, std::vector<std::string>{"imported"});
    QCOMPARE(completeCheckpoints(RunFolder::of(home(), *id)).size(), std::size_t{1});
  }

  void aRunGoesOutAndComesBackTheSame() {
    const auto runs = importTable("step,loss,seconds,grad_norm\n1,3.5,0.125,1\n2,inf,0.25,\n3,0.1,0.5,2\n");
    QCOMPARE(runs.size(), std::size_t{1});
    const fs::path out = folder() / "out";
    QVERIFY(exportTensorboard(m_database->reader(), runs[0], out).ok());
    const auto again = importTensorboard(home(), out);
    QVERIFY(again.ok());
    record(*again);
    for (const char* series : {"loss/val", "grad_norm"}) QCOMPARE(text(again->front(), series), text(runs[0], series));
    QCOMPARE(text(again->front(), "seconds", true), QString("1=0.125 2=0.25 3=0.5"));
    QVERIFY(exportCsv(m_database->reader(), runs[0], folder() / "out.csv").ok());
    QCOMPARE(*readFile(folder() / "out.csv"), std::string("step,grad_norm,loss/val\n1,1,3.5\n2,,Infinity\n3,2,0.1\n"));
  }
};

QTEST_GUILESS_MAIN(ImportExportTest)
#include "tst_import_export.moc"

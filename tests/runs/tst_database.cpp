// The database: attempts, NaN, taking in twice, readers beside the writer, rebuilding.
#include <sqlite3.h>

#include <QTemporaryDir>
#include <QtTest>
#include <atomic>
#include <cmath>
#include <filesystem>
#include <thread>

#include "core/base/files.h"
#include "core/runs/database.h"
#include "core/runs/import_export.h"
#include "core/runs/journal_writer.h"
#include "core/runs/local_run_reader.h"
#include "core/runs/rebuild.h"

using namespace headroom;
namespace fs = std::filesystem;

namespace {

const RunId kRun{"r1aaaaaa"};

RunDefinition definition(const std::string& name = "first") {
  RunDefinition made;
  made.name = name;
  made.asked = {"gpt2", "nano", {"rope", "mqa"}, "", Json::object()};
  made.seed = 3;
  made.steps = 100;
  return made;
}

RunMeta named(const std::string& name) {
  RunMeta meta;
  meta.name = name;
  return meta;
}

/// "1=0.5 2=1" of a series.
QString text(const Result<SeriesPoints>& points) {
  if (!points) return "error: " + QString::fromStdString(points.error().message);
  QStringList cells;
  for (std::size_t i = 0; i < points->size(); ++i)
    cells << QString("%1=%2").arg(points->steps[i]).arg(points->values[i]);
  return cells.join(' ');
}

}  // namespace

class DatabaseTest : public QObject {
  Q_OBJECT

  std::optional<QTemporaryDir> m_folder;
  std::optional<Database> m_database;
  fs::path folder() const { return m_folder->path().toStdString(); }
  fs::path file() const { return folder() / "headroom.db"; }

  void open() {
    auto opened = Database::open(file());
    QVERIFY2(opened.ok(), opened ? "" : opened.error().message.c_str());
    m_database.emplace(std::move(*opened));
  }
  void add(const RunId& run = kRun, const std::string& name = "first") {
    const StateRecord first{RunState::Queued, 1000, 0, 0, ""};
    QVERIFY(saveDefinition(RunFolder::of(folder(), run), definition(name)).ok());
    QVERIFY(saveMeta(RunFolder::of(folder(), run), named(name)).ok());
    QVERIFY(appendState(RunFolder::of(folder(), run), first).ok());
    QVERIFY(m_database->addRun(run, definition(name), named(name), first).ok());
  }
  /// Writes a journal of an attempt: losses from its first step on.
  void train(std::int64_t attempt, std::int64_t firstStep, const std::vector<float>& losses, const RunId& run = kRun) {
    auto writer = JournalWriter::open(RunFolder::of(folder(), run).journal(attempt), firstStep);
    QVERIFY(writer.ok());
    for (std::size_t i = 0; i < losses.size(); ++i) {
      const auto step = firstStep + static_cast<std::int64_t>(i);
      writer->scalar(step, 1.5 + static_cast<double>(step), "loss/train", losses[i]);
      writer->real(step, 1.5, "tokens", 1e15 + static_cast<double>(step));
    }
    QVERIFY(writer->flush().ok());
  }
  void takeIn(const RunId& run = kRun) { QVERIFY(recordRunFolder(*m_database, RunFolder::of(folder(), run)).ok()); }
  QString losses(const SeriesOptions& options = {}) {
    return text(m_database->reader().series(kRun, "loss/train", options));
  }

 private Q_SLOTS:
  void init() {
    m_database.reset();
    m_folder.emplace();
    open();
  }

  void aRunComesBackAsItWasAdded() {
    add();
    const auto run = m_database->reader().run(kRun);
    QVERIFY(run.ok());
    QCOMPARE(run->meta.name, std::string("first"));
    QCOMPARE(run->state, RunState::Queued);
    QCOMPARE(run->arms, (std::vector<std::string>{"rope", "mqa"}));
    QCOMPARE(run->seed, std::uint64_t{3});
    QCOMPARE(run->steps, std::int64_t{100});
    QCOMPARE(run->queuedNs, std::int64_t{1000});
    QVERIFY(std::isnan(run->trainLoss));
    QVERIFY(*m_database->reader().definition(kRun) == definition());
    QVERIFY(!m_database->addRun(kRun, definition(), {}, {}).ok());
  }

  void statesAreKeptWithTimeAndReason() {
    add();
    const StateRecord running{RunState::Running, 2000, 1, 0, ""},
        failed{RunState::Failed, 3000, 1, 17, "the disk is full"};
    QVERIFY(m_database->setState(kRun, running).ok());
    QVERIFY(m_database->setState(kRun, failed).ok());
    const auto states = m_database->reader().states(kRun);
    QCOMPARE(states->size(), std::size_t{3});
    QVERIFY(states->back() == failed);
    const auto run = m_database->reader().run(kRun);
    QCOMPARE(run->reason, failed.reason);
    QCOMPARE(run->startedNs, std::int64_t{2000});
    QCOMPARE(run->finishedNs, std::int64_t{3000});
    QVERIFY(m_database->setState(kRun, {RunState::Queued, 4000, 1, 17, ""}).ok());
    QCOMPARE(m_database->reader().run(kRun)->finishedNs, std::int64_t{0});
  }

  void takesInAJournal() {
    add();
    train(1, 1, {4, 3, 2.5});
    takeIn();
    QCOMPARE(losses(), QString("1=4 2=3 3=2.5"));
    QCOMPARE(losses({.afterStep = 1}), QString("2=3 3=2.5"));
    QCOMPARE(losses({.afterStep = 0, .limit = 2}), QString("1=4 2=3"));
    const auto run = m_database->reader().run(kRun);
    QCOMPARE(run->step, std::int64_t{3});
    QCOMPARE(run->attempt, std::int64_t{1});
    QCOMPARE(run->trainLoss, 2.5);
    QCOMPARE(run->sparkline, (std::vector<float>{4, 4, 3, 2.5}));
    QCOMPARE(*m_database->reader().seriesNames(kRun), std::vector<std::string>{"loss/train"});
    QCOMPARE(m_database->reader().doubles(kRun, "tokens")->values.back(), 1e15 + 3);
    QCOMPARE(m_database->reader().series(kRun, "loss/train")->wallTimes.front(), 2.5);
    QCOMPARE(text(m_database->reader().series(kRun, "nothing")), QString());
  }

  void takingInTwiceChangesNothing() {
    add();
    train(1, 1, {4, 3});
    JournalReader reader(RunFolder::of(folder(), kRun).journal(1));
    const auto batch = readBatch(reader, kRun, 1);
    QVERIFY(m_database->ingest(*batch).ok());
    const std::int64_t revision = *m_database->reader().revision();
    QVERIFY(m_database->ingest(*batch).ok());
    QCOMPARE(*m_database->reader().revision(), revision);
    QCOMPARE(losses(), QString("1=4 2=3"));
    QCOMPARE(*m_database->ingestedTo(kRun, batch->file), batch->end);
  }

  void refusesABatchThatLeavesAGap() {
    add();
    JournalBatch batch;
    batch.run = kRun;
    batch.attempt = 1;
    batch.file = "f";
    batch.begin = 100;
    batch.end = 200;
    QVERIFY(!m_database->ingest(batch).ok());
    QCOMPARE(*m_database->ingestedTo(kRun, "f"), std::uint64_t{0});
  }

  void theNewestAttemptHoldsFromItsFirstStepOn() {
    add();
    train(1, 1, {4, 3, 2, 1});
    takeIn();
    train(2, 3, {20, 10, 5});
    takeIn();
    QCOMPARE(losses(), QString("1=4 2=3 3=20 4=10 5=5"));
    QCOMPARE(m_database->reader().run(kRun)->step, std::int64_t{5});
    QCOMPARE(m_database->reader().run(kRun)->sparkline, (std::vector<float>{4, 4, 3, 20, 10, 5}));
    train(3, 2, {7});
    takeIn();
    QCOMPARE(losses(), QString("1=4 2=7"));
    QCOMPARE(m_database->reader().run(kRun)->step, std::int64_t{2});
    QCOMPARE(m_database->reader().attempts(kRun)->size(), std::size_t{3});
  }

  void aNewAttemptHidesLaterStepsBeforeItsFirstPoint() {
    add();
    train(1, 1, {4, 3, 2, 1});
    train(2, 3, {});
    takeIn();
    QCOMPARE(losses(), QString("1=4 2=3"));
    QCOMPARE(m_database->reader().run(kRun)->step, std::int64_t{2});
  }

  void nanAndInfinitySurvive() {
    add();
    train(1, 1, {std::nanf(""), INFINITY, -INFINITY});
    takeIn();
    QCOMPARE(losses(), QString("1=nan 2=inf 3=-inf"));
    QVERIFY(std::isinf(m_database->reader().run(kRun)->trainLoss));
  }

  void aLongRunsSparklineStaysShort() {
    add();
    std::vector<float> losses(5000);
    for (std::size_t i = 0; i < losses.size(); ++i) losses[i] = static_cast<float>(i + 1);
    train(1, 1, losses);
    takeIn();
    const auto sparkline = m_database->reader().run(kRun)->sparkline;
    QVERIFY(sparkline.size() > 32 && sparkline.size() <= 64);
    for (std::size_t i = 2; i < sparkline.size(); ++i)
      QCOMPARE(sparkline[i] - sparkline[i - 1], sparkline[2] - sparkline[1]);
  }

  void findsRunsByIdPrefixAndName() {
    add(RunId{"abcd1111"}, "alpha");
    add(RunId{"abce2222"}, "beta");
    add(RunId{"xyz33333"}, "beta");
    const RunReader& reader = m_database->reader();
    QCOMPARE(reader.findRun("abcd1111")->text, std::string("abcd1111"));
    QCOMPARE(reader.findRun("x")->text, std::string("xyz33333"));
    QCOMPARE(reader.findRun("alpha")->text, std::string("abcd1111"));
    for (const char* unclear : {"abc", "beta", "nobody", "", "%", "_"}) {
      const auto found = reader.findRun(unclear);
      QVERIFY2(!found, unclear);
      QCOMPARE(found.error().kind, ErrorKind::BadInput);
    }
    QVERIFY(reader.findRun("beta").error().message.find("xyz33333") != std::string::npos);
  }

  void readersLearnWhatChangedSince() {
    add(RunId{"a"}, "a");
    add(RunId{"b"}, "b");
    const auto all = m_database->reader().runs();
    QCOMPARE(all->changed.size(), std::size_t{2});
    QVERIFY(m_database->setMeta(RunId{"b"}, named("renamed")).ok());
    QVERIFY(m_database->removeRun(RunId{"a"}).ok());
    const auto news = m_database->reader().runs(all->revision);
    QCOMPARE(news->changed.size(), std::size_t{1});
    QCOMPARE(news->changed.front().meta.name, std::string("renamed"));
    QCOMPARE(news->removed, std::vector<RunId>{RunId{"a"}});
    QVERIFY(m_database->reader().runs(news->revision)->changed.empty());
  }

  void aRemovedRunLeavesNoRows() {
    add();
    train(1, 1, {4, 3});
    takeIn();
    QVERIFY(m_database->removeRun(kRun).ok());
    fs::remove_all(RunFolder::of(folder(), kRun).path());
    const auto check = checkDatabase(file());
    QVERIFY(check.ok() && check->sound);
    QCOMPARE(check->counts, DatabaseCounts{});
  }

  void onlyADraftsDefinitionCanChange() {
    QVERIFY(m_database->addRun(kRun, definition(), {}, {RunState::Draft, 1, 0, 0, ""}).ok());
    QVERIFY(m_database->setDefinition(kRun, definition("other")).ok());
    QCOMPARE(m_database->reader().definition(kRun)->name, std::string("other"));
    QVERIFY(m_database->setState(kRun, {RunState::Queued, 2, 0, 0, ""}).ok());
    QVERIFY(!m_database->setDefinition(kRun, definition("third")).ok());
  }

  void studiesAndRoofsComeBack() {
    add();
    const StudyLink link{StudyId{"s"}, kRun, "rope", "nano", 3, 1e-3, 100, "trunk"};
    QVERIFY(m_database->addStudy(StudyId{"s"}, "mine", Json::object()).ok());
    QVERIFY(m_database->linkRun(link).ok());
    const auto links = m_database->reader().studyLinks(StudyId{"s"});
    QCOMPARE(links->size(), std::size_t{1});
    QCOMPARE(links->front().role, std::string("trunk"));
    QVERIFY(m_database->setMachine("m", Json{{"dram", 57e9}}).ok());
    QVERIFY(*m_database->reader().roofs() == (Json{{"m", {{"dram", 57e9}}}}));
  }

  void refusesWhatIsNoDatabaseOfOurs() {
    const fs::path other = folder() / "other.db", text = folder() / "text.db";
    sqlite3* raw = nullptr;
    QCOMPARE(sqlite3_open(other.c_str(), &raw), SQLITE_OK);
    QCOMPARE(sqlite3_exec(raw, "CREATE TABLE a (b)", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(raw);
    QVERIFY(replaceFile(text, std::string(5000, 'x')).ok());
    for (const fs::path& path : {other, text, folder()}) {
      const auto opened = Database::open(path);
      QVERIFY2(!opened, path.c_str());
      QCOMPARE(opened.error().kind, ErrorKind::BadInput);
      QCOMPARE(LocalRunReader::open(path).error().kind, ErrorKind::BadInput);
    }
  }

  void refusesANewerSchemaAndLeavesItAlone() {
    m_database.reset();
    sqlite3* raw = nullptr;
    QCOMPARE(sqlite3_open(file().c_str(), &raw), SQLITE_OK);
    QCOMPARE(sqlite3_exec(raw, "PRAGMA user_version = 99", nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(raw);
    const std::string before = *readFile(file());
    const auto opened = Database::open(file());
    QVERIFY(!opened);
    QCOMPARE(opened.error().kind, ErrorKind::Refused);
    QVERIFY(opened.error().message.find("newer") != std::string::npos);
    QCOMPARE(LocalRunReader::open(file()).error().kind, ErrorKind::Refused);
    QVERIFY(*readFile(file()) == before);
  }

  void refusesASecondDatabaseBesideRuns() {
    add();
    const auto second = Database::open(folder() / "second.db");
    QVERIFY(!second);
    QCOMPARE(second.error().kind, ErrorKind::BadInput);
    QVERIFY(!fs::exists(folder() / "second.db"));
  }

  void aMissingDatabaseIsNotMadeByReading() {
    const auto reader = LocalRunReader::open(folder() / "nowhere.db");
    QVERIFY(!reader);
    QCOMPARE(reader.error().kind, ErrorKind::BadInput);
    QVERIFY(reader.error().message.find("There is no database") != std::string::npos);
    QVERIFY(!fs::exists(folder() / "nowhere.db"));
  }

  void fourReadersNeverFindItLocked() {
    add();
    std::vector<float> losses(20'000, 1.5f);
    train(1, 1, losses);
    std::atomic<bool> done = false;
    std::atomic<int> reads = 0;
    std::vector<std::string> problems(4);
    std::vector<std::thread> readers;
    for (std::string& problem : problems)
      readers.emplace_back([&] {
        const auto reader = LocalRunReader::open(file());
        if (!reader) problem = reader.error().message;
        for (std::size_t last = 0; problem.empty() && !done;) {
          const auto points = (*reader)->series(kRun, "loss/train");
          const auto runs = (*reader)->runs();
          if (!points)
            problem = points.error().message;
          else if (!runs)
            problem = runs.error().message;
          else if (points->size() < last)
            problem = "points went away";
          else
            last = points->size(), ++reads;
        }
      });
    JournalReader journal(RunFolder::of(folder(), kRun).journal(1));
    QStringList writer;
    for (;;) {
      const auto batch = readBatch(journal, kRun, 1, 500);
      if (batch->empty()) break;
      if (const auto result = m_database->ingest(*batch); !result)
        writer << QString::fromStdString(result.error().message);
      if (const auto result = m_database->checkpoint(); !result)
        writer << QString::fromStdString(result.error().message);
    }
    QTRY_VERIFY(reads >= 8 || !std::all_of(problems.begin(), problems.end(), [](const auto& p) { return p.empty(); }));
    done = true;
    for (std::thread& reader : readers) reader.join();
    QCOMPARE(writer, QStringList());
    for (const std::string& problem : problems) QCOMPARE(problem, std::string());
    QVERIFY(m_database->checkpointAll().ok());
    QCOMPARE(m_database->walBytes(), std::uint64_t{0});
  }

  void rebuildingGivesTheSameAnswers() {
    add();
    train(1, 1, {4, 3, 2, 1});
    train(2, 3, {20, std::nanf("")});
    takeIn();
    QVERIFY(m_database->setState(kRun, {RunState::Completed, 5000, 2, 4, ""}).ok());
    QVERIFY(appendState(RunFolder::of(folder(), kRun), {RunState::Completed, 5000, 2, 4, ""}).ok());
    QVERIFY(makeFolders(folder() / "machines").ok());
    QVERIFY(replaceFile(folder() / "machines" / "m.json", "{\"dram\": 1}").ok());
    QVERIFY(m_database->setMachine("m", Json{{"dram", 1}}).ok());
    const QString before = losses();
    const auto runBefore = m_database->reader().run(kRun);
    m_database.reset();
    const auto rebuild = rebuildDatabase(file());
    QVERIFY2(rebuild.ok(), rebuild ? "" : rebuild.error().message.c_str());
    QVERIFY(rebuild->replaced);
    QVERIFY(rebuild->problems.empty());
    QVERIFY(rebuild->before == rebuild->after);
    open();
    QCOMPARE(losses(), before);
    QCOMPARE(before, QString("1=4 2=3 3=20 4=nan"));
    const auto runAfter = m_database->reader().run(kRun);
    QCOMPARE(runAfter->state, RunState::Completed);
    QCOMPARE(runAfter->sparkline.size(), runBefore->sparkline.size());
    QCOMPARE(runAfter->createdNs, runBefore->createdNs);
    QVERIFY(*m_database->reader().states(kRun) == *readStates(RunFolder::of(folder(), kRun)));
  }

  void rebuildingNeverReplacesADatabaseThatHoldsMore() {
    add();
    train(1, 1, {4, 3});
    takeIn();
    m_database.reset();
    fs::remove(RunFolder::of(folder(), kRun).journal(1));
    const auto rebuild = rebuildDatabase(file());
    QVERIFY(rebuild.ok());
    QVERIFY(!rebuild->replaced);
    open();
    QCOMPARE(losses(), QString("1=4 2=3"));
  }

  void rebuildsADamagedDatabaseAndKeepsTheOldFile() {
    add();
    train(1, 1, {4, 3});
    m_database.reset();
    QVERIFY(replaceFile(file(), "this was a database").ok());
    const auto rebuild = rebuildDatabase(file());
    QVERIFY2(rebuild.ok(), rebuild ? "" : rebuild.error().message.c_str());
    QVERIFY(rebuild->replaced);
    QCOMPARE(*readFile(file().string() + ".before-rebuild"), std::string("this was a database"));
    open();
    QCOMPARE(losses(), QString("1=4 2=3"));
  }

  void refusesToRebuildUnderALivingEngine() {
    add();
    const auto lock = FileLock::tryLock(folder() / "engine.lock");
    QVERIFY(lock.ok() && *lock);
    QCOMPARE(rebuildDatabase(file()).error().kind, ErrorKind::Refused);
  }

  void checkFindsAMissingFolder() {
    add();
    QVERIFY(checkDatabase(file())->sound);
    fs::remove_all(RunFolder::of(folder(), kRun).path());
    const auto check = checkDatabase(file());
    QVERIFY(!check->sound);
    QVERIFY(check->problems.front().find(kRun.text) != std::string::npos);
  }

  void aBackupHoldsEverythingAndOverwritesNothing() {
    add();
    train(1, 1, {4, 3});
    takeIn();  // still in the write-ahead log
    const fs::path target = folder() / "copy" / "headroom.db";
    QVERIFY(makeFolders(target.parent_path()).ok());
    QVERIFY(backupDatabase(file(), target).ok());
    QCOMPARE(text((*LocalRunReader::open(target))->series(kRun, "loss/train")), QString("1=4 2=3"));
    QVERIFY(!backupDatabase(file(), target).ok());
  }
};

QTEST_GUILESS_MAIN(DatabaseTest)
#include "tst_database.moc"

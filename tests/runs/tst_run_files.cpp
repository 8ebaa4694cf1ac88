// The files of a run folder: written and read back, torn, foreign, missing.
#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>

#include "core/base/files.h"
#include "core/runs/journal_messages.h"
#include "core/runs/run_files.h"

using namespace headroom;

namespace {

RunDefinition example() {
  RunDefinition definition;
  definition.name = "first";
  definition.asked = {"gpt2", "nano", {"rope"}, "quick", Json{{"width", "64"}}};
  definition.architecture = Json{{"format", "headroom.architecture"}, {"version", 1}, {"body", Json::array()}};
  definition.recipe = Json{{"learning_rate", 1e-3}, {"steps", 200}};
  definition.data = Json{{"source", "grammar"}};
  definition.seed = 18446744073709551615u;
  definition.steps = 200;
  definition.numerics = {"cpu", 2, "avx2", Json{{"attention", "flash"}}, true, "build 1"};
  definition.from = Fork{RunId{"abc"}, 100};
  return definition;
}

}  // namespace

class RunFilesTest : public QObject {
  Q_OBJECT

  std::optional<QTemporaryDir> m_folder;
  RunFolder folder() const { return RunFolder::of(m_folder->path().toStdString(), RunId{"r1"}); }
  void write(const std::filesystem::path& path, const std::string& text) {
    QVERIFY(makeFolders(path.parent_path()).ok());
    QVERIFY(replaceFile(path, text).ok());
  }

 private Q_SLOTS:
  void init() { m_folder.emplace(); }

  void aDefinitionComesBackAsItWas() {
    QVERIFY(saveDefinition(folder(), example()).ok());
    const auto read = loadDefinition(folder());
    QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
    QVERIFY(*read == example());
  }

  void aDefinitionIsNeverEdited() {
    QVERIFY(saveDefinition(folder(), example()).ok());
    QVERIFY(!saveDefinition(folder(), RunDefinition{}).ok());
    QVERIFY(*loadDefinition(folder()) == example());
  }

  void aDraftBecomesADefinition() {
    QVERIFY(saveDraft(folder(), example()).ok());
    QVERIFY(loadDefinition(folder()).ok());
    QVERIFY(saveDefinition(folder(), example()).ok());
    QVERIFY(!std::filesystem::exists(folder().draft()));
  }

  void whatIsKeptComesBackAndMakesNoOtherExperiment() {
    QVERIFY(!toJson(example()).contains("keep_at"));
    RunDefinition trunk = example();
    trunk.keepAt = {1, 120, 200};
    QVERIFY(*runDefinitionFrom(toJson(trunk), "run.json") == trunk);
    QVERIFY(*runDefinitionFrom(toJson(example()), "run.json") == example());
    QCOMPARE(definitionHash(trunk), definitionHash(example()));
    QCOMPARE(reuseHash(trunk, "d"), reuseHash(example(), "d"));
    // Of the same definition before there was keep_at: results stay reusable.
    QCOMPARE(definitionHash(example()), std::string("ce1bbf30dc7c6837461c3586a9c2f7a8"));
  }

  void refusesBrokenDefinitions_data() {
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("place");
    QTest::newRow("version") << QByteArray("version") << QByteArray("2") << QByteArray("version");
    QTest::newRow("format") << QByteArray("format") << QByteArray("\"other\"") << QByteArray("format");
    QTest::newRow("seed") << QByteArray("seed") << QByteArray("-1") << QByteArray("seed");
    QTest::newRow("steps") << QByteArray("steps") << QByteArray("\"many\"") << QByteArray("steps");
    QTest::newRow("unknown key") << QByteArray("stepz") << QByteArray("3") << QByteArray("stepz");
    QTest::newRow("threads") << QByteArray("numerics") << QByteArray("{\"threads\": 0}")
                             << QByteArray("numerics.threads");
    QTest::newRow("no list") << QByteArray("keep_at") << QByteArray("7") << QByteArray("keep_at");
    QTest::newRow("kept before the first step")
        << QByteArray("keep_at") << QByteArray("[0]") << QByteArray("keep_at[0]");
    QTest::newRow("kept out of order") << QByteArray("keep_at") << QByteArray("[5, 9, 7]") << QByteArray("keep_at[2]");
    QTest::newRow("kept twice") << QByteArray("keep_at") << QByteArray("[5, 5]") << QByteArray("keep_at[1]");
    QTest::newRow("kept behind the end") << QByteArray("keep_at") << QByteArray("[5, 201]") << QByteArray("keep_at[1]");
    QTest::newRow("kept far behind it") << QByteArray("keep_at") << QByteArray("[18446744073709551615]")
                                        << QByteArray("keep_at[0]");
    QTest::newRow("kept at no step") << QByteArray("keep_at") << QByteArray("[1.5]") << QByteArray("keep_at[0]");
    QTest::newRow("arms") << QByteArray("asked") << QByteArray("{\"arms\": [1]}") << QByteArray("asked.arms");
  }
  void refusesBrokenDefinitions() {
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, place);
    Json document = toJson(example());
    document[key.toStdString()] = *parseJson(value.toStdString(), "value");
    const auto read = runDefinitionFrom(document, "run.json");
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::BadInput);
    QVERIFY2(read.error().message.find(place.toStdString()) != std::string::npos, read.error().message.c_str());
  }

  void hashesTellExperimentsApartAndNothingElse() {
    RunDefinition other = example();
    other.name = "second";
    other.asked.scale = "micro";
    other.numerics.threads = 8;
    other.recipe = Json{{"steps", 200}, {"learning_rate", 1e-3}};  // another order of keys
    QCOMPARE(definitionHash(other), definitionHash(example()));
    QVERIFY(reuseHash(other, "d") != reuseHash(example(), "d"));
    QVERIFY(reuseHash(example(), "d") != reuseHash(example(), "e"));
    other.seed = 2;
    QVERIFY(definitionHash(other) != definitionHash(example()));
  }

  void metaComesBackAsItWas() {
    QVERIFY(makeFolders(folder().path()).ok());
    QVERIFY(*loadMeta(folder()) == RunMeta{});
    const RunMeta meta{"näme", {"a", "b"}, "two\nlines", true, "#112233", -3, 2.5};
    QVERIFY(saveMeta(folder(), meta).ok());
    QVERIFY(*loadMeta(folder()) == meta);
  }

  void aTornStateLineCostsOnlyItself() {
    QVERIFY(makeFolders(folder().path()).ok());
    const StateRecord queued{RunState::Queued, 10, 0, 0, ""}, running{RunState::Running, 20, 1, 0, "started"};
    QVERIFY(appendState(folder(), queued).ok());
    const std::string whole = *readFile(folder().states());
    write(folder().states(), whole + "{\"state\": \"start");
    QVERIFY(appendState(folder(), running).ok());
    QVERIFY(*readStates(folder()) == (std::vector<StateRecord>{queued, running}));
  }

  void controlComesBackAsItWas() {
    QVERIFY(makeFolders(folder().path()).ok());
    QVERIFY(*readControl(folder()) == Control{});
    const Control control{2, 7, Control::Command::Checkpoint};
    QVERIFY(writeControl(folder(), control).ok());
    QVERIFY(*readControl(folder()) == control);
    write(folder().control(), "{\"attempt\": 1, \"sequence\": 1, \"command\": \"dance\"}");
    QVERIFY(!readControl(folder()).ok());
  }

  void listsOnlyCompleteCheckpoints() {
    write(folder().checkpoint(500) / "state.json", "{}");
    write(folder().checkpoint(1000) / "state.json", "{}");
    write(folder().checkpoint(1500) / "model.safetensors", "");
    write(folder().checkpoints() / ".tmp-0000002000" / "state.json", "{}");
    const auto found = completeCheckpoints(folder());
    QCOMPARE(found.size(), std::size_t{2});
    QCOMPARE(found.back().step, std::int64_t{1000});
  }

  void findsJournalsInOrderOfAttempt() {
    for (const int attempt : {10, 2, 1}) write(folder().journal(attempt), "");
    write(folder().path() / "events.out.tfevents.1.other", "");
    const auto found = journalFiles(folder());
    QCOMPARE(found.size(), std::size_t{3});
    QCOMPARE(found.back().attempt, std::int64_t{10});
    QCOMPARE(found.front().path.filename().string(), std::string("events.out.tfevents.0000000001.headroom"));
  }

  void passesOverFoldersThatAreNoRuns() {
    QVERIFY(saveDefinition(folder(), example()).ok());
    const std::filesystem::path runs = folder().path().parent_path();
    write(runs / ".import-x" / "run.json", "{}");
    write(runs / "notes" / "a.txt", "");
    const auto found = runFolders(m_folder->path().toStdString());
    QCOMPARE(found.size(), std::size_t{1});
    QCOMPARE(found.front().run().text, std::string("r1"));
  }

  void filesAreListedAndReadInParts() {
    const LocalRunFiles files(m_folder->path().toStdString());
    const RunId run{"r1"};
    QVERIFY(files.list(run)->empty());
    write(folder().log(), "0123456789");
    write(folder().checkpoints() / "0000000010" / "state.json", "{}");
    write(folder().checkpoints() / "0000000010" / "model.safetensors", "abcd");
    write(folder().checkpoints() / "0000000020" / "model.safetensors", "abcd");  // torn: no state
    write(folder().checkpoints() / ".part-1" / "state.json", "{}");
    std::filesystem::create_symlink("/etc/passwd", folder().path() / "link");
    const auto list = *files.list(run);
    QCOMPARE(list.size(), std::size_t{5});
    const auto checkpoints = checkpointsAmong(list);
    QCOMPARE(checkpoints.size(), std::size_t{1});
    QCOMPARE(checkpoints[0].step, 10);
    QCOMPARE(checkpoints[0].bytes, 6u);
    const auto part = [&](std::optional<std::uint64_t> from, std::size_t limit) {
      const FilePart read = *files.read(run, "log.txt", from, limit);
      return std::pair(read.bytes, read.from);
    };
    QCOMPARE(part(2, 3), std::pair(std::string("234"), std::uint64_t{2}));
    QCOMPARE(part({}, 4), std::pair(std::string("6789"), std::uint64_t{6}));
    QCOMPARE(part({}, 100), std::pair(std::string("0123456789"), std::uint64_t{0}));
    QCOMPARE(part(99, 3), std::pair(std::string(), std::uint64_t{99}));
    for (const char* name : {"", "/etc/passwd", "../r2/log.txt", "a/../../b", "nothing", "checkpoints"})
      QVERIFY2(!files.read(run, name, {}, 10).ok(), name);
  }

  void messagesComeBackAsTheyWere() {
    const StateMessage state{RunState::Failed, "the disk is full", 42};
    QVERIFY(stateMessageFrom(toText(state)) == state);
    const AckMessage ack{3, Control::Command::Pause};
    QVERIFY(ackMessageFrom(toText(ack)) == ack);
    for (const char* broken : {"", "[]", "{", "{\"state\": 3}", "{\"state\": \"asleep\"}"})
      QVERIFY(!stateMessageFrom(broken));
  }
};

QTEST_APPLESS_MAIN(RunFilesTest)
#include "tst_run_files.moc"

// What the Runs page stands on, without a page: commands, edits, studies of runs, comparison, small tables.
#include <QAbstractItemModelTester>
#include <QTest>

#include "tests/ui_runs/made_runs.h"
#include "ui/models/run_comparison.h"
#include "ui/models/sampler.h"
#include "ui/models/text_rows.h"
#include "ui/runs/run_commands.h"
#include "ui/runs/study_of_runs.h"

using namespace headroom;

namespace {

Json request(const char* what, const char* run, const Json& more = Json::object()) {
  Json request{{"do", what}, {"run", run}};
  request.update(more);
  return request;
}

RunDefinition definition(const std::string& name, std::vector<std::string> arms = {}, const std::string& scale = "nano",
                         std::uint64_t seed = 1) {
  return {.name = name,
          .asked = {.model = "paper/none", .scale = scale, .arms = std::move(arms)},
          .data = {{"source", "grammar"}},
          .seed = seed,
          .steps = 10};
}

}  // namespace

class TestRunsParts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void requestsAreCommands_data() {
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const std::vector<Json>& requests, const char* expected) {
      QTest::newRow(name) << commandsFor(requests, {}) << QString(expected);
    };
    row("nothing", {}, "");
    row("several runs", {request("stop", "a"), request("stop", "b")}, "headroom stop a b");
    row("two verbs", {request("start", "a"), request("resume", "b")}, "headroom start a\nheadroom resume b");
    row("one run a line", {request("clone", "a"), request("clone", "b")}, "headroom clone a\nheadroom clone b");
    row("named clone", {request("clone", "a", {{"name", "my run"}, {"draft", true}})},
        "headroom clone a --name 'my run' --draft");
    row("tags", {request("tag", "a", {{"tags", {"x", "two words"}}})}, "headroom tag a x 'two words'");
    row("untag", {request("untag", "a", {{"tags", {"x"}}})}, "headroom tag a x --remove");
    row("note", {request("note", "a", {{"text", "it's $(rm)"}})}, "headroom note a 'it'\\''s $(rm)'");
    row("no note", {request("note", "a", {{"text", ""}})}, "headroom note a ''");
    row("star", {request("star", "a", {{"on", true}}), request("star", "b", {{"on", true}})}, "headroom star a b");
    row("unstar", {request("star", "a", {{"on", false}})}, "headroom star a --remove");
    row("colour", {request("colour", "a", {{"colour", "#102030"}})}, "headroom colour a '#102030'");
    row("move", {request("move", "a", {{"before", "b"}})}, "headroom move a --before b");
    row("to the end", {request("move", "a", {{"before", ""}})}, "headroom move a");
    row("priority", {request("priority", "a", {{"priority", -3}})}, "headroom priority a -3");
  }

  void requestsAreCommands() {
    QFETCH(QString, command);
    QFETCH(QString, expected);
    QCOMPARE(command, expected);
  }

  void aDatabaseIsNamed() {
    QCOMPARE(commandsFor({request("stop", "a")}, "/data/my runs/headroom.db"),
             QString("headroom stop a --db '/data/my runs/headroom.db'"));
    QCOMPARE(
        sampleCommand({.run = RunId{"a"}, .step = 5, .prompt = "to be", .count = 9, .temperature = 0.5, .seed = 2},
                      "/d.db"),
        QString("headroom sample a --checkpoint=5 --count=9 --temperature=0.5 --seed=2 '--prompt=to be' --db /d.db"));
  }

  void editsSayOnlyWhatChanged() {
    RunMeta from{.name = "a", .tags = {"x", "y"}, .notes = "n"};
    QVERIFY(requestsBetween(RunId{"r"}, from, from).empty());
    RunMeta to = from;
    to.tags = {"y", "z"};
    to.star = true;
    const auto requests = requestsBetween(RunId{"r"}, from, to);
    QCOMPARE(requests.size(), std::size_t{3});
    QCOMPARE(requests[0], request("untag", "r", {{"tags", {"x"}}}));
    QCOMPARE(requests[1], request("tag", "r", {{"tags", {"z"}}}));
    QCOMPARE(requests[2], request("star", "r", {{"on", true}}));
  }

  void runsBecomeArmsScalesAndSeeds() {
    const auto study =
        studyOfRuns({definition("a", {"rope"}), definition("b", {}, "nano", 2), definition("c", {"rope"}, "micro")});
    QVERIFY2(study.ok(), study ? "" : study.error().message.c_str());
    QCOMPARE(study->arms.size(), std::size_t{2});
    QCOMPARE(study->baseline, std::string("none"));
    QCOMPARE(study->arms[1].name, std::string("rope"));
    QCOMPARE(study->scales, (std::vector<std::string>{"nano", "micro"}));
    QCOMPARE(study->seeds, (std::vector<std::int64_t>{1, 2}));
    QVERIFY(studyFrom(toJson(*study), "study").ok());
  }

  void aLoneArmGetsItsBaseline() {
    auto study = studyOfRuns({definition("a", {"rope", "layernorm"})});
    QVERIFY(study.ok());
    QCOMPARE(study->arms.size(), std::size_t{2});
    QCOMPARE(study->arms[0].name, std::string("none"));
    QCOMPARE(study->arms[1].name, std::string("rope+layernorm"));
  }

  void settingsThatAllShareAreTheStudys() {
    auto a = definition("a"), b = definition("b");
    a.asked.settings = {{"batch", "8"}, {"learning_rate", "0.1"}};
    b.asked.settings = {{"batch", "8"}};
    auto study = studyOfRuns({a, b});
    QVERIFY(study.ok());
    QCOMPARE(study->settings.size(), std::size_t{1});
    QCOMPARE(study->arms.size(), std::size_t{2});
    QCOMPARE(study->arms[0].name, std::string("none"));
    QCOMPARE(study->arms[1].name, std::string("none learning_rate=0.1"));
  }

  void otherModelsAreArms() {
    auto a = definition("a"), b = definition("b");
    b.asked.model = "gpt2";
    auto study = studyOfRuns({a, b});
    QVERIFY(study.ok());
    QCOMPARE(study->model, std::string());
    QCOMPARE(study->arms[0].name, std::string("paper/none"));
    QCOMPARE(study->arms[1].name, std::string("gpt2"));
  }

  void whatCannotBeComparedIsSaid() {
    auto imported = definition("a");
    imported.asked.model = "";
    auto elsewhere = definition("b");
    elsewhere.data = {{"source", "text"}, {"files", {"/a.txt"}}};
    for (const auto& runs :
         {std::vector<RunDefinition>{}, {imported}, {definition("c", {}, "")}, {definition("d"), elsewhere}})
      QVERIFY(!studyOfRuns(runs).ok());
  }

  void comparesDocumentsLeafByLeaf() {
    RunComparison model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    auto run = madeRun("a");
    const auto a =
        comparedRun(run, Json::parse(R"({"x": 1, "list": [1, 2], "deep": [{"y": "NaN"}], "none": {}})"), Json());
    run.valLoss = 1;
    const auto b = comparedRun(run, Json::parse(R"({"x": 1, "list": [1, 3], "deep": [{"y": "NaN"}, {"y": 2}]})"),
                               Json::parse(R"({"threads": 2})"));
    model.setRuns({a, b});
    QStringList paths;
    for (int row = 0; row < model.rowCount(); ++row) paths << model.index(row, 0).data().toString();
    paths.sort();
    QCOMPARE(paths, QStringList({"deep[1].y", "environment.threads", "list", "none", "result.loss/val"}));
    model.setSearched("list");
    QCOMPARE(model.index(0, 1).data().toString(), QString("[1,2]"));
    QVERIFY(model.index(0, 2).data(RunComparison::DiffersRole).toBool());
    model.setSearched("");
    model.setRuns({a});
    QCOMPARE(model.rowCount(), model.settings());
    model.setRuns({});
    QCOMPARE(model.rowCount(), 0);
  }

  void awkwardTextsAreComparedToo() {
    std::vector<ComparedRun> runs;
    for (const auto& text : awkwardTexts()) {
      auto run = madeRun("a");
      run.meta.name = text;
      runs.push_back(comparedRun(run, Json{{"name", text}, {text, 1}}, Json()));
    }
    RunComparison model;
    model.setRuns(runs);
    for (int row = 0; row < model.rowCount(); ++row) {
      for (int column = 0; column < model.columnCount(); ++column)
        QVERIFY(model.index(row, column).data().toString().size() <= 2'000);
    }
  }

  void smallTablesChangeInPlace() {
    TextRows rows({{"a", false}, {"b", true}});
    QAbstractItemModelTester tester(&rows, QAbstractItemModelTester::FailureReportingMode::QtTest);
    rows.set({{{"1", "2"}, "tip <b>"}, {{"3"}, ""}});
    const QPersistentModelIndex second(rows.index(1, 0));
    rows.set({{{"1", "2"}, ""}, {{"4", "5"}, ""}, {{"6", "7"}, ""}});
    QCOMPARE(second.data().toString(), QString("4"));
    rows.set({{{"1", "2"}, "tip <b>"}});
    QVERIFY(!second.isValid());
    QVERIFY(rows.index(0, 0).data(Qt::ToolTipRole).toString().contains("&lt;b&gt;"));
    rows.set({});
    QCOMPARE(rows.rowCount(), 0);
  }
};

QTEST_GUILESS_MAIN(TestRunsParts)
#include "tst_runs_parts.moc"

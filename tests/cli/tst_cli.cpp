// The real program with the scripted worker: answers, exit codes, and one line for everything that goes wrong.
#include <signal.h>

#include "tests/cli/program.h"

using namespace headroom;

namespace {

const QStringList kTiny = {"train", "paper/none", "--scale", "nano", "--steps", "20"};

class CliTest : public QObject {
  Q_OBJECT

  Program m_program{"headroom-fake-worker"};

  QStringList with(QStringList arguments, const QStringList& more) const {
    return arguments + more + QStringList{"--db", m_program.database()};
  }
  Outcome run(const QStringList& arguments, const QStringList& more = {}) const {
    return m_program.run(with(arguments, more));
  }
  /// The id of a completed run of 20 steps, made once.
  QString completed() {
    if (m_completed.isEmpty())
      m_completed = QString::fromStdString(run(kTiny, {"--json", "--name", "first"}).json().value("run", ""));
    return m_completed;
  }
  QString m_completed;

 private Q_SLOTS:
  void initTestCase() {
    m_program.environment().insert("HEADROOM_FAKE", R"({"msPerStep": 1, "evalEvery": 5, "checkpointEvery": 10})");
    m_program.write("curves.csv",
                    "arm,scale,seed,step,tokens,flops,seconds,loss\n"
                    "none,nano,1,0,0,0,0,4\nnone,nano,1,10,100,1e9,1,3\nnone,nano,1,20,200,2e9,2,2\n"
                    "rope,nano,1,0,0,0,0,4\nrope,nano,1,10,100,1e9,1,2\nrope,nano,1,20,200,2e9,2,1\n");
    m_program.write("empty.csv", "");
    m_program.write("broken.json", "{\"format\": ");
    m_program.write("deep.json", QByteArray(100'000, '['));
    m_program.write("other.json", R"({"format": "headroom.architecture", "version": 99, "name": "x", "body": []})");
    m_program.write("short.txt", "abc");
    m_program.write("latin.txt", "caf\xe9 " + QByteArray(5000, 'x'));
    m_program.write("empty.txt", "");
  }

  void badInputIsOneLineWithItsExitCode_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const char* words, int code = 2) {
      QTest::newRow(name) << QString(words).split(' ') << code;
    };
    row("unknown command", "trian");
    row("unknown option", "train gpt2 --frobnicate");
    row("missing argument", "train");
    row("option without value", "train gpt2 --seed");
    row("seed that is no number", "train gpt2 --seed one");
    row("negative seed", "train gpt2 --seed -1");
    row("group without command", "engine");
    row("unknown command in a group", "engine frob");
    row("unknown template", "train gpt3 --scale nano");
    row("unknown scale", "train gpt2 --scale nanno");
    row("unknown arm", "train paper/none --arm lairnorm");
    row("unknown key", "train gpt2 --scale nano --set frob=1");
    row("setting without value", "train gpt2 --set layers");
    row("negative learning rate", "train gpt2 --scale nano --set learning_rate=-1");
    row("learning rate in words", "train gpt2 --scale nano --set learning_rate=fast");
    row("heads that do not divide", "train gpt2 --scale nano --set heads=5");
    row("vocabulary smaller than the data's", "train gpt2 --scale nano --set vocab=3");
    row("missing data", "train gpt2 --scale nano --data text:nowhere.txt");
    row("unknown data", "train gpt2 --scale nano --data frob");
    row("empty data", "train gpt2 --scale nano --data text:empty.txt");
    row("data shorter than the context", "train gpt2 --scale nano --data text:short.txt");
    row("data that is not UTF-8", "train gpt2 --scale nano --data text:latin.txt");
    row("unknown device", "train gpt2 --device quantum");
    row("unknown shell", "completions powershell");
    row("broken document", "cost broken.json");
    row("deep document", "cost deep.json");
    row("newer document", "cost other.json");
    row("missing document", "cost nowhere.json");
    row("runs of no database", "runs --db nowhere.db");
    row("stop in no database", "stop x --db nowhere.db");
    row("check of no database", "db check --db nowhere.db");
    row("doctor of no database", "doctor --db nowhere.db");
    row("empty table", "ceg empty.csv --baseline none");
    row("missing table", "ceg nowhere.csv --baseline none");
    row("unknown baseline", "ceg curves.csv --baseline nobody");
    row("no baseline", "ceg curves.csv");
    row("unknown estimator", "ceg curves.csv --baseline none --estimator guess");
    row("extrapolation too far", "ceg curves.csv --baseline none --extrapolate 5");
    row("confidence of a percentage", "ceg curves.csv --baseline none --confidence 95");
    row("equivalence of nothing", "ceg curves.csv --baseline none --equivalence 0");
    row("target in words", "ceg curves.csv --baseline none --target low");
    row("target that is no number", "ceg curves.csv --baseline none --target nan");
    row("unknown twin", "ceg curves.csv --baseline none --aa nobody");
    row("baseline as its own twin", "ceg curves.csv --baseline none --aa none");
    row("rigorous option of the paper's rule", "ceg curves.csv --baseline none --estimator paper --target 3");
    row("unknown block", "blocks show frob");
    row("unknown list word", "templates frob");
    row("report without a known ending", "report x --to file.doc --db nowhere.db");
    row("unknown export", "export x --to frob y");
    row("import of nothing", "import csv nowhere.csv");
  }
  void badInputIsOneLineWithItsExitCode() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    for (const bool json : {false, true}) {
      const Outcome outcome = m_program.run(arguments + (json ? QStringList{"--json"} : QStringList{}));
      QVERIFY2(outcome.code == code, outcome.err + QByteArray::number(outcome.code));
      QCOMPARE(outcome.out, QByteArray());
      QVERIFY2(outcome.problemOfError().isEmpty(), qPrintable(outcome.problemOfError()));
    }
    QVERIFY(!QFile::exists(m_program.path("nowhere.db")));  // nothing made a database by mistake
  }

  void longValuesAreShortened() {
    const Outcome outcome = m_program.run({"train", QString(100'000, 'x') + "\n\x01"});
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.problemOfError().isEmpty(), qPrintable(outcome.problemOfError()));
  }

  void aMistypedCommandIsGuessed() { QVERIFY(m_program.run({"trian"}).err.contains("did you mean 'train'?")); }

  void completionsKnowEveryCommand() {
    for (const char* shell : {"bash", "zsh", "fish"}) {
      const auto done = m_program.run({"completions", shell});
      QCOMPARE(done.code, 0);
      const bool fish = QByteArray(shell) == "fish";  // it writes options without their dashes
      for (const char* word :
           {"add-seeds", fish ? "-l tokens-per-parameter" : "--tokens-per-parameter", "paper/none", "completions"})
        QVERIFY2(done.out.contains(word), qPrintable(QString("%1: %2").arg(shell, word)));
      QCOMPARE(m_program.run({"completions", shell, "--json"}).json().value("script", std::string()),
               done.out.toStdString());
    }
  }

  void everyCommandHasHelp() {
    for (const char* words : {"",
                              "train",
                              "runs",
                              "show",
                              "metrics",
                              "diff",
                              "queue",
                              "stop",
                              "pause",
                              "resume",
                              "clone",
                              "delete",
                              "tag",
                              "note",
                              "star",
                              "colour",
                              "rename",
                              "priority",
                              "move",
                              "start",
                              "checkpoint",
                              "import",
                              "export",
                              "report",
                              "ceg",
                              "cost",
                              "templates",
                              "scales",
                              "arms",
                              "recipes",
                              "blocks",
                              "engine serve",
                              "engine status",
                              "engine stop",
                              "engine dial",
                              "db check",
                              "db rebuild",
                              "db backup",
                              "doctor",
                              "bundle show",
                              "bundle open",
                              "study again",
                              "study compare"}) {
      const Outcome outcome = m_program.run(QString(words).split(' ', Qt::SkipEmptyParts) + QStringList{"--help"});
      QVERIFY2(outcome.code == 0 && outcome.out.size() > 80 && outcome.err.isEmpty(), words);
    }
    QCOMPARE(m_program.run({}).code, 0);  // without a display: the help
  }

  void aModelThatDoesNotFitIsRefusedWithTheEstimate() {
    m_program.environment().insert("HEADROOM_MEMORY_LIMIT", "1000000");
    const Outcome outcome = run(kTiny, {"--json"});
    m_program.environment().remove("HEADROOM_MEMORY_LIMIT");
    QCOMPARE(outcome.code, 3);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.err.contains("This run needs about"), outcome.err);
    QVERIFY(outcome.problemOfError().isEmpty());
  }

  void aDryRunStartsNothing() {
    const Outcome outcome = m_program.run(kTiny + QStringList{"--dry-run", "--json", "--db", m_program.path("dry.db")});
    QCOMPARE(outcome.code, 0);
    const Json json = outcome.json();
    QCOMPARE(json["dry_run"], Json(true));
    QCOMPARE(json["definition"]["steps"], Json(20));
    QVERIFY(!QFile::exists(m_program.path("dry.db")));
  }

  void trainWaitsForTheEndAndAnswersWithOneObject() {
    const Outcome outcome = run(kTiny, {"--json", "--name", "waited"});
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(outcome.err, QByteArray());
    const Json json = outcome.json();
    QCOMPARE(json["state"], Json("completed"));
    QCOMPARE(json["steps"], Json(20));
    QVERIFY(json["run"].is_string() && json["final_val_loss"].is_number() && json["wall_seconds"].is_number());
    QVERIFY(QDir(QString::fromStdString(json["directory"].get<std::string>())).isAbsolute());
    QVERIFY(QFile::exists(QString::fromStdString(json["directory"].get<std::string>()) + "/run.json"));
    QVERIFY(json.contains("tokens_per_second"));
  }

  void trainShowsPlainLinesWhenNobodyWatches() {
    const Outcome outcome = run(kTiny);
    QVERIFY2(outcome.code == 0, outcome.err);
    QVERIFY2(outcome.out.contains("step 20/20") && outcome.out.contains("completed"), outcome.out);
    QVERIFY(!outcome.out.contains('\x1b') && !outcome.out.contains('\r'));
  }

  void detachReturnsOnceTheRunIsQueued() {
    const Outcome outcome = run(kTiny, {"--detach", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const Json json = outcome.json();
    QCOMPARE(json.size(), std::size_t{3});
    const QString id = QString::fromStdString(json["run"].get<std::string>());
    QTRY_COMPARE_WITH_TIMEOUT(run({"show", id, "--json"}).json().value("state", ""), std::string("completed"), 30'000);
  }

  void metricsGiveEachStepOnce() {
    const Json list = run({"metrics", completed(), "--json"}).json();
    QVERIFY(std::find(list["series"].begin(), list["series"].end(), Json("loss/train")) != list["series"].end());
    const Json json = run({"metrics", "first", "--series", "loss/train", "--json"}).json();
    QCOMPARE(json["run"].get<std::string>(), completed().toStdString());
    QCOMPARE(json["points"].size(), std::size_t{20});
    for (std::size_t i = 0; i < 20; ++i) QCOMPARE(json["points"][i]["step"], Json(i + 1));
    QCOMPARE(run({"metrics", "first", "--series", "loss/trian"}).code, 2);
  }

  void listsAndShowsRuns() {
    completed();
    const Json json = run({"runs", "--json"}).json();
    QVERIFY(json["runs"].is_array() && !json["runs"].empty());
    const Json shown = run({"show", completed().left(6), "--json"}).json();
    QCOMPARE(shown["run"].get<std::string>(), completed().toStdString());
    QCOMPARE(shown["state"], Json("completed"));
    QCOMPARE(shown["step"], Json(20));
    QVERIFY(run({"runs"}).out.contains("first"));
    QCOMPARE(run({"show", "nobody"}).code, 2);
  }

  void tagsNotesAndClones() {
    completed();
    QCOMPARE(run({"tag", "first", "paper", "cpu"}).code, 0);
    QCOMPARE(run({"tag", "first", "cpu", "--remove"}).code, 0);
    QCOMPARE(run({"note", "first", "looks\ngood"}).code, 0);
    QCOMPARE(run({"star", "first"}).code, 0);
    QCOMPARE(run({"colour", "first", "#102030"}).code, 0);
    QCOMPARE(run({"colour", "first", "red"}).code, 2);
    QCOMPARE(run({"rename", "first", "first"}).code, 0);
    QCOMPARE(run({"priority", "first", "3"}).code, 0);
    QCOMPARE(run({"move", "first"}).code, 2);  // it does not wait
    const Json shown = run({"show", "first", "--json"}).json();
    QCOMPARE(dump(shown["tags"]), std::string(R"(["paper"])"));
    QCOMPARE(shown["notes"], Json("looks\ngood"));
    QCOMPARE(shown["star"], Json(true));
    QCOMPARE(shown["priority"], Json(3));
    QCOMPARE(run({"priority", "first", "0"}).code, 0);
    const Outcome cloned = run({"clone", "first", "--name", "copy", "--json"});
    QVERIFY2(cloned.code == 0, cloned.err);
    const QString copy = QString::fromStdString(cloned.json().value("run", ""));
    QTRY_COMPARE_WITH_TIMEOUT(run({"show", copy, "--json"}).json().value("state", ""), std::string("completed"),
                              30'000);
    const Json same = run({"diff", "first", copy, "--json"}).json();
    QVERIFY(same["differences"].is_array());
    QVERIFY(run({"delete", copy, "--dry-run"}).out.contains("would delete"));
    QCOMPARE(run({"show", copy}).code, 0);
    QCOMPARE(run({"delete", copy}).code, 0);
    QCOMPARE(run({"show", copy}).code, 2);
  }

  void diffNamesWhatDiffers() {
    completed();
    QCOMPARE(run(kTiny, {"--name", "other seed", "--seed", "2"}).code, 0);
    const Json json = run({"diff", "first", "other seed", "--json"}).json();
    bool found = false;
    for (const Json& difference : json["differences"])
      found = found || (difference["path"] == "seed" && difference["a"] == 1 && difference["b"] == 2);
    QVERIFY(found);
  }

  void stopPauseAndResume() {
    const Json json = run({"train", "paper/none", "--scale", "nano", "--steps", "4000", "--detach", "--json"}).json();
    const QString id = QString::fromStdString(json.value("run", ""));
    const auto state = [&] { return run({"show", id, "--json"}).json().value("state", ""); };
    QTRY_VERIFY_WITH_TIMEOUT(state() == "running", 30'000);
    QVERIFY(run({"queue", "--json"}).json()["queue"].size() >= 1);
    QCOMPARE(run({"pause", id}).code, 0);
    QTRY_VERIFY_WITH_TIMEOUT(state() == "paused", 30'000);
    QCOMPARE(run({"resume", id}).code, 0);
    QTRY_VERIFY_WITH_TIMEOUT(state() == "running", 30'000);
    QCOMPARE(run({"stop", id}).code, 0);
    QTRY_VERIFY_WITH_TIMEOUT(state() == "stopped", 30'000);
  }

  void interruptStopsTheRunAndLeavesWith130() {
    auto process = m_program.start(
        with({"train", "paper/none", "--scale", "nano", "--steps", "4000", "--name", "cut"}, {"--json"}));
    QTRY_COMPARE_WITH_TIMEOUT(run({"show", "cut", "--json"}).json().value("state", ""), std::string("running"), 30'000);
    ::kill(static_cast<pid_t>(process->processId()), SIGINT);
    const Outcome outcome = Program::ended(*process);
    QCOMPARE(outcome.code, 130);
    QCOMPARE(outcome.json()["state"], Json("stopped"));
    QVERIFY(outcome.problemOfError().isEmpty());
  }

  void aRunThatFailsEndsWith5AndItsObject() {
    m_program.environment().insert("HEADROOM_FAKE", R"({"msPerStep": 1, "failAt": 7})");
    run({"engine", "stop"});  // a new engine hands the new script to its workers
    const Outcome outcome = run(kTiny, {"--json"});
    m_program.environment().insert("HEADROOM_FAKE", R"({"msPerStep": 1, "evalEvery": 5, "checkpointEvery": 10})");
    run({"engine", "stop"});
    QVERIFY2(outcome.code == 5, outcome.err);
    QCOMPARE(outcome.json()["state"], Json("failed"));
    QVERIFY(outcome.problemOfError().isEmpty());
  }

  void importsAndExports() {
    const Outcome imported = run({"import", "csv", "curves.csv", "--json"});
    QVERIFY2(imported.code == 0, imported.err);
    const Json runs = imported.json()["runs"];
    QCOMPARE(runs.size(), std::size_t{2});
    const QString id = QString::fromStdString(runs[0].get<std::string>());
    QCOMPARE(run({"show", id, "--json"}).json()["state"], Json("completed"));
    QCOMPARE(run({"export", id, "--to", "csv", m_program.path("out.csv")}).code, 0);
    QVERIFY(QFile::exists(m_program.path("out.csv")));
    QCOMPARE(run({"export", completed(), "--to", "tensorboard", m_program.path("board")}).code, 0);
    const Outcome again = run({"import", "tensorboard", m_program.path("board"), "--json"});
    QVERIFY2(again.code == 0, again.err);
    const QString back = QString::fromStdString(again.json()["runs"][0].get<std::string>());
    QCOMPARE(run({"metrics", back, "--series", "loss/train", "--json"}).json()["points"],
             run({"metrics", completed(), "--series", "loss/train", "--json"}).json()["points"]);
  }

  void aRunGoesToAnotherDatabaseInABundle() {
    const QString file = m_program.path("first.zip"), other = m_program.path("other/headroom.db");
    QCOMPARE(run({"export", completed(), "--to", "bundle", file, "--checkpoints"}).code, 0);
    const Outcome opened = m_program.run({"bundle", "open", file, "--json", "--db", other});
    QVERIFY2(opened.code == 0, opened.err);
    QCOMPARE(opened.json()["runs"], Json::array({completed().toStdString()}));
    QVERIFY(QFile::exists(m_program.path("other/runs/" + completed() + "/checkpoints/0000000020/state.json")));
    Json here = run({"show", completed(), "--json"}).json();
    Json there = m_program.run({"show", completed(), "--json", "--db", other}).json();
    QVERIFY(here.erase("directory") == 1 && there.erase("directory") == 1);
    QCOMPARE(there, here);
    for (const QStringList& asked : {QStringList{"metrics", completed(), "--series", "loss/train"},
                                     {"metrics", completed(), "--series", "loss/val"}})
      QCOMPARE(m_program.run(asked + QStringList{"--json", "--db", other}).out, run(asked, {"--json"}).out);
    // Another run of that id stays what it is.
    QFile history(m_program.path("other/runs/" + completed() + "/states.jsonl"));
    QVERIFY(history.open(QFile::Append) && history.write("\n") == 1);
    history.close();
    const Outcome refused = m_program.run({"bundle", "open", file, "--db", other});
    QCOMPARE(refused.code, 2);
    QCOMPARE(refused.problemOfError(), QString());
    QCOMPARE(run({"export", completed(), "--to", "csv", m_program.path("x.csv"), "--checkpoints"}).code, 2);
    QCOMPARE(run({"export", "nobody", "--to", "bundle", m_program.path("x.zip")}).code, 2);
    m_program.run({"engine", "stop", "--db", other});
  }

  void cegOfATableFollowsThePaper() {
    const QStringList paper = {"ceg", "curves.csv", "--baseline", "none", "--estimator", "paper"};
    const Json json = m_program.run(paper + QStringList{"--json"}).json();
    QCOMPARE(json["format"], Json("headroom.ceg"));
    QCOMPARE(json["estimator"], Json("paper"));
    QCOMPARE(json["cells"][1]["ceg"], Json(1.5));  // smoothed 4, 3.5, 3 and 4, 3, 2.33: 3 evaluations against 2
    const Outcome text = m_program.run(paper);
    QVERIFY(text.out.contains("as published") && text.out.contains("Known weaknesses"));
  }

  void cegOfATableIsRigorousUnlessToldOtherwise() {
    QByteArray rows = "arm,scale,seed,step,tokens,flops,seconds,loss\n";
    for (int seed = 1; seed <= 3; ++seed)
      for (int step = 100; step <= 800; step += 100)
        for (const int speed : {1, 2}) {
          const double loss = 10 - std::log(step * speed) + 0.01 * seed * speed;
          rows += (speed == 1 ? "none" : "fast") +
                  QString(",nano,%1,%2,,%2e9,%2,%3\n").arg(seed).arg(step).arg(loss).toUtf8();
        }
    m_program.write("study.csv", rows);
    const QStringList ceg = {"ceg", "study.csv", "--baseline", "none"};
    const Outcome outcome = m_program.run(ceg + QStringList{"--json"});
    QVERIFY2(outcome.code == 0 && outcome.err.isEmpty(), outcome.err);
    const Json json = outcome.json();
    QCOMPARE(json["estimator"], Json("rigorous"));
    const Json& cell = json["cells"][0];
    QCOMPARE(cell["status"], Json("ok"));
    for (const char* gain : {"step", "flop", "wall"}) {
      QVERIFY(std::abs(cell[gain]["ceg"].get<double>() - 2) < 0.1);
      QVERIFY(cell[gain]["low"].get<double>() < cell[gain]["high"].get<double>());
    }
    QCOMPARE(json["arms"][0]["verdict"], Json("undetermined"));
    QCOMPARE(m_program.run(ceg + QStringList{"--json"}).out, outcome.out);  // equal bytes
    const Outcome text = m_program.run(ceg);
    QVERIFY(text.out.contains("CEG FLOP") && text.out.contains("noise floor") && text.out.contains("cannot tell"));
    QCOMPARE(m_program.run(ceg + QStringList{"--target", "3.6", "--json"}).json()["cells"][0]["target_loss"],
             Json(3.6));
  }

  void cegOfTwoRunsShowsThreeGains() {
    completed();
    QCOMPARE(run(kTiny, {"--name", "second"}).code, 0);
    const Outcome rigorous = run({"ceg", "first", "second", "--json"});
    QVERIFY2(rigorous.code == 0, rigorous.err);
    QCOMPARE(rigorous.json()["estimator"], Json("rigorous"));
    QCOMPARE(rigorous.json()["provisional"], Json(true));
    QCOMPARE(rigorous.json()["cells"][0]["arm"], Json("second"));
    const Outcome outcome = run({"ceg", "first", "second", "--estimator", "paper", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const Json json = outcome.json();
    QCOMPARE(json["cells"][1]["ceg"], Json(1.0));  // the same curve
    QCOMPARE(json["provisional"], Json(true));
    for (const char* gain : {"step", "flop", "wall"})
      QVERIFY(json["gains"][1][gain]["value"].is_number() != json["gains"][1][gain]["reason"].is_string());
    QVERIFY(run({"ceg", "first", "second"}).out.contains("provisional, not annealed"));
  }

  void costCountsGpt2ToTheDigit() {
    const Json json = m_program.run({"cost", "gpt2", "--json"}).json();
    QCOMPARE(json["parameters"], Json(124'439'808));
    for (const char* key : {"parameters_active", "flops_per_token", "kv_cache_bytes_per_token"})
      QVERIFY(json.contains(key));
    QCOMPARE(m_program.run({"cost", "gpt2", "--context", "512", "--batch", "1", "--precision", "bf16"}).code, 0);
  }

  void listsWhatThereIs() {
    for (const char* name : {"templates", "scales", "arms", "recipes", "blocks"}) {
      const Outcome outcome = m_program.run({name, "--json"});
      QVERIFY2(outcome.code == 0 && !outcome.json()[name].empty(), name);
      QCOMPARE(m_program.run({name, "list"}).code, 0);
    }
    QCOMPARE(m_program.run({"templates", "show", "gpt2", "--json"}).json()["format"], Json("headroom.architecture"));
    QCOMPARE(m_program.run({"blocks", "show", "norm.layer", "--json"}).json()["id"], Json("norm.layer"));
    QCOMPARE(m_program.run({"ceg", "cases", "--json"}).json()["cases"].size(), std::size_t{16});
  }

  void theDatabaseIsCheckedCopiedAndMadeAgain() {
    completed();
    QCOMPARE(run({"db", "check", "--json"}).json()["sound"], Json(true));
    QCOMPARE(run({"db", "backup", m_program.path("copy.db")}).code, 0);
    QVERIFY(QFile::exists(m_program.path("copy.db")));
    run({"engine", "stop"});
    Outcome rebuilt;
    QTRY_VERIFY_WITH_TIMEOUT((rebuilt = run({"db", "rebuild", "--json"})).code == 0, 20'000);
    QVERIFY(rebuilt.json().contains("replaced"));
    QCOMPARE(run({"show", "first", "--json"}).json()["step"], Json(20));
  }

  void theEngineTellsItsState() {
    const Json before = run({"engine", "status", "--json"}).json();
    QVERIFY(before["alive"].is_boolean());
    QCOMPARE(run({"tag", completed(), "x"}).code, 0);
    QCOMPARE(run({"engine", "status", "--json"}).json()["alive"], Json(true));
    QCOMPARE(run({"engine", "stop"}).code, 0);
    QTRY_COMPARE_WITH_TIMEOUT(run({"engine", "status", "--json"}).json()["alive"], Json(false), 10'000);
  }

  void doctorStoresWhatItMeasured() {
    completed();
    m_program.write(
        "worker", "#!/bin/sh\necho '{\"machine\":{\"cpu\":\"x\"},\"roofs\":{\"dram\":1e10},\"missing\":[\"CUDA\"]}'\n");
    QFile::setPermissions(m_program.path("worker"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QString worker = m_program.environment().value("HEADROOM_TRAIN_PROGRAM");
    m_program.environment().insert("HEADROOM_TRAIN_PROGRAM", m_program.path("worker"));
    const Outcome outcome = run({"doctor", "--wait", "--json"});
    m_program.environment().insert("HEADROOM_TRAIN_PROGRAM", worker);
    QVERIFY2(outcome.code == 0, outcome.err);
    QCOMPARE(outcome.json()["roofs"]["dram"], Json(1e10));
    QCOMPARE(QDir(m_program.path("machines")).entryList({"*.json"}).size(), 1);
  }

  void dialSpeaksTheEnginesProtocol() {
    completed();
    QProcess process;
    process.setProcessEnvironment(m_program.environment());
    process.start(HEADROOM_BIN_DIR "/headroom", {"engine", "dial", "--db", m_program.database()});
    QVERIFY(process.waitForReadyRead(20'000));
    process.write("{\"id\":7,\"do\":\"status\"}\n");
    QByteArray text;
    QTRY_VERIFY_WITH_TIMEOUT((text += process.readAllStandardOutput()).count('\n') >= 2, 20'000);
    QVERIFY2(text.startsWith("{\"headroom\":\"engine\"") && text.contains("\"id\":7"), text);
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 0);
  }
};

}  // namespace

QTEST_GUILESS_MAIN(CliTest)
#include "tst_cli.moc"

// The real program with the real worker: a tiny model trains from end to end.
#include <map>

#include "tests/cli/program.h"

using namespace headroom;

class CliTrainingTest : public QObject {
  Q_OBJECT

  Program m_program{"headroom-train"};

  Outcome run(const QStringList& arguments) const {
    return m_program.run(arguments + QStringList{"--db", m_program.database()});
  }

 private Q_SLOTS:
  void aNanoRunTrainsToItsEnd() {
    const Outcome outcome = run({"train", "paper/none", "--scale", "nano", "--steps", "30", "--set", "eval_every=15",
                                 "--set", "eval_tokens=2048", "--name", "tiny", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const Json json = outcome.json();
    QCOMPARE(json["state"], Json("completed"));
    QCOMPARE(json["steps"], Json(30));
    QVERIFY(json["tokens_per_second"].get<double>() > 0);
    const Json train = run({"metrics", "tiny", "--series", "loss/train", "--json"}).json()["points"];
    QCOMPARE(train.size(), std::size_t{30});
    for (std::size_t i = 0; i < train.size(); ++i) QCOMPARE(train[i]["step"], Json(i + 1));
    QVERIFY(train.back()["value"].get<double>() < train.front()["value"].get<double>());
    const Json validation = run({"metrics", "tiny", "--series", "loss/val", "--json"}).json()["points"];
    QCOMPARE(validation.size(), std::size_t{3});  // steps 0, 15, 30
    QCOMPARE(validation.back()["value"], json["final_val_loss"]);
  }

  void aStudyIsPlannedCarriedOutAndNotTrainedTwice() {
    const QString file = m_program.path("study.json");
    QFile definition(file);
    QVERIFY(definition.open(QFile::WriteOnly));
    definition.write(R"({ "format": "headroom.study", "version": 1, "name": "norms", "model": "paper/none",
      "baseline": "none", "arms": [ {"name": "none"}, {"name": "layernorm", "patches": ["layernorm"]} ],
      "scales": ["nano"], "seeds": [1], "tokens_per_parameter": 4,
      "settings": {"layers": 1, "width": 32, "batch": 4, "eval_tokens": 2048} })");
    definition.close();
    const Outcome planned = run({"study", "plan", file, "--json"});
    QVERIFY2(planned.code == 0, planned.err);
    QCOMPARE(planned.json()["runs"], Json(14));  // two trunks with five cooldowns each, and a timed run of each
    QCOMPARE(run({"study", "start", file, "--dry-run"}).code, 0);
    const Outcome started = run({"study", "start", file, "--json"});
    QVERIFY2(started.code == 0, started.err);
    const QString study = QString::fromStdString(started.json()["study"].get<std::string>());
    const auto shown = [&](const QString& id) { return run({"study", "show", id, "--json"}).json(); };
    QTRY_COMPARE_WITH_TIMEOUT(shown(study)["state"], Json("finished"), 120000);
    const Json result = shown(study);
    QCOMPARE(result["runs"].size(), std::size_t{14});
    QCOMPARE(result["states"], (Json{{"completed", 14}}));
    QCOMPARE(result["plan"]["runs"], Json(14));  // stored before it began
    const Json cell = result["ceg"]["cells"][0];
    QCOMPARE(cell["arm"], Json("layernorm"));
    QCOMPARE(cell["pairs"], Json(1));
    QCOMPARE(cell["status"], Json("one_pair"));
    QVERIFY(cell["step"]["ceg"].get<double>() > 0 && cell["flop"]["ceg"].get<double>() > 0);
    // The annealed ends: longer is better, for both arms.
    std::map<std::string, std::map<int, double>> losses;
    for (const Json& one : result["runs"])
      if (one["role"] == "cooldown") losses[one["arm"]][one["horizon"]] = one["loss"];
    for (const auto& [arm, ends] : losses) {
      QCOMPARE(ends.size(), std::size_t{5});
      QVERIFY(ends.rbegin()->second < ends.begin()->second);
    }
    // The same study again only times its arms; another seed trains its share alone.
    const Json again = run({"study", "start", file, "--json"}).json();
    const QString second = QString::fromStdString(again["study"].get<std::string>());
    QTRY_COMPARE_WITH_TIMEOUT(shown(second)["state"], Json("finished"), 60000);
    for (const char* gain : {"step", "flop"}) QCOMPARE(shown(second)["ceg"]["cells"][0][gain], cell[gain]);
    std::size_t before = run({"runs", "--json"}).json()["runs"].size();
    QCOMPARE(shown(second)["runs"].size(), std::size_t{14});
    const Outcome more = run({"study", "add-seeds", second, "2", "--json"});
    QVERIFY2(more.code == 0, more.err);
    QCOMPARE(more.json()["version"], Json(2));
    QTRY_COMPARE_WITH_TIMEOUT(shown(second)["state"], Json("finished"), 120000);
    QCOMPARE(shown(second)["ceg"]["cells"][0]["pairs"], Json(2));
    QCOMPARE(run({"runs", "--json"}).json()["runs"].size(), before + 14);
    QCOMPARE(run({"study", "add-seeds", second, "2"}).code, 2);
    // And the folders alone make the same database.
    QCOMPARE(run({"engine", "stop"}).code, 0);
    QTRY_COMPARE_WITH_TIMEOUT(run({"db", "rebuild"}).code, 0, 20000);  // once the engine has left
    QCOMPARE(shown(second)["runs"].size(), std::size_t{28});
  }

  void aStudyOpensElsewhereAndComesOutTheSameThere() {
    const QString text = m_program.path("play.txt"), bundle = m_program.path("text.headroom.zip");
    QByteArray lines;
    for (int i = 0; i < 3000; ++i) lines += "all work and no play " + QByteArray::number(i * i) + "\n";
    m_program.write("play.txt", lines);
    m_program.write("text.json", R"({ "format": "headroom.study", "version": 1, "name": "on text",
      "model": "paper/none", "baseline": "none", "arms": [ {"name": "none"},
      {"name": "layernorm", "patches": ["layernorm"]} ], "scales": ["nano"], "seeds": [1], "plan": "plain",
      "tokens_per_parameter": 2, "settings": {"layers": 1, "width": 32, "batch": 4, "eval_tokens": 2048,
      "eval_every": 20} })");
    const Outcome started = run({"study", "start", m_program.path("text.json"), "--data", "text:" + text, "--json"});
    QVERIFY2(started.code == 0, started.err);
    const QString study = QString::fromStdString(started.json()["study"].get<std::string>());
    const Outcome early = run({"export", study, "--to", "bundle", bundle});
    QVERIFY2(early.code == 3 && early.problemOfError().isEmpty(), early.err);
    const auto shown = [](const auto& ask, const QString& id) { return ask({"study", "show", id, "--json"}).json(); };
    const auto here = [this](const QStringList& arguments) { return run(arguments); };
    QTRY_COMPARE_WITH_TIMEOUT(shown(here, study)["state"], Json("finished"), 120000);
    const Json result = shown(here, study);
    const Outcome written = run({"export", study, "--to", "bundle", bundle, "--json"});
    QVERIFY2(written.code == 0, written.err);
    QCOMPARE(written.json()["data"][0]["included"], Json(true));
    QCOMPARE(run({"export", study, "--to", "bundle", bundle}).code, 2);  // it is there
    QCOMPARE(run({"export", study, "--to", "bundle", m_program.path("dir"), "--no-data"}).code, 0);
    QVERIFY(QFile::exists(m_program.path("dir/on-text.headroom.zip")));
    const Outcome looked = m_program.run({"bundle", "show", bundle, "--json"});
    QVERIFY2(looked.code == 0, looked.err);
    QCOMPARE(looked.json()["runs"].size(), std::size_t{4});

    Program machine("headroom-train");
    const auto there = [&](const QStringList& arguments) {
      return machine.run(arguments + QStringList{"--db", machine.path("lab/headroom.db")});
    };
    QFile::remove(text);  // the author's files are not there
    machine.write("cut.zip", QByteArray("PK"));
    for (const QStringList& bad :
         {QStringList{"open", machine.path("cut.zip")}, {"show", machine.path("nothing.zip")}}) {
      const Outcome refused = there(QStringList{"bundle"} + bad);
      QVERIFY2(refused.code == 2 && refused.problemOfError().isEmpty(), refused.err);
    }
    QCOMPARE(there({"bundle", "open", bundle, "--dry-run"}).code, 0);
    QVERIFY(!QFile::exists(machine.path("lab")));  // nothing was written
    const Outcome opened = there({"bundle", "open", bundle, "--json"});
    QVERIFY2(opened.code == 0, opened.err);
    QCOMPARE(opened.json()["runs"].size(), std::size_t{4});
    QCOMPARE(QDir(machine.path("lab")).entryList({".bundle-*"}, QDir::Dirs | QDir::Hidden).size(), 0);
    const Json same = shown(there, study);
    QCOMPARE(same["ceg"], result["ceg"]);
    QCOMPARE(same["runs"], result["runs"]);
    QCOMPARE(same["state"], Json("finished"));
    const QString first = QString::fromStdString(result["runs"][0]["run"].get<std::string>());
    const QString second = QString::fromStdString(result["runs"][1]["run"].get<std::string>());
    QCOMPARE(there({"ceg", first, second, "--json"}).json(), here({"ceg", first, second, "--json"}).json());
    QCOMPARE(there({"bundle", "open", bundle, "--json"}).json()["known"].size(), std::size_t{4});

    const Outcome again = there({"study", "again", study, "--json"});
    QVERIFY2(again.code == 0, again.err);
    const QString repeated = QString::fromStdString(again.json()["study"].get<std::string>());
    QTRY_COMPARE_WITH_TIMEOUT(shown(there, repeated)["state"], Json("finished"), 120000);
    for (const Json& decision : shown(there, repeated)["runs"])
      QVERIFY(decision["run"] != result["runs"][0]["run"] && decision["run"] != result["runs"][1]["run"]);
    const Outcome compared = there({"study", "compare", study, repeated, "--json"});
    QVERIFY2(compared.code == 0, compared.err);
    QCOMPARE(compared.json()["compared"], Json(2));
    QCOMPARE(compared.json()["equal"], Json(2));
    QCOMPARE(compared.json()["same_build"], Json(true));
    QCOMPARE(compared.json()["largest_difference"], Json(0.0));
    there({"engine", "stop"});
    QTRY_COMPARE_WITH_TIMEOUT(there({"db", "rebuild"}).code, 0, 20000);
    QCOMPARE(shown(there, study)["ceg"], result["ceg"]);
  }

  void aModelGoesToHuggingFaceAndBack() {
    const QStringList model{"gpt2", "--scale", "nano", "--set", "vocab=300"}, tokens{"--tokens", "1,2,3", "--json"};
    const QString folder = m_program.path("theirs"), weights = m_program.path("ours");
    const Outcome out = m_program.run(QStringList{"export"} + model + QStringList{"--to", "huggingface", folder});
    QVERIFY2(out.code == 0, out.err);
    const Outcome dry = run({"import", "huggingface", folder, "--dry-run", "--json"});
    QCOMPARE(dry.json()["model"]["model_type"], Json("gpt2"));
    const Outcome imported = run({"import", "huggingface", folder, "--json"});
    QVERIFY2(imported.code == 0, imported.err);
    const QString id = QString::fromStdString(imported.json()["runs"][0].get<std::string>());
    const Json shown = run({"show", id, "--json"}).json();
    QCOMPARE(shown["state"], Json("completed"));
    QCOMPARE(shown["step"], Json(0));
    QCOMPARE(run(QStringList{"logits", id} + tokens).json()["logits"],
             m_program.run(QStringList{"logits"} + model + tokens).json()["logits"]);
    const Outcome sampled = run(QStringList{"sample", id, "--count", "5", "--top-p", "0.9"} + tokens);
    QVERIFY2(sampled.code == 0, sampled.err);
    QCOMPARE(sampled.json()["tokens"].size(), std::size_t{5});
    // It trains on, as another run of its architecture.
    QCOMPARE(run({"export", id, "--to", "safetensors", weights}).code, 0);
    const Outcome trained = run({"train", weights + "/architecture.json", "--from", id, "--steps", "2", "--set",
                                 "batch=2", "--set", "eval_every=0", "--set", "eval_tokens=256", "--json"});
    QVERIFY2(trained.code == 0, trained.err);
    QCOMPARE(trained.json()["steps"], Json(2));
    // What is refused makes no run and leaves nothing behind.
    QFile::remove(folder + "/model.safetensors");
    const Outcome refused = run({"import", "huggingface", folder});
    QCOMPARE(refused.code, 2);
    QCOMPARE(refused.problemOfError(), QString());
    QCOMPARE(QDir(m_program.path("runs")).entryList({".import-*"}, QDir::Dirs | QDir::Hidden).size(), 0);
    for (const QStringList& wrong : {QStringList{"--top-p", "0"}, QStringList{"--top-p", "1.5"}}) {
      const Outcome bad = run(QStringList{"sample", id, "--tokens", "1"} + wrong);
      QVERIFY2(bad.code == 2 && bad.problemOfError().isEmpty(), bad.err);
    }
  }

  void aReportTellsTheSameNumbers() {
    if (!QFile::exists(HEADROOM_BIN_DIR "/headroom-gui")) QSKIP("headroom-gui is not part of this build");
    const QString file = m_program.path("report.md");
    const Outcome outcome = run({"report", "tiny", "--to", file});
    QVERIFY2(outcome.code == 0, outcome.err);
    QFile report(file);
    QVERIFY(report.open(QFile::ReadOnly));
    QVERIFY(report.readAll().contains("tiny"));
  }

  void anInterruptedRunResumesToTheEnd() {
    const Json json = run({"train", "paper/none", "--scale", "nano", "--steps", "60", "--set", "eval_every=0", "--set",
                           "eval_tokens=2048", "--name", "cut", "--detach", "--json"})
                          .json();
    const QString id = QString::fromStdString(json.value("run", ""));
    const auto shown = [&] { return run({"show", id, "--json"}).json(); };
    QTRY_VERIFY_WITH_TIMEOUT(shown().value("step", 0) >= 3, 60'000);
    run({"stop", id});
    QTRY_VERIFY_WITH_TIMEOUT(shown().value("state", "") == "stopped" || shown().value("state", "") == "completed",
                             60'000);
    if (shown().value("state", "") == "stopped") {
      QCOMPARE(run({"resume", id}).code, 0);
      QTRY_COMPARE_WITH_TIMEOUT(shown().value("state", ""), std::string("completed"), 60'000);
    }
    const Json points = run({"metrics", id, "--series", "loss/train", "--json"}).json()["points"];
    QCOMPARE(points.size(), std::size_t{60});
  }
};

QTEST_GUILESS_MAIN(CliTrainingTest)
#include "tst_cli_training.moc"

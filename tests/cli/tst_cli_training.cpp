// The real program with the real worker: a tiny model trains from end to end.
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

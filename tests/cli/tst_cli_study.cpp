// ceg, export and report of a study: the same digits from the database and from its tables, and one line when not.
#include "core/base/files.h"
#include "tests/cli/program.h"
#include "tests/support/played_study.h"

using namespace headroom;

namespace {

class CliStudyTest : public QObject {
  Q_OBJECT

  Program m_program{"headroom-fake-worker"};
  QString m_study, m_early;

  Outcome run(const QStringList& arguments) const {
    return m_program.run(arguments + QStringList{"--db", m_program.database()});
  }
  Json answered(const QStringList& arguments) const {
    const Outcome outcome = run(arguments + QStringList{"--json"});
    if (outcome.code != 0) qWarning("%s", outcome.err.constData());
    return outcome.json();
  }

 private Q_SLOTS:
  void initTestCase() {
    auto database = Database::open(m_program.database().toStdString());
    QVERIFY2(database.ok(), database ? "" : database.error().message.c_str());
    Json json = *parseJson(R"({ "format": "headroom.study", "version": 1, "name": "try", "model": "paper/none",
      "baseline": "none", "same_as": "flash", "arms": [ {"name": "none"}, {"name": "flash", "patches": ["flash"]},
        {"name": "rope", "patches": ["rope"]} ],
      "scales": ["nano", "micro"], "seeds": [1, 2, 3], "learning_rate_search": "every arm" })",
                           "test");
    m_study = QString::fromStdString(
        playStudy(*database, json, {.arms = {{"rope", {.gain = 1.4}}, {"flash", {.stepSeconds = 0.8}}}}).text);
    json["name"] = "early";
    m_early = QString::fromStdString(playStudy(*database, json, {.rounds = 0}).text);
    // A run that is called like the study.
    RunDefinition definition;
    RunMeta meta;
    meta.name = "try";
    QVERIFY(database->addRun(RunId{"arun0001"}, definition, meta, {RunState::Queued, 1, 0, 0, ""}).ok());
    QVERIFY(database->checkpointAll().ok());
  }

  void tablesGiveTheSameDigits() {
    const Json written = answered({"export", m_study, "--to", "csv", m_program.path("tables")});
    QCOMPARE(written["study"], Json(m_study.toStdString()));
    QCOMPARE(written["files"].size(), std::size_t{3});  // curves, shared, runs
    for (const Json& file : written["files"]) QVERIFY(QFile::exists(QString::fromStdString(file.get<std::string>())));
    for (const QStringList& options :
         {QStringList{"--aa", "flash"}, QStringList{"--aa", "flash", "--confidence", "0.8"},
          QStringList{"--aa", "flash", "--extrapolate", "2", "--equivalence", "0.1"},
          QStringList{"--aa", "rope", "--target", "2.4"}, QStringList{"--estimator", "paper"}}) {
      const Json study = answered(QStringList{"ceg", "try"} + options);
      const Json table =
          answered(QStringList{"ceg", m_program.path("tables/curves.csv"), "--baseline", "none"} + options);
      QVERIFY(!table["cells"].empty());
      for (const auto& [key, value] : table.items()) QCOMPARE(dump(study[key]), dump(value));
      QCOMPARE(study["provisional"], Json(false));
    }
    // Its own twin and estimator hold unless told otherwise.
    const Json plain = answered({"ceg", m_study});
    QCOMPARE(plain["estimator"], Json("rigorous"));
    QVERIFY(dump(plain["noise_floor"]).find("\"arm\"") != std::string::npos);
  }

  void wordsSayWhatTheyAreOf() {
    const Outcome text = run({"ceg", m_study});
    QCOMPARE(text.code, 0);
    QVERIFY(text.out.contains("rope") && text.out.contains("scale micro"));
    const Json told = answered({"report", m_study, "--to", m_program.path("r.pdf"), "--dry-run"});
    QCOMPARE(told["study"], Json(m_study.toStdString()));
    QVERIFY(!told.contains("runs"));
    QVERIFY(answered({"report", "arun0001", "--to", m_program.path("r.pdf"), "--dry-run"}).contains("runs"));
    QVERIFY(answered({"export", m_study, "--to", "csv", m_program.path("dry"), "--dry-run"}).contains("dry_run"));
    QVERIFY(!QFile::exists(m_program.path("dry")));
  }

  void aPlanCostsWhatItsHoursDo() {
    const Json plan = answered(
        {"study", "plan", "norm", "--scale", "nano", "--price", "2", "--loss-sigma", "0.004", "--end-slope", "0.3"});
    QCOMPARE(plan["study"]["price_per_hour"], Json(2.0));
    QCOMPARE(plan["assumed_noise"], Json(false));
    QVERIFY(plan["money"].is_null());  // no roofs, no hours
  }

  /// Its cells are those that are stored, and its own runs say how large noise is.
  void seedsAreAddedToWhatIsStored() {
    const Json plan = answered({"study", "add-seeds", m_study, "4", "--dry-run"});
    QCOMPARE(plan["dry_run"], Json(true));
    QCOMPARE(plan["assumed_noise"], Json(false));
    QVERIFY(plan["runs"].get<int>() > 0);
    const Outcome shown = run({"study", "show", m_study});
    QVERIFY2(shown.out.contains("Plan and what was done") && shown.out.contains("smallest CEG planned"), shown.out);
    QVERIFY(answered({"study", "show", m_study})["plan"].is_null());
  }

  void wrongCallsAreOneLine_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("expected");
    QTest::newRow("baseline of a study") << QStringList{"ceg", m_study, "--baseline", "rope"} << "is 'none'";
    QTest::newRow("unknown study") << QStringList{"ceg", "nosuch"} << "no file and no study";
    QTest::newRow("unknown estimator") << QStringList{"ceg", m_study, "--estimator", "guess"} << "rigorous or paper";
    QTest::newRow("rigorous option") << QStringList{"ceg", m_study, "--estimator", "paper", "--target", "2"}
                                     << "belong to the rigorous";
    QTest::newRow("unknown twin") << QStringList{"ceg", m_study, "--aa", "nobody"} << "nobody";
    QTest::newRow("too early") << QStringList{"ceg", m_early} << "No run of the baseline has ended";
    QTest::newRow("nothing to export") << QStringList{"export", m_early, "--to", "csv", "x"} << "nothing to write";
    QTest::newRow("other format") << QStringList{"export", m_study, "--to", "tensorboard", "x"} << "csv alone";
    QTest::newRow("both") << QStringList{"report", "try", "--to", "x.pdf"} << "give the id";
    QTest::newRow("neither") << QStringList{"report", "nosuch", "--to", "x.pdf"} << "no run and no study";
    QTest::newRow("with a run") << QStringList{"report", "arun0001", m_study, "--to", "x.pdf"} << "name it alone";
    const auto plan = [](const char* option, const char* value) {
      return QStringList{"study", "plan", "norm", "--scale", "nano", option, value};
    };
    QTest::newRow("tokens nan") << plan("--tokens-per-parameter", "nan") << "tokens_per_parameter";
    QTest::newRow("tokens inf") << plan("--tokens-per-parameter", "inf") << "tokens_per_parameter";
    QTest::newRow("tokens below 0") << plan("--tokens-per-parameter", "-1") << "tokens_per_parameter";
    QTest::newRow("huge tokens") << plan("--tokens-per-parameter", "1e300") << "tokens_per_parameter";
    QTest::newRow("no steps") << plan("--tokens-per-parameter", "1e-300") << "too few to be annealed";
    QTest::newRow("price nan") << plan("--price", "nan") << "price_per_hour";
    QTest::newRow("price below 0") << plan("--price", "-0.1") << "price_per_hour";
    QTest::newRow("hours inf") << plan("--hours", "inf") << "hours";
    QTest::newRow("sigma nan") << plan("--loss-sigma", "nan") << "loss_sigma";
    QTest::newRow("slope huge") << plan("--end-slope", "1e9") << "end_slope";
    QTest::newRow("seed below 0") << plan("--seeds", "-1") << "seeds[0]";
    QTest::newRow("no seed") << plan("--seeds", "x") << "--seeds";
    QTest::newRow("threads") << plan("--threads", "0") << "--threads";
    QTest::newRow("rate nan") << plan("--set", "learning_rate=nan") << "learning_rate";
    QTest::newRow("rate 0") << plan("--set", "learning_rate=0") << "give one above 0";
    QTest::newRow("batch below 0") << plan("--set", "batch=-1") << "batch";
    QTest::newRow("seeds that are there") << QStringList{"study", "add-seeds", m_study, "1,2"} << "already";
    QTest::newRow("a file in the way") << QStringList{"export", m_study, "--to", "csv", m_program.database()}
                                       << "is a file";
  }
  void wrongCallsAreOneLine() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, expected);
    const Outcome outcome = run(arguments + QStringList{"--json"});
    QCOMPARE(outcome.code, 2);
    QCOMPARE(outcome.out, QByteArray());
    QVERIFY2(outcome.problemOfError().isEmpty(), qPrintable(outcome.problemOfError()));
    QVERIFY2(outcome.err.contains(expected.toUtf8()), outcome.err);
  }

  void aFileThatIsCalledLikeTheStudyIsAskedFor() {
    m_program.write("try", "arm,scale,seed,step,tokens,flops,seconds,loss\nnone,nano,1,1,,,,3\n");
    const Outcome both = run({"ceg", "try"});
    QCOMPARE(both.code, 2);
    QVERIFY2(both.err.contains("both a file and study") && both.err.contains("./try"), both.err);
    QCOMPARE(run({"ceg", "try", "--baseline", "none"}).code, 0);  // a table, as only that takes a baseline
    QFile::remove(m_program.path("try"));
  }
};

}  // namespace

QTEST_GUILESS_MAIN(CliStudyTest)
#include "tst_cli_study.moc"

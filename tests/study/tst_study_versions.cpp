// A study's next version, its stored plan, and what was planned beside what was done.
#include <QtTest>

#include "core/study/prepared_study.h"
#include "core/study/progress.h"
#include "core/study/scale_differences.h"
#include "core/study/start_words.h"
#include "core/study/stored_cells.h"
#include "core/study/study_result.h"
#include "tests/study/played_study.h"

using namespace headroom;

namespace {

/// As it is stored by a program whose templates were others: nothing that ships has this width.
ResolvedStudy storedStudy() {
  ResolvedStudy study = playedStudy("{}").study;
  for (ResolvedCell& cell : study.cells) {
    cell.base.architecture["sizes"]["width"] = 48;
    cell.note = "of another program";
  }
  return study;
}

StudyResult resultOf(const ResolvedStudy& study) {
  return *studyResult(StudyId{"s"}, study, {}, {}).value();
}

Study changed(const Study& study, const std::string& patch) {
  Json json = toJson(study);
  json.merge_patch(*parseJson(patch, "patch"));
  return studyFrom(json, "test").value();
}

QString problemOf(const Json& resolved) {
  const auto read = resolvedStudyFrom(resolved, "study.json");
  return read ? QString() : QString::fromStdString(read.error().message);
}

}  // namespace

class StudyVersionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void addedSeedsTakeTheCellsThatAreStored() {
    const ResolvedStudy known = storedStudy();
    const Study more = changed(known.study, R"({"seeds": [1, 2, 3, 4]})");
    const auto prepared = prepareVersion(resultOf(known), more, {});
    QVERIFY2(prepared.ok(), prepared ? "" : prepared.error().message.c_str());
    QVERIFY(prepared->study() == more);
    QCOMPARE(prepared->resolved.cells.size(), known.cells.size());
    for (const ResolvedCell& cell : prepared->resolved.cells) {
      QVERIFY(cell.base == known.find(cell.arm, cell.scale)->base);
      QCOMPARE(cell.note, std::string("of another program"));
    }
    // The plan is of those cells too.
    QCOMPARE(prepared->plan.runs, plannedRuns(prepared->resolved).size());
    const auto anew = prepareStudy(more, {});
    QVERIFY(anew.ok() && anew->plan.flops > prepared->plan.flops);
    QCOMPARE(prepared->dataHash, anew->dataHash);
  }

  void whatAsksForOtherCellsIsResolvedAnew() {
    const ResolvedStudy known = storedStudy();
    for (const char* same : {R"({"seeds": [9]})", R"({"scales": ["micro"]})", R"({"hours": 3, "retries": 0})",
                             R"({"learning_rate_search": "every arm", "trials": 5})", R"({"name": "another"})",
                             R"({"arms": [{"name": "none"}, {"name": "mqa", "patches": ["mqa"]}]})"})
      QVERIFY2(hasCellsFor(known, changed(known.study, same)), same);
    for (const char* other :
         {R"({"scales": ["nano", "mini"]})", R"({"settings": {"dropout": "0.1"}})", R"({"match": "iso-param"})",
          R"({"cooldown": 0.1})", R"({"threads": 2})", R"({"baseline": "rope"})", R"({"tokens_per_parameter": 6})",
          R"({"arms": [{"name": "none"}, {"name": "mqa", "patches": ["rope"]}]})"})
      QVERIFY2(!hasCellsFor(known, changed(known.study, other)), other);
    const auto anew = prepareVersion(resultOf(known), changed(known.study, R"({"threads": 2})"), {});
    QVERIFY(anew.ok());
    QVERIFY(anew->resolved.cells.front().base.architecture != known.cells.front().base.architecture);
  }

  void whatIsWrittenNeedsNoMoreRoom() {
    PlayedStudy played = playedStudy("{}");
    QVERIFY(played.play());
    const auto done = studyResult(StudyId{"s"}, played.study, played.decisions, played.facts).value();
    const Study more = changed(played.study.study, R"({"seeds": [1, 2, 3, 4]})");
    const double all = prepareStudy(more, {})->plan.diskBytes;
    Preparation how;
    how.room.disk = 0.3 * all;  // a quarter is still to be written
    QVERIFY(prepareStudy(more, how)->refusal);
    QVERIFY(!prepareVersion(*done, more, how)->refusal);
    how.room.disk = 0.2 * all;
    const auto refused = prepareVersion(*done, more, how);
    QVERIFY(refused->refusal && refused->refusal->kind == ErrorKind::Refused);
  }

  void requestsCarryThePlanAndTheHashOfTheData() {
    const auto prepared = prepareStudy(playedStudy("{}").study.study, {});
    QVERIFY(prepared.ok());
    for (const Json& request : {startRequest(*prepared), replaceRequest(StudyId{"s"}, *prepared)}) {
      QCOMPARE(request["data_hash"], Json(prepared->dataHash));
      QCOMPARE(request["plan"], toJson(prepared->plan));
      QCOMPARE(request[request["do"] == "study-start" ? "study" : "document"], toJson(prepared->resolved));
    }
  }

  void aPlanReadsBackAsItWas() {
    const auto prepared = prepareStudy(readStudy("norm").value(), {});
    QVERIFY(prepared.ok());
    StudyPlan plan = prepared->plan;
    plan.seconds = 12.5;
    plan.money = 3;
    const Json stored = toJson(plan);
    const auto again = studyPlanFrom(stored, "plan");
    QVERIFY2(again.ok(), again ? "" : again.error().message.c_str());
    QCOMPARE(toJson(*again), stored);
    for (const char* patch : {R"({"runs": "many"})", R"({"version": 2})", R"({"scales": [{}]})", R"({"seconds": "x"})",
                              R"({"scales": 1})", R"({"device": "moon"})", R"({"scales": null})"}) {
      Json broken = stored;
      broken.merge_patch(*parseJson(patch, "patch"));
      const auto read = studyPlanFrom(broken, "plan");
      if (std::string(patch).find("null") == std::string::npos) QVERIFY2(!read.ok(), patch);
    }
    QVERIFY(!studyPlanFrom(Json(), "plan").ok());
    QVERIFY(!studyPlanFrom(Json::array(), "plan").ok());
  }

  void thePlanOfTheVersionStandsBesideWhatWasDone() {
    PlayedStudy played = playedStudy("{}");
    const auto prepared = prepareStudy(played.study.study, {});
    QVERIFY(prepared.ok() && played.play());
    Decisions decisions = played.decisions;
    decisions.insert(decisions.begin(), Json{{"kind", "plan"}, {"plan", toJson(prepared->plan)}});
    const auto result = studyResult(StudyId{"s"}, played.study, decisions, played.facts).value();
    QVERIFY(result->plan);
    QCOMPARE(toJson(*result)["plan"], toJson(prepared->plan));
    const auto progress = progressOf(*result);
    QCOMPARE(progress.size(), std::size_t{2});
    for (std::size_t i = 0; i < 2; ++i) {
      QCOMPARE(progress[i].planned, prepared->plan.scales[i].runs);
      QCOMPARE(progress[i].completed, progress[i].planned);
      QVERIFY(std::abs(progress[i].flops / progress[i].plannedFlops - 1) < 1e-9);
      QVERIFY(progress[i].plannedGain == prepared->plan.scales[i].smallestGain);
      QVERIFY(progress[i].gain && *progress[i].gain > 1);
    }
    // Of a later version without a plan, none: that of another definition would be no plan of this one.
    decisions.push_back({{"kind", "version"}, {"version", 2}});
    QVERIFY(!studyResult(StudyId{"s"}, played.study, decisions, played.facts).value()->plan);
    decisions.push_back({{"kind", "plan"}, {"plan", "broken"}});
    const auto without = studyResult(StudyId{"s"}, played.study, decisions, played.facts).value();
    QVERIFY(!without->plan);
    QCOMPARE(progressOf(*without)[0].planned, progress[0].planned);
  }

  void theTimeLeftFollowsWhatRunsTook() {
    PlayedStudy played = playedStudy("{}");
    QVERIFY(!played.play(1));
    auto result = studyResult(StudyId{"s"}, played.study, played.decisions, played.facts).value();
    QVERIFY(!secondsLeft(*result));  // no run says how long it took
    for (StudyFact& fact : played.facts) fact.seconds = 10;
    result = studyResult(StudyId{"s"}, played.study, played.decisions, played.facts).value();
    double planned = 0, done = 0;
    for (const ScaleProgress& scale : progressOf(*result)) planned += scale.plannedFlops, done += scale.flops;
    const double seconds = 10.0 * static_cast<double>(played.facts.size());
    QVERIFY(std::abs(*secondsLeft(*result) / ((planned / done - 1) * seconds) - 1) < 1e-9);
    Decisions ended = played.decisions;
    ended.push_back({{"kind", "state"}, {"state", "stopped"}});
    QVERIFY(!secondsLeft(*studyResult(StudyId{"s"}, played.study, ended, played.facts).value()));
  }

  /// What was found out about a cell that a version changes is found out again; what it leaves stays decided.
  void aRateHoldsWhileItsCellStays() {
    const char* search = R"({"learning_rate_search": "every arm"})";
    PlayedStudy played = playedStudy(search);
    QVERIFY(played.play());
    const std::size_t decided = played.decisions.size();
    played.study.study.seeds.push_back(4);
    QVERIFY(played.play());
    QCOMPARE(played.decisions.size(), decided);
    for (ResolvedCell& cell : played.study.cells)
      if (cell.arm == "rope" && cell.scale == "nano") cell.base.recipe["batch"] = 16;
    std::erase_if(played.facts,
                  [](const StudyFact& fact) { return fact.run.arm == "rope" && fact.run.scale == "nano"; });
    QVERIFY(played.play());
    QCOMPARE(played.decisions.size(), decided + 1);
    QCOMPARE(played.decisions.back()["arm"], Json("rope"));
    QVERIFY(played.count(RunRole::Trial, "rope", "nano") >= 9);
  }

  void aRungHoldsWhileTheBaselineAndTheArmStay() {
    PlayedStudy played = playedStudy(R"({"ladder": {"keep": 0.5, "error_rate": 0.05}})",
                                     {.gain = {{"none", 1.0}, {"rope", 2.0}, {"mqa", 0.4}, {"layernorm", 1.5}}});
    QVERIFY(played.play());
    const Json* rung = standing(played.study, played.decisions, "rung", "nano");
    QVERIFY(rung && dropsArm(played.study, *rung, "mqa") && !dropsArm(played.study, *rung, "rope"));
    ResolvedStudy other = played.study;
    for (ResolvedCell& cell : other.cells)
      if (cell.arm == "mqa") cell.base.recipe["dropout"] = 0.1;
    QVERIFY(standing(other, played.decisions, "rung", "nano") == rung && !dropsArm(other, *rung, "mqa"));
    for (ResolvedCell& cell : other.cells)
      if (cell.arm == "none") cell.base.recipe["dropout"] = 0.1;
    QVERIFY(!standing(other, played.decisions, "rung", "nano"));
  }

  void scalesThatDifferInMoreThanSizeAreNamed() {
    QVERIFY(scaleDifferences(playedStudy(R"({"scales": ["nano", "micro", "mini"]})").study).empty());
    for (const char* name : {"paper-mini", "norm", "interactions"}) {
      const Study study = readStudy(name).value();
      QVERIFY2(scaleDifferences(resolvedStudy(study, cellsOf(study).value(), "cpu")).empty(), name);
    }
    const Study paper = readStudy("paper").value();
    std::string all;
    for (const std::string& one : scaleDifferences(resolvedStudy(paper, cellsOf(paper).value(), "cpu"))) all += one;
    for (const char* words :
         {"context (compact 512 and full 1,024)", "dropout (compact 0.2 and full 0.4)", "tokens a parameter"})
      QVERIFY2(all.find(words) != std::string::npos, all.c_str());
  }

  void aBrokenStoredStudyIsASentence_data() {
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("expected");
    QTest::newRow("no definition") << R"({"definition": null})"
                                   << "definition";
    QTest::newRow("recipe of texts") << R"({"definition": {"recipe": {"learning_rate": "fast"}}})"
                                     << "no recipe";
    QTest::newRow("batch of a half") << R"({"definition": {"recipe": {"batch": 0.5}}})"
                                     << "no recipe";
    QTest::newRow("rate below 0") << R"({"definition": {"recipe": {"learning_rate": -1}}})"
                                  << "learning rate";
    QTest::newRow("no horizons") << R"({"horizons": []})"
                                 << "horizons";
    QTest::newRow("falling horizons") << R"({"horizons": [5, 4]})"
                                      << "growing";
  }
  void aBrokenStoredStudyIsASentence() {
    QFETCH(QString, patch);
    QFETCH(QString, expected);
    Json stored = toJson(playedStudy("{}").study);
    stored["cells"][0].merge_patch(*parseJson(patch.toStdString(), "patch"));
    const QString problem = problemOf(stored);
    QVERIFY2(problem.contains(expected) && problem.contains("cells[0]"), qPrintable(problem));
  }

  /// A model file may write its context as an expression.
  void aTimingRunReadsOneWindow() {
    ResolvedStudy study = playedStudy("{}").study;
    ResolvedCell& cell = study.cells.front();
    cell.base.architecture["sizes"]["context"] = "2*width";
    const StudyRun run{cell.arm, cell.scale, 1, cell.learningRate(), kTimedSteps, RunRole::Timing};
    QCOMPARE(definitionOf(study, run).recipe["eval_tokens"], Json(128));
    cell.base.architecture = Json::object();
    QCOMPARE(definitionOf(study, run).recipe["eval_tokens"], Json(1));
  }

  void theCommandSaysWhatDiffersFromTheTemplate() {
    Study study = readStudy("norm").value();
    const auto command = [&]() -> QString {
      const auto words = startWords(study);
      QStringList all;
      for (const std::string& word : words.value_or(std::vector<std::string>())) all << QString::fromStdString(word);
      return all.join(' ');
    };
    QCOMPARE(command(), QString("headroom study start norm"));
    study.tokensPerParameter = 0;
    study.pricePerHour = 1.5;
    study.hours = 2;
    QCOMPARE(command(), QString("headroom study start norm --tokens-per-parameter 0 --price 1.5 --hours 2"));
    study.retries = 7;
    QCOMPARE(command(), QString());
  }

  void anArmWithATokenizerOfItsOwnIsRefused() {
    Json json = toJson(playedStudy("{}").study.study);
    json["arms"][1]["settings"] = {{"tokenizer", "bytes"}};
    const auto cells = cellsOf(studyFrom(json, "test").value());
    QVERIFY(!cells.ok() && cells.error().message.find("'rope': a tokenizer of its own") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(StudyVersionsTest)
#include "tst_study_versions.moc"

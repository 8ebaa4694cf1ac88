// Study documents, cells that can be compared, and plans.
#include <rapidcheck.h>

#include <QtTest>
#include <cmath>

#include "core/arch/resolve.h"
#include "core/study/cells.h"
#include "core/study/plan.h"
#include "core/study/study_schema.h"

using namespace headroom;

namespace {

Json document() {
  return *parseJson(R"({ "format": "headroom.study", "version": 1, "name": "try", "model": "paper/none",
    "baseline": "none", "arms": [ {"name": "none"}, {"name": "rope", "patches": ["rope"]},
      {"name": "mqa", "patches": ["mqa"]} ],
    "scales": ["nano", "micro"], "seeds": [1, 2, 3], "tokens_per_parameter": 5 })",
                    "test");
}

QString problemOf(const Json& json) {
  const Result<Study> study = studyFrom(json, "test.json");
  return study ? QString() : QString::fromStdString(study.error().message);
}

Study study(const std::function<void(Json&)>& change = {}) {
  Json json = document();
  if (change) change(json);
  Result<Study> read = studyFrom(json, "test.json");
  if (!read) qFatal("%s", read.error().message.c_str());
  return *read;
}

QString cellProblem(const std::function<void(Json&)>& change) {
  const Result<StudyCells> cells = cellsOf(study(change));
  return cells ? QString() : QString::fromStdString(cells.error().message);
}

}  // namespace

class StudyTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsWrittenReadsBackEqual() {
    const Study all = study([](Json& json) {
      json["ladder"] = {{"keep", 0.3}};
      json["settings"] = {{"layers", 1}, {"optimizer", "lion"}};
      json["arms"][1]["settings"] = {{"learning_rate", 0.003}};
      json["match"] = "iso-param";
      json["learning_rate_search"] = "every arm";
    });
    const Result<Study> again = studyFrom(toJson(all), "test");
    QVERIFY(again.ok());
    QVERIFY(*again == all);
  }

  void everyTemplateReadsAndItsArmsExist() {
    QVERIFY(builtinLibrary().studies.size() >= 10);
    for (const Library::Document& document : builtinLibrary().studies) {
      const Result<Study> study = readStudy(document.name);
      QVERIFY2(study.ok(), study.ok() ? "" : study.error().message.c_str());
      QCOMPARE(study->name, document.name);
      const Result<StudyCells> cells = cellsOf(*study);
      QVERIFY2(cells.ok(), cells.ok() ? "" : cells.error().message.c_str());
    }
  }

  void aSpaceBecomesItsCombinations() {
    const Study found = study([](Json& json) {
      json["arms"] = Json::array({{{"name", "none"}}});
      json["space"] = {{{"patches", {"", "layernorm", "rmsnorm"}}},
                       {{"key", "activation"}, {"values", {"gelu", "relu2"}}},
                       {{"recipes", {"", "muon"}}}};
    });
    QCOMPARE(found.arms.size(), std::size_t{1 + 3 * 2 * 2 - 1});
    const StudyArm* one = found.arm("rmsnorm + activation=relu2 + muon");
    QVERIFY(one && one->patches == std::vector<std::string>{"rmsnorm"} && one->recipe == "muon");
    QVERIFY((one->settings == std::vector<std::pair<std::string, std::string>>{{"activation", "relu2"}}));
    QVERIFY(found.arm("muon") && found.arm("muon")->patches.empty());
    QVERIFY(!toJson(found).contains("space"));  // so that reading it again gives the same arms
    QVERIFY(studyFrom(toJson(found), "test").value() == found);
    const auto refused = [](const char* space) {
      Json json = toJson(study([](Json&) {}));
      json["space"] = *parseJson(space, "test");
      const auto read = studyFrom(json, "test.json");
      return read ? QString("taken") : QString::fromStdString(read.error().message);
    };
    QVERIFY(refused(R"([{"patches": ["a"]}])").contains("at least two choices"));
    QVERIFY(refused(R"([{"key": "x", "values": [1, [2]]}])").contains("space[0].values[1]"));
    QVERIFY(refused(R"([{"other": 1}])").contains("space[0]"));
    Json wide = Json::array();
    for (int i = 0; i < 10; ++i) wide.push_back({{"patches", {"", "a" + std::to_string(i)}}});
    QVERIFY(refused(dump(wide).c_str()).contains("1,000"));
  }

  /// The schema names every key that is written, and its ranges are those that the reader keeps.
  void theSchemaSaysWhatTheReaderTakes() {
    const Json schema = studySchema();
    Json all = toJson(study([](Json& json) { json["ladder"] = Json::object(); }));
    all["space"] = Json::array();  // read, never written
    for (const auto& [key, value] : all.items()) QVERIFY2(schema["properties"].contains(key), key.c_str());
    for (const auto& [key, property] : schema["properties"].items()) {
      QVERIFY2(all.contains(key), key.c_str());
      const auto takes = [&, name = key](const Json& value) {
        Json changed = all;
        changed[name] = value;
        if (value == "paper") changed["plan"] = "plain";  // the one rule between two keys
        return studyFrom(changed, "test").ok();
      };
      if (property.contains("default")) QVERIFY2(takes(property["default"]), key.c_str());
      if (property.contains("minimum")) {
        QVERIFY2(takes(property["minimum"]) && takes(property["maximum"]), key.c_str());
        QVERIFY2(!takes(property["minimum"].get<double>() - 1), key.c_str());
        if (property["maximum"] < 1e299) QVERIFY2(!takes(property["maximum"].get<double>() + 1), key.c_str());
      }
      if (property.contains("enum")) {
        for (const Json& word : property["enum"]) QVERIFY2(takes(word), key.c_str());
        QVERIFY2(!takes("another"), key.c_str());
      }
      if (property.contains("type")) QVERIFY2(!takes(property["type"] == "string" ? Json(1) : Json("x")), key.c_str());
    }
    for (const Json& key : schema["required"]) {
      Json without = all;
      without.erase(key.get<std::string>());
      QVERIFY(!studyFrom(without, "test").ok());
    }
  }

  void refusesWithThePathOfThePlace_data() {
    QTest::addColumn<QString>("patch");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* name, const char* patch, const char* expected) {
      QTest::addRow("%s", name) << QString(patch) << QString(expected);
    };
    row("unknown key", R"({"arm": 1})", "arm");
    row("version", R"({"version": 2})", "version 2 is not known");
    row("no arms", R"({"arms": []})", "a baseline and at least one more arm");
    row("one arm", R"({"arms": [{"name": "none"}]})", "at least one more arm");
    row("doubled arm", R"({"arms": [{"name": "none"}, {"name": "a"}, {"name": "a"}]})", "arms[2]");
    row("baseline", R"({"baseline": "nobody"})", "'nobody' is no arm");
    row("same as the baseline", R"({"same_as": "none"})", "same_as");
    row("no scales", R"({"scales": []})", "one to 20 scales");
    row("doubled scale", R"({"scales": ["nano", "nano"]})", "scales[1]");
    row("doubled seed", R"({"seeds": [1, 1]})", "seeds[1]");
    row("text for a seed", R"({"seeds": ["a"]})", "seeds[0]");
    row("no model", R"({"model": ""})", "name a template or file");
    row("match", R"({"match": "iso-luck"})", "iso-param");
    row("cooldown", R"({"cooldown": 2})", "cooldown");
    row("ladder on one scale", R"({"ladder": {}, "scales": ["nano"]})", "at least two scales");
    row("too many runs", R"({"seeds": [%1], "horizons": 20, "scales": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j",
      "k", "l", "m", "n", "o", "p", "q", "r", "s", "t"], "arms": [{"name": "none"}%2]})",
        "leave some out");
    row("structured setting", R"({"settings": {"layers": [1]}})", "settings.layers");
    row("unknown key in an arm", R"({"arms": [{"name": "none", "patch": 1}, {"name": "a"}]})", "arms[0]");
  }
  void refusesWithThePathOfThePlace() {
    QFETCH(QString, patch);
    QFETCH(QString, expected);
    QStringList seeds, arms;
    for (int i = 0; i < 100; ++i) seeds << QString::number(i), arms << QString(R"({"name": "a%1"})").arg(i);
    patch.replace("%1", seeds.join(',')).replace("%2", ',' + arms.join(','));
    Json json = document();
    json.merge_patch(*parseJson(patch.toStdString(), "patch"));
    const QString problem = problemOf(json);
    QVERIFY2(problem.contains(expected), qPrintable(problem));
    QVERIFY(problem.contains("test.json"));
  }

  void noMutationCrashes() {
    const std::string text = dump(document());
    QVERIFY(rc::check([&] {
      std::string broken = text;
      for (int i = *rc::gen::inRange(1, 4); i > 0; --i)
        broken[*rc::gen::inRange<std::size_t>(0, broken.size())] = static_cast<char>(*rc::gen::inRange(32, 127));
      const auto json = parseJson(broken, "test");
      if (!json) return;
      const Result<Study> read = studyFrom(*json, "test");
      const bool answered = read.ok() || !read.error().message.empty();
      RC_ASSERT(answered);
    }));
  }

  void armsThatCannotBeComparedAreRefused() {
    const QString context = cellProblem([](Json& json) { json["arms"][1]["settings"] = {{"context", 64}}; });
    QVERIFY2(context.contains("'rope' at scale 'nano'") && context.contains("context is 64 and the baseline's 128"),
             qPrintable(context));
    const QString vocab = cellProblem([](Json& json) { json["arms"][2]["settings"] = {{"vocab", 99}}; });
    QVERIFY2(vocab.contains("vocab is 99"), qPrintable(vocab));
    const QString tokens = cellProblem([](Json& json) { json["arms"][2]["settings"] = {{"eval_tokens", 1024}}; });
    QVERIFY2(tokens.contains("eval_tokens"), qPrintable(tokens));
    const QString unknown = cellProblem([](Json& json) { json["arms"][1]["patches"] = {"robe"}; });
    QVERIFY2(unknown.contains("'rope'"), qPrintable(unknown));
    const QString steps = cellProblem([](Json& json) { json["tokens_per_parameter"] = 0.1; });
    QVERIFY2(steps.contains("too few to be annealed"), qPrintable(steps));
  }

  void horizonsAreRootTwoApartAndEqualForAllArms() {
    const Result<StudyCells> cells = cellsOf(study());
    QVERIFY(cells.ok());
    QCOMPARE(cells->cells.size(), std::size_t{6});
    const StudyCell& baseline = *cells->find("none", "nano");
    QCOMPARE(baseline.horizons.size(), std::size_t{5});
    // 2 layers of 12·64² and a final gain, five tokens each, at 32 × 128 a step.
    QCOMPARE(baseline.bodyParameters, std::int64_t{2 * 12 * 64 * 64 + 64});
    const double longest = std::ceil(5.0 * (2 * 12 * 64 * 64 + 64) / (32 * 128));
    QCOMPARE(baseline.horizons.back(), static_cast<std::int64_t>(longest));
    for (std::size_t i = 0; i < 5; ++i)
      QVERIFY(std::abs(static_cast<double>(baseline.horizons[i]) - longest * std::pow(2, -0.5 * (4.0 - double(i)))) <=
              0.5);
    QCOMPARE(cells->find("mqa", "nano")->horizons, baseline.horizons);
    QVERIFY(cells->find("mqa", "nano")->bodyParameters < baseline.bodyParameters);
  }

  void matchingGivesTheFeedForwardWhatTheHeadsSave() {
    const Result<StudyCells> cells = cellsOf(study([](Json& json) { json["match"] = "iso-param"; }));
    QVERIFY(cells.ok());
    for (const char* scale : {"nano", "micro"}) {
      const StudyCell &baseline = *cells->find("none", scale), &mqa = *cells->find("mqa", scale);
      const double off = double(mqa.bodyParameters) / double(baseline.bodyParameters) - 1;
      QVERIFY(std::abs(off) < 0.011);  // half a step of 8: 2·8·64 of 98,368 a layer at nano
      QCOMPARE(std::abs(off) > 0.005, !mqa.note.empty());
    }
    const Result<StudyCells> flops = cellsOf(study([](Json& json) { json["match"] = "iso-FLOP"; }));
    QVERIFY(flops.ok());
    const double own = double(flops->find("mqa", "micro")->model.cost.flopsPerToken),
                 its = double(flops->find("none", "micro")->model.cost.flopsPerToken);
    QVERIFY(std::abs(own / its - 1) < 0.01);
  }

  void aCooldownIsTheEndOfAWholeRun() {
    const Study one = study();
    const Result<StudyCells> cells = cellsOf(one);
    QVERIFY(cells.ok());
    const ResolvedStudy resolved = resolvedStudy(one, *cells, "cpu");
    const ResolvedCell& cell = *resolved.find("rope", "micro");
    const RunDefinition trunk =
        definitionOf(resolved, {"rope", "micro", 3, cell.learningRate(), cell.horizons.back(), RunRole::Trunk});
    QCOMPARE(trunk.steps, forkStep(one, cell, cell.horizons.back()));
    QCOMPARE(trunk.recipe["schedule"], Json("constant"));
    QCOMPARE(trunk.keepAt.size(), std::size_t{4});  // the fifth is its last step
    for (const std::int64_t horizon : cell.horizons) {
      const RunDefinition cooldown =
          definitionOf(resolved, {"rope", "micro", 3, cell.learningRate(), horizon, RunRole::Cooldown});
      QCOMPARE(cooldown.steps, horizon);
      QCOMPARE(cooldown.seed, std::uint64_t{3});
      const Result<Recipe> recipe = patched(Recipe{}, cooldown.recipe, "recipe"),
                           ofTrunk = patched(Recipe{}, trunk.recipe, "recipe");
      QVERIFY(recipe.ok() && ofTrunk.ok());
      // Up to the fork both have one rate, and from there it falls to 0.
      const std::int64_t fork = cooldown.from->step;
      for (std::int64_t step = 1; step <= fork; ++step)
        QVERIFY(learningRateAt(*recipe, step) == learningRateAt(*ofTrunk, step));
      QVERIFY(learningRateAt(*recipe, fork + 1) < learningRateAt(*recipe, fork));
      QCOMPARE(learningRateAt(*recipe, horizon), 0.0);
      QVERIFY(fork == trunk.steps || std::count(trunk.keepAt.begin(), trunk.keepAt.end(), fork) == 1);
    }
    const Json stored = toJson(resolved);
    const Result<ResolvedStudy> again = resolvedStudyFrom(stored, "test");
    QVERIFY(again.ok());
    QCOMPARE(toJson(*again), stored);
    Json lacking = stored;
    lacking["cells"].erase(0);
    QVERIFY(!resolvedStudyFrom(lacking, "test").ok());
  }

  void thePlanCountsEveryRunAndRefusesWhatCannotFit() {
    const Study one = study([](Json& json) { json["learning_rate_search"] = "baseline"; });
    const Result<StudyCells> cells = cellsOf(one);
    QVERIFY(cells.ok());
    const Result<StudyPlan> plan = planOf(one, *cells, Json());
    QVERIFY(plan.ok());
    // A scale: 3 trials, and for 3 arms and 3 seeds a trunk with 5 cooldowns and a run that is timed.
    QCOMPARE(plan->runs, std::size_t{2 * (3 * 3 + 3 * 3 * 7)});
    QVERIFY(!plan->seconds && plan->assumedNoise);
    QVERIFY(plan->scales[0].smallestGain && *plan->scales[0].smallestGain > 1);
    const ResolvedStudy resolved = resolvedStudy(one, *cells, "cpu");
    double flops = 0;
    for (const StudyRun& run : plannedRuns(resolved))
      flops += cells->find(run.arm, run.scale)->model.cost.flopsPerStep *
               double(ownSteps(one, *resolved.find(run.arm, run.scale), run));
    QVERIFY(std::abs(plan->flops / flops - 1) < 1e-12);
    QVERIFY(checkFits(one, *plan, {}).ok());
    const auto memory = checkFits(one, *plan, {.memory = 1e6});
    QVERIFY(!memory.ok() && memory.error().kind == ErrorKind::Refused);
    const auto disk = checkFits(one, *plan, {.disk = plan->diskBytes * 0.7});
    QVERIFY(!disk.ok() && QString::fromStdString(disk.error().message).contains("2 seeds would fit"));
    StudyPlan timed = *plan;
    timed.seconds = 7200;
    Study limited = one;
    limited.hours = 1;
    QVERIFY(!checkFits(limited, timed, {}).ok());
    limited.hours = 3;
    QVERIFY(checkFits(limited, timed, {}).ok());
  }

  void aRunIsTheStudysWhileItsDefinitionMeansIt() {
    const auto resolvedFrom = [](const std::string& changes) {
      Json json = *parseJson(R"({ "format": "headroom.study", "version": 1, "name": "try", "model": "paper/none",
        "baseline": "none", "arms": [{"name": "none"}, {"name": "rope", "patches": ["rope"]}], "scales": ["nano"] })",
                             "test");
      json.merge_patch(*parseJson(changes, "changes"));
      const Study study = studyFrom(json, "test").value();
      return resolvedStudy(study, cellsOf(study).value(), "cpu");
    };
    const ResolvedStudy before = resolvedFrom("{}");
    const ResolvedCell& cell = before.cells.back();
    StudyRun run{"rope", "nano", 2, cell.learningRate(), cell.horizons[1], RunRole::Cooldown};
    RunDefinition trained = definitionOf(before, run);
    trained.name = "another name";
    trained.from->run = RunId{"trunk"};
    QVERIFY(isRunOf(before, run, trained));
    QVERIFY(isRunOf(resolvedFrom(R"({"seeds": [2, 7]})"), run, trained));
    for (const char* change :
         {R"({"seeds": [7]})", R"({"settings": {"dropout": "0.3"}})", R"({"cooldown": 0.1})", R"({"threads": 2})",
          R"({"arms": [{"name": "none"}, {"name": "rope", "patches": ["mqa"]}]})",
          R"({"arms": [{"name": "none"}, {"name": "mqa", "patches": ["mqa"]}]})"})
      QVERIFY2(!isRunOf(resolvedFrom(change), run, trained), change);
  }

  void aPlanForAGpuTrainsOneRunAtATime() {
    const Study study = readStudy("norm").value();
    const StudyCells cells = cellsOf(study).value();
    const StudyPlan gpu = planOf(study, cells, Json(), {}, "cuda").value();
    QVERIFY(gpu.onGpu);
    QCOMPARE(gpu.sideBySide, std::int64_t{1});
    QVERIFY(checkFits(study, gpu, {.memory = 1.0, .disk = {}}).ok());  // the processor's memory is not the GPU's
    const StudyPlan cpu = planOf(study, cells, Json(), {}, "cpu").value();
    QVERIFY(!checkFits(study, cpu, {.memory = 1.0, .disk = {}}).ok());
    QVERIFY(cpu.peakBytes >= 300e6 * static_cast<double>(cpu.sideBySide));
  }

  void aWindowAsLongAsTheContextIsNotSparse() {
    Json json = *parseJson(R"({ "format": "headroom.study", "version": 1, "name": "try", "model": "paper/none",
      "baseline": "none", "scales": ["nano"],
      "arms": [{"name": "none"}, {"name": "window", "patches": ["window"], "settings": {"span": "128"}}] })",
                           "test");
    const auto refused = cellsOf(studyFrom(json, "test").value());
    QVERIFY(!refused.ok());
    QVERIFY2(refused.error().message.find("density 1.00") != std::string::npos, refused.error().message.c_str());
    json["arms"][1]["settings"]["span"] = "16";
    const auto cells = cellsOf(studyFrom(json, "test").value());
    QVERIFY2(cells.ok(), cells.ok() ? "" : cells.error().message.c_str());
    QVERIFY(resolvedStudy(studyFrom(json, "test").value(), *cells, "cpu").find("window", "nano")->attentionDensity <
            0.5);
  }
};

QTEST_GUILESS_MAIN(StudyTest)
#include "tst_study.moc"

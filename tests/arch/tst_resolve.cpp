// From a request to one model: the order of patches, settings without paths, arms and their conflicts, recipes.
#include <QTest>
#include <set>

#include "core/arch/hidden_matrices.h"
#include "core/arch/patch.h"
#include "core/arch/resolve.h"

using namespace headroom;

namespace {

std::int64_t sizeOf(const ResolvedModel& model, const std::string& name) {
  return resolveSizes(model.architecture)->at(name);
}

Arm arm(const std::string& name, const char* patches) {
  const Json document = {{"format", "headroom.arm"}, {"version", 1}, {"name", name}, {"patches", Json::parse(patches)}};
  const auto read = armFromJson(document, name);
  if (!read) qFatal("%s", read.error().message.c_str());
  return *read;
}

Architecture baseline() {
  return resolve({.model = "paper/none"})->architecture;
}

std::vector<std::string> blocksIn(const Elements& elements) {
  std::vector<std::string> ids;
  for (const Element& element : elements) {
    if (!element.block.empty()) ids.push_back(element.block);
    for (const std::string& id : blocksIn(element.body)) ids.push_back(id);
  }
  return ids;
}

std::set<std::string> parameterNames(const Architecture& architecture) {
  const auto graph = build(architecture);
  if (!graph) qFatal("%s", graph.error().message.c_str());
  std::set<std::string> names;
  for (const Parameter& parameter : graph->parameters) names.insert(parameter.name);
  return names;
}

}  // namespace

class TestResolve : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyDocumentOfOursIsSound() {
    const Library& library = builtinLibrary();
    QVERIFY(library.templates.size() >= 3 && library.scales.size() >= 7 && library.arms.size() >= 2);
    for (const auto& model : library.templates)
      for (const auto& scale : library.scales) {
        const auto resolved = resolve({.model = model.name, .scale = scale.name});
        QVERIFY2(resolved.ok(), resolved.ok() ? "" : resolved.error().message.c_str());
        const auto graph = build(resolved->architecture);
        QVERIFY2(graph.ok(), graph.ok() ? "" : graph.error().message.c_str());
      }
    for (const auto& arm : library.arms) {
      const auto resolved = resolve({.model = "paper/none", .scale = "nano", .arms = {arm.name}});
      QVERIFY2(resolved.ok(), resolved.ok() ? "" : resolved.error().message.c_str());
      QVERIFY(!(resolved->architecture == resolve({.model = "paper/none", .scale = "nano"})->architecture));
    }
    for (const auto& recipe : library.recipes) QVERIFY(resolve({.model = "gpt2", .recipe = recipe.name}).ok());
  }

  void laterPatchesWin() {
    const auto model =
        resolve({.model = "gpt2", .scale = "nano", .settings = {{"width", "96"}, {"batch", "8"}}, .dataVocab = 50});
    QVERIFY(model.ok());
    QCOMPARE(sizeOf(*model, "layers"), std::int64_t{2});
    QCOMPARE(sizeOf(*model, "width"), std::int64_t{96});
    QCOMPARE(sizeOf(*model, "ffn_width"), std::int64_t{384});
    QCOMPARE(sizeOf(*model, "vocab"), std::int64_t{50});
    QCOMPARE(model->recipe.batch, std::int64_t{8});
    QCOMPARE(model->recipe.steps, std::int64_t{200});
    QCOMPARE(sizeOf(*resolve({.model = "gpt2", .settings = {{"vocab", "64"}}, .dataVocab = 50}), "vocab"),
             std::int64_t{64});
  }

  void theCharTemplateBringsItsBatch() {
    const auto model = resolve({.model = "char"});
    QCOMPARE(model->recipe.batch, std::int64_t{12});
    QCOMPARE(sizeOf(*model, "context"), std::int64_t{256});
    QVERIFY(model->architecture.recipe.empty());
  }

  void thePapersScalesAreThePapers() {
    const auto compact = resolve({.model = "paper/none", .scale = "compact"});
    QCOMPARE(compact->recipe.batch * sizeOf(*compact, "context"), std::int64_t{262144});
    QCOMPARE(compact->recipe.learningRate, 6e-4);
    QCOMPARE(compact->recipe.dropout, 0.2);
    const auto full = resolve({.model = "paper/none", .scale = "full"});
    QCOMPARE(full->recipe.batch * sizeOf(*full, "context"), std::int64_t{524288});
    QVERIFY(full->recipe.precision == Precision::Bf16);
    QCOMPARE(full->recipe.accumulation, std::int64_t{8});
  }

  void aSettingReachesEveryBlockThatHasTheParameter() {
    const auto model =
        resolve({.model = "gpt2", .settings = {{"bias", "false"}, {"kernel", "math"}, {"tokenizer", "bytes"}}});
    QVERIFY(model.ok());
    for (const std::string& name : parameterNames(model->architecture))
      QVERIFY2(!QString::fromStdString(name).endsWith("bias"), name.c_str());
    QCOMPARE(find(model->architecture, {2, 0, 1})->params.at("kernel"), Written(std::string("math")));
    QCOMPARE(model->dataSettings.at("tokenizer").get<std::string>(), std::string("bytes"));
  }

  void badRequestsAreSentences_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("scale");
    QTest::addColumn<QString>("arm");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("says");
    QTest::newRow("template") << "gtp2"
                              << ""
                              << ""
                              << ""
                              << ""
                              << "did you mean 'gpt2'";
    QTest::newRow("file") << "/nowhere/model.json"
                          << ""
                          << ""
                          << ""
                          << ""
                          << "/nowhere/model.json";
    QTest::newRow("scale") << "gpt2"
                           << "nanno"
                           << ""
                           << ""
                           << ""
                           << "did you mean 'nano'";
    QTest::newRow("arm") << "gpt2"
                         << ""
                         << "falsh"
                         << ""
                         << ""
                         << "did you mean 'flash'";
    QTest::newRow("key") << "gpt2"
                         << ""
                         << ""
                         << "learnin_rate"
                         << "1"
                         << "did you mean 'learning_rate'";
    QTest::newRow("key of another block") << "gpt2"
                                          << ""
                                          << ""
                                          << "experts"
                                          << "8"
                                          << "neither a size";
    QTest::newRow("rate below zero") << "gpt2"
                                     << ""
                                     << ""
                                     << "learning_rate"
                                     << "-1"
                                     << "learning_rate: -1 is outside";
    QTest::newRow("rate in words") << "gpt2"
                                   << ""
                                   << ""
                                   << "learning_rate"
                                   << "fast"
                                   << "learning_rate: ";
    QTest::newRow("NaN") << "gpt2"
                         << ""
                         << ""
                         << "learning_rate"
                         << "nan"
                         << "learning_rate: ";
    QTest::newRow("precision") << "gpt2"
                               << ""
                               << ""
                               << "precision"
                               << "fp8"
                               << "fp32";
    QTest::newRow("optimizer") << "gpt2"
                               << ""
                               << ""
                               << "optimizer"
                               << "adam"
                               << "optimizer: 'adam' is not known; try adamw, sgd, lion or muon";
    QTest::newRow("schedule") << "gpt2"
                              << ""
                              << ""
                              << "schedule"
                              << "step"
                              << "cosine, constant, linear or wsd";
    QTest::newRow("decay share") << "gpt2"
                                 << ""
                                 << ""
                                 << "decay_share"
                                 << "1.5"
                                 << "decay_share: 1.5 is outside 0 … 1";
    QTest::newRow("decay shape") << "gpt2"
                                 << ""
                                 << ""
                                 << "decay_shape"
                                 << "cosine"
                                 << "decay_shape: 'cosine' is not known; try linear or 1-sqrt";
    QTest::newRow("label smoothing") << "gpt2"
                                     << ""
                                     << ""
                                     << "label_smoothing"
                                     << "0.6"
                                     << "label_smoothing: 0.6 is outside 0 … 0.5";
    QTest::newRow("muon factor") << "gpt2"
                                 << ""
                                 << ""
                                 << "muon_factor"
                                 << "-1"
                                 << "muon_factor: -1 is outside 0 … 1e+06";
    QTest::newRow("accumulation") << "gpt2"
                                  << ""
                                  << ""
                                  << "accumulation"
                                  << "5"
                                  << "5 does not divide batch 32; try 4 or 8";
    QTest::newRow("batch start") << "gpt2"
                                 << ""
                                 << ""
                                 << "batch_start"
                                 << "12"
                                 << "batch_start: 12 is no multiple of the 32 sequences of a micro-batch (batch / "
                                    "accumulation); try accumulation=8";
    QTest::newRow("batch start above the batch") << "gpt2"
                                                 << ""
                                                 << ""
                                                 << "batch_start"
                                                 << "64"
                                                 << "batch_start: 64 is more than batch 32; try 32, or 0 for no ramp";
    QTest::newRow("batch ramp") << "gpt2"
                                << ""
                                << ""
                                << "batch_ramp"
                                << "0"
                                << "batch_ramp: 0 is out of range; it must be from 1";
    QTest::newRow("average") << "gpt2"
                             << ""
                             << ""
                             << "average"
                             << "mean"
                             << "none, ema or last";
    QTest::newRow("average decay") << "gpt2"
                                   << ""
                                   << ""
                                   << "average_decay"
                                   << "1"
                                   << "average_decay: 1 is outside 0 … 0.9999999";
    QTest::newRow("average share") << "gpt2"
                                   << ""
                                   << ""
                                   << "average_share"
                                   << "2"
                                   << "average_share: 2 is outside 0 … 1";
    QTest::newRow("flag") << "gpt2"
                          << ""
                          << ""
                          << "bias"
                          << "perhaps"
                          << "true nor false";
    QTest::newRow("half a batch") << "gpt2"
                                  << ""
                                  << ""
                                  << "batch"
                                  << "1.5"
                                  << "whole";
  }
  void badRequestsAreSentences() {
    QFETCH(QString, model);
    QFETCH(QString, scale);
    QFETCH(QString, arm);
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, says);
    ModelRequest request{.model = model.toStdString(), .scale = scale.toStdString()};
    if (!arm.isEmpty()) request.arms = {arm.toStdString()};
    if (!key.isEmpty()) request.settings = {{key.toStdString(), value.toStdString()}};
    const auto result = resolve(request);
    QVERIFY(!result.ok());
    QCOMPARE(exitCode(result.error()), 2);
    QVERIFY2(QString::fromStdString(result.error().message).contains(says), result.error().message.c_str());
  }

  void layernormStandsBeforeBothHalvesOfEveryLayer() {
    const auto model = resolve({.model = "paper/none", .arms = {"layernorm"}});
    QVERIFY(model.ok());
    const Elements& layer = find(model->architecture, {2})->body;
    QCOMPARE(blocksIn(layer), (std::vector<std::string>{"norm.layer", "attention.mha", "norm.layer", "ffn.mlp"}));
    // What arm and baseline share has the same names, so that it starts from the same weights.
    const std::set<std::string> names = parameterNames(model->architecture);
    for (const std::string& name : parameterNames(baseline())) QVERIFY2(names.count(name), name.c_str());
  }

  void patchesDoWhatTheySay() {
    const auto one = [](const char* patch) { return withArms(baseline(), {arm("a", patch)}); };
    QCOMPARE(blocksIn(one(R"([{"find": {"family": "position"}, "remove": true}])")->body).size(), std::size_t{5});
    QCOMPARE(blocksIn(one(R"([{"find": {"block": "ffn.mlp"}, "after": {"block": "norm.layer"}}])")->body)[4],
             std::string("norm.layer"));
    QCOMPARE(blocksIn(one(R"([{"find": {"block": "ffn.mlp"}, "replace": {"block": "norm.layer"}}])")->body)[3],
             std::string("norm.layer"));
    const auto wrapped = one(R"([{"find": {"block": "head.linear"}, "wrap": "residual"}])");
    QVERIFY(wrapped->body.back().kind == Element::Kind::Residual);
    QCOMPARE(one(R"([{"sizes": {"heads": 1}}])")->sizes.at("heads"), Written(std::int64_t{1}));
  }

  void twoArmsOnTheSameThingAreAnErrorNamingBoth_data() {
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::addColumn<bool>("fits");
    const QByteArray setMath = R"([{"find": {"family": "attention"}, "set": {"kernel": "math"}}])";
    const QByteArray setBias = R"([{"find": {"family": "attention"}, "set": {"bias": true}}])";
    const QByteArray remove = R"([{"find": {"block": "attention.mha"}, "remove": true}])";
    const QByteArray replace =
        R"([{"find": {"block": "attention.mha"}, "replace": {"block": "attention.mha", "heads": 1}}])";
    const QByteArray before = R"([{"find": {"family": "attention"}, "before": {"block": "norm.layer"}}])";
    const QByteArray after = R"([{"find": {"family": "attention"}, "after": {"block": "norm.layer"}}])";
    const QByteArray wrap = R"([{"find": {"family": "ffn"}, "wrap": "residual"}])";
    const QByteArray size = R"([{"sizes": {"heads": 1}}])";
    QTest::newRow("same parameter") << setMath << setMath << false;
    QTest::newRow("two parameters") << setMath << setBias << true;
    QTest::newRow("set and remove") << setMath << remove << false;
    QTest::newRow("remove and set") << remove << setMath << false;
    QTest::newRow("set and replace") << setMath << replace << false;
    QTest::newRow("replace and set") << replace << setMath << false;
    QTest::newRow("replace twice") << replace << replace << false;
    QTest::newRow("before twice") << before << before << false;
    QTest::newRow("before and after") << before << after << true;
    QTest::newRow("before and replace") << before << replace << true;
    QTest::newRow("wrap twice") << wrap << wrap << false;
    QTest::newRow("size twice") << size << size << false;
    QTest::newRow("size and set") << size << setBias << true;
  }
  void twoArmsOnTheSameThingAreAnErrorNamingBoth() {
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    QFETCH(bool, fits);
    const auto result = withArms(baseline(), {arm("north", first), arm("south", second)});
    QCOMPARE(result.ok(), fits);
    if (fits) return;
    const QString message = QString::fromStdString(result.error().message);
    QVERIFY2(message.contains("'north'") && message.contains("'south'"), result.error().message.c_str());
  }

  void anArmThatFindsNothingIsAnError() {
    const auto result = withArms(baseline(), {arm("lost", R"([{"find": {"name": "nobody"}, "remove": true}])")});
    QVERIFY(!result.ok());
    QVERIFY(QString::fromStdString(result.error().message).contains("'nobody'"));
    QVERIFY(!resolve({.model = "gpt2", .arms = {"flash", "flash"}}).ok());
  }

  void recipesReadBackEqual() {
    Recipe recipe;
    recipe.learningRate = 0.1234567891234;
    recipe.precision = Precision::Bf16;
    recipe.decayShare = 0.3;
    recipe.decayShape = DecayShape::OneMinusRoot;
    recipe.muonFactor = 7;
    recipe.labelSmoothing = 0.1;
    recipe.accumulation = 8;
    recipe.batchStart = 12;
    recipe.batchRamp = 77;
    recipe.averageDecay = 0.9;
    recipe.averageShare = 0.4;
    for (const Precision precision : kPrecisions)
      for (const Average average : kAverages) {
        recipe.precision = precision;
        recipe.average = average;
        QVERIFY(*patched(Recipe{}, toJson(recipe), "") == recipe);
      }
    for (const Schedule schedule : kSchedules)
      for (const OptimizerKind optimizer : kOptimizers) {
        recipe.schedule = schedule;
        recipe.optimizer = optimizer;
        QVERIFY(*patched(Recipe{}, toJson(recipe), "") == recipe);
      }
    const Json document = toJson(recipe);
    for (const auto& [key, value] : document.items()) QVERIFY(isRecipeKey(key));
    QVERIFY(!isRecipeKey("width"));
  }

  void theLearningRateWarmsUpAndFalls() {
    Recipe recipe{.learningRate = 1.0, .minLearningRate = 0.1, .warmup = 10, .steps = 110};
    QCOMPARE(learningRateAt(recipe, 1), 0.1);
    QCOMPARE(learningRateAt(recipe, 10), 1.0);
    QCOMPARE(learningRateAt(recipe, 60), 0.55);
    QCOMPARE(learningRateAt(recipe, 110), 0.1);
    QCOMPARE(learningRateAt(recipe, 500), 0.1);
    recipe.schedule = Schedule::Constant;
    QCOMPARE(learningRateAt(recipe, 110), 1.0);
    for (const Schedule schedule : kSchedules) {
      recipe = {.learningRate = 0.01, .minLearningRate = 0.1, .schedule = schedule, .warmup = 0, .steps = 10};
      QCOMPARE(learningRateAt(recipe, 10), 0.01);  // a floor above the peak does not raise it
    }
  }

  void aLinearScheduleFallsEvenly() {
    const Recipe recipe{
        .learningRate = 1.0, .minLearningRate = 0.1, .schedule = Schedule::Linear, .warmup = 10, .steps = 110};
    QCOMPARE(learningRateAt(recipe, 1), 0.1);
    QCOMPARE(learningRateAt(recipe, 10), 1.0);
    QCOMPARE(learningRateAt(recipe, 11), 1 - 0.9 / 100);
    QCOMPARE(learningRateAt(recipe, 60), 0.55);
    QCOMPARE(learningRateAt(recipe, 110), 0.1);
    QCOMPARE(learningRateAt(recipe, 500), 0.1);
  }

  void wsdKeepsThePeakAndFallsInItsLastShare() {
    Recipe recipe{.learningRate = 1.0,
                  .minLearningRate = 0.1,
                  .schedule = Schedule::Wsd,
                  .warmup = 10,
                  .decayShare = 0.2,
                  .steps = 100};
    QCOMPARE(learningRateAt(recipe, 5), 0.5);
    for (const std::int64_t step : {10, 11, 79, 80}) QVERIFY(learningRateAt(recipe, step) == 1.0);
    QCOMPARE(learningRateAt(recipe, 81), 1 - 0.9 / 20);
    QCOMPARE(learningRateAt(recipe, 90), 0.55);
    QVERIFY(learningRateAt(recipe, 100) == 0.1);
    QVERIFY(learningRateAt(recipe, 500) == 0.1);
    recipe.decayShare = 0;  // no decay at all
    QVERIFY(learningRateAt(recipe, 100) == 1.0);
    recipe.decayShare = 1;  // it starts where the warm-up ends
    QVERIFY(learningRateAt(recipe, 10) == 1.0);
    QCOMPARE(learningRateAt(recipe, 55), 0.55);
    recipe.warmup = 100;  // nothing but warm-up
    QVERIFY(learningRateAt(recipe, 100) == 1.0);
  }

  /// floor + (peak − floor) · (1 − √t), by hand: √0.05 = 0.2236067977…, √0.25 = 0.5, √0.64 = 0.8.
  void wsdFallsAsOneMinusTheRootWhenAsked() {
    const auto resolved = resolve({.model = "gpt2",
                                   .recipe = "wsd",
                                   .settings = {{"decay_shape", "1-sqrt"},
                                                {"learning_rate", "1"},
                                                {"min_learning_rate", "0.1"},
                                                {"warmup", "10"},
                                                {"steps", "100"}}});
    QVERIFY2(resolved.ok(), resolved ? "" : resolved.error().message.c_str());
    Recipe recipe = resolved->recipe;
    QCOMPARE(learningRateAt(recipe, 5), 0.5);
    for (const std::int64_t step : {10, 11, 79, 80}) QVERIFY(learningRateAt(recipe, step) == 1.0);
    QCOMPARE(learningRateAt(recipe, 81), 0.1 + 0.9 * 0.7763932022500210);
    QCOMPARE(learningRateAt(recipe, 85), 0.55);
    QCOMPARE(learningRateAt(recipe, 95), 0.1 + 0.9 * 0.1339745962155613);  // 1 − √0.75
    QVERIFY(learningRateAt(recipe, 100) == 0.1);
    QVERIFY(learningRateAt(recipe, 500) == 0.1);
    recipe.steps = 125;  // falls from step 100 on
    QCOMPARE(learningRateAt(recipe, 116), 0.1 + 0.9 * 0.2);
    QCOMPARE(resolve({.model = "gpt2", .recipe = "wsd"})->recipe.decayShape, DecayShape::Linear);
  }

  void theBatchGrowsEvenlyInWholeMicroBatches() {
    Recipe recipe{.batch = 32, .accumulation = 8};
    for (const std::int64_t step : {1, 50, 1000}) QCOMPARE(batchAt(recipe, step), std::int64_t{32});
    recipe.batchStart = 8;
    recipe.batchRamp = 12;  // from 2 parts of 4 sequences to 8: one more every second step
    for (std::int64_t step = 1; step <= 12; ++step) QCOMPARE(microBatchesAt(recipe, step), 2 + (step - 1) / 2);
    for (const std::int64_t step : {13, 14, 1000}) QCOMPARE(batchAt(recipe, step), std::int64_t{32});
    recipe.batchStart = 32;  // nowhere to go
    for (const std::int64_t step : {1, 12, 13}) QCOMPARE(batchAt(recipe, step), std::int64_t{32});
  }

  void sequencesAreTheSumOfTheirSteps() {
    for (const std::int64_t start : {0, 4, 8, 20, 32})
      for (const std::int64_t ramp : {1, 2, 5, 12, 100}) {
        const Recipe recipe{.batch = 32, .accumulation = 8, .batchStart = start, .batchRamp = ramp};
        std::int64_t sum = 0;
        for (std::int64_t step = 0; step <= 130; sum += batchAt(recipe, ++step))
          QCOMPARE(sequencesThrough(recipe, step), static_cast<double>(sum));
      }
    // The largest ramp there may be: half of what it would be without one, about.
    const Recipe longest{.batch = 1 << 24, .accumulation = 1 << 24, .batchStart = 1, .batchRamp = 1'000'000'000};
    const double whole = 1e9 * (1 << 24);
    QVERIFY(std::abs(sequencesThrough(longest, 1'000'000'000) / whole - 0.5) < 1e-6);
  }

  void averagesTakeInWhatTheirRuleSays() {
    Recipe recipe{.steps = 10};
    QCOMPARE(averageShareAt(recipe, 10), 0.0);
    recipe.average = Average::Last;
    recipe.averageShare = 0.4;
    for (const std::int64_t step : {0, 1, 6}) QCOMPARE(averageShareAt(recipe, step), 0.0);
    for (const std::int64_t step : {7, 8, 9, 10})  // a running mean of the last four
      QCOMPARE(averageShareAt(recipe, step), 1.0 / static_cast<double>(step - 6));
    recipe.averageShare = 0;  // the last step alone
    QCOMPARE(averageShareAt(recipe, 9), 0.0);
    QCOMPARE(averageShareAt(recipe, 10), 1.0);
    recipe.averageShare = 1;
    QCOMPARE(averageShareAt(recipe, 1), 1.0);
    recipe.average = Average::Ema;
    recipe.averageDecay = 0.9;
    QCOMPARE(averageShareAt(recipe, 0), 0.0);
    QCOMPARE(averageShareAt(recipe, 1), 1.0);
    QCOMPARE(averageShareAt(recipe, 11), 0.5);
    QCOMPARE(averageShareAt(recipe, 1000), 1 - 0.9);
  }

  void hiddenMatricesAreNeitherEmbeddingsNorHeads() {
    const auto hiddenIn = [](const ModelRequest& request) {
      const auto graph = build(resolve(request)->architecture);
      const std::vector<bool> hidden = hiddenMatrices(*graph);
      std::set<std::string> names;
      for (std::size_t i = 0; i < hidden.size(); ++i)
        if (hidden[i]) names.insert(graph->parameters[i].name);
      return names;
    };
    const std::set<std::string> gpt2{"layers.0.attention.qkv.weight", "layers.0.attention.out.weight",
                                     "layers.0.ffn.up.weight", "layers.0.ffn.down.weight"};
    QVERIFY(hiddenIn({.model = "gpt2", .settings = {{"layers", "1"}}}) == gpt2);  // a tied head
    for (const char* cap : {"0", "30"}) {                                         // a head of its own
      const std::set<std::string> llama = hiddenIn({.model = "llama", .settings = {{"layers", "1"}, {"softcap", cap}}});
      QVERIFY(llama.contains("layers.0.ffn.down.weight"));
      for (const std::string& name : llama) QVERIFY2(name.starts_with("layers.0."), name.c_str());
    }
    // Experts lie in a stack, each a matrix.
    const std::set<std::string> experts{"layers.0.attention.qkv.weight", "layers.0.attention.out.weight",
                                        "layers.0.ffn.router.weight", "layers.0.ffn.up.weight",
                                        "layers.0.ffn.down.weight"};
    QVERIFY(hiddenIn({.model = "gpt2", .arms = {"moe"}, .settings = {{"layers", "1"}}}) == experts);
    for (const std::string& name : hiddenIn({.model = "mamba", .settings = {{"layers", "1"}}}))
      QVERIFY2(name.find("conv") == std::string::npos, name.c_str());
  }

  void aVocabularySmallerThanTheDataIsRefused() {
    QVERIFY(checkVocab(65, 65).ok());
    QVERIFY(!checkVocab(60, 65).ok());
  }
};

QTEST_APPLESS_MAIN(TestResolve)
#include "tst_resolve.moc"

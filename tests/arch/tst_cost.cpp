// Counts: published parameters to the digit, FLOPs by the counting rule, memory that is never far below the truth.
#include <QTest>
#include <algorithm>
#include <cmath>

#include "core/arch/cost.h"
#include "core/arch/resolve.h"

using namespace headroom;

namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

struct Counted {
  Graph graph;
  ModelCost cost;
  Recipe recipe;
};

Counted counted(const std::string& model, const std::string& scale, const Settings& settings = {}) {
  const auto resolved = resolve({.model = model, .scale = scale, .settings = settings});
  if (!resolved) qFatal("%s", resolved.error().message.c_str());
  const auto graph = build(resolved->architecture, {.dropout = resolved->recipe.dropout});
  if (!graph) qFatal("%s", graph.error().message.c_str());
  const auto cost = modelCost(*graph, resolved->recipe);
  if (!cost) qFatal("%s", cost.error().message.c_str());
  return {*graph, *cost, resolved->recipe};
}

}  // namespace

class TestCost : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void gpt2HasThePublishedParameters_data() {
    QTest::addColumn<int>("layers");
    QTest::addColumn<int>("heads");
    QTest::addColumn<int>("width");
    QTest::addColumn<qint64>("parameters");
    // Sums of the tensors of openai-community/gpt2, -medium, -large and -xl.
    QTest::newRow("gpt2") << 12 << 12 << 768 << qint64{124439808};
    QTest::newRow("medium") << 24 << 16 << 1024 << qint64{354823168};
    QTest::newRow("large") << 36 << 20 << 1280 << qint64{774030080};
    QTest::newRow("xl") << 48 << 25 << 1600 << qint64{1557611200};
  }
  void gpt2HasThePublishedParameters() {
    QFETCH(int, layers);
    QFETCH(int, heads);
    QFETCH(int, width);
    QFETCH(qint64, parameters);
    const Settings settings{
        {"layers", std::to_string(layers)}, {"heads", std::to_string(heads)}, {"width", std::to_string(width)}};
    const Counted gpt2 = counted("gpt2", "", settings);
    QCOMPARE(qint64{gpt2.cost.parameters}, parameters);
    qint64 sum = 0;
    for (const SiteCost& site : gpt2.cost.sites) sum += site.parameters;
    QCOMPARE(sum, parameters);
  }

  void publishedModelsHaveTheirParameters() {
    QCOMPARE(counted("llama", "").cost.parameters, std::int64_t{8030261248});  // Llama 3 8B
    // Llama 2 7B: its sizes and vocabulary, every head with keys of its own.
    QCOMPARE(
        counted("llama", "", {{"context", "4096"}, {"kv_heads", "heads"}, {"ffn_width", "11008"}, {"vocab", "32000"}})
            .cost.parameters,
        std::int64_t{6738415616});
    const Counted mixtral = counted("mixtral", "");  // 8x7B: two of eight experts meet a token
    QCOMPARE(mixtral.cost.parameters, std::int64_t{46702792704});
    QCOMPARE(mixtral.cost.parametersActive, std::int64_t{12879925248});
    // DeepSeek-V3's 671,026,419,200 without its 58 · 256 router biases, which are states and not trained.
    const Counted deepseek = counted("deepseek", "");
    const auto biases = std::count_if(deepseek.graph.states.begin(), deepseek.graph.states.end(),
                                      [](const State& state) { return state.shape == std::vector<std::int64_t>{256}; });
    QCOMPARE(biases, 58);
    QCOMPARE(deepseek.cost.parameters + 58 * 256, std::int64_t{671026419200});
    QCOMPARE(deepseek.cost.kvCacheBytesPerToken, std::int64_t{61 * (512 + 64) * 2});  // the latent, in bf16
    QCOMPARE(counted("mamba", "").cost.parameters, std::int64_t{129135360});          // 130m
    for (const char* recurrent : {"mamba", "lstm"})
      QCOMPARE(counted(recurrent, "").cost.kvCacheBytesPerToken, std::int64_t{0});
    for (const char* scale : {"gpt2-124m", "gpt2-medium", "gpt2-large", "gpt2-xl"})
      QVERIFY(counted("gpt2", scale).cost.parameters >= 124439808);
    // 8 bytes a key head number: 2 · 32 layers · 8 heads · 128 numbers in bf16.
    QCOMPARE(counted("llama", "").cost.kvCacheBytesPerToken, std::int64_t{2 * 32 * 8 * 128 * 2});
  }

  void theMultiQueryArmCostsWhatThePaperSays() {
    const auto resolved = resolve({.model = "paper/none", .scale = "compact", .arms = {"mqa"}});
    QVERIFY(resolved.ok());
    const auto graph = build(resolved->architecture);
    QVERIFY(graph.ok());
    const auto cost = modelCost(*graph, resolved->recipe);
    QCOMPARE(std::round(static_cast<double>(cost->parameters - 512 * 384) / 1e4), 2846.0);  // 28.46 M
    QCOMPARE(std::round(static_cast<double>(cost->flopsPerToken) / 1e4), 17785.0);          // 1.7785e8
  }

  /// The closed forms against counting every pair.
  void attendedPairsAreThoseOfTheMask() {
    for (const AttentionPattern pattern :
         {AttentionPattern::Causal, AttentionPattern::Window, AttentionPattern::Strided, AttentionPattern::Fixed})
      for (std::int64_t context = 1; context <= 40; ++context)
        for (std::int64_t span = 1; span <= context + 2; ++span) {
          const AttentionOp op{.pattern = pattern, .span = span};
          std::int64_t pairs = 0;
          for (std::int64_t query = 0; query < context; ++query)
            for (std::int64_t key = 0; key < context; ++key) pairs += attends(op, query, key);
          QVERIFY2(attendedPairs(op, context) == pairs, qPrintable(QString("%1, context %2, span %3: %4, not %5")
                                                                       .arg(QString::fromUtf8(word(pattern).data()))
                                                                       .arg(context)
                                                                       .arg(span)
                                                                       .arg(attendedPairs(op, context))
                                                                       .arg(pairs)));
        }
  }

  void sparseAttentionCountsTheKeysOfItsMask() {
    const auto flops = [](const char* pattern) {
      return counted("char", "", {{"pattern", pattern}, {"span", "32"}}).cost.flopsPerToken;
    };
    const std::int64_t causal = flops("causal"), window = flops("window"), strided = flops("strided");
    QVERIFY(window < strided && strided < causal);
    // 3 · layers · 4 · width · Δkeys; a window of 32 in a context of 256 holds (32·33/2 + 224·32)/256 keys on average.
    QVERIFY(std::abs(double(causal - window) - 3 * 6 * 4 * 384 * (128.5 - 30.0625)) < 3 * 6);
  }

  /// As the study's arms: what is attended over what causal attention attends, and a density of 1 is no sparsity.
  void densityIsWhatASparseArmSees() {
    const auto density = [](const std::string& scale, const std::vector<std::string>& arms) {
      const auto resolved = resolve({.model = "paper/none", .scale = scale, .arms = arms});
      if (!resolved) qFatal("%s", resolved.error().message.c_str());
      const auto graph = build(resolved->architecture);
      if (!graph) qFatal("%s", graph.error().message.c_str());
      return modelCost(*graph, resolved->recipe)->attentionDensity.value();
    };
    for (const char* scale : {"nano", "micro", "mini", "small", "compact", "full"}) {
      QCOMPARE(density(scale, {}), 1.0);
      QVERIFY(density(scale, {"sparse"}) < 0.95);
      QVERIFY(density(scale, {"sparse-as-published"}) >= 1);
    }
    // By hand at full: position t of 1,024 sees ⌊t/64⌋ pooled keys, its block so far and 7 others, and the last 64.
    std::int64_t pairs = 0;
    for (std::int64_t t = 0; t < 1024; ++t)
      pairs += t / 64 + t % 64 + 1 + 64 * std::min<std::int64_t>(t / 64, 7) + std::min<std::int64_t>(t + 1, 64);
    QVERIFY(std::abs(density("full", {"sparse"}) - static_cast<double>(pairs) / (1024 * 1025 / 2)) < 1e-12);
    // And nano's two blocks of 16 of 128, window 16.
    pairs = 0;
    for (std::int64_t t = 0; t < 128; ++t)
      pairs += t / 16 + t % 16 + 1 + 16 * std::min<std::int64_t>(t / 16, 1) + std::min<std::int64_t>(t + 1, 16);
    QVERIFY(std::abs(density("nano", {"sparse"}) - static_cast<double>(pairs) / (128 * 129 / 2)) < 1e-12);

    const ModelCost mamba = counted("mamba", "").cost;
    QVERIFY(!mamba.attentionDensity && toJson(mamba).at("attention_density").is_null());
    QCOMPARE(toJson(counted("gpt2", "").cost).at("attention_density").get<double>(), 1.0);
  }

  void scaledRotationsAreThePapers() {
    // Su 2021: θ_i = 10000^(−2i/d). Linear: divided by the factor. Ntk: the slowest pair by the factor, the fastest
    // not.
    const auto angles = [](RotaryScaling scaling, double factor) {
      return rotaryAngles({.heads = 1, .rotated = 128, .scaling = scaling, .factor = factor, .trainedContext = 4096});
    };
    const auto plain = angles(RotaryScaling::None, 1), linear = angles(RotaryScaling::Linear, 4),
               ntk = angles(RotaryScaling::Ntk, 4), yarn = angles(RotaryScaling::Yarn, 4);
    QCOMPARE(plain.frequencies.size(), std::size_t{64});
    QVERIFY(std::abs(plain.frequencies[63] - std::pow(10000.0, -126.0 / 128)) < 1e-15);
    for (std::size_t i = 0; i < 64; ++i) QCOMPARE(linear.frequencies[i], plain.frequencies[i] / 4);
    QCOMPARE(ntk.frequencies[0], 1.0);
    QVERIFY(std::abs(ntk.frequencies[63] / plain.frequencies[63] - 0.25) < 1e-12);
    QCOMPARE(yarn.frequencies[0], plain.frequencies[0]);        // 652 turns in 4096 positions: kept
    QCOMPARE(yarn.frequencies[63], plain.frequencies[63] / 4);  // 0.08 turns: stretched
    QVERIFY(std::abs(yarn.magnitude - (0.1 * std::log(4.0) + 1)) < 1e-12);
    QCOMPARE(plain.magnitude, 1.0);
    const RotaryAngles longrope = rotaryAngles({.heads = 1,
                                                .rotated = 4,
                                                .scaling = RotaryScaling::LongRope,
                                                .factor = 4,
                                                .trainedContext = 4096,
                                                .factors = {1.25, 8}});
    QCOMPARE(longrope.frequencies[0], 1 / 1.25);
    QVERIFY(std::abs(longrope.frequencies[1] - 0.01 / 8) < 1e-15);
    QVERIFY(std::abs(longrope.magnitude - std::sqrt(1 + std::log(4.0) / std::log(4096.0))) < 1e-12);
  }

  void thePapersCountsAreThePapers() {
    const Counted compact = counted("paper/none", "compact"), full = counted("paper/none", "full");
    // Without positions 29.93 M and 109.41 M.
    QCOMPARE(compact.cost.parameters - 512 * 384, std::int64_t{29933952});
    QCOMPARE(full.cost.parameters - 1024 * 768, std::int64_t{109413120});
    // 3·(L·(24·d² + 2·d·(T + 1)) + 2·d·V) = 1.8669e8 and 7.0371e8
    QCOMPARE(compact.cost.flopsPerToken, std::int64_t{186693120});
    QCOMPARE(full.cost.flopsPerToken, std::int64_t{703706112});
    QCOMPARE(compact.cost.flopsPerTokenForward * 3, compact.cost.flopsPerToken);
  }

  void theSumOverOpsEqualsTheCountATokenExactly() {
    for (const char* kernel : {"math", "flash", "ours"}) {
      const Counted model = counted("char", "", {{"kernel", kernel}});
      double flops = 0;
      for (const SiteCost& site : model.cost.sites) flops += site.cost.forwardFlops + site.cost.backwardFlops;
      QCOMPARE(flops, static_cast<double>(model.cost.flopsPerToken) * 12 * 256);
    }
  }

  void executedFlopsFollowTheKernel() {
    const Counted math = counted("char", "", {{"kernel", "math"}}), flash = counted("char", "", {{"kernel", "flash"}});
    QCOMPARE(math.cost.flopsPerToken, flash.cost.flopsPerToken);
    // Attention core: 4·L·width·T a token forward, thrice with gradients; flash 3.5 times half of it.
    const double dense = 4.0 * 6 * 384 * 256, causal = 4.0 * 6 * 384 * 128.5;
    const double rest = static_cast<double>(math.cost.flopsPerToken) - 3 * causal;
    QCOMPARE(math.cost.flopsPerTokenExecuted, rest + 3 * dense);
    QCOMPARE(flash.cost.flopsPerTokenExecuted, rest + 3.5 * causal);
    // Ours: 32 queries meet the keys of the last of them, 15.5 more than their own on average; of a window of 16
    // 31 more than the window, which at the sequence's start is cut: 16 − 120/256.
    const Counted ours = counted("char", "", {{"kernel", "ours"}});
    QCOMPARE(ours.cost.flopsPerToken, flash.cost.flopsPerToken);
    QCOMPARE(ours.cost.flopsPerTokenExecuted, rest + 3.5 * 4 * 6 * 384 * 144);
    const Counted window = counted("char", "", {{"kernel", "ours"}, {"pattern", "window"}, {"span", "16"}});
    QCOMPARE(window.cost.flopsPerTokenExecuted, rest + 3.5 * 4 * 6 * 384 * (16 - 120.0 / 256 + 31));
  }

  void theKvCacheHoldsKeysAndValuesOfEveryLayer() {
    QCOMPARE(counted("gpt2", "").cost.kvCacheBytesPerToken, std::int64_t{2 * 12 * 768 * 4});
    QCOMPARE(counted("gpt2", "", {{"precision", "bf16"}}).cost.kvCacheBytesPerToken, std::int64_t{2 * 12 * 768 * 2});
  }

  void memoryHoldsWhatTrainingHolds() {
    const Counted model = counted("gpt2", "", {{"batch", "8"}});
    const double n = 124439808;
    QCOMPARE(model.cost.parameterBytes, 4 * n);
    QCOMPARE(model.cost.gradientBytes, 4 * n);
    QCOMPARE(model.cost.optimizerBytes, 8 * n);
    // At least sixteen residual widths a layer are kept, and never the logits: counted by hand from the graph.
    const double tokens = 8 * 1024;
    QVERIFY(model.cost.activationBytes >= tokens * 4 * 12 * 16 * 768);
    QVERIFY(model.cost.activationBytes <= tokens * 4 * 12 * 20 * 768);
    QVERIFY(model.cost.peakBytes >= 12 * n + model.cost.activationBytes + 4.0 * 50257 * 768);
    QVERIFY(model.cost.peakBytes <= 16 * n + model.cost.activationBytes + 8.0 * 50257 * 768);
    // Accumulation halves the activations; bf16 keeps masters and halves most of them; math keeps the probabilities.
    QVERIFY(counted("gpt2", "", {{"batch", "8"}, {"accumulation", "2"}}).cost.activationBytes * 2 ==
            model.cost.activationBytes);
    const Counted bf16 = counted("gpt2", "", {{"batch", "8"}, {"precision", "bf16"}});
    QCOMPARE(bf16.cost.parameterBytes, 6 * n);
    QVERIFY(bf16.cost.activationBytes < model.cost.activationBytes);
    const Counted fp16 = counted("gpt2", "", {{"batch", "8"}, {"precision", "fp16"}});
    QCOMPARE(fp16.cost.parameterBytes, 6 * n);
    // The loss that never makes all logits has no half: they are kept, in half and in float.
    QVERIFY(fp16.cost.peakBytes > bf16.cost.peakBytes + tokens * 50257 * 4);
    QVERIFY(fp16.cost.peakBytes < bf16.cost.peakBytes + tokens * 50257 * 16);
    for (const char* average : {"ema", "last"}) {
      const ModelCost cost = counted("gpt2", "", {{"batch", "8"}, {"average", average}}).cost;
      QCOMPARE(cost.optimizerBytes, 12 * n);
      QCOMPARE(cost.peakBytes, model.cost.peakBytes + 4 * n);
      QCOMPARE(cost.trafficPerStep, model.cost.trafficPerStep + 12 * n);
    }
    QVERIFY(counted("gpt2", "", {{"batch", "8"}, {"kernel", "math"}}).cost.activationBytes >
            model.cost.activationBytes + 11 * tokens * 12 * 1024 * 4);
  }

  void trafficCountsEveryMicroBatchAndOneOptimizerStep() {
    const double once = counted("char", "").cost.trafficPerStep;
    const double n = static_cast<double>(counted("char", "").cost.parameters);
    QVERIFY(once > 32 * n);
    const double thrice = counted("char", "", {{"batch", "36"}, {"accumulation", "3"}}).cost.trafficPerStep;
    QCOMPARE(thrice - 32 * n, 3 * (once - 32 * n));
    QCOMPARE(counted("char", "").cost.trafficPerMicroBatch, once - 32 * n);
  }

  void memoryAndTrafficFollowTheOptimizer() {
    const auto with = [](const char* optimizer) { return counted("gpt2", "", {{"optimizer", optimizer}}).cost; };
    const double n = 124439808, matrices = 12.0 * 12 * 768 * 768;  // a layer's: 3 + 1 + 4 + 4 squares of the width
    const ModelCost adamw = with("adamw"), sgd = with("sgd"), lion = with("lion"), muon = with("muon");
    QCOMPARE(sgd.optimizerBytes, 4 * n);
    QCOMPARE(lion.optimizerBytes, 4 * n);
    QCOMPARE(muon.optimizerBytes, 8 * n - 4 * matrices);
    QCOMPARE(adamw.peakBytes - sgd.peakBytes, 4 * n);
    QCOMPARE(adamw.trafficPerStep - sgd.trafficPerStep, 8 * n);  // the second moment, read and written
    QCOMPARE(sgd.trafficPerStep, lion.trafficPerStep);
    // Every Newton–Schulz step moves 3 m·n + 4 m² numbers: here m = 768, n = 3, 1, 4 and 4 times that.
    const double newtonSchulz = 12.0 * 5 * 4 * 768 * 768 * (3 * (3 + 1 + 4 + 4) + 4 * 4);
    QCOMPARE(muon.trafficPerStep, adamw.trafficPerStep - 8 * matrices + newtonSchulz);
    QCOMPARE(muon.flopsPerStep, adamw.flopsPerStep);  // of the model, not of its training
    // Every expert has matrices of its own: 4 experts of [2·32, 16] and [16, 32], queries to values [32, 16], [16, 16],
    // a router [4, 16].
    const auto mixture = [](const char* optimizer) {
      return counted("mixtral", "",
                     {{"layers", "1"},
                      {"width", "16"},
                      {"heads", "2"},
                      {"kv_heads", "1"},
                      {"ffn_width", "32"},
                      {"experts", "4"},
                      {"precision", "fp32"},
                      {"optimizer", optimizer}})
          .cost;
    };
    const auto moved = [](double m, double n) { return 5 * 4 * (3 * m * n + 4 * m * m); };
    const double hidden = 4 * (64 * 16 + 16 * 32) + 32 * 16 + 16 * 16 + 4 * 16;
    QCOMPARE(mixture("adamw").optimizerBytes - mixture("muon").optimizerBytes, 4 * hidden);
    QCOMPARE(mixture("muon").trafficPerStep - mixture("adamw").trafficPerStep + 8 * hidden,
             4 * (moved(16, 64) + moved(16, 32)) + moved(16, 32) + moved(16, 16) + moved(4, 16));
  }

  void countsBeyondTheLargestNumberAreRefused() {
    const auto model = resolve({.model = "gpt2",
                                .settings = {{"width", "1500000000"},
                                             {"heads", "1"},
                                             {"ffn_width", "1"},
                                             {"vocab", "2"},
                                             {"context", "2"},
                                             {"layers", "1"}}});
    const auto graph = build(model->architecture);
    QVERIFY(graph.ok());
    const auto cost = modelCost(*graph, model->recipe);
    QVERIFY(!cost.ok());
    QCOMPARE(exitCode(cost.error()), 2);
    QVERIFY(QString::fromStdString(cost.error().message).contains("2^63"));
  }

  void theJsonHoldsWhatIsPromised() {
    const Json json = toJson(counted("gpt2", "").cost);
    QCOMPARE(json.at("parameters").get<std::int64_t>(), std::int64_t{124439808});
    QVERIFY(json.at("flops_per_token").is_number_integer());
    for (const char* key : {"parameters_active", "kv_cache_bytes_per_token"}) QVERIFY(json.at(key).is_number_integer());
    QVERIFY(json.at("memory").at("peak").get<double>() > 0);
    QCOMPARE(json.at("sites").size(), counted("gpt2", "").graph.sites.size());
  }
};

QTEST_APPLESS_MAIN(TestCost)
#include "tst_cost.moc"

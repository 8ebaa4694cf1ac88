// A text goes on the same with the cache and without it, and what is chosen is among what was asked for.
#include <ATen/TensorOperators.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/tensor.h>

#include <set>

#include "core/train/continuation.h"
#include "tests/train/train_fixture.h"

using namespace headroom;
using namespace headroom::test;

class ContinuationTest : public QObject {
  Q_OBJECT

  TrainFixture m_fixture;

  /// A small model of a template, its weights large enough that logits differ.
  static Model small(const std::string& name, const Settings& settings, std::int64_t context) {
    Settings all{{"layers", "2"}, {"width", "16"}, {"vocab", "11"}, {"context", std::to_string(context)}};
    if (name != "mamba") all.emplace_back("heads", "4");
    all.insert(all.end(), settings.begin(), settings.end());
    const Result<ResolvedModel> resolved = resolve({.model = name, .settings = all});
    if (!resolved) qFatal("%s", resolved.error().message.c_str());
    Result<Graph> graph = build(resolved->architecture);
    if (!graph) qFatal("%s", graph.error().message.c_str());
    Model model(std::move(*graph), {});
    initialise(model, 3);
    const at::NoGradGuard noGrad;
    for (at::Tensor parameter : model.parameters())
      if (parameter.dim() > 1) parameter.mul_(8);
    return model;
  }

 private Q_SLOTS:
  void theWindowHoldsAsMuchAsFitsAndMovesInSteps() {
    for (const std::int64_t context : {1, 2, 3, 7, 8}) {
      std::set<std::int64_t> starts;
      for (std::int64_t tokens = 1; tokens <= 40; ++tokens) {
        const std::int64_t start = windowStart(tokens, context), seen = tokens - start;
        QVERIFY(start >= 0 && seen >= 1 && seen <= context);
        QVERIFY(tokens <= context ? start == 0 : seen > context / 2);
        starts.insert(start);
      }
      QCOMPARE(std::int64_t(starts.size()), (40 - context + context - context / 2 - 1) / (context - context / 2) + 1);
    }
  }

  void cachedAndUncachedLogitsAgree_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("gpt2") << "gpt2"
                          << "bias"
                          << "true";
    QTest::newRow("llama") << "llama"
                           << "bias"
                           << "false";
    QTest::newRow("llama, scores written out") << "llama"
                                               << "kernel"
                                               << "math";
    QTest::newRow("sinusoids") << "transformer-2017"
                               << "heads"
                               << "4";
    QTest::newRow("ALiBi") << "llama"
                           << "position"
                           << "position.alibi";
    QTest::newRow("window") << "llama"
                            << "pattern"
                            << "window";
    QTest::newRow("strided") << "llama"
                             << "pattern"
                             << "strided";
    QTest::newRow("fixed") << "llama"
                           << "pattern"
                           << "fixed";
    QTest::newRow("kernel of our own") << "llama"
                                       << "kernel"
                                       << "ours";
    QTest::newRow("experts") << "mixtral"
                             << "experts"
                             << "4";
    QTest::newRow("latent") << "deepseek"
                            << "q_rank"
                            << "6";
    QTest::newRow("recurrent") << "mamba"
                               << "state"
                               << "3";
    QTest::newRow("sink") << "llama"
                          << "sink"
                          << "true";
    QTest::newRow("softcap") << "llama"
                             << "softcap"
                             << "5";
  }
  void cachedAndUncachedLogitsAgree() {
    QFETCH(QString, model);
    QFETCH(QString, key);
    QFETCH(QString, value);
    Settings settings{{key.toStdString(), value.toStdString()}};
    if (key == QStringLiteral("pattern")) settings.emplace_back("span", "3");
    const Model small = ContinuationTest::small(model.toStdString(), settings, 8);
    const at::NoGradGuard noGrad;
    Continuation cached(small, true), uncached(small, false);
    std::vector<std::int64_t> tokens{1, 2, 3};  // a prompt of several, then one by one beyond the context
    double spread = 0;
    for (std::int64_t i = 0; i < 30; ++i) {
      const at::Tensor a = cached.next(tokens), b = uncached.next(tokens);
      const double difference = (a - b).abs().max().item<double>();
      QVERIFY2(difference < 1e-5, qPrintable(QString("token %1: %2").arg(i).arg(difference)));
      spread = std::max(spread, (b.max() - b.min()).item<double>());
      tokens.push_back((i * 7 + i / 3) % 11);
    }
    QVERIFY(spread > 0.1);
  }

  void theCacheIsUsed() {
    // Another early token than the cache has seen changes nothing with it, and everything without.
    const Model model = small("llama", {}, 16);
    const at::NoGradGuard noGrad;
    Continuation cached(model, true);
    cached.next(std::vector<std::int64_t>{1, 2, 3});
    const std::vector<std::int64_t> more{1, 2, 3, 4}, other{9, 2, 3, 4};
    const at::Tensor claimed = cached.next(other), right = Continuation(model, false).next(more),
                     wrong = Continuation(model, false).next(other);
    QVERIFY((claimed - right).abs().max().item<double>() < 1e-5);
    QVERIFY((claimed - wrong).abs().max().item<double>() > 1e-3);
  }

  void aRecurrentModelForgetsNothingAtTheContext() {
    const at::NoGradGuard noGrad;
    std::vector<std::int64_t> tokens(40, 3), other = tokens;
    other[0] = 7;
    const Model recurrent = small("mamba", {}, 8), windowed = small("llama", {}, 8);
    for (const bool cached : {true, false}) {
      const auto differs = [&](const Model& model) {
        return (Continuation(model, cached).next(tokens) - Continuation(model, cached).next(other)).abs().max();
      };
      QVERIFY(differs(recurrent).item<double>() > 0);
      QVERIFY(differs(windowed).item<double>() == 0);
    }
  }

  void theShareLimitsTheChoice_data() {
    QTest::addColumn<double>("topP");
    QTest::addColumn<int>("topK");
    QTest::addColumn<QList<int>>("chosen");
    QTest::newRow("all") << 1.0 << 0 << QList<int>{0, 1, 2, 3};
    QTest::newRow("0.5: one has it") << 0.5 << 0 << QList<int>{2};
    QTest::newRow("0.6: two are needed") << 0.6 << 0 << QList<int>{0, 2};
    QTest::newRow("0.85") << 0.85 << 0 << QList<int>{0, 1, 2};
    QTest::newRow("tiny: never none") << 1e-9 << 0 << QList<int>{2};
    QTest::newRow("of the best two") << 0.9 << 2 << QList<int>{0, 2};
  }
  void theShareLimitsTheChoice() {
    QFETCH(double, topP);
    QFETCH(int, topK);
    QFETCH(QList<int>, chosen);
    const at::Tensor logits = at::tensor(at::ArrayRef<double>{0.25, 0.15, 0.5, 0.1}).log();  // of these shares
    std::map<std::int64_t, int> counts;
    for (int i = 0; i < 1000; ++i) ++counts[pick(logits, {.topK = topK, .topP = topP}, (i + 0.5) / 1000)];
    QList<int> seen;
    for (const auto& [token, count] : counts) seen.push_back(int(token));
    QCOMPARE(seen, chosen);
    if (topP == 0.6) QVERIFY(std::abs(counts[2] - 667) <= 1);  // 0.5 of 0.75
    if (topP == 1.0) QVERIFY(std::abs(counts[1] - 150) <= 1);
  }

  void sampledTextIsTheSameWithAndWithoutTheCache() {
    const RunFolder folder = m_fixture.make("sampled");
    QVERIFY(m_fixture.train(folder).ok());
    for (const double temperature : {0.0, 1.0}) {
      SampleOptions options{.prompt = "the cat", .tokens = 60, .temperature = temperature, .topP = 0.95};
      const Result<Json> cached = sampleFrom({folder.path()}, options);
      options.cached = false;
      const Result<Json> uncached = sampleFrom({folder.path()}, options);
      QVERIFY2(cached.ok(), cached.ok() ? "" : cached.error().message.c_str());
      QVERIFY(uncached.ok() && *cached == *uncached);
    }
  }

  void badValuesAreASentence() {
    const RunFolder folder = m_fixture.make("refused");
    for (const double topP : {0.0, -0.5, 1.5, std::nan("")}) {
      const Result<Json> done = sampleFrom({folder.path()}, {.topP = topP});
      QVERIFY(!done.ok() && done.error().kind == ErrorKind::BadInput);
      QVERIFY(done.error().message.starts_with("--top-p"));
    }
    QVERIFY(sampleFrom({folder.path()}, {.topK = -1}).error().message.starts_with("--top-k"));
    QVERIFY(sampleFrom({folder.path()}, {.temperature = -1}).error().message.starts_with("--temperature"));
  }
};

QTEST_GUILESS_MAIN(ContinuationTest)
#include "tst_continuation.moc"

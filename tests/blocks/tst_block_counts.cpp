// What single blocks hold, cache and give beside their result, by formulas written out from their papers.
#include <QTest>

#include "core/arch/cost.h"
#include "core/arch/hidden_matrices.h"
#include "core/arch/resolve.h"
#include "core/base/json.h"

using namespace headroom;

namespace {

constexpr std::int64_t kWidth = 24, kVocab = 11;

struct Built {
  Graph graph;
  ModelCost cost;
  std::int64_t parameters = 0;  // without the token embedding
};

/// embed.token, then `blocks`: JSON objects with commas between.
Built built(const std::string& blocks, bool targets = true) {
  const std::string text =
      R"({"format": "headroom.architecture", "version": 1, "name": "counted",
          "sizes": {"width": 24, "heads": 4, "ffn_width": 7, "context": 8, "vocab": 11},
          "body": [{"block": "embed.token"}, )" +
      blocks + "]}";
  const auto document = parseJson(text, "counted");
  if (!document) qFatal("%s", document.error().message.c_str());
  const auto architecture = architectureFromJson(*document, "counted");
  if (!architecture) qFatal("%s", architecture.error().message.c_str());
  const auto graph = build(*architecture, {.targets = targets});
  if (!graph) qFatal("%s", graph.error().message.c_str());
  const auto cost = modelCost(*graph, Recipe{});
  if (!cost) qFatal("%s", cost.error().message.c_str());
  return {*graph, *cost, cost->parameters - kVocab * kWidth};
}

std::string with(const std::string& block, const std::string& parameters) {
  return R"({"block": ")" + block + R"(", )" + parameters + "}";
}

const std::string kTiedHead = R"(, {"block": "head.linear", "tied": true})";

}  // namespace

class TestBlockCounts : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  /// DeepSeek-V2 (arXiv:2405.04434), eq. 37–47: what is cached are the latent and the one key that turns.
  void latentAttentionCachesItsLatentAlone_data() {
    QTest::addColumn<int>("queryRank");
    QTest::newRow("queries from the stream") << 0;
    QTest::newRow("queries from a latent") << 10;
  }
  void latentAttentionCachesItsLatentAlone() {
    QFETCH(int, queryRank);
    constexpr std::int64_t kHeads = 4, kRank = 6, kStill = 5, kTurning = 4, kValues = 3;
    const Built mla = built(with("attention.mla", R"("heads": 4, "kv_rank": 6, "nope_width": 5, "rope_width": 4,
                                                     "value_width": 3, "q_rank": )" +
                                                      std::to_string(queryRank)) +
                            kTiedHead);
    const std::int64_t query = kHeads * (kStill + kTurning);
    const std::int64_t queries = queryRank == 0 ? kWidth * query : kWidth * queryRank + queryRank + queryRank * query;
    const std::int64_t keysAndValues =
        kWidth * (kRank + kTurning) + kRank + kRank * kHeads * kStill + kRank * kHeads * kValues;
    QCOMPARE(mla.parameters, queries + keysAndValues + kHeads * kValues * kWidth);
    QCOMPARE(mla.cost.kvCacheBytesPerToken, 4 * (kRank + kTurning));
    // Products of a token: those of the matrices (norms are none), and of 4.5 keys on average with queries and values.
    const std::int64_t norms = kRank + queryRank;
    QCOMPARE(mla.cost.flopsPerTokenForward,
             2 * (mla.parameters - norms + kVocab * kWidth) + 9 * kHeads * (kStill + kTurning + kValues));
  }

  void expertsAreCountedAndThoseThatSleepToo_data() {
    QTest::addColumn<bool>("gated");
    QTest::newRow("gated") << true;
    QTest::newRow("not gated") << false;
  }
  void expertsAreCountedAndThoseThatSleepToo() {
    QFETCH(bool, gated);
    const Built moe = built(with("ffn.moe", R"("experts": 5, "active": 2, "width": 6, "shared": 2, "z_loss": 0.001,
                                               "bias_rate": 0.01, "gated": )" +
                                                std::string(gated ? "true" : "false")) +
                            kTiedHead);
    const std::int64_t expert = (gated ? 3 : 2) * 6 * kWidth, router = 5 * kWidth;
    QCOMPARE(moe.parameters, router + (5 + 2) * expert);
    QCOMPARE(moe.cost.parametersActive, moe.cost.parameters - 3 * expert);
    QCOMPARE(moe.cost.flopsPerTokenForward, 2 * (router + (2 + 2) * expert + kVocab * kWidth));
    QCOMPARE(moe.graph.states.size(), 1u);  // the bias, no parameter
    QCOMPARE(moe.graph.states[0].name, std::string("ffn.bias"));
    QCOMPARE(moe.graph.states[0].shape, std::vector<std::int64_t>{5});
    QCOMPARE(moe.graph.reports.size(), 1u);
    QCOMPARE(moe.graph.reports[0].series, std::string("router/load"));
    QCOMPARE(moe.graph.losses.size(), 2u);
    QCOMPARE(moe.graph.losses[0].name, std::string("ffn.balance"));
    QCOMPARE(moe.graph.losses[0].weight, 0.01);
    QCOMPARE(moe.graph.losses[1].name, std::string("ffn.z"));
    QCOMPARE(moe.graph.losses[1].weight, 0.001);
    const Built plain = built(with("ffn.moe", R"("balance_loss": 0)") + kTiedHead);
    QVERIFY(plain.graph.losses.empty() && plain.graph.states.empty());
  }

  void theExpertsArmCostsAsManyFlops() {
    const auto count = [](const std::vector<std::string>& arms) {
      const auto resolved = resolve({.model = "gpt2", .arms = arms});
      if (!resolved) qFatal("%s", resolved.error().message.c_str());
      return *modelCost(*build(resolved->architecture), resolved->recipe);
    };
    const ModelCost dense = count({}), sparse = count({"moe"});
    const std::int64_t router = 768 * 8, expert = 2 * 768 * 1536;
    QCOMPARE(sparse.flopsPerTokenForward - dense.flopsPerTokenForward, 12 * 2 * router);
    QCOMPARE(sparse.parameters - sparse.parametersActive, 12 * 6 * expert);
    QCOMPARE(sparse.parametersActive - dense.parameters, 12 * (router - 3072 - 768));  // it has no biases
  }

  /// Gloeckle 2024 (arXiv:2404.19737): one last matrix for all tokens.
  void furtherTokensShareTheLastMatrix_data() {
    QTest::addColumn<bool>("tied");
    QTest::newRow("tied") << true;
    QTest::newRow("a matrix of its own") << false;
  }
  void furtherTokensShareTheLastMatrix() {
    QFETCH(bool, tied);
    const std::string head =
        with("head.mtp", std::string(R"("tokens": 3, "weight": 0.5, "tied": )") + (tied ? "true" : "false"));
    const Built mtp = built(head);
    const std::int64_t further = kWidth + kWidth * 7 + 7 + 7 * kWidth + kWidth;
    QCOMPARE(mtp.parameters, 2 * further + (tied ? 0 : kVocab * kWidth));
    QCOMPARE(mtp.cost.flopsPerTokenForward, 2 * (3 * kVocab * kWidth + 2 * 2 * 7 * kWidth));
    QCOMPARE(mtp.graph.losses.size(), 2u);
    for (std::size_t k = 0; k < 2; ++k) {
      const AuxiliaryLoss& loss = mtp.graph.losses[k];
      QCOMPARE(loss.name, "head.mtp/" + std::to_string(k + 1));
      QCOMPARE(loss.weight, 0.25);
      const Node& entropy = mtp.graph.nodes[loss.value.index];
      const auto* targets = std::get_if<TargetsOp>(&mtp.graph.nodes[entropy.inputs[1].index].op);
      QVERIFY(targets && targets->ahead == std::int64_t(k) + 1);
    }
    // What only reads the next token has the same weights, so that checkpoints fit.
    const Built read = built(head, false);
    QVERIFY(read.graph.losses.empty());
    QCOMPARE(read.parameters, mtp.parameters);
    // Muon takes the small networks, and the matrix of the logits never.
    const std::vector<bool> hidden = hiddenMatrices(mtp.graph);
    for (std::size_t i = 0; i < hidden.size(); ++i) {
      const std::string& name = mtp.graph.parameters[i].name;
      QVERIFY2(hidden[i] == name.ends_with("up.weight") || name.ends_with("down.weight"), name.c_str());
    }
  }
};

QTEST_APPLESS_MAIN(TestBlockCounts)
#include "tst_block_counts.moc"

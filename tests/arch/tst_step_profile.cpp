// Points of a roofline and what-if changes, against counts by hand and made-up roofs.
#include <QtTest>
#include <cmath>

#include "core/arch/resolve.h"
#include "core/arch/what_if.h"

using namespace headroom;

namespace {

constexpr double kFree = 1e30;

/// Only moving bytes takes time, one second a byte.
Roofs onlyBytes() {
  return {.products = kFree, .memory = {{1, 1}, {2, 1}}};
}
/// Only products take time.
Roofs onlyFlops() {
  return {.products = 1, .memory = {{1, kFree}, {2, kFree}}};
}

struct Model {
  Architecture architecture;
  Recipe recipe;

  StepProfile profile(const Roofs& roofs, const ProfileOptions& options = {}) const {
    const Result<StepProfile> profile = profileOf(architecture, recipe, roofs, options);
    if (!profile) qFatal("%s", profile.error().message.c_str());
    return *profile;
  }
  std::vector<WhatIf> changes(const Roofs& roofs, Phase phase) const {
    const auto found = whatIfs(architecture, recipe, roofs, phase);
    if (!found) qFatal("%s", found.error().message.c_str());
    return *found;
  }
};

Model model(const std::string& name, std::vector<std::pair<std::string, std::string>> settings = {}) {
  const Result<ResolvedModel> resolved = resolve({.model = name, .scale = "nano", .settings = std::move(settings)});
  if (!resolved) qFatal("%s", resolved.error().message.c_str());
  return {resolved->architecture, resolved->recipe};
}

const ProfilePoint& pointOf(const StepProfile& profile, const std::string& block, bool backward = false) {
  for (const ProfilePoint& point : profile.points)
    if (point.block == block && point.backward == backward) return point;
  qFatal("no point of %s", block.c_str());
  return profile.points.front();
}

bool near(double a, double b) {
  return std::abs(a - b) <= 1e-9 * std::abs(b);
}

}  // namespace

class StepProfileTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aTrainingStepIsTheSumOfItsPointsAndAsLongAsTheStepTime() {
    for (const char* name : {"gpt2", "llama", "mixtral", "mamba"}) {
      const Model m = model(name, {{"accumulation", "2"}});
      const Graph graph = *build(m.architecture);
      const ModelCost cost = *modelCost(graph, m.recipe);
      const Roofs roofs{.products = 1e11, .memory = {{1e6, 1e11}, {1e9, 4e10}}, .elementwise = 5e9};
      const StepProfile profile = m.profile(roofs);
      QVERIFY(near(profile.seconds, stepTime(graph, cost, m.recipe, roofs).seconds));
      QVERIFY(near(profile.bytes, cost.trafficPerStep));
      QCOMPARE(profile.points.back().block, std::string("optimizer"));
      for (const ProfilePoint& point : profile.points) {
        QVERIFY(point.seconds > 0 && point.bytes > 0 && std::isfinite(point.flops));
        QVERIFY(point.rate() <= roofs.products * (1 + 1e-9));
      }
    }
  }

  void copiesOfARepeatAreOnePoint() {
    const Model m = model("gpt2");
    const StepProfile profile = m.profile(onlyBytes());
    const ProfilePoint& attention = pointOf(profile, "attention.mha");
    QCOMPARE(attention.copies, std::int64_t{2});
    QCOMPARE(attention.path, std::string("body[2].body[0].residual[1]"));
    QVERIFY(pointOf(profile, "attention.mha", true).bytes > attention.bytes);
  }

  void boundsFollowTheRoofs() {
    const Model m = model("gpt2");
    for (const ProfilePoint& point : m.profile(onlyBytes()).points) QVERIFY(point.bound == Bound::Memory);
    QVERIFY(pointOf(m.profile(onlyFlops()), "ffn.mlp").bound == Bound::Compute);
  }

  void aPrefillHasNoBackwardPassAndNoLoss() {
    const Model m = model("gpt2");
    const StepProfile profile = m.profile(onlyBytes(), {.phase = Phase::Prefill});
    for (const ProfilePoint& point : profile.points) QVERIFY(!point.backward && point.block != "optimizer");
    QVERIFY(near(profile.tokens, static_cast<double>(m.recipe.batch) * 128));
  }

  void aDecodedTokenReadsWeightsAndCacheOnce() {
    // One layer of the linear block, by hand: batch 1, fp32, width 64, feed-forward width 256.
    const Model m = model("gpt2", {{"batch", "1"}});
    const StepProfile profile = m.profile(onlyBytes(), {.phase = Phase::Decode});
    QCOMPARE(profile.tokens, 1.0);
    const double c = 64, f = 256, layers = 2, heads = 2, context = 128, d = 32;
    // Two matrices with biases, their inputs and outputs, and an activation between.
    QVERIFY(near(pointOf(profile, "ffn.mlp").bytes, layers * 4 * (2 * c * f + (c + f) + (c + f) + (f + c) + 2 * f)));
    QVERIFY(near(pointOf(profile, "ffn.mlp").flops, layers * (4 * c * f + 8 * f)));
    // Keys and values of all positions, query and result; projections qkv and out.
    const double mixing = heads * 2 * d * context + heads * 2 * d,
                 projections = 3 * c * c + 3 * c + c + 3 * c + c * c + c + c + c;
    QVERIFY(near(pointOf(profile, "attention.mha").bytes, layers * 4 * (mixing + projections)));
    QVERIFY(near(pointOf(profile, "attention.mha").flops,
                 layers * (2 * 4 * c * c + 2 * heads * 2 * d * context + 5 * heads * context)));
  }

  void aWindowIsAllThatADecoderReads() {
    const Model all = model("gpt2", {{"batch", "1"}}),
                some = model("gpt2", {{"batch", "1"}, {"pattern", "window"}, {"span", "16"}});
    const ProfileOptions decode{.phase = Phase::Decode};
    const double saved = pointOf(all.profile(onlyBytes(), decode), "attention.mha").bytes -
                         pointOf(some.profile(onlyBytes(), decode), "attention.mha").bytes;
    QVERIFY(near(saved, 2 * 4 * 2 * 2 * 32.0 * (128 - 16)));
  }

  void aFewTokensWakeAFewExperts() {
    const Model one = model("mixtral", {{"batch", "1"}}), many = model("mixtral", {{"batch", "64"}});
    const ProfileOptions decode{.phase = Phase::Decode};
    QVERIFY(pointOf(one.profile(onlyBytes(), decode), "ffn.moe").bytes <
            0.5 * pointOf(many.profile(onlyBytes(), decode), "ffn.moe").bytes);
  }

  void everyTemplateHasAProfileInEveryPhase() {
    for (const Library::Document& document : builtinLibrary().templates) {
      const Model m = model(document.name);
      for (const Phase phase : kPhases) {
        const StepProfile profile = m.profile(onlyBytes(), {.phase = phase});
        QVERIFY2(profile.seconds > 0 && std::isfinite(profile.seconds), document.name.c_str());
        const StepProfile fused = m.profile(onlyBytes(), {.phase = phase, .fused = true});
        QVERIFY2(fused.seconds <= profile.seconds && fused.seconds > 0, document.name.c_str());
        for (const WhatIf& change : m.changes(onlyBytes(), phase))
          QVERIFY2(change.obstacle.empty() == (change.after.seconds > 0), document.name.c_str());
      }
    }
  }

  void fusingSavesWhatOnlyOneOpTakes() {
    const Model m = model("gpt2");
    const StepProfile apart = m.profile(onlyBytes()), together = m.profile(onlyBytes(), {.fused = true});
    QVERIFY(pointOf(together, "norm.layer").bytes < pointOf(apart, "norm.layer").bytes);
    QVERIFY(near(together.flops, apart.flops));  // it saves no arithmetic
  }

  void changesMoveWhatTheyAreAbout() {
    const Model m = model("gpt2", {{"kernel", "math"}});
    const StepProfile before = m.profile(onlyBytes());
    const auto changes = m.changes(onlyBytes(), Phase::Training);
    QCOMPARE(changes.size(), kChanges.size());
    QCOMPARE(changes[0].from + changes[0].to, std::string("mathflash"));
    QVERIFY(changes[0].after.seconds < before.seconds);
    QVERIFY(changes[1].after.seconds < before.seconds);
    QCOMPARE(changes[2].from + changes[2].to, std::string("21"));
    QVERIFY(changes[2].after.seconds < before.seconds);
    QCOMPARE(changes[3].from + changes[3].to, std::string("3264"));
    QVERIFY(near(pointOf(changes[3].after, "ffn.mlp").bytes, pointOf(before, "ffn.mlp").bytes));
    // The point that moved keeps its place in the document, so that an arrow can join the two.
    QCOMPARE(pointOf(changes[2].after, "attention.mqa").path, pointOf(before, "attention.mha").path);
    const auto decoded = m.changes(onlyBytes(), Phase::Decode);
    QVERIFY(decoded[2].after.bytes < m.profile(onlyBytes(), {.phase = Phase::Decode}).bytes);
  }

  void whatCannotBeSaysWhy() {
    const auto mamba = model("mamba").changes(onlyBytes(), Phase::Training);
    QCOMPARE(mamba[0].obstacle, std::string("It has no attention."));
    QVERIFY(mamba[1].obstacle.empty());
    QVERIFY(model("llama", {{"kv_heads", "1"}}).changes(onlyBytes(), Phase::Training)[2].obstacle.find("already") !=
            std::string::npos);
    Model broken = model("gpt2");
    broken.architecture.sizes["heads"] = std::int64_t{7};
    QVERIFY(!whatIfs(broken.architecture, broken.recipe, onlyBytes(), Phase::Training).ok());
    QVERIFY(!profileOf(broken.architecture, broken.recipe, onlyBytes(), {}).ok());
  }
};

QTEST_GUILESS_MAIN(StepProfileTest)
#include "tst_step_profile.moc"

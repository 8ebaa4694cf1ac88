// Planning, learning rates, interactions and match modes, against numbers worked out by hand.
#include <rapidcheck.h>

#include <QtTest>
#include <cmath>

#include "core/analysis/interactions.h"
#include "core/analysis/learning_rate.h"
#include "core/analysis/match_mode.h"
#include "core/analysis/planning.h"
#include "core/analysis/statistics.h"

using namespace headroom;

namespace {

bool near(double a, double b, double tolerance = 1e-9) {
  if (std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b))) return true;
  qWarning("%.12g is not %.12g", a, b);
  return false;
}

class CegPlanningTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theSmallestGainShrinksWithSeeds() {
    const NoiseAssumption pilot{.lossSigma = 0.008, .endSlope = 0.3};
    QVERIFY(near(gainSigma(3, pilot), 0.0218, 2e-3));
    QVERIFY(near(*smallestGain(3, 1, pilot), 1.124, 5e-4));
    QVERIFY(near(*smallestGain(3, 3, pilot), 1.113, 5e-4));
    QVERIFY(near(*smallestGain(5, 1, pilot), 1.065, 5e-4));
    QVERIFY(near(*smallestGain(5, 3, pilot), 1.073, 5e-4));
    QVERIFY(near(gainSigma(1, {.lossSigma = 0.004, .endSlope = 0.087}), 0.065, 1e-3));  // the paper's compact end
    QVERIFY(!smallestGain(1, 1, pilot));
    QCOMPARE(*seedsFor(1.11, 3, pilot), std::size_t{4});  // three give 1.113
    QCOMPARE(*seedsFor(1.12, 3, pilot), std::size_t{3});
    QVERIFY(!seedsFor(1.0001, 1, pilot));
    QVERIFY(near(gainSigma(4, {.lossSigma = 0.01, .endSlope = 0.1, .correlation = 0.5}), 0.05));
  }

  void slopesNeedScalesAndRange() {
    // Three scales over two decades: x = −4.605, 0, 4.605, Σx² = 42.4; ν = 2 · 4/2.
    const NoiseAssumption pilot{.lossSigma = 0.008, .endSlope = 0.3};
    const auto power = slopePower({.scales = 3, .decades = 2}, 3, 1, pilot);
    QVERIFY(near(power->se, gainSigma(3, pilot) / (std::sqrt(2.0) * std::log(100.0) / 2 * std::sqrt(1.0)), 1e-9));
    QVERIFY(near(power->df, 4));
    QVERIFY(near(power->smallestSlope, (studentQuantile(0.975, 4) + studentQuantile(0.8, 4)) * power->se));
    QVERIFY(power->independent);
    QVERIFY(!slopePower({.scales = 3, .decades = 1}, 3, 1, {})->independent);  // assumed noise
    QVERIFY(!slopePower({.scales = 2, .decades = 2}, 3, 1, pilot));
  }

  void theTunedRateIsAParabolasVertex() {
    // y = (x − ln 3)² on x = ln 1, ln 2, ln 4, ln 8: the best trial is 4 or 2, the vertex 3.
    std::vector<RateTrial> trials;
    for (const double rate : {8.0, 1.0, 4.0, 2.0}) trials.push_back({rate, 3 + std::pow(std::log(rate / 3), 2)});
    const auto tuned = tunedRate(trials);
    QVERIFY(near(tuned->rate, 3) && near(tuned->bestTrial, 4) && !tuned->next);
  }

  void aBestOnTheEdgeAsksForMore() {
    QCOMPARE(*tunedRate({{1, 3}, {2, 2}, {4, 1}})->next, 8.0);
    QCOMPARE(*tunedRate({{1, 1}, {2, 2}})->next, 0.5);
    QCOMPARE(tunedRate({{1, 1}, {2, 2}})->rate, 1.0);
    const double kNan = std::nan("");
    QCOMPARE(tunedRate({{1, 3}, {2, 2}, {4, kNan}})->rate, 2.0);  // no parabola through a run that diverged
    QVERIFY(!tunedRate({{1, 3}, {2, 2}, {4, kNan}})->next);
    QVERIFY(!tunedRate({{1, kNan}}) && !tunedRate({}));
  }

  void theTunedRateStaysAmongItsNeighbours() {
    QVERIFY(rc::check("three losses, the middle least", [](std::uint16_t a, std::uint16_t b, std::uint16_t c) {
      const double low = std::min({a, b, c});
      const auto tuned = tunedRate({{1, low + a}, {2, low}, {4, low + c}});
      RC_ASSERT(tuned && tuned->rate >= 1 && tuned->rate <= 4);
    }));
  }

  void sensitivityCountsAtMostTheInitialLoss() {
    // Costs 1, 0 and (10 cut to 5) − 2 = 3, a diverged one 3.
    QVERIFY(near(*rateSensitivity({{1, 3}, {2, 2}, {4, 10}, {8, std::nan("")}}, 5), 7.0 / 4));
    QVERIFY(near(*rateSensitivity({{1, 6}, {2, 7}}, 5), 0));  // nothing was learned at any rate
  }

  void thePapersTableThreeAdds() {
    const SetGains compact = {{1, {{1, std::log(1.836)}}},
                              {2, {{1, std::log(1.870)}}},
                              {4, {{1, std::log(1.063)}}},
                              {7, {{1, std::log(3.483)}}}};
    QVERIFY(near(*interactions(3, compact).additivity, 0.96, 5e-3));
    const SetGains full = {
        {1, {{1, std::log(1.421)}}}, {2, {{1, std::log(1.350)}}}, {4, {{1, 0.0}}}, {7, {{1, std::log(1.800)}}}};
    QVERIFY(near(*interactions(3, full).additivity, 0.90, 5e-3));
    QVERIFY(!interactions(3, full).shapley[0] && !interactions(3, full).pairwise[0][1]);
    QVERIFY(!interactions(2, {{1, {{1, 0.1}, {2, -0.1}}}, {2, {{1, 0}, {2, 0}}}, {3, {{1, 1}, {2, 1}}}}).additivity);
  }

  void sharesOfTwoChangesAreHalfTheirInteraction() {
    const SetGains gains = {{1, {{1, 0.1}, {2, 0.3}}}, {2, {{1, 0.4}, {2, 0.4}}}, {3, {{1, 0.7}, {2, 0.9}}}};
    const Interactions found = interactions(2, gains);
    QVERIFY(near(std::log(found.pairwise[0][1]->ceg), 0.2) && near(std::log(found.pairwise[1][0]->ceg), 0.2));
    QVERIFY(near(std::log(found.shapley[0]->ceg), 0.3) && near(std::log(found.shapley[1]->ceg), 0.5));
    QVERIFY(near(*found.shapley[0]->df, 1));  // two seeds
  }

  void sharesSumToTheGainOfAll() {
    QVERIFY(rc::check("a factorial of random gains", [](std::uint8_t drawn, std::uint32_t seed) {
      const unsigned changes = 1 + drawn % 4;
      SetGains gains;
      for (const ChangeSet set : interactionDesign(changes))
        for (std::int64_t s = 0; s < 3; ++s)
          gains[set][s] = std::sin(static_cast<double>(set * 7919u + seed % 1000u) + static_cast<double>(s));
      double sum = 0, all = 0;
      for (const auto& share : interactions(changes, gains).shapley) sum += std::log(share->ceg);
      for (std::int64_t s = 0; s < 3; ++s) all += gains[(1u << changes) - 1][s] / 3;
      RC_ASSERT(std::abs(sum - all) < 1e-12);
    }));
  }

  void designsAreFactorialUpToFour() {
    QCOMPARE(interactionDesign(4).size(), std::size_t{15});
    QCOMPARE(interactionDesign(5).size(), std::size_t{11});
    QCOMPARE(interactionDesign(1), std::vector<ChangeSet>{1});
  }

  void matchedArmsDifferByHalfAPercentAtMost() {
    const ModelSize baseline{10e6, 60e6}, arm{10.04e6, 61e6};
    QCOMPARE(matchProblem(MatchMode::IsoParam, baseline, arm), std::string());
    QCOMPARE(matchProblem(MatchMode::IsoRecipe, baseline, arm), std::string());
    QVERIFY(matchProblem(MatchMode::IsoFlop, baseline, arm).starts_with("the arm has 61 M FLOPs a token"));
    for (const MatchMode mode : {MatchMode::IsoRecipe, MatchMode::IsoParam, MatchMode::IsoFlop})
      QVERIFY(matchMode(word(mode)) == mode);
    QVERIFY(!matchMode("iso"));
    QVERIFY(densityProblem(100, 1024).empty() && !densityProblem(512.5, 1024).empty());
  }
};

}  // namespace

QTEST_APPLESS_MAIN(CegPlanningTest)
#include "tst_ceg_planning.moc"

// What a study has found, from studies that were played through with known gains.
#include <QtTest>

#include "core/analysis/ceg_json.h"
#include "core/study/pilot.h"
#include "core/study/plan.h"
#include "core/study/study_result.h"
#include "tests/study/played_study.h"

using namespace headroom;

namespace {

std::shared_ptr<const StudyResult> resultOf(const PlayedStudy& played, bool finished = true) {
  Decisions decisions = played.decisions;
  if (finished) decisions.push_back({{"kind", "state"}, {"state", "finished"}});
  auto result = studyResult(StudyId{"s"}, played.study, decisions, played.facts);
  if (!result) qFatal("%s", result.error().message.c_str());
  return *result;
}

const RigorousCell& cellOf(const RigorousResult& result, const std::string& arm, const std::string& scale) {
  for (const RigorousCell& cell : result.cells)
    if (cell.arm == arm && cell.scale == scale) return cell;
  qFatal("no such cell");
}

bool near(double value, double wanted, double tolerance) {
  return std::abs(value - wanted) <= tolerance;
}

const World kWorld{.gain = {{"none", 1.0}, {"rope", 1.5}, {"mqa", 0.8}, {"layernorm", 1.2}}};

}  // namespace

class StudyResultTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void findsTheGainsThatWereThere() {
    PlayedStudy played = playedStudy("{}", kWorld);
    QVERIFY(played.play());
    const auto result = resultOf(played);
    QVERIFY(result->rigorous && !result->provisional() && result->notes.size() == 0);
    for (const char* scale : {"nano", "micro"}) {
      QVERIFY(near(cellOf(*result->rigorous, "rope", scale).step->ceg, 1.5, 0.06));
      QVERIFY(near(cellOf(*result->rigorous, "mqa", scale).step->ceg, 0.8, 0.04));
    }
    QCOMPARE(cellOf(*result->rigorous, "rope", "nano").stepBySeed.size(), 3u);
    QCOMPARE(result->ended, result->planned);
    QVERIFY(!result->sharedRate);
  }

  void aMatrixCellCountsItsTrunkAndCooldowns() {
    PlayedStudy played = playedStudy("{}", kWorld);
    played.world.diverging = {"mqa"};
    QVERIFY(played.play());
    const auto result = resultOf(played);
    QCOMPARE(result->matrix.size(), std::size_t{2 * 4 * 3});
    for (const MatrixCell& cell : result->matrix) {
      QCOMPARE(cell.planned, 6u);
      QCOMPARE(cell.completed, cell.arm == "mqa" ? 0u : 6u);
      QCOMPARE(cell.diverged, cell.arm == "mqa" ? cell.facts.size() : 0u);
    }
  }

  void withoutABaselineThereIsNoGainAndItSaysSo() {
    PlayedStudy played = playedStudy("{}");
    const auto result = resultOf(played, false);
    QVERIFY(!result->rigorous && !result->noGains.empty() && result->provisional());
    QVERIFY(toJson(*result)["ceg"].is_null());
  }

  /// The arm's best rate is four times the baseline's: at the shared rate it loses, at its own it wins.
  void showsGainsAtTheSharedRateAndAtEachArmsOwn() {
    World world = kWorld;
    PlayedStudy played = playedStudy(R"({"learning_rate_search": "every arm", "scales": ["nano"]})", world);
    const double rate = played.study.find("none", "nano")->learningRate();
    played.world.best = rate;
    played.world.bestOf = {{"rope", 4 * rate}};
    QVERIFY(played.play());
    const auto result = resultOf(played);
    QVERIFY(result->sharedRate);
    QVERIFY(near(cellOf(*result->rigorous, "rope", "nano").step->ceg, 1.5, 0.1));
    QVERIFY(cellOf(*result->sharedRate, "rope", "nano").step->ceg < 1.2);
    const CurveTable own = curvesOf(played.study, played.facts, played.decisions);
    QCOMPARE(own.points.size(), std::size_t{4 * 3 * 5});  // one rate an arm, never both
    for (const RateFinding& finding : result->rates)
      if (finding.arm == "rope") {
        QVERIFY(near(finding.rate / rate, 4, 0.4));
        QVERIFY(finding.sensitivity && *finding.sensitivity > 0);
      }
  }

  void changesThatMultiplyAreAdditive() {
    World world{.gain = {{"none", 1.0}, {"rope", 1.5}, {"layernorm", 1.2}, {"both", 1.8}}};
    PlayedStudy played = playedStudy(R"({"arms": [{"name": "none"}, {"name": "rope", "patches": ["rope"]},
        {"name": "layernorm", "patches": ["layernorm"]}, {"name": "both", "patches": ["layernorm", "rope"]}]})",
                                     world);
    QVERIFY(played.play());
    const auto result = resultOf(played);
    QCOMPARE(result->interactions.size(), 2u);
    const ScaleInteractions& found = result->interactions.front();
    QCOMPARE(found.together, std::string("both"));
    QVERIFY(near(*found.product, 1.8, 0.1));
    QVERIFY(near(found.measured->ceg, 1.8, 0.1));
    QVERIFY(found.found.additivity && near(*found.found.additivity, 1, 0.1));
    QVERIFY(found.found.shapley[0] && found.found.shapley[1]);
    QVERIFY(near(found.found.shapley[0]->ceg * found.found.shapley[1]->ceg, found.measured->ceg, 1e-9));
  }

  /// Another program that runs beside a study makes its steps slow; those of the timing runs are compared, as soon as
  /// all arms of a seed have been timed.
  void secondsAreThoseOfTheTimingRuns() {
    PlayedStudy played = playedStudy(R"({"scales": ["nano"]})", kWorld);
    QVERIFY(played.play());
    for (StudyFact& fact : played.facts) {
      fact.stepSeconds = fact.run.arm == "rope" ? 0.2 : 0.1;
      if (fact.run.role != RunRole::Timing) *fact.stepSeconds *= 1 + 0.3 * static_cast<double>(fact.run.seed);
      for (CurvePoint& point : fact.points)
        point.seconds *= static_cast<double>(1 + fact.run.seed * fact.run.horizon % 7);
    }
    const auto result = resultOf(played);
    const RigorousCell& rope = cellOf(*result->rigorous, "rope", "nano");
    QVERIFY(near(rope.wall->ceg, rope.step->ceg / 2, 1e-9));
    QVERIFY(near(cellOf(*result->rigorous, "mqa", "nano").wall->ceg, cellOf(*result->rigorous, "mqa", "nano").step->ceg,
                 1e-9));
    for (StudyFact& fact : played.facts)
      if (fact.run.role == RunRole::Timing && fact.run.arm == "mqa" && fact.run.seed == 1) fact.stepSeconds.reset();
    for (StudyFact& fact : played.facts)
      if (fact.run.role == RunRole::Trunk && fact.run.arm == "rope" && fact.run.seed == 1) *fact.stepSeconds *= 8;
    const auto partly = resultOf(played);  // the pair of seed 1 goes by its trunks: eight times slower
    QVERIFY(near(cellOf(*partly->rigorous, "rope", "nano").wall->ceg, rope.wall->ceg / 2, 1e-9));
  }

  /// A trunk that diverged has no annealed end, and is no run that never was.
  void whatDivergedIsCountedBesideTheGain() {
    PlayedStudy played = playedStudy(R"({"scales": ["nano"]})", kWorld);
    QVERIFY(played.play());
    for (StudyFact& fact : played.facts)
      if (fact.run.arm == "rope" && fact.run.seed == 3 && fact.run.role == RunRole::Trunk)
        fact.state = RunState::Diverged;
    std::erase_if(played.facts, [](const StudyFact& fact) {
      return fact.run.arm == "rope" && fact.run.seed == 3 && fact.run.role == RunRole::Cooldown;
    });
    auto result = resultOf(played);
    QCOMPARE(cellOf(*result->rigorous, "rope", "nano").divergedArm, std::size_t{1});
    QCOMPARE(cellOf(*result->rigorous, "rope", "nano").pairs, std::size_t{2});
    QCOMPARE(cellOf(*result->rigorous, "mqa", "nano").divergedArm, std::size_t{0});

    World wild = kWorld;
    wild.diverging = {"none"};
    PlayedStudy lost = playedStudy(R"({"scales": ["nano"]})", wild);
    QVERIFY(lost.play());
    result = resultOf(lost);
    QVERIFY(result->rigorous);
    const RigorousCell& cell = cellOf(*result->rigorous, "rope", "nano");
    QCOMPARE(cell.divergedBaseline, std::size_t{3});
    QVERIFY(!cell.reason.empty());
  }

  void aWholeRunThatFailedSaysNothing() {
    PlayedStudy played = playedStudy(R"({"scales": ["nano"], "plan": "plain", "tokens_per_parameter": 0})", kWorld);
    QVERIFY(played.play());
    StudyFact& victim = played.facts.front();
    victim.state = RunState::Failed;
    const auto result = resultOf(played);
    for (const CurveTable::Run& run : result->curves.runs)
      QVERIFY(result->curves.arms[run.arm] != victim.run.arm || run.seed != victim.run.seed);
  }

  void aPilotSaysHowLargeNoiseIs() {
    World quiet = kWorld, loud = kWorld;
    quiet.noise = 0.001;
    loud.noise = 0.01;
    std::map<std::string, NoiseAssumption> noise[2];
    for (int i = 0; i < 2; ++i) {
      PlayedStudy played = playedStudy("{}", i == 0 ? quiet : loud);
      QVERIFY(played.play());
      noise[i] = pilotNoise(*resultOf(played));
      QCOMPARE(noise[i].size(), 2u);
    }
    const double ratio = noise[1]["nano"].lossSigma / noise[0]["nano"].lossSigma;
    QVERIFY(near(ratio, 10, 0.01));
    // dL/dlnC of 4·C^−0.3 at the end: 0.3 · 4 · C^−0.3, read over the last 30 %.
    const double end = static_cast<double>(playedStudy("{}").study.find("none", "nano")->horizons.back());
    QVERIFY(near(noise[0]["nano"].endSlope, 1.2 * std::pow(end, -0.3), 0.03));
  }

  void aPilotReplacesTheAssumptionInThePlan() {
    const Study study = playedStudy("{}").study.study;
    const auto cells = cellsOf(study);
    QVERIFY(cells.ok());
    const auto assumed = planOf(study, *cells, Json());
    const auto known = planOf(study, *cells, Json(), {{"nano", {.lossSigma = 0.001, .endSlope = 0.3}}});
    QVERIFY(assumed.ok() && known.ok());
    QVERIFY(assumed->scales[0].assumedNoise && !known->scales[0].assumedNoise && known->scales[1].assumedNoise);
    QVERIFY(*known->scales[0].smallestGain < *assumed->scales[0].smallestGain);
    QCOMPARE(*known->scales[1].smallestGain, *assumed->scales[1].smallestGain);
  }
};

QTEST_GUILESS_MAIN(StudyResultTest)
#include "tst_study_result.moc"

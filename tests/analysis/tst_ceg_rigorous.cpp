// The rigorous estimator as a whole: gains that are known, every refusal, the object it prints, and that the order of
// rows does not show.
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <functional>

#include "core/analysis/ceg_json.h"
#include "core/analysis/curves_csv.h"
#include "tests/analysis/study_text.h"
#include "tests/analysis/synthetic_study.h"

using namespace headroom;

namespace {

constexpr double kNan = CurvePoint::kUnknown;

bool near(double a, double b, double tolerance = 1e-9) {
  if (std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b))) return true;
  qWarning("%.12g is not %.12g", a, b);
  return false;
}

/// A study written down run by run. Losses fall as straight lines in ln step, which the curves repeat exactly.
class Table {
 public:
  Table& run(const std::string& arm, const std::string& scale, std::int64_t seed,
             const std::function<double(double)>& loss, std::int64_t evaluations = 8) {
    std::vector<double> values;
    for (std::int64_t i = 1; i <= evaluations; ++i) values.push_back(loss(100.0 * static_cast<double>(i)));
    return losses(arm, scale, seed, values);
  }
  Table& losses(const std::string& arm, const std::string& scale, std::int64_t seed,
                const std::vector<double>& values) {
    CurveTable::Run run{number(m_table.scales, scale), number(m_table.arms, arm), seed, m_table.points.size(),
                        values.size()};
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double step = 100.0 * static_cast<double>(i + 1);
      m_table.points.push_back(
          {static_cast<std::int64_t>(step), step * tokens, step * flops, 7 + step * seconds, values[i]});
    }
    m_table.runs.push_back(run);
    m_table.rows += values.size();
    return *this;
  }
  double flops = 1e9, seconds = 0.1, tokens = 1000;  // a step, of the runs that follow

  const CurveTable& table() const { return m_table; }
  RigorousResult result(const RigorousOptions& options = {}) const {
    const auto result = rigorousCeg(m_table, "none", options);
    return result ? *result : RigorousResult{};
  }
  RigorousCell cell(const RigorousOptions& options = {}) const { return result(options).cells.at(0); }

 private:
  static std::uint32_t number(std::vector<std::string>& names, const std::string& name) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::uint32_t>(found - names.begin());
    names.push_back(name);
    return static_cast<std::uint32_t>(names.size() - 1);
  }
  CurveTable m_table;
};

std::function<double(double)> line(double gain, double offset = 0) {
  return [=](double step) { return 10 - std::log(step * gain) + offset; };
}

class CegRigorousTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void findsTheGainOfStraightLines() {
    Table t;
    t.run("none", "nano", 1, line(1)).run("none", "nano", 2, line(1));
    t.flops = 1.25e9, t.seconds = 0.05;
    t.run("fast", "nano", 1, line(1.9)).run("fast", "nano", 2, line(2.1));
    const RigorousCell cell = t.cell();
    QCOMPARE(cell.status, RigorousCell::Status::Ok);
    QVERIFY(cell.reason.empty() && cell.pairs == 2 && !cell.extrapolated);
    QVERIFY(near(*cell.targetLoss, 10 - std::log(800)));  // the baseline's end
    const double d1 = std::log(1.9), d2 = std::log(2.1), centre = (d1 + d2) / 2, se = std::abs(d2 - d1) / 2;
    QVERIFY(near(cell.step->ceg, std::exp(centre)) && near(*cell.step->lnSe, se) && near(*cell.step->df, 1));
    QVERIFY(near(*cell.step->low, std::exp(centre - 12.7062047364 * se), 1e-8));
    QVERIFY(near(cell.flop->ceg, cell.step->ceg / 1.25) && near(cell.wall->ceg, cell.step->ceg * 2));
    QVERIFY(near(*cell.p, 2 * std::atan(se / centre) / std::acos(-1.0)) &&
            *cell.pHolm == *cell.p);  // one degree: Cauchy
    QCOMPARE(cell.curve.size(), std::size_t{25});
    QVERIFY(near(cell.curve.front().loss, *cell.targetLoss) && near(cell.curve[12].gain.ceg, cell.step->ceg));
    QVERIFY(near(cell.curve.back().loss, 10 - std::log(210)));  // the faster arm's first loss
  }

  void anArmThatNeverGetsThereIsMeasuredAtItsEnd() {
    const RigorousCell cell = Table().run("none", "s", 1, line(1)).run("slow", "s", 1, line(0.5)).cell();
    QVERIFY(near(cell.step->ceg, 0.5) && near(*cell.targetLoss, 10 - std::log(400)));
  }

  void oneSeedHasNoInterval() {
    const RigorousCell cell = Table().run("none", "s", 1, line(1)).run("fast", "s", 1, line(2)).cell();
    QCOMPARE(cell.status, RigorousCell::Status::OnePair);
    QCOMPARE(cell.reason, std::string("one seed: no interval can be given; run at least 3"));
    QVERIFY(near(cell.step->ceg, 2) && !cell.step->low && !cell.p && !cell.curve.front().gain.low);
  }

  void aChosenTargetIsOneLoss() {
    // A gain that changes on the way: straight above 5, then twice as steep.
    Table t;
    t.run("none", "s", 1, line(1)).run("bent", "s", 1, [](double step) { return 10 - 1.2 * std::log(step); });
    const double target = 4;  // ln steps: 6 and 5
    QVERIFY(near(t.cell({.target = target}).step->ceg, std::exp(1.0)));
    QVERIFY(near(*t.cell({.target = target}).targetLoss, target));
  }

  void gainsWithoutFlopsOrSecondsAreAbsentWithTheirReason() {
    Table t;
    t.run("none", "s", 1, line(1));
    t.flops = kNan, t.seconds = 0;
    t.run("fast", "s", 1, line(2));
    const RigorousResult result = t.result();
    QVERIFY(result.cells[0].step && !result.cells[0].flop && !result.cells[0].wall);
    QCOMPARE(result.warnings.at(0),
             std::string("scale 's': no CEG_FLOP for 'fast' (a point that was used has no FLOPs)"));
    QCOMPARE(result.warnings.at(1), std::string("scale 's': no CEG_wall for 'fast' (a run has no time a step)"));
  }

  void unequalTokensAStepAreWarnedOf() {
    Table t;
    t.run("none", "s", 1, line(1));
    t.tokens = 1002;
    t.run("fast", "s", 1, line(2));
    QVERIFY(t.result().warnings.at(0).find("1002 tokens a step") != std::string::npos);
    t.tokens = 1000.5;
    QVERIFY(Table(t).run("b", "s", 1, line(2)).result().warnings.size() == 1);
  }

  void divergedRunsAreCountedBesideTheGain() {
    Table t;
    t.run("none", "s", 1, line(1)).run("none", "s", 2, line(1));
    t.run("fast", "s", 1, line(2));
    t.losses("fast", "s", 2, {4.6, 4, 3.6, 3.3, kNan, 3});
    const RigorousCell cell = t.cell();
    QVERIFY(cell.divergedArm == 1 && cell.divergedBaseline == 0 && cell.pairs == 2);
    QVERIFY(near(*cell.targetLoss, 3.6 > 3.3 ? std::max(3.3, 10 - std::log(800.0)) : 0));
  }

  // Every refusal.

  void refusals_data() {
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("sentence");
    const char* const sentences[] = {
        "there is no run of the baseline 'none' at scale 'full'",
        "arm and baseline share no seed at this scale; gains are measured in pairs of equal seed",
        "3 of 3 pairs are unusable: only 2 usable points; a run needs 4",
        "1 of 1 pair is unusable: the loss never falls",
        "no loss was reached by both: the baseline ends at 3.32, the arm starts at 3.05",
        "no loss was reached by both: the arm ends at 6.32, the baseline starts at 5.39",
        "no loss was reached by both: one run of the baseline ends at 8.32, another starts at 5.39",
        "loss 2.8 is outside what both measured (3.3154 to 4.7017); --extrapolate 2 would fit a curve",
        "loss 5 is outside what both measured (3.3154 to 4.7017); choose a loss in between",
        "every run of the arm diverged before step 400; 3 of 3 diverged",
        "every run of the baseline diverged before step 300; 1 of 1 diverged",
        "2 of 2 pairs are unusable: only 0 usable points; a run needs 4",
    };
    for (int i = 0; i < static_cast<int>(std::size(sentences)); ++i)
      QTest::addRow("%d", i) << i << QString::fromUtf8(sentences[i]);
  }
  void refusals() {
    QFETCH(int, number);
    QFETCH(QString, sentence);
    Table t;
    RigorousOptions options;
    const auto three = [&](const char* arm, const std::vector<double>& losses) {
      for (std::int64_t seed = 1; seed <= 3; ++seed) t.losses(arm, "s", seed, losses);
    };
    switch (number) {
      case 0:
        t.run("none", "nano", 1, line(1)).run("fast", "full", 1, line(1));
        break;
      case 1:
        t.run("none", "s", 1, line(1)).run("fast", "s", 2, line(1));
        break;
      case 2:
        three("none", {5, 4, 3, 2, 1}), three("fast", {3, 2});
        break;
      case 3:
        t.run("none", "s", 1, line(1)).run("fast", "s", 1, [](double) { return 3.0; });
        break;
      case 4:
        t.run("none", "s", 1, line(1)).losses("fast", "s", 1, {3.05, 3, 2.9, 2.8});
        break;
      case 5:
        t.run("none", "s", 1, line(1)).run("fast", "s", 1, line(1, 3));
        break;
      case 6:
        t.run("none", "s", 1, line(1, 5)).run("none", "s", 2, line(1));
        t.run("fast", "s", 1, line(1, 2)).run("fast", "s", 2, line(1, 2));
        break;
      case 7:
      case 8:
        t.run("none", "s", 1, line(1)).run("fast", "s", 1, line(2));
        options.target = number == 7 ? 2.8 : 5;
        break;
      case 9:
        three("none", {5, 4, 3, 2, 1}), three("fast", {5, 4, 3, kNan});
        break;
      case 10:
        t.losses("none", "s", 1, {5, 4, kNan, 3}).run("fast", "s", 1, line(1));
        break;
      default:
        t.run("none", "s", 1, line(1)).run("none", "s", 2, line(1));
        t.losses("fast", "s", 1, {}).losses("fast", "s", 2, {});
    }
    const RigorousResult result = t.result(options);
    const RigorousCell& cell = result.cells.at(0);
    QCOMPARE(QString::fromStdString(cell.reason), sentence);
    QCOMPARE(cell.status, RigorousCell::Status::Refused);
    QVERIFY(!cell.targetLoss && !cell.step && !cell.flop && !cell.wall && !cell.p && !cell.pHolm && cell.curve.empty());
  }

  /// 8 evaluations at 100 … 800 steps: the arm begins where the baseline has not come to.
  void beyondTheDataAGainIsABound() {
    const auto line = [](double from) { return [from](double step) { return from - 0.5 * std::log(step / 100); }; };
    Table table;
    for (const std::int64_t seed : {1, 2}) table.run("none", "s", seed, line(5.0 + 0.1 * static_cast<double>(seed)));
    table.flops = 2e9, table.seconds = 0.2;
    for (const std::int64_t seed : {1, 2}) table.run("arm", "s", seed, line(3.5));
    const RigorousCell fast = table.cell();
    QCOMPARE(fast.status, RigorousCell::Status::Refused);
    QVERIFY(!fast.step && fast.bound && fast.bound->atLeast);
    QVERIFY(near(fast.bound->step, 8));   // 800 steps of the baseline against the arm's first 100
    QVERIFY(near(*fast.bound->flop, 4));  // whose steps cost twice as much
    QVERIFY(near(*fast.bound->wall, 4));
    QCOMPARE(boundText(*fast.bound, fast.bound->step), std::string("≥ 8.00"));
    QCOMPARE(boundWords(*fast.bound),
             std::string("the gain is at least 8.00 per step, 4.00 per FLOP and 4.00 per second"));
    QVERIFY(!table.cell({.target = 3.0}).bound);

    Table slow;
    slow.run("none", "s", 1, line(3.5)).run("arm", "s", 1, line(5.0));
    const RigorousCell cell = slow.cell();
    QVERIFY(cell.bound && !cell.bound->atLeast && near(cell.bound->step, 0.125));
    QCOMPARE(boundText(*cell.bound, cell.bound->step), std::string("≤ 0.13"));

    // Two pairs that disagree bound nothing, nor do those that overlap.
    Table mixed;
    mixed.run("none", "s", 1, line(5.0)).run("none", "s", 2, line(3.0));
    mixed.run("arm", "s", 1, line(3.0)).run("arm", "s", 2, line(5.0));
    QVERIFY(!mixed.cell().bound && mixed.cell().status == RigorousCell::Status::Refused);
    Table overlapping;
    overlapping.run("none", "s", 1, line(5.0)).run("arm", "s", 1, line(4.8));
    QVERIFY(overlapping.cell().step && !overlapping.cell().bound);
  }

  void badOptionsAreOneSentence() {
    const CurveTable table = Table().run("none", "s", 1, line(1)).run("fast", "s", 1, line(2)).table();
    const auto refused = [&](const RigorousOptions& options, const std::string& baseline = "none") {
      const auto result = rigorousCeg(table, baseline, options);
      return !result.ok() && result.error().kind == ErrorKind::BadInput && result.error().message.ends_with('.');
    };
    for (const double factor : {0.5, 4.1, kNan}) QVERIFY(refused({.extrapolate = factor}));
    for (const double level : {0.0, 1.0, 2.0, kNan}) QVERIFY(refused({.confidence = level}));
    for (const double delta : {0.0, -1.0, kNan}) QVERIFY(refused({.equivalence = delta}));
    QVERIFY(refused({.target = kNan}) && refused({.sameAs = "none"}) && refused({.sameAs = "x"}) && refused({}, "x"));
    QCOMPARE(rigorousCeg(table, "nobody").error().message,
             std::string("No arm is called 'nobody'; the arms are 'none' and 'fast'."));
  }

  void nothingButTheBaselineIsAnEmptyAnswer() {
    const Json json = toJson(Table().run("none", "s", 1, line(1)).result());
    QVERIFY(json["cells"].empty() && json["arms"].empty() && json["noise_floor"].empty());
  }

  void theObjectHasEveryKeyInOrder() {
    Table t;
    for (std::int64_t seed = 1; seed <= 2; ++seed)
      t.run("none", "s", seed, line(1 + 0.01 * static_cast<double>(seed))).run("fast", "s", seed, line(2));
    t.run("lost", "s", 9, line(1));
    const Json json = toJson(t.result({.sameAs = "fast"}));
    const auto keys = [](const Json& object) {
      std::string all;
      for (const auto& [key, value] : object.items()) all += key + " ";
      return all;
    };
    QCOMPARE(keys(json), std::string("format version estimator baseline input warnings cells arms noise_floor "));
    for (const Json& cell : json["cells"]) {
      QCOMPARE(keys(cell), std::string("arm scale status reason pairs target_loss extrapolated step flop wall p p_holm "
                                       "diverged curve "));
      QCOMPARE(cell["reason"].is_null(), cell["status"] == "ok");
    }
    QCOMPARE(keys(json["cells"][0]["step"]), std::string("ceg low high ln_se df "));
    QCOMPARE(keys(json["cells"][0]["curve"][0]), std::string("loss ceg low high "));
    QCOMPARE(keys(json["cells"][0]["diverged"]), std::string("arm baseline "));
    for (const Json& arm : json["arms"])
      QCOMPARE(keys(arm), std::string("arm scales slope low high p p_holm verdict reason "));
    QCOMPARE(json["noise_floor"].size(), std::size_t{2});
    QCOMPARE(keys(json["noise_floor"][0]), std::string("scale source ceg seeds "));
    QCOMPARE(json["noise_floor"][0]["source"], Json("baseline seeds"));
    QCOMPARE(json["noise_floor"][1]["source"], Json("arm"));
    QCOMPARE(json["cells"][1]["step"], Json());
    QCOMPARE(json["estimator"], Json("rigorous"));
  }

  void hugeAndEqualLossesNeverPrintWhatIsNoNumber() {
    Table t;
    for (std::int64_t seed = 1; seed <= 2; ++seed)
      t.losses("none", "s", seed, {1e308, -1e308, 1e-308, 1e308, 5}).losses("a", "s", seed, {9, 8, 7, 6, 5});
    t.losses("b", "s", 1, {9e99, 1, -9e99, -9.5e99, -9.9e99});
    const std::string text = dump(toJson(t.result({.target = 6.5, .extrapolate = 4})));
    QVERIFY(text.find("nan") == std::string::npos && text.find("inf") == std::string::npos);
  }

  void theOrderOfRowsDoesNotShow() {
    Study study = syntheticStudy({.arms = 4, .scales = 4}, 11);
    std::vector<std::string> rows = rowsOf(study.table);
    QTemporaryDir folder;
    const auto answer = [&] {
      QFile file(folder.filePath("curves.csv"));
      if (!file.open(QFile::WriteOnly)) return Json();
      file.write(csvOf(rows).c_str());
      file.close();
      const auto table = readCurves(file.fileName().toStdString());
      const auto result = rigorousCeg(*table, "none", {.sameAs = "arm2"});
      Json json = toJson(*result);
      // Only the order of the lists may differ.
      for (const char* list : {"cells", "arms", "noise_floor"})
        std::sort(json[list].begin(), json[list].end(), [](const Json& a, const Json& b) { return dump(a) < dump(b); });
      return json;
    };
    const std::string first = dump(answer());
    QVERIFY(first.size() > 10'000);
    QCOMPARE(dump(answer()), first);
    std::reverse(rows.begin(), rows.end());
    QCOMPARE(dump(answer()), first);
    std::sort(rows.begin(), rows.end(), [](const std::string& a, const std::string& b) {
      return std::hash<std::string>()(a) < std::hash<std::string>()(b);
    });
    QCOMPARE(dump(answer()), first);
  }
};

}  // namespace

QTEST_APPLESS_MAIN(CegRigorousTest)
#include "tst_ceg_rigorous.moc"

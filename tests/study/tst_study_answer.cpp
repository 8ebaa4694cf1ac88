// What is said of a study's gains: words, the paper's claims, and tables that give the same digits again.
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>

#include "core/analysis/ceg_json.h"
#include "core/analysis/curves_csv.h"
#include "core/base/files.h"
#include "core/study/paper_claims.h"
#include "core/study/study_answer.h"
#include "core/study/study_csv.h"
#include "tests/support/played_study.h"

using namespace headroom;

namespace {

GainEstimate gain(double ceg, double low, double high) {
  return {.ceg = ceg, .low = low, .high = high, .lnSe = 0.01, .df = 4};
}

RigorousCell cell(const std::string& arm, const std::string& scale, const GainEstimate& step, double p) {
  RigorousCell made;
  made.arm = arm;
  made.scale = scale;
  made.status = RigorousCell::Status::Ok;
  made.pairs = 3;
  made.targetLoss = 2.0;
  made.step = made.flop = made.wall = step;
  made.p = made.pHolm = p;
  return made;
}

StudyResult studyOf(const std::vector<std::string>& arms, const std::vector<std::string>& scales) {
  StudyResult result;
  result.resolved.study.name = "try";
  result.resolved.study.baseline = arms.front();
  for (const std::string& arm : arms) result.resolved.study.arms.push_back({.name = arm});
  result.resolved.study.scales = scales;
  result.state = StudyState::Finished;
  result.rigorous.emplace();
  result.rigorous->baseline = arms.front();
  return result;
}

QString answer(const StudyResult& result) {
  return QString::fromStdString(answerOf(result));
}

const PaperClaim* claimOf(const std::vector<PaperClaim>& claims, const std::string& claim) {
  for (const PaperClaim& one : claims)
    if (one.claim == claim) return &one;
  return nullptr;
}

PaperClaim::Verdict verdictOf(const StudyResult& result, const std::string& claim) {
  const std::vector<PaperClaim> claims = paperClaims(result);
  const PaperClaim* found = claimOf(claims, claim);
  if (!found) qFatal("there is no claim %s", claim.c_str());
  return found->verdict;
}

Json definition(const std::string& changes) {
  Json json = *parseJson(R"({ "format": "headroom.study", "version": 1, "name": "try", "model": "paper/none",
    "baseline": "none", "arms": [ {"name": "none"}, {"name": "rope", "patches": ["rope"]},
      {"name": "odd", "patches": ["mqa"]}, {"name": "layernorm", "patches": ["layernorm"]} ],
    "scales": ["nano", "micro"], "seeds": [1, 2, 3] })",
                         "test");
  json.merge_patch(*parseJson(changes, "changes"));
  for (Json& arm : json["arms"])
    if (arm["name"] == "odd") arm["name"] = "a, \"quoted\"\narm";
  return json;
}

}  // namespace

class StudyAnswerTest : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  int m_database = 0;

  std::shared_ptr<const StudyResult> played(const Json& json, const PlayedWorld& world) {
    const QString folder = m_folder.filePath(QString::number(++m_database));
    if (!makeFolders(folder.toStdString())) qFatal("no folder");
    auto database = Database::open((folder + "/h.db").toStdString());
    if (!database) qFatal("%s", database.error().message.c_str());
    auto result = studyResult(database->reader(), playStudy(*database, json, world));
    if (!result) qFatal("%s", result.error().message.c_str());
    return *result;
  }

 private Q_SLOTS:
  void helpsIsOnlySaidWhereHolmAllowsIt() {
    StudyResult result = studyOf({"none", "rope", "mqa"}, {"nano", "mini"});
    result.rigorous->cells = {cell("rope", "nano", gain(1.2, 0.9, 1.6), 0.2),
                              cell("rope", "mini", gain(1.4, 1.3, 1.5), 0.001),
                              cell("mqa", "mini", gain(0.8, 0.7, 0.9), 0.01)};
    const QString text = answer(result);
    QVERIFY2(text.contains("rope helps at mini and cannot be told from no gain at nano; its gain at mini is "
                           "1.400 (1.300 to 1.500) per step, 1.400 (1.300 to 1.500) per FLOP and 1.400"),
             qPrintable(text));
    QVERIFY(text.contains("mqa needs more compute than the baseline at mini"));
    QVERIFY(!text.contains("mqa helps") && !text.contains("provisional"));
  }

  void aGainInsideTheFloorIsNotClaimed() {
    StudyResult result = studyOf({"none", "rope"}, {"nano"});
    result.rigorous->cells = {cell("rope", "nano", gain(1.04, 1.02, 1.06), 0.001)};
    QVERIFY(findingOf(result.rigorous->cells[0], *result.rigorous) == Finding::Helps);
    result.rigorous->floors = {{.scale = "nano", .ceg = 1.05, .seeds = 3}};
    QVERIFY(findingOf(result.rigorous->cells[0], *result.rigorous) == Finding::InsideFloor);
    QVERIFY(answer(result).contains("rope lies inside the noise floor at nano"));
    result.rigorous->floors[0].scale = "mini";  // another scale's says nothing here
    QVERIFY(answer(result).contains("rope helps at nano"));
  }

  void whatIsMissingIsSaidWithItsReason() {
    StudyResult result = studyOf({"none", "rope", "mqa", "late"}, {"nano"});
    RigorousCell one = cell("rope", "nano", {.ceg = 1.3, .low = {}, .high = {}, .lnSe = {}, .df = {}}, 1);
    one.status = RigorousCell::Status::OnePair;
    one.p = one.pHolm = {};
    one.flop = {};
    one.whyNoFlop = "a point that was used has no FLOPs";
    RigorousCell refusedCell;
    refusedCell.arm = "mqa";
    refusedCell.scale = "nano";
    refusedCell.reason = "no loss was reached by both";
    result.rigorous->cells = {one, refusedCell};
    result.state = StudyState::Running;
    const QString text = answer(result);
    QVERIFY2(text.contains("rope has one pair of seeds and so no interval at nano; its gain at nano is 1.300 per step, "
                           "none per FLOP (a point that was used has no FLOPs)"),
             qPrintable(text));
    QVERIFY(text.contains("mqa has no gain at nano (no loss was reached by both)."));
    QVERIFY(text.contains("late has no run that ended."));
    QVERIFY(text.contains("provisional: the study is running"));
    result.rigorous.reset();
    result.noGains = "No run of the baseline has ended yet, so there is no gain to show.";
    QVERIFY(answer(result).contains("There is no gain to report: No run of the baseline has ended yet"));
  }

  void claimsAreDecidedFromIntervals() {
    using enum PaperClaim::Verdict;
    StudyResult result = studyOf({"none", "layernorm", "rope", "flash", "mqa"}, {"nano"});
    auto& cells = result.rigorous->cells;
    cells = {cell("layernorm", "nano", gain(1.5, 1.3, 1.7), 0.01), cell("rope", "nano", gain(1.5, 0.9, 2.0), 0.2),
             cell("flash", "nano", gain(1.01, 0.98, 1.04), 0.6), cell("mqa", "nano", gain(1.2, 1.1, 1.3), 0.01)};
    cells[2].wall = gain(1.2, 1.1, 1.3);
    QVERIFY(verdictOf(result, "layernorm > 1 per step") == Holds);
    QVERIFY(verdictOf(result, "rope > 1 per step") == Undecided);
    QVERIFY(verdictOf(result, "flash = 1 per step") == Holds);
    QVERIFY(verdictOf(result, "flash > 1 by the clock") == Holds);
    QVERIFY(verdictOf(result, "mqa < 1 per step") == Fails);
    QVERIFY(!claimOf(paperClaims(result), "sparse < 1 per step"));
    QVERIFY(!claimOf(paperClaims(result), "all > each of its parts per step"));
    cells[0].pHolm = 0.07;  // the interval is one arm's, Holm's p that of all arms together
    QVERIFY(verdictOf(result, "layernorm > 1 per step") == Undecided);
    cells[2].step = gain(1.02, 0.9, 1.2);
    QVERIFY(verdictOf(result, "flash = 1 per step") == Undecided);
    cells[2].step = gain(1.3, 1.2, 1.4);
    cells[2].pHolm = 0.001;
    QVERIFY(verdictOf(result, "flash = 1 per step") == Fails);
    result.resolved.study.baseline = "else";
    QVERIFY(paperClaims(result).empty());
  }

  void allIsComparedWithItsPartsInPairs() {
    Json json = definition(R"({"arms": [ {"name": "none"}, {"name": "rope", "patches": ["rope"]},
      {"name": "layernorm", "patches": ["layernorm"]}, {"name": "flash", "patches": ["flash"]},
      {"name": "all", "patches": ["layernorm", "rope", "flash"]} ], "scales": ["nano"]})");
    PlayedWorld world{.arms = {{"rope", {.gain = 1.2}}, {"layernorm", {.gain = 1.3}}, {"all", {.gain = 1.6}}}};
    const auto above = played(json, world);
    const auto claims = paperClaims(*above);
    const PaperClaim* claim = claimOf(claims, "all > each of its parts per step");
    QVERIFY(claim);
    QVERIFY2(claim->verdict == PaperClaim::Verdict::Holds, claim->numbers.c_str());
    QVERIFY2(claim->numbers.find("over layernorm 1.2") != std::string::npos, claim->numbers.c_str());
    world.arms["layernorm"].gain = 2.2;
    QVERIFY(verdictOf(*played(json, world), "all > each of its parts per step") == PaperClaim::Verdict::Fails);
  }

  void thePapersRuleDecidesNothing() {
    const auto counted = played(definition(R"({"plan": "plain", "estimator": "paper", "seeds": [7],
      "scales": ["nano"]})"),
                                {.arms = {{"rope", {.gain = 1.8}}}});
    QVERIFY(counted->paper);
    for (const PaperClaim& claim : paperClaims(*counted)) QVERIFY(claim.verdict == PaperClaim::Verdict::Undecided);
    const QString text = answer(*counted);
    QVERIFY2(text.contains("cannot be told") && text.contains("At nano: rope 1."), qPrintable(text));
    QVERIFY(!text.contains("helps"));
  }

  void tablesGiveTheSameDigitsAgain() {
    const auto study =
        played(definition(R"({"learning_rate_search": "every arm",
      "arms": [ {"name": "none"}, {"name": "rope", "patches": ["rope"]},
        {"name": "odd", "patches": ["mqa"]},
        {"name": "muon", "settings": {"optimizer": "muon", "learning_rate": 0.0003}} ]})"),
               {.arms = {{"rope", {.gain = 1.3, .bestRate = 0.002}}, {"muon", {.divergingSeeds = {2}}}}});
    const auto tables = exportCsv(*study, m_folder.filePath("tables").toStdString());
    QVERIFY2(tables.ok(), tables ? "" : tables.error().message.c_str());
    const auto again = [&](const char* name) {
      const auto table = readCurves(m_folder.filePath(QString("tables/") + name).toStdString());
      if (!table) qFatal("%s", table.error().message.c_str());
      return dump(toJson(*rigorousCeg(*table, "none")));
    };
    QCOMPARE(again("curves.csv"), dump(toJson(*rigorousCeg(asWritten(study->curves), "none"))));
    // As the study itself has it, but for the order of the arms' first runs.
    QCOMPARE(again("curves.csv"), dump(toJson(*study->rigorous)));
    QVERIFY(study->sharedRate);
    QCOMPARE(again("curves-shared.csv"), dump(toJson(*study->sharedRate)));
    QVERIFY(again("curves-shared.csv") != again("curves.csv"));
    const std::string runs = *readFile(m_folder.filePath("tables/runs.csv").toStdString());
    for (const StudyFact& fact : study->facts) QVERIFY(runs.find("\n" + fact.id.text + ",") != std::string::npos);
  }

  void whatFallsBecomesUnknownInATable() {
    CurveTable table{.arms = {"late", "none", "nobody"}, .scales = {"nano"}};
    table.points = {{.step = 1, .seconds = 5, .loss = 3},
                    {.step = 2, .seconds = 4, .loss = 2},
                    {.step = 1, .seconds = 1, .loss = std::nan("")}};
    table.runs = {{.scale = 0, .arm = 0, .seed = 1, .begin = 0, .count = 2},
                  {.scale = 0, .arm = 1, .seed = 1, .begin = 2, .count = 1}};
    const CurveTable written = asWritten(table);
    QCOMPARE(written.arms, (std::vector<std::string>{"late", "none"}));
    QVERIFY(std::isnan(written.points[1].seconds));
    QCOMPARE(written.warnings.size(), std::size_t{1});
    QCOMPARE(toCsv(table), std::string("arm,scale,seed,step,tokens,flops,seconds,loss\nlate,nano,1,1,,,5,3\n"
                                       "late,nano,1,2,,,,2\nnone,nano,1,1,,,1,nan\n"));
  }

  void nothingToWriteIsSaid() {
    const auto early = played(definition("{}"), {.rounds = 0});
    const auto tables = exportCsv(*early, m_folder.filePath("none").toStdString());
    QVERIFY(!tables);
    QVERIFY(tables.error().message.find("nothing to write") != std::string::npos);
    QVERIFY(!QFile::exists(m_folder.filePath("none")));
  }
};

QTEST_GUILESS_MAIN(StudyAnswerTest)
#include "tst_study_answer.moc"

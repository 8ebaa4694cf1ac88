// Lines, points and tables of the Hardware page, and the chart that draws them, without a window.
#include <QTest>

#include "core/arch/resolve.h"
#include "tests/ui_hardware/made_roofs.h"
#include "ui/hardware/roofline_findings.h"

using namespace headroom;

namespace {

StepProfile profileOfNano(const Json& doctor, Phase phase = Phase::Training) {
  const auto model = resolve({.model = "gpt2", .scale = "nano"});
  const auto roofs = roofsFrom(doctor, Precision::Fp32, false);
  const auto profile = profileOf(model->architecture, model->recipe, *roofs, {.phase = phase});
  if (!profile) qFatal("%s", profile.error().message.c_str());
  return *profile;
}

RooflineChart chartOfNano() {
  const Json doctor = madeRoofs();
  return {.title = "gpt2",
          .roofs = roofLines(doctor, false, false),
          .points = rooflinePoints(profileOfNano(doctor), nullptr)};
}

}  // namespace

class HardwareFindingsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void roofsAreTheBestOfAllThreads() {
    const auto lines = roofLines(madeRoofs(), false, true);
    QCOMPARE(lines.size(), std::size_t{5});  // no datasheet of this processor
    QCOMPARE(lines[0], (RoofLine{"DRAM", RoofLine::Kind::Memory, 5.7e10}));
    QCOMPARE(lines[2], (RoofLine{"L2", RoofLine::Kind::Memory, 1.6e11}));
    QCOMPARE(lines[4], (RoofLine{"bf16", RoofLine::Kind::Compute, 4.3e11}));
    QCOMPARE(roofRows(madeRoofs()).size(), std::size_t{5});
    QVERIFY(measuredText(madeRoofs()).contains("2 threads"));
  }

  void publishedValuesStandBesideThoseOfAGpu() {
    const Json doctor = madeRoofs(true);
    QVERIFY(hasGpuRoofs(doctor) && !hasGpuRoofs(madeRoofs()));
    const auto lines = roofLines(doctor, true, true);
    QCOMPARE(lines.size(), std::size_t{8});
    QVERIFY(lines[5].published && lines[5].value == 3.35e12);
    QCOMPARE(roofLines(doctor, true, false).size(), std::size_t{5});
  }

  void whateverADocumentHoldsIsNoCrash() {
    for (const char* text :
         {"null", "3", "[]", R"({"roofs": 1})", R"({"roofs": {"triad": {"a": 1}, "matmul": [1, null]}})",
          R"({"roofs": {"triad": [{"level": "DRAM", "bandwidth": "x"}]}, "measured": 7})",
          R"({"roofs": {"triad": [{"level": "DRAM", "bandwidth": -1, "threads": "two"}]}})"}) {
      const Json document = Json::parse(text);
      for (const bool gpu : {false, true}) QVERIFY(roofLines(document, gpu, true).empty());
      QVERIFY(roofRows(document).empty());
      QVERIFY(!measuredText(document).isEmpty());
    }
  }

  void everyPointIsARowOfTheTable() {
    const StepProfile profile = profileOfNano(madeRoofs());
    const TextTable table = pointsTable(profile);
    QCOMPARE(table.rows.size(), profile.points.size());
    for (const auto& row : table.rows) QCOMPARE(row.size(), table.columns.size());
    QCOMPARE(table.rows.back()[0].text, QString("optimizer"));
    QCOMPARE(table.rows.back()[7].text, QString("—"));
    double shares = 0;
    for (const FamilyShare& share : familyShares(profile)) shares += share.share;
    QVERIFY(std::abs(shares - 1) < 1e-9);
  }

  void changesSayWhatTheyDoToTheLoss() {
    const auto model = resolve({.model = "gpt2", .scale = "nano"});
    const auto roofs = roofsFrom(madeRoofs(), Precision::Fp32, false);
    const auto before = profileOf(model->architecture, model->recipe, *roofs, {});
    const auto changes = whatIfs(model->architecture, model->recipe, *roofs, Phase::Training);
    QVERIFY(before && changes);
    const TextTable table = changesTable(*before, *changes, Phase::Training);
    QCOMPARE(table.rows.size(), kChanges.size());
    QCOMPARE(table.rows[0][0].text, QString("FlashAttention off"));
    QVERIFY(table.rows[1][3].text.startsWith(QString("−")));
    QVERIFY(table.rows[1][0].toolTip.contains("loss stays the same"));
    QVERIFY(table.rows[2][0].toolTip.contains("only training tells"));
    const auto points = rooflinePoints(*before, &(*changes)[2].after);
    QVERIFY(std::any_of(points.begin(), points.end(), [](const auto& p) { return p.after.has_value(); }));
    const auto still = std::find_if(points.begin(), points.end(), [](const auto& p) { return p.path == "body[0]"; });
    QVERIFY(still != points.end() && !still->after);
  }

  void aPlaceOnTheChartFindsItsPoint() {
    const RooflineChart chart = chartOfNano();
    const QRectF area(0, 0, 900, 500);
    const RooflineLayout layout = layoutOf(chart, area, QFont());
    for (const RoofLine& roof : chart.roofs)
      if (roof.kind == RoofLine::Kind::Compute) QVERIFY(roof.value < layout.toY && roof.value > layout.fromY);
    int drawn = 0;
    for (const RooflinePoint& point : chart.points) {
      if (point.at.rate <= 0) continue;
      const QPointF place = layout.place(point.at);
      QVERIFY(layout.plot.contains(place));
      QVERIFY(pointAt(chart, layout, place) >= 0);
      ++drawn;
    }
    QVERIFY(drawn > 8);
    QCOMPARE(pointAt(chart, layout, layout.plot.topLeft()), -1);
  }

  void areaGrowsWithTime() {
    RooflineLayout layout;
    layout.mostSeconds = 4;
    QVERIFY(std::abs(layout.radius(4) / layout.radius(1) - 2) < 1e-9);
  }

  void isDrawnAndWrittenAsWordsSvgAndCsv() {
    RooflineChart chart = chartOfNano();
    QVERIFY(describe(chart).contains("Roof DRAM: 57 GB/s, measured."));
    QVERIFY(describe(chart).contains("Multi-head attention, backward"));
    const QByteArray svg = rooflineSvg(chart, QSize(800, 500));
    QVERIFY(svg.contains("<svg") && svg.size() > 4000);
    const QString csv = toCsv(chart);
    QCOMPARE(csv.count('\n'), static_cast<qsizetype>(1 + chart.roofs.size() + chart.points.size()));
    QVERIFY(csv.contains("measured roof,DRAM,,,5.7e+10,"));
    // Nothing at all, and nonsense.
    QVERIFY(!rooflineSvg({.title = "empty", .empty = "nothing"}, QSize(300, 200)).isEmpty());
    chart.points.front().at = {std::nan(""), -1};
    chart.points[1].at = {1e300, 1e-300};
    QVERIFY(!rooflineSvg(chart, QSize(300, 200)).isEmpty());
  }
};

QTEST_MAIN(HardwareFindingsTest)
#include "tst_hardware_findings.moc"

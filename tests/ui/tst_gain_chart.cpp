// Gains with their intervals: three together or the reason, in words, as a table, by mouse and by key; whiskers and
// bands.
#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "ui/charts/chart_view.h"
#include "ui/charts/gain_chart.h"
#include "ui/charts/gain_chart_layout.h"
#include "ui/charts/log_ticks.h"

using namespace headroom;

namespace {

const QString kNoClock = "no step times";

GainChart chart() {
  return {.title = "Compute-equivalent gain, 95 % intervals",
          .scale = "mini",
          .rows = {{"rope", {1.38, 1.30, 1.47, {}}, {1.37, 1.29, 1.46, {}}, {1.31, 1.2, 1.43, {}}},
                   {"layer, norm",
                    {1.44, {}, {}, "one seed: no interval can be given"},
                    {1.4, {}, {}, "one seed"},
                    {{}, {}, {}, kNoClock}},
                   {"broken",
                    {{}, {}, {}, "every run of the arm diverged"},
                    {{}, {}, {}, "every run of the arm diverged"},
                    {{}, {}, {}, "every run of the arm diverged"}}},
          .floorLow = 0.95,
          .floorHigh = 1.0526,
          .note = "provisional"};
}

int pixelsOf(const QImage& image, const QColor& colour) {
  int count = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) {
      const QColor pixel = image.pixelColor(x, y);
      count += std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                   std::abs(pixel.blue() - colour.blue()) <
               12;
    }
  return count;
}

}  // namespace

class TestGainChart : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void saysEveryGainOrItsReason() {
    const QString text = describe(chart());
    QVERIFY2(text.contains("rope: per step 1.380×, between 1.300 and 1.470"), qPrintable(text));
    QVERIFY2(text.contains("per second here not known (no step times)"), qPrintable(text));
    QVERIFY2(text.contains("1.440× without an interval (one seed: no interval can be given)"), qPrintable(text));
    QVERIFY2(text.contains("broken: per step not known (every run of the arm diverged)"), qPrintable(text));
    QVERIFY2(text.contains("noise floor") && text.contains("provisional."), qPrintable(text));
    QCOMPARE(gainText(chart().rows[0].step), QString("1.38 [1.30, 1.47]"));
    QCOMPARE(gainText(chart().rows[1].step), QString("1.44"));
    QCOMPARE(gainText(chart().rows[2].step), QString("–"));
  }

  void tableHasAllDigitsAndNeverAZeroForNothing() {
    GainChart one = chart();
    one.rows[0].step.ceg = 1.0 / 3;
    const QStringList lines = toCsv(one).split('\n');
    QCOMPARE(lines.size(), 5);
    QCOMPARE(lines[1], QString("rope,mini,0.3333333333333333,1.3,1.47,,1.37,1.29,1.46,,1.31,1.2,1.43,"));
    QCOMPARE(lines[2],
             QString("\"layer, norm\",mini,1.44,,,one seed: no interval can be given,1.4,,,one seed,,,,no step times"));
  }

  void axisHoldsEveryGainAndABoundedPartOfAWildBar() {
    GainChart one = chart();
    one.rows[0].step.high = 4000;
    one.rows[0].step.low = 0.0005;
    const auto layout = layoutOf(one, QRectF(0, 0, 800, 300), QApplication::font());
    QVERIFY(layout.from < 0.95 && layout.to > 1.47);
    QVERIFY2(layout.to < 10 && layout.from > 0.1, qPrintable(QString::number(layout.to)));
    QCOMPARE(layout.x(4000), layout.plot.right());
    QVERIFY(layout.x(1) > layout.plot.left() && layout.x(1) < layout.plot.right());
  }

  void ticksOfALittleSpanAreRound() {
    QCOMPARE(logTicks(0.74, 2.1, 6), (std::vector<double>{0.8, 1, 1.25, 1.5, 2}));
    const auto wide = logTicks(1e-3, 1e3, 7);
    QVERIFY(wide.size() >= 5 && wide.size() <= 7);
    QVERIFY(logTicks(0.97, 1.03, 5).size() >= 2);
    QVERIFY(logTicks(0, 1, 5).empty() && logTicks(2, 1, 5).empty() && logTicks(NAN, 1, 5).empty());
  }

  void anEmptyDotHasNoBarAndAnArmWithoutGainsNoDot() {
    const auto& colours = lightColours();
    GainChart one = chart();
    one.rows = {one.rows[2]};
    const QImage none = gainChartImage(one, {800, 260}, colours, 1);
    one.rows = {chart().rows[0]};
    const QImage three = gainChartImage(one, {800, 260}, colours, 1);
    for (const std::size_t series : {0, 1, 2})
      QVERIFY2(pixelsOf(three, colours.series[series]) > pixelsOf(none, colours.series[series]) + 20,
               qPrintable(QString::number(series)));
  }

  void whatLiesInsideTheNoiseFloorIsGrey() {
    const auto& colours = lightColours();
    GainChart one = chart();
    one.rows = {{"flash", {1.01, 0.99, 1.03, {}}, {1.01, 0.99, 1.03, {}}, {1.3, 1.2, 1.4, {}}}};
    const QImage inside = gainChartImage(one, {800, 260}, colours, 1);
    one.floorLow = one.floorHigh = 1;
    const QImage outside = gainChartImage(one, {800, 260}, colours, 1);
    for (const std::size_t series : {0, 1})
      QVERIFY(pixelsOf(inside, colours.series[series]) < pixelsOf(outside, colours.series[series]));
    QVERIFY(pixelsOf(inside, colours.series[2]) > 20);
  }

  void clickAndReturnNameTheRow() {
    GainChartView view;
    view.setChart(chart());
    view.resize(800, 320);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QSignalSpy activated(&view, &GainChartView::rowActivated);
    QTest::mouseClick(&view, Qt::LeftButton, {}, view.rowRect(1).center().toPoint());
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated[0][0].toString(), QString("layer, norm"));
    QTest::keyClick(&view, Qt::Key_Down);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(activated.size(), 2);
    QCOMPARE(activated[1][0].toString(), QString("broken"));
    QVERIFY(view.accessibleDescription().startsWith("broken"));
    GainChart other = chart();  // the chosen row stays chosen when rows come and go
    other.rows.erase(other.rows.begin());
    view.setChart(other);
    QCOMPARE(view.currentRow(), 1);
    other.rows.clear();
    other.empty = "No gains yet.";
    view.setChart(other);
    QCOMPARE(view.currentRow(), -1);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(activated.size(), 2);
    QVERIFY(view.accessibleDescription().contains("No gains yet."));
  }

  void exports() {
    QTemporaryDir folder;
    GainChartView view;
    view.setChart(chart());
    view.resize(700, 300);
    if (const auto pictures = qEnvironmentVariable("HEADROOM_PICTURES"); !pictures.isEmpty()) {
      gainChartImage(chart(), {700, 320}, lightColours()).save(pictures + "/gains-light.png");
      gainChartImage(chart(), {420, 260}, darkColours()).save(pictures + "/gains-dark.png");
    }
    QVERIFY(view.savePng(folder.filePath("a.png")) && !QImage(folder.filePath("a.png")).isNull());
    QVERIFY(view.saveSvg(folder.filePath("a.svg")) && QSvgRenderer(folder.filePath("a.svg")).isValid());
    QVERIFY(view.savePdf(folder.filePath("a.pdf")) && QFile(folder.filePath("a.pdf")).size() > 1000);
    QVERIFY(view.saveCsv(folder.filePath("a.csv")));
    QVERIFY(!view.savePng("/nowhere/at/all.png") && !view.saveCsv("/nowhere/at/all.csv"));
    view.copyToClipboard();
    QCOMPARE(QApplication::clipboard()->text(), toCsv(view.chart()));
  }

  void whiskersWidenTheAxisAndStandInTheTable() {
    ChartSpec spec{
        .title = "CEG",
        .x = {.title = "FLOPs", .scale = AxisScale::Logarithmic},
        .y = {.title = "×", .scale = AxisScale::Logarithmic},
        .series = {
            {.key = "a", .name = "rope", .x = {1e12, 1e13}, .y = {1.4, 1.5}, .low = {1.1, NAN}, .high = {1.9, NAN}}}};
    QVERIFY2(describe(spec).contains("last 1.5"), qPrintable(describe(spec)));
    const QStringList lines = toCsv(spec).split('\n');
    QCOMPARE(lines[0], QString("series,FLOPs,×,low,high"));
    QCOMPARE(lines[1], QString("rope,1e+12,1.4,1.1,1.9"));
    QCOMPARE(lines[2], QString("rope,1e+13,1.5,,"));
    ChartView view;
    view.setSpec(spec);
    QCOMPARE(toCsv(view.spec()), toCsv(spec));
    const int plain = [&] {
      ChartSpec bare = spec;
      bare.series[0].low.clear();
      bare.series[0].high.clear();
      return pixelsOf(chartImage(bare, {500, 300}, lightColours(), 1), lightColours().series[0]);
    }();
    QVERIFY(pixelsOf(chartImage(spec, {500, 300}, lightColours(), 1), lightColours().series[0]) != plain);
    view.setHidden("a", true);
    view.resize(500, 300);
    QVERIFY(pixelsOf(view.image({500, 300}, 1), lightColours().series[0]) < plain / 2);
  }

  void aLegendBesideComesAndGoes() {
    ChartSpec spec{.title = "CEG", .x = {.title = "a"}, .y = {.title = "b"}};
    spec.series = {{.key = "a", .name = "rope", .x = {1, 2}, .y = {1, 2}},
                   {.key = "b", .name = "flash", .x = {1, 2}, .y = {2, 1}}};
    ChartView view;
    view.resize(500, 300);
    for (const bool beside : {true, false, true, false}) {
      spec.legendBeside = beside;
      view.setSpec(spec);
      const QByteArray svg = view.svg({500, 300});
      QVERIFY(svg.contains("rope") && svg.contains("flash"));
      QCOMPARE(view.spec().legendBeside, beside);
    }
  }

  void bandsAreFilled() {
    ChartSpec spec{.title = "CEG",
                   .x = {.title = "loss"},
                   .y = {.title = "×"},
                   .series = {{.key = "a",
                               .name = "rope",
                               .x = {1, 2, 3},
                               .y = {1.4, 1.5, 1.6},
                               .low = {1, 1.1, 1.2},
                               .high = {2, 2, 2},
                               .spread = SpreadStyle::Band}}};
    const QImage image = chartImage(spec, {400, 300}, lightColours(), 1);
    const QColor inside = image.pixelColor(200, 110), outside = lightColours().panel;
    QVERIFY2(inside != outside, qPrintable(inside.name()));
  }

  void named() {
    ChartSpec spec{.title = "CEG", .x = {.title = "scale", .labels = {{1, "nano"}, {2, "mini"}}}, .y = {.title = "×"}};
    spec.series = {{.key = "a", .x = {1, 2}, .y = {1, 2}}};
    const QByteArray svg = chartSvg(spec, {400, 300});
    QVERIFY(svg.contains("nano") && svg.contains("mini"));
  }
};

QTEST_MAIN(TestGainChart)
#include "tst_gain_chart.moc"

// The decimation keeps every extreme; the chart shows, hides, grows, exports.
#include <rapidcheck.h>
#include <QApplication>
#include <QFile>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "ui/charts/chart_view.h"
#include "ui/charts/min_max_pyramid.h"
#include "ui/charts/smoother.h"

using namespace headroom;

namespace {

MinMaxPyramid pyramidOf(const std::vector<double>& ys) {
  MinMaxPyramid pyramid;
  for (std::size_t i = 0; i < ys.size(); ++i) pyramid.append(static_cast<double>(i), ys[i]);
  return pyramid;
}

std::vector<double> edges(double from, double to, int columns) {
  std::vector<double> all;
  for (int i = 0; i <= columns; ++i) all.push_back(from + (to - from) * i / columns);
  return all;
}

std::vector<double> noise(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  std::vector<double> ys(count);
  for (auto& y : ys) y = normal(random);
  return ys;
}

ChartSpec twoCurves() {
  return {.title = "Loss",
          .x = {.title = "step"},
          .y = {.title = "nats per token"},
          .series =
              {{.key = "a", .name = "rope", .x = {1, 2, 3, 4}, .y = {4, 3, 2.5, 2.25}, .colour = 0, .smoothable = true},
               {.key = "b", .name = "none", .x = {1, 2, 3}, .y = {4, 3.5, NAN}, .colour = 1}},
          .references = {{1.5, "entropy of the data 1.500"}}};
}

bool holdsColour(const QImage& image, const QColor& colour) {
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      const QColor pixel = image.pixelColor(x, y);
      if (std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
              std::abs(pixel.blue() - colour.blue()) <
          12)
        return true;
    }
  }
  return false;
}

}  // namespace

class TestCharts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { qputenv("RC_PARAMS", "seed=20"); }

  void rangesEqualThoseOfThePoints() {
    const bool held = rc::check("range(first, last) is the least and greatest finite value", [] {
      auto ys = *rc::gen::container<std::vector<double>>(
          rc::gen::map(rc::gen::inRange(-1000, 1000), [](int v) { return v / 7.0; }));
      for (std::size_t i = 0; i < ys.size(); i += 5) {
        if (i % 10 == 0) ys[i] = NAN;
      }
      const auto pyramid = pyramidOf(ys);
      const auto first = *rc::gen::inRange<std::size_t>(0, ys.size() + 1);
      const auto last = *rc::gen::inRange<std::size_t>(first, ys.size() + 1);
      std::optional<std::pair<double, double>> expected;
      for (std::size_t i = first; i < last; ++i) {
        if (!std::isfinite(ys[i])) continue;
        expected = expected ? std::pair(std::min(expected->first, ys[i]), std::max(expected->second, ys[i]))
                            : std::pair(ys[i], ys[i]);
      }
      RC_ASSERT(pyramid.range(first, last) == expected);
    });
    QVERIFY(held);
  }

  void rangesOfALongCurveEqualThoseOfThePoints() {
    const auto ys = noise(70'000, 7);
    const auto pyramid = pyramidOf(ys);
    std::mt19937 random(11);
    for (int i = 0; i < 300; ++i) {
      std::size_t first = random() % ys.size(), last = random() % ys.size();
      if (first > last) std::swap(first, last);
      if (first == last) continue;
      const auto [low, high] =
          std::minmax_element(ys.begin() + static_cast<long>(first), ys.begin() + static_cast<long>(last));
      QCOMPARE(pyramid.range(first, last), std::optional(std::pair(*low, *high)));
    }
  }

  void aSpikeAmongAMillionPointsIsDrawnAtEveryZoom() {
    std::vector<double> ys(1'000'000, 1.0);
    ys[777'777] = 100;
    ys[333'333] = -50;
    const auto pyramid = pyramidOf(ys);
    for (int columns : {64, 800, 1920}) {
      const auto points = pyramid.columns(edges(0, 999'999, columns));
      QVERIFY(std::any_of(points.begin(), points.end(), [](auto p) { return p == ChartPoint{777'777, 100}; }));
      QVERIFY(std::any_of(points.begin(), points.end(), [](auto p) { return p == ChartPoint{333'333, -50}; }));
      QVERIFY(points.size() <= static_cast<std::size_t>(columns) * 4 + 2);
      QVERIFY(std::is_sorted(points.begin(), points.end(), [](auto a, auto b) { return a.x < b.x; }));
    }
  }

  void everyColumnKeepsItsExtremes() {
    const auto ys = noise(50'000, 3);
    const auto pyramid = pyramidOf(ys);
    const auto columns = edges(12'345.5, 41'234.5, 300);
    const auto points = pyramid.columns(columns);
    for (std::size_t c = 1; c < columns.size(); ++c) {
      double low = INFINITY, high = -INFINITY, shownLow = INFINITY, shownHigh = -INFINITY;
      for (std::size_t i = 0; i < ys.size(); ++i) {
        if (static_cast<double>(i) < columns[c - 1] || static_cast<double>(i) >= columns[c]) continue;
        low = std::min(low, ys[i]);
        high = std::max(high, ys[i]);
      }
      for (const auto& point : points) {
        if (point.x < columns[c - 1] || point.x >= columns[c]) continue;
        shownLow = std::min(shownLow, point.y);
        shownHigh = std::max(shownHigh, point.y);
      }
      QCOMPARE(shownLow, low);
      QCOMPARE(shownHigh, high);
    }
  }

  void fewPointsAreDrawnAsTheyAre() {
    const auto points = pyramidOf({3, 1, 2}).columns(edges(0, 2, 500));
    QCOMPARE(points, (std::vector<ChartPoint>{{0, 3}, {1, 1}, {2, 2}}));
  }

  void valuesThatAreNotNumbersAreGaps() {
    const auto points = pyramidOf({1, NAN, INFINITY, 2}).columns(edges(0, 3, 100));
    QCOMPARE(points.size(), std::size_t{4});
    QVERIFY(std::isnan(points[1].y) && std::isnan(points[2].y));
    QVERIFY(!pyramidOf({NAN, NAN}).range(0, 2));
  }

  void neighboursOutsideAreKeptSoThatLinesReachTheBorder() {
    const auto points = pyramidOf({0, 1, 2, 3, 4, 5}).columns(edges(2.5, 3.5, 10));
    QCOMPARE(points.front(), (ChartPoint{2, 2}));
    QCOMPARE(points.back(), (ChartPoint{4, 4}));
  }

  void smoothingStartsAtTheFirstValueAndForgetsGaps() {
    Smoother smoother(0.9);
    QCOMPARE(smoother.next(1, 4.0), 4.0);
    // By hand: mean 0.9·0.4 + 0.1·2 = 0.56, weight 0.9·0.1 + 0.1 = 0.19.
    QVERIFY(std::abs(smoother.next(2, 2.0) - 0.56 / 0.19) < 1e-12);
    QVERIFY(std::isnan(smoother.next(3, NAN)));
    // After a hole of a thousand points nothing of the past is left.
    QVERIFY(std::abs(smoother.next(1000, 1.0) - 1.0) < 1e-12);
  }

  void growingEqualsDrawingAnew() {
    ChartView grown, whole;
    auto spec = twoCurves();
    whole.setSpec(spec);
    auto begin = spec;
    begin.series[0].x.resize(2);
    begin.series[0].y.resize(2);
    grown.setSpec(begin);
    grown.append("a", std::vector<double>{3, 4}, std::vector<double>{2.5, 2.25});
    grown.append("nobody", std::vector<double>{1}, std::vector<double>{1});
    QCOMPARE(grown.spec().series[0], whole.spec().series[0]);
    for (auto* view : {&grown, &whole}) {
      view->setColours(lightColours());
      view->setSmoothing(0.5);
      view->resize(500, 300);
    }
    QCOMPARE(grown.image({500, 300}, 1), whole.image({500, 300}, 1));
  }

  void curvesAreDrawnInTheirColourAndHiddenOnesAreNot() {
    ChartView view;
    view.setColours(darkColours());
    view.resize(500, 300);
    view.setSpec(twoCurves());
    QVERIFY(holdsColour(view.image({500, 300}, 1), darkColours().series[0]));
    view.setHidden("a", true);
    auto spec = twoCurves();
    spec.series[0].name.clear();  // no entry in the legend either
    view.setSpec(spec);
    QVERIFY(view.isHidden("a"));
    QVERIFY(!holdsColour(view.image({500, 300}, 1), darkColours().series[0]));
  }

  void exportsWhatItShows() {
    QTemporaryDir folder;
    ChartView view;
    view.resize(480, 320);
    view.setSpec(twoCurves());
    QVERIFY(view.savePng(folder.filePath("a.png")));
    QVERIFY(view.saveSvg(folder.filePath("a.svg")));
    QVERIFY(view.savePdf(folder.filePath("a.pdf")));
    QVERIFY(view.saveCsv(folder.filePath("a.csv")));
    QCOMPARE(QImage(folder.filePath("a.png")).size(), QSize(960, 640));
    QVERIFY(QSvgRenderer(folder.filePath("a.svg")).isValid());
    QFile pdf(folder.filePath("a.pdf")), csv(folder.filePath("a.csv"));
    QVERIFY(pdf.open(QIODevice::ReadOnly) && pdf.read(5) == "%PDF-");
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QCOMPARE(QString::fromUtf8(csv.readAll()),
             QStringLiteral("series,step,nats per "
                            "token\nrope,1,4\nrope,2,3\nrope,3,2.5\nrope,4,2.25\nnone,1,4\nnone,2,3.5\nnone,3,NaN\n"));
    QVERIFY(!view.savePng("/nowhere/at/all.png"));
  }

  void theSvgOfAReportHoldsItsWords() {
    const QByteArray svg = chartSvg(twoCurves(), {600, 320});
    for (const char* word : {"Loss", "nats per token", "step", "rope", "entropy of the data 1.500"})
      QVERIFY2(svg.contains(word), word);
  }

  void saysInWordsWhatItShows() {
    ChartView view;
    view.setSpec(twoCurves());
    QCOMPARE(view.accessibleName(), QStringLiteral("Loss"));
    QVERIFY(view.accessibleDescription().contains("rope: last 2.25 at 4, between 2.25 and 4."));
    QCOMPARE(describe(twoCurves()).left(35), QStringLiteral("Loss: nats per token against step. "));
  }

  void logarithmicAxesLeaveOutWhatIsNotPositive() {
    ChartView view;
    view.setColours(lightColours());
    view.resize(400, 300);
    view.setSpec({.title = "t",
                  .x = {.title = "x", .scale = AxisScale::Logarithmic},
                  .y = {.title = "y", .scale = AxisScale::Logarithmic},
                  .series = {{.key = "a", .name = "", .x = {0, 1, 10, 100}, .y = {-1, 0, 0.1, 10}}}});
    QVERIFY(holdsColour(view.image({400, 300}, 1), lightColours().series[0]));
  }

  void anEmptyChartSaysWhy() {
    const QByteArray svg =
        chartSvg({.title = "t", .x = {.title = "x"}, .y = {.title = "y"}, .empty = "No values yet"}, {400, 300});
    QVERIFY(svg.contains("No values yet"));
  }
};

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"

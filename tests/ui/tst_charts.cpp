// What a chart is made of, without a window: decimation keeps every extreme, smoothing, axes, legends' places,
// settings.
#include <rapidcheck.h>
#include <QLineF>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <random>

#include "ui/charts/chart_grid.h"
#include "ui/charts/chart_ranges.h"
#include "ui/charts/chart_settings.h"
#include "ui/charts/curve_points.h"
#include "ui/charts/line_clip.h"
#include "ui/charts/plot_occupancy.h"

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

}  // namespace

class TestCharts : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { qputenv("RC_PARAMS", "seed=20"); }

  void pointsWithoutAPlaceAreLeftOutAndNothingStretchesAnAxis() {
    MinMaxPyramid pyramid;
    for (const double x : {1.0, double{NAN}, 2.0, double{INFINITY}, 3.0}) pyramid.append(x, x == 2 ? 1e300 : 5);
    QCOMPARE(pyramid.size(), std::size_t{3});
    QCOMPARE(pyramid.range(0, 3), std::optional(std::pair(5.0, 5.0)));
    const auto points = pyramid.columns(edges(0, 4, 10));
    QVERIFY(std::isnan(points[1].y));
  }

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

  void axesHoldWhatTheyAreAskedTo() {
    const bool held = rc::check("a span holds its values and is never empty", [] {
      const auto value = [] {
        return *rc::gen::map(rc::gen::inRange(-100'000, 100'000), [](int v) { return v / 11.0; });
      };
      SpanWish wish{.low = value(), .high = value(), .logarithmic = *rc::gen::arbitrary<bool>()};
      if (*rc::gen::arbitrary<bool>()) wish.from = value();
      const Span span = spanFor(wish);
      RC_ASSERT(span.from < span.to);
      if (wish.logarithmic) RC_ASSERT(span.from > 0);
      const bool asked = wish.low <= wish.high && (!wish.logarithmic || wish.low > 0);
      if (asked) RC_ASSERT(span.to >= wish.high || (wish.from && *wish.from >= wish.high));
      if (asked && !wish.from) RC_ASSERT(span.from <= wish.low);
    });
    QVERIFY(held);
  }

  void onlyWhatIsFarFromAllOthersIsAnOutlier() {
    const bool held = rc::check("outliers are few, and the kept span holds all others", [] {
      auto values = *rc::gen::container<std::vector<double>>(
          rc::gen::map(rc::gen::inRange(-1000, 1000), [](int v) { return v / 3.0; }));
      for (std::size_t i = 0; i < values.size(); i += 17) values[i] = i % 2 ? 1e30 : INFINITY;
      const auto found = findOutliers(values);
      if (!found) return;
      int above = 0, below = 0;
      for (const double value : values) {
        if (!canBeDrawn(value)) continue;
        above += value > found->kept.to;
        below += value < found->kept.from;
      }
      RC_ASSERT(above == found->above);
      RC_ASSERT(below == found->below);
      RC_ASSERT(static_cast<std::size_t>(above) <= std::max<std::size_t>(values.size() / 100, 1));
    });
    QVERIFY(held);
  }

  void aLossThatFallsHasNoOutliersASpikeIsOne() {
    std::vector<double> losses;
    for (int i = 0; i < 1400; ++i) losses.push_back(2 + 8.8 * std::exp(-i / 60.0));
    QVERIFY(!findOutliers(losses));
    losses[700] = 1e12;
    const auto found = findOutliers(losses);
    QVERIFY(found && found->above == 1 && found->below == 0);
    QVERIFY(found->kept.to < 11);
    QVERIFY(!findOutliers({1, 1, 1e9}));  // of three values none is far from the others
  }

  void aLegendStandsWhereNothingIsDrawn() {
    const bool held = rc::check("no line crosses the place that was found", [] {
      const auto along = [](int most) { return *rc::gen::inRange(-50, most + 50); };
      PlotOccupancy occupancy(QSizeF(400, 200));
      std::vector<QLineF> lines;
      for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
        lines.emplace_back(along(400), along(200), along(400), along(200));
        occupancy.addLine(lines.back().p1(), lines.back().p2());
      }
      const QSizeF size(*rc::gen::inRange(20, 160), *rc::gen::inRange(15, 90));
      const auto place = occupancy.placeFor(size, {});
      if (!place) return;
      const QRectF box(*place, size);
      RC_ASSERT(QRectF(0, 0, 400, 200).contains(box));
      for (const QLineF& line : lines) {
        for (int step = 0; step <= 400; ++step) RC_ASSERT(!box.contains(line.pointAt(step / 400.0)));
      }
      RC_ASSERT(occupancy.placeFor(size, place) == place);  // it stays where it is free
    });
    QVERIFY(held);
  }

  void whatIsClippedLiesInTheBoxAndOnTheLine() {
    const bool held = rc::check("clipping keeps exactly the part inside", [] {
      const auto number = [] { return *rc::gen::inRange(-300, 300); };
      const QPointF from(number(), number()), to(number(), number());
      const QRectF box(-100, -50, 200, 100);
      const auto seen = clipped(from, to, box);
      const QRectF wider = box.adjusted(-1e-9, -1e-9, 1e-9, 1e-9);
      if (seen) RC_ASSERT(wider.contains(seen->p1()) && wider.contains(seen->p2()));
      for (int i = 0; i <= 100; ++i) {
        const QPointF at = QLineF(from, to).pointAt(i / 100.0);
        if (box.contains(at)) RC_ASSERT(seen.has_value());
      }
      if (box.contains(from) && box.contains(to)) RC_ASSERT(*seen == QLineF(from, to));
    });
    QVERIFY(held);
  }

  void aFullPlotHasNoPlaceForALegend() {
    PlotOccupancy occupancy(QSizeF(300, 200));
    for (int y = 0; y <= 200; y += 10) occupancy.addLine(QPointF(0, y), QPointF(300, y));
    QVERIFY(!occupancy.placeFor(QSizeF(60, 30), {}));
    QVERIFY(!PlotOccupancy(QSizeF()).placeFor(QSizeF(10, 10), {}));
  }

  void settingsComeBackAndNonsenseIsPassedOver() {
    const ChartSettings chosen{
        .x = AxisScale::Logarithmic, .y = AxisScale::Linear, .smoothing = 0.6, .showOutliers = true, .legend = false};
    QCOMPARE(chartSettingsFrom(toJson(chosen)), chosen);
    QCOMPARE(chartSettingsFrom(toJson({})), ChartSettings{});
    for (const char* text : {"[]", "7", R"({"x": 3, "smoothing": "much", "legend": null})", R"({"smoothing": 1e9})"})
      QCOMPARE(chartSettingsFrom(Json::parse(text)), ChartSettings{});
  }

  void smoothingAgainEqualsSmoothingFromTheStart() {
    const auto ys = noise(3000, 5);
    std::vector<double> xs(ys.size());
    for (std::size_t i = 0; i < xs.size(); ++i) xs[i] = static_cast<double>(i * i % 97) + 97.0 * static_cast<double>(i);
    const auto whole = curvePoints(xs, ys, 0.9);
    const auto again = smoothedAgain(curvePoints(xs, ys, 0.3), 0.9);
    QCOMPARE(again.smoothed->y(), whole.smoothed->y());
    auto grown = curvePoints(std::span(xs).first(1000), std::span(ys).first(1000), 0.9);
    grown.append(std::span(xs).subspan(1000), std::span(ys).subspan(1000));
    QCOMPARE(grown.smoothed->y(), whole.smoothed->y());
    QVERIFY(!smoothedAgain(whole, 0).smoothed);
  }

  void gridPlacesFollowOrderAndWidth() {
    QCOMPARE(gridPlaces({false, false, true, false}, 2),
             (std::vector<GridPlace>{{0, 0, 1}, {0, 1, 1}, {1, 0, 2}, {2, 0, 1}}));
    QCOMPARE(gridPlaces({false, true, false}, 3), (std::vector<GridPlace>{{0, 0, 1}, {1, 0, 3}, {2, 0, 1}}));
    QCOMPARE(gridPlaces({false, false}, 0), (std::vector<GridPlace>{{0, 0, 1}, {1, 0, 1}}));
  }
};

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"

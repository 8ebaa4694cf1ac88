// The chart as a person uses it: by mouse, by keys alone, live, on paper and in words.
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QMenu>
#include <QMimeData>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <cmath>

#include "ui/charts/chart_grid.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/min_max_pyramid.h"

using namespace headroom;

namespace {

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

ChartSpec longCurve(int points) {
  ChartSpec spec = twoCurves();
  for (auto& series : spec.series) {
    series.x.clear();
    series.y.clear();
    series.smoothable = true;
    for (int i = 0; i < points; ++i) {
      series.x.push_back(i);
      series.y.push_back(series.key == "a" ? 2 + std::sin(i * 0.01) : 4 + std::cos(i * 0.01));
    }
  }
  spec.references.clear();
  return spec;
}

/// A chart on a screen, its last frame drawn.
class Shown {
 public:
  explicit Shown(const ChartSpec& spec, QSize size = {640, 360}) {
    view.setColours(lightColours());
    view.resize(size);
    view.setSpec(spec);
    view.show();
    view.activateWindow();
    if (!QTest::qWaitForWindowActive(&view)) throw std::runtime_error("never shown");
    view.setFocus();
    view.replotNow();
  }
  QWidget* plot() { return view.focusProxy(); }
  QPoint at(double x, double y) { return view.pixelOf(x, y).toPoint(); }
  void drag(QPoint from, QPoint to, Qt::KeyboardModifiers keys = {}) {
    QTest::mousePress(plot(), Qt::LeftButton, keys, from);
    QTest::mouseMove(plot(), (from + to) / 2);
    QTest::mouseMove(plot(), to);
    QTest::mouseRelease(plot(), Qt::LeftButton, keys, to);
    view.replotNow();
  }
  void key(Qt::Key key, Qt::KeyboardModifiers keys = {}) {
    QTest::keyClick(plot(), key, keys);
    view.replotNow();
  }
  void wheel(QPoint at, int steps, Qt::KeyboardModifiers keys = {}) {
    QWheelEvent event(at, plot()->mapToGlobal(at), {}, {0, 120 * steps}, Qt::NoButton, keys, Qt::NoScrollPhase, false);
    QApplication::sendEvent(plot(), &event);
    view.replotNow();
  }

  ChartView view;
};

QToolButton* followOf(ChartView& view) {
  for (auto* button : view.findChildren<QToolButton*>())
    if (button->text() == "Follow") return button;
  return nullptr;
}

QAction* actionOf(const QMenu* menu, const QString& text) {
  for (auto* action : menu->actions()) {
    if (action->text() == text) return action;
    if (action->menu())
      if (auto* inner = actionOf(action->menu(), text)) return inner;
  }
  return nullptr;
}

}  // namespace

class TestChartsView : public QObject {
  Q_OBJECT

 private Q_SLOTS:
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
    view.setSpec(twoCurves());  // drawn anew, it stays hidden
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
    for (const auto& written : {view.savePng("/nowhere/at/all.png"), view.savePdf("/nowhere/at/all.pdf"),
                                view.saveSvg("/nowhere/at/all.svg"), view.saveCsv("/nowhere/at/all.csv")}) {
      QVERIFY(!written);
      QVERIFY(QString::fromStdString(written.error().message).contains("choose another folder"));
    }
    view.copyToClipboard();
    const auto* clip = QApplication::clipboard()->mimeData();
    QVERIFY(clip->hasImage() && clip->text() == toCsv(view.spec()));
    QVERIFY(QSvgRenderer(clip->data("image/svg+xml")).isValid());
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

  void dragZoomsDoubleClickFits() {
    Shown chart(longCurve(1000));
    const auto whole = chart.view.visibleX();
    chart.drag(chart.at(200, 3), chart.at(400, 2));
    QVERIFY(chart.view.isZoomed() && followOf(chart.view)->isVisible());
    QVERIFY(std::abs(chart.view.visibleX().first - 200) < 4 && std::abs(chart.view.visibleX().second - 400) < 4);
    QVERIFY(std::abs(chart.view.visibleY().first - 2) < 0.1 && std::abs(chart.view.visibleY().second - 3) < 0.1);
    QTest::mouseDClick(chart.plot(), Qt::LeftButton, {}, chart.at(300, 2.5));
    chart.view.replotNow();
    QCOMPARE(chart.view.visibleX(), whole);
    QVERIFY(!followOf(chart.view)->isVisible());
    // A stroke along the axis means the axis alone.
    chart.drag(chart.at(200, 3), chart.at(400, 3) + QPoint(0, 2));
    QVERIFY(chart.view.visibleX().first > 100);
    QVERIFY(chart.view.visibleY().first < 1.5);
  }

  void wheelZoomsAroundTheMouseAndShiftDragPans() {
    Shown chart(longCurve(1000));
    const QPoint mouse = chart.at(500, 3);
    chart.wheel(mouse, 5);
    const auto [from, to] = chart.view.visibleX();
    QVERIFY(from > 100 && to < 900 && from < 500 && to > 500);
    const auto y = chart.view.visibleY();
    chart.wheel(chart.at(500, 3), 2, Qt::ControlModifier);
    QVERIFY(chart.view.visibleY().second - chart.view.visibleY().first < y.second - y.first);
    const auto before = chart.view.visibleX();
    chart.drag(chart.at(500, 3), chart.at(500, 3) + QPoint(100, 0), Qt::ShiftModifier);
    const auto after = chart.view.visibleX();
    QVERIFY(after.first < before.first);
    QVERIFY(std::abs((after.second - after.first) - (before.second - before.first)) < 1e-6);
  }

  void aZoomedChartStaysWhileItGrowsAndFollowsAgain() {
    Shown chart(longCurve(1000));
    chart.drag(chart.at(200, 3), chart.at(400, 2));
    const auto x = chart.view.visibleX(), y = chart.view.visibleY();
    for (int i = 0; i < 5; ++i)
      chart.view.append("a", std::vector<double>{1000.0 + i}, std::vector<double>{100.0 * (i + 1)});
    auto spec = chart.view.spec();
    chart.view.setSpec(spec);
    chart.view.replotNow();
    QCOMPARE(chart.view.visibleX(), x);
    QCOMPARE(chart.view.visibleY(), y);
    QTest::mouseClick(followOf(chart.view), Qt::LeftButton);
    chart.view.replotNow();
    QCOMPARE(chart.view.visibleX().second, 1004.0);
  }

  void clicksNameCurvesAndTheLegendHidesThem() {
    Shown chart(longCurve(1000));
    QSignalSpy clicked(&chart.view, &ChartView::seriesClicked);
    QTest::mouseClick(chart.plot(), Qt::LeftButton, {}, chart.at(628, 2));
    QCOMPARE(clicked.size(), 1);
    QCOMPARE(clicked[0][0].toString(), QString("a"));
    const QRect legend = chart.view.legendRect();
    QVERIFY(!legend.isEmpty());
    const QPoint first = legend.topLeft() + QPoint(30, 12);
    QTest::mouseClick(chart.plot(), Qt::LeftButton, {}, first);
    QVERIFY(chart.view.isHidden("a") && !chart.view.isHidden("b"));
    QTest::mouseClick(chart.plot(), Qt::LeftButton, Qt::ControlModifier, first);
    QVERIFY(!chart.view.isHidden("a") && chart.view.isHidden("b"));
    QTest::mouseClick(chart.plot(), Qt::LeftButton, Qt::ControlModifier, first);
    QVERIFY(!chart.view.isHidden("a") && !chart.view.isHidden("b"));
    QCOMPARE(clicked.size(), 1);
  }

  void groupsAreHiddenTogether() {
    ChartSpec spec = twoCurves();
    spec.series[0].group = spec.series[1].group = "run";
    ChartView view;
    view.setSpec(spec);
    view.setHidden("a", true);
    QVERIFY(view.isHidden("b"));
  }

  void theLegendCoversNoCurve() {
    ChartSpec spec = longCurve(600);
    for (auto& y : spec.series[0].y) y = 8;  // along the top
    spec.series[0].y[0] = 0;
    Shown chart(spec);
    const QRect legend = chart.view.legendRect();
    QVERIFY(!legend.isEmpty());
    for (const auto& series : spec.series)
      for (std::size_t i = 0; i < series.x.size(); ++i)
        QVERIFY(!legend.contains(chart.view.pixelOf(series.x[i], series.y[i]).toPoint()));
  }

  void aLegendWithoutRoomGoesBesideThePlot() {
    ChartSpec spec{.title = "full", .x = {.title = "x"}, .y = {.title = "y"}};
    for (int k = 0; k < 12; ++k) {
      ChartSeries series{.key = QString::number(k), .name = QString("curve %1").arg(k), .colour = k};
      for (int i = 0; i < 200; ++i) {
        series.x.push_back(i);
        series.y.push_back(k + (i % 2));
      }
      spec.series.push_back(series);
    }
    Shown chart(spec);
    QVERIFY(chart.view.legendRect().left() > chart.view.pixelOf(199, 0).x());
  }

  void theCrosshairTellsTheValues() {
    Shown chart(twoCurves());
    QSignalSpy moved(&chart.view, &ChartView::crosshairMoved);
    QTest::mouseMove(chart.plot(), chart.at(2.1, 2.5));
    QVERIFY(!moved.isEmpty());
    const QString text = chart.view.crosshairText();
    QVERIFY2(text.startsWith("step 2") && text.contains("rope: 3") && text.contains("none: 3.5"), qPrintable(text));
    chart.view.setCrosshair(NAN);
    QVERIFY(chart.view.crosshairText().isEmpty());
  }

  void keysAloneDoAllOfIt() {
    Shown chart(longCurve(1000));
    QTRY_VERIFY(chart.plot()->hasFocus());
    QSignalSpy named(&chart.view, &ChartView::seriesClicked);
    chart.key(Qt::Key_Down);
    chart.key(Qt::Key_Down);
    QVERIFY2(chart.view.accessibleDescription().startsWith("none. "), qPrintable(chart.view.accessibleDescription()));
    chart.key(Qt::Key_Return);
    QCOMPARE(named.size(), 1);
    QCOMPARE(named[0][0].toString(), QString("b"));
    chart.key(Qt::Key_Space);
    QVERIFY(chart.view.isHidden("b"));
    chart.key(Qt::Key_Space);
    QVERIFY(!chart.view.isHidden("b"));
    chart.key(Qt::Key_Right);
    const double first = chart.view.crosshair();
    QVERIFY(std::isfinite(first));
    chart.key(Qt::Key_Right, Qt::ControlModifier);
    QVERIFY(chart.view.crosshair() > first + 10);
    chart.key(Qt::Key_Left);
    QVERIFY(chart.view.crosshairText().contains("none"));
    const auto whole = chart.view.visibleX();
    chart.key(Qt::Key_Plus);
    QVERIFY(chart.view.isZoomed());
    const auto zoomed = chart.view.visibleX();
    QVERIFY(zoomed.second - zoomed.first < whole.second - whole.first);
    chart.key(Qt::Key_Right, Qt::ShiftModifier);
    QVERIFY(chart.view.visibleX().first > zoomed.first);
    chart.key(Qt::Key_Home);
    QCOMPARE(chart.view.visibleX(), whole);
    chart.key(Qt::Key_Escape);
    QVERIFY(std::isnan(chart.view.crosshair()));
    chart.key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(), toCsv(chart.view.spec()));
  }

  void theMenuSetsWhatIsRemembered() {
    ChartView view;
    view.setSpec(twoCurves());
    QSignalSpy changed(&view, &ChartView::settingsChanged);
    const std::unique_ptr<QMenu> menu(view.makeMenu());
    actionOf(menu.get(), "Logarithmic y")->trigger();
    actionOf(menu.get(), "0.97")->trigger();
    actionOf(menu.get(), "Show outliers")->trigger();
    QCOMPARE(changed.size(), 3);
    QVERIFY(view.settings().y == AxisScale::Logarithmic && view.settings().showOutliers);
    QCOMPARE(view.smoothing(), 0.97);
    view.setSmoothing(0.5);  // the page's: the chart's own is stronger
    QCOMPARE(view.smoothing(), 0.97);
    view.setSpec(twoCurves());  // drawn anew, the choice stays
    QVERIFY(view.spec().y.scale == AxisScale::Logarithmic);
    actionOf(menu.get(), "none")->trigger();
    QVERIFY(view.isHidden("b"));
    actionOf(menu.get(), "Show all")->trigger();
    QVERIFY(!view.isHidden("b"));
  }

  void whatIsNoNumberNeitherHidesNorStretchesAChart() {
    ChartSpec spec = longCurve(300);
    spec.series[0].y[100] = NAN;
    spec.series[0].y[150] = INFINITY;
    spec.series[0].y[151] = 1e305;
    spec.series[0].x[299] = NAN;
    ChartView view;
    view.setColours(lightColours());
    view.resize(500, 300);
    view.setSpec(spec);
    QVERIFY(holdsColour(view.image({500, 300}, 1), lightColours().series[0]));
    QVERIFY2(view.visibleY().second < 6 && view.visibleX().second < 400, qPrintable(view.accessibleDescription()));
    QVERIFY2(view.note().contains("rope: 3 values not a number, from step 100"), qPrintable(view.note()));
    for (auto& y : spec.series[0].y) y = NAN;
    for (auto& y : spec.series[1].y) y = INFINITY;
    view.setSpec(spec);
    QVERIFY(!view.image({500, 300}, 1).isNull());
  }

  void anOutlierIsMarkedSaidAndCanBeSeen() {
    ChartSpec spec = longCurve(300);
    spec.series[0].y[100] = 1e12;
    ChartView view;
    view.resize(500, 300);
    view.setSpec(spec);
    QVERIFY(view.visibleY().second < 10);
    QVERIFY2(view.note().contains("1 value, marked at the top"), qPrintable(view.note()));
    QVERIFY(view.accessibleDescription().contains("1 value, marked at the top"));
    view.setSettings({.showOutliers = true});
    view.setSpec(spec);
    QVERIFY(view.visibleY().second > 1e12);
    QVERIFY(!view.note().contains("marked"));
  }

  void longCurvesArePreparedElsewhereAndNothingIsLost() {
    const int points = 300'000;
    ChartView view;
    view.resize(400, 300);
    view.setSmoothing(0.9);
    view.setSpec(longCurve(points));
    view.append("a", std::vector<double>{300'000.0}, std::vector<double>{7.0});
    view.setSmoothing(0.5);
    view.append("a", std::vector<double>{300'001.0}, std::vector<double>{8.0});
    const auto spec = view.spec();
    QCOMPARE(spec.series[0].x.size(), static_cast<std::size_t>(points) + 2);
    QCOMPARE(spec.series[0].y.back(), 8.0);
    QCOMPARE(view.smoothing(), 0.5);
    view.setSpec(longCurve(points));  // replaced and destroyed while at work
    view.setSpec(twoCurves());
    QCOMPARE(view.spec().series[0].x.size(), std::size_t{4});
    view.setSpec(longCurve(points));
  }

  void wildTextIsShortened() {
    ChartSpec spec = twoCurves();
    spec.title = QString(1'000'000, 'x');
    spec.series[0].name = QString::fromUtf8("\u202eשלום\n🙂").repeated(100'000);
    spec.note = QString(1'000'000, 'n');
    spec.references[0].label = QString(1'000'000, 'r');
    Shown chart(spec);
    QVERIFY(chart.view.legendRect().width() < chart.view.width() / 2);
  }

  void otherThemesOtherColours() {
    ChartView view;
    view.resize(400, 300);
    view.setSpec(twoCurves());
    QPalette dark = paletteFrom(darkColours());
    view.setPalette(dark);
    QCOMPARE(view.image({400, 300}, 1).pixelColor(2, 2), darkColours().panel);
    view.setPalette(paletteFrom(lightColours()));
    QCOMPARE(view.image({400, 300}, 1).pixelColor(2, 2), lightColours().panel);
  }

  void aGridIsArrangedByMouseAndKeysAndRemembered() {
    ChartGrid grid;
    grid.resize(900, 700);
    for (const QString id : {"loss", "ceg", "memory"}) {
      auto* chart = new ChartView;
      chart->setSpec(twoCurves());
      chart->setObjectName(id);
      grid.add(id, id, chart);
    }
    grid.show();
    grid.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&grid));
    QSignalSpy arranged(&grid, &ChartGrid::arranged);
    auto* loss = grid.findChild<ChartView*>("loss");
    loss->setFocus();
    QTest::keyClick(loss->focusProxy(), Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(grid.order(), (std::vector<QString>{"ceg", "loss", "memory"}));
    QTest::keyClick(loss->focusProxy(), Qt::Key_Return, Qt::AltModifier);
    QVERIFY(grid.isWide("loss"));
    QTest::keyClick(loss->focusProxy(), Qt::Key_Delete, Qt::AltModifier);
    QVERIFY(!grid.isShown("loss") && !loss->isVisible());
    const std::unique_ptr<QMenu> menu(grid.makeMenu(nullptr));
    actionOf(menu.get(), "loss")->trigger();
    QVERIFY(grid.isShown("loss"));
    actionOf(menu.get(), "3")->trigger();
    QCOMPARE(arranged.size(), 5);
    const Json state = grid.state();
    grid.reset();
    QCOMPARE(grid.order(), (std::vector<QString>{"loss", "ceg", "memory"}));
    QVERIFY(!grid.isWide("loss"));
    grid.restore(state);
    QCOMPARE(grid.state(), state);
    for (const char* broken :
         {"[]", R"({"cells": [7, {"id": "gone"}, {"id": "memory"}, {"id": "memory"}], "columns": "x"})"})
      grid.restore(Json::parse(broken));
    QCOMPARE(grid.order().front(), QString("memory"));
    QCOMPARE(grid.order().size(), std::size_t{3});
  }

  void aGripDragsAChartToAnotherPlace() {
    ChartGrid grid;
    grid.resize(900, 700);
    for (const QString id : {"a", "b", "c"}) grid.add(id, id, new ChartView);
    grid.show();
    QVERIFY(QTest::qWaitForWindowExposed(&grid));
    const auto gripOf = [&](const QString& id) {
      for (auto* child : grid.findChildren<QWidget*>())
        if (child->property("cell").toString() == id) return child;
      return static_cast<QWidget*>(nullptr);
    };
    QWidget *grip = gripOf("a"), *other = gripOf("b");
    QTest::mousePress(grip, Qt::LeftButton, {}, QPoint(4, 4));
    QTest::mouseMove(grip, grip->mapFromGlobal(other->mapToGlobal(QPoint(60, 60))));
    QTest::mouseRelease(grip, Qt::LeftButton, {}, QPoint(4, 4));
    QCOMPARE(grid.order(), (std::vector<QString>{"b", "a", "c"}));
  }

  void pictures() {
    const auto folder = qEnvironmentVariable("HEADROOM_PICTURES");
    if (folder.isEmpty()) QSKIP("set HEADROOM_PICTURES to a folder");
    ChartSpec spec = longCurve(4000);
    for (auto& series : spec.series)
      for (std::size_t i = 0; i < series.y.size(); ++i)
        series.y[i] = 1.5 + 2 * std::exp(-series.x[i] / 500) + 0.2 * std::sin(static_cast<double>(i * i % 1000)) +
                      (series.key == "b" ? 0.2 : 0);
    spec.series[0].y[2000] = 1e9;
    spec.references = {{1.47, "entropy of the data 1.47"}, {4, "roof", true}};
    for (const double scale : {1.0, 2.0}) {
      for (const auto* colours : {&lightColours(), &darkColours()}) {
        ChartView view;
        view.setColours(*colours);
        view.resize(640, 300);
        view.setSmoothing(0.9);
        view.setSpec(spec);
        const QString name = QString("/chart-%1-%2.png").arg(colours->dark ? "dark" : "light").arg(scale);
        QVERIFY(view.image({640, 300}, scale).save(folder + name));
      }
    }
  }
};

QTEST_MAIN(TestChartsView)
#include "tst_charts_view.moc"

// Ten curves of a million points under a hand that pans, and fifty live runs at ten points a second. Prints one table;
// hold: p99 ≤ 16 ms a frame, live < 20 % of a core.
#include <QApplication>
#include <QElapsedTimer>
#include <QThread>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <memory>
#include <random>

#include "ui/charts/chart_view.h"

using namespace headroom;

namespace {

constexpr int kCurves = 10;
constexpr int kFrames = 300;
constexpr int kLiveRuns = 50, kLiveCharts = 4, kLiveSeconds = 10;  // four charts fit a screen

double lossAt(double part, int curve) {
  return 1.5 + 0.05 * curve + 2.5 * std::exp(-part * 8);
}

ChartSpec spec(int curves, int points) {
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0, 0.05);
  ChartSpec spec{
      .title = "Loss", .x = {.title = "step", .numbers = AxisNumbers::Prefixed}, .y = {.title = "nats per token"}};
  for (int curve = 0; curve < curves; ++curve) {
    ChartSeries series{
        .key = QString::number(curve), .name = QString("run %1").arg(curve), .colour = curve, .smoothable = true};
    for (int i = 0; i < points; ++i) {
      series.x.push_back(i);
      series.y.push_back(lossAt(static_cast<double>(i) / points, curve) + noise(random));
    }
    spec.series.push_back(std::move(series));
  }
  return spec;
}

double cpuSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void pan(int points, double smoothing) {
  ChartView view;
  view.setColours(darkColours());
  view.resize(720, 300);
  view.setSmoothing(smoothing);
  view.setSpec(spec(kCurves, points));
  view.show();
  view.spec();  // waits until the points are prepared
  view.zoom(Qt::Horizontal, 0.5);
  view.replotNow();
  std::vector<double> wall, cpu;
  for (int frame = 0; frame < kFrames; ++frame) {
    QElapsedTimer timer;
    timer.start();
    const double begin = cpuSeconds();
    view.pan(Qt::Horizontal, (frame / 50) % 2 ? -0.009 : 0.01);
    view.replotNow();
    wall.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
    cpu.push_back((cpuSeconds() - begin) * 1e3);
    QCoreApplication::processEvents();
  }
  const auto rank = [](std::vector<double>& values, double part) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
  };
  std::printf("%-34s %10.2f %10.2f %10.2f\n",
              qPrintable(QString("pan %1 x %2, smoothing %3").arg(kCurves).arg(points).arg(smoothing)), rank(wall, 0.5),
              rank(wall, 0.99), rank(cpu, 0.99));
}

void live(double smoothing) {
  std::vector<std::unique_ptr<ChartView>> charts;
  for (int i = 0; i < kLiveCharts; ++i) {
    charts.push_back(std::make_unique<ChartView>());
    charts.back()->setColours(darkColours());
    charts.back()->resize(720, 300);
    charts.back()->setSmoothing(smoothing);
    charts.back()->setSpec(spec(kLiveRuns, 2000));
    charts.back()->show();
  }
  int step = 2000;
  QTimer timer;
  QObject::connect(&timer, &QTimer::timeout, [&] {
    for (int run = 0; run < kLiveRuns; ++run) {
      const double x = step, y = lossAt(1, run);
      for (const auto& chart : charts) chart->append(QString::number(run), std::span(&x, 1), std::span(&y, 1));
    }
    ++step;
  });
  QCoreApplication::processEvents();
  timer.start(100);
  const double begin = cpuSeconds();
  QTimer::singleShot(kLiveSeconds * 1000, qApp, &QCoreApplication::quit);
  QCoreApplication::exec();
  std::printf(
      "%-34s %31.1f %%\n",
      qPrintable(QString("live %1 runs, %2 charts, smoothing %3").arg(kLiveRuns).arg(kLiveCharts).arg(smoothing)),
      100 * (cpuSeconds() - begin) / kLiveSeconds);
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  std::printf("%-34s %10s %10s %10s\n", "frame, ms", "median", "p99", "p99 CPU");
  for (const int points : {10'000, 100'000, 1'000'000}) {
    for (const double smoothing : {0.0, 0.9}) pan(points, smoothing);
  }
  std::printf("%-34s %33s\n", "live, 10 points a second a run", "of a core");
  for (const double smoothing : {0.0, 0.9}) live(smoothing);
  return 0;
}

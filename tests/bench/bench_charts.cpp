// Ten curves of a million points: how long one replot takes, whole and zoomed. Prints one table; hold ≤ 16 ms.
#include <QApplication>
#include <QElapsedTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <random>

#include "ui/charts/chart_view.h"

using namespace headroom;

namespace {

constexpr int kCurves = 10;
constexpr int kRepeats = 15;

ChartSpec spec(int points) {
  std::mt19937 random(1);
  std::normal_distribution<double> noise(0, 0.05);
  ChartSpec spec{
      .title = "Loss", .x = {.title = "step", .numbers = AxisNumbers::Prefixed}, .y = {.title = "nats per token"}};
  for (int curve = 0; curve < kCurves; ++curve) {
    ChartSeries series{
        .key = QString::number(curve), .name = QString("run %1").arg(curve), .colour = curve, .smoothable = true};
    for (int i = 0; i < points; ++i) {
      series.x.push_back(i);
      series.y.push_back(1.5 + 0.05 * curve + 2.5 * std::exp(-i / (points / 8.0)) + noise(random));
    }
    spec.series.push_back(std::move(series));
  }
  return spec;
}

struct Times {
  double wall = 0, cpu = 0;  // milliseconds, medians
};

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + kRepeats / 2, values.end());
  return values[kRepeats / 2];
}

Times replot(ChartView& view) {
  std::vector<double> wall, cpu;
  for (int i = 0; i < kRepeats; ++i) {
    QElapsedTimer timer;
    const std::clock_t begin = std::clock();
    timer.start();
    view.replotNow();
    wall.push_back(static_cast<double>(timer.nsecsElapsed()) * 1e-6);
    cpu.push_back(static_cast<double>(std::clock() - begin) * 1e3 / CLOCKS_PER_SEC);
  }
  return {median(wall), median(cpu)};
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  std::printf("%-14s %-10s %12s %12s\n", "points", "smoothing", "replot ms", "CPU ms");
  for (int points : {10'000, 100'000, 1'000'000}) {
    ChartView view;
    view.setColours(darkColours());
    view.resize(720, 300);
    view.setSpec(spec(points));
    view.show();
    for (double smoothing : {0.0, 0.9}) {
      view.setSmoothing(smoothing);
      view.replotNow();
      const Times times = replot(view);
      std::printf("%d x %-9d %-10.1f %12.2f %12.2f\n", kCurves, points, smoothing, times.wall, times.cpu);
    }
  }
  return 0;
}

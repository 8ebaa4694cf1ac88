// The curves of a chart: their points, looks and items. Long curves are prepared away from the window; what comes
// meanwhile waits and is added in order.
#pragma once

#include <QFutureWatcher>
#include <QHash>
#include <QObject>
#include <memory>
#include <vector>

#include "ui/charts/curve_items.h"
#include "ui/charts/curve_points.h"

namespace headroom {

struct Curve {
  ChartSeries description;  // without points
  CurvePoints points;
  std::vector<double> lateX, lateY;  // came while the points are being prepared
  LineItem* line = nullptr;
  LineItem* raw = nullptr;       // as measured, faint, behind; only shown with smoothing
  SpreadItem* spread = nullptr;  // only of a series with intervals
  bool hidden = false;

  /// The name in words of a chart's tables and menus.
  QString title() const { return description.name.isEmpty() ? description.key : description.name; }
  QString group() const { return description.group.isEmpty() ? description.key : description.group; }
};

class ChartCurves : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t kAwayFrom = 200'000;  // points that take longer than a frame to prepare

  explicit ChartCurves(QCustomPlot* plot) : m_plot(plot) {}

  /// Replaces all. Groups that were hidden stay hidden.
  void set(std::vector<ChartSeries> series);
  /// False when there is no such series.
  bool append(const QString& key, std::span<const double> x, std::span<const double> y);
  void setSmoothing(double weight);
  double smoothing() const { return m_smoothing; }
  /// With all curves of its group.
  void setHidden(const QString& key, bool hidden);

  const std::vector<std::unique_ptr<Curve>>& all() const { return m_curves; }
  Curve* find(const QString& key) const { return m_byKey.value(key); }
  bool isEmpty() const;
  /// Some points are still being prepared.
  bool busy() const { return m_busy; }
  /// Waits for them: before a chart is written to a file.
  void waitReady();

  /// Gives the items what is seen between the columns' edges; returns how many points that are.
  std::size_t show(std::span<const double> edges, double tolerance);

 Q_SIGNALS:
  /// Points that were prepared elsewhere are in place.
  void prepared();

 private:
  using Prepared = std::vector<CurvePoints>;
  struct Job {
    std::vector<double> x, y;  // new points, or
    CurvePoints known;         // points that are smoothed anew
    double weight = 0;
    bool fresh = false;
  };
  static Prepared work(std::vector<Job> jobs);
  void start(std::vector<Job> jobs);
  void take(Prepared prepared);
  double weightOf(const Curve& curve) const { return curve.description.smoothable ? m_smoothing : 0; }
  std::vector<Job> smoothingJobs() const;

  QCustomPlot* m_plot;
  std::vector<std::unique_ptr<Curve>> m_curves;
  QHash<QString, Curve*> m_byKey;
  double m_smoothing = 0;
  bool m_busy = false;
  std::unique_ptr<QFutureWatcher<Prepared>> m_watcher;  // of the newest work; older work ends unseen
};

}  // namespace headroom

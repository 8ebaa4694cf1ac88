#include "ui/charts/chart_curves.h"

#include <QSet>
#include <QtConcurrentRun>
#include <algorithm>
#include <cmath>

namespace headroom {

namespace {

/// Points without a place on the x axis go, with their intervals.
void removeUnplaced(ChartSeries& series) {
  if (std::all_of(series.x.begin(), series.x.end(), canBeDrawn)) return;
  const auto keepPlaced = [&series](std::vector<double>& values) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i >= series.x.size() || canBeDrawn(series.x[i])) values[kept++] = values[i];
    }
    values.resize(kept);
  };
  for (auto* values : {&series.y, &series.low, &series.high}) keepPlaced(*values);
  std::erase_if(series.x, [](double x) { return !canBeDrawn(x); });
}

}  // namespace

void ChartCurves::set(std::vector<ChartSeries> series) {
  QSet<QString> hidden;
  for (const auto& curve : m_curves) {
    if (curve->hidden) hidden << curve->group();
  }
  m_curves.clear();
  m_byKey.clear();
  m_plot->clearPlottables();
  std::vector<Job> jobs;
  for (auto& each : series) {
    removeUnplaced(each);
    auto curve = std::make_unique<Curve>();
    if (!each.low.empty()) {
      curve->spread = new SpreadItem(m_plot->xAxis, m_plot->yAxis, each.x, each);
      curve->spread->setLayer(QStringLiteral("behind"));
    }
    curve->raw = new LineItem(m_plot->xAxis, m_plot->yAxis);
    curve->raw->setLayer(QStringLiteral("behind"));
    curve->line = new LineItem(m_plot->xAxis, m_plot->yAxis);
    jobs.push_back({.x = std::move(each.x), .y = std::move(each.y), .fresh = true});
    each.x.clear();
    each.y.clear();
    curve->description = std::move(each);
    curve->hidden = hidden.contains(curve->group());
    jobs.back().weight = weightOf(*curve);
    m_byKey.insert(curve->description.key, curve.get());
    m_curves.push_back(std::move(curve));
  }
  start(std::move(jobs));
}

ChartCurves::Prepared ChartCurves::work(std::vector<Job> jobs) {
  Prepared prepared;
  for (const Job& job : jobs) {
    prepared.push_back(job.fresh ? curvePoints(job.x, job.y, job.weight) : smoothedAgain(job.known, job.weight));
  }
  return prepared;
}

void ChartCurves::start(std::vector<Job> jobs) {
  std::size_t points = 0;
  for (const Job& job : jobs) points += job.fresh ? job.x.size() : job.known.measured->size();
  m_watcher.reset();
  m_busy = true;
  if (points < kAwayFrom) return take(work(std::move(jobs)));
  m_watcher = std::make_unique<QFutureWatcher<Prepared>>();
  connect(m_watcher.get(), &QFutureWatcher<Prepared>::finished, this, [this] {
    auto* watcher = m_watcher.release();  // it is speaking: it goes when it has ended
    watcher->deleteLater();
    take(watcher->result());
    Q_EMIT prepared();
  });
  m_watcher->setFuture(QtConcurrent::run(&ChartCurves::work, std::move(jobs)));
}

void ChartCurves::take(Prepared prepared) {
  m_busy = false;
  bool otherWeight = false;
  for (std::size_t i = 0; i < m_curves.size(); ++i) {
    Curve& curve = *m_curves[i];
    curve.points = std::move(prepared[i]);
    curve.points.append(curve.lateX, curve.lateY);
    curve.lateX.clear();
    curve.lateY.clear();
    otherWeight = otherWeight || curve.points.weight != weightOf(curve);
  }
  if (otherWeight) start(smoothingJobs());
}

void ChartCurves::waitReady() {
  while (m_busy) {
    const auto watcher = std::move(m_watcher);
    watcher->disconnect(this);
    watcher->waitForFinished();
    take(watcher->result());
  }
}

bool ChartCurves::append(const QString& key, std::span<const double> x, std::span<const double> y) {
  Curve* curve = find(key);
  if (!curve) return false;
  if (m_busy) {
    const auto count = static_cast<std::ptrdiff_t>(std::min(x.size(), y.size()));
    curve->lateX.insert(curve->lateX.end(), x.begin(), x.begin() + count);
    curve->lateY.insert(curve->lateY.end(), y.begin(), y.begin() + count);
  } else {
    curve->points.append(x, y);
  }
  return true;
}

std::vector<ChartCurves::Job> ChartCurves::smoothingJobs() const {
  std::vector<Job> jobs;
  for (const auto& curve : m_curves) jobs.push_back({.known = curve->points, .weight = weightOf(*curve)});
  return jobs;
}

void ChartCurves::setSmoothing(double weight) {
  m_smoothing = weight;
  if (!m_busy) start(smoothingJobs());  // else when what is being prepared is there
}

void ChartCurves::setHidden(const QString& key, bool hidden) {
  const Curve* chosen = find(key);
  if (!chosen) return;
  for (const auto& curve : m_curves) {
    if (curve->group() == chosen->group()) curve->hidden = hidden;
  }
}

bool ChartCurves::isEmpty() const {
  return std::all_of(m_curves.begin(), m_curves.end(),
                     [](const auto& curve) { return curve->points.measured->size() == 0; });
}

std::size_t ChartCurves::show(std::span<const double> edges, double tolerance) {
  std::size_t shown = 0;
  for (const auto& curve : m_curves) {
    const bool twin = curve->points.smoothed != nullptr;
    curve->line->setVisible(!curve->hidden);
    curve->raw->setVisible(!curve->hidden && twin);
    if (curve->spread) curve->spread->setVisible(!curve->hidden);
    if (curve->hidden) continue;
    curve->line->setPoints(curve->points.shown().columns(edges, tolerance));
    curve->raw->setPoints(twin ? curve->points.measured->columns(edges, tolerance) : std::vector<ChartPoint>{});
    shown += curve->line->points().size() + curve->raw->points().size();
  }
  return shown;
}

}  // namespace headroom

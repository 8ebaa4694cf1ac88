#include "ui/runs/run_charts.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QScrollArea>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>

namespace headroom {

RunCharts::RunCharts(SeriesStore& store, QWidget* parent) : QWidget(parent), m_store(store) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  layout->addWidget(makeControls());
  auto* area = new QScrollArea;
  area->setWidgetResizable(true);
  area->setFrameShape(QFrame::NoFrame);
  auto* inner = new QWidget;
  auto* grid = new QGridLayout(inner);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setSpacing(8);
  int place = 0;
  for (const RunChart which : allRunCharts()) {
    auto* frame = new QFrame;
    frame->setProperty("panel", true);
    frame->setMinimumHeight(210);
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(2, 2, 2, 2);
    auto* chart = new ChartView;
    inside->addWidget(chart);
    m_charts[which] = chart;
    grid->addWidget(frame, place / 2, place % 2);
    ++place;
    connect(chart, &ChartView::crosshairMoved, this, [this, chart, which](double x) {
      for (const auto& [other, view] : m_charts) {
        // The gain's x is not in seconds when the others' is.
        if (view != chart && (other != RunChart::Ceg || m_x->currentIndex() != static_cast<int>(ChartX::Seconds))) {
          view->setCrosshair(which == RunChart::Ceg && m_x->currentIndex() == static_cast<int>(ChartX::Seconds) ? NAN
                                                                                                                : x);
        }
      }
    });
    connect(chart, &ChartView::seriesClicked, this,
            [this](const QString& key) { Q_EMIT runClicked(RunId{key.section('|', 0, 0).toStdString()}); });
  }
  area->setWidget(inner);
  layout->addWidget(area, 1);
  // Runs that are selected together arrive one after the other: drawn once.
  m_redraw.setSingleShot(true);
  m_redraw.setInterval(0);
  connect(&m_redraw, &QTimer::timeout, this, &RunCharts::redraw);
  connect(&m_store, &SeriesStore::runLoaded, &m_redraw, qOverload<>(&QTimer::start));
  connect(&m_store, &SeriesStore::runGrew, this, &RunCharts::grow);
  for (const auto& [which, chart] : m_charts) chart->setSmoothing(0.9);
  redraw();
}

QWidget* RunCharts::makeControls() {
  auto* bar = new QWidget;
  auto* layout = new QHBoxLayout(bar);
  layout->setContentsMargins(4, 0, 4, 0);
  auto* xLabel = new QLabel(tr("Along x"));
  xLabel->setProperty("dim", true);
  m_x = new QComboBox;
  m_x->addItems({tr("steps"), tr("tokens"), tr("seconds")});
  m_x->setAccessibleName(tr("What runs along the x axis"));
  xLabel->setBuddy(m_x);
  auto* smoothLabel = new QLabel(tr("Smoothing"));
  smoothLabel->setProperty("dim", true);
  m_smoothing = new QSlider(Qt::Horizontal);
  m_smoothing->setRange(0, 99);
  m_smoothing->setValue(90);
  m_smoothing->setFixedWidth(140);
  m_smoothing->setAccessibleName(tr("Smoothing of noisy curves"));
  m_smoothingText = new QLabel(QStringLiteral("0.90"));
  m_smoothingText->setProperty("dim", true);
  auto* hint = new QLabel(tr("Drag: zoom · Shift+drag: pan · double click: fit · right click: save, copy, axes"));
  hint->setProperty("dim", true);
  hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  layout->addWidget(xLabel);
  layout->addWidget(m_x);
  layout->addSpacing(16);
  layout->addWidget(smoothLabel);
  layout->addWidget(m_smoothing);
  layout->addWidget(m_smoothingText);
  layout->addWidget(hint, 1);
  connect(m_x, &QComboBox::currentIndexChanged, this, [this] {
    redraw();
    for (const auto& [which, chart] : m_charts) chart->fit();
  });
  connect(m_smoothing, &QSlider::valueChanged, this, [this](int value) {
    m_smoothingText->setText(QString::number(value / 100.0, 'f', 2));
    for (const auto& [which, chart] : m_charts) chart->setSmoothing(value / 100.0);
  });
  return bar;
}

std::vector<const RunCurves*> RunCharts::loaded() const {
  std::vector<const RunCurves*> runs;
  for (const auto& run : m_shown) {
    if (const auto* curves = m_store.curves(run)) runs.push_back(curves);
  }
  return runs;
}

RunChartOptions RunCharts::options() const {
  return {.x = static_cast<ChartX>(m_x->currentIndex()), .roofs = m_roofs, .baseline = m_store.curves(m_baseline)};
}

void RunCharts::show(std::vector<RunId> shown, const RunId& baseline) {
  if (shown == m_shown && baseline == m_baseline) return;
  const bool otherRuns = shown != m_shown;
  m_shown = shown;
  m_baseline = baseline;
  if (!baseline.empty() && std::find(shown.begin(), shown.end(), baseline) == shown.end()) shown.push_back(baseline);
  m_store.watch(std::move(shown));
  redraw();
  if (!otherRuns) return;
  for (const auto& [which, chart] : m_charts) chart->fit();
}

void RunCharts::setRoofs(const MemoryRoofs& roofs) {
  m_roofs = roofs;
  redrawOne(RunChart::Bandwidth);
}

void RunCharts::redraw() {
  for (const RunChart which : allRunCharts()) redrawOne(which);
}

void RunCharts::redrawOne(RunChart which) {
  m_charts.at(which)->setSpec(runChart(which, loaded(), options()));
}

void RunCharts::grow(const RunId& run, const std::map<std::string, std::size_t>& from) {
  const RunCurves* curves = m_store.curves(run);
  const bool shown = std::find(m_shown.begin(), m_shown.end(), run) != m_shown.end();
  if (shown) {
    for (const auto& [series, first] : from) {
      std::vector<double> xs, ys;
      chartPoints(*curves, series, first, options().x, xs, ys);
      for (const auto& [which, chart] : m_charts) chart->append(seriesKey(run, series), xs, ys);
    }
  }
  // A gain belongs to the whole of both curves, and the roof that fits to the whole of the traffic: at evaluations
  // only.
  if (!from.contains("loss/val")) return;
  redrawOne(RunChart::Ceg);
  redrawOne(RunChart::Bandwidth);
}

}  // namespace headroom

#include "ui/runs/run_charts.h"

#include <QActionGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace headroom {

namespace {

constexpr int kDefaultSmoothing = 90;  // percent
constexpr int kWholeMs = 500;          // charts that must be made anew while runs go on: at most twice a second

QString text(const std::string& word) {
  return QString::fromStdString(word);
}

QLabel* dim(const QString& words, QWidget* buddy = nullptr) {
  auto* label = new QLabel(words);
  label->setProperty("dim", true);
  label->setBuddy(buddy);
  return label;
}

}  // namespace

RunCharts::RunCharts(SeriesStore& store, QWidget* parent) : QWidget(parent), m_store(store) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  m_grid = new ChartGrid;
  layout->addWidget(makeControls());
  layout->addWidget(m_grid, 1);
  for (const RunChart which : allRunCharts()) addChart(which);
  m_draw.setSingleShot(true);
  connect(&m_draw, &QTimer::timeout, this, &RunCharts::drawNext);
  connect(&m_store, &SeriesStore::runLoaded, this, &RunCharts::redraw);
  connect(&m_store, &SeriesStore::runGrew, this, &RunCharts::grow);
  connect(m_grid, &ChartGrid::arranged, this, &RunCharts::arranged);
  redraw();
}

QWidget* RunCharts::makeControls() {
  auto* bar = new QWidget;
  auto* layout = new QHBoxLayout(bar);
  layout->setContentsMargins(4, 0, 4, 0);
  m_x = new QComboBox;
  for (const ChartX x : allChartXs()) m_x->addItem(wordFor(x));
  m_x->setAccessibleName(tr("What runs along the x axis"));
  m_smoothing = new QSlider(Qt::Horizontal);
  m_smoothing->setRange(0, 99);
  m_smoothing->setValue(kDefaultSmoothing);
  m_smoothing->setFixedWidth(140);
  m_smoothing->setAccessibleName(tr("Smoothing of noisy curves"));
  m_smoothing->setToolTip(tr("Average over time; the values as measured stay behind it"));
  m_smoothingText = dim(QStringLiteral("0.90"));
  m_byArm = new QCheckBox(tr("Mean over seeds"));
  m_byArm->setToolTip(tr("Runs that differ in their seed alone become one curve: their mean, within their range"));
  auto* charts = new QToolButton;
  charts->setText(tr("Charts"));
  charts->setToolTip(tr("Which charts are here, how many columns, how high"));
  charts->setFocusPolicy(Qt::StrongFocus);
  auto* hint = dim(tr("Drag: zoom · Shift+drag: pan · double click: fit · right click: save, copy, axes"));
  hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  layout->addWidget(dim(tr("Along x"), m_x));
  layout->addWidget(m_x);
  layout->addSpacing(16);
  layout->addWidget(dim(tr("Smoothing"), m_smoothing));
  layout->addWidget(m_smoothing);
  layout->addWidget(m_smoothingText);
  layout->addSpacing(16);
  layout->addWidget(m_byArm);
  layout->addWidget(hint, 1);
  layout->addWidget(charts);
  connect(charts, &QToolButton::clicked, this, [this, charts] {
    auto* menu = m_grid->makeMenu(charts);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(charts->mapToGlobal(charts->rect().bottomLeft()));
  });
  connect(m_x, &QComboBox::currentIndexChanged, this, [this] {
    redraw();
    for (const auto& [which, chart] : m_charts) {
      if (!m_ownX.contains(which)) chart->fit();
    }
    Q_EMIT arranged();
  });
  connect(m_byArm, &QCheckBox::toggled, this, [this] {
    redraw();
    Q_EMIT arranged();
  });
  connect(m_smoothing, &QSlider::valueChanged, this, [this](int value) {
    m_smoothingText->setText(QString::number(value / 100.0, 'f', 2));
    for (const auto& [which, chart] : m_charts) chart->setSmoothing(value / 100.0);
    Q_EMIT arranged();
  });
  return bar;
}

void RunCharts::addChart(RunChart which) {
  auto* chart = new ChartView;
  chart->setObjectName(text(idOf(which)));
  chart->setSmoothing(kDefaultSmoothing / 100.0);
  m_charts[which] = chart;
  m_grid->add(text(idOf(which)), wordFor(which), chart);
  addXMenu(which);
  connect(chart, &ChartView::crosshairMoved, this, [this, which](double x) { shareCrosshair(which, x); });
  connect(chart, &ChartView::settingsChanged, this, &RunCharts::arranged);
  connect(chart, &ChartView::seriesClicked, this,
          [this](const QString& key) { Q_EMIT runClicked(RunId{key.section('|', 0, 0).toStdString()}); });
}

void RunCharts::addXMenu(RunChart which) {
  auto* menu = new QMenu(tr("Along x"), m_charts.at(which));
  connect(menu, &QMenu::aboutToShow, this, [this, menu, which] {
    menu->clear();
    const auto own = m_ownX.find(which);
    const auto add = [&](const QString& words, std::optional<ChartX> x) {
      auto* action = menu->addAction(words);
      action->setCheckable(true);
      action->setChecked(own == m_ownX.end() ? !x : x == own->second);
      connect(action, &QAction::triggered, this, [this, which, x] { setX(which, x); });
    };
    add(tr("As the page"), {});
    for (const ChartX x : allChartXs()) add(wordFor(x), x);
  });
  m_charts.at(which)->addAction(menu->menuAction());
}

std::vector<const RunCurves*> RunCharts::loaded() const {
  std::vector<const RunCurves*> runs;
  for (const auto& run : m_shown) {
    if (const auto* curves = m_store.curves(run)) runs.push_back(curves);
  }
  return runs;
}

ChartX RunCharts::xOf(RunChart which) const {
  const auto own = m_ownX.find(which);
  return own == m_ownX.end() ? static_cast<ChartX>(m_x->currentIndex()) : own->second;
}

RunChartOptions RunCharts::optionsFor(RunChart which) const {
  RunChartOptions options{.x = xOf(which), .roofs = m_roofs, .baseline = m_store.curves(m_baseline), .byArm = byArm()};
  for (const auto& run : m_shown) options.colours[run] = m_colours.of(run);
  return options;
}

void RunCharts::show(std::vector<RunId> shown, const RunId& baseline) {
  if (shown == m_shown && baseline == m_baseline) return;
  const bool otherRuns = shown != m_shown;
  m_shown = shown;
  m_baseline = baseline;
  m_colours.show(shown);
  if (!baseline.empty() && std::find(shown.begin(), shown.end(), baseline) == shown.end()) shown.push_back(baseline);
  m_store.watch(std::move(shown));
  redraw();
  if (!otherRuns) return;
  for (const auto& [which, chart] : m_charts) chart->fit();
}

void RunCharts::setRoofs(const MemoryRoofs& roofs) {
  m_roofs = roofs;
  redrawSoon(RunChart::Bandwidth);
}

void RunCharts::setX(ChartX x) {
  m_x->setCurrentIndex(static_cast<int>(x));
}

void RunCharts::setX(RunChart which, std::optional<ChartX> x) {
  if (x) {
    m_ownX[which] = *x;
  } else {
    m_ownX.erase(which);
  }
  redrawOne(which);
  m_charts.at(which)->fit();
  Q_EMIT arranged();
}

void RunCharts::setByArm(bool on) {
  m_byArm->setChecked(on);
}

bool RunCharts::byArm() const {
  return m_byArm->isChecked();
}

void RunCharts::setSmoothing(double weight) {
  m_smoothing->setValue(static_cast<int>(std::lround(weight * 100)));
}

void RunCharts::redraw() {
  m_waiting.insert(allRunCharts().begin(), allRunCharts().end());
  m_draw.start(0);
}

void RunCharts::redrawSoon(RunChart which) {
  m_waiting.insert(which);
  if (!m_draw.isActive()) m_draw.start(kWholeMs);
}

void RunCharts::drawNext() {
  if (m_waiting.empty()) return;
  // First what is first on the page.
  auto next = *m_waiting.begin();
  for (const QString& id : m_grid->order()) {
    const auto found =
        std::find_if(m_waiting.begin(), m_waiting.end(), [&](RunChart which) { return text(idOf(which)) == id; });
    if (found == m_waiting.end()) continue;
    next = *found;
    break;
  }
  redrawOne(next);
  if (!m_waiting.empty()) m_draw.start(0);
}

void RunCharts::redrawOne(RunChart which) {
  m_waiting.erase(which);
  m_charts.at(which)->setSpec(runChart(which, loaded(), optionsFor(which)));
}

void RunCharts::grow(const RunId& run, const std::map<std::string, std::size_t>& from) {
  const RunCurves* curves = m_store.curves(run);
  const bool shown = std::find(m_shown.begin(), m_shown.end(), run) != m_shown.end();
  const bool evaluated = from.contains("loss/val");
  if (shown) {
    for (const auto& [which, chart] : m_charts) {
      // Means, and places that an evaluation has corrected, belong to the whole curve.
      if (byArm() || (evaluated && isInterpolated(xOf(which)))) redrawSoon(which);
    }
    for (const auto& [series, first] : from) {
      for (const auto& [which, chart] : m_charts) {
        const QString key = seriesKey(run, series);
        if (m_waiting.contains(which) || !chart->has(key)) continue;  // what waits is made anew with these points
        std::vector<double> xs, ys;
        chartPoints(*curves, series, first, xOf(which), xs, ys);
        chart->append(key, xs, ys);
      }
    }
  }
  // A gain belongs to the whole of both curves, and the roof that fits to the whole of the traffic: at evaluations
  // only.
  if (!evaluated) return;
  redrawSoon(RunChart::Ceg);
  ChartSpec frame;
  addBandwidthFrame(frame, loaded(), m_roofs);
  m_charts.at(RunChart::Bandwidth)->setReferences(std::move(frame.references));
  m_charts.at(RunChart::Bandwidth)->setNote(frame.note);
}

void RunCharts::shareCrosshair(RunChart from, double x) {
  const auto axis = [this](RunChart which) {
    const ChartX own = xOf(which);
    return which == RunChart::Ceg && own == ChartX::WallSeconds ? ChartX::RunSeconds : own;
  };
  for (const auto& [which, chart] : m_charts) {
    if (which != from) chart->setCrosshair(axis(which) == axis(from) ? x : NAN);
  }
}

QByteArray RunCharts::arrangement() const {
  Json charts = Json::object();
  for (const auto& [which, chart] : m_charts) {
    Json json = toJson(chart->settings());
    if (const auto own = m_ownX.find(which); own != m_ownX.end()) json["along"] = idOf(own->second);
    if (!json.empty()) charts[idOf(which)] = json;
  }
  const Json all{{"version", 1},
                 {"along", idOf(static_cast<ChartX>(m_x->currentIndex()))},
                 {"smoothing", m_smoothing->value() / 100.0},
                 {"byArm", byArm()},
                 {"grid", m_grid->state()},
                 {"charts", charts}};
  return QByteArray::fromStdString(dump(all));
}

void RunCharts::restoreArrangement(const QByteArray& json) {
  const auto parsed = parseJson(json.toStdString(), "arrangement");
  if (!parsed || !parsed->is_object()) return;
  const QSignalBlocker quiet(this);
  const auto wordAt = [](const Json& object, const char* key) -> std::optional<std::string> {
    const auto found = object.is_object() ? object.find(key) : object.end();
    if (found == object.end() || !found->is_string()) return {};
    return found->get<std::string>();
  };
  if (const auto along = wordAt(*parsed, "along")) setX(chartXFrom(*along));
  if (const auto weight = parsed->find("smoothing"); weight != parsed->end() && weight->is_number())
    setSmoothing(std::clamp(weight->get<double>(), 0.0, 0.99));
  if (const auto means = parsed->find("byArm"); means != parsed->end() && means->is_boolean())
    setByArm(means->get<bool>());
  if (const auto grid = parsed->find("grid"); grid != parsed->end()) m_grid->restore(*grid);
  const auto charts = parsed->find("charts");
  if (charts == parsed->end() || !charts->is_object()) return;
  for (const auto& [which, chart] : m_charts) {
    const auto own = charts->find(idOf(which));
    if (own == charts->end()) continue;
    chart->setSettings(chartSettingsFrom(*own));
    if (const auto along = wordAt(*own, "along")) setX(which, chartXFrom(*along));
  }
}

}  // namespace headroom

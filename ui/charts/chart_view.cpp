#include "ui/charts/chart_view.h"

#include <QBuffer>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QSvgGenerator>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/base/units.h"
#include "ui/charts/chart_parts.h"

namespace headroom {

namespace {

constexpr std::size_t kPlainLinePoints =
    6000;  // above it lines are one pixel wide and not antialiased: nine times faster
constexpr int kLegendRows = 10;

QColor withAlpha(QColor colour, int alpha) {
  colour.setAlpha(alpha);
  return colour;
}

}  // namespace

struct ChartView::Private {
  explicit Private(ChartView* view) : view(view), plot(new QCustomPlot(view)) {}

  void build();
  void restyle();
  void styleAxis(QCPAxis* axis);
  void applyAxes();
  void rebuildReferences();
  /// Above their line; below it where the chart ends.
  void placeReferenceLabels();
  void prepare(int width);
  void fitX();
  void fitY();
  void queue() {
    if (view->isVisible()) plot->replot(QCustomPlot::rpQueuedReplot);
  }
  std::size_t fill(int width);
  void styleCurves(bool many);
  void updateCrosshair();
  Curve* curve(const QString& key) const;
  QString xText(double value) const;
  QString yText(double value) const;
  void updateDescription();
  const ThemeColours& colours() const { return own ? *own : coloursFor(view->palette()); }

  ChartView* view;
  QCustomPlot* plot;
  CaptionRow* header = nullptr;
  CaptionRow* axisTitles = nullptr;
  CaptionRow* note = nullptr;
  QCPItemText* emptyText = nullptr;
  QCPItemStraightLine* crossLine = nullptr;
  QCPItemText* crossText = nullptr;
  std::vector<QCPAbstractItem*> referenceItems;
  std::vector<std::unique_ptr<Curve>> curves;
  ChartSpec shape;  // all but the points
  double smoothingWeight = 0;
  double crossX = NAN;
  bool zoomedX = false, zoomedY = false;
  const ThemeColours* own = nullptr;
};

ChartView::ChartView(QWidget* parent) : QWidget(parent), m(std::make_unique<Private>(this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m->plot);
  setMinimumSize(220, 150);
  m->build();
  m->restyle();
}

ChartView::~ChartView() = default;

void ChartView::Private::build() {
  auto* layout = plot->plotLayout();
  header = new CaptionRow(plot);
  axisTitles = new CaptionRow(plot);
  note = new CaptionRow(plot);
  layout->insertRow(0);
  layout->addElement(0, 0, header);
  layout->addElement(2, 0, axisTitles);
  layout->addElement(3, 0, note);
  layout->setRowSpacing(2);
  layout->setMargins(QMargins(14, 8, 14, 6));
  auto* rect = plot->axisRect();
  rect->setupFullAxesBox(false);
  rect->setMinimumMargins(QMargins(40, 4, 4, 4));
  for (auto* axis : {rect->axis(QCPAxis::atTop), rect->axis(QCPAxis::atRight)}) {
    axis->setTicks(false);
    axis->setTickLabels(false);
  }
  plot->setAutoAddPlottableToLegend(false);
  plot->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
  plot->setNoAntialiasingOnDrag(true);
  plot->setFocusPolicy(Qt::StrongFocus);

  // The crosshair moves with the mouse; on a buffered layer of its own it does not redraw the curves.
  plot->addLayer(QStringLiteral("crosshair"), plot->layer(QStringLiteral("legend")), QCustomPlot::limAbove);
  plot->layer(QStringLiteral("crosshair"))->setMode(QCPLayer::lmBuffered);
  crossLine = new QCPItemStraightLine(plot);
  crossText = new QCPItemText(plot);
  for (QCPAbstractItem* item : std::initializer_list<QCPAbstractItem*>{crossLine, crossText}) {
    item->setLayer(QStringLiteral("crosshair"));
    item->setVisible(false);
  }
  crossText->setTextAlignment(Qt::AlignLeft);
  crossText->setPadding(QMargins(8, 5, 8, 5));
  crossText->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
  crossText->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
  emptyText = new QCPItemText(plot);
  emptyText->position->setType(QCPItemPosition::ptAxisRectRatio);
  emptyText->position->setCoords(0.5, 0.3);

  auto* legend = plot->legend;
  legend->setRowSpacing(0);
  legend->setIconSize(18, 10);
  rect->insetLayout()->setInsetAlignment(0, Qt::AlignTop | Qt::AlignRight);

  connect(plot, &QCustomPlot::beforeReplot, view, [this] { prepare(plot->axisRect()->width()); });
  connect(plot, &QCustomPlot::mousePress, view, [this](QMouseEvent* event) {
    const bool pan = event->modifiers().testFlag(Qt::ShiftModifier);
    plot->setSelectionRectMode(pan || event->button() != Qt::LeftButton ? QCP::srmNone : QCP::srmZoom);
    if (pan) zoomedX = zoomedY = true;
  });
  connect(plot->selectionRect(), &QCPSelectionRect::accepted, view, [this] { zoomedX = zoomedY = true; });
  connect(plot, &QCustomPlot::mouseWheel, view, [this](QWheelEvent* event) {
    const bool vertical = event->modifiers().testFlag(Qt::ControlModifier);
    plot->axisRect()->setRangeZoom(vertical ? Qt::Vertical : Qt::Horizontal);
    (vertical ? zoomedY : zoomedX) = true;
  });
  connect(plot, &QCustomPlot::mouseDoubleClick, view, [this] { view->fit(); });
  connect(plot, &QCustomPlot::mouseMove, view, [this](QMouseEvent* event) {
    const double x = plot->xAxis->pixelToCoord(event->position().x());
    view->setCrosshair(plot->axisRect()->rect().contains(event->pos()) ? x : NAN);
    Q_EMIT view->crosshairMoved(crossX);
  });
  connect(plot, &QCustomPlot::legendClick, view, [this](QCPLegend*, QCPAbstractLegendItem* item, QMouseEvent*) {
    auto* entry = qobject_cast<QCPPlottableLegendItem*>(item);
    if (!entry) return;
    for (const auto& each : curves) {
      if (each->graph == entry->plottable()) view->setHidden(each->description.key, !each->hidden);
    }
  });
  connect(plot, &QCustomPlot::plottableClick, view, [this](QCPAbstractPlottable* clicked, int, QMouseEvent*) {
    for (const auto& each : curves) {
      if (each->graph == clicked || each->raw == clicked) Q_EMIT view->seriesClicked(each->description.key);
    }
  });
}

void ChartView::Private::styleAxis(QCPAxis* axis) {
  const auto& c = colours();
  axis->setBasePen(c.line);
  axis->setTickPen(Qt::NoPen);
  axis->setSubTickPen(Qt::NoPen);
  axis->setTickLabelColor(c.dim);
  QFont font = view->font();
  font.setPointSizeF(font.pointSizeF() * 0.85);
  axis->setTickLabelFont(font);
  axis->grid()->setPen(QPen(withAlpha(c.line, 150), 1));
  axis->grid()->setSubGridVisible(false);
  axis->grid()->setZeroLinePen(Qt::NoPen);
}

void ChartView::Private::restyle() {
  const auto& c = colours();
  plot->setBackground(c.panel);
  for (auto* axis : plot->axisRect()->axes()) styleAxis(axis);
  QFont normal = view->font(), small = view->font(), strong = view->font();
  small.setPointSizeF(normal.pointSizeF() * 0.85);
  strong.setWeight(QFont::DemiBold);
  header->setLook(strong, c.text, small, c.dim);
  axisTitles->setLook(small, c.dim, small, c.dim);
  note->setLook(small, c.dim, small, c.dim);
  plot->legend->setFont(small);
  plot->legend->setTextColor(c.text);
  plot->legend->setBrush(withAlpha(c.panel, 215));
  plot->legend->setBorderPen(Qt::NoPen);
  crossLine->setPen(QPen(c.dim, 1, Qt::DotLine));
  crossText->setBrush(withAlpha(c.panel, 235));
  crossText->setPen(c.line);
  crossText->setColor(c.text);
  crossText->setFont(small);
  emptyText->setColor(c.dim);
  emptyText->setFont(normal);
  plot->selectionRect()->setPen(QPen(c.accent, 1));
  plot->selectionRect()->setBrush(withAlpha(c.accent, 40));
  rebuildReferences();
}

void ChartView::Private::applyAxes() {
  const auto apply = [this](QCPAxis* axis, const ChartAxis& wanted) {
    const bool logarithmic = wanted.scale == AxisScale::Logarithmic;
    axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    const bool prefixes = wanted.numbers == AxisNumbers::Prefixed;
    QSharedPointer<QCPAxisTicker> ticker;
    if (logarithmic) {
      ticker.reset(prefixes ? new PrefixedLogTicker : new LogTicker);
    } else {
      ticker.reset(prefixes ? new PrefixedTicker : new QCPAxisTicker);
      ticker->setTickCount(axis == plot->xAxis ? 5 : 4);
    }
    if (!wanted.labels.empty()) {
      auto* named = new QCPAxisTickerText;
      for (const auto& [value, label] : wanted.labels) named->addTick(value, label);
      ticker.reset(named);
    }
    axis->setTicker(ticker);
    axis->setNumberFormat(QStringLiteral("g"));
    axis->setNumberPrecision(4);
  };
  apply(plot->xAxis, shape.x);
  apply(plot->yAxis, shape.y);
  header->setTexts(shape.title, shape.subtitle);
  axisTitles->setTexts(shape.y.title, shape.x.title);
  note->setTexts(shape.note, {});
  emptyText->setText(shape.empty);
  view->setAccessibleName(shape.title);
}

void ChartView::Private::rebuildReferences() {
  for (auto* item : referenceItems) plot->removeItem(item);
  referenceItems.clear();
  for (const auto& reference : shape.references) {
    const QColor colour = reference.limit ? colours().error : colours().warning;
    auto* line = new QCPItemStraightLine(plot);
    line->point1->setCoords(1, reference.value);
    line->point2->setCoords(2, reference.value);
    line->setPen(QPen(colour, 1, Qt::DashLine));
    auto* label = new QCPItemText(plot);
    label->setText(reference.label);
    label->setColor(colour);
    QFont font = view->font();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    label->setFont(font);
    label->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    label->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    label->position->setTypeY(QCPItemPosition::ptPlotCoords);
    label->position->setCoords(0.012, reference.value);
    referenceItems.push_back(line);
    referenceItems.push_back(label);
  }
}

void ChartView::Private::placeReferenceLabels() {
  const double top = plot->axisRect()->top();
  for (std::size_t i = 1; i < referenceItems.size(); i += 2) {
    auto* label = static_cast<QCPItemText*>(referenceItems[i]);
    const double line = plot->yAxis->coordToPixel(shape.references[i / 2].value);
    const bool room = line - top > QFontMetrics(label->font()).height() + 2;
    label->setPositionAlignment(Qt::AlignLeft | (room ? Qt::AlignBottom : Qt::AlignTop));
  }
}

void ChartView::Private::fitX() {
  double from = INFINITY, to = -INFINITY;
  for (const auto& each : curves) {
    if (each->hidden || each->points.size() == 0) continue;
    from = std::min(from, each->points.x().front());
    to = std::max(to, each->points.x().back());
  }
  if (shape.x.from) from = *shape.x.from;
  if (shape.x.to) to = std::max(to, *shape.x.to);
  if (!std::isfinite(from) || !std::isfinite(to)) from = 0, to = 1;
  if (shape.x.scale == AxisScale::Logarithmic) from = std::max(from, 1.0), to = std::max(to, from * 10);
  if (to <= from) to = from + 1;
  plot->xAxis->setRange(from, to);
}

void ChartView::Private::fitY() {
  const bool logarithmic = shape.y.scale == AxisScale::Logarithmic;
  const auto visible = plot->xAxis->range();
  double low = INFINITY, high = -INFINITY;
  const auto include = [&](const MinMaxPyramid& points) {
    const std::size_t first = points.lowerBound(visible.lower);
    const std::size_t last = std::min(points.size(), points.lowerBound(visible.upper) + 1);
    if (const auto range = points.range(first, last)) {
      high = std::max(high, range->second);
      if (!logarithmic) low = std::min(low, range->first);
    }
    if (!logarithmic) return;
    if (const auto least = points.leastPositive(first, last)) low = std::min(low, *least);
  };
  for (const auto& each : curves) {
    if (each->hidden) continue;
    include(each->points);
    if (!each->spread) continue;
    if (const auto bounds = each->spread->bounds(visible, logarithmic)) {
      low = std::min(low, bounds->first);
      high = std::max(high, bounds->second);
    }
  }
  const bool nothing = !std::isfinite(low);
  for (const auto& reference : shape.references) {
    if (logarithmic && reference.value <= 0) continue;
    low = std::min(low, reference.value);
    high = std::max(high, reference.value);
  }
  if (shape.y.from && !(logarithmic && *shape.y.from <= 0)) low = *shape.y.from;
  if (shape.y.to) high = *shape.y.to;
  if (!std::isfinite(low) || !std::isfinite(high) || (nothing && shape.references.empty()))
    low = logarithmic ? 0.1 : 0, high = 1;
  if (logarithmic) {
    const double margin = std::max(std::pow(high / low, 0.06), 1.02);
    plot->yAxis->setRange(low / margin, high * margin);
    return;
  }
  if (high <= low) {
    const double half = std::max(std::abs(low) * 0.05, 1e-12);
    if (!shape.y.from) low -= half;
    high += half;
  }
  const double margin = (high - low) * 0.06;
  plot->yAxis->setRange(shape.y.from ? low : low - margin, shape.y.to ? high : high + margin);
}

std::size_t ChartView::Private::fill(int width) {
  const int count = std::clamp(width, 64, 8192);
  std::vector<double> edges(static_cast<std::size_t>(count) + 1);
  const auto range = plot->xAxis->range();
  const bool logarithmic = shape.x.scale == AxisScale::Logarithmic && range.lower > 0;
  for (int i = 0; i <= count; ++i) {
    const double t = static_cast<double>(i) / count;
    edges[static_cast<std::size_t>(i)] = logarithmic ? range.lower * std::pow(range.upper / range.lower, t)
                                                     : range.lower + (range.upper - range.lower) * t;
  }
  const bool logarithmicY = shape.y.scale == AxisScale::Logarithmic;
  const double onePixel = plot->yAxis->range().size() / std::max(plot->axisRect()->height(), 64);
  std::size_t shown = 0;
  for (const auto& each : curves) shown += each->show(edges, logarithmicY ? 0 : onePixel, logarithmicY);
  return shown;
}

void ChartView::Private::styleCurves(bool many) {
  const auto& c = colours();
  plot->setNotAntialiasedElement(QCP::aePlottables, many);
  for (const auto& each : curves) {
    const QColor colour = c.series[static_cast<std::size_t>(each->description.colour) % c.series.size()];
    const bool points = each->description.style == LineStyle::Points;
    each->graph->setLineStyle(QCPGraph::lsLine);
    each->graph->setScatterStyle(points ? QCPScatterStyle(QCPScatterStyle::ssDisc, colour, 5)
                                        : QCPScatterStyle::ssNone);
    each->graph->setPen(
        QPen(colour, many ? 1 : 2, each->description.style == LineStyle::Dashed ? Qt::DashLine : Qt::SolidLine));
    each->raw->setPen(QPen(withAlpha(colour, 80), 1));
    if (!each->spread) continue;
    each->spread->setPen(QPen(colour, 1.5));
    each->spread->setBrush(withAlpha(colour, 45));
  }
  if (!plot->legend) return;
  for (int i = 0; i < plot->legend->itemCount(); ++i) {
    auto* item = qobject_cast<QCPPlottableLegendItem*>(plot->legend->item(i));
    if (!item) continue;
    bool hidden = false;
    for (const auto& each : curves) hidden = hidden || (each->graph == item->plottable() && each->hidden);
    item->setTextColor(hidden ? c.dim : c.text);
    QFont font = plot->legend->font();
    font.setStrikeOut(hidden);
    item->setFont(font);
  }
}

void ChartView::Private::prepare(int width) {
  if (!zoomedX) fitX();
  if (!zoomedY) fitY();
  const std::size_t shown = fill(width);
  styleCurves(shown > kPlainLinePoints);
  emptyText->setVisible(
      std::all_of(curves.begin(), curves.end(), [](const auto& each) { return each->points.size() == 0; }));
  placeReferenceLabels();
  updateCrosshair();
  updateDescription();
}

void ChartView::Private::updateDescription() {
  // Extremes and the last value say the same as all points, at no cost.
  ChartSpec brief = shape;
  for (const auto& each : curves) {
    ChartSeries series = each->description;
    if (const auto range = each->points.range(0, each->points.size())) {
      series.x.assign(3, each->points.x().back());
      series.y = {range->first, range->second, each->points.y().back()};
      if (series.low.size() == each->points.size() && series.high.size() == series.low.size()) {
        series.low.assign(3, each->description.low.back());
        series.high.assign(3, each->description.high.back());
      }
    }
    brief.series.push_back(std::move(series));
  }
  view->setAccessibleDescription(describe(brief));
}

Curve* ChartView::Private::curve(const QString& key) const {
  const auto found =
      std::find_if(curves.begin(), curves.end(), [&](const auto& each) { return each->description.key == key; });
  return found == curves.end() ? nullptr : found->get();
}

QString ChartView::Private::xText(double value) const {
  return shape.x.title + ' ' +
         QString::fromStdString(std::abs(value) >= 1 ? formatGrouped(std::llround(value)) : shortest(value));
}

QString ChartView::Private::yText(double value) const {
  if (shape.y.numbers == AxisNumbers::Prefixed && std::abs(value) >= 1)
    return QString::fromStdString(formatCount(value));
  return std::isfinite(value) ? QString::number(value, 'g', 5) : QString::fromStdString(shortest(value));
}

void ChartView::Private::updateCrosshair() {
  const bool shown = std::isfinite(crossX) && plot->xAxis->range().contains(crossX);
  crossLine->setVisible(shown);
  crossText->setVisible(false);
  if (!shown) return;
  crossLine->point1->setCoords(crossX, 1);
  crossLine->point2->setCoords(crossX, 2);
  QStringList lines;
  for (const auto& each : curves) {
    const auto& points = each->points;
    if (each->hidden || points.size() == 0 || each->description.name.isEmpty()) continue;
    std::size_t nearest = std::min(points.lowerBound(crossX), points.size() - 1);
    if (nearest > 0 && crossX - points.x()[nearest - 1] < points.x()[nearest] - crossX) --nearest;
    if (crossX > points.x().back() && crossX - points.x().back() > plot->xAxis->range().size() * 0.02) continue;
    if (lines.isEmpty()) lines << xText(points.x()[nearest]);
    lines << each->description.name + "   " + yText(points.y()[nearest]);
  }
  if (lines.isEmpty()) return;
  // On the side where the mouse is not.
  const bool left = plot->xAxis->coordToPixel(crossX) > plot->axisRect()->center().x();
  crossText->setPositionAlignment((left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignTop);
  crossText->position->setCoords(left ? 0.015 : 0.985, 0.03);
  crossText->setText(lines.join('\n'));
  crossText->setVisible(true);
}

void ChartView::setSpec(ChartSpec spec) {
  std::vector<QString> hidden;
  for (const auto& each : m->curves) {
    if (each->hidden) hidden.push_back(each->description.key);
  }
  m->curves.clear();
  m->plot->legend->clearItems();
  m->plot->clearGraphs();
  auto series = std::move(spec.series);
  spec.series.clear();
  m->shape = std::move(spec);
  int named = 0;
  for (auto& each : series) {
    auto curve = std::make_unique<Curve>();
    const auto x = std::move(each.x);
    const auto y = std::move(each.y);
    each.x.clear();
    each.y.clear();
    curve->description = std::move(each);
    curve->smoother = Smoother(m->smoothingWeight);
    if (!curve->description.low.empty()) {
      curve->spread = new SpreadGraph(m->plot->xAxis, m->plot->yAxis);
      curve->spread->setSpread(x, curve->description);
    }
    curve->raw = new LineGraph(m->plot->xAxis, m->plot->yAxis);
    curve->graph = new LineGraph(m->plot->xAxis, m->plot->yAxis);
    for (auto* graph : {curve->raw, curve->graph}) graph->setAdaptiveSampling(false);
    curve->graph->setName(curve->description.name);
    if (!curve->description.name.isEmpty() && named++ < kLegendRows) curve->graph->addToLegend();
    curve->hidden = std::find(hidden.begin(), hidden.end(), curve->description.key) != hidden.end();
    curve->append(x, y, m->smoothingWeight);
    m->curves.push_back(std::move(curve));
  }
  m->plot->legend->setVisible(named > 1 || (named == 1 && m->curves.size() == 1));
  m->applyAxes();
  m->rebuildReferences();
  m->prepare(m->plot->axisRect()->width());
  m->queue();
}

ChartSpec ChartView::spec() const {
  ChartSpec spec = m->shape;
  for (const auto& each : m->curves) {
    ChartSeries series = each->description;
    series.x = each->points.x();
    series.y = each->points.y();
    spec.series.push_back(std::move(series));
  }
  return spec;
}

void ChartView::append(const QString& key, std::span<const double> x, std::span<const double> y) {
  auto* curve = m->curve(key);
  if (!curve) return;
  curve->append(x, y, m->smoothingWeight);
  m->queue();
}

void ChartView::setReferences(std::vector<ReferenceLine> references) {
  if (references == m->shape.references) return;
  m->shape.references = std::move(references);
  m->rebuildReferences();
  m->queue();
}

void ChartView::setNote(const QString& note) {
  if (note == m->shape.note) return;
  m->shape.note = note;
  m->note->setTexts(note, {});
  m->queue();
}

void ChartView::setSmoothing(double weight) {
  weight = std::clamp(weight, 0.0, 0.999);
  if (weight == m->smoothingWeight) return;
  m->smoothingWeight = weight;
  for (const auto& each : m->curves) each->smoothAgain(weight);
  m->queue();
}

double ChartView::smoothing() const {
  return m->smoothingWeight;
}

void ChartView::setXScale(AxisScale scale) {
  m->shape.x.scale = scale;
  m->zoomedX = false;
  m->applyAxes();
  m->queue();
}

void ChartView::setYScale(AxisScale scale) {
  m->shape.y.scale = scale;
  m->zoomedY = false;
  m->applyAxes();
  m->queue();
}

void ChartView::fit() {
  m->zoomedX = m->zoomedY = false;
  m->queue();
}

void ChartView::setCrosshair(double x) {
  if (x == m->crossX || (std::isnan(x) && std::isnan(m->crossX))) return;
  m->crossX = x;
  m->updateCrosshair();
  if (isVisible()) m->plot->layer(QStringLiteral("crosshair"))->replot();
}

void ChartView::setHidden(const QString& key, bool hidden) {
  auto* curve = m->curve(key);
  if (!curve || curve->hidden == hidden) return;
  curve->hidden = hidden;
  m->queue();
}

bool ChartView::isHidden(const QString& key) const {
  const auto* curve = m->curve(key);
  return curve && curve->hidden;
}

void ChartView::setColours(const ThemeColours& colours) {
  m->own = &colours;
  m->restyle();
  m->queue();
}

void ChartView::replotNow() {
  m->plot->replot(QCustomPlot::rpImmediateRefresh);
}

QByteArray ChartView::svg(QSize size) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(0, 0), size));
  // Qt writes these two into the file as they are.
  generator.setTitle(m->shape.title.toHtmlEscaped());
  generator.setDescription(accessibleDescription().toHtmlEscaped());
  m->crossX = NAN;
  m->prepare(size.width());
  QCPPainter painter;
  painter.begin(&generator);
  painter.setMode(QCPPainter::pmVectorized);
  painter.setMode(QCPPainter::pmNoCaching);
  painter.fillRect(QRect(QPoint(0, 0), size), m->colours().panel);
  m->plot->toPainter(&painter, size.width(), size.height());
  painter.end();
  m->queue();
  return bytes;
}

QImage ChartView::image(QSize size, double scale) {
  m->crossX = NAN;
  m->prepare(size.width());
  const QImage image = m->plot->toPixmap(size.width(), size.height(), scale).toImage();
  m->queue();
  return image;
}

bool ChartView::savePng(const QString& file, double scale) {
  return image(size(), scale).save(file, "PNG");
}

bool ChartView::saveSvg(const QString& file) {
  QFile out(file);
  return out.open(QIODevice::WriteOnly) && out.write(svg(size())) > 0;
}

bool ChartView::savePdf(const QString& file) {
  m->crossX = NAN;
  m->prepare(width());
  return m->plot->savePdf(file, width(), height(), QCP::epNoCosmetic, QStringLiteral("Headroom"), m->shape.title);
}

bool ChartView::saveCsv(const QString& file) const {
  QFile out(file);
  return out.open(QIODevice::WriteOnly) && out.write(toCsv(spec()).toUtf8()) > 0;
}

void ChartView::copyToClipboard() {
  auto* data = new QMimeData;
  data->setImageData(image(size()));
  data->setText(toCsv(spec()));
  QGuiApplication::clipboard()->setMimeData(data);
}

void ChartView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
    m->restyle();
    m->queue();
  }
  QWidget::changeEvent(event);
}

void ChartView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m->queue();  // what came while it was hidden was not drawn
}

void ChartView::contextMenuEvent(QContextMenuEvent* event) {
  QMenu menu(this);
  menu.addAction(tr("Fit"), this, &ChartView::fit);
  const auto toggle = [&](const QString& text, AxisScale scale, auto set) {
    auto* action = menu.addAction(text);
    action->setCheckable(true);
    action->setChecked(scale == AxisScale::Logarithmic);
    connect(action, &QAction::toggled, this, [set](bool on) { set(on ? AxisScale::Logarithmic : AxisScale::Linear); });
  };
  toggle(tr("Logarithmic x"), m->shape.x.scale, [this](AxisScale scale) { setXScale(scale); });
  toggle(tr("Logarithmic y"), m->shape.y.scale, [this](AxisScale scale) { setYScale(scale); });
  auto* curves = menu.addMenu(tr("Curves"));
  for (const auto& each : m->curves) {
    auto* action = curves->addAction(each->description.name.isEmpty() ? each->description.key : each->description.name);
    action->setCheckable(true);
    action->setChecked(!each->hidden);
    connect(action, &QAction::toggled, this, [this, key = each->description.key](bool on) { setHidden(key, !on); });
  }
  menu.addSeparator();
  menu.addAction(tr("Copy (picture and table)"), this, &ChartView::copyToClipboard);
  const auto save = [&](const QString& text, const QString& ending, auto write) {
    menu.addAction(text, this, [this, ending, write] {
      const QString file =
          QFileDialog::getSaveFileName(this, tr("Save the chart"), m->shape.title + ending, '*' + ending);
      if (!file.isEmpty()) write(file);
    });
  };
  save(tr("Save as PNG…"), QStringLiteral(".png"), [this](const QString& file) { savePng(file); });
  save(tr("Save as SVG…"), QStringLiteral(".svg"), [this](const QString& file) { saveSvg(file); });
  save(tr("Save as PDF…"), QStringLiteral(".pdf"), [this](const QString& file) { savePdf(file); });
  save(tr("Save the points as CSV…"), QStringLiteral(".csv"), [this](const QString& file) { saveCsv(file); });
  menu.exec(event->globalPos());
}

QByteArray chartSvg(const ChartSpec& spec, QSize size, const ThemeColours& colours) {
  ChartView view;
  view.setColours(colours);
  view.resize(size);
  view.setSpec(spec);
  return view.svg(size);
}

QImage chartImage(const ChartSpec& spec, QSize size, const ThemeColours& colours, double scale) {
  ChartView view;
  view.setColours(colours);
  view.resize(size);
  view.setSpec(spec);
  return view.image(size, scale);
}

}  // namespace headroom

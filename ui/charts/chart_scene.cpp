#include "ui/charts/chart_scene.h"

#include <QGuiApplication>
#include <algorithm>

namespace headroom {

namespace {

constexpr int kSettleMs = 400;   // words and the legend's place may lag behind the curves by this
constexpr double kSmall = 0.85;  // of the font's size: numbers and notes
constexpr double kFaint = 0.35;  // of the curve's colour in its raw twin

QColor withAlpha(QColor colour, int alpha) {
  colour.setAlpha(alpha);
  return colour;
}

/// Opaque: half-transparent lines are drawn several times slower.
QColor mixed(const QColor& colour, const QColor& ground, double part) {
  const auto mix = [part](int a, int b) { return static_cast<int>(std::lround(a * part + b * (1 - part))); };
  return {mix(colour.red(), ground.red()), mix(colour.green(), ground.green()), mix(colour.blue(), ground.blue())};
}

}  // namespace

ChartScene::ChartScene(QWidget* view) : m_view(view), m_plot(new ChartPlot(view)), m_curves(m_plot) {
  build();
  restyle();
  m_settleSoon.setSingleShot(true);
  m_settleSoon.setInterval(kSettleMs);
  connect(&m_settleSoon, &QTimer::timeout, this, [this] {
    if (settle()) Q_EMIT frameWanted();
  });
  connect(&m_curves, &ChartCurves::prepared, this, [this] {
    m_sinceSettled.invalidate();
    Q_EMIT frameWanted();
  });
}

void ChartScene::build() {
  auto* layout = m_plot->plotLayout();
  m_header = new CaptionRow(m_plot);
  m_axisTitles = new CaptionRow(m_plot);
  m_note = new CaptionRow(m_plot);
  layout->insertRow(0);
  layout->addElement(0, 0, m_header);
  layout->addElement(2, 0, m_axisTitles);
  layout->addElement(3, 0, m_note);
  layout->setRowSpacing(2);
  layout->setMargins(QMargins(14, 8, 14, 6));
  auto* rect = m_plot->axisRect();
  rect->setupFullAxesBox(false);
  rect->setMinimumMargins(QMargins(40, 4, 4, 4));
  for (auto* axis : {rect->axis(QCPAxis::atTop), rect->axis(QCPAxis::atRight)}) {
    axis->setTicks(false);
    axis->setTickLabels(false);
  }
  m_plot->setAutoAddPlottableToLegend(false);
  m_plot->setNoAntialiasingOnDrag(true);
  m_plot->addLayer(QStringLiteral("behind"), m_plot->layer(QStringLiteral("main")), QCustomPlot::limBelow);

  // The crosshair moves with the mouse; on a buffered layer of its own it does not redraw the curves.
  const QString top = QStringLiteral("crosshair");
  m_plot->addLayer(top, m_plot->layer(QStringLiteral("legend")), QCustomPlot::limAbove);
  m_plot->layer(top)->setMode(QCPLayer::lmBuffered);
  m_crossLine = new QCPItemStraightLine(m_plot);
  m_crossLine->setLayer(top);
  m_crossLine->setVisible(false);
  m_values = new ValueTableItem(m_plot, top);
  m_values->setVisible(false);
  m_emptyText = new QCPItemText(m_plot);
  m_emptyText->position->setType(QCPItemPosition::ptAxisRectRatio);
  m_emptyText->position->setCoords(0.5, 0.3);

  rect->insetLayout()->removeAt(0);  // QCustomPlot's own legend, which the plot forgets with that
  m_legend = new ChartLegend(m_plot);
  m_legend->setLayer(QStringLiteral("legend"));
  rect->insetLayout()->addElement(m_legend, QRectF(0.6, 0.02, 0, 0));
}

QFont ChartScene::smallFont() const {
  QFont font = m_view->font();
  font.setPointSizeF(font.pointSizeF() * kSmall);
  return font;
}

QColor ChartScene::colourOf(const ChartSeries& series) const {
  if (series.ownColour.isValid()) return series.ownColour;
  return colours().series[static_cast<std::size_t>(std::max(series.colour, 0)) % colours().series.size()];
}

void ChartScene::styleAxis(QCPAxis* axis) {
  const auto& c = colours();
  axis->setBasePen(m_plot->hasFocus() ? QPen(c.accent, 2) : QPen(c.line, 1));
  axis->setTickPen(Qt::NoPen);
  axis->setSubTickPen(Qt::NoPen);
  axis->setTickLabelColor(c.dim);
  axis->setTickLabelFont(smallFont());
  axis->grid()->setPen(QPen(withAlpha(c.line, 150), 1));
  axis->grid()->setSubGridVisible(false);
  axis->grid()->setZeroLinePen(Qt::NoPen);
}

void ChartScene::restyle() {
  const auto& c = colours();
  m_plot->setBackground(c.panel);
  for (auto* axis : m_plot->axisRect()->axes()) styleAxis(axis);
  QFont strong = m_view->font();
  strong.setWeight(QFont::DemiBold);
  m_header->setLook(strong, c.text, smallFont(), c.dim);
  m_axisTitles->setLook(smallFont(), c.dim, smallFont(), c.dim);
  m_note->setLook(smallFont(), c.dim, smallFont(), c.dim);
  m_legend->setLook(smallFont(), c);
  m_values->setLook(smallFont(), c);
  m_crossLine->setPen(QPen(c.dim, 1, Qt::DotLine));
  m_emptyText->setColor(c.dim);
  m_emptyText->setFont(m_view->font());
  m_plot->selectionRect()->setPen(QPen(c.accent, 1));
  m_plot->selectionRect()->setBrush(withAlpha(c.accent, 40));
  rebuildReferences();
  updateLegendRows();
  m_sinceSettled.invalidate();
}

void ChartScene::styleCurves(bool many) {
  m_plot->setNotAntialiasedElement(QCP::aePlottables, many);
  const auto known = colours().series.size();
  for (const auto& curve : m_curves.all()) {
    const ChartSeries& series = curve->description;
    const QColor colour = colourOf(series);
    const bool again = !series.ownColour.isValid() && series.colour >= static_cast<int>(known);
    QPen pen(colour, many ? 1 : 2);
    if (series.style == LineStyle::Dashed) pen.setStyle(Qt::DashLine);
    if (again && !many) pen.setStyle(Qt::DashDotLine);
    if (!m_chosen.isEmpty() && series.key == m_chosen) pen.setWidthF(pen.widthF() + 1.5);
    curve->line->setLook(pen, series.style == LineStyle::Points);
    curve->line->setMarksOutliers(m_outliers.has_value() && !curve->points.smoothed);
    curve->raw->setLook(QPen(mixed(colour, colours().panel, kFaint), 1), false);
    curve->raw->setMarksOutliers(m_outliers.has_value());
    if (curve->spread) curve->spread->setLook(colour, withAlpha(colour, 45));
  }
}

void ChartScene::applyAxes() {
  const auto apply = [this](QCPAxis* axis, const ChartAxis& wanted) {
    const bool logarithmic = wanted.scale == AxisScale::Logarithmic;
    axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    const bool prefixes = wanted.numbers == AxisNumbers::Prefixed;
    QSharedPointer<QCPAxisTicker> ticker;
    if (logarithmic) {
      ticker.reset(prefixes ? new PrefixedLogTicker : new LogTicker);
    } else {
      ticker.reset(prefixes ? new PrefixedTicker : new QCPAxisTicker);
      ticker->setTickCount(axis == m_plot->xAxis ? 5 : 4);
    }
    if (!wanted.labels.empty()) {
      auto* named = new QCPAxisTickerText;
      for (const auto& [value, label] : wanted.labels) named->addTick(value, onOneLine(label));
      ticker.reset(named);
    }
    axis->setTicker(ticker);
    axis->setNumberFormat(QStringLiteral("g"));
    axis->setNumberPrecision(4);
  };
  m_shape.x.scale = m_settings.x.value_or(m_ownX);
  m_shape.y.scale = m_settings.y.value_or(m_ownY);
  apply(m_plot->xAxis, m_shape.x);
  apply(m_plot->yAxis, m_shape.y);
  m_header->setTexts(m_shape.title, m_shape.subtitle);
  m_axisTitles->setTexts(m_shape.y.title, m_shape.x.title);
  m_emptyText->setText(onOneLine(m_shape.empty));
  for (QWidget* widget : {m_view, static_cast<QWidget*>(m_plot)}) widget->setAccessibleName(onOneLine(m_shape.title));
}

void ChartScene::rebuildReferences() {
  for (auto* item : m_referenceItems) m_plot->removeItem(item);
  m_referenceItems.clear();
  for (const auto& reference : m_shape.references) {
    const QColor colour = reference.limit ? colours().error : colours().warning;
    auto* line = new QCPItemStraightLine(m_plot);
    line->point1->setCoords(1, reference.value);
    line->point2->setCoords(2, reference.value);
    line->setPen(QPen(colour, 1, Qt::DashLine));
    auto* label = new QCPItemText(m_plot);
    label->setText(onOneLine(reference.label));
    label->setColor(colour);
    label->setFont(smallFont());
    label->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    label->position->setTypeY(QCPItemPosition::ptPlotCoords);
    label->position->setCoords(0.012, reference.value);
    m_referenceItems.push_back(line);
    m_referenceItems.push_back(label);
  }
}

void ChartScene::setSpec(ChartSpec spec) {
  auto series = std::move(spec.series);
  spec.series.clear();
  m_shape = std::move(spec);
  m_ownX = m_shape.x.scale;
  m_ownY = m_shape.y.scale;
  m_curves.set(std::move(series));
  m_legendFor = {};
  applyAxes();
  rebuildReferences();
  updateLegendRows();
  m_sinceSettled.invalidate();
  prepare();
}

ChartSpec ChartScene::spec() const {
  ChartSpec spec = m_shape;
  for (const auto& curve : m_curves.all()) {
    ChartSeries series = curve->description;
    series.x = curve->points.measured->x();
    series.y = curve->points.measured->y();
    spec.series.push_back(std::move(series));
  }
  return spec;
}

void ChartScene::setSettings(const ChartSettings& settings) {
  const bool otherX = settings.x != m_settings.x, otherY = settings.y != m_settings.y;
  m_settings = settings;
  if (otherX) m_zoomedX = false;
  if (otherY || settings.showOutliers) m_zoomedY = false;
  applyAxes();
  applySmoothing();
  m_sinceSettled.invalidate();
  Q_EMIT zoomChanged();
}

void ChartScene::setSmoothing(double weight) {
  m_pageSmoothing = weight;
  applySmoothing();
}

void ChartScene::applySmoothing() {
  const double weight = m_settings.smoothing.value_or(m_pageSmoothing);
  if (weight != m_curves.smoothing()) m_curves.setSmoothing(weight);
}

void ChartScene::setReferences(std::vector<ReferenceLine> references) {
  m_shape.references = std::move(references);
  rebuildReferences();
}

void ChartScene::setNote(const QString& note) {
  m_shape.note = note;
}

void ChartScene::setHeaderInset(int pixels) {
  m_headerInset = pixels;
  m_header->setInset(pixels);
}

void ChartScene::fit() {
  m_zoomedX = m_zoomedY = false;
  m_sinceSettled.invalidate();
  Q_EMIT zoomChanged();
}

void ChartScene::setRanges(std::optional<QCPRange> x, std::optional<QCPRange> y) {
  const auto set = [](QCPAxis* axis, bool& zoomed, std::optional<QCPRange> range) {
    if (!range || !QCPRange::validRange(*range)) return;
    if (axis->scaleType() == QCPAxis::stLogarithmic && range->lower <= 0) return;
    axis->setRange(*range);
    zoomed = true;
  };
  set(m_plot->xAxis, m_zoomedX, x);
  set(m_plot->yAxis, m_zoomedY, y);
  Q_EMIT zoomChanged();
}

void ChartScene::setCrosshair(double x) {
  m_crossX = x;
  updateCrosshair();
}

void ChartScene::choose(const QString& key) {
  m_chosen = key;
  updateCrosshair();
}

const Curve* ChartScene::curveAt(QPointF place) const {
  constexpr double kFinger = 8;
  const Curve* nearest = nullptr;
  double least = kFinger;
  for (const auto& curve : m_curves.all()) {
    if (curve->hidden) continue;
    const double distance = curve->line->selectTest(place, false);
    if (distance < 0 || distance > least) continue;
    least = distance;
    nearest = curve.get();
  }
  return nearest;
}

void ChartScene::prepare() {
  constexpr std::size_t kPlainLinePoints =
      6000;  // more are drawn one pixel wide and not antialiased: nine times faster
  if (!m_zoomedX) fitX();
  if (!m_zoomedY) fitY();
  std::size_t shown = fill();
  m_outliers = outliers();
  if (m_outliers) {
    fitY(m_outliers);
    shown = fill();
  }
  styleCurves(shown > kPlainLinePoints);
  m_emptyText->setVisible(m_curves.isEmpty() && !m_curves.busy());
  updateNote();
  placeReferenceLabels();
  updateCrosshair();
  if (!m_sinceSettled.isValid() || m_sinceSettled.elapsed() > kSettleMs) {
    settle();
  } else if (!m_settleSoon.isActive()) {
    m_settleSoon.start();
  }
}

void ChartScene::toPaper(QSize size) {
  m_curves.waitReady();
  m_crossX = NAN;
  m_header->setInset(0);  // no buttons on paper
  m_plot->setViewport(QRect(QPoint(0, 0), size));
  m_plot->layOut();
  for (int pass = 0; pass < 2; ++pass) {  // the second one with the note and the legend that the first one brought
    m_sinceSettled.invalidate();
    prepare();
    m_plot->layOut();
  }
  prepare();
}

void ChartScene::toScreen(const QRect& viewport, double crosshair) {
  m_crossX = crosshair;
  m_header->setInset(m_headerInset);
  m_plot->setViewport(viewport);
  m_plot->layOut();
  m_sinceSettled.invalidate();
  Q_EMIT frameWanted();
}

bool ChartScene::settle() {
  m_sinceSettled.start();
  m_settleSoon.stop();
  updateDescription();
  // A legend that jumps under a hand that drags is worse than one that covers a curve for a moment.
  return QGuiApplication::mouseButtons() == Qt::NoButton && placeLegend();
}

}  // namespace headroom

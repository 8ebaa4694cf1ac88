#include "ui/charts/chart_view.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/charts/chart_view_private.h"

namespace headroom {

ChartView::ChartView(QWidget* parent) : QWidget(parent), m(std::make_unique<Private>(this)) {
  auto& plot = m->scene.plot();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(&plot);
  setFocusProxy(&plot);
  setMinimumSize(220, 150);

  m->follow = new QToolButton(this);
  m->follow->setText(tr("Follow"));
  m->follow->setToolTip(tr("Zoomed in: the chart stays here. Back to all data and what comes (Home)."));
  m->follow->hide();
  connect(m->follow, &QToolButton::clicked, this, &ChartView::fit);
  m->menu = new QToolButton(this);
  m->menu->setText(QStringLiteral("⋯"));
  m->menu->setToolTip(tr("Axes, smoothing, curves, save, copy"));
  m->menu->setAutoRaise(true);
  connect(m->menu, &QToolButton::clicked, this, [this] {
    auto* menu = makeMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(m->menu->mapToGlobal(m->menu->rect().bottomLeft()));
  });
  m->follow->setProperty("plain", true);
  m->menu->setProperty("link", true);  // no frame: it must not cover a corner of the plot
  for (auto* button : {m->follow, m->menu}) button->setFocusPolicy(Qt::TabFocus);
  m->placeButtons();

  m->live.setSingleShot(true);
  connect(&m->live, &QTimer::timeout, this, [this] { m->redraw(); });
  connect(&plot, &QCustomPlot::beforeReplot, this, [this] {
    m->frame.start();
    m->scene.prepare();
  });
  connect(&plot, &QCustomPlot::afterReplot, this,
          [this] { m->frameMs = static_cast<double>(m->frame.nsecsElapsed()) * 1e-6; });
  connect(&m->scene, &ChartScene::frameWanted, this, [this] { m->redraw(); });
  connect(&m->scene, &ChartScene::zoomChanged, this, [this] { m->updateFollow(); });
}

ChartView::~ChartView() = default;

void ChartView::Private::redraw() {
  live.stop();
  if (view->isVisible()) scene.plot().replot(QCustomPlot::rpQueuedReplot);
}

void ChartView::Private::redrawSoon() {
  constexpr double kShare = 0.02;  // of a core that one chart may use for what comes in
  if (!live.isActive() && view->isVisible()) live.start(std::clamp(static_cast<int>(frameMs / kShare), 40, 1000));
}

void ChartView::Private::placeButtons() {
  int right = view->width() - 8;
  for (auto* button : {menu, follow}) {
    if (button->isHidden()) continue;
    button->adjustSize();
    button->move(right - button->width(), 4);
    right -= button->width() + 4;
    button->raise();
  }
  scene.setHeaderInset(std::max(view->width() - 14 - right, 0));
}

void ChartView::Private::updateFollow() {
  if (follow->isHidden() != scene.isZoomed()) return;
  if (follow->hasFocus()) view->setFocus();
  follow->setVisible(scene.isZoomed());
  placeButtons();
}

void ChartView::setSpec(ChartSpec spec) {
  m->scene.setSpec(std::move(spec));
  m->menu->setAccessibleName(tr("Menu of the chart %1").arg(accessibleName()));
  m->redraw();
}

ChartSpec ChartView::spec() const {
  m->scene.curves().waitReady();
  return m->scene.spec();
}

void ChartView::append(const QString& key, std::span<const double> x, std::span<const double> y) {
  if (m->scene.curves().append(key, x, y)) m->redrawSoon();
}

bool ChartView::has(const QString& key) const {
  return m->scene.curves().find(key);
}

void ChartView::setReferences(std::vector<ReferenceLine> references) {
  if (references == m->scene.shape().references) return;
  m->scene.setReferences(std::move(references));
  m->redrawSoon();
}

void ChartView::setNote(const QString& note) {
  if (note == m->scene.shape().note) return;
  m->scene.setNote(note);
  m->redrawSoon();
}

QString ChartView::note() const {
  return m->scene.fullNote();
}

void ChartView::setSettings(const ChartSettings& settings) {
  if (settings == m->scene.settings()) return;
  m->scene.setSettings(settings);
  m->redraw();
  Q_EMIT settingsChanged();
}

const ChartSettings& ChartView::settings() const {
  return m->scene.settings();
}

void ChartView::setSmoothing(double weight) {
  m->scene.setSmoothing(std::isfinite(weight) ? std::clamp(weight, 0.0, 0.999) : 0.0);
  m->redraw();
}

double ChartView::smoothing() const {
  return m->scene.curves().smoothing();
}

void ChartView::fit() {
  m->scene.fit();
  m->redraw();
}

bool ChartView::isZoomed() const {
  return m->scene.isZoomed();
}

void ChartView::zoom(Qt::Orientation along, double factor) {
  const bool x = along == Qt::Horizontal;
  auto* axis = x ? m->scene.plot().xAxis : m->scene.plot().yAxis;
  auto range = axis->range();
  const bool logarithmic = axis->scaleType() == QCPAxis::stLogarithmic;
  const bool atCrosshair = x && std::isfinite(m->scene.crosshair()) && range.contains(m->scene.crosshair());
  if (logarithmic) {
    const double centre = atCrosshair ? m->scene.crosshair() : std::sqrt(range.lower * range.upper);
    range = {centre * std::pow(range.lower / centre, factor), centre * std::pow(range.upper / centre, factor)};
  } else {
    const double centre = atCrosshair ? m->scene.crosshair() : range.center();
    range = {centre + (range.lower - centre) * factor, centre + (range.upper - centre) * factor};
  }
  m->scene.setRanges(x ? std::optional(range) : std::nullopt, x ? std::nullopt : std::optional(range));
  m->redraw();
}

void ChartView::pan(Qt::Orientation along, double part) {
  const bool x = along == Qt::Horizontal;
  auto* axis = x ? m->scene.plot().xAxis : m->scene.plot().yAxis;
  auto range = axis->range();
  if (axis->scaleType() == QCPAxis::stLogarithmic) {
    const double factor = std::pow(range.upper / range.lower, part);
    range = {range.lower * factor, range.upper * factor};
  } else {
    range += range.size() * part;
  }
  m->scene.setRanges(x ? std::optional(range) : std::nullopt, x ? std::nullopt : std::optional(range));
  m->redraw();
}

std::pair<double, double> ChartView::visibleX() const {
  const auto range = m->scene.plot().xAxis->range();
  return {range.lower, range.upper};
}

std::pair<double, double> ChartView::visibleY() const {
  const auto range = m->scene.plot().yAxis->range();
  return {range.lower, range.upper};
}

void ChartView::setCrosshair(double x) {
  if (x == m->scene.crosshair() || (std::isnan(x) && std::isnan(m->scene.crosshair()))) return;
  m->scene.setCrosshair(x);
  if (isVisible()) m->scene.plot().layer(QStringLiteral("crosshair"))->replot();
}

double ChartView::crosshair() const {
  return m->scene.crosshair();
}

QString ChartView::crosshairText() const {
  const ValueTable table = std::isfinite(crosshair()) ? m->scene.valueTable() : ValueTable{};
  return table.rows.empty() ? QString() : spoken(table);
}

void ChartView::setHidden(const QString& key, bool hidden) {
  if (isHidden(key) == hidden) return;
  m->scene.curves().setHidden(key, hidden);
  m->scene.restyle();
  m->redraw();
}

bool ChartView::isHidden(const QString& key) const {
  const auto* curve = m->scene.curves().find(key);
  return curve && curve->hidden;
}

void ChartView::setColours(const ThemeColours& colours) {
  m->scene.setColours(colours);
  m->scene.restyle();
  m->redraw();
}

void ChartView::replotNow() {
  m->scene.plot().replot(QCustomPlot::rpImmediateRefresh);
}

QRect ChartView::legendRect() const {
  return m->scene.legendRect();
}

QPointF ChartView::pixelOf(double x, double y) const {
  return {m->scene.plot().xAxis->coordToPixel(x), m->scene.plot().yAxis->coordToPixel(y)};
}

void ChartView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
    m->scene.restyle();
    m->redraw();
  }
  QWidget::changeEvent(event);
}

void ChartView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m->redraw();  // what came while it was hidden was not drawn
}

void ChartView::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  m->placeButtons();
}

void ChartView::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = makeMenu();
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->popup(event->globalPos());
}

}  // namespace headroom

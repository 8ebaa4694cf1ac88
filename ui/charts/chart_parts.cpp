#include "ui/charts/chart_parts.h"

#include <cmath>
#include <limits>

#include "core/base/units.h"
#include "ui/charts/log_ticks.h"

namespace headroom {

void CaptionRow::setTexts(const QString& left, const QString& right) {
  m_left = left;
  m_right = right;
}

void CaptionRow::setLook(const QFont& leftFont, const QColor& leftColour, const QFont& rightFont,
                         const QColor& rightColour) {
  m_leftFont = leftFont;
  m_leftColour = leftColour;
  m_rightFont = rightFont;
  m_rightColour = rightColour;
}

int CaptionRow::textHeight() const {
  if (m_left.isEmpty() && m_right.isEmpty()) return 0;
  return std::max(QFontMetrics(m_leftFont).height(), QFontMetrics(m_rightFont).height()) + 2;
}

QSize CaptionRow::minimumOuterSizeHint() const {
  return {0, textHeight()};
}
QSize CaptionRow::maximumOuterSizeHint() const {
  return {QWIDGETSIZE_MAX, textHeight()};
}

void CaptionRow::draw(QCPPainter* painter) {
  const int rightWidth = QFontMetrics(m_rightFont).horizontalAdvance(m_right);
  const int leftRoom = mRect.width() - (rightWidth > 0 ? rightWidth + 12 : 0);
  painter->setFont(m_leftFont);
  painter->setPen(m_leftColour);
  painter->drawText(mRect, Qt::AlignLeft | Qt::AlignVCenter,
                    QFontMetrics(m_leftFont).elidedText(m_left, Qt::ElideRight, std::max(leftRoom, 0)));
  painter->setFont(m_rightFont);
  painter->setPen(m_rightColour);
  painter->drawText(mRect, Qt::AlignRight | Qt::AlignVCenter,
                    QFontMetrics(m_rightFont).elidedText(m_right, Qt::ElideRight, mRect.width()));
}

namespace {

QString prefixed(double tick) {
  if (tick == 0) return QStringLiteral("0");
  if (std::abs(tick) < 1) return QString::number(tick, 'g', 3);
  return QString::fromStdString(formatCount(tick));
}

QVector<QCPGraphData> graphData(const std::vector<ChartPoint>& points, bool logarithmicY) {
  QVector<QCPGraphData> data;
  data.reserve(static_cast<qsizetype>(points.size()));
  for (const auto& point : points) {
    const bool cannotShow = logarithmicY && point.y <= 0;
    data.push_back({point.x, cannotShow ? std::numeric_limits<double>::quiet_NaN() : point.y});
  }
  return data;
}

}  // namespace

QString PrefixedTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  return prefixed(tick);
}
QString PrefixedLogTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  return prefixed(tick);
}

QVector<double> LogTicker::createTickVector(double tickStep, const QCPRange& range) {
  if (!(range.lower > 0) || range.upper / range.lower > 50) return QCPAxisTickerLog::createTickVector(tickStep, range);
  const auto ticks = logTicks(range.lower, range.upper, 6);
  return {ticks.begin(), ticks.end()};
}

void SpreadGraph::setSpread(std::vector<double> x, const ChartSeries& series) {
  m_x.clear();
  m_low.clear();
  m_high.clear();
  m_band = series.spread == SpreadStyle::Band;
  for (std::size_t i = 0; i < std::min({x.size(), series.low.size(), series.high.size()}); ++i) {
    if (!std::isfinite(series.low[i]) || !std::isfinite(series.high[i])) continue;
    m_x.push_back(x[i]);
    m_low.push_back(series.low[i]);
    m_high.push_back(series.high[i]);
  }
}

std::optional<std::pair<double, double>> SpreadGraph::bounds(const QCPRange& x, bool positive) const {
  double low = INFINITY, high = -INFINITY;
  for (std::size_t i = 0; i < m_x.size(); ++i) {
    if (!x.contains(m_x[i])) continue;
    if (!positive || m_low[i] > 0) low = std::min(low, m_low[i]);
    high = std::max(high, m_high[i]);
  }
  if (!(low <= high)) return {};
  return std::pair(low, high);
}

QPointF SpreadGraph::pixel(std::size_t point, double value) const {
  const bool below = mValueAxis->scaleType() == QCPAxis::stLogarithmic && value <= 0;
  return {mKeyAxis->coordToPixel(m_x[point]), mValueAxis->coordToPixel(below ? mValueAxis->range().lower : value)};
}

void SpreadGraph::draw(QCPPainter* painter) {
  applyDefaultAntialiasingHint(painter);
  if (m_band) {
    QPolygonF outline;
    for (std::size_t i = 0; i < m_x.size(); ++i) outline << pixel(i, m_low[i]);
    for (std::size_t i = m_x.size(); i-- > 0;) outline << pixel(i, m_high[i]);
    painter->setPen(Qt::NoPen);
    painter->setBrush(mBrush);
    painter->drawPolygon(outline);
    return;
  }
  painter->setPen(mPen);
  for (std::size_t i = 0; i < m_x.size(); ++i) {
    const QPointF low = pixel(i, m_low[i]), high = pixel(i, m_high[i]), half(3, 0);
    painter->drawLine(low, high);
    painter->drawLine(low - half, low + half);
    painter->drawLine(high - half, high + half);
  }
}

void LineGraph::drawLinePlot(QCPPainter* painter, const QVector<QPointF>& lines) const {
  if (painter->pen().style() == Qt::NoPen) return;
  applyDefaultAntialiasingHint(painter);
  qsizetype begin = 0;  // of the piece between two gaps
  for (qsizetype i = 0; i <= lines.size(); ++i) {
    if (i < lines.size() && !qIsNaN(lines[i].x()) && !qIsNaN(lines[i].y())) continue;
    if (i - begin > 1) painter->drawPolyline(lines.constData() + begin, static_cast<int>(i - begin));
    begin = i + 1;
  }
}

void Curve::append(std::span<const double> x, std::span<const double> y, double smoothing) {
  points.append(x, y);
  if (!description.smoothable || smoothing <= 0) return;
  for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) smoothed.append(x[i], smoother.next(x[i], y[i]));
}

void Curve::smoothAgain(double smoothing) {
  smoothed = {};
  smoother = Smoother(smoothing);
  if (!description.smoothable || smoothing <= 0) return;
  for (std::size_t i = 0; i < points.size(); ++i) {
    smoothed.append(points.x()[i], smoother.next(points.x()[i], points.y()[i]));
  }
}

std::size_t Curve::show(std::span<const double> edges, double tolerance, bool logarithmicY) {
  const bool twin = smoothed.size() > 0;
  graph->setVisible(!hidden);
  raw->setVisible(!hidden && twin);
  if (spread) spread->setVisible(!hidden);
  if (hidden) return 0;
  std::size_t shown = 0;
  const auto give = [&](QCPGraph* target, const MinMaxPyramid& source) {
    const auto visible = source.columns(edges, tolerance);
    shown += visible.size();
    target->data()->set(graphData(visible, logarithmicY), true);
  };
  give(graph, twin ? smoothed : points);
  if (twin) give(raw, points);
  return shown;
}

}  // namespace headroom

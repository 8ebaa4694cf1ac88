#include "ui/charts/curve_items.h"

#include <algorithm>
#include <cmath>

#include "ui/charts/line_clip.h"

namespace headroom {

namespace {

constexpr double kDot = 5;         // diameter
constexpr double kFarPixel = 1e9;  // numbers that clipping can still reckon with

/// From values to pixels without a function call a point.
class Scale {
 public:
  explicit Scale(const QCPAxis* axis) : m_logarithmic(axis->scaleType() == QCPAxis::stLogarithmic) {
    const double lower = place(axis->range().lower), upper = place(axis->range().upper);
    m_factor = (axis->coordToPixel(axis->range().upper) - axis->coordToPixel(axis->range().lower)) / (upper - lower);
    m_offset = axis->coordToPixel(axis->range().lower) - m_factor * lower;
  }
  /// NaN where the axis has no place for the value.
  double pixel(double value) const {
    if (m_logarithmic && !(value > 0)) return NAN;
    return std::clamp(m_offset + m_factor * place(value), -kFarPixel, kFarPixel);
  }

 private:
  double place(double value) const { return m_logarithmic ? std::log(value) : value; }
  const bool m_logarithmic;
  double m_factor = 1, m_offset = 0;
};

void occupyPieces(PlotOccupancy& occupancy, const std::vector<QPolygonF>& pieces, QPointF origin) {
  for (const QPolygonF& piece : pieces) {
    if (piece.size() == 1) occupancy.addLine(piece[0] - origin, piece[0] - origin);
    for (qsizetype i = 1; i < piece.size(); ++i) occupancy.addLine(piece[i - 1] - origin, piece[i] - origin);
  }
}

QCPRange noRange(bool& found) {
  found = false;
  return {};
}

}  // namespace

LineItem::LineItem(QCPAxis* x, QCPAxis* y) : QCPAbstractPlottable(x, y) {
  setSelectable(QCP::stNone);
}

void LineItem::setLook(const QPen& pen, bool dots) {
  setPen(pen);
  m_dots = dots;
}

void LineItem::setPoints(std::vector<ChartPoint> points) {
  m_points = std::move(points);
}

std::vector<QPolygonF> LineItem::pieces() const {
  constexpr double kBeyond = 20;  // wider than any pen or dot
  const QRectF box = QRectF(mKeyAxis->axisRect()->rect()).adjusted(-kBeyond, -kBeyond, kBeyond, kBeyond);
  std::vector<QPolygonF> pieces;
  const Scale x(mKeyAxis), y(mValueAxis);
  QPointF before;          // the neighbour
  bool connected = false;  // no gap lies between
  bool open = false;       // the last piece ends at it
  for (const ChartPoint& point : m_points) {
    const QPointF pixel(x.pixel(point.x), std::isnan(point.y) ? NAN : y.pixel(point.y));
    if (std::isnan(pixel.x()) || std::isnan(pixel.y())) {
      connected = open = false;
      continue;
    }
    if (connected) {
      const auto seen = clipped(before, pixel, box);
      if (seen && !open) pieces.push_back({seen->p1()});
      if (seen) pieces.back().push_back(seen->p2());
      open = seen && seen->p2() == pixel;
    } else if (box.contains(pixel)) {
      pieces.push_back({pixel});
      pieces.back().reserve(static_cast<qsizetype>(m_points.size()));
      open = true;
    }
    before = pixel;
    connected = true;
  }
  return pieces;
}

void LineItem::draw(QCPPainter* painter) {
  applyDefaultAntialiasingHint(painter);
  const auto pieces = this->pieces();
  painter->setPen(mPen);
  painter->setBrush(Qt::NoBrush);
  qsizetype count = 0;
  for (const QPolygonF& piece : pieces) {
    count += piece.size();
    if (piece.size() > 1) painter->drawPolyline(piece);
  }
  // A point between two gaps has no line: without a disc it would be lost.
  const bool everyDot = m_dots && static_cast<double>(count) * kDot < mKeyAxis->axisRect()->width();
  painter->setAntialiasing(true);
  painter->setPen(Qt::NoPen);
  painter->setBrush(mPen.color());
  const double radius = m_dots ? kDot / 2 : std::max(mPen.widthF(), 1.5);
  for (const QPolygonF& piece : pieces) {
    if (!everyDot && piece.size() > 1) continue;
    for (const QPointF& point : piece) painter->drawEllipse(point, radius, radius);
  }
  if (m_marksOutliers) drawOutlierMarks(painter);
}

void LineItem::drawOutlierMarks(QCPPainter* painter) const {
  const QRectF plot = mKeyAxis->axisRect()->rect();
  const Scale x(mKeyAxis), y(mValueAxis);
  for (const ChartPoint& point : m_points) {
    const double across = x.pixel(point.x), down = std::isnan(point.y) ? NAN : y.pixel(point.y);
    if (!(across >= plot.left() && across <= plot.right())) continue;
    const bool above = down<plot.top(), below = down> plot.bottom();
    if (!above && !below) continue;
    const double edge = above ? plot.top() + 1 : plot.bottom() - 1, base = above ? edge + 6 : edge - 6;
    painter->drawPolygon(QPolygonF{{across, edge}, {across - 4, base}, {across + 4, base}});
  }
}

void LineItem::occupy(PlotOccupancy& occupancy) const {
  occupyPieces(occupancy, pieces(), mKeyAxis->axisRect()->topLeft());
}

double LineItem::selectTest(const QPointF& place, bool, QVariant*) const {
  if (!realVisibility() || !mKeyAxis->axisRect()->rect().contains(place.toPoint())) return -1;
  double nearest = INFINITY;
  for (const QPolygonF& piece : pieces()) {
    const QCPVector2D from(place);
    for (qsizetype i = 0; i < piece.size(); ++i) {
      const QCPVector2D end(piece[i]), begin(piece[std::max<qsizetype>(i - 1, 0)]);
      nearest = std::min(nearest, i > 0 ? from.distanceSquaredToLine(begin, end) : (from - end).lengthSquared());
    }
  }
  return std::isfinite(nearest) ? std::sqrt(nearest) : -1;
}

QCPRange LineItem::getKeyRange(bool& found, QCP::SignDomain) const {
  if (m_points.empty()) return noRange(found);
  found = true;
  return {m_points.front().x, m_points.back().x};
}

QCPRange LineItem::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
  return noRange(found);  // the chart finds its own ranges
}

SpreadItem::SpreadItem(QCPAxis* x, QCPAxis* y, const std::vector<double>& xs, const ChartSeries& series)
    : QCPAbstractPlottable(x, y), m_band(series.spread == SpreadStyle::Band) {
  setSelectable(QCP::stNone);
  for (std::size_t i = 0; i < std::min({xs.size(), series.low.size(), series.high.size()}); ++i) {
    if (!canBeDrawn(xs[i]) || !canBeDrawn(series.low[i]) || !canBeDrawn(series.high[i])) continue;
    m_x.push_back(xs[i]);
    m_low.push_back(series.low[i]);
    m_high.push_back(series.high[i]);
  }
}

void SpreadItem::setLook(const QColor& whiskers, const QColor& band) {
  setPen(QPen(whiskers, 1.5));
  setBrush(band);
}

std::optional<std::pair<double, double>> SpreadItem::bounds(const QCPRange& x, bool positive) const {
  double low = INFINITY, high = -INFINITY;
  for (std::size_t i = 0; i < m_x.size(); ++i) {
    if (!x.contains(m_x[i])) continue;
    if (!positive || m_low[i] > 0) low = std::min(low, m_low[i]);
    high = std::max(high, m_high[i]);
  }
  if (!(low <= high)) return {};
  return std::pair(low, high);
}

QPointF SpreadItem::pixel(std::size_t point, double value) const {
  const auto place = [](const QCPAxis* axis, double at) {
    const bool below = axis->scaleType() == QCPAxis::stLogarithmic && at <= 0;
    constexpr double kBandPixel = 4000;  // far enough that a slope seen inside does not change
    return std::clamp(axis->coordToPixel(below ? axis->range().lower : at), -kBandPixel, kBandPixel);
  };
  return {place(mKeyAxis, m_x[point]), place(mValueAxis, value)};
}

void SpreadItem::draw(QCPPainter* painter) {
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

void SpreadItem::occupy(PlotOccupancy& occupancy) const {
  const QPointF origin = mKeyAxis->axisRect()->topLeft();
  for (std::size_t i = 0; i < m_x.size(); ++i) {
    const QPointF low = pixel(i, m_low[i]) - origin, high = pixel(i, m_high[i]) - origin;
    occupancy.addLine(low, high);
    if (m_band && i > 0) {
      occupancy.addLine(pixel(i - 1, m_low[i - 1]) - origin, low);
      occupancy.addLine(pixel(i - 1, m_high[i - 1]) - origin, high);
      occupancy.addLine(pixel(i - 1, m_low[i - 1]) - origin, high);
    }
  }
}

QCPRange SpreadItem::getKeyRange(bool& found, QCP::SignDomain) const {
  return noRange(found);
}
QCPRange SpreadItem::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
  return noRange(found);
}

}  // namespace headroom

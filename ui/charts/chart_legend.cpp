#include "ui/charts/chart_legend.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/charts/chart_parts.h"

namespace headroom {

namespace {

constexpr int kIcon = 18, kGap = 6, kEdge = 5;

}  // namespace

void ChartLegend::setLook(const QFont& font, const ThemeColours& colours) {
  m_font = font;
  m_colours = &colours;
}

std::size_t ChartLegend::shownRows() const {
  return std::min<std::size_t>(m_rows.size(), kMostRows);
}

int ChartLegend::rowHeight() const {
  return QFontMetrics(m_font).height() + 2;
}

QString ChartLegend::remainder() const {
  if (m_rows.size() <= kMostRows) return {};
  return QCoreApplication::translate("ChartLegend", "and %1 more").arg(m_rows.size() - kMostRows);
}

QSize ChartLegend::size() const {
  if (m_rows.empty()) return {0, 0};
  const QFontMetrics metrics(m_font);
  int width = metrics.horizontalAdvance(remainder());
  for (std::size_t i = 0; i < shownRows(); ++i)
    width = std::max(width, metrics.horizontalAdvance(onOneLine(m_rows[i].name)));
  width = std::min(width + kIcon + kGap + 2 * kEdge, m_mostWidth);
  const int rows = static_cast<int>(shownRows()) + (remainder().isEmpty() ? 0 : 1);
  return {width, rows * rowHeight() + 2 * kEdge};
}

const ChartLegend::Row* ChartLegend::rowAt(const QPointF& place) const {
  if (!visible() || m_rows.empty() || !QRectF(mRect).contains(place)) return nullptr;
  const int row = static_cast<int>(place.y() - mRect.top() - kEdge) / rowHeight();
  return row >= 0 && row < static_cast<int>(shownRows()) ? &m_rows[static_cast<std::size_t>(row)] : nullptr;
}

void ChartLegend::draw(QCPPainter* painter) {
  if (m_rows.empty()) return;
  QColor ground = m_colours->panel;
  ground.setAlpha(215);
  painter->setPen(Qt::NoPen);
  painter->setBrush(ground);
  painter->drawRoundedRect(mRect, 4, 4);
  QRect row(mRect.left() + kEdge, mRect.top() + kEdge, mRect.width() - 2 * kEdge, rowHeight());
  for (std::size_t i = 0; i < shownRows(); ++i, row.translate(0, rowHeight())) {
    QPen pen = m_rows[i].pen;
    pen.setWidthF(3);
    pen.setCapStyle(Qt::FlatCap);
    if (m_rows[i].hidden) pen.setColor(m_colours->line);
    painter->setPen(pen);
    painter->drawLine(QPointF(row.left(), row.center().y() + 0.5),
                      QPointF(row.left() + kIcon - 4, row.center().y() + 0.5));
    QFont font = m_font;
    font.setStrikeOut(m_rows[i].hidden);
    painter->setFont(font);
    painter->setPen(m_rows[i].hidden ? m_colours->dim : m_colours->text);
    const QRect room = row.adjusted(kIcon + kGap, 0, 0, 0);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(font).elidedText(onOneLine(m_rows[i].name), Qt::ElideMiddle, room.width() + 1));
  }
  painter->setFont(m_font);
  painter->setPen(m_colours->dim);
  painter->drawText(row.adjusted(kIcon + kGap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, remainder());
}

}  // namespace headroom

#include "ui/charts/chart_parts.h"

#include <cmath>

#include "core/base/units.h"
#include "ui/charts/log_ticks.h"

namespace headroom {

QString onOneLine(const QString& text) {
  constexpr qsizetype kMost = 400;  // shaping a megabyte of text would stop the window
  return text.left(kMost).simplified();
}

void CaptionRow::setTexts(const QString& left, const QString& right) {
  m_left = onOneLine(left);
  m_right = onOneLine(right);
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
  const QRect room = mRect.adjusted(0, 0, -m_inset, 0);
  const QFontMetrics right(m_rightFont);
  const QString rightText = right.elidedText(m_right, Qt::ElideRight, room.width() * 2 / 3);
  const int rightWidth = right.horizontalAdvance(rightText);
  const int leftRoom = room.width() - (rightWidth > 0 ? rightWidth + 12 : 0);
  painter->setFont(m_leftFont);
  painter->setPen(m_leftColour);
  painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                    QFontMetrics(m_leftFont).elidedText(m_left, Qt::ElideRight, std::max(leftRoom, 0)));
  painter->setFont(m_rightFont);
  painter->setPen(m_rightColour);
  painter->drawText(room, Qt::AlignRight | Qt::AlignVCenter, rightText);
}

namespace {

QString prefixed(double tick) {
  if (tick == 0) return QStringLiteral("0");
  if (std::abs(tick) < 1) return QString::number(tick, 'g', 3);
  return QString::fromStdString(formatCount(tick));
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

}  // namespace headroom

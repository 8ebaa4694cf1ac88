#include "ui/hardware/share_bars.h"

#include <QPainter>
#include <algorithm>

namespace headroom {

namespace {
QString percent(double share) {
  return QStringLiteral("%1 %").arg(100 * share, 0, 'f', share < 0.0995 ? 1 : 0);
}
}  // namespace

void ShareBars::setShares(std::vector<FamilyShare> shares) {
  m_shares = std::move(shares);
  QStringList words;
  for (const FamilyShare& share : m_shares) words << share.name + ' ' + percent(share.share);
  setAccessibleDescription(words.join(QStringLiteral(", ")));
  updateGeometry();
  update();
}

QSize ShareBars::sizeHint() const {
  return {240, lineHeight() * static_cast<int>(m_shares.size())};
}

void ShareBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const ThemeColours& colours = coloursFor(palette());
  int names = 0;
  for (const FamilyShare& share : m_shares) names = std::max(names, fontMetrics().horizontalAdvance(share.name));
  const int left = names + 12, right = fontMetrics().horizontalAdvance(QStringLiteral("100.0 %")) + 8;
  const double room = std::max(10, width() - left - right);
  for (std::size_t i = 0; i < m_shares.size(); ++i) {
    const QRectF line(0, static_cast<int>(i) * lineHeight(), width(), lineHeight());
    painter.setPen(colours.text);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_shares[i].name);
    const double wide = std::max(2.0, room * m_shares[i].share / m_shares.front().share);
    painter.setPen(Qt::NoPen);
    painter.setBrush(pointColour(m_shares[i].family, colours));
    painter.drawRoundedRect(QRectF(left, line.top() + 4, wide, line.height() - 8), 3, 3);
    painter.setPen(colours.dim);
    painter.drawText(QRectF(left + wide + 8, line.top(), right, line.height()), Qt::AlignLeft | Qt::AlignVCenter,
                     percent(m_shares[i].share));
  }
}

}  // namespace headroom

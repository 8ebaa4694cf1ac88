#include "ui/charts/value_table.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/charts/chart_parts.h"

namespace headroom {

namespace {

constexpr int kSwatch = 10, kGap = 8, kEdge = 7, kMostName = 200;

}  // namespace

QString spoken(const ValueTable& table) {
  QStringList sentences{table.head};
  for (const auto& row : table.rows) sentences << row.name + QStringLiteral(": ") + row.value;
  return sentences.join(QStringLiteral(". ")) + '.';
}

void ValueTableItem::setPlace(const QRect& plot, double crosshair) {
  m_plot = plot;
  m_crosshair = crosshair;
}

void ValueTableItem::setLook(const QFont& font, const ThemeColours& colours) {
  m_font = font;
  m_colours = &colours;
}

void ValueTableItem::draw(QCPPainter* painter) {
  if (m_table.rows.empty()) return;
  QFont strong = m_font;
  strong.setWeight(QFont::DemiBold);
  const QFontMetrics plain(m_font), wide(strong);
  const int height = plain.height() + 1;
  // As many as fit; the chosen one is among them.
  auto rows = m_table.rows;
  const int room = std::max((m_plot.height() - 2 * kEdge) / height - 1, 1);
  QString more;
  if (static_cast<int>(rows.size()) > room) {
    std::stable_partition(rows.begin(), rows.end(), [](const auto& row) { return row.strong; });
    const int kept = std::max(room - 1, 1);
    more = QCoreApplication::translate("ValueTable", "and %1 more").arg(static_cast<int>(rows.size()) - kept);
    rows.resize(static_cast<std::size_t>(kept));
  }
  int names = plain.horizontalAdvance(more), values = 0;
  for (const auto& row : rows) {
    names = std::max(names, std::min(wide.horizontalAdvance(onOneLine(row.name)), kMostName));
    values = std::max(values, wide.horizontalAdvance(row.value));
  }
  const int inner = std::max(kSwatch + kGap + names + 2 * kGap + values, wide.horizontalAdvance(m_table.head));
  const int lines = 1 + static_cast<int>(rows.size()) + (more.isEmpty() ? 0 : 1);
  const QSize size(inner + 2 * kEdge, lines * height + 2 * kEdge);
  const bool left = m_crosshair > m_plot.center().x();
  const QRect box(QPoint(left ? m_plot.left() + 6 : m_plot.right() - size.width() - 6, m_plot.top() + 6), size);
  QColor ground = m_colours->panel;
  ground.setAlpha(240);
  painter->setPen(m_colours->line);
  painter->setBrush(ground);
  painter->drawRoundedRect(box, 4, 4);
  QRect line(box.left() + kEdge, box.top() + kEdge, inner, height);
  painter->setFont(m_font);
  painter->setPen(m_colours->dim);
  painter->drawText(line, Qt::AlignLeft | Qt::AlignVCenter, m_table.head);
  for (const auto& row : rows) {
    line.translate(0, height);
    painter->fillRect(QRect(line.left(), line.center().y() - 1, kSwatch, 3), row.colour);
    painter->setFont(row.strong ? strong : m_font);
    painter->setPen(m_colours->text);
    painter->drawText(line.adjusted(kSwatch + kGap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                      wide.elidedText(onOneLine(row.name), Qt::ElideMiddle, names + 1));
    painter->drawText(line, Qt::AlignRight | Qt::AlignVCenter, row.value);
  }
  line.translate(0, height);
  painter->setFont(m_font);
  painter->setPen(m_colours->dim);
  painter->drawText(line.adjusted(kSwatch + kGap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, more);
}

}  // namespace headroom

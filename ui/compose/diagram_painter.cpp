#include "ui/compose/diagram_painter.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>

namespace headroom {

namespace {

constexpr double kRadius = 5, kBadge = 6;

QFont fontOf(const QPainter& painter, double pixels, bool bold) {
  QFont font = painter.font();
  font.setPixelSize(static_cast<int>(pixels));
  font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
  return font;
}

class Painting {
 public:
  Painting(QPainter& painter, const ThemeColours& colours, const DiagramMarks& marks)
      : m_painter(painter), m_colours(colours), m_marks(marks) {}

  void line(const DiagramLine& line) {
    QPen pen(line.tap ? m_colours.accent : m_colours.dim, line.tap ? 1.2 : 1.5);
    if (line.tap) pen.setDashPattern({2, 3});
    m_painter.setPen(pen);
    m_painter.drawLine(line.from, line.to);
  }

  void draw(const DiagramItem& item) {
    if (item.box) {
      box(item);
    } else if (item.kind == Element::Kind::Residual) {
      lane(item);
    } else {
      bracket(item);
    }
    if (!item.box && !item.error.isEmpty()) {
      m_painter.setPen(QPen(m_colours.error, 1));
      m_painter.setBrush(m_colours.panel);
      m_painter.drawRoundedRect(item.errorBox.adjusted(-6, -3, 6, 3), kRadius, kRadius);
      sentence(item);
    }
    if (const auto change = m_marks.changes.find(item.path); change != m_marks.changes.end())
      badge(item, change->second);
  }

  void place(const DiagramSlot& slot) {
    const bool target = m_marks.target == slot.place;
    const QSizeF size = slot.upright ? QSizeF(6, 46) : QSizeF(120, 6);
    const QRectF bar(slot.at - QPointF(size.width() / 2, size.height() / 2), size);
    m_painter.setPen(QPen(m_colours.accent, 1));
    m_painter.setBrush(target ? m_colours.accent : m_colours.selection);
    m_painter.drawRoundedRect(bar, 3, 3);
  }

 private:
  bool isSelected(const DiagramItem& item) const {
    return m_marks.current == item.path ||
           std::binary_search(m_marks.selected.begin(), m_marks.selected.end(), item.path);
  }

  QColor edge(const DiagramItem& item, const QColor& usual) const {
    return isSelected(item) ? m_colours.accent : item.error.isEmpty() ? usual : m_colours.error;
  }

  void sentence(const DiagramItem& item) {
    m_painter.setPen(m_colours.error);
    m_painter.setFont(fontOf(m_painter, kDetailPixels, false));
    m_painter.drawText(item.errorBox, Qt::TextWordWrap, item.error);
  }

  void box(const DiagramItem& item) {
    const bool wrong = !item.error.isEmpty(), selected = isSelected(item);
    QPainterPath box;
    box.addRoundedRect(item.rect, kRadius, kRadius);
    if (item.folded) {  // a pile of sheets
      m_painter.setPen(QPen(m_colours.line, 1));
      m_painter.setBrush(m_colours.panel);
      m_painter.drawRoundedRect(item.rect.translated(4, 4), kRadius, kRadius);
    }
    m_painter.fillPath(box, selected ? m_colours.selection : m_colours.panel);
    const bool known = item.family || item.kind == Element::Kind::Block;
    m_painter.save();
    m_painter.setClipPath(box, Qt::IntersectClip);
    m_painter.fillRect(QRectF(item.rect.topLeft(), QSizeF(5, item.rect.height())),
                       known ? colourOf(item.family, m_colours) : m_colours.accent);
    m_painter.restore();
    QPen pen(wrong && !selected ? m_colours.error : edge(item, m_colours.line), selected ? 2 : wrong ? 1.5 : 1);
    if (!known && !item.folded) pen.setDashPattern({4, 3});
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(pen);
    m_painter.drawPath(box);

    const double left = item.rect.left() + 16, width = item.rect.width() - 26;
    const QFont titleFont = fontOf(m_painter, kTitlePixels, true), detailFont = fontOf(m_painter, kDetailPixels, false);
    const QFontMetricsF titleMetrics(titleFont), detailMetrics(detailFont);
    const double shapeWidth = item.shape.isEmpty() ? 0 : detailMetrics.horizontalAdvance(item.shape) + 10;
    m_painter.setPen(m_colours.text);
    m_painter.setFont(titleFont);
    m_painter.drawText(QRectF(left, item.rect.top() + 5, width, 18), Qt::AlignLeft | Qt::AlignVCenter,
                       titleMetrics.elidedText(item.title, Qt::ElideRight, width - shapeWidth));
    m_painter.setPen(m_colours.dim);
    m_painter.setFont(detailFont);
    m_painter.drawText(QRectF(left, item.rect.top() + 5, width, 18), Qt::AlignRight | Qt::AlignVCenter, item.shape);
    m_painter.drawText(QRectF(left, item.rect.top() + 24, width, 16), Qt::AlignLeft | Qt::AlignVCenter,
                       detailMetrics.elidedText(item.detail, Qt::ElideRight, width));
    for (const DiagramChip& each : item.chips) chip(item, each);
    if (wrong) sentence(item);
  }

  void chip(const DiagramItem& item, const DiagramChip& chip) {
    const std::pair<ElementPath, std::string> slot{item.path, chip.parameter};
    const bool open = std::find(m_marks.openChips.begin(), m_marks.openChips.end(), slot) != m_marks.openChips.end();
    const bool target = m_marks.chipTarget == slot;
    QPen pen(open ? m_colours.accent : chip.empty ? m_colours.line : m_colours.position, open ? 1.5 : 1);
    if (chip.empty && !open) pen.setDashPattern({3, 3});
    m_painter.setPen(pen);
    m_painter.setBrush(target ? m_colours.accent : open ? m_colours.selection : m_colours.panel);
    m_painter.drawRoundedRect(chip.rect, kRadius, kRadius);
    m_painter.setPen(target ? m_colours.onAccent : chip.empty ? m_colours.dim : m_colours.text);
    m_painter.setFont(fontOf(m_painter, kDetailPixels, false));
    const QRectF inner = chip.rect.adjusted(8, 0, -8, 0);
    m_painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter,
                       QFontMetricsF(m_painter.font()).elidedText(chip.text, Qt::ElideRight, inner.width()));
  }

  void bracket(const DiagramItem& item) {
    QPen pen(edge(item, m_colours.accent), isSelected(item) ? 2 : 1);
    pen.setDashPattern({4, 3});
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawRoundedRect(item.rect, 8, 8);
    const QFont font = fontOf(m_painter, kDetailPixels, true);
    const double width = std::min(QFontMetricsF(font).horizontalAdvance(item.title) + 28, item.rect.width() - 24);
    const QRectF label(item.rect.left() + 12, item.rect.top() - 9, width, 18);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(m_colours.selection);
    m_painter.drawRoundedRect(label, 9, 9);
    m_painter.setPen(m_colours.dark ? m_colours.accent : m_colours.text);
    m_painter.setFont(font);
    m_painter.drawText(label, Qt::AlignCenter, QFontMetricsF(font).elidedText(item.title, Qt::ElideRight, width - 12));
    if (!item.joinSign.isEmpty()) join(item.join, item.joinSign, edge(item, m_colours.dim));
  }

  void lane(const DiagramItem& item) {
    const QColor colour = edge(item, m_colours.dim);
    m_painter.setPen(QPen(colour, isSelected(item) ? 2.5 : 1.5));
    m_painter.setBrush(Qt::NoBrush);
    const QPointF corners[] = {{item.streamX, item.laneTop},
                               {item.laneX, item.laneTop},
                               {item.laneX, item.plusY},
                               {item.streamX + kJoinRadius, item.plusY}};
    m_painter.drawPolyline(corners, 4);
    join({item.streamX, item.plusY}, QStringLiteral("+"), colour);
  }

  void join(QPointF at, const QString& sign, const QColor& colour) {
    m_painter.setPen(QPen(colour, 1.5));
    m_painter.setBrush(m_colours.panel);
    m_painter.drawEllipse(at, kJoinRadius, kJoinRadius);
    if (sign == QLatin1String("+")) {
      m_painter.drawLine(at - QPointF(4, 0), at + QPointF(4, 0));
      m_painter.drawLine(at - QPointF(0, 4), at + QPointF(0, 4));
      return;
    }
    m_painter.setPen(m_colours.text);
    m_painter.setFont(fontOf(m_painter, kDetailPixels, true));
    m_painter.drawText(QRectF(at.x() - 9, at.y() - 9, 18, 18), Qt::AlignCenter, sign);
  }

  /// Told apart by its sign as well as by its colour: ＋ added, ≠ changed.
  void badge(const DiagramItem& item, DiagramChange change) {
    const bool lane = !item.box && item.kind == Element::Kind::Residual;
    const QPointF at = lane ? QPointF(item.laneX, item.laneTop) : item.rect.topRight();
    const bool added = change == DiagramChange::Added;
    m_painter.setPen(QPen(m_colours.panel, 1));
    m_painter.setBrush(added ? m_colours.running : m_colours.warning);
    m_painter.drawEllipse(at, kBadge, kBadge);
    m_painter.setPen(QPen(m_colours.panel, 1.5));
    for (const double y : added ? std::vector{0.0} : std::vector{-1.5, 1.5})
      m_painter.drawLine(at + QPointF(-3, y), at + QPointF(3, y));
    if (added)
      m_painter.drawLine(at - QPointF(0, 3), at + QPointF(0, 3));
    else
      m_painter.drawLine(at + QPointF(2, -3.5), at + QPointF(-2, 3.5));
  }

  QPainter& m_painter;
  const ThemeColours& m_colours;
  const DiagramMarks& m_marks;
};

}  // namespace

QColor colourOf(std::optional<Family> family, const ThemeColours& colours) {
  if (!family) return colours.error;
  switch (*family) {
    case Family::Embedding:
    case Family::Head:
      return colours.embedding;
    case Family::Position:
      return colours.position;
    case Family::Norm:
      return colours.norm;
    case Family::Attention:
      return colours.attention;
    case Family::Recurrence:
      return colours.mixer;
    case Family::FeedForward:
      return colours.feedForward;
  }
  return colours.dim;
}

void paintDiagram(QPainter& painter, const DiagramLayout& layout, const ThemeColours& colours,
                  const DiagramMarks& marks, const QRectF& area) {
  painter.setRenderHint(QPainter::Antialiasing);
  Painting painting(painter, colours, marks);
  const auto shows = [&](const QRectF& rect) {
    return area.isEmpty() || (rect.top() <= area.bottom() && rect.bottom() >= area.top());
  };
  for (const DiagramLine& line : layout.lines)
    if (shows(QRectF(line.from, line.to).normalized())) painting.line(line);
  for (const DiagramItem& item : layout.items)
    if (shows(item.rect.adjusted(0, -12, 0, 12))) painting.draw(item);
  for (const DiagramSlot& slot : layout.places)
    if (std::binary_search(marks.openPlaces.begin(), marks.openPlaces.end(), slot.place)) painting.place(slot);
}

void paintOutline(QPainter& painter, const DiagramLayout& layout, const ThemeColours& colours) {
  for (const DiagramItem& item : layout.items) {
    if (item.box) {
      const bool known = item.family || item.kind == Element::Kind::Block;
      painter.fillRect(item.rect, !item.error.isEmpty() ? colours.error
                                  : known               ? colourOf(item.family, colours)
                                                        : colours.accent);
    } else if (item.kind != Element::Kind::Residual) {
      painter.setPen(QPen(colours.dim, 0));
      painter.setBrush(Qt::NoBrush);
      painter.drawRect(item.rect);
    }
  }
}

}  // namespace headroom
